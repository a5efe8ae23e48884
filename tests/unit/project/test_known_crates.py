"""The table of crates is what its facts say, and each of its rows says where it is from."""

from __future__ import annotations

import json
import tomllib

from devtools.build_crates_db.__main__ import DATA, FACTS
from devtools.build_crates_db.build import build_table, read_rows
from wasi_lsp.project.known_crates import browser_crate, measured_versions, wasi_apis
from wasi_lsp.project.version_req import Version

SAID = tomllib.loads((FACTS / "crates.toml").read_text("utf-8"))
ROWS = read_rows(FACTS / "measured.jsonl")


def test_the_table_is_made_of_the_facts() -> None:
    assert json.loads(DATA.read_bytes()) == build_table(ROWS, SAID)


def test_every_fact_has_evidence() -> None:
    for kind in ("api", "unless_cfg", "browser"):
        assert all(row["evidence"] for row in SAID[kind])
    assert all(row["rust"] and (row["compiles"] or row["error"]) for row in ROWS)


def test_what_is_asked_of_it() -> None:
    assert wasi_apis("wasi")[Version(0, 11, 1)] == "p1"
    assert wasi_apis("wasi")[Version(0, 14, 7)] == "p2"
    assert wasi_apis("serde") == {}
    for crate in ("tokio", "axum"):
        newest = max(measured_versions(crate).items())[1]
        assert {failure.unless_cfg for failure in newest} == {"tokio_unstable"}
    getrandom = browser_crate("getrandom")
    assert getrandom is not None
    assert not getrandom.is_whole
    assert measured_versions("serde") == {}
    assert browser_crate("serde") is None


def test_a_set_of_features_fails_only_if_no_larger_one_compiles() -> None:
    def row(features: list[str], compiles: bool) -> dict[str, object]:
        return {
            "crate": "mio",
            "version": "1.0.0",
            "features": features,
            "default_features": False,
            "target": "wasm32-wasip2",
            "rust": "1.96.0",
            "compiles": compiles,
            "culprit": "mio 1.0.0",
            "error": "no",
        }

    rows = [row(["net"], False), row(["net", "os-poll"], True), row(["os-ext"], False)]
    failures = build_table(rows, SAID)["measured"]["mio"]["1.0.0"]
    assert [failure["features"] for failure in failures] == [["os-ext"]]

"""Our own requests over stdio: targets, rules and the table of std, for clients to show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.raw_client import RawClient, raw_client
from wasi_lsp.rules.registry import RULES

FILES = {
    "Cargo.toml": '[package]\nname = "p"\nversion = "0.1.0"\n',
    "src/lib.rs": '#[cfg(target_env = "p2")]\nmod imp {}\n',
    "build.sh": "cargo build --target wasm32-wasi\n",
}


@pytest.fixture
def client() -> Iterator[RawClient]:
    with raw_client() as client:
        client.initialize()
        yield client


def _answer(client: RawClient, method: str, params: Any = None) -> Any:
    return client.request(method, params)["result"]


def test_the_rules_come_with_their_pages(client: RawClient) -> None:
    rules = _answer(client, "wasi-lsp/rules")
    assert [rule["code"] for rule in rules] == [rule.code for rule in RULES]
    (panics,) = (rule for rule in rules if rule["code"] == "WASI103")
    assert (panics["name"], panics["severity"]) == ("std-panics", "warning")
    assert panics["page"].startswith(f"# WASI103: std-panics\n\n{panics['summary']}\n")
    assert "## Example" in panics["page"]


def test_std_is_a_tree(client: RawClient) -> None:
    (thread,) = (
        entry
        for entry in _answer(client, "wasi-lsp/stdEntries", {"path": "std"})
        if entry["path"] == "std::thread"
    )
    assert (thread["kind"], thread["holds"]) == ("mod", True)
    entries = _answer(client, "wasi-lsp/stdEntries", {"path": "std::thread"})
    (spawn,) = (entry for entry in entries if entry["path"] == "std::thread::spawn")
    assert not spawn["holds"]
    support = {each["target"]: each for each in spawn["support"]}
    assert support["wasm32-wasip2"]["words"] == "panics"
    assert support["wasm32-wasip2"]["outcome"] == "fails"
    assert "measured on Rust" in support["wasm32-wasip2"]["about"]
    assert support["wasm32-wasip1-threads"]["outcome"] == "works"
    assert _answer(client, "wasi-lsp/stdEntries", {"path": "std::nothing"}) == []


def test_std_can_be_searched(client: RawClient) -> None:
    paths = _answer(client, "wasi-lsp/stdPaths", {})
    assert "std::env::temp_dir" in paths
    page = _answer(client, "wasi-lsp/stdPage", {"path": "std::env::temp_dir"})
    assert "std::env::temp_dir" in page.partition("\n")[0]
    assert "panics" in page
    assert _answer(client, "wasi-lsp/stdPage", {"path": "std::nothing"}) is None


def test_wrong_parameters_are_refused(client: RawClient) -> None:
    wrong: tuple[Any, ...] = ({}, [], None)
    for params in wrong:
        assert "error" in client.request("wasi-lsp/stdPage", params)
    assert "result" in client.request("wasi-lsp/stdPage", {"path": "std"})


def test_the_targets_are_those_that_the_project_names(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    with raw_client() as client:
        client.initialize(rootUri=tmp_path.as_uri())
        targets: dict[str, Any] = {}
        # The files are read beside all other work.
        while not any(target["places"] for target in targets.values()):
            targets = {each["name"]: each for each in _answer(client, "wasi-lsp/targets")}
    first = targets["wasm32-wasip1"]
    assert first["words"] == "tier 2, since Rust 1.78"
    (place,) = first["places"]
    assert place["uri"] == (tmp_path / "build.sh").as_uri()
    assert place["range"]["start"] == {"line": 0, "character": 21}
    named = [name for name, target in targets.items() if target["predicate"]]
    assert named == ["wasm32-wasip2"]
    assert not targets["wasm32-wasip3"]["places"]

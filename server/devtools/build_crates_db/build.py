"""The table of crates, made of what was measured and what the crates say of themselves."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


def build_table(rows: Iterable[Row], said: Mapping[str, Any]) -> dict[str, Any]:
    """The content of `crates.json`."""
    unless = {each["crate"]: each["cfg"] for each in said["unless_cfg"]}
    versions: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        versions[row["crate"]][row["version"].partition("+")[0]].append(row)
    return {
        "apis": {
            each["crate"]: {
                "versions": {
                    version: each.get("api") or _api(version) for version in each["versions"]
                },
                "evidence": each["evidence"],
            }
            for each in said["api"]
        },
        "measured": {
            crate: {version: _failures(found, unless) for version, found in by_version.items()}
            for crate, by_version in sorted(versions.items())
        },
        "browser": {
            each["crate"]: {key: value for key, value in each.items() if key != "crate"}
            for each in said["browser"]
        },
    }


def _api(version: str) -> str:
    build = version.partition("+")[2]
    return "p1" if build == "wasi-snapshot-preview1" else f"p{build.split('.')[1]}"


def _failures(rows: list[Row], unless: Mapping[str, str]) -> list[dict[str, Any]]:
    """The smallest sets of features that fail, as long as no larger one compiles."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        others = [each for each in rows if each["target"] == row["target"] and each is not row]
        larger = [each for each in others if _is_within(row, each)]
        smaller = [each for each in others if _is_within(each, row)]
        if (
            row["compiles"]
            or any(each["compiles"] for each in larger)
            or any(not each["compiles"] for each in smaller)
        ):
            continue
        failure = {
            key: row[key] for key in ("features", "default_features", "culprit", "error", "rust")
        }
        cfg = unless.get(row["culprit"].split()[0])
        if cfg is not None:
            failure["unless_cfg"] = cfg
        same = found.setdefault(tuple(map(str, failure.values())), failure)
        same.setdefault("targets", []).append(row["target"])
    return list(found.values())


def _is_within(small: Row, large: Row) -> bool:
    """Whether `large` switches on all that `small` does."""
    return set(small["features"]) <= set(large["features"]) and (
        large["default_features"] or not small["default_features"]
    )


def read_rows(path: Path) -> list[Row]:
    """The measured rows of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]

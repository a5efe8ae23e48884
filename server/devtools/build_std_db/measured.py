"""Measured behaviour: importing it, and reading what a probe's path speaks of.

    python -m devtools.build_std_db import STD_BEHAVIOUR_JSONL

A probe is a small program, compiled for a target and run. Its row has `id`, `path`, `target`,
`rust_version`, `verdict` and what was seen. `facts/measured/AREA.jsonl` keeps the rows, sorted.

The path of a row is an item's path, or it carries more: a parenthesis, `with`, `then`, an argument,
a brace list, prose. Then it tells of a special case, and becomes a condition of the item. What no
pattern reads is listed in `facts/readings.toml`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from devtools.build_std_db.paths import expand

Row = Mapping[str, Any]

#: What a row says anyway.
_DERIVABLE = ("compiles", "executed")

_ITEM = re.compile(r"std(?:::\w+)+")
_MACRO = re.compile(r"(?:std::io::)?(\w+)!")
_CASE = re.compile(r"(std(?:::\w+)+)(?:\s*\(([^()]+)\))?(?:\s+((?:with|then|via|on) .+))?")
_HOST = re.compile(r"(std(?:::\w+)+) (from .+): (\w+)")


class Reading(NamedTuple):
    """What a row speaks of: items as such, or a special case (`when`) of the item `on`."""

    items: tuple[str, ...] = ()
    on: str | None = None
    when: str | None = None


def read_path(path: str, verdict: str, readings: Mapping[str, Row]) -> Reading | None:
    """Read the path of a probe's row; None where no pattern and no listed reading fits.

    A brace list that works speaks of each of its items; one that does not says only that one of
    them fails.
    """
    if (listed := readings.get(path)) is not None:
        return Reading(tuple(listed.get("items", ())), listed.get("on"), listed.get("when"))
    if _ITEM.fullmatch(path):
        return Reading((path,))
    if match := _MACRO.fullmatch(path):
        prefix = "std::io" if path.startswith("std::io") else "std"
        return Reading((f"{prefix}::{match[1]}",))
    if "{" in path and _ITEM.fullmatch(path.split("::{")[0]):
        items = tuple(expand(path))
        if all(_ITEM.fullmatch(item) for item in items) and verdict == "works":
            return Reading(items)
        return Reading(on=path.split("::{")[0], when=f"one of {path}")
    if match := _CASE.fullmatch(path):
        return Reading(on=match[1], when=" ".join(part for part in match.groups()[1:] if part))
    if match := _HOST.fullmatch(path):
        return Reading(on=match[1], when=f"{match[2]}: {match[3]}")
    return None


def import_rows(behaviour: Path, folder: Path) -> int:
    """Take the rows of `behaviour` into `folder`, one file per area; return how many.

    A row replaces that of the same probe, target and release; all others stay.
    """
    imported = [json.loads(line) for line in behaviour.read_text("utf-8").splitlines()]
    rows = {(row["id"], row["target"], row["rust_version"]): row for row in load_rows(folder)}
    rows |= {(row["id"], row["target"], row["rust_version"]): row for row in imported}
    areas: dict[str, list[str]] = defaultdict(list)
    for row in rows.values():
        kept = {key: value for key, value in row.items() if key not in _DERIVABLE}
        areas[_area(row["path"])].append(json.dumps(kept, sort_keys=True, ensure_ascii=False))
    folder.mkdir(parents=True, exist_ok=True)
    for area, lines in areas.items():
        text = "\n".join(sorted(lines)) + "\n"
        (folder / f"{area}.jsonl").write_text(text, encoding="utf-8")
    return len(imported)


def load_rows(folder: Path) -> list[Row]:
    """Return all imported rows."""
    return [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]


def message(row: Row) -> str | None:
    """Return what a user would see of the outcome of `row`."""
    text: str | None = row.get("message")
    if row["verdict"] == "unsupported":
        return f"ErrorKind::Unsupported: {text}" if text else "ErrorKind::Unsupported"
    if row["verdict"] in ("compile_error", "absent_in_version"):
        return " ".join(str(row.get("error", "")).split()) or None
    if row["verdict"] == "works_but_differs":
        return text or row.get("value")
    return text if row["verdict"] != "works" else None


def _area(path: str) -> str:
    match = re.search(r"std::(\w+)", path)
    return match[1] if match else "other"


def check_all_read(rows: Iterable[Row], readings: Mapping[str, Row]) -> list[str]:
    """Return the paths that nothing reads, and the listed readings that fit no row."""
    paths = {row["path"]: row["verdict"] for row in rows}
    unread = [path for path, verdict in paths.items() if read_path(path, verdict, readings) is None]
    return sorted(unread) + sorted(f"{path} (no such row)" for path in readings.keys() - paths)

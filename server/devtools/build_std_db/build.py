"""All steps from the facts to the table, in memory."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from devtools.build_std_db.compact import Compact
from devtools.build_std_db.measured import check_all_read, load_rows, read_path
from devtools.build_std_db.merge import Merge
from devtools.build_std_db.notes import load_notes
from devtools.build_std_db.paths import expand
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.lookup import NEWEST
from wasi_lsp.stdlib.model import Support

FACTS = Path(__file__).parent / "facts"

Row = dict[str, Any]


class Build:
    """The table's text, its rows of the newest release, and what is wrong with the facts."""

    def __init__(self, facts: Path = FACTS) -> None:
        surface = {row["path"]: row for row in load_surface(facts)}
        known = surface.keys() | {a for row in surface.values() for a in row.get("aliases", ())}
        canonical = {path: path for path in surface}
        for row in surface.values():
            canonical |= dict.fromkeys(row.get("aliases", ()), row["path"])
        readings = load_readings(facts)
        rows = load_rows(facts / "measured")
        self.problems = [f"nothing reads {path!r}" for path in check_all_read(rows, readings)]
        measured = [
            (reading._replace(
                items=tuple(canonical.get(path, path) for path in reading.items),
                on=canonical.get(reading.on, reading.on) if reading.on else None,
            ), row)
            for row in rows
            if (reading := read_path(row["path"], row["verdict"], readings)) is not None
        ]  # fmt: skip
        notes = load_notes(facts / "notes")
        spoken = {path for reading, _ in measured for path in reading.items}
        spoken |= {reading.on for reading, _ in measured if reading.on}
        spoken |= {note.path for note in notes}
        self.problems += [f"not in the surface: {path}" for path in sorted(spoken - known)]
        self.problems += [
            f"a note names the alias {path}; its path is {canonical[path]}"
            for path in sorted({note.path for note in notes} & (known - surface.keys()))
        ]
        beneath = load_wit(facts)
        self.problems += [
            f"wit.toml: no such path {path}" for path in sorted(beneath.keys() - surface)
        ]
        merge = Merge(measured, load_existence(facts), notes)
        self.problems += merge.contradictions
        compact = Compact()
        self.newest: list[Support] = []
        for path, row in sorted(surface.items()):
            support = merge.support(path, row)
            self.newest += [each for each in support if NEWEST in each.rust]
            row |= {"feature": merge.feature(path), "wit": beneath.get(path)}
            compact.add(row, support, merge.conditions(path))
        self.problems += sorted(set(merge.contradictions) - set(self.problems))
        self.text = compact.text()


def load_surface(facts: Path = FACTS) -> list[Row]:
    """Return the rows of the surface and of what rustdoc does not list, sorted by path."""
    lines = (facts / "surface.jsonl").read_text("utf-8").splitlines()
    rows: dict[str, Row] = {row["path"]: row for row in map(json.loads, lines)}
    unlisted = tomllib.loads((facts / "unlisted.toml").read_text("utf-8"))["item"]
    for item in unlisted:
        for path in (path for pattern in item["paths"] for path in expand(pattern)):
            row = {"path": path, "kind": item["kind"], "origin": "std", "trait": item.get("trait")}
            rows.setdefault(path, {key: value for key, value in row.items() if value})
    for path in rows:
        parent = rows.get(path.rpartition("::")[0])
        if parent is not None and parent["kind"] == "mod":
            names = {*parent.get("names", ()), path.rpartition("::")[2]}
            parent["names"] = sorted(names)
    return [rows[path] for path in sorted(rows)]


def load_readings(facts: Path = FACTS) -> dict[str, Row]:
    """Return how the paths of probes are read that no pattern fits, by path."""
    found: dict[str, Row] = tomllib.loads((facts / "readings.toml").read_text("utf-8"))["reading"]
    return found


def load_wit(facts: Path = FACTS) -> dict[str, list[str]]:
    """Return the WASI functions beneath std items, by path."""
    found: dict[str, list[str]] = {}
    for row in tomllib.loads((facts / "wit.toml").read_text("utf-8"))["wit"]:
        for path in (path for pattern in row["items"] for path in expand(pattern)):
            found[path] = row["functions"]
    return found


def load_existence(facts: Path = FACTS) -> dict[RustVersion, dict[str, Row]]:
    """Return what compilers said, by release and path."""
    found: dict[RustVersion, dict[str, Row]] = {}
    for file in sorted(facts.glob("existence-*.jsonl")):
        release = RustVersion.parse(file.stem.partition("-")[2])
        assert release is not None, file
        rows = map(json.loads, file.read_text("utf-8").splitlines())
        found[release] = {row["path"]: row for row in rows}
    return found

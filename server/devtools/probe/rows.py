"""The rows of a measurement, and what they say against the shipped table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from devtools.build_std_db.measured import Row, read_path
from devtools.probe.run import Seen
from devtools.probe.source import Probe
from devtools.probe.verdict import judge
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.stdlib.model import Condition, Verdict

#: Rows with these verdicts say nothing about the item that they probe.
SILENT = {Verdict.NOT_REACHED, Verdict.NOT_APPLICABLE, Verdict.RAWFD_ONLY}
#: Both mean that the compiler does not find the item.
ABSENT = {Verdict.COMPILE_ERROR, Verdict.ABSENT_IN_VERSION}


class Measured(NamedTuple):
    """One probe on one target in one release, with its control."""

    probe: Probe
    target: str
    rust: str
    seen: Seen
    control: Seen
    #: Whether the probe compiles on the host or on one of the targets.
    known: bool
    gates: tuple[str, ...]


class Difference(NamedTuple):
    """The table says one thing of `what`, the measurement another."""

    target: str
    what: str
    table: str
    measured: str
    by: str


def as_row(measured: Measured) -> dict[str, Any]:
    """Return the row of the measured facts (`build_std_db/facts/measured`)."""
    seen = measured.seen
    compiles = seen.outcome != "compile_error"
    row = {
        "id": measured.probe.id,
        "path": measured.probe.path,
        "target": measured.target,
        "rust_version": measured.rust,
        "verdict": str(verdict(measured)),
        "outcome": {"compile_error": "n/a", "setup": "n/a"}.get(seen.outcome, seen.outcome),
        "linux": {"setup": "n/a"}.get(measured.control.outcome, measured.control.outcome),
        "compiles": compiles,
        "executed": compiles and seen.outcome not in ("n/a", "setup"),
        "exit_code": seen.exit_code,
        "value": seen.value,
        "error_kind": seen.error_kind,
        "raw_os_error": seen.raw_os_error,
        "location": seen.location,
        "unstable_features": list(measured.gates) or None,
        "setup_step": seen.message if seen.outcome == "setup" else None,
        "error" if not compiles else "message": seen.message,
    }
    return {name: said for name, said in sorted(row.items()) if said is not None}


def verdict(measured: Measured) -> Verdict:
    """Return the verdict on one measurement."""
    return judge(measured.seen, measured.control, measured.probe.settings, measured.known)


def differences(
    rows: Iterable[Row], table: StdTable, readings: Mapping[str, Row]
) -> list[Difference]:
    """Return where `rows` contradict `table`, and what of them it does not hold."""
    found = []
    for row in rows:
        said = Verdict(row["verdict"])
        reading = read_path(row["path"], said, readings)
        if reading is None:
            found.append(_difference(row, row["path"], "cannot read the path"))
            continue
        if said in SILENT:
            continue
        for path in reading.items:
            held = _of_item(table, path, row)
            if not _same(held, said):
                found.append(_difference(row, path, held or "no such item"))
        if reading.on is not None and reading.when is not None:
            condition = _of_condition(table, reading.on, reading.when, row)
            held = condition.verdict if condition else None
            if held not in SILENT and not _same(held, said):
                what = f"{reading.on} ({reading.when})"
                found.append(_difference(row, what, held or "no such case"))
    return found


def _of_item(table: StdTable, path: str, row: Row) -> Verdict | None:
    item = table.item(path)
    if item is None:
        return None
    support = table.support(item, row["target"], _release(row))
    return support.verdict if support else Verdict.UNKNOWN


def _of_condition(table: StdTable, path: str, when: str, row: Row) -> Condition | None:
    item = table.item(path)
    release = _release(row)
    for condition in item.conditions if item else ():
        place = (condition.when, condition.target)
        if place == (when, row["target"]) and release in condition.rust:
            return condition
    return None


def _release(row: Row) -> RustVersion:
    major, minor = row["rust_version"].split(".")
    return RustVersion(int(major), int(minor))


def _same(held: Verdict | None, said: Verdict) -> bool:
    return held == said or (held in ABSENT and said in ABSENT)


def _difference(row: Row, what: str, table: str) -> Difference:
    measured = " ".join(filter(None, [row["verdict"], row.get("message") or row.get("error")]))
    return Difference(row["target"], what, table, measured, row["id"])

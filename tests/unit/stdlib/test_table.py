"""The shipped table as a whole: every item decodes, and it is what the facts give."""

from __future__ import annotations

from collections import defaultdict

import pytest

from devtools.build_std_db.__main__ import DATA
from devtools.build_std_db.build import FACTS, Build, load_readings
from devtools.build_std_db.measured import load_rows, read_path
from devtools.build_std_db.merge import ABSENT, SILENT
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.stdlib.load import load_std_table
from wasi_lsp.stdlib.lookup import NEWEST, StdTable, own_gate
from wasi_lsp.stdlib.model import Verdict


@pytest.fixture(scope="module")
def table() -> StdTable:
    return load_std_table()


def test_the_facts_agree_and_give_the_shipped_file() -> None:
    build = Build()
    assert build.problems == []
    assert DATA.read_text("utf-8") == build.text


def test_every_item_decodes_and_has_evidence(table: StdTable) -> None:
    count = 0
    for path in table.paths():
        item = table.item(path)
        assert item is not None
        assert item.path == path
        count += 1
        for row in item.support:
            assert row.evidence, path
            if row.why or row.instead:
                assert row.why, path
                assert row.instead, path
        for alias in item.aliases:
            found = table.item(alias)
            assert found is not None
            assert found.path.rpartition("::")[2] or found is item
    assert count > 4000


def test_the_ranges_of_one_target_rise(table: StdTable) -> None:
    for path in table.paths():
        item = table.item(path)
        assert item is not None
        by_target = defaultdict(list)
        for row in item.support:
            by_target[row.target].append(row.rust)
        for ranges in by_target.values():
            firsts = [each.first for each in ranges if each.first is not None]
            assert firsts == sorted(set(firsts)), path


def test_every_measured_row_is_in_the_table(table: StdTable) -> None:
    """A row that speaks of an item as such is its verdict; another one is among its cases."""
    readings = load_readings()
    rows = load_rows(FACTS / "measured")
    told = 0
    for row in rows:
        reading = read_path(row["path"], row["verdict"], readings)
        assert reading is not None
        verdict = Verdict(row["verdict"])
        if verdict in SILENT:
            continue
        version = RustVersion.parse(row["rust_version"])
        assert version is not None
        for path in reading.items:
            item = table.item(path)
            assert item is not None, path
            support = table.support(item, row["target"], version)
            assert support is not None, (path, row["target"], version)
            equal = support.verdict == verdict or {support.verdict, verdict} <= ABSENT
            assert equal, (path, row["target"], version, support.verdict, verdict)
            told += 1
        if reading.on is not None:
            item = table.item(reading.on)
            assert item is not None, reading.on
            cases = {(case.when, case.target, case.verdict) for case in item.conditions}
            assert (reading.when, row["target"], verdict) in cases
            told += 1
    assert told > 1000


MODULES = ("fs", "net", "process", "thread", "env", "io", "time", "sync", "os", "path", "panic",
           "backtrace")  # fmt: skip


@pytest.mark.parametrize("target", ["wasm32-wasip1", "wasm32-wasip2", "wasm32-wasip3"])
def test_nothing_is_unknown_in_the_newest_release(table: StdTable, target: str) -> None:
    roots = tuple(f"std::{module}" for module in MODULES)
    for path in table.paths():
        if path.startswith(roots):
            item = table.item(path)
            assert item is not None
            support = table.support(item, target, NEWEST)
            assert support is not None, path
            assert support.verdict is not Verdict.UNKNOWN, path


def test_only_what_is_about_wasi_has_a_gate_of_its_own(table: StdTable) -> None:
    """An item that was unstable everywhere before some release is not unstable on WASI."""
    gates = set()
    for path in table.paths():
        item = table.item(path)
        assert item is not None
        for row in item.support:
            if own := own_gate(item, row):
                assert path.startswith("std::os::wasi"), (path, row.rust, own)
                gates.add((row.target, own))
    assert gates == {("wasm32-wasip2", "wasip2")}

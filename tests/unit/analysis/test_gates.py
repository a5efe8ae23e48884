from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from support.fixing import findings_with_gates, fixed
from support.markdown import Case, cases_in
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.syntax.extract import extract

_FILE = Path(__file__).parent / "gates.md"
CASES = [
    (heading, *cases)
    for heading, cases in groupby(
        cases_in(_FILE.read_text("utf-8"), _FILE.name), lambda c: c.heading
    )
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_gates(case: tuple[str, Case, Case] | tuple[str, Case]) -> None:
    _, before, after = case if len(case) == 3 else (*case, case[1])
    assert fixed(before.source.encode(), before.settings).decode() == after.source
    assert not extract(after.source.encode()).is_broken


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_each_gate_clears_its_finding(case: tuple[str, Case]) -> None:
    text = case[1].source.encode()
    before = findings_with_gates(text, case[1].settings)
    assert before
    after = findings_with_gates(fixed(text, case[1].settings), case[1].settings)
    assert len(after) == sum(not finding.fixes for finding in before)


def test_a_gate_is_offered_beside_other_fixes() -> None:
    text = b"fn main() {\r\n\tstd::thread::spawn(|| ());\r\n}\r\n"
    (finding,) = findings_with_gates(text, Settings())
    (fix,) = finding.fixes
    assert fix.title == 'Gate the statement with `cfg(not(target_os = "wasi"))`'
    assert b'\r\n\t#[cfg(not(target_os = "wasi"))]\r\n\tstd' in fixed(text, Settings())

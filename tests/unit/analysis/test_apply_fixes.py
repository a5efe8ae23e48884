from __future__ import annotations

from pathlib import Path

from wasi_lsp.analysis.fixes import apply_fixes
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix, Severity
from wasi_lsp.text.span import Span

SAFE, UNSAFE = Applicability.MACHINE_APPLICABLE, Applicability.MAYBE_INCORRECT
A, B = Path("a.rs"), Path("b.rs")
TEXTS = {A: b"0123456789", B: b"one\r\ntwo\r\n"}


def finding(*edits: Edit, applicability: Applicability = SAFE) -> Finding:
    fixes = (Fix("Change it", edits, applicability),)
    return Finding("WASI001", "name", Severity.WARNING, Span(0, 1), "message", fixes=fixes)


def made(*findings: Finding, texts: dict[Path, bytes] = TEXTS) -> tuple[int, dict[Path, bytes]]:
    fixed = apply_fixes(((A, each) for each in findings), frozenset({SAFE}), texts.get)
    return fixed.count, {path: file.after for path, file in fixed.files.items()}


def test_fixes_apart_are_made_at_once() -> None:
    fixes = finding(Edit(Span(5, 6), "five")), finding(Edit(Span(0, 2), ""), Edit(Span(9, 9), "-"))
    assert made(*fixes) == (2, {A: b"234five678-9"})


def test_what_touches_an_earlier_fix_waits() -> None:
    first = finding(Edit(Span(2, 4), "x"))
    for span in (Span(3, 5), Span(0, 9), Span(4, 4), Span(2, 2), Span(4, 6), Span(3, 3)):
        assert made(first, finding(Edit(span, "y"))) == (1, {A: b"01x456789"})


def test_a_fix_of_several_findings_is_made_once_and_counts_for_each() -> None:
    edits = Edit(Span(1, 2), "x"), Edit(Span(0, 3), "uno", B)
    count, files = made(finding(*edits), finding(*edits))
    assert (count, files) == (2, {A: b"0x23456789", B: b"uno\r\ntwo\r\n"})


def test_all_of_a_fix_or_nothing() -> None:
    fix = finding(Edit(Span(1, 2), "x"), Edit(Span(0, 3), "uno", B))
    assert made(fix, texts={A: TEXTS[A]}) == (0, {})
    taken = finding(Edit(Span(0, 1), "O", B))
    assert made(taken, fix) == (1, {B: b"One\r\ntwo\r\n"})
    contradiction = finding(Edit(Span(1, 3), "x"), Edit(Span(2, 4), "y"))
    assert made(contradiction, finding(Edit(Span(0, 1), "z"))) == (1, {A: b"z123456789"})


def test_line_breaks_are_those_of_the_file() -> None:
    fix = finding(Edit(Span(5, 5), "1\n2\r\n3\n", B), Edit(Span(0, 0), "a\n"))
    assert made(fix)[1] == {A: b"a\n0123456789", B: b"one\r\n1\r\n2\r\n3\r\ntwo\r\n"}


def test_only_what_is_applicable_is_made() -> None:
    assert made(finding(Edit(Span(0, 1), "x"), applicability=UNSAFE)) == (0, {})

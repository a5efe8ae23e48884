"""Completion of the codes of rules in suppression comments. `$0` is the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.completing import after_accepting
from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.document import open_document
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.ide.answers import Completion
from wasi_lsp.ide.completion import complete
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.rules.registry import RULES

RUST, MANIFEST, SCRIPT = FileKind.RUST, FileKind.MANIFEST, FileKind.SCRIPT


def completions(kind: FileKind, marked: str) -> tuple[Completion, ...]:
    text, offset = with_cursor(marked)
    context = rule_context(Crate(Path()), None, Census(), Settings())
    return complete(open_document(kind, Path("x"), text), offset, context)


@pytest.mark.parametrize(
    ("kind", "marked", "accepted"),
    [
        (RUST, "// wasi-lsp: allow($0", "// wasi-lsp: allow(WASI102"),
        (RUST, "//! wasi-lsp: allow(WASI1$0)", "//! wasi-lsp: allow(WASI102)"),
        (RUST, "f(); // wasi-lsp: allow(WASI103, $0)", "f(); // wasi-lsp: allow(WASI103, WASI102)"),
        (RUST, "// wasi-lsp:allow(WA$0SI103) why\nfn f", "// wasi-lsp:allow(WASI102) why\nfn f"),
        (RUST, "fn f() {\n    // wasi-lsp: allow($0", "fn f() {\n    // wasi-lsp: allow(WASI102"),
        (RUST, "m! { // wasi-lsp: allow($0)\n}", "m! { // wasi-lsp: allow(WASI102)\n}"),
        (MANIFEST, "# wasi-lsp: allow($0)", "# wasi-lsp: allow(WASI102)"),
        (SCRIPT, "cargo build # wasi-lsp: allow(W$0)", "cargo build # wasi-lsp: allow(WASI102)"),
    ],
)
def test_the_code_that_is_typed_is_replaced(kind: FileKind, marked: str, accepted: str) -> None:
    text, _ = with_cursor(marked)
    found = completions(kind, marked)
    assert [item.label for item in found] == [rule.code for rule in RULES]
    (item,) = (item for item in found if item.label == "WASI102")
    assert item.detail == "std-always-fails"
    assert after_accepting(text, item) == accepted


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        (RUST, "// allow($0)"),
        (RUST, "// wasi-lsp: $0"),
        (RUST, "// wasi-lsp: allow(WASI102)$0"),
        (RUST, "// wasi-lsp: allow(\n$0"),
        (RUST, "wasi-lsp: allow($0)"),
        (SCRIPT, "wasi-lsp: allow($0)"),
    ],
)
def test_not_elsewhere(kind: FileKind, marked: str) -> None:
    assert completions(kind, marked) == ()

"""What an editor selects step by step inside a predicate. `$0` is the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.ide.selection_range import selection_ranges
from wasi_lsp.project.crate import Crate


@pytest.mark.parametrize(
    ("marked", "selected"),
    [
        (
            '#[cfg(all(target_os = "wasi", not(target_env = "p$02")))]\nfn a() {}',
            [
                "p2",
                '"p2"',
                'target_env = "p2"',
                'not(target_env = "p2")',
                'all(target_os = "wasi", not(target_env = "p2"))',
            ],
        ),
        ("#[cfg(any(unix, win$0dows))]\nfn a() {}", ["windows", "any(unix, windows)"]),
        ("mod é {\n    #[cfg(uni$0x)]\n    fn a() {}\n}", ["unix"]),
        ('#[cfg(tar$0get_os = "wasi")]\nfn a() {}', ["target_os", 'target_os = "wasi"']),
        ("#[cfg(unix)]\nfn a$0() {}", []),
    ],
)
def test_selection(marked: str, selected: list[str]) -> None:
    text, offset = with_cursor(marked)
    context = rule_context(Crate(Path(".")), None, Census(), Settings())
    spans = selection_ranges(RustDocument.open(None, text), offset, context)
    assert [text[span.start : span.end].decode() for span in spans] == selected

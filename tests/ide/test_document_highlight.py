"""The predicates that go with the one under the cursor, `$0`."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.document import open_document
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.ide.document_highlight import document_highlights
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import FileKind


@pytest.mark.parametrize(
    ("marked", "equal", "opposite"),
    [
        (
            "#[cfg(un$0ix)]\nfn a() {}\n#[cfg(not(unix))]\nfn a() {}\n#[cfg(windows)]\nfn a() {}\n"
            'mod é {\n    fn b() {\n        if cfg!(target_family = "unix") {}\n    }\n}\n',
            ["unix", 'target_family = "unix"'],
            ["not(unix)"],
        ),
        (
            '#![cfg_attr(feature = "a", no_std)]\ncfg_if! {\n'
            '    if #[cfg(not(fea$0ture = "a"))] { use std; } else {}\n}\n',
            ['not(feature = "a")'],
            ['feature = "a"'],
        ),
        # Where it holds is not known: it is like no other.
        ("#[cfg(f$0(x))]\nfn a() {}\n#[cfg(f(x))]\nfn b() {}\n", ["f(x)"], []),
    ],
)
def test_highlights(marked: str, equal: list[str], opposite: list[str]) -> None:
    assert highlights(FileKind.RUST, "src/lib.rs", marked) == {
        "equal": equal,
        "opposite": opposite,
    }


def test_tables_of_cargo() -> None:
    marked = "[target.'cfg(un$0ix)'.dependencies]\n[target.'cfg(not(unix))'.dependencies]\n"
    assert highlights(FileKind.MANIFEST, "Cargo.toml", marked) == {
        "equal": ["unix"],
        "opposite": ["not(unix)"],
    }


@pytest.mark.parametrize("marked", ["#[cfg(unix)]\nfn $0a() {}\n", "$0"])
def test_rust_analyzer_keeps_the_rest(marked: str) -> None:
    assert highlights(FileKind.RUST, "src/lib.rs", marked) is None


def highlights(kind: FileKind, name: str, marked: str) -> dict[str, list[str]] | None:
    text, offset = with_cursor(marked)
    document = open_document(kind, Path(name), text)
    context = rule_context(Crate(Path(".")), None, Census(), Settings())
    found = document_highlights(document, offset, context)
    if found is None:
        return None
    by_kind: dict[str, list[str]] = {"equal": [], "opposite": []}
    for each in found:
        by_kind[each.kind].append(text[each.span.start : each.span.end].decode())
    return by_kind

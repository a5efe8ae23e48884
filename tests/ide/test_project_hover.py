"""Hover in files that are not Rust. `$0` is the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.document import open_document
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.ide.hover import hover
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.workspace import Crate

MANIFEST, CONFIG, TOOLCHAIN = FileKind.MANIFEST, FileKind.CARGO_CONFIG, FileKind.TOOLCHAIN


def hover_at(kind: FileKind, marked: str) -> tuple[str, str] | None:
    """The text that the hover is on, and what it says."""
    text, offset = with_cursor(marked)
    context = rule_context(Crate(root=Path()), None, Census(), Settings())
    found = hover(open_document(kind, Path("x"), text), offset, context)
    return (text[slice(*found.span)].decode(), found.markdown) if found is not None else None


@pytest.mark.parametrize(
    ("kind", "marked", "on", "words"),
    [
        (
            MANIFEST,
            "[target.'cfg(target_os = \"wa$0si\")'.dependencies]",
            'target_os = "wasi"',
            ["wasm32-wasip2", "the operating system of the target"],
        ),
        (
            MANIFEST,
            "[target.'cfg(not(un$0ix))'.dependencies]",
            "not(unix)",
            ["Every target except Unix"],
        ),
        (
            MANIFEST,
            "[target.wasm32-$0wasip2.dependencies]",
            "wasm32-wasip2",
            ["tier 2, since Rust 1.82", '`target_env = "p2"`', "rustup target add wasm32-wasip2"],
        ),
        (CONFIG, "[build]\ntarget = '$0wasm32-wasip3'", "wasm32-wasip3", ["tier 3", "build-std"]),
        (
            TOOLCHAIN,
            '[toolchain]\ntargets = ["wasm32-wasi$0"]',
            "wasm32-wasi",
            ["former name of `wasm32-wasip1`", '`target_env = "p1"`'],
        ),
        (
            CONFIG,
            "[build]\ntarget = ['x86_64-unknown-linux-gnu$0']",
            "x86_64-unknown-linux-gnu",
            ["tier 1", "`unix`"],
        ),
        (CONFIG, "[build]\ntarget = 'wasm32v1-none$0'", "wasm32v1-none", ["without std"]),
    ],
)
def test_what_is_told(kind: FileKind, marked: str, on: str, words: list[str]) -> None:
    found = hover_at(kind, marked)
    assert found is not None
    assert found[0] == on
    for word in words:
        assert word in found[1]


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        (MANIFEST, "[pack$0age]"),
        (MANIFEST, "[target.'cfg(unix)'.depend$0encies]"),
        (CONFIG, "[build]\ntar$0get = 'wasm32-wasip2'"),
        (CONFIG, "[build]\ntarget = 'specs/my-os.js$0on'"),
    ],
)
def test_nothing_is_told_of_other_things(kind: FileKind, marked: str) -> None:
    assert hover_at(kind, marked) is None

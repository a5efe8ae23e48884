"""Lenses over the versions of an item, and the ways between them. `$0` is the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cursor import with_cursor
from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.ide.target_alternatives import code_lenses, missing_versions, other_versions
from wasi_lsp.project.crate import Crate
from wasi_lsp.text.edits import apply_edits

CONTEXT = rule_context(Crate(Path(".")), None, Census(), Settings())


def lenses(source: str) -> list[tuple[int, str]]:
    """Line and title of each."""
    text = source.encode()
    found = code_lenses(RustDocument.open(None, text), CONTEXT)
    return [(text.count(b"\n", 0, each.name.start) + 1, each.title) for each in found]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        (
            '#[cfg(target_env = "p1")]\nmod imp;\n#[cfg(target_env = "p2")]\nmod imp;\n',
            "wasip1 · wasip2 · missing wasip3",
        ),
        (
            '#[cfg(target_os = "wasi")]\nfn a() {}\n#[cfg(not(target_os = "wasi"))]\nfn a() {}\n',
            "wasip1 · wasip2 · wasip3",
        ),
        (
            '#[cfg(target_env = "p2")]\nfn a() {}\n#[cfg(not(target_env = "p2"))]\nfn a() {}\n',
            "wasip1 · wasip2 · wasip3",
        ),
    ],
)
def test_over_each_version(source: str, title: str) -> None:
    assert lenses(source) == [(2, title), (4, title)]


@pytest.mark.parametrize(
    "source",
    [
        "#[cfg(unix)]\nfn a() {}\n#[cfg(windows)]\nfn a() {}\n",
        '#[cfg(feature = "a")]\nfn a() {}\n#[cfg(not(feature = "a"))]\nfn a() {}\n',
        '#[cfg(target_env = "p2")]\nfn a() {}\nfn b() {}\n',
    ],
)
def test_no_lens_where_wasi_is_no_matter(source: str) -> None:
    assert lenses(source) == []


def test_an_arm_that_stops_the_build_lacks_nothing() -> None:
    source = (
        '#[cfg(target_env = "p1")]\nfn a() {}\n#[cfg(target_env = "p2")]\nfn a() {}\n'
        '#[cfg(not(any(target_env = "p1", target_env = "p2")))]\ncompile_error!("no");\n'
    )
    assert {title for _, title in lenses(source)} == {"wasip1 · wasip2"}


@pytest.mark.parametrize(
    ("marked", "lines"),
    [
        ("#[cfg(unix)]\nfn a$0() {}\n#[cfg(windows)]\nfn a() {}\nfn b() {}\n", [4]),
        ("#[cfg(unix)]\nfn a() {}\n#[cfg(windows)]\nfn $0a() {}\nfn b() {}\n", [2]),
        ("#[cfg(unix)]\nfn a() {}\n#[cfg(windows)]\nfn a() {}\nfn b$0() {}\n", []),
    ],
)
def test_the_other_versions(marked: str, lines: list[int]) -> None:
    text, offset = with_cursor(marked)
    spans = other_versions(RustDocument.open(None, text), offset, CONTEXT)
    assert [text.count(b"\n", 0, span.start) + 1 for span in spans] == lines


def test_a_version_for_what_is_missing() -> None:
    text, cursor = with_cursor(
        '#[cfg(target_env = "p1")]\nfn a$0() {}\n#[cfg(target_env = "p2")]\nfn a() {}\n'
    )
    offered = [*missing_versions(RustDocument.open(None, text), cursor, CONTEXT)]
    assert [each.title for each in offered] == [
        "Add `a` for wasm32-wasip3, to be written",
        "Let this `a` cover wasm32-wasip3, too",
    ]
    for each in offered:
        edits = [(edit.span, edit.text.encode()) for edit in each.edits]
        changed = apply_edits(text, edits)
        assert changed is not None
        assert {title for _, title in lenses(changed.decode())} == {"wasip1 · wasip2 · wasip3"}


@pytest.mark.parametrize(
    "source",
    [
        '#[cfg(target_env = "p1")]\nfn a() {$0 }\n#[cfg(target_env = "p2")]\nfn a() {}\n',
        '#[cfg(target_os = "wasi")]\nfn a$0() {}\n#[cfg(unix)]\nfn a() {}\n',
        "#[cfg(unix)]\nfn a$0() {}\n#[cfg(windows)]\nfn a() {}\n",
    ],
)
def test_no_version_where_none_is_missing(source: str) -> None:
    text, cursor = with_cursor(source)
    assert not [*missing_versions(RustDocument.open(None, text), cursor, CONTEXT)]

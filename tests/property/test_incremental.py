"""After an edit little is read again; the facts are those of a file that is read anew."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given, settings
from hypothesis import strategies as st

from wasi_lsp.syntax.extract import extract
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.syntax.incremental import ParsedSource
from wasi_lsp.text.span import Span

SOURCE = b"""\
#![feature(wasi_ext)]
use std::fs;

#[cfg(unix)]
fn a() { fs::read("a"); }

// A comment, and an item that is another one without it.
#[cfg(windows)] fn b() {}
cfg_if! {
    if #[cfg(unix)] { fn c() {} } else { mod d { fn e() {} } }
}
impl S {
    #[cfg(target_env = "p2")]
    fn f(&self) { let text = "}"; }
}

mod g { use super::a; pub fn h() { a() } }
macro_rules! m { () => {} }
m!();
fn i() {}
"""
TYPED = st.sampled_from(
    [
        *(b"", b" ", b"\n", b"x", b"\n\n", b"pub ", b"{}", b"#[cfg(", b")]", b'"'),
        *(b"// c\n", b"// wasi-lsp: allow(WASI101)\n", b"/* */", b"#![no_main]\n"),
        *(b"#[cfg(unix)]\n", b"\n#[cfg(windows)]", b"fn q() {}\n", b"mod z;"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_edits(data: st.DataObject) -> None:
    source = ParsedSource.parse(SOURCE)
    for _ in range(data.draw(st.integers(1, 6))):
        edits: list[tuple[Span, bytes]] = []
        # One after another: the first one at the end, so that the second is in the text, too.
        for _ in range(data.draw(st.integers(1, 2))):
            longest = len(source.text) if not edits else edits[-1][0].start
            ends_of_lines = [at for at in range(longest) if source.text[at] == 0x0A] or [0]
            start = data.draw(st.sampled_from(ends_of_lines) | st.integers(0, longest))
            end = data.draw(st.integers(start, min(start + 4, longest)))
            edits.append((Span(start, end), data.draw(TYPED)))
        source.edit(edits)
        unit = source.unit
        # In broken code it depends on the tree before what the parser makes of it.
        if not unit.is_broken:
            assert _plain(unit) == _plain(extract(source.text))


ATTRIBUTES = [b'\n#[cfg( all( unix , target_env = "p2" ) ) ]', b"\n#[a( b ]"]


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_attributes_that_are_typed_and_partly_taken_back(data: st.DataObject) -> None:
    source = ParsedSource.parse(SOURCE)
    for _ in range(data.draw(st.integers(1, 3))):
        ends_of_lines = [at for at, byte in enumerate(source.text) if byte == 0x0A]
        at = data.draw(st.sampled_from(ends_of_lines))
        typed = data.draw(st.sampled_from(ATTRIBUTES))
        removed = data.draw(st.sampled_from([0, 0, 1, 9, len(typed)]))
        edits = [(Span(at + n, at + n), bytes([byte])) for n, byte in enumerate(typed)]
        edits.append((Span(at + len(typed) - removed, at + len(typed)), b""))
        for edit in edits:
            source.edit([edit])
        # What only the parser was told of is not left behind.
        assert not source.unit.is_broken or extract(source.text).is_broken


def _plain(value: object) -> object:
    """Units compare by identity."""
    if isinstance(value, Unit):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    return [*map(_plain, value)] if isinstance(value, tuple) else value

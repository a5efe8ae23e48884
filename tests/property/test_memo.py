"""What an open file remembers never shows: its findings are those of a file that is read anew."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.engine import check_source
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import InlayHints, Settings
from wasi_lsp.ide.inlay_hints import InlayHint, inlay_hints
from wasi_lsp.project.crate import Crate
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.text.span import Span

#: What each function finds out depends on an item that it may not even name.
SOURCE = b"""
use std::net::TcpStream;
use open as start;
type Conn = TcpStream;
struct Peer { conn: TcpStream, text: String }
fn open() -> TcpStream { TcpStream::connect("") }
fn text() -> String { String::new() }
fn peer() -> Peer { todo!() }
impl Peer {
    fn split(&self) -> Conn { todo!() }
}
mod inner {
    pub fn open() -> String { text() }
    pub mod thread { pub fn spawn() {} }
}
fn a() { open().try_clone(); }
fn b() { peer().conn.try_clone(); }
fn c(conn: Conn) { conn.try_clone(); }
fn d() { inner::open().try_clone(); }
fn e() { start().try_clone(); }
fn f() { peer().split().try_clone(); }
fn g() { inner::thread::spawn(); }
#[cfg(unix)]
fn stat() {}
#[cfg(all(target_os = "wasi", not(target_env = "p2")))]
fn stat() {}
mod size { pub fn of() { super::stat(); } }
impl Peer {
    #[cfg(unix)]
    fn close() {}
    #[cfg(not(windows))]
    fn close() {}
}
"""
#: What is said of a predicate depends on those around it, which may move or change.
CONDITIONS = b"""
#![cfg_attr(unix, deny(warnings))]
#[cfg(unix)]
#[cfg(feature = "unix")]
mod outer {
    use windows::unix;
    #[cfg(windows)]
    mod inner {
        #[cfg(unix)]
        fn a() {}
    }
    #[cfg(not(unix))]
    fn b() { if cfg!(windows) {} }
}
cfg_if! {
    if #[cfg(windows)] {
        fn c() {}
        #[cfg(unix)]
        fn d() {}
    } else if #[cfg(unix)] {
        #[cfg(windows)]
        fn e() {}
    }
}
"""
WORDS = re.compile(rb"\b[A-Za-z_]\w*\b")


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from([SOURCE, CONDITIONS]))
def test_words_are_replaced_by_others(data: st.DataObject, source: bytes) -> None:
    context = rule_context(Crate(Path()), None, Census(wasi_sign="a test"), Settings())
    document = RustDocument.open(None, source)
    for _ in range(data.draw(st.integers(1, 5))):
        words = list(WORDS.finditer(document.text))
        old, other = data.draw(st.sampled_from(words)), data.draw(st.sampled_from(words))
        new = data.draw(st.sampled_from([other[0], old[0] + b"2"]))
        document.edit([(Span(*old.span()), new)])
        findings = document.check(context, Settings())
        # While the code is broken, names stay what they were.
        if not document.unit.is_broken:
            assert findings == check_source(document.text, context, Settings())
            anew = RustDocument.open(None, document.text)
            assert _hints(document, context) == _hints(anew, context)


def _hints(document: RustDocument, context: RuleContext) -> list[InlayHint]:
    whole = Span(0, len(document.text))
    return [*inlay_hints(document, whole, context, InlayHints.ALL)]

"""The outline by targets."""

from __future__ import annotations

from pathlib import Path

from wasi_lsp.analysis.census import Census
from wasi_lsp.analysis.context import rule_context
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.ide.target_symbols import target_symbols
from wasi_lsp.project.crate import Crate

SOURCE = b"""\
#[cfg(target_env = "p2")]
mod imp {
    fn inner() {}
    #[cfg(target_env = "p3")]
    fn never() {}
}
#[cfg(all(target_os = "wasi", not(target_env = "p2")))]
mod imp;
#[cfg(not(target_os = "wasi"))]
pub struct Elsewhere(u8);
#[cfg(feature = "net")]
fn with_feature() {}
fn always() {}
struct S;
impl S {
    #[cfg(any(target_env = "p1", target_env = "p2"))]
    const fn method(&self) {}
    #[cfg(target_env = "p2")]
    const LIMIT: usize = 1;
}
"""


def test_items_by_the_targets_that_they_are_for() -> None:
    context = rule_context(Crate(Path(".")), None, Census(), Settings())
    groups = target_symbols(RustDocument.open(None, SOURCE), context)
    shown = {
        group: [(each.kind.value, each.name) for each in symbols]
        for group, symbols in groups.items()
    }
    assert shown == {
        "wasip2": [("mod", "imp"), ("const", "LIMIT")],
        "no WASI": [("fn", "never"), ("struct", "Elsewhere")],
        "wasip1, wasip3": [("mod", "imp")],
        "wasip1, wasip2": [("fn", "method")],
    }
    for symbols in groups.values():
        for each in symbols:
            assert SOURCE[each.name_span.start : each.name_span.end].decode() == each.name
            assert each.span.covers(each.name_span)

"""Predicates looked up by a word."""

from pathlib import Path

from wasi_lsp.analysis.document import Document, open_document
from wasi_lsp.ide.workspace_symbols import PredicateIndex
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.text.span import Span

PATH = Path("/src/lib.rs")
TEXT = b"""
#[cfg(target_env = "p2")]
mod a {
    #[cfg(not(target_env = "p2"))]
    fn f() { if cfg!(target_os = "wasi") {} }
    some_macro! { #[cfg(target_env = "p2")] struct S; }
}
cfg_if! { if #[cfg(target_env = "p2")] { fn g() {} } }
"""


def test_an_open_file_is_asked_for_what_it_knows() -> None:
    document = open_document(FileKind.RUST, PATH, b"mod b {}")
    document.edit([(Span(0, 8), TEXT)])
    for word in ("p2", "target_os", "p3"):
        assert _found(word, document) == _found(word, TEXT)
    assert len(_found("p2", document)) == 4


def _found(word: str, file: Document | bytes) -> set[tuple[str, Span]]:
    symbols = PredicateIndex().predicates_with(word, PATH, 1, lambda path: file)
    return {(symbol.name, symbol.span) for symbol in symbols}

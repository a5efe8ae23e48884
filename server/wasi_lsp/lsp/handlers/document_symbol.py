"""textDocument/documentSymbol: the items that depend on the target, by targets."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from wasi_lsp.ide.target_symbols import SymbolKind, TargetSymbol, target_symbols
from wasi_lsp.lsp.convert import to_range
from wasi_lsp.lsp.open_file import OpenFile
from wasi_lsp.lsp.server import Server
from wasi_lsp.text.line_index import Encoding
from wasi_lsp.text.span import Span

_OPTIONS = types.DocumentSymbolOptions(label="WASI targets")

_KINDS = {
    SymbolKind.FUNCTION: types.SymbolKind.Function,
    SymbolKind.STRUCT: types.SymbolKind.Struct,
    SymbolKind.ENUM: types.SymbolKind.Enum,
    SymbolKind.UNION: types.SymbolKind.Struct,
    SymbolKind.TRAIT: types.SymbolKind.Interface,
    SymbolKind.TYPE: types.SymbolKind.TypeParameter,
    SymbolKind.CONST: types.SymbolKind.Constant,
    SymbolKind.STATIC: types.SymbolKind.Constant,
    SymbolKind.MODULE: types.SymbolKind.Module,
    SymbolKind.MACRO: types.SymbolKind.Function,
}


def register(server: Server) -> None:
    """Show the outline by targets, to clients that can show a tree."""

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, _OPTIONS)
    def document_symbol(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        session, client = server.session, server.client
        file = session.files.get(params.text_document.uri)
        if file is None or not client.symbol_trees:
            return None
        groups = target_symbols(file.document, session.context_of(file))
        return [_group(file, name, symbols, client.encoding) for name, symbols in groups.items()]


def _group(
    file: OpenFile, name: str, symbols: Sequence[TargetSymbol], encoding: Encoding
) -> types.DocumentSymbol:
    """A node for some targets. A client asks that it covers what is in it."""
    first, last = symbols[0].span, max(symbol.span.end for symbol in symbols)
    return types.DocumentSymbol(
        name=name,
        kind=types.SymbolKind.Namespace,
        range=to_range(file.index, Span(first.start, last), encoding),
        selection_range=to_range(file.index, Span(first.start, first.start), encoding),
        children=[
            types.DocumentSymbol(
                name=symbol.name,
                kind=_KINDS[symbol.kind],
                range=to_range(file.index, symbol.span, encoding),
                selection_range=to_range(file.index, symbol.name_span, encoding),
            )
            for symbol in symbols
        ],
    )

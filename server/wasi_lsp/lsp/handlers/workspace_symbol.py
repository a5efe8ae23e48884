"""workspace/symbol, for queries such as `cfg:p2`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types

from wasi_lsp.analysis.document import Document
from wasi_lsp.ide.workspace_symbols import PredicateIndex, PredicateSymbol, asked_word
from wasi_lsp.lsp.convert import to_range
from wasi_lsp.lsp.scheduler import with_pauses
from wasi_lsp.lsp.server import Server
from wasi_lsp.text.line_index import LineIndex

#: More than anybody reads.
_MOST = 500


def register(server: Server) -> None:
    """Look predicates up."""
    index = PredicateIndex()

    def read(path: Path) -> Document | bytes | None:
        opened = server.session.folders.opened(path)
        return opened.document if opened is not None else server.session.folders.text_of(path)

    @server.feature(types.WORKSPACE_SYMBOL)
    async def workspace_symbol(
        params: types.WorkspaceSymbolParams,
    ) -> list[types.SymbolInformation] | None:
        word = asked_word(params.query)
        if word is None:
            return None
        found: list[types.SymbolInformation] = []
        async for path in with_pauses(server.session.surveyed_files()):
            stamp = server.session.stamp_of(path)
            if stamp is None:
                continue
            symbols = index.predicates_with(word, path, stamp, read)
            found += _placed(server, path, list(symbols))
            if len(found) >= _MOST:
                break
        return found[:_MOST]


def _placed(
    server: Server, path: Path, symbols: Sequence[PredicateSymbol]
) -> list[types.SymbolInformation]:
    text = server.session.folders.text_of(path) if symbols else None
    if text is None:
        return []
    index, encoding = LineIndex(text), server.client.encoding
    return [
        types.SymbolInformation(
            location=types.Location(path.as_uri(), to_range(index, symbol.span, encoding)),
            name=symbol.name,
            kind=types.SymbolKind.Key,
        )
        for symbol in symbols
    ]

"""workspace/symbol, for queries such as `cfg:p2`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from lsprotocol import types

from wasi_lsp.ide.workspace_symbols import PredicateIndex, PredicateSymbol, asked_word
from wasi_lsp.lsp.convert import to_range
from wasi_lsp.lsp.server import Server
from wasi_lsp.text.line_index import LineIndex

#: More than anybody reads.
_MOST = 500
#: How long other work may have to wait, in seconds.
_PAUSE_AFTER = 0.005


def register(server: Server) -> None:
    """Look predicates up."""
    index = PredicateIndex()

    @server.feature(types.WORKSPACE_SYMBOL)
    async def workspace_symbol(
        params: types.WorkspaceSymbolParams,
    ) -> list[types.SymbolInformation] | None:
        word = asked_word(params.query)
        if word is None:
            return None
        found: list[types.SymbolInformation] = []
        started = perf_counter()
        for path in server.session.surveyed_files():
            if perf_counter() - started > _PAUSE_AFTER:
                # Also the place where a client's change of mind ends this.
                await asyncio.sleep(0)
                started = perf_counter()
            stamp = server.session.stamp_of(path)
            if stamp is None:
                continue
            symbols = index.predicates_with(word, path, stamp, server.session.text_of)
            found += _placed(server, path, list(symbols))
            if len(found) >= _MOST:
                break
        return found[:_MOST]


def _placed(
    server: Server, path: Path, symbols: Sequence[PredicateSymbol]
) -> list[types.SymbolInformation]:
    text = server.session.text_of(path) if symbols else None
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

"""textDocument/selectionRange, inside predicates."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.ide.selection_range import selection_ranges
from wasi_lsp.lsp.convert import to_offset, to_range
from wasi_lsp.lsp.server import Server


def register(server: Server) -> None:
    """Say what "expand selection" selects."""

    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    def selection_range(params: types.SelectionRangeParams) -> list[types.SelectionRange] | None:
        session, client = server.session, server.client
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        context = session.context_of(file)
        found = []
        for position in params.positions:
            offset = to_offset(file.index, position, client.encoding)
            around: types.SelectionRange | None = None
            for span in reversed(selection_ranges(file.document, offset, context)):
                around = types.SelectionRange(to_range(file.index, span, client.encoding), around)
            # Each position must have an answer: an empty range where there is nothing to say.
            nothing = types.SelectionRange(types.Range(position, position))
            found.append(around or nothing)
        return found

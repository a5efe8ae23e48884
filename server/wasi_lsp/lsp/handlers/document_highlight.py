"""textDocument/documentHighlight, inside predicates."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.ide.document_highlight import HighlightKind, document_highlights
from wasi_lsp.lsp.convert import to_offset, to_range
from wasi_lsp.lsp.server import Server

#: No kind of LSP is made for it: these two are shown in different colours.
_KINDS = {
    HighlightKind.EQUAL: types.DocumentHighlightKind.Text,
    HighlightKind.OPPOSITE: types.DocumentHighlightKind.Read,
}


def register(server: Server) -> None:
    """Highlight the predicates that go with the one under the cursor."""

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def document_highlight(
        params: types.DocumentHighlightParams,
    ) -> list[types.DocumentHighlight] | None:
        session, encoding = server.session, server.client.encoding
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        offset = to_offset(file.index, params.position, encoding)
        found = document_highlights(file.document, offset, session.context_of(file))
        if found is None:
            return None
        return [
            types.DocumentHighlight(to_range(file.index, each.span, encoding), _KINDS[each.kind])
            for each in found
        ]

"""textDocument/hover."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.ide.hover import hover as hover_at
from wasi_lsp.lsp.convert import to_offset, to_range
from wasi_lsp.lsp.server import Server


def register(server: Server) -> None:
    """Explain what stands at a position."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        session, client = server.session, server.client
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        offset = to_offset(file.index, params.position, client.encoding)
        found = hover_at(file.document, offset, session.context_of(file))
        if found is None:
            return None
        # A client that does not know Markdown shows it as it is.
        kind = types.MarkupKind.Markdown if client.markdown_hover else types.MarkupKind.PlainText
        return types.Hover(
            contents=types.MarkupContent(kind=kind, value=found.markdown),
            range=to_range(file.index, found.span, client.encoding),
        )

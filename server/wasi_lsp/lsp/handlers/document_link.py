"""textDocument/documentLink: from the code of a rule to its page."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.ide.document_links import document_links
from wasi_lsp.lsp.convert import to_range
from wasi_lsp.lsp.server import Server


def register(server: Server) -> None:
    """Show what leads elsewhere."""

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def document_link(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        file = server.session.files.get(params.text_document.uri)
        if file is None:
            return None
        return [
            types.DocumentLink(
                range=to_range(file.index, link.span, server.client.encoding),
                target=link.page.as_uri(),
                tooltip=link.tooltip,
            )
            for link in document_links(file.document)
        ]

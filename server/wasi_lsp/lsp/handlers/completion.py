"""textDocument/completion: of what is about cfgs and targets, and nothing that others complete."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.ide.completion import complete
from wasi_lsp.lsp.convert import to_completion_item, to_offset
from wasi_lsp.lsp.server import Server

# A space opens the list behind `all(unix, `, a point and a quote that of a name in TOML; elsewhere
# there is no list to open.
_OPTIONS = types.CompletionOptions(trigger_characters=["(", '"', "'", ",", "=", " ", ".", "["])


def register(server: Server) -> None:
    """Complete what is typed."""

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, _OPTIONS)
    def completion(params: types.CompletionParams) -> types.CompletionList | None:
        session, client = server.session, server.client
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        offset = to_offset(file.index, params.position, client.encoding)
        crate = session.context_of(file).crate
        found = complete(file.document, offset, crate)
        items = [to_completion_item(file.index, each, client) for each in found]
        return types.CompletionList(is_incomplete=False, items=items) if items else None

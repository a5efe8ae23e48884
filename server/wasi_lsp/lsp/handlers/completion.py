"""textDocument/completion: of what is about cfgs and targets, and nothing that others complete."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.ide.completion import complete
from wasi_lsp.ide.std_completion import std_documentation
from wasi_lsp.lsp.convert import to_completion_item, to_documentation, to_offset
from wasi_lsp.lsp.server import Server

# A space opens the list behind `all(unix, `, a point and a quote that of a name in TOML, a colon
# that of a path; elsewhere there is no list to open.
_OPTIONS = types.CompletionOptions(
    trigger_characters=["(", '"', "'", ",", "=", " ", ".", "[", ":"], resolve_provider=True
)


def register(server: Server) -> None:
    """Complete what is typed."""

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, _OPTIONS)
    def completion(params: types.CompletionParams) -> types.CompletionList | None:
        session, client = server.session, server.client
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        offset = to_offset(file.index, params.position, client.encoding)
        found = complete(file.document, offset, session.context_of(file))
        items = [to_completion_item(file, each, client) for each in found]
        return types.CompletionList(is_incomplete=False, items=items) if items else None

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolve(item: types.CompletionItem) -> types.CompletionItem:
        match item.data:
            case [str(uri), str(path)] if uri in server.session.files:
                context = server.session.context_of(server.session.files[uri])
                told = std_documentation(path, context)
                if told is not None:
                    item.documentation = to_documentation(told, server.client)
        return item

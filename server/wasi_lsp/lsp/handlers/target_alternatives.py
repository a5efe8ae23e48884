"""textDocument/codeLens and textDocument/implementation: the versions of an item."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.ide.target_alternatives import Lens, code_lenses, other_versions
from wasi_lsp.lsp.convert import to_offset, to_range
from wasi_lsp.lsp.open_file import OpenFile
from wasi_lsp.lsp.server import Server

#: A command of clients that say they have it: URI, position, and locations to show.
_SHOW = "wasi-lsp.showVersions"


def register(server: Server) -> None:
    """Show which targets an item has versions for, and lead from one to the others."""

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def code_lens(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        session = server.session
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        lenses = code_lenses(file.document, session.context_of(file))
        return [_code_lens(server, file, lens) for lens in lenses]

    @server.feature(types.TEXT_DOCUMENT_IMPLEMENTATION)
    def implementation(params: types.ImplementationParams) -> list[types.Location] | None:
        session, encoding = server.session, server.client.encoding
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        offset = to_offset(file.index, params.position, encoding)
        versions = other_versions(file.document, offset, session.context_of(file))
        return [types.Location(file.uri, to_range(file.index, each, encoding)) for each in versions]


def _code_lens(server: Server, file: OpenFile, lens: Lens) -> types.CodeLens:
    encoding = server.client.encoding
    place = to_range(file.index, lens.name, encoding)
    command = types.Command(title=lens.title, command="")
    if _SHOW in server.client.commands:
        others = [
            types.Location(file.uri, to_range(file.index, other, encoding)) for other in lens.others
        ]
        command = types.Command(
            title=lens.title, command=_SHOW, arguments=[file.uri, place.start, others]
        )
    return types.CodeLens(range=place, command=command)

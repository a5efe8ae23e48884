"""textDocument/definition and textDocument/references: cfg names, features, and hidden modules.

rust-analyzer answers neither in a predicate, nor on what it does not compile.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from lsprotocol import types

from wasi_lsp.ide.answers import Place
from wasi_lsp.ide.cfg_definition import definitions
from wasi_lsp.ide.cfg_names import atom_at, uses_in_document, uses_in_text
from wasi_lsp.ide.module_files import module_files
from wasi_lsp.lsp.convert import to_offset, to_range
from wasi_lsp.lsp.scheduler import with_pauses
from wasi_lsp.lsp.server import Server
from wasi_lsp.project.crate import Crate
from wasi_lsp.project.file_kinds import kind_of
from wasi_lsp.text.span import Span


def register(server: Server) -> None:
    """Lead from a cfg to where it comes from, and to all that ask for it."""
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.Location] | None:
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        context = session.context_of(file)
        offset = to_offset(file.index, params.position, server.client.encoding)
        atom = atom_at(file.document, offset, context)
        if atom is not None:
            places = definitions(atom, context.crate, session.folders.text_of)
        else:
            files = module_files(file.document, offset, context)
            places = [Place(path, Span(0, 0)) for path in files]
        return list(_locations(server, places)) or None

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location] | None:
        file = session.files.get(params.text_document.uri)
        if file is None:
            return None
        context = session.context_of(file)
        offset = to_offset(file.index, params.position, server.client.encoding)
        atom = atom_at(file.document, offset, context)
        if atom is None:
            return None
        crate = context.crate
        places = definitions(atom, crate, session.folders.text_of)
        found = [*_locations(server, places)] if params.context.include_declaration else []
        async for path in with_pauses(_files_of(server, crate)):
            uses = _uses(server, atom, path)
            found += _locations(server, (Place(path, span) for span in uses))
        return found


def _uses(server: Server, atom: str, path: Path) -> Iterable[Span]:
    opened = server.session.folders.opened(path)
    if opened is not None:
        return uses_in_document(atom, opened.document)
    text, kind = server.session.folders.text_of(path), kind_of(path)
    return uses_in_text(atom, text, kind) if text is not None and kind is not None else ()


def _files_of(server: Server, crate: Crate) -> Iterator[Path]:
    """The files of a package that have predicates, its manifest first."""
    if crate.manifest_path is not None:
        yield crate.manifest_path
    # Of a workspace with hundreds of files most are elsewhere, which their names tell the fastest.
    inside = os.path.join(crate.root, "")
    for path in server.session.surveyed_files():
        if str(path).startswith(inside) and server.session.crate_at(path).root == crate.root:
            yield path


def _locations(server: Server, places: Iterable[Place]) -> Iterator[types.Location]:
    for place in places:
        text = server.session.locate(place.path)
        if text is not None:
            range_ = to_range(text.index, place.span, server.client.encoding)
            yield types.Location(text.uri, range_)

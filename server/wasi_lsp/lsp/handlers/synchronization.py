"""textDocument/didOpen, didChange, didSave, didClose: our own text, kept as bytes."""

from __future__ import annotations

import logging
from pathlib import Path

from lsprotocol import types

from wasi_lsp.lsp.convert import to_bytes, to_path, to_span
from wasi_lsp.lsp.server import Server
from wasi_lsp.project.file_kinds import FileKind, kind_of
from wasi_lsp.project.vfs import MAX_FILE_SIZE
from wasi_lsp.text.span import Span

logger = logging.getLogger(__name__)


def register(server: Server) -> None:
    """Follow the open files."""
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        path = to_path(document.uri)
        kind = _kind(document, path)
        if kind is None:
            return
        text = to_bytes(document.text)
        if len(text) > MAX_FILE_SIZE:
            limit = MAX_FILE_SIZE // (1024 * 1024)
            server.warn(f"wasi-lsp: {document.uri} is larger than {limit} MiB: it is not checked")
            return
        _see_the_disk(server)
        file = session.open(document.uri, document.version, path, kind, text)
        server.outdated(other for other in session.survey(file) if other is not file)
        server.changed(file)
        server.check.opened(file.path)
        server.check.refresh()

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        file = session.files.get(params.text_document.uri)
        if file is None:
            return
        # Each change counts in the text that the ones before it lead to.
        index = file.index
        edits = []
        for change in params.content_changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                span = to_span(index, change.range, server.client.encoding)
            else:
                span = Span(0, len(index.text))
            replacement = to_bytes(change.text)
            index = index.splice(span, replacement)
            edits.append((span, replacement))
        file.edit(params.text_document.version, index, edits)
        server.changed(file)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        _see_the_disk(server)
        file = session.files.get(params.text_document.uri)
        if file is not None:
            server.outdated(session.survey(file))
        server.check.refresh()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        outdated = session.close(params.text_document.uri)
        if outdated is not None:
            server.closed(params.text_document.uri)
            server.outdated(outdated)
            server.check.refresh()


def _kind(document: types.TextDocumentItem, path: Path | None) -> FileKind | None:
    """The name decides, where it has a suffix; the client knows what else is Rust."""
    by_name = kind_of(path) if path is not None else None
    if document.language_id == "rust" and by_name in (None, FileKind.EXECUTABLE):
        return FileKind.RUST
    return by_name


def _see_the_disk(server: Server) -> None:
    """Notice what others changed on disk, where the client does not watch it for us."""
    if not server.client.registers_watched_files:
        server.outdated(server.session.disk.see())

"""Workspace folders and watched files: where the projects are, and when they change."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lsprotocol import types

from wasi_lsp.analysis.scan import take_survey
from wasi_lsp.lsp.convert import to_path
from wasi_lsp.lsp.handlers import configuration
from wasi_lsp.lsp.server import Server
from wasi_lsp.project.file_kinds import WATCHED_NAMES
from wasi_lsp.project.project_files import PROJECT_FILES
from wasi_lsp.project.vfs import Vfs

logger = logging.getLogger(__name__)

#: How many files are read again at once, in some milliseconds each at most.
_FEW = 32

_FILES_AND_FOLDERS = types.FileOperationRegistrationOptions(
    filters=[
        types.FileOperationFilter(pattern=types.FileOperationPattern(glob="**/*"), scheme="file")
    ]
)


def register(server: Server) -> None:
    """Follow the projects."""
    session = server.session

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_workspace_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        # Both as real paths, as which the session knows its folders.
        removed = Vfs.of(_paths(folder.uri for folder in params.event.removed)).roots
        added = Vfs.of(_paths(folder.uri for folder in params.event.added)).roots
        kept = [root for root in session.folders.vfs.roots if root not in removed]
        server.outdated(session.folders.set_roots(dict.fromkeys([*kept, *added])))
        start_survey(server, added)
        if server.client.configuration:
            server.spawn(configuration.pull(server))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        _changed(server, list(_paths(change.uri for change in params.changes)))

    # Clients watch files; of a folder that goes they may tell nothing else.
    @server.feature(types.WORKSPACE_DID_RENAME_FILES, _FILES_AND_FOLDERS)
    def did_rename_files(params: types.RenameFilesParams) -> None:
        uris = (uri for each in params.files for uri in (each.old_uri, each.new_uri))
        _changed(server, [path for each in _paths(uris) for path in session.disk.below(each)])

    @server.feature(types.WORKSPACE_DID_DELETE_FILES, _FILES_AND_FOLDERS)
    def did_delete_files(params: types.DeleteFilesParams) -> None:
        uris = (each.uri for each in params.files)
        _changed(server, [path for each in _paths(uris) for path in session.disk.below(each)])


def _changed(server: Server, paths: Sequence[Path]) -> None:
    """Take in what others did to some files; if to many, beside all other work."""
    session = server.session
    if len(paths) <= _FEW:
        server.outdated(session.disk.changed(paths))
        server.check.refresh()
    else:
        server.outdated(session.folders.set_roots(session.folders.vfs.roots))
        start_survey(server, session.folders.vfs.roots)


def start_survey(server: Server, roots: Iterable[Path]) -> None:
    """Learn what the files below `roots` say together, beside all other work.

    A daemon thread, so that a large folder does not keep the server from ending; it holds no state.
    """
    loop = asyncio.get_running_loop()
    surveys = [(root, loop.create_future()) for root in roots]
    server.surveying += 1

    def look() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            for root, result in surveys:
                loop.call_soon_threadsafe(result.set_result, take_survey(root, server.processes))

    async def take_in() -> None:
        for root, result in surveys:
            survey = await result
            server.outdated(server.session.add_survey(root, survey))
            logger.info("%s: read %d files", root, len(survey.files))
        # What was read stays: the collector would look through all of it again and again, for a
        # tenth of a second in a large project, at a keystroke as likely as not.
        gc.freeze()
        server.surveying -= 1
        server.surveyed.set()
        server.check.refresh()

    server.spawn(take_in())
    threading.Thread(target=look, name="survey", daemon=True).start()


def roots_of(params: types.InitializeParams) -> list[Path]:
    """The folders that the client works in; none for a lone file."""
    if params.workspace_folders is not None:
        uris = [folder.uri for folder in params.workspace_folders]
    else:
        uris = [params.root_uri] if params.root_uri is not None else []
    return list(_paths(uris))


def registrations(server: Server) -> Iterator[types.Registration]:
    """What to register so that the client tells what others change on disk."""
    if server.client.registers_watched_files:
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        watchers = [
            types.FileSystemWatcher(glob_pattern=f"**/{name}")
            for name in (*PROJECT_FILES, *WATCHED_NAMES, "*.rs")
        ]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
        yield types.Registration(id=method, method=method, register_options=options)


def _paths(uris: Iterable[str]) -> Iterator[Path]:
    return (path for uri in uris if (path := to_path(uri)) is not None)

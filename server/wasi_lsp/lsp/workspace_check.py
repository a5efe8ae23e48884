"""What is wrong with the files of the workspace that are not open.

They are judged as they are on disk, in other processes, when the workspace has been surveyed and
when something was saved, opened or closed; each only if what it is judged by is another than the
last time. Who asks for them gets them when asking (workspace/diagnostic); to others they are
published, also to who asks for open files only, as Neovim 0.11 does: no capability tells that.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from lsprotocol import types

from wasi_lsp.analysis.scan import FileReport, check_files
from wasi_lsp.lsp.convert import result_id, to_diagnostics
from wasi_lsp.lsp.open_file import ClosedFile
from wasi_lsp.text.line_index import LineIndex

if TYPE_CHECKING:
    from wasi_lsp.lsp.server import Server

logger = logging.getLogger(__name__)

#: What fewer files take is over before anybody looks.
_FILES_WORTH_PROGRESS = 32
#: Who has asked for a document and, so much later, not for the workspace will not; in seconds.
_PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was judged."""

    uri: str
    diagnostics: list[types.Diagnostic]
    result_id: str
    #: What it was judged by.
    basis: object


class WorkspaceCheck:
    """The findings in files that are not open, kept up to date on request."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.checked: dict[Path, Checked] = {}
        #: Whether somebody has asked for them, or will not have to.
        self._is_wanted = False
        #: Whether they are told without a question.
        self._publishes = False
        self._is_waiting = False
        self._is_running = False
        self._is_due = False
        self._news = asyncio.Event()

    @property
    def is_complete(self) -> bool:
        """Whether all is known as it was when it was last asked for."""
        return not self._is_running and not self._is_due

    async def news(self) -> None:
        """Wait until something else is known."""
        await self._news.wait()

    def publish(self) -> None:
        """From now on, tell what is wrong without a question."""
        if not self._is_wanted:
            self._is_wanted = self._publishes = True
            self.refresh()

    def asked_for_document(self) -> None:
        """The client asks for open files; publish the others, if it does not ask for those too."""
        if not self._is_waiting:
            self._is_waiting = True
            asyncio.get_running_loop().call_later(_PATIENCE, self.publish)

    def asked(self) -> None:
        """The client asks for all files; what was published would be shown twice."""
        if self._publishes:
            for each in self.checked.values():
                self._publish(each.uri, [])
            self._publishes = False
        if not self._is_wanted:
            self._is_wanted = True
            self.refresh()

    def refresh(self) -> None:
        """Something was saved, opened, closed or set: judge what that concerns."""
        if not self._is_wanted:
            return
        self._is_due = True
        # Before all files are known there is nothing to judge; then this is called again.
        if not self._is_running and self._server.is_surveyed:
            self._is_running = True
            self._server.spawn(self._run())

    def opened(self, path: Path | None) -> None:
        """A file was opened: what is wrong with it is told otherwise from now on."""
        if path is None:
            return
        gone = self.checked.pop(path, None)
        # To who does not ask, what is wrong is published in its place.
        if gone is not None and gone.diagnostics and self._server.client.pulls_diagnostics:
            self._publish(gone.uri, [])

    async def _run(self) -> None:
        try:
            await self._server.configured()
            while self._is_due:
                self._is_due = False
                await self._check_all()
        finally:
            self._is_running = False
            self._tell()

    async def _check_all(self) -> None:
        session = self._server.session
        wanted = {
            root: {path: session.basis_of(path, root) for path in session.files_to_check(root)}
            for root in session.folders.surveys
        }
        self._forget({path for files in wanted.values() for path in files})
        for root, files in wanted.items():
            started = perf_counter()
            stale = [
                path
                for path, basis in files.items()
                if path not in self.checked or self.checked[path].basis != basis
            ]
            async with self._progress(len(stale)) as progress:
                async for report in self._reports(root, stale):
                    self._take(report.path, report, files[report.path])
                    progress.step()
                    if self._is_due:
                        return
            if stale:
                took = perf_counter() - started
                logger.info("%s: checked %d files in %.1f s", root, len(stale), took)
            # What cannot be read, or is left out by the settings.
            for path in stale:
                if path not in self.checked or self.checked[path].basis != files[path]:
                    self._take(path, None, files[path])

    async def _reports(self, root: Path, files: Sequence[Path]) -> AsyncIterator[FileReport]:
        """Judge files in other processes; a thread waits for these."""
        server = self._server
        if not files or root not in server.session.folders.projects:
            return
        loop = asyncio.get_running_loop()
        reports: asyncio.Queue[FileReport | None] = asyncio.Queue()
        is_over = threading.Event()
        found = check_files(
            root,
            server.session.folders.projects[root],
            files,
            server.session.given_in(root),
            server.processes,
        )

        def wait() -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                with contextlib.closing(found):
                    for report in found:
                        if is_over.is_set():
                            return
                        loop.call_soon_threadsafe(reports.put_nowait, report)
                loop.call_soon_threadsafe(reports.put_nowait, None)

        threading.Thread(target=wait, name="check", daemon=True).start()
        try:
            while (report := await reports.get()) is not None:
                yield report
        finally:
            is_over.set()

    def _take(self, path: Path, report: FileReport | None, basis: object) -> None:
        server = self._server
        if server.session.folders.opened(path) is not None:
            return
        uri = path.as_uri()
        diagnostics: list[types.Diagnostic] = []
        if report is not None and report.findings:
            file = ClosedFile(uri, path, LineIndex(report.text))
            diagnostics = to_diagnostics(
                file, report.findings, server.client, server.session.locate
            )
        before = self.checked.get(path)
        checked = Checked(uri, diagnostics, result_id(diagnostics), basis)
        self.checked[path] = checked
        if checked.result_id != (before.result_id if before is not None else result_id([])):
            self._publish(checked.uri, diagnostics)
            self._tell()

    def _forget(self, wanted: Iterable[Path]) -> None:
        """What is wrong with all other files is no longer asked for."""
        for path in self.checked.keys() - wanted:
            gone = self.checked.pop(path)
            if gone.diagnostics and self._server.session.folders.opened(path) is None:
                self._publish(gone.uri, [])

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic]) -> None:
        if self._publishes:
            self._server.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri=uri, diagnostics=diagnostics)
            )

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    @contextlib.asynccontextmanager
    async def _progress(self, files: int) -> AsyncIterator[_Progress]:
        """Show how far the work is, where the client can and it takes a while."""
        progress = _Progress(self._server, files)
        if files >= _FILES_WORTH_PROGRESS and self._server.client.work_done_progress:
            await progress.begin()
        try:
            yield progress
        finally:
            progress.end()


class _Progress:
    """Tells the client how many of some files are done."""

    def __init__(self, server: Server, files: int) -> None:
        self._server = server
        self._files = files
        self._done = 0
        self._token: str | None = None

    async def begin(self) -> None:
        token = self._server.new_token()
        try:
            await self._server.work_done_progress.create_async(token)
        except Exception:  # The client may refuse; then there is nothing to show.
            return
        self._token = token
        title = types.WorkDoneProgressBegin(title="wasi-lsp: checking the workspace", percentage=0)
        self._server.work_done_progress.begin(token, title)

    def step(self) -> None:
        before, self._done = 100 * self._done // self._files, self._done + 1
        after = 100 * self._done // self._files
        if self._token is not None and after != before:
            text = f"{self._done} of {self._files} files"
            state = types.WorkDoneProgressReport(message=text, percentage=after)
            self._server.work_done_progress.report(self._token, state)

    def end(self) -> None:
        if self._token is not None:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())

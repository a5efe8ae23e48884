"""The server object: one session, its client, and how what we find reaches the client."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from importlib.metadata import version
from itertools import count
from typing import Any

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from wasi_lsp.analysis.processes import Processes
from wasi_lsp.ide.inactive_code import inactive_code
from wasi_lsp.lsp.capabilities import Client
from wasi_lsp.lsp.convert import to_dimmed, to_problem_diagnostics
from wasi_lsp.lsp.kept_diagnostics import KeptDiagnostics
from wasi_lsp.lsp.open_file import OpenFile
from wasi_lsp.lsp.protocol import Protocol
from wasi_lsp.lsp.scheduler import Scheduler, delay
from wasi_lsp.lsp.session import Session
from wasi_lsp.lsp.workspace_check import WorkspaceCheck

logger = logging.getLogger(__name__)

#: How long the first diagnostics wait for what they depend on, in seconds.
_PATIENCE = 0.5
#: How long nobody types before the other files are judged by what was typed, in seconds.
_PAUSE = 0.3


class Server(LanguageServer):
    """State and means of all handlers."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "wasi-lsp",
            version("wasi-lsp"),
            protocol_cls=Protocol,
            converter_factory=default_converter,
        )
        self.session = Session()
        self.client = Client.of(types.ClientCapabilities())
        self.scheduler = Scheduler(self._publish)
        self._news = Scheduler(self._tell)
        #: What `initialize` said; later answers of the client overrule it.
        self.initialization_options: object = None
        self._configured = asyncio.Event()
        #: Whether the files of the workspace have been read, or nobody waits for it any more.
        self.surveyed = asyncio.Event()
        #: How many surveys are on their way.
        self.surveying = 0
        self.processes = Processes()
        self.check = WorkspaceCheck(self)
        self._tokens = count(1)
        #: By URI of an open file.
        self._kept: dict[str, KeptDiagnostics] = {}
        #: By URI: what the client was last told, and about which version.
        self._shown: dict[str, tuple[int, list[types.Diagnostic]]] = {}
        self._warned: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_surveyed(self) -> bool:
        """Whether the files of the workspace have been read, as far as we know."""
        return self.surveying == 0

    def new_token(self) -> str:
        """A token for progress that no other has."""
        return f"wasi-lsp/{next(self._tokens)}"

    # Diagnostics: published, or pulled and refreshed, never both.

    def diagnostics(self, file: OpenFile) -> list[types.Diagnostic]:
        """What is wrong with `file` as it is now."""
        findings = self.session.judge(file)
        kept = self._kept.setdefault(file.uri, KeptDiagnostics())
        found = [
            *to_problem_diagnostics(file, self.client),
            *kept.of(file, findings, self.client, self.session.locate),
        ]
        focus = self.session.settings_of(file).focus
        if focus is None:
            return found
        dimmed = inactive_code(file.document, self.session.context_of(file), focus)
        return found + [to_dimmed(file, span, focus, self.client) for span in dimmed]

    def result_id(self, file: OpenFile, diagnostics: list[types.Diagnostic]) -> str:
        """The same for the same diagnostics of `file`."""
        return self._kept[file.uri].result_id(diagnostics)

    def changed(self, file: OpenFile) -> None:
        """The text of `file` is a new one: judge it, soon, and a little later what it concerns."""
        if not self.client.pulls_diagnostics:
            self.scheduler.request(file.uri, delay(file.cost))
        self._news.request(file.uri, _PAUSE)

    def outdated(self, files: Iterable[OpenFile]) -> None:
        """Something around `files` changed: judge them again, or have the client ask again."""
        files = list(files)
        if not self.client.pulls_diagnostics:
            for file in files:
                self.scheduler.request(file.uri, delay(file.cost))
        elif files and self.client.diagnostic_refresh:
            self.spawn(self.workspace_diagnostic_refresh_async(None))
        if files and self.client.inlay_hint_refresh:
            self.spawn(self.workspace_inlay_hint_refresh_async(None))
        if files and self.client.code_lens_refresh:
            self.spawn(self.workspace_code_lens_refresh_async(None))

    def closed(self, uri: str) -> None:
        """The file is no longer ours: take back what was published."""
        self._news.withdraw(uri)
        self._kept.pop(uri, None)
        if not self.client.pulls_diagnostics:
            self.scheduler.withdraw(uri)
            self._shown.pop(uri, None)
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri=uri, diagnostics=[])
            )

    def _tell(self, uri: str) -> None:
        file = self.session.files.get(uri)
        # What is half typed hides the names and modules behind it.
        if file is not None and not file.document.is_broken:
            self.outdated(self.session.survey(file))

    def _publish(self, uri: str) -> None:
        file = self.session.files.get(uri)
        if file is None or not self._configured.is_set():
            return
        shown = (file.version, self.diagnostics(file))
        if self._shown.get(uri) == shown:
            return
        self._shown[uri] = shown
        params = types.PublishDiagnosticsParams(uri=uri, diagnostics=shown[1])
        if self.client.publish_version:
            params.version = file.version
        self.text_document_publish_diagnostics(params)

    # Settings: what comes before the client has told them would be judged by the wrong ones.

    async def configured(self) -> None:
        """Wait until the settings are known, or the client has had time enough to tell them."""
        try:
            await asyncio.wait_for(self._configured.wait(), _PATIENCE)
        except TimeoutError:
            self.settings_known()

    async def ready(self) -> None:
        """Wait until an answer need not be corrected soon, as far as the client can be patient.

        Who asks for diagnostics and cannot be told to ask again gets no second chance.
        """
        await self.configured()
        if not self.client.diagnostic_refresh:
            try:
                await asyncio.wait_for(self.surveyed.wait(), _PATIENCE)
            except TimeoutError:
                self.surveyed.set()

    def settings_asked(self) -> None:
        """The settings have changed, and the client is about to tell how: who asks now waits."""
        self._configured.clear()

    def settings_known(self) -> None:
        """From now on, judge."""
        if not self._configured.is_set():
            self._configured.set()
            self.outdated(self.session.files.values())

    # Talking to the client.

    def warn(self, problem: str) -> None:
        """Show `problem` to the user, once."""
        if problem not in self._warned:
            self._warned.add(problem)
            self.window_show_message(
                types.ShowMessageParams(type=types.MessageType.Warning, message=problem)
            )

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run `work`, which waits for something; that the client refuses goes to the log."""

        async def run() -> None:
            try:
                await work
            except JsonRpcException as error:
                logger.warning("the client refused: %s", error)
            except Exception:
                logger.exception("a task failed")

        task = asyncio.ensure_future(run())
        # The loop itself holds tasks only weakly.
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong in a handler; pygls would open a window in the editor.

        What a request was answered with is no news.
        """
        if source is not FeatureRequestError:
            trace = (getattr(error, "data", None) or {}).get("traceback", ())
            logger.error("%s\n%s", error, "".join(trace))

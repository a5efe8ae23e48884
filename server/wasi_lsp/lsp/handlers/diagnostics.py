"""textDocument/diagnostic and workspace/diagnostic, for clients that ask.

To the others `lsp.server` publishes, and `lsp.workspace_check` what is not open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

from lsprotocol import types

from wasi_lsp.lsp.convert import SOURCE, result_id, to_path
from wasi_lsp.lsp.scheduler import delay
from wasi_lsp.lsp.server import Server

_Report = types.WorkspaceDocumentDiagnosticReport


def register(server: Server) -> None:
    """Nothing before we know that the client asks."""


def register_pull(server: Server) -> None:
    """Answer when the client asks what is wrong with a file, or with all."""
    options = types.DiagnosticOptions(
        inter_file_dependencies=False, workspace_diagnostics=True, identifier=SOURCE
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def diagnostic(
        params: types.DocumentDiagnosticParams,
    ) -> types.DocumentDiagnosticReport:
        server.check.asked_for_document()
        await server.ready()
        uri = params.text_document.uri
        file = server.session.files.get(uri)
        if file is not None and file.findings is None:
            # What has arrived goes first: more changes, or that the question is withdrawn.
            await asyncio.sleep(delay(file.cost))
            file = server.session.files.get(uri)
        items = server.diagnostics(file) if file is not None else []
        found = server.result_id(file, items) if file is not None else result_id(items)
        if params.previous_result_id == found:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=found)
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=found)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace_diagnostic(
        params: types.WorkspaceDiagnosticParams,
    ) -> types.WorkspaceDiagnosticReport:
        """Who has all there is waits for news: clients ask again as soon as they are answered."""
        check, token = server.check, params.partial_result_token
        check.asked()
        known = {each.uri: each.value for each in params.previous_result_ids}
        has_told = False
        while True:
            is_complete = server.is_surveyed and check.is_complete
            news = [*_news(server, known, is_complete)]
            if token is not None and news:
                _send(server, token, news)
                has_told = True
            if is_complete and (news or has_told):
                break
            if token is not None:
                known |= {each.uri: each.result_id or "" for each in news}
            await check.news()
        if token is not None:
            return types.WorkspaceDiagnosticReport(items=[])
        return types.WorkspaceDiagnosticReport(items=[*news, *_unchanged(server, known)])


def _news(server: Server, known: Mapping[str, str], is_complete: bool) -> Iterator[_Report]:
    """What the client does not know yet; of files that are open it asks for themselves."""
    checked = {each.uri: each for each in server.check.checked.values()}
    for uri, each in checked.items():
        if known.get(uri, result_id([])) != each.result_id:
            yield types.WorkspaceFullDocumentDiagnosticReport(
                uri=uri, items=each.diagnostics, result_id=each.result_id
            )
    if not is_complete:
        return
    nothing = result_id([])
    for uri, value in known.items():
        path = to_path(uri)
        is_gone = (
            uri not in checked and path is not None and server.session.folders.opened(path) is None
        )
        if is_gone and value != nothing:
            yield types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=[], result_id=nothing)


def _unchanged(server: Server, known: Mapping[str, str]) -> Iterator[_Report]:
    for each in server.check.checked.values():
        if known.get(each.uri) == each.result_id:
            yield types.WorkspaceUnchangedDocumentDiagnosticReport(
                uri=each.uri, result_id=each.result_id
            )


def _send(server: Server, token: types.ProgressToken, items: list[_Report]) -> None:
    report = types.WorkspaceDiagnosticReportPartialResult(items=items)
    server.protocol.notify(types.PROGRESS, types.ProgressParams(token=token, value=report))

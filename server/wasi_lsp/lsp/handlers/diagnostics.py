"""textDocument/diagnostic, for clients that ask; `lsp.server` publishes for the others."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence

from lsprotocol import types

from wasi_lsp.lsp.convert import SOURCE
from wasi_lsp.lsp.scheduler import delay
from wasi_lsp.lsp.server import Server


def register(server: Server) -> None:
    """Nothing before we know that the client asks."""


def register_pull(server: Server) -> None:
    """Answer when the client asks what is wrong with a file."""
    options = types.DiagnosticOptions(
        inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def diagnostic(
        params: types.DocumentDiagnosticParams,
    ) -> types.DocumentDiagnosticReport:
        await server.ready()
        uri = params.text_document.uri
        file = server.session.files.get(uri)
        if file is not None and file.findings is None:
            # What has arrived goes first: more changes, or that the question is withdrawn.
            await asyncio.sleep(delay(file.cost))
            file = server.session.files.get(uri)
        items = server.diagnostics(file) if file is not None else []
        result_id = _result_id(items)
        if params.previous_result_id == result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result_id)
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=result_id)


def _result_id(items: Sequence[types.Diagnostic]) -> str:
    """The same for the same diagnostics, whatever else changed in the text or the process."""
    return hashlib.blake2b(repr(items).encode(), digest_size=12).hexdigest()

"""textDocument/codeAction: the fixes that findings carry."""

from __future__ import annotations

from lsprotocol import types

from wasi_lsp.analysis.gates import with_gate_fixes
from wasi_lsp.lsp.convert import to_code_actions, to_span
from wasi_lsp.lsp.server import Server

_OPTIONS = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])


def register(server: Server) -> None:
    """Offer the fixes of what is found at a place."""

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _OPTIONS)
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        file = server.session.files.get(params.text_document.uri)
        if file is None or not _wanted(params.context.only):
            return None
        # Without literals a fix would have to be a command, which no client of today needs.
        if not server.client.code_action_literals:
            return None
        asked = to_span(file.index, params.range, server.client.encoding)
        found = [
            finding
            for finding in server.session.judge(file)
            if finding.span.start <= asked.end and asked.start <= finding.span.end
        ]
        context = server.session.context_of(file)
        return [
            action
            for finding in with_gate_fixes(file.index.text, found, context)
            for action in to_code_actions(file, finding, server.client, server.session.locate)
        ]


def _wanted(only: object) -> bool:
    """Whether quick fixes are among the kinds that the client asks for; a kind holds its parts."""
    if not isinstance(only, list | tuple) or not only:
        return True
    kinds = [kind.value if isinstance(kind, types.CodeActionKind) else str(kind) for kind in only]
    return any(kind in ("", types.CodeActionKind.QuickFix.value) for kind in kinds)

"""textDocument/codeAction: the fixes of what is found at a place, and rewritings of what is not."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from wasi_lsp.analysis.gates import with_gate_fixes
from wasi_lsp.ide.refactorings import refactorings
from wasi_lsp.ide.suppressions import with_suppressions
from wasi_lsp.lsp.convert import to_code_actions, to_rewriting, to_span
from wasi_lsp.lsp.server import Server
from wasi_lsp.lsp.session import OpenFile
from wasi_lsp.text.span import Span

_FIX = types.CodeActionKind.QuickFix
_REWRITING = types.CodeActionKind.RefactorRewrite
_OPTIONS = types.CodeActionOptions(code_action_kinds=[_FIX, _REWRITING])


def register(server: Server) -> None:
    """Offer fixes and rewritings."""

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _OPTIONS)
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        file = server.session.files.get(params.text_document.uri)
        # Without literals a fix would have to be a command, which no client of today needs.
        if file is None or not server.client.code_action_literals:
            return None
        asked = to_span(file.index, params.range, server.client.encoding)
        actions: list[types.CodeAction] = []
        if _is_wanted(_FIX, params.context.only):
            actions += _fixes(server, file, asked)
        if _is_wanted(_REWRITING, params.context.only):
            actions += _rewritings(server, file, asked)
        return actions


def _fixes(server: Server, file: OpenFile, asked: Span) -> Iterator[types.CodeAction]:
    found = tuple(
        finding
        for finding in server.session.judge(file)
        if finding.span.start <= asked.end and asked.start <= finding.span.end
    )
    context = server.session.context_of(file)
    found = with_gate_fixes(file.index.text, found, context)
    for finding in with_suppressions(file.document, found):
        yield from to_code_actions(file, finding, server.client, server.session.locate)


def _rewritings(server: Server, file: OpenFile, asked: Span) -> Iterator[types.CodeAction]:
    context = server.session.context_of(file)
    for refactoring in refactorings(file.document, asked, context):
        action = to_rewriting(file, refactoring, server.client, server.session.locate)
        if action is not None:
            yield action


def _is_wanted(kind: types.CodeActionKind, only: object) -> bool:
    """Whether a kind is among those that the client asks for; a kind holds its parts."""
    if not isinstance(only, list | tuple) or not only:
        return True
    kinds = [each.value if isinstance(each, types.CodeActionKind) else str(each) for each in only]
    return any(each == "" or f"{kind.value}.".startswith(f"{each}.") for each in kinds)

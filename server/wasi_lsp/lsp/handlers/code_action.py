"""textDocument/codeAction: the fixes of what is found at a place, and rewritings of what is not.

What a comment would allow costs a reading of the whole text with it. Clients that can ask for an
edit later (codeAction/resolve) are told that there is such a comment, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from wasi_lsp.analysis.fixes import edits_in_one_file
from wasi_lsp.analysis.gates import with_gate_fixes
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.ide.refactorings import refactorings
from wasi_lsp.ide.suppressions import Reach, Suppression, suppression_fix, suppressions
from wasi_lsp.lsp.convert import (
    to_code_actions,
    to_quick_fix,
    to_rewriting,
    to_span,
    to_workspace_edit,
)
from wasi_lsp.lsp.handlers.command_action import command_actions
from wasi_lsp.lsp.open_file import OpenFile
from wasi_lsp.lsp.server import Server
from wasi_lsp.rules.finding import Applicability, Finding
from wasi_lsp.text.span import Span

_FIX = types.CodeActionKind.QuickFix
_REWRITING = types.CodeActionKind.RefactorRewrite
#: What editors run on saving, or when they are told to fix all; under a name of its own, so that
#: a user can choose this server's.
_FIX_ALL = "source.fixAll.wasi-lsp"
_FIX_ALL_TITLE = "Make all fixes of wasi-lsp that are certain"
_OPTIONS = types.CodeActionOptions(
    code_action_kinds=[_FIX, _REWRITING, _FIX_ALL], resolve_provider=True
)


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
        if _is_wanted(_FIX.value, params.context.only):
            actions += _fixes(server, file, asked)
        if _is_wanted(_REWRITING.value, params.context.only):
            actions += _rewritings(server, file, asked)
        if not params.context.only:
            actions += command_actions(server, file, asked)
        elif _is_wanted(_FIX_ALL, params.context.only):
            actions += _fix_all(server, file)
        return actions

    @server.feature(types.CODE_ACTION_RESOLVE)
    def resolve(action: types.CodeAction) -> types.CodeAction:
        if action.data is None:
            return action
        found = _suppression(server, action.data)
        if found is None:
            raise JsonRpcException("the text has changed", types.LSPErrorCodes.ContentModified)
        file, suppression = found
        done = next(_with_edit(server, file, suppression), None)
        if done is None:
            raise JsonRpcException(
                f"no comment can allow {suppression.finding.code} there",
                types.LSPErrorCodes.RequestFailed,
            )
        action.edit = done.edit
        return action


def _fixes(server: Server, file: OpenFile, asked: Span) -> Iterator[types.CodeAction]:
    found = server.session.judge_at(file, asked)
    context, document = server.session.context_of(file), file.document
    code = document if isinstance(document, RustDocument) else None
    for finding in with_gate_fixes(document.text, found, context, code):
        yield from to_code_actions(file, finding, server.client, server.session.locate)
    yield from _suppressions(server, file, found)


def _fix_all(server: Server, file: OpenFile) -> Iterator[types.CodeAction]:
    """All fixes of the file that need no question, in one action."""
    findings = server.session.judge(file)
    certain = frozenset({Applicability.MACHINE_APPLICABLE})
    edits = edits_in_one_file(findings, certain, file.path)
    edit = to_workspace_edit(file, edits, server.client, server.session.locate)
    if edits and edit is not None:
        yield types.CodeAction(title=_FIX_ALL_TITLE, kind=_FIX_ALL, edit=edit)


def _suppressions(
    server: Server, file: OpenFile, found: Iterable[Finding]
) -> Iterator[types.CodeAction]:
    for each in suppressions(file.document, found):
        if not server.client.resolves_edits:
            yield from _with_edit(server, file, each)
            continue
        action = to_quick_fix(file, each.title, each.finding, server.client, server.session.locate)
        action.data = {
            "uri": file.uri,
            "version": file.version,
            "code": each.finding.code,
            "span": [*each.finding.span],
            "reach": each.reach,
        }
        yield action


def _suppression(server: Server, data: Any) -> tuple[OpenFile, Suppression] | None:
    """What an action of ours is about; None where it is no longer there."""
    match data:
        case {
            "uri": str(uri),
            "version": int(version),
            "code": str(code),
            "span": [int(start), int(end)],
            "reach": str(reach),
        }:
            file = server.session.files.get(uri)
            if file is None or file.version != version or reach not in list(Reach):
                return None
            for finding in server.session.judge(file):
                if finding.code == code and finding.span == Span(start, end):
                    return file, Suppression(finding, Reach(reach))
    return None


def _with_edit(
    server: Server, file: OpenFile, suppression: Suppression
) -> Iterator[types.CodeAction]:
    """The action with what it does, if it can do it."""
    fix = suppression_fix(file.document, suppression)
    if fix is not None:
        finding = replace(suppression.finding, fixes=(fix,))
        yield from to_code_actions(file, finding, server.client, server.session.locate)


def _rewritings(server: Server, file: OpenFile, asked: Span) -> Iterator[types.CodeAction]:
    context = server.session.context_of(file)
    fixes = [fix for finding in server.session.judge(file) for fix in finding.fixes]
    offered = {fix.edits for fix in fixes}
    for refactoring in refactorings(file.document, asked, context):
        if refactoring.edits in offered:
            continue
        action = to_rewriting(file, refactoring, server.client, server.session.locate)
        if action is not None:
            yield action


def _is_wanted(kind: str, only: object) -> bool:
    """Whether a kind is among those that the client asks for; a kind holds its parts."""
    if not isinstance(only, list | tuple) or not only:
        return True
    kinds = [each.value if isinstance(each, types.CodeActionKind) else str(each) for each in only]
    return any(each == "" or f"{kind}.".startswith(f"{each}.") for each in kinds)

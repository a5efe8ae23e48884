"""From our values to LSP's and back: the only place that knows both.

Ours are UTF-8 byte offsets into a text; LSP's are lines and columns from 0, in the units that were
agreed on with the client.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from lsprotocol import types
from pygls import uris

from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.ide.refactoring import Refactoring
from wasi_lsp.lsp.capabilities import Client
from wasi_lsp.lsp.open_file import ClosedFile, FileText, OpenFile
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Severity
from wasi_lsp.rules.pages import page_uri
from wasi_lsp.rules.registry import RULES
from wasi_lsp.text.line_index import Encoding, LineIndex, Position
from wasi_lsp.text.span import Span

_COMPLETION_KINDS = {
    CompletionKind.OPERATOR: types.CompletionItemKind.Operator,
    CompletionKind.KEY: types.CompletionItemKind.Property,
    CompletionKind.NAME: types.CompletionItemKind.Constant,
    CompletionKind.VALUE: types.CompletionItemKind.EnumMember,
    CompletionKind.FEATURE: types.CompletionItemKind.EnumMember,
    CompletionKind.PREDICATE: types.CompletionItemKind.Snippet,
    CompletionKind.TARGET: types.CompletionItemKind.EnumMember,
    CompletionKind.TABLE: types.CompletionItemKind.Snippet,
    CompletionKind.RULE: types.CompletionItemKind.EnumMember,
    CompletionKind.ATTRIBUTE: types.CompletionItemKind.Snippet,
    CompletionKind.MACRO: types.CompletionItemKind.Snippet,
    CompletionKind.MODULE: types.CompletionItemKind.Module,
    CompletionKind.FUNCTION: types.CompletionItemKind.Function,
    CompletionKind.METHOD: types.CompletionItemKind.Method,
    CompletionKind.TYPE: types.CompletionItemKind.Struct,
    CompletionKind.TRAIT: types.CompletionItemKind.Interface,
    CompletionKind.CONSTANT: types.CompletionItemKind.Constant,
}

#: Finds the text of another file; None if it cannot be read.
Locate = Callable[[Path], FileText | None]

AnyFile = OpenFile | ClosedFile

#: Who reports: the `source` of every diagnostic.
SOURCE = "wasi-lsp"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}

_UNNECESSARY = frozenset(rule.code for rule in RULES if rule.is_about_unnecessary)


def to_path(uri: str) -> Path | None:
    """The file that `uri` names; None for untitled texts and all that is not on disk."""
    try:
        name = uris.to_fs_path(uri)
        os.fsencode(name or "")
    except ValueError:  # such as `http://[`, or half a surrogate pair
        return None
    return Path(name) if name and "\0" not in name else None


def to_bytes(text: str) -> bytes:
    """`text` as the client sent it, in UTF-8.

    JSON can hold half a surrogate pair, UTF-8 cannot. U+FFFD takes its place: like it, it counts 1
    in UTF-16 and UTF-32, and 3 in UTF-8, so columns stay what the client thinks they are.
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def to_offset(index: LineIndex, position: types.Position, encoding: Encoding) -> int:
    """The byte at `position`; clamped to the text, as LSP says."""
    return index.offset(Position(position.line, position.character), encoding)


def to_span(index: LineIndex, range_: types.Range, encoding: Encoding) -> Span:
    """The bytes of `range_`; a range that is written backwards is turned round."""
    start = to_offset(index, range_.start, encoding)
    end = to_offset(index, range_.end, encoding)
    return Span(min(start, end), max(start, end))


def to_position(index: LineIndex, offset: int, encoding: Encoding) -> types.Position:
    """Where the byte at `offset` stands."""
    line, column = index.position(offset, encoding)
    return types.Position(line=line, character=column)


def to_range(index: LineIndex, span: Span, encoding: Encoding) -> types.Range:
    """Where the bytes of `span` stand."""
    return types.Range(
        start=to_position(index, span.start, encoding), end=to_position(index, span.end, encoding)
    )


def to_diagnostics(
    file: AnyFile, findings: Iterable[Finding], client: Client, locate: Locate
) -> list[types.Diagnostic]:
    """The findings of `file`."""
    return [to_diagnostic(file, finding, client, locate) for finding in findings]


def result_id(diagnostics: Sequence[types.Diagnostic]) -> str:
    """The same for the same diagnostics, whatever else changed in the text or the process."""
    return hashlib.blake2b(repr(diagnostics).encode(), digest_size=12).hexdigest()


def to_diagnostic(
    file: AnyFile, finding: Finding, client: Client, locate: Locate
) -> types.Diagnostic:
    """One finding of `file`; its name and targets are in `data`, for clients of our own."""
    diagnostic = types.Diagnostic(
        range=to_range(file.index, finding.span, client.encoding),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        message=f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message,
        data={"name": finding.name, "targets": list(finding.targets)},
    )
    if finding.code in _UNNECESSARY:
        diagnostic.tags = [types.DiagnosticTag.Unnecessary]
    if client.code_description and (page := page_uri(finding.code)) is not None:
        diagnostic.code_description = types.CodeDescription(href=page)
    if client.related_information and finding.related:
        diagnostic.related_information = list(_related(file, finding, client, locate))
    return diagnostic


def to_dimmed(file: OpenFile, span: Span, focus: str, client: Client) -> types.Diagnostic:
    """Code that is not compiled for the target in focus.

    A diagnostic, since of those an editor takes as many as there are servers; what dims it by
    semantic tokens can be one server alone.
    """
    return types.Diagnostic(
        range=to_range(file.index, span, client.encoding),
        severity=types.DiagnosticSeverity.Hint,
        code="inactive-code",
        source=SOURCE,
        message=f"not compiled for {focus}",
        tags=[types.DiagnosticTag.Unnecessary],
    )


def to_problem_diagnostics(file: OpenFile, client: Client) -> Iterator[types.Diagnostic]:
    """Why nothing can be known from `file`; such a problem has no rule, and so no code."""
    for problem in file.document.problems:
        line = min(problem.line or 1, file.index.line_count) - 1
        yield types.Diagnostic(
            range=to_range(file.index, file.index.line_span(line), client.encoding),
            severity=types.DiagnosticSeverity.Warning,
            source=SOURCE,
            message=problem.message,
        )


def _related(
    file: AnyFile, finding: Finding, client: Client, locate: Locate
) -> Iterator[types.DiagnosticRelatedInformation]:
    for related in finding.related:
        text = _text_of(related.path, file, locate)
        if text is not None:
            range_ = to_range(text.index, related.span, client.encoding)
            yield types.DiagnosticRelatedInformation(
                location=types.Location(uri=text.uri, range=range_), message=related.message
            )


def to_completion_item(
    file: OpenFile, completion: Completion, client: Client
) -> types.CompletionItem:
    """One item of a completion list for `file`; in `data` is what tells more about it."""
    text = completion.insert_text
    if not client.snippets:
        text = text.replace("$0", "")
    item = types.CompletionItem(
        label=completion.label,
        kind=_COMPLETION_KINDS[completion.kind],
        detail=completion.detail or None,
        sort_text=completion.sort_text,
        filter_text=completion.filter_text,
        text_edit=types.TextEdit(
            range=to_range(file.index, completion.span, client.encoding), new_text=text
        ),
    )
    if completion.mark and client.label_details:
        item.label_details = types.CompletionItemLabelDetails(detail=f"  {completion.mark}")
    elif completion.mark:
        item.detail = completion.mark
    if completion.is_deprecated and client.deprecated_completion:
        item.tags = [types.CompletionItemTag.Deprecated]
    if completion.std_path is not None:
        item.data = [file.uri, completion.std_path]
    if client.snippets and completion.is_snippet:
        item.insert_text_format = types.InsertTextFormat.Snippet
    if completion.documentation:
        item.documentation = to_documentation(completion.documentation, client)
    return item


def to_documentation(markdown: str, client: Client) -> types.MarkupContent | str:
    """What tells about a completion, in the form that the client can show."""
    if client.markdown_completion:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return markdown


def to_code_actions(
    file: OpenFile, finding: Finding, client: Client, locate: Locate
) -> Iterator[types.CodeAction]:
    """The fixes of a finding of `file`, as quick fixes for its diagnostic."""
    for fix in finding.fixes:
        edit = to_workspace_edit(file, fix.edits, client, locate)
        if edit is None:
            continue
        action = to_quick_fix(file, fix.title, finding, client, locate)
        action.edit = edit
        if client.is_preferred and fix.applicability is Applicability.MACHINE_APPLICABLE:
            action.is_preferred = True
        yield action


def to_quick_fix(
    file: OpenFile, title: str, finding: Finding, client: Client, locate: Locate
) -> types.CodeAction:
    """A quick fix for the diagnostic of a finding of `file`, without what it does."""
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[to_diagnostic(file, finding, client, locate)],
    )


def to_rewriting(
    file: OpenFile, refactoring: Refactoring, client: Client, locate: Locate
) -> types.CodeAction | None:
    """A rewriting of something in `file`; None if it changes another one that cannot be read."""
    edit = to_workspace_edit(file, refactoring.edits, client, locate)
    if edit is None:
        return None
    kind = types.CodeActionKind.RefactorRewrite
    return types.CodeAction(title=refactoring.title, kind=kind, edit=edit)


def to_workspace_edit(
    file: OpenFile, edits: Iterable[Edit], client: Client, locate: Locate
) -> types.WorkspaceEdit | None:
    """The edits of a fix for `file`, in all files that it changes; None if one cannot be read."""
    by_file: dict[str, tuple[FileText, list[types.TextEdit]]] = {}
    for edit in edits:
        text = _text_of(edit.path, file, locate)
        if text is None:
            return None
        range_ = to_range(text.index, edit.span, client.encoding)
        _, changes = by_file.setdefault(text.uri, (text, []))
        changes.append(types.TextEdit(range=range_, new_text=edit.text))
    if not client.document_changes:
        return types.WorkspaceEdit(changes={uri: each for uri, (_, each) in by_file.items()})
    # With the version, so that a client refuses edits that were meant for another text.
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=text.version), each
            )
            for uri, (text, each) in by_file.items()
        ]
    )


def _text_of(path: Path | None, file: AnyFile, locate: Locate) -> FileText | None:
    """The text that the spans of a finding of `file` count in, where they name the file `path`."""
    return file.shown if path is None or path == file.path else locate(path)

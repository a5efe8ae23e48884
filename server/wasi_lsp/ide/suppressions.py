"""Comments that allow a finding, where it is or in all of its file, for whoever asks for one."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.analysis.suppress import is_suppressed
from wasi_lsp.ide.allows import placed_allows
from wasi_lsp.project.file_facts import TargetName
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix
from wasi_lsp.rules.wasi000_unused_allow import RULE as UNUSED_ALLOW
from wasi_lsp.rules.wasi003_malformed_cfg import RULE as MALFORMED_CFG
from wasi_lsp.syntax.facts import Allow, AllowScope, UnitKind
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

#: Whoever selects more findings than that does not want to allow each of them.
_MOST = 20
#: Where `#` begins no comment.
_WITHOUT_COMMENTS = (FileKind.BATCH, FileKind.JSON, FileKind.TARGET_SPEC)

#: What is read from the tokens of a macro.
_MACROS = (UnitKind.CFG_ARMS, UnitKind.MACRO, UnitKind.THREAD_LOCAL)

#: A comment, with the offset that its spans count from.
_Placed = tuple[int, Allow]


class Reach(StrEnum):
    """How much a comment allows, in the words of a title."""

    HERE = "here"
    FILE = "in this file"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment to be written that allows a finding."""

    finding: Finding
    reach: Reach

    @property
    def title(self) -> str:
        """What it does, for a menu."""
        return f"Allow {self.finding.code} {self.reach}"


def suppressions(document: Document, findings: Iterable[Finding]) -> Iterator[Suppression]:
    """The comments that allow findings of a file, if there are only a few.

    One is tried only where its place does not tell that it does what it says. Of those of one rule
    in one line there is one, since they are allowed together.
    """
    findings = tuple(findings)
    if len(findings) > _MOST:
        return
    kind = document.kind if isinstance(document, ProjectDocument) else FileKind.RUST
    if kind in _WITHOUT_COMMENTS:
        return
    # Comments of Markdown stand among its commands; at the top of the file there are none.
    reaches = (Reach.HERE,) if kind is FileKind.MARKDOWN else (Reach.HERE, Reach.FILE)
    lines = LineIndex(document.text)
    met: set[tuple[str, int | None]] = set()
    for finding in findings:
        if finding.code == UNUSED_ALLOW.code:  # An allow for it would be one more.
            continue
        line = lines.line_at(finding.span.start)
        for reach in reaches:
            place = line if reach is Reach.HERE else None
            if (finding.code, place) not in met:
                met.add((finding.code, place))
                suppression = Suppression(finding, reach)
                if _does_evidently_suppress(document, suppression) or (
                    # To try it in half-typed code could take long.
                    not (document.unit is not None and document.is_broken)
                    and suppression_fix(document, suppression)
                ):
                    yield suppression


def _does_evidently_suppress(document: Document, suppression: Suppression) -> bool:
    """Whether there is a comment for sure: for all of a Rust file, or at an item in it.

    What stands in no item is an attribute of the file or of a module, or cannot be read; between
    the arms of a macro no comment counts; and a predicate that is being typed may go on anywhere.
    """
    if document.unit is None:
        return False
    if suppression.reach is Reach.FILE:
        return True
    if document.is_broken and suppression.finding.code == MALFORMED_CFG.code:
        return False
    at, unit = suppression.finding.span.start, document.unit
    while unit.kind not in _MACROS:
        for offset, child in unit.children:
            if offset <= at < offset + child.length:
                at, unit = at - offset, child
                break
        else:
            return unit.kind is UnitKind.ITEM
    return False


def suppression_fix(document: Document, suppression: Suppression) -> Fix | None:
    """The fix that writes the comment; None if none does allow the finding.

    For that the text with the comment is read again.
    """
    finding, comments = suppression.finding, placed_allows(document)
    edits = _edits_here if suppression.reach is Reach.HERE else _edits_in_file
    for edit in edits(document, finding, comments):
        if _does_suppress(document, finding, edit):
            return Fix(suppression.title, (edit,), Applicability.MAYBE_INCORRECT)
    return None


def _edits_here(
    document: Document, finding: Finding, comments: Sequence[_Placed]
) -> Iterator[Edit]:
    """What may allow the finding at its place, the best first."""
    text = document.text
    for offset, allow in reversed(comments):
        if allow.scope is not AllowScope.FILE:
            # Does it cover the finding, once it names its code?
            named = replace(allow, codes=(finding.code,))
            if is_suppressed(text, [(offset, named)], finding):
                yield _one_more(text, allow.span.shift(offset), finding.code)
    comment = f"{_mark(document)} wasi-lsp: allow({finding.code})"
    lines = LineIndex(text)
    number = lines.line_at(finding.span.start)
    own, above = lines.line_span(number), lines.line_span(max(number - 1, 0))
    line = text[own.start : own.end]
    if not _goes_on(document, text[above.start : above.end]):
        start = own.start + (len(BOM_UTF8) if line.startswith(BOM_UTF8) else 0)
        indent = line[: len(line) - len(line.lstrip(b" \t"))].decode()
        yield Edit(Span(start, start), f"{indent}{comment}{_line_break(text)}")
    if not _goes_on(document, line):
        end = own.start + len(line.rstrip())
        yield Edit(Span(end, end), f" {comment}")


def _edits_in_file(
    document: Document, finding: Finding, comments: Sequence[_Placed]
) -> Iterator[Edit]:
    text = document.text
    for offset, allow in comments:
        if allow.scope is AllowScope.FILE:
            yield _one_more(text, allow.span.shift(offset), finding.code)
            return
    mark = _mark(document)
    at = _head_end(text, b"//!" if mark == "//" else b"#")
    # At the very start of a script it would name the script's interpreter.
    if at or not (isinstance(document, ProjectDocument) and document.kind is FileKind.SCRIPT):
        comment = f"{mark}! wasi-lsp: allow({finding.code})"
        yield Edit(Span(at, at), comment + _line_break(text))


def _does_suppress(document: Document, finding: Finding, edit: Edit) -> bool:
    """Whether the finding is allowed after the edit, and the file says what it said."""
    after = document.edited(edit.span, edit.text.encode())
    if after.is_broken != document.is_broken or _targets(after) != _targets(document):
        return False
    delta = len(after.text) - len(document.text) if edit.span.end <= finding.span.start else 0
    moved = replace(finding, span=finding.span.shift(delta))
    return is_suppressed(after.text, placed_allows(after), moved)


def _targets(document: Document) -> list[TargetName]:
    """The targets that a file of the project names, wherever, and whatever allows them."""
    if not isinstance(document, ProjectDocument):
        return []
    return [
        replace(target, span=Span(0, 0), allowed=frozenset()) for target in document.facts.targets
    ]


def _mark(document: Document) -> str:
    return "//" if document.unit is not None else "#"


def _one_more(text: bytes, comment: Span, code: str) -> Edit:
    """The edit that adds a code to a comment that suppresses something."""
    listed = text[comment.start : comment.end - 1].rstrip()
    comma = {b"(": "", b",": " "}.get(listed[-1:], ", ")
    at = comment.start + len(listed)
    return Edit(Span(at, at), comma + code)


def _goes_on(document: Document, line: bytes) -> bool:
    """Whether a command goes on in the next line, and a comment between the two would cut it."""
    return isinstance(document, ProjectDocument) and line.rstrip().endswith((b"\\", b"`"))


def _head_end(text: bytes, mark: bytes) -> int:
    """Where the lines end that are for the top of a file: a shebang, and comments that begin so."""
    at = len(BOM_UTF8) if text.startswith(BOM_UTF8) else 0
    end = at
    for line in text[at:].splitlines(keepends=True):
        at += len(line)
        start = line.strip()
        if start.startswith(mark) or (start.startswith(b"#!") and not start.startswith(b"#![")):
            end = at
        elif start and not start.startswith(b"//"):
            break
    return end


def _line_break(text: bytes) -> str:
    end = text.find(b"\n")
    return "\r\n" if end > 0 and text[end - 1] == 0x0D else "\n"

"""From findings to fixed texts: which fixes can be made together, and what comes of it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix
from wasi_lsp.text.edits import apply_edits
from wasi_lsp.text.span import Span

#: The text of a file that may be changed; None for one that must stay as it is.
TextOf = Callable[[Path], bytes | None]


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file before and after."""

    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class FixedFiles:
    """What one round makes of the files, and how many findings it settles."""

    files: Mapping[Path, FixedFile]
    count: int


def apply_fixes(
    findings: Iterable[tuple[Path, Finding]],
    applicabilities: frozenset[Applicability],
    text_of: TextOf,
) -> FixedFiles:
    """Make the first fix of each finding that is applicable, as far as none touches another.

    A fix is made as a whole or not at all, whichever files it changes. Those that touch an earlier
    one are left for the next round, when the places of everything are known anew.
    """
    taken, count = _take(findings, applicabilities, lambda path: text_of(path) is not None)
    files: dict[Path, FixedFile] = {}
    for path, chosen in taken.items():
        before = text_of(path)
        after = chosen.made_in(before) if before is not None else None
        if before is not None and after is not None:
            files[path] = FixedFile(before, after)
    return FixedFiles(files, count)


def edits_in_one_file(
    findings: Iterable[Finding], applicabilities: frozenset[Applicability], path: Path | None
) -> tuple[Edit, ...]:
    """The same for findings of one file, of fixes that change no other: the edits, none made.

    `path` is where the file is; None for a text that is not on disk.
    """
    own = path or Path()
    taken, _ = _take(((own, each) for each in findings), applicabilities, own.__eq__)
    return taken[own].edits if taken else ()


def _take(
    findings: Iterable[tuple[Path, Finding]],
    applicabilities: frozenset[Applicability],
    may_change: Callable[[Path], bool],
) -> tuple[dict[Path, _Edits], int]:
    """The edits of the fixes that are made together, by file, and how many findings they settle."""
    taken: dict[Path, _Edits] = {}
    count = 0
    for path, finding in findings:
        fix = next((each for each in finding.fixes if each.applicability in applicabilities), None)
        if fix is None:
            continue
        by_file = _by_file(path, fix)
        if any(not may_change(each) or not _are_apart(by_file[each]) for each in by_file):
            continue
        known = {each: taken.get(each) or _Edits() for each in by_file}
        is_new = all(known[each].has_room(edits) for each, edits in by_file.items())
        if is_new:
            taken |= known
            for each, edits in by_file.items():
                known[each].add(edits)
        # Several findings may have one fix in common, such as a new name for all of them.
        count += is_new or all(known[each].has(edits) for each, edits in by_file.items())
    return taken, count


def _by_file(path: Path, fix: Fix) -> dict[Path, list[Edit]]:
    by_file: dict[Path, list[Edit]] = {}
    for edit in fix.edits:
        by_file.setdefault(edit.path or path, []).append(edit)
    return by_file


def _are_apart(edits: Iterable[Edit]) -> bool:
    """Whether no two edits of one fix replace the same byte."""
    spans = sorted(edit.span for edit in edits)
    return all(first.end <= second.start for first, second in pairwise(spans))


class _Edits:
    """The edits that are taken in one file."""

    def __init__(self) -> None:
        #: In the order of their fixes: insertions of one fix at one place keep theirs.
        self._edits: dict[Edit, None] = {}
        self._spans: list[Span] = []

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Those that are taken."""
        return tuple(self._edits)

    def has_room(self, edits: Iterable[Edit]) -> bool:
        """Whether none of `edits` touches one that is taken."""
        return not any(self._is_touched(edit.span) for edit in edits)

    def has(self, edits: Iterable[Edit]) -> bool:
        """Whether these very edits are taken."""
        return all(edit in self._edits for edit in edits)

    def add(self, edits: Iterable[Edit]) -> None:
        """Take `edits`, for which there is room."""
        for edit in edits:
            self._edits[edit] = None
            insort(self._spans, edit.span)

    def made_in(self, text: bytes) -> bytes | None:
        """The text with the edits made; None where one of them leaves it."""
        line_break = _line_break(text)
        edits = [
            (edit.span, edit.text.encode().replace(b"\r\n", b"\n").replace(b"\n", line_break))
            for edit in self._edits
        ]
        return apply_edits(text, edits)

    def _is_touched(self, span: Span) -> bool:
        at = bisect_left(self._spans, span)
        near = self._spans[max(at - 1, 0) : at + 1]
        return any(other.start <= span.end and span.start <= other.end for other in near)


def _line_break(text: bytes) -> bytes:
    """How the lines of a text end: as its first one does."""
    first = text.find(b"\n")
    return b"\r\n" if text[max(first - 1, 0) : first] == b"\r" else b"\n"

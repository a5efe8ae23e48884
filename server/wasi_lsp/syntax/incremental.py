"""A source text with its tree, kept up to date by edits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from tree_sitter import Point, Tree

from wasi_lsp.syntax.extract import Before, Extractor, KnownUnit, UnitKey
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.syntax.gate_sites import GateSites
from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.half_typed import lines_around, parse, unclosed_attributes, with_closed
from wasi_lsp.text.edits import splice
from wasi_lsp.text.span import Span


class ParsedSource:
    """The text of an open file. A tree is 34 times its source: closed files have none."""

    def __init__(self, text: bytes, tree: Tree, half_typed: frozenset[Span]) -> None:
        self.text = text
        self._tree = tree
        #: The attributes that are closed for the parser.
        self._half_typed = half_typed
        self._known: dict[UnitKey, KnownUnit] = {}
        #: With more of them, there are many that are gone.
        self._many = 0
        self._unit: Unit | None = None
        #: How many bytes are as they were in the text of `_unit`, at its start and at its end.
        self._same = len(text), len(text)
        self._is_current = False

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Parse a whole text."""
        return cls(text, *parse(text))

    def edit(self, edits: Iterable[tuple[Span, bytes]]) -> None:
        """Replace the bytes of each span, one after another: each counts in the text before it."""
        touched: set[Span] = set()
        half_typed = set(self._half_typed)
        for span, replacement in edits:
            length = len(replacement)
            self._change(span, length, splice(self.text, span, replacement))
            touched = {_moved(each, span, length) for each in touched}
            touched.add(Span(span.start, span.start + length))
            half_typed = {_moved(each, span, length) for each in half_typed}
        self._close(half_typed, touched)
        before, self._tree = self._tree, self._parse()
        for each in before.changed_ranges(self._tree):
            self._note(Span(each.start_byte, each.end_byte))

    def _parse(self) -> Tree:
        return new_parser().parse(with_closed(self.text, self._half_typed), self._tree)

    def _close(self, before: set[Span], touched: set[Span]) -> None:
        """Find the attributes that have no end now; before the edits it was these."""
        untouched = {
            each
            for each in before
            if not any(each.start <= edit.end and edit.start <= each.end for edit in touched)
        }
        lines = [lines_around(self.text, edit) for edit in touched]
        elsewhere = {
            each for each in untouched if not any(near.touches(each.start) for near in lines)
        }
        found = {each for near in lines for each in unclosed_attributes(self.text, near)}
        self._half_typed = frozenset(elsewhere | found)
        # Those that are closed for the parser now, and were not, or the other way round.
        for each in (before | found) - (untouched & self._half_typed):
            self._change(each, each.end - each.start, self.text)

    def _change(self, span: Span, length: int, text: bytes) -> None:
        """Have `length` other bytes in place of those at `span`, which makes `text`."""
        new_end = span.start + length
        self._tree.edit(
            start_byte=span.start,
            old_end_byte=span.end,
            new_end_byte=new_end,
            start_point=_point(self.text, span.start),
            old_end_point=_point(self.text, span.end),
            new_end_point=_point(text, new_end),
        )
        self._note(span)
        self.text = text

    def _note(self, span: Span) -> None:
        """Note that something else is at `span` of the text as it is now."""
        start, end = self._same
        self._same = min(start, span.start), min(end, len(self.text) - span.end)
        self._is_current = False

    def edited(self, span: Span, replacement: bytes) -> Self:
        """What an edit would make of it; this source stays as it is."""
        edited = type(self)(self.text, self._tree.copy(), self._half_typed)
        edited._known, edited._many, edited._unit = self._known, self._many, self._unit
        edited._same, edited._is_current = self._same, self._is_current
        edited.edit([(span, replacement)])
        return edited

    @property
    def unit(self) -> Unit:
        """The facts of the file; units whose bytes did not change are the ones from before."""
        if self._unit is None or not self._is_current:
            before = None
            if self._unit is not None and len(self._known) <= self._many:
                before = Before(self._unit, *self._same)
            extractor = Extractor(self._known)
            is_broken = bool(self._half_typed)
            self._unit = extractor.file(self.text, self._tree, before, is_broken=is_broken)
            self._known = extractor.used
            if before is None:
                self._many = 2 * len(self._known) + 64
            self._same = len(self.text), len(self.text)
            self._is_current = True
        return self._unit

    def gate_sites(self) -> GateSites:
        """Where attributes can take code of the text as it is now out of a build."""
        return GateSites(self.text, self._tree)


def _point(text: bytes, offset: int) -> Point:
    line_start = text.rfind(b"\n", 0, offset) + 1
    return Point(text.count(b"\n", 0, offset), offset - line_start)


def _moved(span: Span, edited: Span, length: int) -> Span:
    """Where `span` is once `length` bytes are in place of those at `edited`, which may be in it."""
    delta = length - (edited.end - edited.start)
    if span.end < edited.start:
        return span
    if edited.end < span.start:
        return span.shift(delta)
    return Span(min(span.start, edited.start), max(span.end, edited.end) + delta)

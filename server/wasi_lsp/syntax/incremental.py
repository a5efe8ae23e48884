"""A source text with its tree, kept up to date by edits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from tree_sitter import Point, Tree

from wasi_lsp.syntax.extract import Extractor, KnownUnit, UnitKey
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.syntax.gate_sites import GateSites
from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.text.span import Span


class ParsedSource:
    """The text of an open file. A tree is 34 times its source: closed files have none."""

    def __init__(self, text: bytes, tree: Tree) -> None:
        self.text = text
        self._tree = tree
        self._known: dict[UnitKey, KnownUnit] = {}
        self._unit: Unit | None = None

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Parse a whole text."""
        return cls(text, new_parser().parse(text))

    def edit(self, edits: Iterable[tuple[Span, bytes]]) -> None:
        """Replace the bytes of each span, one after another: each counts in the text before it."""
        for span, replacement in edits:
            new_end = span.start + len(replacement)
            text = self.text[: span.start] + replacement + self.text[span.end :]
            self._tree.edit(
                start_byte=span.start,
                old_end_byte=span.end,
                new_end_byte=new_end,
                start_point=_point(self.text, span.start),
                old_end_point=_point(self.text, span.end),
                new_end_point=_point(text, new_end),
            )
            self.text = text
        self._tree = new_parser().parse(self.text, self._tree)
        self._unit = None

    def edited(self, span: Span, replacement: bytes) -> Self:
        """What an edit would make of it; this source stays as it is."""
        edited = type(self)(self.text, self._tree.copy())
        edited._known = self._known
        edited.edit([(span, replacement)])
        return edited

    @property
    def unit(self) -> Unit:
        """The facts of the file; units whose bytes did not change are the ones from before."""
        if self._unit is None:
            extractor = Extractor(self._known)
            self._unit = extractor.file(self.text, self._tree)
            self._known = extractor.used
        return self._unit

    def gate_sites(self) -> GateSites:
        """Where attributes can take code of the text as it is now out of a build."""
        return GateSites(self.text, self._tree)


def _point(text: bytes, offset: int) -> Point:
    line_start = text.rfind(b"\n", 0, offset) + 1
    return Point(text.count(b"\n", 0, offset), offset - line_start)

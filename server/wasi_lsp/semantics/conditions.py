"""Conditions as regions: where code exists, and apart from it where it is reached."""

from __future__ import annotations

from collections.abc import Iterable

from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.facts import Gate, Guard
from wasi_lsp.text.nesting import Nesting
from wasi_lsp.text.span import Span


class Layers:
    """The gates or the guards of a unit, to be looked up by place."""

    def __init__(self, conditions: Iterable[Gate | Guard]) -> None:
        #: By number: those with a smaller span come after those around them.
        self.ordered = sorted(conditions, key=lambda each: (each.span.start, -each.span.end))
        self._nesting = Nesting(each.span for each in self.ordered)
        self._regions: list[Region] = []
        for number, each in enumerate(self.ordered):
            outer = self.region(self._nesting.outer(number))
            self._regions.append(outer & Region.of(each.condition))

    def at(self, span: Span) -> Region:
        """Where all conditions hold that cover `span`."""
        return self.region(self.innermost(span))

    def innermost(self, span: Span) -> int:
        """The number of the innermost one that covers `span`; -1 where there is none."""
        return next(self._nesting.around(span), -1)

    def outer(self, number: int) -> int:
        """The number of the innermost one around another; -1 where there is none."""
        return self._nesting.outer(number)

    def region(self, number: int) -> Region:
        """Where the one with this number holds, and all around it."""
        return self._regions[number] if number >= 0 else Region.everywhere()

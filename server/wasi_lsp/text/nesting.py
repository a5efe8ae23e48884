"""Spans of which each lies within another or apart from it, to be looked up by place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from wasi_lsp.text.span import Span


class Nesting:
    """Looks up which of `spans` cover a place; they are counted in the order of their places.

    A lookup takes as many steps as the spans are deep, not as many as there are.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans, key=lambda each: (each.start, -each.end))
        #: The innermost span around each; -1 where there is none.
        self._outer: list[int] = []
        innermost = -1
        for number, span in enumerate(self.spans):
            innermost = next(self._covering(span, innermost), -1)
            self._outer.append(innermost)
            innermost = number

    def outer(self, number: int) -> int:
        """The innermost span around that with this number; -1 where there is none."""
        return self._outer[number]

    def around(self, span: Span) -> Iterator[int]:
        """The numbers of those that cover `span`, which is not empty, innermost first."""
        last = bisect_right(self.spans, span.start, key=lambda each: each.start) - 1
        return self._covering(span, last)

    def _covering(self, span: Span, number: int) -> Iterator[int]:
        while number >= 0:
            if self.spans[number].covers(span):
                yield number
            number = self._outer[number]

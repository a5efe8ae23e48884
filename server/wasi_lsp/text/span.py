"""Spans: where something stands in a file."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of UTF-8 byte offsets, `start` included, `end` excluded."""

    start: int
    end: int

    def shift(self, delta: int) -> Span:
        """The same length, `delta` bytes further on."""
        return Span(self.start + delta, self.end + delta)

    def covers(self, other: Span) -> bool:
        """Whether `other` lies within this span (an equal span does)."""
        return self.start <= other.start and other.end <= self.end

    def contains(self, offset: int) -> bool:
        """Whether the byte at `offset` belongs to this span."""
        return self.start <= offset < self.end

    def touches(self, offset: int) -> bool:
        """Whether a cursor at `offset` stands in this span or at one of its ends."""
        return self.start <= offset <= self.end

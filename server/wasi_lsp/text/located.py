"""Text that stands otherwise in a file than it is meant: a string with escapes, decoded."""

from __future__ import annotations

from dataclasses import dataclass

from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class Located:
    """A text, and where each of its characters stands."""

    text: str
    #: The UTF-8 byte offset in the file of each character, and of the end.
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Where the characters from `start` up to `end` stand in the file."""
        return Span(self.offsets[start], self.offsets[end])

    def part(self, start: int, end: int) -> Located:
        """The characters from `start` up to `end`."""
        return Located(self.text[start:end], self.offsets[start : end + 1])

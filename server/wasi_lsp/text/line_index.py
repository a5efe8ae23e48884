"""Line numbers and columns of a text, in the units of every client.

Lines end at `\n`, `\r\n` and `\r`, as LSP says, and nowhere else: a form feed or U+2028 stands
within its line. A file from disk need not be UTF-8: there each byte that belongs to no character
counts as one character, so that positions exist for it too.
"""

from __future__ import annotations

from bisect import bisect_right
from codecs import BOM_UTF8
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple, Self

from wasi_lsp.text.edits import splice
from wasi_lsp.text.span import Span

#: Within a long line, columns are counted from the last multiple of so many bytes.
_STRIDE = 4096


class Encoding(StrEnum):
    """The units in which a column counts; the values are those of LSP's PositionEncodingKind."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class Position(NamedTuple):
    """A line and a column, both from 0; the units of the column are the caller's `Encoding`."""

    line: int
    column: int


class LineIndex:
    """The lines of one text; a value: an edit gives a new index.

    Offsets are bytes. What lies outside the text or its line is clamped, as LSP asks for, and
    what lies within a character counts as the start of the character; nothing raises.
    """

    __slots__ = ("_ascii", "_long_lines", "_starts", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._starts = _line_starts(text)
        self._ascii = text.isascii()
        # Filled when asked for; a pure function of the text.
        self._long_lines: dict[tuple[int, Encoding], list[tuple[int, int]]] = {}

    @property
    def line_count(self) -> int:
        """The number of lines; a text that ends in a line break has an empty last one."""
        return len(self._starts)

    def line_span(self, line: int) -> Span:
        """The bytes of `line` (from 0, at most the last) without its line break."""
        start = self._starts[line]
        if line + 1 == len(self._starts):
            return Span(start, len(self.text))
        end = self._starts[line + 1] - 1
        if end > start and self.text[end - 1 : end + 1] == b"\r\n":
            end -= 1
        return Span(start, end)

    def line_at(self, offset: int) -> int:
        """The line, from 0, that holds the byte at `offset`; a line break ends its line."""
        return bisect_right(self._starts, max(offset, 0)) - 1

    def position(self, offset: int, encoding: Encoding) -> Position:
        """Where the byte at `offset` stands."""
        line = self.line_at(offset)
        start, end = self.line_span(line)
        offset = min(max(offset, 0), end)
        # All units are one byte in most lines of any text.
        if self._ascii or (offset - start <= _STRIDE and self.text[start:offset].isascii()):
            return Position(line, offset - start)
        offset = self._character_start(start, offset)
        if encoding is Encoding.UTF8:
            return Position(line, offset - start)
        origin, column = self._checkpoint(line, encoding, byte=offset)
        return Position(line, column + _units(self.text[origin:offset], encoding))

    def offset(self, position: Position, encoding: Encoding) -> int:
        """The byte at `position`."""
        if position.line < 0:
            return 0
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self.line_span(position.line)
        column = max(position.column, 0)
        if self._ascii or encoding is Encoding.UTF8:
            return self._character_start(start, min(start + column, end))
        origin, counted = self._checkpoint(position.line, encoding, column=column)
        # No character takes more than 4 bytes: what lies further on cannot matter.
        wanted = column - counted
        rest = self.text[origin : min(origin + 4 * wanted + 4, end)]
        return origin + _bytes_of(rest, wanted, encoding)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Line and column for people: both from 1, the column in Unicode scalar values.

        A byte order mark has no column, as for rustc.
        """
        line, column = self.position(offset, Encoding.UTF32)
        has_mark = line == 0 and column > 0 and self.text.startswith(BOM_UTF8)
        return line + 1, column + 1 - has_mark

    def splice(self, span: Span, replacement: bytes) -> Self:
        """The index after the bytes of `span`, which lies in the text, were replaced.

        Only the lines that the edit touches are read again.
        """
        text = splice(self.text, span, replacement)
        starts = self._starts
        first = self.line_at(span.start)
        if first and starts[first] == span.start and self.text[span.start - 1] == 0x0D:
            # The edit may put a `\n` behind the `\r` that ended the line before.
            first -= 1
        after = self.line_at(span.end) + 1
        delta = len(replacement) - (span.end - span.start)
        low = starts[first]
        high = starts[after] + delta if after < len(starts) else len(text)
        middle = [low + start for start in _line_starts(text[low:high])]
        if after < len(starts):
            # The region ends in a line break: the empty line behind it is line `after`.
            middle.pop()

        edited = type(self).__new__(type(self))
        edited.text = text
        edited._starts = starts[:first] + middle + [start + delta for start in starts[after:]]
        edited._ascii = replacement.isascii() if self._ascii else text.isascii()
        edited._long_lines = {}
        return edited

    def _character_start(self, line_start: int, offset: int) -> int:
        """`offset`, or where the character begins in the midst of which it lies."""
        text = self.text
        if self._ascii or offset == len(text) or text[offset] & 0xC0 != 0x80:
            return offset
        for lead in range(offset - 1, max(offset - 4, line_start - 1), -1):
            if text[lead] & 0xC0 == 0x80:
                continue
            length = _sequence_length(text[lead])
            if lead + length > offset and _is_character(text[lead : lead + length]):
                return lead
            break
        return offset

    def _checkpoint(
        self, line: int, encoding: Encoding, *, byte: int | None = None, column: int = 0
    ) -> tuple[int, int]:
        """A place in `line`, (byte offset, column), at or before `byte` or else `column`.

        Without it, a file that is one line of megabytes would be counted through for each finding.
        """
        start, end = self.line_span(line)
        if end - start <= _STRIDE:
            return start, 0
        key = (line, encoding)
        if (places := self._long_lines.get(key)) is None:
            cuts = [
                self._character_start(start, cut) for cut in range(start + _STRIDE, end, _STRIDE)
            ]
            units = (
                _units(self.text[a:b], encoding) for a, b in zip([start, *cuts], cuts, strict=False)
            )
            places = list(zip([start, *cuts], accumulate(units, initial=0), strict=True))
            self._long_lines[key] = places
        if byte is not None:
            return places[bisect_right(places, byte, key=lambda place: place[0]) - 1]
        return places[bisect_right(places, column, key=lambda place: place[1]) - 1]


def _line_starts(text: bytes) -> list[int]:
    # bytes.splitlines, unlike str.splitlines, knows `\n`, `\r\n` and `\r` alone.
    starts = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
    if len(starts) > 1 and text[-1] not in b"\r\n":
        starts.pop()
    return starts


def _units(text: bytes, encoding: Encoding) -> int:
    """How many units of `encoding`, UTF-16 or UTF-32, the whole characters of `text` take."""
    if text.isascii():
        return len(text)
    # `surrogateescape` makes each stray byte one character, and gives it back.
    characters = text.decode("utf-8", "surrogateescape")
    if encoding is Encoding.UTF16:
        return len(characters.encode("utf-16-le", "surrogatepass")) // 2
    return len(characters)


def _bytes_of(text: bytes, units: int, encoding: Encoding) -> int:
    """How many bytes the first `units` of `text` take; half a surrogate pair counts for nothing."""
    if text.isascii():
        return min(units, len(text))
    characters = text.decode("utf-8", "surrogateescape")
    if encoding is Encoding.UTF16:
        utf16 = characters.encode("utf-16-le", "surrogatepass")[: 2 * units]
        if utf16 and 0xD8 <= utf16[-1] <= 0xDB:
            utf16 = utf16[:-2]
        characters = utf16.decode("utf-16-le", "surrogatepass")
    else:
        characters = characters[:units]
    return len(characters.encode("utf-8", "surrogateescape"))


def _sequence_length(lead: int) -> int:
    """How many bytes the character with this first byte takes, if it is one."""
    if lead >= 0xF0:
        return 4
    return 3 if lead >= 0xE0 else 2


def _is_character(sequence: bytes) -> bool:
    try:
        sequence.decode()
    except UnicodeDecodeError:
        return False
    return True

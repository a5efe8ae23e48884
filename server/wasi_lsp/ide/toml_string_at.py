"""The string at a place in a TOML file: what it means, and how to complete in it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from wasi_lsp.ide.answers import Completion
from wasi_lsp.ide.toml_position import TomlPosition
from wasi_lsp.syntax.toml_string import escape, locate_string
from wasi_lsp.text.located import Located


@dataclass(frozen=True, slots=True)
class TomlStringAt:
    """A string on one line, decoded, as far as it goes.

    `text` is what it means, and `offset` the place of the cursor in that, both of bytes in UTF-8.
    """

    text: bytes
    offset: int
    has_escapes: bool
    _inside: Located

    def fitted(self, completion: Completion) -> Completion:
        """A completion of `text`, as one of the file: at its place there, and escaped."""
        inserted = completion.insert_text
        if self.has_escapes:
            inserted = escape(inserted)
            if completion.is_snippet:
                # In a snippet of LSP a backslash is itself written with one before it.
                inserted = inserted.replace("\\", "\\\\")
        span = self._inside.span(
            self._index(completion.span.start), self._index(completion.span.end)
        )
        return replace(completion, span=span, insert_text=inserted)

    def _index(self, offset: int) -> int:
        return len(self.text[:offset].decode())


def string_at(text: bytes, place: TomlPosition, offset: int) -> TomlStringAt | None:
    """The string at a place; where it is not closed, up to the cursor at the byte `offset`.

    None for strings of several lines, and for what is not a string.
    """
    if len(place.quote) != 1:
        return None
    end = place.span.end if place.closed else offset
    try:
        source = text[place.span.start : end].decode()
    except UnicodeDecodeError:
        return None
    inside = locate_string(place.quote + source + place.quote, place.span.start - 1)
    if inside is None:
        return None
    before = inside.text[: bisect_left(inside.offsets, offset)]
    return TomlStringAt(inside.text.encode(), len(before.encode()), place.quote == '"', inside)

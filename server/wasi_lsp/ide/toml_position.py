"""Where in a TOML file the cursor stands, found in half-typed text.

Lexical only: what is being typed rarely parses. The text before the cursor is read once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from wasi_lsp.text.span import Span

#: A string that is not closed ends with its line, one of several lines with the text.
_TOKEN = re.compile(
    rb"""(?P<comment>\#[^\n]*)
    | (?P<text>\"{3}(?:[^\\]|\\.)*?\"{3} | '{3}.*?'{3}) | (?P<open_text>\"{3}.* | '{3}.*)
    | (?P<string>\"(?:[^"\\\n]|\\[^\n])*\" | '[^'\n]*') | (?P<open>\"[^\n]* | '[^\n]*)
    | (?P<word>[A-Za-z0-9_\-\x80-\xff]+)
    | (?P<mark>[\[\]{}=.,\n])""",
    re.VERBOSE | re.DOTALL,
)
#: No path that matters here is as long; longer ones are cut off.
_LONGEST = 8
#: A header begins a line, and no array holds a bare word: an array that is not closed ends here.
_HEADER_START = re.compile(rb"\[\[?[ \t]*(?:[A-Za-z0-9_\-]+[ \t]*(?:[.\]\r\n]|$)|$)")
_REST_OF_WORD = re.compile(rb"[A-Za-z0-9_\-\x80-\xff]*")
_REST_OF_STRING = {
    b'"': re.compile(rb'(?:[^"\\\r\n]|\\[^\r\n])*(?=")'),
    b"'": re.compile(rb"[^'\r\n]*(?=')"),
    b'"""': re.compile(rb'[^\r\n]*?(?=""")'),
    b"'''": re.compile(rb"[^\r\n]*?(?=''')"),
}


class Place(Enum):
    """What a name or string at the cursor is."""

    #: A name in the brackets of a table's header.
    HEADER = "header"
    KEY = "key"
    VALUE = "value"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class TomlPosition:
    """A place in a TOML file.

    `path` are the names that lead to it: in a header or a key those before the cursor's own, in a
    value those of its key. `span` is what a completion replaces, in UTF-8 byte offsets: the word or
    the inside of the quotes. `quote` opens the string at the cursor, empty outside of one; `closed`
    says that it ends behind the cursor. In a comment `span` is the comment up to the cursor.
    """

    place: Place
    path: tuple[str, ...]
    span: Span
    quote: str = ""
    closed: bool = False


class _Token(NamedTuple):
    kind: str
    start: int
    text: bytes


@dataclass(slots=True)
class _Frame:
    """What is open at the cursor: the file, a header, an array or an inline table."""

    kind: str
    #: The names around.
    path: tuple[str, ...]
    #: The names of the key or header, as far as they are read.
    names: tuple[str, ...] = ()
    #: Whether `=` stands before the cursor.
    in_value: bool = False

    @property
    def around(self) -> tuple[str, ...]:
        """The names that lead to what stands in it."""
        return (*self.path, *self.names)[:_LONGEST]


def toml_position(text: bytes, offset: int) -> TomlPosition:
    """The place at the byte `offset` of `text`."""
    frames = [_Frame("file", ())]
    last: _Token | None = None
    begins_line = True
    for match in _TOKEN.finditer(text, 0, offset):
        token = _Token(match.lastgroup or "", match.start(), match[0])
        last = token if match.end() == offset else None
        if begins_line and token.text == b"[" and _begins_header(frames[-1], token, text, offset):
            frames = [_Frame("header", ())]
        elif last is None or token.kind in ("mark", "string"):
            _take(frames, token)
        begins_line = token.text == b"\n"
    return _position(frames, last, text, offset)


def _begins_header(frame: _Frame, token: _Token, text: bytes, offset: int) -> bool:
    """Whether the bracket `token`, which begins a line, is that of a header."""
    if frame.kind == "file":
        return not frame.in_value
    return _HEADER_START.match(text, token.start, offset) is not None


def _take(frames: list[_Frame], token: _Token) -> None:
    """Take in a token that ends before the cursor."""
    frame = frames[-1]
    if token.kind in ("word", "string"):
        if not frame.in_value:
            frame.names = (*frame.names, _name(token.text))[:_LONGEST]
        return
    match token.text if token.kind == "mark" else b"":
        case b"\n":
            _end_line(frames)
        case b"]" if frame.kind == "header":
            frames[:] = [_Frame("file", frame.names)]
        case b"[" if frame.kind != "header":
            frames.append(_Frame("array", frame.around, in_value=True))
        case b"{":
            frames.append(_Frame("table", frame.around))
        case b"]" | b"}" if len(frames) > 1:
            frames.pop()
        case b"=":
            frame.in_value = True
        case b"," if frame.kind == "table":
            frame.names, frame.in_value = (), False


def _end_line(frames: list[_Frame]) -> None:
    """A key with its value, and a header, end with their line."""
    if frames[-1].kind == "header":
        frames[:] = [_Frame("file", frames[-1].names)]
    elif frames[-1].kind == "file":
        frames[-1].names, frames[-1].in_value = (), False


def _position(frames: list[_Frame], last: _Token | None, text: bytes, offset: int) -> TomlPosition:
    frame = frames[-1]
    place = Place.VALUE if frame.in_value else Place.KEY
    if frame.kind == "header":
        place = Place.HEADER
    path = frame.around
    if last is not None and last.kind == "comment":
        return TomlPosition(Place.COMMENT, path, Span(last.start, offset))
    if last is not None and last.kind in ("open", "open_text"):
        quote = last.text[: 3 if last.kind == "open_text" else 1]
        end = _end_of_string(text, offset, quote)
        span = Span(last.start + len(quote), end if end is not None else offset)
        return TomlPosition(place, path, span, quote.decode(), end is not None)
    start = last.start if last is not None and last.kind == "word" else offset
    rest = _REST_OF_WORD.match(text, offset)
    return TomlPosition(place, path, Span(start, rest.end() if rest is not None else offset))


def _end_of_string(text: bytes, offset: int, quote: bytes) -> int | None:
    """Where the string ends that is open at `offset`: before its quotes, on the same line."""
    rest = _REST_OF_STRING[quote].match(text, offset)
    return rest.end() if rest is not None else None


def _name(source: bytes) -> str:
    """A bare or quoted name; escapes stay as they are written, which no name here has."""
    text = source.decode(errors="replace")
    return text[1:-1] if text[:1] in ("'", '"') else text

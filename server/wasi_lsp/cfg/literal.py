"""What a string literal of Rust means.

Source: the Rust Reference, "String literals" and "Raw string literals"; checked against rustc 1.96.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wasi_lsp.text.located import Located
from wasi_lsp.text.span import Span

_SIMPLE = {b"n": "\n", b"r": "\r", b"t": "\t", b"\\": "\\", b"0": "\0", b"'": "'", b'"': '"'}
_ESCAPE = re.compile(rb"\\(u\{[^}\"]*\}|x[^\"]{0,2}|\r\n[ \t\r\n]*|\n[ \t\r\n]*|.)", re.DOTALL)
_RAW = re.compile(rb'r(#*)"(.*)"\1', re.DOTALL)
_UNICODE = re.compile(rb"u\{([0-9a-fA-F][0-9a-fA-F_]*)\}")
#: A line end, a character of UTF-8, or a byte that is none.
_CHARACTER = re.compile(rb"\r\n|[\xc0-\xff][\x80-\xbf]{1,3}|.", re.DOTALL)
_HEX = re.compile(rb"x[0-7][0-9a-fA-F]")


class Problem(NamedTuple):
    """Why rustc rejects a literal, and where."""

    span: Span
    message: str


class _Piece(NamedTuple):
    """A part of a literal as it stands: one escape, or what is between two."""

    source: bytes
    at: int
    is_escape: bool


def unquote(literal: bytes, start: int) -> tuple[str, Problem | None]:
    """The value of a string or raw string without its suffix; `start` is where it stands.

    A literal with a problem has the value that could be read.
    """
    parts: list[str] = []
    problem: Problem | None = None
    for piece in _pieces(literal, start):
        if piece.is_escape:
            meaning, why = _meaning(piece.source[1:])
            span = Span(piece.at, piece.at + len(piece.source))
            problem = problem or (Problem(span, why) if why else None)
        else:
            meaning = _decode(piece.source)
            problem = problem or _bare_return(piece.source, piece.at)
        parts.append(meaning)
    return "".join(parts), problem


def locate(literal: bytes, start: int) -> Located:
    """The value of a string or raw string, with the place of each of its characters."""
    text: list[str] = []
    offsets: list[int] = []
    at = start
    for piece in _pieces(literal, start):
        at = piece.at
        if piece.is_escape:
            parts = [(_meaning(piece.source[1:])[0], len(piece.source))]
        else:
            parts = [(_decode(char), len(char)) for char in _CHARACTER.findall(piece.source)]
        for meaning, length in parts:
            text.append(meaning)
            offsets += [at] * len(meaning)
            at += length
    return Located("".join(text), (*offsets, at))


def _pieces(literal: bytes, start: int) -> Iterator[_Piece]:
    raw = _RAW.fullmatch(literal)
    body = raw[2] if raw else literal[1:-1]
    at = start + (raw.start(2) if raw else 1)
    done = 0
    for escape in () if raw else _ESCAPE.finditer(body):
        yield _Piece(body[done : escape.start()], at + done, is_escape=False)
        yield _Piece(escape[0], at + escape.start(), is_escape=True)
        done = escape.end()
    yield _Piece(body[done:], at + done, is_escape=False)


def quote(value: str) -> str:
    """A string literal that means `value`."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
    return '"' + "".join(escapes.get(char, char) for char in value) + '"'


def _decode(body: bytes) -> str:
    # rustc reads a line end of either kind as `\n`. A file that is no UTF-8 does not compile.
    return body.decode("utf-8", "replace").replace("\r\n", "\n")


def _bare_return(body: bytes, at: int) -> Problem | None:
    bare = re.search(rb"\r(?!\n)", body)
    if bare is None:
        return None
    span = Span(at + bare.start(), at + bare.end())
    return Problem(span, "a carriage return alone is not allowed in a string: write `\\r`")


def _meaning(escape: bytes) -> tuple[str, str | None]:
    """What stands after the backslash: its meaning and what is wrong with it."""
    if (char := _SIMPLE.get(escape)) is not None:
        return char, None
    if escape[:1] == b"\n" or escape[:2] == b"\r\n":
        return "", None
    if escape[:1] == b"x":
        if _HEX.fullmatch(escape):
            return chr(int(escape[1:], 16)), None
        return "", "`\\x` takes two hex digits, from `\\x00` to `\\x7f`: use `\\u{…}` for others"
    if escape[:1] == b"u":
        return _unicode(escape)
    return "", f"Rust has no escape `\\{_decode(escape)}`: for a backslash write `\\\\`"


def _unicode(escape: bytes) -> tuple[str, str | None]:
    match = _UNICODE.fullmatch(escape)
    if match is None:
        return "", "`\\u` takes hex digits in braces, such as `\\u{1F980}`"
    digits = match[1].replace(b"_", b"")
    if len(digits) > 6:
        return "", "`\\u{…}` takes at most six hex digits"
    code = int(digits, 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return "", "`\\u{…}` must name a Unicode character: up to 10FFFF, and no surrogate"
    return chr(code), None

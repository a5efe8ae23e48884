"""The tokens of a cfg predicate, as rustc splits them.

Works on UTF-8 bytes; every offset is a byte offset into the text that was given. Any input gives
tokens: what Rust has no token for becomes `UNKNOWN`, what is not closed becomes `UNTERMINATED`.
Grammar: the Rust Reference, "Tokens", "Whitespace" and "Comments".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from wasi_lsp.text.span import Span


class TokenKind(Enum):
    """What a token is, as far as a predicate cares."""

    IDENT = auto()
    #: `r#name`; `Token.name` is without the mark.
    RAW_IDENT = auto()
    STRING = auto()
    RAW_STRING = auto()
    #: Byte strings, C strings, characters, numbers: literals that a predicate never takes.
    OTHER_LITERAL = auto()
    LIFETIME = auto()
    PUNCT = auto()
    #: A doc comment: a token to rustc, unlike other comments.
    DOC_COMMENT = auto()
    #: A literal or comment that does not end before the text does.
    UNTERMINATED = auto()
    UNKNOWN = auto()
    END = auto()


class Token(NamedTuple):
    """One token. `suffix` is where the suffix of a literal begins, or `end` if it has none."""

    kind: TokenKind
    start: int
    end: int
    suffix: int

    @property
    def span(self) -> Span:
        """The bytes of the token."""
        return Span(self.start, self.end)


# Rust's whitespace is Pattern_White_Space: ASCII, NEL, the two marks and the two separators.
_SPACE = re.compile(rb"(?:[\t\n\v\f\r ]|\xc2\x85|\xe2\x80[\x8e\x8f\xa8\xa9]|//(?!/(?!/)|!)[^\n]*)+")
_BLOCK_EDGE = re.compile(rb"/\*|\*/")
# `/**` and `/*!` begin doc comments, but `/***` and `/**/` do not.
_DOC_BLOCK = re.compile(rb"/\*(?:\*(?![*/])|!)")
_ASCII_WORD = re.compile(rb"[A-Za-z0-9_]+")
_TOKEN = re.compile(
    rb"""
      (?P<raw_string> r\#*" )
    | (?P<other_raw>  [bc]r\#*" )
    | (?P<raw_ident>  r\#(?=[A-Za-z_\x80-\xff]) )
    | (?P<string>     " )
    | (?P<other_str>  [bc]" )
    | (?P<char>       b?'(?:\\(?:u\{[0-9a-fA-F_]*\}|x..|.)|[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]+)' )
    | (?P<lifetime>   '[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]* )
    | (?P<word>       [A-Za-z_\x80-\xff] )
    | (?P<number>     [0-9][0-9A-Za-z_]*(?:\.[0-9][0-9A-Za-z_]*)? )
    | (?P<doc_line>   //[/!][^\n]* )
    | (?P<punct>      => | == | != | && | \|\| | :: | <= | >= | [!-/:-@\[-^{-~] )
    """,
    re.VERBOSE | re.DOTALL,
)
_REST_OF_STRING = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


def tokens(text: bytes, start: int, end: int) -> Iterator[Token]:
    """The tokens of `text[start:end]`, lazily; the last one is always `END`."""
    pos = start
    while True:
        if space := _SPACE.match(text, pos, end):
            pos = space.end()
        if text.startswith(b"/*", pos, end):
            close = _block_comment_end(text, pos, end)
            if close is None:
                yield Token(TokenKind.UNTERMINATED, pos, end, end)
                pos = end
            elif _DOC_BLOCK.match(text, pos, end):
                yield Token(TokenKind.DOC_COMMENT, pos, close, close)
                pos = close
            else:
                pos = close
            continue
        if pos >= end:
            yield Token(TokenKind.END, end, end, end)
            return
        token = _next(text, pos, end)
        yield token
        pos = token.end


def _next(text: bytes, pos: int, end: int) -> Token:
    match = _TOKEN.match(text, pos, end)
    if match is None:
        return _plain(TokenKind.UNKNOWN, pos, pos + 1)
    close = match.end()
    match match.lastgroup:
        case "word":
            return _word(TokenKind.IDENT, text, pos, pos, end)
        case "raw_ident":
            return _word(TokenKind.RAW_IDENT, text, pos, pos + 2, end)
        case "string":
            return _string(TokenKind.STRING, text, pos, close, end)
        case "other_str":
            return _string(TokenKind.OTHER_LITERAL, text, pos, close, end)
        case "raw_string":
            return _raw_string(TokenKind.RAW_STRING, text, pos, close, end)
        case "other_raw":
            return _raw_string(TokenKind.OTHER_LITERAL, text, pos, close, end)
        case "char":
            return _literal(TokenKind.OTHER_LITERAL, text, pos, close, end)
        case "number":
            return _plain(TokenKind.OTHER_LITERAL, pos, close)
        case "lifetime":
            return _plain(TokenKind.LIFETIME, pos, close)
        case "doc_line":
            return _plain(TokenKind.DOC_COMMENT, pos, close)
        case _:
            return _plain(TokenKind.PUNCT, pos, close)


def _plain(kind: TokenKind, start: int, end: int) -> Token:
    return Token(kind, start, end, end)


def _literal(kind: TokenKind, text: bytes, start: int, close: int, end: int) -> Token:
    """A literal that ends at `close`, and the suffix that Rust makes part of it."""
    return Token(kind, start, _identifier_end(text, close, end), close)


def _string(kind: TokenKind, text: bytes, start: int, inside: int, end: int) -> Token:
    rest = _REST_OF_STRING.match(text, inside, end)
    if rest is None:
        return _plain(TokenKind.UNTERMINATED, start, end)
    return _literal(kind, text, start, rest.end(), end)


def _raw_string(kind: TokenKind, text: bytes, start: int, inside: int, end: int) -> Token:
    closing = b'"' + b"#" * text.count(b"#", start, inside)
    close = text.find(closing, inside, end)
    if close < 0:
        return _plain(TokenKind.UNTERMINATED, start, end)
    return _literal(kind, text, start, close + len(closing), end)


def _block_comment_end(text: bytes, start: int, end: int) -> int | None:
    """Where the block comment at `start` ends (they nest), or None if it does not."""
    depth = 0
    for edge in _BLOCK_EDGE.finditer(text, start, end):
        depth += 1 if edge.group() == b"/*" else -1
        if depth == 0:
            return edge.end()
    return None


def _word(kind: TokenKind, text: bytes, start: int, name: int, end: int) -> Token:
    """The identifier at `name`, with the `r#` before it if there is one."""
    close = _identifier_end(text, name, end)
    if close > name:
        return _plain(kind, start, close)
    # No identifier begins with this character; it is one character of UTF-8, or a stray byte.
    return _plain(TokenKind.UNKNOWN, start, name + len(_char(text, name, end).encode() or b"?"))


def _identifier_end(text: bytes, start: int, end: int) -> int:
    """How far the identifier at `start` reaches: XID_Start or `_`, then XID_Continue."""
    pos = start
    while True:
        ascii_part = _ASCII_WORD.match(text, pos, end)
        if ascii_part is not None:
            pos = ascii_part.end()
        char = _char(text, pos, end)
        # Python's identifiers are XID too.
        if char.isascii() or not (char if pos == start else "a" + char).isidentifier():
            return pos
        pos += len(char.encode())


def _char(text: bytes, pos: int, end: int) -> str:
    """The character at `pos`; empty at the end and where there is no UTF-8."""
    return text[pos : min(pos + 4, end)].decode("utf-8", "ignore")[:1]

"""A lexical walk over Rust source: where attributes and cfg macros begin, and where groups end.

tree-sitter loses attributes in half-typed code and in token trees (`#[cfg(target_env = "` in a file
with seven attributes leaves four of them). Finding them by their tokens loses none. Strings,
characters and comments are skipped, so that a `#[cfg(…)]` in a doc example is not one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from wasi_lsp.cfg.lexer import TokenKind, tokens
from wasi_lsp.text.span import Span

_BLOCK_COMMENT_EDGE = re.compile(rb"/\*|\*/")
_PLACE = re.compile(
    rb"""
      (?P<line_comment>  //[^\n]* )
    | (?P<block_comment> /\* )
    | (?P<raw_string>    \b(?:b|c)?r(?P<hashes>\#*)" )
    | (?P<string>        "[^"\\]*+(?:\\.[^"\\]*+)*+" )
    | (?P<char>          '(?:\\[^\n][^'\n]*|[^'\\\n]|[\xc0-\xff][\x80-\xbf]+)' )
    | (?P<attribute>     \#\s*!?\s*\[ )
    | (?P<macro>         \b(?P<macro_name>cfg|cfg_if|cfg_select)\s*!\s*[(\[{] )
    """,
    re.VERBOSE | re.DOTALL,
)
# Where a half-typed attribute cannot go on: the next attribute, item or statement.
_LINE_THAT_ENDS_A_GROUP = re.compile(
    rb"\n[^\S\n]*(?:\#!?\[|//[/!]|(?:pub|use|fn|mod|struct|enum|impl|trait|type|const|static|let|unsafe"
    rb"|extern|async|macro_rules!|return|if|for|while|match|loop)\b|\})"
)
#: Tokens that are no brackets, and not the beginning of a string, a character or a comment.
_PLAIN_CODE = re.compile(
    rb"""(?: [\t\n\v\f\r ]++ | \w++(?!["'\#\x80-\xff]) | [,;:.=&|<>+*%!?@$~^-] )++""",
    re.VERBOSE | re.ASCII,
)
#: Behind a few attributes and comments: each of many would look through all that follow.
_COMPILE_ERROR = re.compile(
    rb"(?:\s++|//[^\n]*\n|#\[[^\]\n]*\]){0,64}+(?:(?:::)?(?:core|std)::)?compile_error\s*!"
)
#: How far before a macro's name its crate is looked for.
_LONGEST_PATH = 32
#: One of these stands in every attribute and macro that extraction reads.
_WORDS = (b"cfg", b"feature", b"path", b"ignore")
#: No attribute or cfg macro that is read is shorter, in bytes.
SHORTEST_PLACE = len(b"cfg!()")
#: How deep `cfg_if!` and `cfg_select!` are followed into each other.
_MAX_NESTED_MACROS = 8
_OPENING = {b"(": b")", b"[": b"]", b"{": b"}"}
_CLOSING = frozenset(_OPENING.values())
_BRACKETS = _OPENING.keys() | _CLOSING


class PlaceKind(Enum):
    """What begins at a place."""

    ATTRIBUTE = "attribute"
    INNER_ATTRIBUTE = "inner attribute"
    CFG = "cfg"
    CFG_IF = "cfg_if"
    CFG_SELECT = "cfg_select"


class Place(NamedTuple):
    """An attribute or a cfg macro: where it starts, and what stands inside its brackets."""

    kind: PlaceKind
    start: int
    inside: Span
    #: The opening bracket: `(`, `[` or `{`.
    bracket: bytes
    #: Where it ends, behind the closing bracket if there is one.
    end: int


def places(text: bytes, start: int, end: int) -> Iterator[Place]:
    """Every attribute and cfg macro in `text[start:end]`, in source order, nested ones too.

    Nothing at all where no attribute in the text can matter.
    """
    for word in _WORDS:
        if text.find(word, start, end) >= 0:
            break
    else:
        return
    pos = start
    limits = _Limits(text, end)
    # Where the macros end that hold the code at `pos`.
    around: list[int] = []
    while match := _PLACE.search(text, pos, end):
        while around and around[-1] <= match.start():
            around.pop()
        if match["block_comment"] is not None:
            pos = _block_comment_end(text, match.start(), end)
        elif match["raw_string"] is not None:
            close = text.find(b'"' + match["hashes"], match.end(), end)
            pos = end if close < 0 else close + 1 + len(match["hashes"])
        elif match["attribute"] is not None:
            inner = b"!" in match["attribute"]
            kind = PlaceKind.INNER_ATTRIBUTE if inner else PlaceKind.ATTRIBUTE
            yield (place := _place(text, kind, match, limits))
            pos = place.end
        elif match["macro"] is not None and not _is_another_cfg(text, match.start("macro_name")):
            kind = PlaceKind(match["macro_name"].decode())
            pos = match.end()
            # The end of each is looked for through all that is in it: not without a bound.
            if kind is PlaceKind.CFG or len(around) < _MAX_NESTED_MACROS:
                yield (place := _place(text, kind, match, limits))
                if kind is PlaceKind.CFG:
                    pos = place.end
                else:
                    # The other two hold code, which may hold more of them.
                    around.append(place.end)
        else:
            pos = match.end()


def _is_another_cfg(text: bytes, name: int) -> bool:
    """Whether the macro name at `name` is that of another crate, as in `rustversion::cfg!(…)`."""
    if not text.startswith(b"cfg", name) or text.startswith(b"cfg_", name):
        return False
    before = text[max(0, name - _LONGEST_PATH) : name].rstrip()
    if not before.endswith(b"::"):
        return False
    return re.search(rb"(?<![\w$])(?:core|std)$", before[:-2].rstrip()) is None


def is_compile_error(text: bytes, start: int) -> bool:
    """Whether the code at `start` is a `compile_error!`; attributes and comments do not count."""
    return _COMPILE_ERROR.match(text, start) is not None


def _place(text: bytes, kind: PlaceKind, match: re.Match[bytes], limits: _Limits) -> Place:
    opened = match.end() - 1
    closed = limits.group_end(opened)
    inside_end = (
        closed - 1 if closed > match.end() and text[closed - 1 : closed] in _CLOSING else closed
    )
    return Place(
        kind, match.start(), Span(match.end(), inside_end), text[opened : opened + 1], closed
    )


def _block_comment_end(text: bytes, start: int, end: int) -> int:
    depth = 0
    for edge in _BLOCK_COMMENT_EDGE.finditer(text, start, end):
        depth += 1 if edge.group() == b"/*" else -1
        if depth == 0:
            return edge.end()
    return end


def group_end(text: bytes, opened: int, end: int) -> int:
    """The offset behind the bracket that closes the one at `opened`.

    In half-typed code, where none does, the offset at which something else evidently begins.
    """
    return _Limits(text, end).group_end(opened)


def unclosed_end(text: bytes, opened: int, end: int) -> int | None:
    """As `group_end`, of a bracket that none closes; None if one does."""
    limits = _Limits(text, end)
    return limits.group_end(opened) if limits.closing(opened) is None else None


class _Limits:
    """The ends of groups in one text, asked for in the order in which the groups begin.

    Where something else begins is looked for once: a text that is one line has no such place, and
    each of its attributes would search all that follows.
    """

    def __init__(self, text: bytes, end: int) -> None:
        self._text = text
        self._end = end
        #: The first limit behind the group that was asked for last; `end` if there is none.
        self._limit = -1

    def group_end(self, opened: int) -> int:
        """As the function of this name."""
        return self.closing(opened) or self._limit_behind(opened)

    def closing(self, opened: int) -> int | None:
        """The offset behind the bracket that closes the one at `opened`; None if there is none."""
        text, end = self._text, self._end
        limit = self._limit_behind(opened)
        if limit == end:
            return _closing(text, opened, end)
        # A quote that is not closed turns the strings behind it inside out: no trust in those.
        return _closing(text, opened, limit) or _closing(
            text, opened, end, strings_of_one_line=True
        )

    def _limit_behind(self, opened: int) -> int:
        # A brace holds items itself, so that only its own bracket can end it.
        if self._text[opened : opened + 1] == b"{":
            return self._end
        if self._limit < opened:
            found = _LINE_THAT_ENDS_A_GROUP.search(self._text, opened, self._end)
            self._limit = self._end if found is None else found.start()
        return self._limit


def _closing(
    text: bytes, opened: int, end: int, *, strings_of_one_line: bool = False
) -> int | None:
    expected: list[bytes] = []
    pos = opened
    while True:
        if plain := _PLAIN_CODE.match(text, pos, end):
            pos = plain.end()
        bracket = text[pos : min(pos + 1, end)]
        if bracket in _OPENING:
            expected.append(_OPENING[bracket])
            pos += 1
        elif bracket in _CLOSING:
            if bracket != expected.pop():
                return None
            pos += 1
            if not expected:
                return pos
        else:
            token = next(tokens(text, pos, end))
            # What it passes over before a token may be a comment; a bracket is then met next.
            is_bracket = text[token.start : token.end] in _BRACKETS
            pos = token.start if is_bracket else token.end
            if token.kind is TokenKind.END:
                return None
            is_string = token.kind is not TokenKind.PUNCT
            if strings_of_one_line and is_string and b"\n" in text[token.start : token.end]:
                return None


def closing_brackets(text: bytes, start: int, end: int) -> bytes:
    """What closes the brackets that are open at `end`, in code that begins at `start`."""
    expected: list[bytes] = []
    for token in tokens(text, start, end):
        bracket = text[token.start : token.end]
        if bracket in _OPENING:
            expected.append(_OPENING[bracket])
        elif expected and bracket == expected[-1]:
            expected.pop()
    return b"".join(reversed(expected))


def split_at_commas(text: bytes, span: Span) -> list[Span]:
    """The parts of `span` between its outermost commas, trimmed; empty parts are left out."""
    parts: list[Span] = []
    depth = 0
    first: int | None = None
    last = span.start
    for token in tokens(text, *span):
        punct = text[token.start : token.end] if token.kind is TokenKind.PUNCT else b""
        if token.kind is TokenKind.END or (punct == b"," and depth == 0):
            if first is not None:
                parts.append(Span(first, last))
            first = None
            continue
        depth += (punct in _OPENING) - (punct in _CLOSING)
        first = token.start if first is None else first
        last = token.end
    return parts

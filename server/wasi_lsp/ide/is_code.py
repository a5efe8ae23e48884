"""Whether a place in half-typed text is code, found in the text around it alone."""

from __future__ import annotations

import re

#: How far before a place a line is looked for that surely is code, and how far on a text goes.
_WINDOW_BACK = 4_096
_WINDOW_ON = 2_048

_ITEM_LINE = re.compile(
    rb"^(?:pub|fn|use|mod|impl|struct|enum|trait|const|static|type|extern|unsafe|async|\}|#!?\[)",
    re.MULTILINE,
)
# A string that is not closed ends with its line, a raw string with the text.
_TEXT_OR_COMMENT = re.compile(
    rb"""//[^\n]* | /\*.*?(?:\*/|\Z) | r(\#*)".*?"\1 | r\#+".*
    | "(?:[^"\\]|\\.)*" | "[^\n]* | '(?:\\[^\n']+|[^\\'\n])'""",
    re.VERBOSE | re.DOTALL,
)


def is_code(text: bytes, at: int, offset: int) -> bool:
    """Whether the byte `at` is outside of comments and strings, as far as the lines around tell.

    `offset` is where somebody types, at `at` or behind it.
    """
    earliest = max(0, at - _WINDOW_BACK)
    safe = text.rfind(b"\n", 0, earliest) + 1
    for match in _ITEM_LINE.finditer(text, safe, at):
        safe = match.start()
    end = min(len(text), offset + _WINDOW_ON)
    for match in _TEXT_OR_COMMENT.finditer(text, safe, end):
        if match.start() > at:
            break
        if at < match.end():
            return False
    return True

"""Suppression comments: `// wasi-lsp: allow(WASI102)` and `//! wasi-lsp: allow(…)`.

In files whose comments begin with `#`: `# wasi-lsp: allow(…)`, and `#! wasi-lsp: allow(…)` for all
of the file.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8

from wasi_lsp.syntax.facts import Allow, AllowScope
from wasi_lsp.text.span import Span

MARKER = b"wasi-lsp:"
_ALLOW = rb"(!?)\s*wasi-lsp:\s*allow\s*\(([^()\n]*)\)"
_COMMENT = re.compile(rb"(?<!/)//" + _ALLOW)
_HASH_COMMENT = re.compile(rb"#" + _ALLOW)


def is_inner(comment: bytes) -> bool:
    """Whether a comment speaks of what it stands in (`//!`)."""
    return comment.startswith(b"//!")


def stands_alone(text: bytes, start: int) -> bool:
    """Whether nothing but space stands before `start` on its line."""
    line_start = max(text.rfind(b"\n", 0, start), text.rfind(b"\r", 0, start)) + 1
    return not text[line_start:start].removeprefix(BOM_UTF8).strip()


def allow_of_comment(text: bytes, span: Span, covers: Span | None, delta: int) -> Allow | None:
    """What the line comment at `span` of `text` suppresses, if it is a suppression.

    `covers` is the item or statement behind it; the result's spans are moved by `delta`.
    """
    return _allow(_COMMENT, text, span, covers, delta)


def allow_of_hash_comment(text: bytes, span: Span, covers: Span | None) -> Allow | None:
    """The same for a comment that begins with `#`; spans are those in the file."""
    return _allow(_HASH_COMMENT, text, span, covers, 0)


def _allow(
    pattern: re.Pattern[bytes], text: bytes, span: Span, covers: Span | None, delta: int
) -> Allow | None:
    match = pattern.match(text, span.start, span.end)
    if match is None:
        return None
    listed = (code.strip() for code in match[2].decode(errors="replace").split(","))
    codes = tuple(code for code in listed if code)
    comment = Span(match.start(), match.end()).shift(delta)
    if match[1]:
        return Allow(codes, comment, AllowScope.FILE, None)
    if not stands_alone(text, span.start):
        return Allow(codes, comment, AllowScope.LINE, None)
    return Allow(codes, comment, AllowScope.NEXT, covers.shift(delta) if covers else None)


def allows_in_header(text: bytes, end: int, covers: Span) -> list[Allow]:
    """The suppressions among the attributes and comments in `text[:end]`, before an item."""
    if text.find(MARKER, 0, end) < 0:
        return []
    found = (
        allow_of_comment(text, Span(match.start(), end), covers, 0)
        for match in _COMMENT.finditer(text, 0, end)
    )
    return [allow for allow in found if allow is not None]


def covered_by(allow: Allow, offset: int, text: bytes) -> Span | None:
    """What a suppression covers in `text`, None for all of it.

    `offset` is where its own spans count from.
    """
    comment = allow.span.shift(offset)
    match allow.scope:
        case AllowScope.FILE:
            return None
        case AllowScope.LINE:
            start = max(text.rfind(b"\n", 0, comment.start), text.rfind(b"\r", 0, comment.start))
            return Span(start + 1, comment.start)
        case AllowScope.NEXT:
            return allow.covers.shift(offset) if allow.covers is not None else Span(0, 0)

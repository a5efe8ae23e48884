"""Attributes that are being typed: `#[cfg(target_env = "p`, and the rest of the file behind it.

For tree-sitter all items behind an open bracket are in the brackets. So it is given a text in which
such an attribute is one without arguments. What it says is read from the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from tree_sitter import Tree

from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.scan import group_end, unclosed_end
from wasi_lsp.text.span import Span

#: The beginning of a line with an attribute: of its own, or of an arm of `cfg_if!`.
_LINE = re.compile(
    rb"^[^\S\n]*(?:(?:\}[^\S\n]*)?(?:else[^\S\n]+)?if[^\S\n]+)?(?=#!?\[)", re.MULTILINE
)
_ATTRIBUTE = re.compile(rb"[^\S\n]*(?P<start>#!?)(?P<bracket>\[)(?P<path>[\w:]*)")
#: An attribute that goes on for longer is none that somebody is typing.
_LONGEST = 4096
#: Of more than that nobody is typing.
_MOST = 64
#: How far above an edit the attribute begins that it may be in.
_LINES_ABOVE = 16


def parse(text: bytes) -> tuple[Tree, frozenset[Span]]:
    """The tree of a text, and the attributes that were closed for it."""
    tree = new_parser().parse(text)
    if tree.root_node.has_error:
        found = unclosed_attributes(text, Span(0, len(text)))
        attributes = frozenset(islice(found, _MOST + 1))
        if 0 < len(attributes) <= _MOST:
            return new_parser().parse(with_closed(text, attributes)), attributes
    return tree, frozenset()


def unclosed_attributes(text: bytes, lines: Span) -> Iterator[Span]:
    """The attributes without an end that begin one of these lines."""
    pos, end = lines
    while line := _LINE.search(text, pos, end):
        pos = line.end()
        while attribute := _ATTRIBUTE.match(text, pos):
            limit = min(pos + _LONGEST, len(text))
            stop = unclosed_end(text, attribute.start("bracket"), limit)
            if stop is None:
                pos = group_end(text, attribute.start("bracket"), limit)
                continue
            # In `if #[cfg(unix {` the brace is the arm's.
            found = text[attribute.start("start") : stop].rstrip().removesuffix(b"{").rstrip()
            if stop < limit or limit == len(text):
                yield Span(attribute.start("start"), attribute.start("start") + len(found))
            pos = stop
            break


def lines_around(text: bytes, span: Span) -> Span:
    """Where the attributes begin that an edit at `span` can open or close."""
    start = span.start
    for _ in range(_LINES_ABOVE):
        start = text.rfind(b"\n", 0, max(start, 0))
    end = text.find(b"\n", span.end)
    return Span(start + 1, len(text) if end < 0 else end)


def with_closed(text: bytes, attributes: Iterable[Span]) -> bytes:
    """A text of the same length and lines, in which these attributes have an end."""
    parts: list[bytes] = []
    done = 0
    for start, end in sorted(attributes):
        if start >= done:
            parts += (text[done:start], _closed(text[start:end]))
            done = end
    return b"".join((*parts, text[done:]))


def _closed(attribute: bytes) -> bytes:
    kept = _ATTRIBUTE.match(attribute)
    end = kept.end() if kept is not None and kept["path"] else 0
    # Where there is no room for a bracket nothing says yet what it will be.
    if end >= len(attribute):
        end = 0
    rest = re.sub(rb"[^\n]", b" ", attribute[end:])
    return attribute[:end] + (rest[:-1] + b"]" if end else rest)

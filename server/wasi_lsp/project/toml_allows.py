"""The suppression comments of a TOML file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from wasi_lsp.syntax.allows import MARKER, allow_of_hash_comment
from wasi_lsp.syntax.facts import Allow
from wasi_lsp.syntax.toml_tree import TomlTree
from wasi_lsp.text.span import Span


def allows_in_toml(tree: TomlTree, text: bytes) -> Iterator[Allow]:
    """The comments; one that stands alone covers the entry, table or item of a list behind it."""
    if MARKER not in text:
        return
    places = sorted(_places(tree, len(text)))
    for comment in tree.comments:
        position = bisect_left(places, comment)
        covers = places[position] if position < len(places) else None
        allow = allow_of_hash_comment(text, comment, covers)
        if allow is not None:
            yield allow


def _places(tree: TomlTree, end: int) -> Iterator[Span]:
    """What a comment can stand before; a header stands for its table, up to the next header."""
    next_header = end
    for entry in reversed(tree.entries):
        if entry.value is None:
            yield Span(entry.span.start, next_header)
            next_header = entry.span.start
        else:
            yield entry.span
            yield from (item.span for item in entry.value.items)

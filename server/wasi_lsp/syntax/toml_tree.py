"""A TOML file as keys and values with their places, also while it is being typed.

What Cargo makes of a file is `project`'s business, and needs a parser that says no. This one never
does: what it cannot read is left out, and the rest has its place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tree_sitter import Node

from wasi_lsp.syntax.grammar import new_toml_parser
from wasi_lsp.text.span import Span

#: No file that people write is deeper; each level is one more table in a table.
_MAX_DEPTH = 64

#: The nodes of a table's header; its pairs stand behind them.
_HEADER = frozenset({"[", "[[", "]", "]]", "bare_key", "quoted_key", "dotted_key"})


class TomlKey(NamedTuple):
    """One name of a dotted key; `span` is in the file, with the quotes if it has some."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class TomlValue:
    """A value at its place in the file, with its quotes or brackets."""

    span: Span
    #: What a string means; None for everything else.
    string: str | None = None
    #: What stands in an array.
    items: tuple[TomlValue, ...] = ()


@dataclass(frozen=True, slots=True)
class TomlEntry:
    """A key with its value, or the header of a table.

    `path` is the whole path from the root of the file; tables of an array of tables have the same.
    """

    path: tuple[TomlKey, ...]
    #: None for a header.
    value: TomlValue | None
    #: The whole entry, a header with its brackets.
    span: Span

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the path."""
        return tuple(key.name for key in self.path)


@dataclass(frozen=True, slots=True)
class TomlTree:
    """The entries of a file in source order; a table written inline stands before its own."""

    entries: tuple[TomlEntry, ...]
    #: Comments with their `#`.
    comments: tuple[Span, ...]
    #: Whether the parser had to guess somewhere.
    is_broken: bool


def parse_toml_tree(text: bytes) -> TomlTree:
    """Read a TOML file, which may be broken."""
    root = new_toml_parser().parse(text).root_node
    entries: list[TomlEntry] = []
    comments: list[Span] = []
    for node in root.children:
        _take(node, (), text, entries, comments)
    return TomlTree(tuple(entries), tuple(comments), root.has_error)


def _take(
    node: Node,
    around: tuple[TomlKey, ...],
    text: bytes,
    entries: list[TomlEntry],
    comments: list[Span],
) -> None:
    """Take in a node of the level of tables and pairs, and what is below it."""
    if node.type == "comment":
        comments.append(_span(node))
    elif node.type == "pair":
        _take_pair(node, around, text, entries, comments)
    elif node.type in ("table", "table_array_element"):
        header = [child for child in node.children if child.type in _HEADER]
        path = tuple(key for child in header for key in _keys(child, text))
        if path:
            span = Span(node.start_byte, header[-1].end_byte)
            entries.append(TomlEntry(path, None, span))
            for child in node.children:
                _take(child, path, text, entries, comments)


def _take_pair(
    pair: Node,
    around: tuple[TomlKey, ...],
    text: bytes,
    entries: list[TomlEntry],
    comments: list[Span],
) -> None:
    pending = [(pair, around)]
    while pending:
        node, outer = pending.pop()
        if node.type == "comment":
            comments.append(_span(node))
            continue
        if node.type != "pair" or node.has_error or len(outer) > _MAX_DEPTH:
            continue
        key, _, value, *behind = node.children
        path = (*outer, *_keys(key, text))
        span = Span(node.start_byte, value.end_byte)
        entries.append(TomlEntry(path, _value(value, text), span))
        inside = value.children if value.type in ("inline_table", "array") else ()
        pending += ((child, path) for child in reversed([*inside, *behind]))


def _keys(node: Node, text: bytes) -> Iterator[TomlKey]:
    """The names of a key; nothing where the node is none."""
    pending = [node]
    while pending:
        part = pending.pop()
        if part.type == "dotted_key":
            pending += reversed(part.children)
        elif part.type == "bare_key":
            yield TomlKey(_source(part, text), _span(part))
        elif part.type == "quoted_key":
            yield TomlKey(_decoded(part, text) or "", _span(part))


def _value(node: Node, text: bytes) -> TomlValue:
    if node.type == "string":
        return TomlValue(_span(node), string=_decoded(node, text))
    if node.type != "array":
        return TomlValue(_span(node))
    # Arrays in arrays mean nothing to Cargo: their strings are left out.
    items = (
        TomlValue(_span(child), _decoded(child, text) if child.type == "string" else None)
        for child in node.named_children
        if child.type != "comment"
    )
    return TomlValue(_span(node), items=tuple(items))


def _decoded(node: Node, text: bytes) -> str | None:
    """What a string or quoted key means; None where it is no valid one."""
    try:
        value = tomllib.loads(f"value = {_source(node, text)}")["value"]
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _source(node: Node, text: bytes) -> str:
    return text[node.start_byte : node.end_byte].decode(errors="replace")


def _span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)

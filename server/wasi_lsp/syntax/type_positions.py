"""Where an item names types."""

from __future__ import annotations

from collections.abc import Iterator, Set

from tree_sitter import Node

from wasi_lsp.syntax.facts import Segment
from wasi_lsp.syntax.grammar import cursor, new_parser, type_name_query
from wasi_lsp.syntax.paths import node_text
from wasi_lsp.text.span import Span


def types_named(source: bytes, names: Set[str]) -> Iterator[tuple[Segment, bool]]:
    """The places where the source of an item names one of some types, with or without a path.

    Spans count in the source. The Boolean says whether the name stands alone.
    """
    root = new_parser().parse(source).root_node
    for node in cursor(type_name_query()).captures(root).get("name", ()):
        name = node_text(node)
        parent = node.parent
        if name in names and parent is not None and not _declares(node, parent):
            is_alone = parent.type != "scoped_type_identifier"
            yield Segment(name, Span(node.start_byte, node.end_byte)), is_alone


def _declares(node: Node, parent: Node) -> bool:
    """Whether the name is a new one here: of an item, a parameter, an associated type."""
    if parent.type == "scoped_type_identifier" or parent.type == "struct_expression":
        return False
    return parent.child_by_field_name("name") == node

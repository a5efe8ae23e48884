"""The fields of a struct and the variants of an enum, by name."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.syntax.facts import Segment
from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.paths import node_text
from wasi_lsp.text.span import Span

_BODIES = ("field_declaration_list", "enum_variant_list")
_MEMBERS = ("field_declaration", "enum_variant")


def members_of(source: bytes) -> tuple[Segment, ...]:
    """The named fields or variants that a struct, union or enum declares; spans count in `source`.

    Not the fields of variants.
    """
    root = new_parser().parse(source).root_node
    bodies = (node.child_by_field_name("body") for node in root.named_children)
    return tuple(
        Segment(node_text(name), Span(name.start_byte, name.end_byte))
        for body in bodies
        if body is not None and body.type in _BODIES
        for name in map(_name, body.named_children)
        if name is not None
    )


def _name(node: Node) -> Node | None:
    return node.child_by_field_name("name") if node.type in _MEMBERS else None

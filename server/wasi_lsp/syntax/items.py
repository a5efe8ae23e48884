"""The names that items bring into the module or block around them."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.syntax.facts import Item
from wasi_lsp.syntax.paths import node_text

_TYPES = frozenset({"enum_item", "union_item", "type_item", "trait_item", "mod_item"})
_VALUES = frozenset({"function_item", "function_signature_item", "const_item", "static_item"})


def item_of(node: Node) -> Item | None:
    """The name that an item node declares; None for `impl`, `use`, macros and code."""
    name = node.child_by_field_name("name")
    if name is None:
        return None
    if node.type == "struct_item":
        # A tuple or unit struct is a value too.
        return Item(node_text(name), in_types=True, in_values=True)
    if node.type in _TYPES or node.type in _VALUES:
        return Item(node_text(name), node.type in _TYPES, node.type in _VALUES)
    return None


def is_public(node: Node) -> bool:
    """Whether an item node begins with `pub`, not `pub(crate)`."""
    visibility = (child for child in node.children if child.type == "visibility_modifier")
    return any(child.text == b"pub" for child in visibility)


def item_of_name(name: Node) -> Item | None:
    """As `item_of`, for the node of the item's name."""
    return None if name.parent is None else item_of(name.parent)

"""Kinds of nodes in the tree of a build script, and what is asked of them."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.syntax.paths import node_text

#: What a block declares, wherever in it that stands.
ITEMS = frozenset(
    {
        *("function_item", "const_item", "static_item", "impl_item", "trait_item", "mod_item"),
        *("struct_item", "enum_item", "union_item", "type_item", "use_declaration"),
        *("macro_definition", "extern_crate_declaration", "foreign_mod_item"),
    }
)
STRING_LITERALS = frozenset({"string_literal", "raw_string_literal"})
COMMENTS = frozenset({"line_comment", "block_comment"})


def parts(node: Node) -> list[Node]:
    """The elements of a list, without comments and attributes."""
    return [
        child
        for child in node.named_children
        if child.type not in COMMENTS and child.type != "attribute_item"
    ]


def is_mutable(node: Node) -> bool:
    """Whether a declaration or reference has a `mut` of its own."""
    return any(child.type == "mutable_specifier" for child in node.children)


def identifiers(node: Node) -> list[str]:
    """All names in a piece of code, each once, as they first stand in it."""
    found: dict[str, None] = {}
    pending = [node]
    while pending:
        each = pending.pop()
        if each.type == "identifier":
            found[node_text(each)] = None
        pending += reversed(each.children)
    return list(found)


def cfg_of(attribute: Node) -> CfgExpr | None:
    """The predicate of `#[cfg(…)]`; None for other attributes."""
    text = attribute.text or b""
    start = text.find(b"(")
    if b"".join(text[:start].split()) != b"#[cfg" or start < 0:
        return None
    return parse_cfg(text, start + 1, text.rfind(b")")).expr

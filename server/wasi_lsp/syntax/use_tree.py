"""`use` declarations as a flat list of imports."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.syntax.facts import Import, Segment
from wasi_lsp.syntax.paths import node_text, path_segments
from wasi_lsp.text.span import Span


def imports_of_use(node: Node, delta: int) -> tuple[Import, ...]:
    """The leaves of a `use_declaration`; spans are the node's offsets plus `delta`.

    A leaf that a macro fragment (`$name`) makes unknowable is left out.
    """
    argument = node.child_by_field_name("argument")
    if argument is None:
        return ()
    found: list[Import] = []
    pending: list[tuple[Node, tuple[Segment, ...]]] = [(argument, ())]
    while pending:
        tree, prefix = pending.pop()
        match tree.type:
            case "use_list":
                pending += ((child, prefix) for child in reversed(tree.named_children))
            case "scoped_use_list":
                path = tree.child_by_field_name("path")
                segments = path_segments(path, delta) if path else (_root_segment(tree, delta),)
                members = tree.child_by_field_name("list")
                if segments is not None and members is not None:
                    pending.append((members, prefix + segments))
            case "use_wildcard":
                inner = tree.named_children
                own = path_segments(inner[0], delta) if inner else ()
                if own is not None:
                    span = _span(inner[0] if inner else tree, delta)
                    found.append(Import(prefix + own, None, True, span))
            case "use_as_clause":
                path = tree.child_by_field_name("path")
                alias = tree.child_by_field_name("alias")
                own = path_segments(path, delta) if path else None
                if own is not None and path is not None and alias is not None:
                    name = node_text(alias)
                    whole = prefix if _is_self(prefix, own) else prefix + own
                    bound = None if name == "_" else name
                    found.append(Import(whole, bound, False, _span(path, delta)))
            case "identifier" | "scoped_identifier" | "self" | "super" | "crate":
                own = path_segments(tree, delta)
                if own:
                    whole = prefix if _is_self(prefix, own) else prefix + own
                    found.append(Import(whole, whole[-1].name, False, _span(tree, delta)))
    return tuple(found)


def import_of_extern_crate(node: Node, delta: int) -> tuple[Import, ...]:
    """`extern crate std as name;` imports the crate's root."""
    name = node.child_by_field_name("name")
    if name is None or name.type != "identifier":
        return ()
    alias = node.child_by_field_name("alias")
    span = _span(name, delta)
    path = (Segment("", Span(span.start, span.start)), Segment(node_text(name), span))
    return (Import(path, node_text(alias or name), False, span),)


def _is_self(prefix: tuple[Segment, ...], own: tuple[Segment, ...]) -> bool:
    """`fs::{self}` imports `fs` itself."""
    return bool(prefix) and len(own) == 1 and own[0].name == "self"


def _root_segment(node: Node, delta: int) -> Segment:
    """The leading `::` of `use ::{…}`."""
    start = node.start_byte + delta
    return Segment("", Span(start, start))


def _span(node: Node, delta: int) -> Span:
    return Span(node.start_byte + delta, node.end_byte + delta)

"""Paths as lists of segments."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.syntax.facts import Segment
from wasi_lsp.text.span import Span

_NAMES = {"identifier", "type_identifier", "self", "super", "crate", "field_identifier"}


def node_text(node: Node) -> str:
    """The node's source, without the `r#` of a raw identifier."""
    text = (node.text or b"").decode(errors="replace")
    return text.removeprefix("r#")


def path_segments(node: Node, delta: int) -> tuple[Segment, ...] | None:
    """The names of a path, without generic arguments; spans are the node's offsets plus `delta`.

    A leading `::` is a segment with the empty name. None for paths that do not start at a name:
    `<T as Trait>::f`, `$crate::f`.
    """
    segments: list[Segment] = []
    current: Node | None = node
    while current is not None:
        if current.type in ("scoped_identifier", "scoped_type_identifier"):
            name = current.child_by_field_name("name")
            if name is None or name.type not in _NAMES:
                return None
            segments.append(_segment(name, delta))
            path = current.child_by_field_name("path")
            if path is None:
                start = current.start_byte + delta
                segments.append(Segment("", Span(start, start)))
            current = path
        elif current.type in ("generic_type", "generic_type_with_turbofish"):
            current = current.child_by_field_name("type")
        elif current.type in _NAMES:
            segments.append(_segment(current, delta))
            current = None
        else:
            return None
    return tuple(reversed(segments))


def _segment(node: Node, delta: int) -> Segment:
    return Segment(node_text(node), Span(node.start_byte + delta, node.end_byte + delta))

"""From tree-sitter's types, patterns and paths to those of `hir`."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.syntax import hir
from wasi_lsp.syntax.facts import Segment
from wasi_lsp.syntax.paths import node_text, path_segments
from wasi_lsp.text.span import Span

#: Types and patterns in code that people write stay far below.
_MAX_DEPTH = 64
_NO_BOUNDS = hir.BoundsRef((), ())


def span_of(node: Node, delta: int) -> Span:
    """The node's bytes, moved by `delta`."""
    return Span(node.start_byte + delta, node.end_byte + delta)


def lower_type(node: Node | None, delta: int, depth: int = 0) -> hir.TypeRef:
    """A type; spans are the node's offsets plus `delta`."""
    if node is None or depth > _MAX_DEPTH:
        return hir.OtherType()
    deeper = depth + 1
    match node.type:
        case (
            "type_identifier"
            | "scoped_type_identifier"
            | "generic_type"
            | "primitive_type"
            | ("identifier" | "scoped_identifier" | "self" | "crate")
        ):
            path = lower_path(node, delta, deeper)
            return hir.PathType(path) if path is not None else hir.OtherType()
        case "reference_type":
            return hir.RefType(lower_type(node.child_by_field_name("type"), delta, deeper))
        case "pointer_type":
            return hir.PointerType(lower_type(node.child_by_field_name("type"), delta, deeper))
        case "unit_type":
            return hir.TupleRef(())
        case "tuple_type":
            parts = (lower_type(child, delta, deeper) for child in node.named_children)
            return hir.TupleRef(tuple(parts))
        case "array_type":
            element = lower_type(node.child_by_field_name("element"), delta, deeper)
            return hir.SliceRef(element, node.child_by_field_name("length") is not None)
        case "dynamic_type" | "abstract_type":
            trait = node.child_by_field_name("trait")
            return lower_bounds([trait] if trait is not None else [], delta, deeper)
        case "bounded_type":
            return lower_bounds(_bounds_in(node), delta, deeper)
        case "function_type":
            trait = node.child_by_field_name("trait")
            function = lower_function_type(node, delta, deeper)
            if trait is None:
                return function
            return hir.BoundsRef((), (), function)
    return hir.OtherType()


def _bounds_in(node: Node) -> list[Node]:
    found: list[Node] = []
    pending = [node]
    while pending:
        current = pending.pop(0)
        if current.type == "bounded_type":
            pending[:0] = current.named_children
        elif current.type in ("dynamic_type", "abstract_type"):
            trait = current.child_by_field_name("trait")
            pending[:0] = [trait] if trait is not None else []
        else:
            found.append(current)
    return found


def lower_function_type(node: Node, delta: int, depth: int) -> hir.FnRef:
    """The parameters and the result of `fn(A) -> R` and `Fn(A) -> R`."""
    parameters = node.child_by_field_name("parameters")
    params: list[hir.TypeRef] = []
    for child in parameters.named_children if parameters is not None else ():
        inner = child.child_by_field_name("type") if child.type == "parameter" else child
        params.append(lower_type(inner, delta, depth + 1))
    returns = node.child_by_field_name("return_type")
    return hir.FnRef(
        tuple(params), lower_type(returns, delta, depth + 1) if returns is not None else None
    )


def lower_bounds(nodes: list[Node], delta: int, depth: int = 0) -> hir.BoundsRef:
    """A list of bounds, such as the children of `trait_bounds`."""
    bounds: list[hir.PathRef] = []
    bindings: list[tuple[tuple[str, hir.TypeRef], ...]] = []
    function: hir.FnRef | None = None
    for node in [inner for each in nodes for inner in _bounds_in(each)]:
        if node.type == "function_type":
            function = function or lower_function_type(node, delta, depth + 1)
            continue
        if node.type not in ("type_identifier", "scoped_type_identifier", "generic_type"):
            continue
        path = lower_path(node, delta, depth + 1)
        if path is not None:
            bounds.append(path)
            bindings.append(_bindings(node, delta, depth + 1))
    return hir.BoundsRef(tuple(bounds), tuple(bindings), function)


def _bindings(node: Node, delta: int, depth: int) -> tuple[tuple[str, hir.TypeRef], ...]:
    arguments = node.child_by_field_name("type_arguments")
    found: list[tuple[str, hir.TypeRef]] = []
    for child in arguments.named_children if arguments is not None else ():
        name = child.child_by_field_name("name")
        if child.type == "type_binding" and name is not None:
            found.append(
                (node_text(name), lower_type(child.child_by_field_name("type"), delta, depth))
            )
    return tuple(found)


def lower_path(node: Node, delta: int, depth: int = 0) -> hir.PathRef | None:
    """A path of a type or value; None for what does not start at a name or a type."""
    if node.type == "primitive_type":
        return hir.PathRef((Segment(node_text(node), span_of(node, delta)),), ())
    args: tuple[hir.TypeRef, ...] = ()
    if node.type in ("generic_type", "generic_function"):
        args = type_arguments(node, delta, depth)
        inner = node.child_by_field_name("type") or node.child_by_field_name("function")
        if inner is None:
            return None
        node = inner
    owner_args: tuple[hir.TypeRef, ...] = ()
    start = node.child_by_field_name("path") if node.type.startswith("scoped_") else None
    if start is not None and start.type == "generic_type":
        owner_args = type_arguments(start, delta, depth)
    if start is not None and start.type == "bracketed_type":
        return _qualified(node, start, args, delta, depth)
    segments = path_segments(node, delta)
    return hir.PathRef(segments, args, owner_args) if segments else None


def _qualified(
    node: Node, bracketed: Node, args: tuple[hir.TypeRef, ...], delta: int, depth: int
) -> hir.PathRef | None:
    """`<T as Trait>::name` and `<T>::name`."""
    name = node.child_by_field_name("name")
    if name is None or not bracketed.named_children:
        return None
    last = Segment(node_text(name), span_of(name, delta))
    inner = bracketed.named_children[0]
    trait: tuple[Segment, ...] = ()
    if inner.type == "qualified_type":
        alias = inner.child_by_field_name("alias")
        path = lower_path(alias, delta, depth + 1) if alias is not None else None
        trait = path.segments if path is not None else ()
        subject = inner.child_by_field_name("type")
        return hir.PathRef((*trait, last), args, qualified=lower_type(subject, delta, depth + 1))
    return hir.PathRef((last,), args, qualified=lower_type(inner, delta, depth + 1))


def type_arguments(node: Node, delta: int, depth: int = 0) -> tuple[hir.TypeRef, ...]:
    """The type arguments of a generic path, without lifetimes, constants and bindings."""
    arguments = node.child_by_field_name("type_arguments")
    if arguments is None:
        return ()
    return tuple(
        lower_type(child, delta, depth + 1)
        for child in arguments.named_children
        if child.type not in ("lifetime", "type_binding", "block") and "literal" not in child.type
    )


def lower_pattern(node: Node | None, delta: int, depth: int = 0) -> hir.Pattern:
    """A pattern; `match_pattern` without its guard."""
    if node is None or depth > _MAX_DEPTH:
        return hir.OtherPattern()
    deeper = depth + 1
    match node.type:
        case "identifier":
            return hir.Bind(node_text(node))
        case "mut_pattern" | "ref_pattern" | "match_pattern":
            inner = [
                child
                for child in node.named_children
                if child.type != "mutable_specifier"
                and child != node.child_by_field_name("condition")
            ]
            return lower_pattern(inner[0], delta, deeper) if inner else hir.OtherPattern()
        case "captured_pattern":
            children = node.named_children
            if children[-1].type == "remaining_field_pattern":
                return hir.OtherPattern((hir.Bind(node_text(children[0])),))
            sub = lower_pattern(children[-1], delta, deeper)
            return hir.Bind(node_text(children[0]), sub)
        case "reference_pattern":
            inner = [c for c in node.named_children if c.type != "mutable_specifier"]
            return hir.RefPattern(lower_pattern(inner[0] if inner else None, delta, deeper))
        case "tuple_pattern":
            parts, rest = _parts(node.named_children, delta, deeper)
            return hir.TuplePattern(parts, rest)
        case "tuple_struct_pattern":
            head = node.child_by_field_name("type")
            path = lower_path(head, delta, deeper) if head is not None else None
            members = [child for child in node.named_children if child != head]
            parts, rest = _parts(members, delta, deeper)
            if path is None:
                return hir.OtherPattern(parts)
            return hir.TupleStructPattern(path, parts, rest)
        case "struct_pattern":
            return _struct_pattern(node, delta, deeper)
        case "or_pattern":
            return hir.OrPattern(
                tuple(lower_pattern(child, delta, deeper) for child in node.named_children)
            )
        case "slice_pattern":
            parts, _ = _parts(node.named_children, delta, deeper)
            return hir.SlicePattern(parts)
    return hir.OtherPattern()


def _struct_pattern(node: Node, delta: int, depth: int) -> hir.Pattern:
    head = node.child_by_field_name("type")
    path = lower_path(head, delta, depth) if head is not None else None
    fields: list[tuple[str, hir.Pattern]] = []
    for child in node.named_children:
        if child.type != "field_pattern":
            continue
        name = child.child_by_field_name("name")
        pattern = child.child_by_field_name("pattern")
        if name is not None:
            bound = lower_pattern(pattern, delta, depth) if pattern is not None else None
            fields.append((node_text(name), bound or hir.Bind(node_text(name))))
    if path is None:
        return hir.OtherPattern(tuple(pattern for _, pattern in fields))
    return hir.StructPattern(path, tuple(fields))


def _parts(nodes: list[Node], delta: int, depth: int) -> tuple[tuple[hir.Pattern, ...], int | None]:
    parts: list[hir.Pattern] = []
    rest: int | None = None
    for node in nodes:
        if node.type == "remaining_field_pattern":
            rest = len(parts)
        elif node.type not in ("attribute_item", "line_comment", "block_comment"):
            parts.append(lower_pattern(node, delta, depth))
    return tuple(parts), rest


def lower_type_params(item: Node, delta: int) -> tuple[hir.TypeParam, ...]:
    """The type parameters of an item, each with the bounds of the list and the where clause."""
    bounds: dict[str, list[Node]] = {}
    defaults: dict[str, hir.TypeRef] = {}
    parameters = item.child_by_field_name("type_parameters")
    for child in parameters.named_children if parameters is not None else ():
        name = child.child_by_field_name("name")
        if child.type == "type_parameter" and name is not None:
            bounds[node_text(name)] = _bound_nodes(child.child_by_field_name("bounds"))
            default = child.child_by_field_name("default_type")
            if default is not None:
                defaults[node_text(name)] = lower_type(default, delta)
    for clause in (child for child in item.named_children if child.type == "where_clause"):
        for predicate in clause.named_children:
            left = predicate.child_by_field_name("left")
            if left is not None and node_text(left) in bounds:
                bounds[node_text(left)] += _bound_nodes(predicate.child_by_field_name("bounds"))
    return tuple(
        hir.TypeParam(name, lower_bounds(nodes, delta) if nodes else _NO_BOUNDS, defaults.get(name))
        for name, nodes in bounds.items()
    )


def _bound_nodes(bounds: Node | None) -> list[Node]:
    return [] if bounds is None else list(bounds.named_children)

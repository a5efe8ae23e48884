"""From the source of an item to its `hir`: signature, fields, body.

The source is parsed again, and only when somebody asks: most items never are.
"""

from __future__ import annotations

from collections.abc import Iterable

from tree_sitter import Node

from wasi_lsp.syntax import hir
from wasi_lsp.syntax.cfg_macros import parse_arms
from wasi_lsp.syntax.facts import Segment
from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.lower_types import (
    lower_bounds,
    lower_path,
    lower_pattern,
    lower_type,
    lower_type_params,
    span_of,
    type_arguments,
)
from wasi_lsp.syntax.macro_code import macro_code, macro_name
from wasi_lsp.syntax.paths import node_text
from wasi_lsp.syntax.scan import PlaceKind, places
from wasi_lsp.text.span import Span

#: How deep expressions are followed; what is inside of deeper ones is not looked at.
_MAX_DEPTH = 150
#: How often code in macros may lead to further code in macros.
_MAX_REPARSE = 8
_MACRO_TYPES = {
    "format": "std::string::String",
    "matches": "bool",
    "write": "std::result::Result",
    "writeln": "std::result::Result",
    **dict.fromkeys(("panic", "todo", "unimplemented", "unreachable", "bail"), "!"),
}
_LAST_ARGUMENT_RETURNED = frozenset({"dbg"})
_LITERALS = {
    "string_literal": "str",
    "raw_string_literal": "str",
    "char_literal": "char",
    "boolean_literal": "bool",
}


def lower_items(source: bytes) -> tuple[hir.LoweredItem, ...]:
    """The items in a source; spans count in it. Broken code gives what can be read of it."""
    root = new_parser().parse(source).root_node
    return _Lowering(source, 0, 0).items(root.named_children)


def thread_local(item: hir.Const) -> hir.Const:
    """A static of `thread_local!` as what it becomes: a key, with a function that makes the value.

    The type is written as the macro writes it, by a path that nothing shadows.
    """
    at = item.value.span if item.value is not None else Span(0, 0)
    names = ("", "std", "thread", "LocalKey")
    key = hir.PathRef(tuple(Segment(name, at) for name in names), (item.type,))
    init = hir.Let(hir.OtherPattern(), item.type, item.value, None)
    return hir.Const(item.name, hir.PathType(key), hir.Block(at, (init,), None, False))


class _Lowering:
    """Lowers one tree. `delta` turns the offsets of its nodes into those of the result."""

    def __init__(self, text: bytes, delta: int, reparsed: int) -> None:
        self._text = text
        self._delta = delta
        self._reparsed = reparsed

    def items(self, nodes: Iterable[Node]) -> tuple[hir.LoweredItem, ...]:
        lowered = (self.item(node, 0) for node in nodes)
        return tuple(item for item in lowered if item is not None)

    def item(self, node: Node, depth: int) -> hir.LoweredItem | None:
        name_node = node.child_by_field_name("name")
        name = node_text(name_node) if name_node is not None else ""
        delta = self._delta
        match node.type:
            case "function_item" | "function_signature_item":
                return self._fn(node, name, depth)
            case "struct_item" | "union_item":
                body = node.child_by_field_name("body")
                is_tuple = body is not None and body.type == "ordered_field_declaration_list"
                return hir.Struct(
                    name, lower_type_params(node, delta), self._fields(body), is_tuple
                )
            case "enum_item":
                body = node.child_by_field_name("body")
                variants = tuple(
                    (node_text(variant_name), self._fields(child.child_by_field_name("body")))
                    for child in (body.named_children if body is not None else ())
                    if child.type == "enum_variant"
                    and (variant_name := child.child_by_field_name("name")) is not None
                )
                return hir.Enum(name, lower_type_params(node, delta), variants)
            case "type_item" | "associated_type":
                type_node = node.child_by_field_name("type")
                aliased = lower_type(type_node, delta) if type_node is not None else None
                return hir.Alias(name, lower_type_params(node, delta), aliased)
            case "const_item" | "static_item":
                value = node.child_by_field_name("value")
                return hir.Const(
                    name,
                    lower_type(node.child_by_field_name("type"), delta),
                    self.expr(value, depth + 1) if value is not None else None,
                )
            case "impl_item":
                trait = node.child_by_field_name("trait")
                return hir.Impl(
                    lower_type_params(node, delta),
                    lower_path(trait, delta) if trait is not None else None,
                    lower_type(node.child_by_field_name("type"), delta),
                    self._members(node, depth),
                )
            case "trait_item":
                bounds = node.child_by_field_name("bounds")
                return hir.Trait(
                    name,
                    lower_type_params(node, delta),
                    lower_bounds(list(bounds.named_children) if bounds is not None else [], delta),
                    self._members(node, depth),
                )
        return None

    def _members(self, node: Node, depth: int) -> tuple[hir.LoweredItem, ...]:
        body = node.child_by_field_name("body")
        members = (self.item(child, depth + 1) for child in (body.named_children if body else ()))
        return tuple(member for member in members if member is not None)

    def _fields(self, body: Node | None) -> tuple[tuple[str, hir.TypeRef], ...]:
        if body is None:
            return ()
        if body.type == "ordered_field_declaration_list":
            types = body.children_by_field_name("type")
            return tuple(
                (str(index), lower_type(each, self._delta)) for index, each in enumerate(types)
            )
        return tuple(
            (node_text(name), lower_type(child.child_by_field_name("type"), self._delta))
            for child in body.named_children
            if child.type == "field_declaration"
            and (name := child.child_by_field_name("name")) is not None
        )

    def _fn(self, node: Node, name: str, depth: int) -> hir.Fn:
        receiver: str | None = None
        receiver_type: hir.TypeRef | None = None
        params: list[tuple[hir.Pattern, hir.TypeRef]] = []
        parameters = node.child_by_field_name("parameters")
        for child in parameters.named_children if parameters is not None else ():
            pattern = child.child_by_field_name("pattern")
            if child.type == "self_parameter":
                text = (child.text or b"").replace(b" ", b"")
                receiver = "self"
                if text.startswith(b"&"):
                    receiver = "&mut self" if b"mutself" in text else "&self"
            elif child.type == "parameter" and pattern is not None and pattern.type == "self":
                receiver = "typed"
                receiver_type = lower_type(child.child_by_field_name("type"), self._delta)
            elif child.type == "parameter":
                params.append(
                    (
                        lower_pattern(pattern, self._delta),
                        lower_type(child.child_by_field_name("type"), self._delta),
                    )
                )
        returns = node.child_by_field_name("return_type")
        body = node.child_by_field_name("body")
        modifiers = next((c for c in node.children if c.type == "function_modifiers"), None)
        return hir.Fn(
            name=name,
            type_params=lower_type_params(node, self._delta),
            receiver=receiver,
            receiver_type=receiver_type,
            params=tuple(params),
            returns=lower_type(returns, self._delta) if returns is not None else None,
            body=self.expr(body, depth + 1) if body is not None else None,
            is_async=modifiers is not None and b"async" in (modifiers.text or b""),
        )

    # Expressions.

    def expr(self, node: Node | None, depth: int) -> hir.Expr:
        if node is None or depth > _MAX_DEPTH:
            return hir.Other(Span(0, 0), ())
        lower = _EXPRESSIONS.get(node.type)
        if lower is None:
            return self._other(node, depth)
        return lower(self, node, depth + 1)

    def _field_expr(self, node: Node, name: str, depth: int) -> hir.Expr:
        return self.expr(node.child_by_field_name(name), depth)

    def _span(self, node: Node) -> Span:
        return span_of(node, self._delta)

    def _only(self, node: Node) -> Node | None:
        return next((c for c in node.named_children if not c.type.endswith("comment")), None)

    def _other(self, node: Node, depth: int) -> hir.Expr:
        if node.type in _LITERALS:
            return hir.Literal(self._span(node), _LITERALS[node.type])
        inside = tuple(
            self.expr(child, depth + 1)
            for child in node.named_children
            if not child.type.endswith("comment")
        )
        type_name = "std::ops::Range" if node.type == "range_expression" else None
        return hir.Other(self._span(node), inside, type_name)

    def path(self, node: Node, depth: int) -> hir.Expr:
        path = lower_path(node, self._delta)
        return hir.Path(self._span(node), path) if path is not None else self._leaf(node)

    def _leaf(self, node: Node) -> hir.Expr:
        return hir.Other(self._span(node), ())

    def call(self, node: Node, depth: int) -> hir.Expr:
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        args = tuple(
            self.expr(child, depth)
            for child in (arguments.named_children if arguments is not None else ())
            if child.type not in ("attribute_item", "line_comment", "block_comment")
        )
        types: tuple[hir.TypeRef, ...] = ()
        inner = function
        if function is not None and function.type == "generic_function":
            types = type_arguments(function, self._delta)
            inner = function.child_by_field_name("function")
        if inner is not None and inner.type == "field_expression":
            field = inner.child_by_field_name("field")
            if field is not None and field.type == "field_identifier":
                receiver = self._field_expr(inner, "value", depth)
                name = Segment(node_text(field), self._span(field))
                return hir.MethodCall(self._span(node), receiver, name, types, args)
        return hir.Call(self._span(node), self.expr(function, depth), args)

    def field(self, node: Node, depth: int) -> hir.Expr:
        field = node.child_by_field_name("field")
        name = node_text(field) if field is not None else ""
        return hir.Field(self._span(node), self._field_expr(node, "value", depth), name)

    def index(self, node: Node, depth: int) -> hir.Expr:
        children = [self.expr(child, depth) for child in node.named_children[:2]]
        if len(children) != 2:
            return hir.Other(self._span(node), tuple(children))
        return hir.Index(self._span(node), children[0], children[1])

    def reference(self, node: Node, depth: int) -> hir.Expr:
        return hir.Borrow(self._span(node), self._field_expr(node, "value", depth))

    def unary(self, node: Node, depth: int) -> hir.Expr:
        inner = self.expr(self._only(node), depth)
        if node.children[0].type == "*":
            return hir.Deref(self._span(node), inner)
        # `-x` and `!x` have the type of x, for all types that matter.
        return inner

    def try_(self, node: Node, depth: int) -> hir.Expr:
        return hir.Try(self._span(node), self.expr(self._only(node), depth))

    def await_(self, node: Node, depth: int) -> hir.Expr:
        return hir.Await(self._span(node), self.expr(self._only(node), depth))

    def parenthesized(self, node: Node, depth: int) -> hir.Expr:
        return self.expr(self._only(node), depth)

    def number(self, node: Node, depth: int) -> hir.Expr:
        text = node_text(node)
        suffix = next(
            (each for each in _NUMBER_TYPES if text.endswith(each) and len(text) > len(each)), None
        )
        return hir.Literal(self._span(node), suffix)

    def tuple_(self, node: Node, depth: int) -> hir.Expr:
        return hir.TupleExpr(self._span(node), self._parts(node, depth))

    def array(self, node: Node, depth: int) -> hir.Expr:
        return hir.ArrayExpr(self._span(node), self._parts(node, depth), is_vec=False)

    def _parts(self, node: Node, depth: int) -> tuple[hir.Expr, ...]:
        return tuple(
            self.expr(child, depth)
            for child in node.named_children
            if child.type not in ("attribute_item", "line_comment", "block_comment")
        )

    def struct(self, node: Node, depth: int) -> hir.Expr:
        head = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        path = lower_path(head, self._delta) if head is not None else None
        fields: list[tuple[str, hir.Expr]] = []
        base: hir.Expr | None = None
        for child in body.named_children if body is not None else ():
            if child.type == "field_initializer":
                field = child.child_by_field_name("field")
                if field is not None:
                    fields.append((node_text(field), self._field_expr(child, "value", depth)))
            elif child.type == "shorthand_field_initializer":
                name = next((c for c in child.named_children if c.type == "identifier"), None)
                if name is not None:
                    fields.append((node_text(name), self.path(name, depth)))
            elif child.type == "base_field_initializer":
                base = self.expr(self._only(child), depth)
        if path is None:
            return hir.Other(self._span(node), tuple(value for _, value in fields))
        return hir.StructExpr(self._span(node), path, tuple(fields), base)

    def cast(self, node: Node, depth: int) -> hir.Expr:
        type_ref = lower_type(node.child_by_field_name("type"), self._delta)
        return hir.Cast(self._span(node), self._field_expr(node, "value", depth), type_ref)

    def binary(self, node: Node, depth: int) -> hir.Expr:
        operator = node.child_by_field_name("operator")
        return hir.Binary(
            self._span(node),
            operator.type if operator is not None else "=",
            self._field_expr(node, "left", depth),
            self._field_expr(node, "right", depth),
        )

    def closure(self, node: Node, depth: int) -> hir.Expr:
        parameters = node.child_by_field_name("parameters")
        params: list[tuple[hir.Pattern, hir.TypeRef | None]] = []
        for child in parameters.named_children if parameters is not None else ():
            if child.type == "parameter":
                type_ref = lower_type(child.child_by_field_name("type"), self._delta)
                pattern = lower_pattern(child.child_by_field_name("pattern"), self._delta)
                params.append((pattern, type_ref))
            elif not child.type.endswith("comment"):
                params.append((lower_pattern(child, self._delta), None))
        returns = node.child_by_field_name("return_type")
        return hir.Closure(
            self._span(node),
            tuple(params),
            lower_type(returns, self._delta) if returns is not None else None,
            self._field_expr(node, "body", depth),
            any(child.type == "async" for child in node.children),
        )

    def block(self, node: Node, depth: int) -> hir.Expr:
        inner = node
        if node.type != "block":
            inner = next((c for c in node.named_children if c.type == "block"), node)
        is_async = node.type in ("async_block", "gen_block")
        return self._block(inner, self._span(node), is_async, depth)

    def _block(self, block: Node, span: Span, is_async: bool, depth: int) -> hir.Expr:
        statements: list[hir.Statement] = []
        tail: hir.Expr | None = None
        for child in block.named_children:
            if tail is not None:
                statements.append(tail)
                tail = None
            match child.type:
                case "let_declaration":
                    statements.append(self._let(child, depth))
                case "expression_statement":
                    only = self._only(child)
                    if locals_of_thread := self._thread_locals(only):
                        statements += locals_of_thread
                        continue
                    expr = self.expr(only, depth)
                    # `if … {}` and `match … {}` end a block without a semicolon.
                    if child.children[-1].type == ";":
                        statements.append(expr)
                    else:
                        tail = expr
                case (
                    "line_comment"
                    | "block_comment"
                    | "attribute_item"
                    | "empty_statement"
                    | ("inner_attribute_item" | "label" | "use_declaration" | "macro_definition")
                ):
                    continue
                case _:
                    if locals_of_thread := self._thread_locals(child):
                        statements += locals_of_thread
                        continue
                    item = self.item(child, depth) if child.type.endswith("_item") else None
                    if item is not None:
                        statements.append(hir.InnerItem(item))
                    elif not child.type.endswith("_item"):
                        tail = self.expr(child, depth)
        return hir.Block(span, tuple(statements), tail, is_async)

    def _let(self, node: Node, depth: int) -> hir.Let:
        type_node = node.child_by_field_name("type")
        value = node.child_by_field_name("value")
        alternative = node.child_by_field_name("alternative")
        return hir.Let(
            lower_pattern(node.child_by_field_name("pattern"), self._delta),
            lower_type(type_node, self._delta) if type_node is not None else None,
            self.expr(value, depth) if value is not None else None,
            self.expr(alternative, depth) if alternative is not None else None,
        )

    def let_condition(self, node: Node, depth: int) -> hir.Expr:
        pattern = lower_pattern(node.child_by_field_name("pattern"), self._delta)
        return hir.LetCondition(self._span(node), pattern, self._field_expr(node, "value", depth))

    def if_(self, node: Node, depth: int) -> hir.Expr:
        alternative = node.child_by_field_name("alternative")
        if alternative is not None and alternative.type == "else_clause":
            alternative = self._only(alternative)
        return hir.If(
            self._span(node),
            self._field_expr(node, "condition", depth),
            self._field_expr(node, "consequence", depth),
            self.expr(alternative, depth) if alternative is not None else None,
        )

    def match(self, node: Node, depth: int) -> hir.Expr:
        body = node.child_by_field_name("body")
        arms: list[hir.MatchArm] = []
        for child in body.named_children if body is not None else ():
            if child.type != "match_arm":
                continue
            pattern = child.child_by_field_name("pattern")
            guard = pattern.child_by_field_name("condition") if pattern is not None else None
            arms.append(
                hir.MatchArm(
                    lower_pattern(pattern, self._delta),
                    self.expr(guard, depth) if guard is not None else None,
                    self._field_expr(child, "value", depth),
                )
            )
        return hir.Match(self._span(node), self._field_expr(node, "value", depth), tuple(arms))

    def for_(self, node: Node, depth: int) -> hir.Expr:
        return hir.For(
            self._span(node),
            lower_pattern(node.child_by_field_name("pattern"), self._delta),
            self._field_expr(node, "value", depth),
            self._field_expr(node, "body", depth),
        )

    def loop(self, node: Node, depth: int) -> hir.Expr:
        condition = node.child_by_field_name("condition")
        return hir.Loop(
            self._span(node),
            self.expr(condition, depth) if condition is not None else None,
            self._field_expr(node, "body", depth),
        )

    def jump(self, node: Node, depth: int) -> hir.Expr:
        values = [c for c in node.named_children if c.type not in ("label", "line_comment")]
        value = self.expr(values[0], depth) if values else None
        return hir.Jump(self._span(node), value)

    def macro(self, node: Node, depth: int) -> hir.Expr:
        name = macro_name(node)
        span = self._span(node)
        if name in ("cfg_if", "cfg_select"):
            return self._arms(name, node, span)
        parts = self._parts_of(self._macro_body(node))
        if name == "matches" and len(parts) == 1:
            return parts[0]
        if name == "vec":
            array = parts[0] if len(parts) == 1 else None
            inside = array.parts if isinstance(array, hir.ArrayExpr) else parts
            return hir.ArrayExpr(span, inside, is_vec=True)
        args = parts[0].args if len(parts) == 1 and isinstance(parts[0], hir.Call) else parts
        if name in _LAST_ARGUMENT_RETURNED and len(args) == 1:
            return args[0]
        return hir.Other(span, args, _MACRO_TYPES.get(name))

    def _macro_body(self, node: Node) -> hir.Block | None:
        """The code in a macro call, where the macro is known to hold any."""
        code = macro_code(node) if self._reparsed < _MAX_REPARSE else None
        return self._body(code.text, code.at - code.start) if code is not None else None

    def _body(self, text: bytes, delta: int) -> hir.Block | None:
        """The body of the function that is the only item in `text`."""
        root = new_parser().parse(text).root_node
        inner = _Lowering(text, self._delta + delta, self._reparsed + 1)
        function = inner.item(root.named_children[0], 0) if root.named_children else None
        body = function.body if isinstance(function, hir.Fn) else None
        return body if isinstance(body, hir.Block) else None

    def _parts_of(self, block: hir.Block | None) -> tuple[hir.Expr, ...]:
        if block is None:
            return ()
        inside = [
            each for each in block.statements if not isinstance(each, hir.InnerItem | hir.Let)
        ]
        return tuple(inside) + ((block.tail,) if block.tail is not None else ())

    def _thread_locals(self, node: Node | None) -> list[hir.InnerItem]:
        """The statics of a `thread_local!` among statements."""
        if node is None or node.type != "macro_invocation" or macro_name(node) != "thread_local":
            return []
        block = self._macro_body(node)
        return [
            hir.InnerItem(thread_local(each.item))
            for each in (block.statements if block is not None else ())
            if isinstance(each, hir.InnerItem) and isinstance(each.item, hir.Const)
        ]

    def _arms(self, name: str, node: Node, span: Span) -> hir.Expr:
        """The arms of a cfg macro: as alternatives, of which nobody knows which one is taken."""
        kind = PlaceKind(name)
        place = next(
            (
                each
                for each in places(self._text, node.start_byte, node.end_byte)
                if each.kind is kind
            ),
            None,
        )
        if place is None:
            return hir.Other(span, ())
        blocks: list[hir.Expr] = []
        for arm in parse_arms(self._text, place).arms:
            code = self._text[arm.body.start : arm.body.end]
            block = self._body(b"fn _() {" + code + b"}", arm.body.start - len(b"fn _() {"))
            if block is not None:
                blocks.append(block)
        return hir.Match(
            span,
            hir.Other(span, ()),
            tuple(hir.MatchArm(hir.OtherPattern(), None, block) for block in blocks),
        )


_NUMBER_TYPES = (
    *("i8", "i16", "i32", "i64", "i128", "isize"),
    *("u8", "u16", "u32", "u64", "u128", "usize"),
    *("f32", "f64"),
)

_EXPRESSIONS = {
    "identifier": _Lowering.path,
    "scoped_identifier": _Lowering.path,
    "generic_function": _Lowering.path,
    "self": _Lowering.path,
    "call_expression": _Lowering.call,
    "field_expression": _Lowering.field,
    "index_expression": _Lowering.index,
    "reference_expression": _Lowering.reference,
    "unary_expression": _Lowering.unary,
    "try_expression": _Lowering.try_,
    "await_expression": _Lowering.await_,
    "parenthesized_expression": _Lowering.parenthesized,
    "integer_literal": _Lowering.number,
    "float_literal": _Lowering.number,
    "tuple_expression": _Lowering.tuple_,
    "unit_expression": _Lowering.tuple_,
    "array_expression": _Lowering.array,
    "struct_expression": _Lowering.struct,
    "type_cast_expression": _Lowering.cast,
    "binary_expression": _Lowering.binary,
    "assignment_expression": _Lowering.binary,
    "compound_assignment_expr": _Lowering.binary,
    "closure_expression": _Lowering.closure,
    "block": _Lowering.block,
    "unsafe_block": _Lowering.block,
    "const_block": _Lowering.block,
    "async_block": _Lowering.block,
    "gen_block": _Lowering.block,
    "let_condition": _Lowering.let_condition,
    "if_expression": _Lowering.if_,
    "match_expression": _Lowering.match,
    "for_expression": _Lowering.for_,
    "while_expression": _Lowering.loop,
    "loop_expression": _Lowering.loop,
    "return_expression": _Lowering.jump,
    "break_expression": _Lowering.jump,
    "continue_expression": _Lowering.jump,
    "macro_invocation": _Lowering.macro,
}

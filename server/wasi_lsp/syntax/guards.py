"""Code that is reached only where a `cfg!` holds: by `if cfg!(…)` and by early returns on it."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Invalid, Not
from wasi_lsp.syntax.facts import Guard
from wasi_lsp.text.span import Span

_LEAVING = {"return_expression", "break_expression", "continue_expression"}
_LEAVING_MACROS = {b"panic", b"unreachable", b"todo", b"unimplemented", b"bail", b"compile_error"}
#: How many operators are looked through, from a `cfg!` up to the `if` and down again.
MAX_OPERATORS = 64


def guards_of_if(
    node: Node, delta: int, predicate_of: Callable[[Node], CfgExpr | None]
) -> list[Guard]:
    """The guards that an `if_expression` sets up; spans are the node's offsets plus `delta`.

    `predicate_of` gives the predicate of a `cfg!` call. What else stands in the condition is
    unknown, so nothing is concluded from it.
    """
    condition = node.child_by_field_name("condition")
    consequence = node.child_by_field_name("consequence")
    if condition is None or consequence is None:
        return []
    holds = _condition(condition, delta, predicate_of, MAX_OPERATORS)
    fails = Not(holds.span, holds)
    guards = [Guard(_span(consequence, delta), holds)]
    alternative = node.child_by_field_name("alternative")
    if alternative is not None:
        guards.append(Guard(_span(alternative, delta), fails))
    elif _leaves(consequence):
        rest = _rest_of_block(node, delta)
        if rest is not None:
            guards.append(Guard(rest, fails))
    return guards


def _condition(
    node: Node, delta: int, predicate_of: Callable[[Node], CfgExpr | None], budget: int
) -> CfgExpr:
    span = _span(node, delta)
    if budget == 0:
        return Invalid(span)
    match node.type:
        case "macro_invocation":
            return predicate_of(node) or Invalid(span)
        case "parenthesized_expression" if node.named_child_count == 1:
            return _condition(node.named_children[0], delta, predicate_of, budget - 1)
        case "unary_expression" if node.children[0].type == "!" and node.named_child_count == 1:
            inner = _condition(node.named_children[0], delta, predicate_of, budget - 1)
            return Not(span, inner)
        case "binary_expression":
            left = node.child_by_field_name("left")
            right = node.child_by_field_name("right")
            operator = node.child_by_field_name("operator")
            if left is not None and right is not None and operator is not None:
                parts = (
                    _condition(left, delta, predicate_of, budget - 1),
                    _condition(right, delta, predicate_of, budget - 1),
                )
                if operator.type == "&&":
                    return All(span, parts)
                if operator.type == "||":
                    return Any(span, parts)
    return Invalid(span)


def _leaves(block: Node) -> bool:
    """Whether the block's last statement evidently leaves the surrounding code."""
    statements = [child for child in block.named_children if not child.type.endswith("comment")]
    if not statements:
        return False
    last = statements[-1]
    if last.type == "expression_statement" and last.named_children:
        last = last.named_children[0]
    if last.type == "macro_invocation":
        name = last.child_by_field_name("macro")
        return name is not None and (name.text or b"").rpartition(b"::")[2] in _LEAVING_MACROS
    return last.type in _LEAVING


def _rest_of_block(node: Node, delta: int) -> Span | None:
    """What follows the `if` statement in its block."""
    statement = node
    if statement.parent is not None and statement.parent.type == "expression_statement":
        statement = statement.parent
    block = statement.parent
    if block is None or block.type != "block":
        return None
    return Span(statement.end_byte + delta, block.end_byte + delta)


def _span(node: Node, delta: int) -> Span:
    return Span(node.start_byte + delta, node.end_byte + delta)

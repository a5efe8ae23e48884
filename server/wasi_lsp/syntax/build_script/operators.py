"""Operators on Booleans and strings: `!`, `==`, `&&`, `|=`."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.machine import Machine
from wasi_lsp.syntax.build_script.values import Value
from wasi_lsp.syntax.paths import node_text


def unary(node: Node, machine: Machine) -> Value:
    """`!value`; others change nothing that matters."""
    value = machine.value(node.named_children[0]) if node.named_children else None
    return value if node.children[0].type != "!" else ~machine.region(value, node)


def binary(node: Node, machine: Machine) -> Value:
    """`one && other`, `one == other`, `one | other`."""
    sign = operator_of(node)
    if sign in ("&&", "||"):
        return _chain(node, sign, machine)
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return None
    one, other = machine.value(left), machine.value(right)
    if sign in ("==", "!="):
        same = machine.region(machine.equal(one, other), node)
        return same if sign == "==" else ~same
    if sign in ("<", ">", "<=", ">="):
        return machine.undecided(node)
    return combined(sign, one, other)


def combined(sign: str, one: Value, other: Value) -> Value:
    """`one & other`, `one | other`, where both are Booleans."""
    if isinstance(one, Region) and isinstance(other, Region):
        if sign == "|":
            return one | other
        if sign == "&":
            return one & other
    return None


def operator_of(node: Node) -> str:
    """The operator of a binary expression or an assignment."""
    operator = node.child_by_field_name("operator")
    return node_text(operator) if operator is not None else ""


def _chain(node: Node, sign: str, machine: Machine) -> Region:
    """`a && b && c`, or the same with `||`: a long one would be deep."""
    operands: list[Node] = []
    left: Node | None = node
    while left is not None and left.type == "binary_expression":
        right = left.child_by_field_name("right")
        if operator_of(left) != sign or right is None:
            break
        operands.append(right)
        left = left.child_by_field_name("left")
    operands += [left] if left is not None else []
    is_and = sign == "&&"
    before = machine.live
    where = Region.everywhere() if is_and else Region.nowhere()
    for operand in reversed(operands):
        machine.live = before & (where if is_and else ~where)
        own = machine.region(machine.value(operand), operand)
        where = where & own if is_and else where | own
    machine.live = before
    return where

"""Blocks: their items and statements, and what these are compiled under."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.cfg.ast import CfgExpr, Gated, Invalid, KeyValue, Name, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.calls import mention
from wasi_lsp.syntax.build_script.machine import Machine
from wasi_lsp.syntax.build_script.nodes import COMMENTS, ITEMS, cfg_of, identifiers, is_mutable
from wasi_lsp.syntax.build_script.operators import combined, operator_of
from wasi_lsp.syntax.build_script.patterns import matches
from wasi_lsp.syntax.build_script.values import Function, Scope, Value, choose
from wasi_lsp.syntax.paths import node_text


def declare(block: Node, machine: Machine) -> dict[str, Function]:
    """Make the items of a block, or of the file, known; its functions."""
    found: dict[str, Function | None] = {}
    has_cfg = False
    for child in block.named_children:
        if child.type == "attribute_item":
            has_cfg = has_cfg or cfg_of(child) is not None
            continue
        name = child.child_by_field_name("name")
        if child.type == "function_item" and name is not None:
            function = Function(child, machine.scope, machine.shift)
            is_known = not has_cfg and node_text(name) not in found
            found[node_text(name)] = function if is_known else None
        elif child.type in ("const_item", "static_item") and name is not None:
            value = child.child_by_field_name("value")
            known = None if has_cfg or value is None else machine.value(value)
            machine.scope.values[node_text(name)] = known
        has_cfg = has_cfg and child.type in COMMENTS
    machine.scope.values |= found
    for child in block.named_children:
        name = child.child_by_field_name("name")
        is_followed = name is not None and found.get(node_text(name)) is not None
        if child.type in ITEMS and not (child.type == "function_item" and is_followed):
            mention(child, machine)
    return {name: function for name, function in found.items() if function is not None}


def block(node: Node, machine: Machine) -> Value:
    """`{ … }`, with the value of its last expression."""
    with machine.inside(Scope(machine.scope)):
        declare(node, machine)
        conditions: list[Region] = []
        value: Value = None
        for child in node.named_children:
            if child.type in COMMENTS or child.type in ITEMS:
                continue
            if child.type == "attribute_item":
                cfg = cfg_of(child)
                conditions += [] if cfg is None else [host_cfg(cfg, child, machine)]
                continue
            value = _statement(child, conditions, machine)
            conditions = []
        return value


def let(node: Node, machine: Machine) -> None:
    """`let pattern = value else { … };`."""
    pattern, given = node.child_by_field_name("pattern"), node.child_by_field_name("value")
    value = machine.value(given) if given is not None else None
    otherwise = node.child_by_field_name("alternative")
    if pattern is None:
        return
    where = matches(pattern, value, machine)
    if is_mutable(node):
        machine.scope.mutable.add(node_text(pattern))
    if otherwise is not None:
        before = machine.live
        machine.live = before & ~where
        machine.value(otherwise)
        machine.live = before & where


def assign(node: Node, machine: Machine) -> None:
    """`name = value`, `name |= value`; of other places nothing is known."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return
    new = machine.value(right)
    holder = machine.scope.holder(node_text(left)) if left.type == "identifier" else None
    if holder is None:
        machine.forget(left)
        return
    old = holder.values[node_text(left)]
    if node.type == "compound_assignment_expr":
        new = combined(operator_of(node).removesuffix("="), old, new)
    live = machine.live
    holder.values[node_text(left)] = choose([(live, new), (~live, old)])


def host_cfg(expr: CfgExpr, node: Node, machine: Machine) -> Region:
    """A predicate in the script itself: it is compiled for the host, with the same features."""
    for leaf in walk(expr):
        if isinstance(leaf, Name | Gated | Invalid) or (
            isinstance(leaf, KeyValue) and leaf.key != "feature"
        ):
            return machine.undecided(node)
    return Region.of(expr)


def _statement(node: Node, conditions: list[Region], machine: Machine) -> Value:
    """A statement of a block, under the conditions of its attributes; its value if it is last."""
    if conditions:
        before = where = machine.live
        for condition in conditions:
            where = where & condition
        machine.live = where
        machine.value(node)
        pattern = node.child_by_field_name("pattern")
        if pattern is not None:
            machine.scope.values |= dict.fromkeys(identifiers(pattern))
        machine.live = machine.live | (before & ~where)
        return None
    value = machine.value(node)
    is_last = not (node.type == "expression_statement" and node.children[-1].type == ";")
    return value if is_last else None

"""`if`, `match` and their conditions: each branch is followed where it is taken."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.machine import Machine
from wasi_lsp.syntax.build_script.patterns import matches
from wasi_lsp.syntax.build_script.values import Scope, Value, choose, union

#: A branch: where it ends, its value, and the node that decides what the value does not tell.
_Branch = tuple[Region, Value, Node]


def if_else(node: Node, machine: Machine) -> Value:
    """`if … { … } else if … { … } else { … }`; the branches of a chain are not nested."""
    branches: list[_Branch] = []
    rest = machine.live
    branch: Node | None = node
    while branch is not None:
        machine.live = rest
        tested = branch.child_by_field_name("condition")
        consequence = branch.child_by_field_name("consequence")
        alternative = branch.child_by_field_name("alternative")
        with machine.inside(Scope(machine.scope)):
            where = condition(tested, machine) if tested is not None else Region.unknown()
            rest = machine.live & ~where
            machine.live = machine.live & where
            value = machine.value(consequence) if consequence is not None else None
        branches.append((machine.live, value, branch))
        branch = alternative.named_children[0] if alternative is not None else None
        if branch is None or branch.type != "if_expression":
            machine.live = rest
            value = machine.value(branch) if branch is not None else None
            branches.append((machine.live, value, branch or node))
            branch = None
    return _joined(branches, machine)


def condition(node: Node, machine: Machine) -> Region:
    """Where a condition holds; what its patterns bind is known in the scope."""
    if node.type == "let_condition":
        pattern, given = node.child_by_field_name("pattern"), node.child_by_field_name("value")
        value = machine.value(given) if given is not None else None
        return matches(pattern, value, machine) if pattern is not None else machine.undecided(node)
    if node.type == "let_chain":
        before = machine.live
        where = Region.everywhere()
        for part in node.named_children:
            machine.live = before & where
            where = where & condition(part, machine)
        machine.live = before
        return where
    return machine.region(machine.value(node), node)


def match(node: Node, machine: Machine, *, is_whole: bool = True) -> Value:
    """`match … { … }`; unless it `is_whole`, other values are false: so `matches!` has it."""
    given, body = node.child_by_field_name("value"), node.child_by_field_name("body")
    value = machine.value(given) if given is not None else None
    arms = [each for each in body.named_children if each.type == "match_arm"] if body else []
    branches: list[_Branch] = []
    rest = machine.live
    for arm in arms:
        pattern, result = arm.child_by_field_name("pattern"), arm.child_by_field_name("value")
        if pattern is None or result is None or not pattern.children:
            continue
        guard = pattern.child_by_field_name("condition")
        with machine.inside(Scope(machine.scope)):
            where = matches(pattern.children[0], value, machine)
            if is_whole and arm is arms[-1] and guard is None:
                where = Region.everywhere()
            machine.live = rest & where
            if guard is not None:
                where = where & condition(guard, machine)
            if any(child.type == "attribute_item" for child in arm.named_children):
                where = where & machine.undecided(arm)
            machine.live = rest & where
            its_value = machine.value(result)
        branches.append((machine.live, its_value, result))
        rest = rest & ~where
    if not is_whole:
        branches.append((rest, Region.nowhere(), node))
    return _joined(branches, machine)


def _joined(branches: list[_Branch], machine: Machine) -> Value:
    """Go on where any of the branches ends; their value. What one does not tell is a Boolean."""
    machine.live = union([where for where, _, _ in branches])
    if any(isinstance(value, Region) for _, value, _ in branches):
        return choose((where, machine.region(value, node)) for where, value, node in branches)
    return choose((where, value) for where, value, _ in branches)

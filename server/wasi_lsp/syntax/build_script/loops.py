"""Loops, and the ways out of loops and functions."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.calls import lose
from wasi_lsp.syntax.build_script.machine import Loop, Machine, TooMuchError
from wasi_lsp.syntax.build_script.patterns import matches
from wasi_lsp.syntax.build_script.values import ABSENT, Items, Scope, Text, Value, union


def for_each(node: Node, machine: Machine) -> None:
    """`for`: over known elements each turn is followed."""
    pattern, body = node.child_by_field_name("pattern"), node.child_by_field_name("body")
    given = node.child_by_field_name("value")
    items = machine.value(given) if given is not None else None
    if not isinstance(items, Items) or pattern is None or body is None:
        lose(items, machine)
        _repeat(node, [body] if body is not None else node.named_children, machine)
        return
    loop = Loop(Region.nowhere(), Region.nowhere())
    machine.frame.loops.append(loop)
    for number, (item, where) in enumerate(items.items):
        before = machine.live
        machine.live = before & where
        loop.continued = Region.nowhere()
        machine.way.append(number)
        with machine.inside(Scope(machine.scope)):
            matches(pattern, item, machine)
            machine.value(body)
        machine.way.pop()
        machine.live = union([machine.live, loop.continued, before & ~where])
    machine.frame.loops.pop()
    machine.live = machine.live | loop.broken


def repeated(node: Node, machine: Machine) -> None:
    """`while` and `loop`."""
    _repeat(node, node.named_children, machine)


def _repeat(whole: Node, parts: Sequence[Node], machine: Machine) -> None:
    """Code that runs nobody knows how often, with what nobody knows."""
    before = machine.live
    frame = machine.frame
    returned = len(frame.returns)
    machine.forget(whole)
    machine.live = before & machine.undecided(whole)
    machine.repeats += 1
    frame.loops.append(None)
    with machine.inside(Scope(machine.scope)):
        for part in parts:
            machine.value(part)
    frame.loops.pop()
    machine.repeats -= 1
    machine.forget(whole)
    machine.live = before & ~union(where for where, _ in frame.returns[returned:])


def leave_loop(node: Node, machine: Machine) -> None:
    """`break` and `continue`. Raises `TooMuchError` for one of an outer loop."""
    if any(child.type == "label" for child in node.named_children):
        raise TooMuchError
    for child in node.named_children:
        machine.value(child)
    loop = machine.frame.loops[-1] if machine.frame.loops else None
    if loop is not None and node.type == "break_expression":
        loop.broken = loop.broken | machine.live
    elif loop is not None:
        loop.continued = loop.continued | machine.live
    machine.live = Region.nowhere()


def return_value(node: Node, machine: Machine) -> None:
    """`return`."""
    value = machine.value(node.named_children[0]) if node.named_children else None
    machine.frame.returns.append((machine.live, value))
    machine.live = Region.nowhere()


def question_mark(node: Node, machine: Machine) -> Value:
    """`value?`; an error of `main` fails the build."""
    value = machine.value(node.named_children[0]) if node.named_children else None
    if machine.is_called and (isinstance(value, Text) or value is None):
        there = value.present if isinstance(value, Text) else machine.undecided(node)
        absent = ABSENT if value is not None else None
        machine.frame.returns.append((machine.live & ~there, absent))
        machine.live = machine.live & there
    return value

"""Calls: of the script's own functions and closures, and of what is known of others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tree_sitter import Node

from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.cargo_variables import cargo_variable
from wasi_lsp.syntax.build_script.machine import Frame, Machine
from wasi_lsp.syntax.build_script.methods import method
from wasi_lsp.syntax.build_script.nodes import identifiers, is_mutable, parts
from wasi_lsp.syntax.build_script.patterns import matches
from wasi_lsp.syntax.build_script.values import (
    ABSENT,
    Function,
    Items,
    Scope,
    Text,
    Value,
    choose,
    functions_in,
    union,
)
from wasi_lsp.syntax.paths import node_text

#: Functions that give back what they are given.
_SAME = frozenset({"Ok", "Some", "String::from", "OsString::from", "Box::new", "Cow::from"})
_ENVIRONMENT = frozenset(
    f"{path}{name}" for path in ("", "env::", "std::env::") for name in ("var", "var_os")
)
_EXIT = frozenset({"exit", "process::exit", "std::process::exit"})


def call(node: Node, machine: Machine) -> Value:
    """`function(arguments)`, `receiver.method(arguments)`."""
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    if function is None or arguments is None:
        return None
    if function.type == "field_expression":
        return _method_call(function, parts(arguments), machine)
    path = "".join(node_text(function).split()).removeprefix("::")
    called = machine.variable(path.removeprefix("self::").removeprefix("crate::"))
    if function.type not in ("identifier", "scoped_identifier"):
        called = machine.value(function)
    args = [machine.value(each) for each in parts(arguments)]
    if isinstance(called, Function):
        return apply(called, args, node, machine)
    if path in _EXIT:
        machine.live = Region.nowhere()
    if path in _ENVIRONMENT and len(args) == 1:
        return _environment(args[0], machine)
    if path in _SAME and len(args) == 1:
        return args[0]
    for each in args:
        lose(each, machine)
    return ABSENT if path == "Err" else None


def apply(function: Function, args: Sequence[Value], call: Node, machine: Machine) -> Value:
    """What the function returns; from then on the code is live where it does."""
    node = function.node
    body = node.child_by_field_name("body")
    if body is None or any(frame.node == node for frame in machine.frames):
        lose(function, machine)
        return None
    frame = Frame(node)
    machine.frames.append(frame)
    machine.way.append(call.start_byte)
    shift, machine.shift = machine.shift, function.shift
    with machine.inside(Scope(function.scope)):
        parameters = _parameters(node)
        is_known = len(args) == len(parameters)
        for index, parameter in enumerate(parameters):
            matches(parameter.pattern, args[index] if is_known else None, machine)
            if parameter.is_mutable:
                machine.scope.mutable.add(node_text(parameter.pattern))
        value = machine.value(body)
    machine.shift = shift
    machine.way.pop()
    machine.frames.pop()
    results = [*frame.returns, (machine.live, value)]
    machine.live = union(where for where, _ in results)
    return choose(results)


def lose(value: Value, machine: Machine) -> None:
    """Functions in a value that goes where it cannot be followed: they may be called there."""
    for function in functions_in(value):
        if function.node in machine.lost:
            continue
        machine.lost.append(function.node)
        live, machine.live = machine.live, machine.undecided(function.node)
        frames, machine.frames = machine.frames, machine.frames[:1]
        machine.repeats += 1
        apply(function, [], function.node, machine)
        machine.repeats -= 1
        machine.frames = frames
        machine.live = live


def mention(node: Node, machine: Machine) -> None:
    """Tokens that may be any code, with the variables and functions that they name."""
    machine.forget(node)
    for name in identifiers(node):
        lose(machine.variable(name), machine)


def _method_call(function: Node, arguments: Sequence[Node], machine: Machine) -> Value:
    name, receiver = function.child_by_field_name("field"), function.child_by_field_name("value")
    if name is None or receiver is None:
        return None
    value = machine.value(receiver)
    args = [machine.value(each) for each in arguments]

    def apply_where(function: Function, args: Sequence[Value], where: Region) -> Value:
        before = machine.live
        machine.live = before & where
        value = apply(function, args, function.node, machine)
        machine.live = machine.live | (before & ~where)
        return value

    match node_text(name), value, args:
        case "for_each", Items(items), [Function() as action]:
            for item, where in items:
                apply_where(action, [item], where)
            return None
        case (("eq" | "ne"), _, [other, *_]):
            machine.compare(value, other)
        case "contains", Items(items), [wanted, *_]:
            for item, _ in items:
                machine.compare(item, wanted)
    result = method(value, node_text(name), args, apply_where)
    if result is None:
        for each in (value, *args):
            lose(each, machine)
        machine.forget(receiver)
    return result


def _environment(name: Value, machine: Machine) -> Value:
    """A variable of the environment."""
    if not isinstance(name, Text):
        return None
    return choose(
        (where, cargo_variable(each, machine.features)) for each, where in name.cases.items()
    )


class _Parameter(NamedTuple):
    pattern: Node
    is_mutable: bool


def _parameters(function: Node) -> list[_Parameter]:
    """The parameters of a function, without `self`; those of a closure may be patterns alone."""
    parameters = function.child_by_field_name("parameters")
    found: list[_Parameter] = []
    for each in parts(parameters) if parameters is not None else []:
        pattern = each.child_by_field_name("pattern") if each.type == "parameter" else each
        if pattern is not None and each.type != "self_parameter":
            found.append(_Parameter(pattern, is_mutable(each)))
    return found

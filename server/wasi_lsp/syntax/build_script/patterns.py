"""Where a value has a pattern, and what the names in the pattern are then."""

from __future__ import annotations

from tree_sitter import Node

from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.machine import Machine
from wasi_lsp.syntax.build_script.nodes import COMMENTS
from wasi_lsp.syntax.build_script.values import Text, Tuple, Value, union
from wasi_lsp.syntax.paths import node_text


def matches(pattern: Node, value: Value, machine: Machine) -> Region:
    """Where a value has the pattern; its names are bound in the scope. Raises `TooMuchError`."""
    with machine.deeper():
        return _matches(pattern, value, machine)


def _matches(pattern: Node, value: Value, machine: Machine) -> Region:
    # A `_` is no named node.
    inner = [
        child
        for child in pattern.children
        if (child.is_named or child.type == "_") and child.type not in COMMENTS
    ]
    match pattern.type:
        case "_":
            return Region.everywhere()
        case "identifier":
            return _name(pattern, value, machine)
        case "or_pattern":
            return union([matches(each, value, machine) for each in inner])
        case "reference_pattern" | "ref_pattern" | "mut_pattern" if inner:
            if pattern.type == "mut_pattern":
                machine.scope.mutable.add(node_text(inner[-1]))
            return matches(inner[-1], value, machine)
        case "captured_pattern" if len(inner) == 2:
            return matches(inner[0], value, machine) & matches(inner[1], value, machine)
        case "tuple_struct_pattern" if len(inner) == 2:
            head = node_text(inner[0]).rpartition("::")[2]
            if isinstance(value, Text) and head in ("Ok", "Some"):
                return value.present & matches(inner[1], value, machine)
            if isinstance(value, Text) and head == "Err":
                matches(inner[1], None, machine)
                return ~value.present
        case "tuple_pattern" if isinstance(value, Tuple) and len(inner) == len(value.parts):
            where = Region.everywhere()
            for part, its_value in zip(inner, value.parts, strict=True):
                where = where & matches(part, its_value, machine)
            return where
        case "string_literal" | "raw_string_literal" | "boolean_literal" | "char_literal":
            return machine.region(machine.equal(machine.value(pattern), value), pattern)
    for child in inner:
        matches(child, None, machine)
    return machine.undecided(pattern)


def _name(name: Node, value: Value, machine: Machine) -> Region:
    """A variable that is bound, or a constant."""
    text = node_text(name)
    if text == "None":
        return machine.region(~value.present if isinstance(value, Text) else None, name)
    if text[:1].isupper():
        return machine.region(machine.equal(machine.variable(text), value), name)
    machine.scope.values[text] = value
    return Region.everywhere()

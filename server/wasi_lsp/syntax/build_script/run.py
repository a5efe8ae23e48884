"""Follows a build script in thought, on every target and with all features at once.

Nothing is run. What the script prints gets the condition under which it does: through variables,
`if`, `match`, early returns, loops over what is written out, and the script's own functions. Where
something else decides (the compiler's version, a file, another variable of the environment), that
is an atom of its own (`undecided_atom`), which may hold or not: so an `if` and its `else` still
exclude each other.

What cannot be followed is never taken for known: what is printed there is left to the caller, who
sees by `followed` which literals are accounted for.
"""

from __future__ import annotations

from collections.abc import Collection

from tree_sitter import Node

from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.branches import condition, if_else, match
from wasi_lsp.syntax.build_script.calls import apply, call, lose, mention
from wasi_lsp.syntax.build_script.loops import (
    for_each,
    leave_loop,
    question_mark,
    repeated,
    return_value,
)
from wasi_lsp.syntax.build_script.machine import Found, Machine, TooMuchError
from wasi_lsp.syntax.build_script.macros import macro
from wasi_lsp.syntax.build_script.nodes import ITEMS, is_mutable, parts
from wasi_lsp.syntax.build_script.operators import binary, unary
from wasi_lsp.syntax.build_script.statements import assign, block, declare, let
from wasi_lsp.syntax.build_script.values import ABSENT, Function, Items, Tuple, Value
from wasi_lsp.syntax.paths import node_text

_WRAPPERS = frozenset(
    {"parenthesized_expression", "expression_statement", "unsafe_block", "const_block"}
)


def follow(
    root: Node, text: bytes, source: str, features: Collection[str] | None, *, is_alone: bool
) -> Found:
    """Follow `main`, and what is seen on the way; `root` is the tree of `text`.

    `source` names the file; `features` are those of the manifest, None if they are not known.
    Unless the file `is_alone`, others may call its functions: they are not followed from there.
    Of a script that is too much nothing is known.
    """
    machine = Machine(text, source, features, _evaluate)
    try:
        functions = declare(root, machine)
        main = functions.get("main")
        if main is not None:
            apply(main, [], main.node, machine)
        for function in functions.values():
            if function is not main and not is_alone:
                lose(function, machine)
    except TooMuchError:
        # A comparison stays one, whatever else the script does.
        return Found(comparisons=machine.found.comparisons)
    return machine.found


def _evaluate(node: Node, machine: Machine) -> Value:
    """Follow one expression or statement, by its kind."""
    match node.type:
        case "identifier":
            return ABSENT if node_text(node) == "None" else machine.variable(node_text(node))
        case "string_literal" | "raw_string_literal" | "char_literal":
            return machine.literal(node)
        case "boolean_literal":
            return Region.everywhere() if node_text(node) == "true" else Region.nowhere()
        case "reference_expression":
            return _reference(node, machine)
        case "unary_expression":
            return unary(node, machine)
        case "binary_expression":
            return binary(node, machine)
        case "call_expression":
            return call(node, machine)
        case "macro_invocation":
            return macro(node, machine)
        case "if_expression":
            return if_else(node, machine)
        case "match_expression":
            return match(node, machine)
        case "block":
            return block(node, machine)
        case "let_declaration":
            let(node, machine)
            return None
        case "assignment_expression" | "compound_assignment_expr":
            assign(node, machine)
            return None
        case "return_expression":
            return_value(node, machine)
            return None
        case "break_expression" | "continue_expression":
            leave_loop(node, machine)
            return None
        case "try_expression":
            return question_mark(node, machine)
        case "array_expression":
            items = [machine.value(child) for child in parts(node)]
            return Items(tuple((item, Region.everywhere()) for item in items))
        case "tuple_expression":
            return Tuple(tuple(machine.value(child) for child in parts(node)))
        case "closure_expression":
            machine.forget(node)
            return Function(node, machine.scope, machine.shift)
        case "for_expression":
            for_each(node, machine)
            return None
        case "while_expression" | "loop_expression":
            repeated(node, None, machine)
            return None
        case "let_condition" | "let_chain":
            return condition(node, machine)
        case kind if kind in _WRAPPERS and node.named_children:
            return machine.value(node.named_children[-1])
        case kind if kind in ITEMS:
            mention(node, machine)
            return None
    for child in node.named_children:
        lose(machine.value(child), machine)
    return None


def _reference(node: Node, machine: Machine) -> Value:
    """`&value`; through a `&mut` anyone may set it."""
    value = node.child_by_field_name("value")
    if value is None:
        return None
    if is_mutable(node):
        machine.forget(value)
    return machine.value(value)

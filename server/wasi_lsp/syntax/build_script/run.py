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

from collections.abc import Callable, Collection, Mapping

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
    """Follow one expression or statement; its value."""
    follow_kind = _BY_KIND.get(node.type)
    if follow_kind is not None:
        return follow_kind(node, machine)
    for child in node.named_children:
        lose(machine.value(child), machine)
    return None


def _identifier(node: Node, machine: Machine) -> Value:
    return ABSENT if node_text(node) == "None" else machine.variable(node_text(node))


def _literal(node: Node, machine: Machine) -> Value:
    return machine.literal(node)


def _boolean(node: Node, machine: Machine) -> Value:
    return Region.everywhere() if node_text(node) == "true" else Region.nowhere()


def _reference(node: Node, machine: Machine) -> Value:
    """`&value`; through a `&mut` anyone may set it."""
    value = node.child_by_field_name("value")
    if value is None:
        return None
    if is_mutable(node):
        machine.forget(value)
    return machine.value(value)


def _array(node: Node, machine: Machine) -> Value:
    items = [machine.value(child) for child in parts(node)]
    return Items(tuple((item, Region.everywhere()) for item in items))


def _tuple(node: Node, machine: Machine) -> Value:
    return Tuple(tuple(machine.value(child) for child in parts(node)))


def _closure(node: Node, machine: Machine) -> Value:
    machine.forget(node)
    return Function(node, machine.scope, machine.shift)


def _wrapper(node: Node, machine: Machine) -> Value:
    """What stands for what is in it: `(value)`, `value;`, `unsafe { … }`."""
    return machine.value(node.named_children[-1]) if node.named_children else None


#: By the kind of a node: who follows it. Of what is not here, nothing is known.
_BY_KIND: Mapping[str, Callable[[Node, Machine], Value]] = {
    "identifier": _identifier,
    **dict.fromkeys(("string_literal", "raw_string_literal", "char_literal"), _literal),
    "boolean_literal": _boolean,
    "reference_expression": _reference,
    "array_expression": _array,
    "tuple_expression": _tuple,
    "closure_expression": _closure,
    "parenthesized_expression": _wrapper,
    "expression_statement": _wrapper,
    "unsafe_block": _wrapper,
    "const_block": _wrapper,
    "unary_expression": unary,
    "binary_expression": binary,
    "call_expression": call,
    "macro_invocation": macro,
    "if_expression": if_else,
    "match_expression": match,
    "let_condition": condition,
    "let_chain": condition,
    "block": block,
    "let_declaration": let,
    "assignment_expression": assign,
    "compound_assignment_expr": assign,
    "for_expression": for_each,
    "while_expression": repeated,
    "loop_expression": repeated,
    "break_expression": leave_loop,
    "continue_expression": leave_loop,
    "return_expression": return_value,
    "try_expression": question_mark,
    **dict.fromkeys(ITEMS, mention),
}

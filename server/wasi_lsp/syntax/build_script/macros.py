"""Macros of std in a build script, above all those that print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tree_sitter import Node

from wasi_lsp.cfg.parser import parse_cfg
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.branches import match
from wasi_lsp.syntax.build_script.calls import lose, mention
from wasi_lsp.syntax.build_script.cfg_aliases import cfg_aliases
from wasi_lsp.syntax.build_script.facts import Printed
from wasi_lsp.syntax.build_script.format_strings import HOLE, formatted
from wasi_lsp.syntax.build_script.machine import Machine
from wasi_lsp.syntax.build_script.nodes import STRING_LITERALS, parts
from wasi_lsp.syntax.build_script.statements import host_cfg
from wasi_lsp.syntax.build_script.values import Text, Value
from wasi_lsp.syntax.grammar import new_parser
from wasi_lsp.syntax.macro_code import macro_code, macro_name
from wasi_lsp.syntax.paths import node_text
from wasi_lsp.text.span import Span

_DIVERGING = frozenset({"panic", "unreachable", "todo", "unimplemented"})


def macro(node: Node, machine: Machine) -> Value:
    """`name!(…)`."""
    name = macro_name(node)
    tokens = next((child for child in node.children if child.type == "token_tree"), None)
    if tokens is None:
        return None
    if name in ("println", "print"):
        _print(node, tokens, machine, ends_line=name == "println")
        return None
    if name == "cfg_aliases" and not machine.remade and not _defines_macro(name, machine):
        inside = Span(tokens.start_byte + 1, tokens.end_byte - 1)
        for alias in cfg_aliases(machine.text, inside):
            machine.found.aliases.append(alias._replace(where=alias.where & machine.live))
        return None
    if name == "cfg":
        text = tokens.text or b""
        return host_cfg(parse_cfg(text, 1, len(text) - 1).expr, node, machine)
    if name in _DIVERGING:
        machine.live = Region.nowhere()
        return None
    with _code_of(node, machine) as code:
        if code is None:
            mention(tokens, machine)
            return None
        if name == "matches" and code.type == "match_expression":
            return match(code, machine, is_whole=False)
        if name == "format":
            text_made = _format(code, machine)
            has_hole = text_made is None or any(HOLE in each for each in text_made.cases)
            return None if has_hole else text_made
        return machine.value(code)


def _defines_macro(name: str, machine: Machine) -> bool:
    return f"macro_rules! {name}".encode() in machine.text


@contextmanager
def _code_of(node: Node, machine: Machine) -> Iterator[Node | None]:
    """The arguments of a macro as an expression."""
    code = macro_code(node)
    root = new_parser().parse(code.text).root_node if code is not None else None
    body = root.named_children[0].child_by_field_name("body") if root is not None else None
    inner = body.named_children[0] if body is not None and body.named_children else None
    if inner is not None and inner.type == "expression_statement" and inner.named_children:
        inner = inner.named_children[0]
    shift = machine.shift
    machine.shift += code.at - code.start if code is not None else 0
    machine.remade += 1
    machine.way.append(node.start_byte)
    yield inner if root is not None and not root.has_error else None
    machine.way.pop()
    machine.remade -= 1
    machine.shift = shift


def _print(node: Node, tokens: Node, machine: Machine, *, ends_line: bool) -> None:
    with _code_of(node, machine) as code:
        text = _format(code, machine) if code is not None else None
    literal = next((each for each in tokens.children if each.type in STRING_LITERALS), None)
    if text is None or literal is None or machine.remade:
        return
    machine.found.followed.add(literal.start_byte)
    for each, where in text.cases.items():
        live = machine.live & where
        if machine.repeats:
            live = live & machine.undecided(node)
        # What is printed next goes on in the same line.
        end = "" if ends_line or each.endswith("\n") else HOLE
        span = Span(literal.start_byte, literal.end_byte)
        machine.found.printed.append(Printed(each + end, live, span))


def _format(call: Node, machine: Machine) -> Text | None:
    """The text that the arguments of a format macro make, with `HOLE` for what is not known."""
    arguments = call.child_by_field_name("arguments")
    given = parts(arguments) if arguments is not None else []
    if not given or given[0].type not in STRING_LITERALS:
        for each in given:
            lose(machine.value(each), machine)
        return None
    positional: list[Value] = []
    named: dict[str, Value] = {}
    for each in given[1:]:
        left, right = each.child_by_field_name("left"), each.child_by_field_name("right")
        if each.type == "assignment_expression" and left is not None and right is not None:
            named[node_text(left)] = machine.value(right)
        else:
            positional.append(machine.value(each))
    (template,) = machine.literal(given[0]).cases
    return formatted(template, positional, named, machine.variable)

"""The code in the arguments of well-known macros, which the tree has as tokens only."""

from __future__ import annotations

from typing import NamedTuple

from tree_sitter import Node

from wasi_lsp.syntax.paths import node_text

#: Macros whose arguments are expressions.
EXPRESSION_MACROS = frozenset(
    {
        *("assert", "assert_eq", "assert_ne", "debug_assert", "debug_assert_eq"),
        *("debug_assert_ne", "dbg", "format", "format_args", "write", "writeln"),
        *("print", "println", "eprint", "eprintln"),
        *("panic", "todo", "unimplemented", "unreachable"),
        # Of log and tracing, and of anyhow: as std's `println!` and `panic!`.
        *("trace", "debug", "info", "warn", "error", "anyhow", "bail", "ensure"),
    }
)


class MacroCode(NamedTuple):
    """The arguments of a macro as the body of a function, to be parsed."""

    text: bytes
    #: Where the arguments begin in `text`; from there on every byte stands where it stood in them.
    start: int
    #: Where they begin in the text that the call stands in.
    at: int


def macro_name(node: Node) -> str:
    """The name of the macro that a `macro_invocation` calls, without its path."""
    name = node.child_by_field_name("macro")
    return node_text(name).rpartition("::")[2].strip() if name is not None else ""


def macro_code(node: Node) -> MacroCode | None:
    """The code in a macro call; None for macros that are not known to hold any."""
    arguments = next((c for c in node.children if c.type == "token_tree"), None)
    if arguments is None:
        return None
    name = macro_name(node)
    code = (arguments.text or b"")[1:-1]
    before, after = b"fn _() { ", b" }"
    if name == "matches":
        comma = next((c.start_byte for c in arguments.children if c.type == ","), None)
        if comma is None:
            return None
        at = comma - arguments.start_byte - 1
        # A `match` with one arm, in which every byte keeps its place.
        code = code[:at] + b"{" + code[at + 1 :].rstrip().removesuffix(b",")
        before, after = b"fn _() { match ", b" => true } }"
    elif name == "vec":
        before, after = b"fn _() { [", b"] }"
    elif name == "thread_local":
        after = b"; }"
    elif name in EXPRESSION_MACROS:
        # Nobody has a function of this name.
        before, after = b"fn _() { _(", b") }"
    else:
        return None
    return MacroCode(before + code + after, len(before), arguments.start_byte + 1)

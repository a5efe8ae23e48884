"""Rewriting a predicate to one that says the same in fewer words."""

from __future__ import annotations

from wasi_lsp.cfg.ast import Gated, Invalid, walk
from wasi_lsp.cfg.render import render
from wasi_lsp.cfg.simplify import simplify
from wasi_lsp.ide.refactoring import Refactoring
from wasi_lsp.rules.finding import Edit
from wasi_lsp.syntax.facts import Predicate


def simplify_predicate(text: bytes, predicate: Predicate, offset: int) -> Refactoring | None:
    """The rewriting of a predicate of a file, whose spans count from `offset`.

    None where it is as simple already, where something about it is unknown, and where a comment or
    an escape would be lost, as in a key of TOML.
    """
    expr = predicate.parsed.expr
    span = predicate.span.shift(offset)
    source = text[span.start : span.end]
    is_plain = not any(each in source for each in (b"//", b"/*", b"\\"))
    if not is_plain or any(isinstance(node, Gated | Invalid) for node in walk(expr)):
        return None
    simpler = render(simplify(expr))
    if simpler == render(expr):
        return None
    return Refactoring(f"Simplify to `{simpler}`", (Edit(span, simpler),))

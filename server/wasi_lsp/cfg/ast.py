"""The syntax tree of a cfg predicate.

Every node carries the span it was read from: UTF-8 byte offsets into the text that was parsed.
Parsing never fails: what cannot be read becomes `Invalid`, beside an error that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wasi_lsp.text.span import Span

#: How deep operators may nest. rustc has no such limit; in 63,029 predicates of public code nothing
#: is deeper than 7. It lets every reader of the tree recurse.
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class All:
    """`all(…)`: true if every part is, and for no parts."""

    span: Span
    args: tuple[CfgExpr, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """`any(…)`: true if one part is, and false for no parts."""

    span: Span
    args: tuple[CfgExpr, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`not(…)`."""

    span: Span
    arg: CfgExpr


@dataclass(frozen=True, slots=True)
class Name:
    """A bare name: `unix`, `test`, `docsrs`. `name` is without the `r#` of a raw identifier."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class KeyValue:
    """`key = "value"`. `value` is unescaped; `value_span` includes quotes and `r#` marks."""

    span: Span
    key: str
    value: str
    key_span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class Lit:
    """`true` or `false` (since Rust 1.88)."""

    span: Span
    value: bool


@dataclass(frozen=True, slots=True)
class Gated:
    """`version(…)` or `target(…)`: rustc knows it and keeps it behind a feature gate."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Invalid:
    """What rustc rejects, or what a macro fills in (`$cfg`, `#cfg`): nothing is known about it.

    `parts` are the predicates that could be read inside it: they tell what was meant, never what
    it means.
    """

    span: Span
    parts: tuple[CfgExpr, ...] = ()


CfgExpr = All | Any | Not | Name | KeyValue | Lit | Gated | Invalid


def walk(expr: CfgExpr) -> Iterator[CfgExpr]:
    """Every node of `expr` in source order, itself first. Does not recurse: depth is no limit."""
    stack = [expr]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, All | Any):
            stack.extend(reversed(node.args))
        elif isinstance(node, Not):
            stack.append(node.arg)
        elif isinstance(node, Invalid):
            stack.extend(reversed(node.parts))


def compared_in(expr: CfgExpr) -> Iterator[KeyValue]:
    """Where `expr` compares a name with a value, in source order."""
    return (node for node in walk(expr) if isinstance(node, KeyValue))


def rewritten(expr: CfgExpr, rewrite: Callable[[CfgExpr], CfgExpr]) -> CfgExpr:
    """The predicate with what `rewrite` makes of its parts, from the outside in.

    What that gives back as it is, is looked into; where nothing changes it is the same object.
    """
    new = rewrite(expr)
    if new is not expr:
        return new
    if isinstance(expr, All | Any):
        args = tuple(rewritten(arg, rewrite) for arg in expr.args)
        is_same = all(new is old for new, old in zip(args, expr.args, strict=True))
        return expr if is_same else type(expr)(expr.span, args)
    if isinstance(expr, Not):
        arg = rewritten(expr.arg, rewrite)
        return expr if arg is expr.arg else Not(expr.span, arg)
    return expr

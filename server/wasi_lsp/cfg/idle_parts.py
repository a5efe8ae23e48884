"""The parts of a predicate that say again what is said elsewhere in it.

As in `simplify`, what the table of targets implies is never used. Nor is it that an atom either
holds or does not: `any(a, all(not(a), b))` tells two cases apart, which is a way to write it.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import All, Any, CfgExpr, KeyValue, Lit, Name, Not, walk
from wasi_lsp.cfg.atoms import atom_of
from wasi_lsp.cfg.diagram import Builder, Ref, TooBigError


def idle_parts(expr: CfgExpr) -> Iterator[CfgExpr]:
    """Parts of `expr` that can all be taken out, each the last and outermost one that can.

    A predicate that is too large to work out has none.
    """
    while _repeats(expr):
        try:
            part = _Search().idle_in(expr)
        except TooBigError:
            return
        if part is None:
            return
        yield part
        expr = _without(expr, part)


def _repeats(expr: CfgExpr) -> bool:
    """Whether any atom stands in it twice; else each of them matters."""
    leaves = [_atom(node) for node in walk(expr) if not isinstance(node, All | Any | Not)]
    return len(set(leaves)) < len(leaves)


def _atom(leaf: CfgExpr) -> str:
    # What is not known is equal to nothing else.
    return atom_of(leaf) if isinstance(leaf, Name | KeyValue) else f"?{leaf.span.start}"


def _without(expr: CfgExpr, part: CfgExpr) -> CfgExpr:
    if isinstance(expr, All | Any):
        kept = (arg for arg in expr.args if arg is not part)
        return type(expr)(expr.span, tuple(_without(arg, part) for arg in kept))
    return Not(expr.span, _without(expr.arg, part)) if isinstance(expr, Not) else expr


class _Search:
    """Looks for one idle part. An atom and its negation are two atoms, and no target decides any.

    `holds` is false inside a `not(…)`, where `all` is `any` of the negations.
    """

    def __init__(self) -> None:
        self._builder = Builder()

    def idle_in(self, expr: CfgExpr) -> CfgExpr | None:
        """An idle part of `expr`, which is not itself one."""
        return self._idle_in(expr, self._builder.all, holds=True)

    def _idle_in(self, expr: CfgExpr, cares: Ref, *, holds: bool) -> CfgExpr | None:
        """`cares` is where the value of `expr` makes a difference to the whole."""
        if isinstance(expr, Not):
            return self._idle_in(expr.arg, cares, holds=not holds)
        if not isinstance(expr, All | Any):
            return None
        # Where a part leaves the others to settle the list.
        leaves = [self._ref(arg, holds=holds) for arg in expr.args]
        if isinstance(expr, All) != holds:
            leaves = [self._builder.negate(ref) for ref in leaves]
        cared = self._where_each_cares(leaves, cares)
        for arg, ref, where in reversed([*zip(expr.args, leaves, cared, strict=True)]):
            if self._builder.both(where, self._builder.negate(ref)) == 0:
                return arg
        for arg, where in zip(expr.args, cared, strict=True):
            part = self._idle_in(arg, where, holds=holds)
            if part is not None:
                return part
        return None

    def _where_each_cares(self, leaves: list[Ref], cares: Ref) -> list[Ref]:
        """For each part: where all of the others leave it to settle the list."""
        behind = [cares]
        for ref in reversed(leaves[1:]):
            behind.append(self._builder.both(behind[-1], ref))
        before = self._builder.all
        found: list[Ref] = []
        for ref, rest in zip(leaves, reversed(behind), strict=True):
            found.append(self._builder.both(before, rest))
            before = self._builder.both(before, ref)
        return found

    def _ref(self, expr: CfgExpr, *, holds: bool) -> Ref:
        if isinstance(expr, All | Any):
            refs = [self._ref(arg, holds=holds) for arg in expr.args]
            is_all = isinstance(expr, All) == holds
            return self._builder.all_of(refs) if is_all else self._builder.any_of(refs)
        if isinstance(expr, Not):
            return self._ref(expr.arg, holds=not holds)
        if isinstance(expr, Lit):
            return self._builder.all if expr.value == holds else 0
        return self._builder.atom(_atom(expr) if holds else f"not {_atom(expr)}")

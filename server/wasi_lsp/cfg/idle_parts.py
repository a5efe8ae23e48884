"""The parts of a predicate that say again what another part says.

As in `simplify`, what the table of targets implies is never used. Nor is it that an atom either
holds or does not: `any(a, all(not(a), b))` tells two cases apart, which is a way to write it. And
it takes one other part, at its side or as a condition around it: several alternatives that leave
nothing to another one are lists that somebody keeps in step with something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import NamedTuple

from wasi_lsp.cfg.ast import All, Any, CfgExpr, KeyValue, Lit, Name, Not, walk
from wasi_lsp.cfg.atoms import atom_of
from wasi_lsp.cfg.diagram import Builder, Ref, TooBigError
from wasi_lsp.text.span import Span

#: In predicates of more names nothing is looked for: each is compared with all beside it.
_MAX_LEAVES = 256


class IdlePart(NamedTuple):
    """A part that can be taken out, because of another one."""

    part: CfgExpr
    other: CfgExpr


def idle_parts(expr: CfgExpr) -> Iterator[IdlePart]:
    """Parts of `expr` that can all be taken out; of equal ones, the later.

    A predicate that is too large to work out has none.
    """
    leaves = [_atom(node) for node in walk(expr) if not isinstance(node, All | Any | Not)]
    if len(leaves) > _MAX_LEAVES or len(set(leaves)) == len(leaves):
        return
    try:
        yield from [*_Search().idle_in(expr, (), holds=True)]
    except TooBigError:
        return


def _atom(leaf: CfgExpr) -> str:
    # What is not known is equal to nothing else.
    return atom_of(leaf) if isinstance(leaf, Name | KeyValue) else f"?{leaf.span.start}"


class _Said(NamedTuple):
    expr: CfgExpr
    ref: Ref


class _Search:
    """An atom and its negation are two atoms, and no target decides any.

    `holds` is false inside a `not(…)`, where `all` is `any` of the negations.
    """

    def __init__(self) -> None:
        self._builder = Builder()

    def idle_in(
        self, expr: CfgExpr, around: tuple[_Said, ...], *, holds: bool
    ) -> Iterator[IdlePart]:
        """The idle parts of `expr`, where `around` holds anyway."""
        if isinstance(expr, Not):
            yield from self.idle_in(expr.arg, around, holds=not holds)
        if not isinstance(expr, All | Any):
            return
        is_all = isinstance(expr, All) == holds
        kept = [_Said(arg, self._ref(arg, holds=holds)) for arg in expr.args]
        for part in reversed(kept.copy()):
            for other in (*kept, *around) if is_all else kept:
                strong, weak = (other, part) if is_all else (part, other)
                if other is not part and self._implies(strong.ref, weak.ref):
                    yield IdlePart(part.expr, other.expr)
                    kept.remove(part)
                    break
        # The later ones first: an earlier one then meets what is left of them.
        for index, part in reversed([*enumerate(kept)]):
            if not isinstance(part.expr, All | Any | Not):
                continue
            beside = (*around, *kept[:index], *kept[index + 1 :])
            found = [*self.idle_in(part.expr, beside if is_all else around, holds=holds)]
            yield from found
            if found:
                idle = frozenset(each.part.span for each in found)
                kept[index] = _Said(part.expr, self._ref(part.expr, idle, holds=holds))

    def _implies(self, strong: Ref, weak: Ref) -> bool:
        return self._builder.both(strong, self._builder.negate(weak)) == 0

    def _ref(self, expr: CfgExpr, idle: Set[Span] = frozenset(), *, holds: bool) -> Ref:
        """What `expr` says without the parts that are taken out."""
        if isinstance(expr, All | Any):
            refs = [self._ref(arg, idle, holds=holds) for arg in expr.args if arg.span not in idle]
            is_all = isinstance(expr, All) == holds
            return self._builder.all_of(refs) if is_all else self._builder.any_of(refs)
        if isinstance(expr, Not):
            return self._ref(expr.arg, idle, holds=not holds)
        if isinstance(expr, Lit):
            return self._builder.all if expr.value == holds else 0
        return self._builder.atom(_atom(expr) if holds else f"not {_atom(expr)}")

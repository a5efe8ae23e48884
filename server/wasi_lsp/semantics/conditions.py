"""Conditions as regions: where code exists, and apart from it where it is reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wasi_lsp.cfg.ast import All, CfgExpr, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.facts import Gate, Guard, Predicate, PredicateKind, Unit, UnitKind
from wasi_lsp.text.nesting import Nesting
from wasi_lsp.text.span import Span


def region_of(conditions: Iterable[CfgExpr]) -> Region:
    """Where all of the conditions hold."""
    region = Region.everywhere()
    for condition in conditions:
        region = region & Region.of(condition)
    return region


class Layers:
    """The gates or the guards of a unit, to be looked up by place."""

    def __init__(self, conditions: Iterable[Gate | Guard]) -> None:
        ordered = sorted(conditions, key=lambda each: (each.span.start, -each.span.end))
        self._nesting = Nesting(each.span for each in ordered)
        self._regions: list[Region] = []
        for number, each in enumerate(ordered):
            outer = self._region(self._nesting.outer(number))
            self._regions.append(outer & Region.of(each.condition))

    def at(self, span: Span) -> Region:
        """Where all conditions hold that cover `span`."""
        return self._region(next(self._nesting.around(span), -1))

    def _region(self, layer: int) -> Region:
        return self._regions[layer] if layer >= 0 else Region.everywhere()


def region_around(predicate: Predicate, unit: Unit, around: Region) -> Region:
    """Where a predicate of `unit` is looked at: what the code around it asks for.

    What the predicate itself decides about does not count. For `cfg!(…)` it is where the call is
    reached, for an arm of `cfg_if!` or `cfg_select!` where no arm before it is taken.
    """
    return around & region_of(_conditions_around(predicate, unit))


def _conditions_around(predicate: Predicate, unit: Unit) -> Iterator[CfgExpr]:
    for condition in unit.interface.conditions:
        if not _decides(predicate, condition):
            yield condition
    for gate in unit.gates:
        if gate.span.covers(predicate.span) and not _decides(predicate, gate.condition):
            yield gate.condition
    if predicate.kind is PredicateKind.CFG_MACRO:
        for guard in unit.guards:
            if guard.span.covers(predicate.span):
                yield guard.condition
    if predicate.kind in (PredicateKind.CFG_IF, PredicateKind.CFG_SELECT):
        yield from _earlier_arms(predicate, unit)


def _decides(predicate: Predicate, condition: CfgExpr) -> bool:
    """Whether a condition is made of the predicate, alone or with others of its attribute."""
    return any(node.span == predicate.span for node in walk(condition))


def _earlier_arms(predicate: Predicate, unit: Unit) -> tuple[CfgExpr, ...]:
    """That no arm before is taken: the rest of the condition on the predicate's own arm."""
    conditions = [gate.condition for gate in unit.gates]
    if unit.kind is UnitKind.CFG_ARMS:
        conditions += (each for arm in unit.children for each in arm.unit.interface.conditions)
    for condition in conditions:
        match condition:
            case All(args=(own, *earlier)) if own.span == predicate.span:
                return tuple(earlier)
    return ()

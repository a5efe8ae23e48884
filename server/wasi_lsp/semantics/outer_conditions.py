"""The conditions on the code around a place, each with the predicate that makes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wasi_lsp.cfg.ast import All, CfgExpr, Not
from wasi_lsp.cfg.render import render
from wasi_lsp.syntax.facts import Predicate, Unit, UnitKind
from wasi_lsp.text.span import Span


class Placed(NamedTuple):
    """A unit and its offset in the file."""

    offset: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a predicate stands, in terms that code before it does not change.

    `depth` is the number of units around the unit that holds it, `index` its number among the
    predicates there; None stands for the head of that unit, which is the call of a macro.
    """

    depth: int
    index: int | None

    def span(self, units: Sequence[Placed]) -> Span:
        """Its place in the file; `units` lead there from the file as a whole."""
        offset, unit = units[self.depth]
        if self.index is None:
            return Span(offset, offset + (unit.children[0].offset if unit.children else 0))
        return unit.predicates[self.index].span.shift(offset)


@dataclass(frozen=True, slots=True)
class OuterCondition:
    """What has to hold around a piece of code; equal ones say the same in the same words."""

    words: str
    at: Whereabouts
    #: The spans in it may be those of an earlier state of the file.
    expr: CfgExpr = field(compare=False)

    @classmethod
    def of(cls, expr: CfgExpr, at: Whereabouts) -> OuterCondition:
        """The condition `expr`, made at `at`."""
        return cls(render(expr), at, expr)

    @property
    def excludes(self) -> bool:
        """Whether it is that an arm before is not taken."""
        return isinstance(self.expr, Not) and self.expr.span == self.expr.arg.span


class Makers:
    """The predicates that make the conditions on a unit or of gates in it, by their spans."""

    def __init__(self, unit: Unit, around: Sequence[Placed]) -> None:
        self._own = _whereabouts(unit.predicates, len(around))
        self._of_arms = self._own
        if unit.kind is UnitKind.ARM and around:
            # What is on an arm is made in the unit around it: by its predicate and earlier ones.
            self._of_arms = _whereabouts(around[-1].unit.predicates, len(around) - 1)

    def split(self, conditions: Iterable[CfgExpr]) -> Iterator[OuterCondition]:
        """The conditions, apart by the predicates that make them."""
        for condition in conditions:
            if condition.span in self._own:
                yield OuterCondition.of(condition, self._own[condition.span])
            elif isinstance(condition, All):
                for part in condition.args:
                    if part.span in self._of_arms:
                        yield OuterCondition.of(part, self._of_arms[part.span])


def _whereabouts(predicates: Iterable[Predicate], depth: int) -> dict[Span, Whereabouts]:
    return {each.span: Whereabouts(depth, index) for index, each in enumerate(predicates)}

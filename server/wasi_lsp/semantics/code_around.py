"""The conditions on the code around the predicates of one unit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from wasi_lsp.cfg.ast import All, CfgExpr, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.semantics.outer_conditions import Makers, OuterCondition
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Predicate, Unit, UnitKind
from wasi_lsp.text.span import Span


class CodeAround:
    """What the code around a unit, its attributes and the gates in it ask of its predicates.

    What a predicate itself decides about does not count. Of two attributes on one thing, only the
    later one stands under the other.
    """

    def __init__(self, unit: Unit, surroundings: Surroundings) -> None:
        self.unit = unit
        self.surroundings = surroundings
        self._on_unit = sorted(unit.interface.conditions, key=lambda each: each.span)
        self._gates = Layers(unit.gates)
        #: By the span of a predicate: the attribute on the unit, or the gate, that it is part of.
        self._attribute_of: dict[Span, int] = {}
        self._gate_of: dict[Span, int] = {}
        for number, condition in enumerate(self._on_unit):
            for node in walk(condition):
                self._attribute_of.setdefault(node.span, number)
        arms: list[CfgExpr] = []
        for number, gate in enumerate(self._gates.ordered):
            if gate.condition.span == gate.span:
                arms.append(gate.condition)
                continue
            for node in walk(gate.condition):
                self._gate_of.setdefault(node.span, number)
        if unit.kind is UnitKind.CFG_ARMS:
            arms += (each for arm in unit.children for each in arm.unit.interface.conditions)
        #: By the span of an arm's predicate: that no arm before is taken.
        self._earlier_arms: dict[Span, tuple[CfgExpr, ...]] = {}
        for condition in arms:
            match condition:
                case All(args=(own, *earlier)):
                    self._earlier_arms.setdefault(own.span, tuple(earlier))

    @property
    def file(self) -> Unit:
        """The unit of the whole file."""
        units = self.surroundings.units
        return units[0].unit if units else self.unit

    def compiled(self, predicate: Predicate) -> Region:
        """Where the code around a predicate is compiled."""
        on_unit = self._prefixes[self._attributes_before(predicate)]
        return on_unit & self._gates.region(self._gate_around(predicate))

    def reached(self, predicate: Predicate) -> Region:
        """Where `if cfg!(…)` and its kin let the code around it run."""
        return self._guards.at(predicate.span)

    def outer(self, predicate: Predicate) -> Iterator[OuterCondition]:
        """What makes `compiled`, as far as it stands in the file, the nearest conditions first."""
        gate = self._gate_around(predicate)
        while gate >= 0:
            yield from reversed([*self._makers.split([self._gates.ordered[gate].condition])])
            gate = self._gates.outer(gate)
        for number in reversed(range(self._attributes_before(predicate))):
            yield from self._makers.split([self._on_unit[number]])
        yield from reversed(self.surroundings.outer)

    def earlier_arms(self, predicate: Predicate) -> tuple[CfgExpr, ...]:
        """That no arm before is taken, for the predicate of an arm."""
        return self._earlier_arms.get(predicate.span, ())

    @cached_property
    def _prefixes(self) -> list[Region]:
        """Where the first attributes hold, for each number of them, and what is around the unit."""
        prefixes = [self.surroundings.where]
        for condition in self._on_unit:
            prefixes.append(prefixes[-1] & Region.of(condition))
        return prefixes

    @cached_property
    def _guards(self) -> Layers:
        return Layers(self.unit.guards)

    @cached_property
    def _makers(self) -> Makers:
        return Makers(self.unit, self.surroundings.units)

    def _attributes_before(self, predicate: Predicate) -> int:
        return self._attribute_of.get(predicate.span, len(self._on_unit))

    def _gate_around(self, predicate: Predicate) -> int:
        own = self._gate_of.get(predicate.span)
        return self._gates.innermost(predicate.span) if own is None else self._gates.outer(own)

"""The arms of a `cfg_if!` or `cfg_select!` that define one name, and what can be added to them."""

from __future__ import annotations

from typing import NamedTuple

from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet
from wasi_lsp.rules.recommended import predicate_for, with_same_cfgs
from wasi_lsp.rules.written_code import INDENT, gated, indented
from wasi_lsp.semantics.alternatives import Definition
from wasi_lsp.semantics.outer_conditions import Placed
from wasi_lsp.syntax.facts import PredicateKind, Unit, UnitKind

_KINDS = (PredicateKind.CFG_IF, PredicateKind.CFG_SELECT)


class Arms(NamedTuple):
    """The arms of one `cfg_if!` or `cfg_select!` among the items of a module."""

    call: Placed

    @property
    def _arms(self) -> list[Placed]:
        return [Placed(self.call.offset + offset, arm) for offset, arm in self.call.unit.children]

    def taken(self, where: Region) -> list[Placed]:
        """The arms with something in them that are taken in a part of `where`."""
        return [
            arm
            for arm in self._arms
            if arm.unit.children and where.overlaps(arm.unit.interface.where)
        ]

    def with_function(
        self, function: tuple[str, ...], targets: TargetSet, missing: Region, depth: int
    ) -> tuple[int, str] | None:
        """What to insert, and where, so that `targets` have a function; None if it is not plain."""
        predicate = predicate_for(targets)
        taken = self.taken(missing & Region.on(targets))
        if not taken:
            return self._new_arm(predicate, function, depth)
        arm = taken[0]
        where = arm.unit.interface.where
        if len(taken) > 1 or not (missing & Region.on(targets)).implies(where):
            return None
        is_alone = where.possible_targets <= with_same_cfgs(targets)
        lines = function if is_alone else gated(function, predicate)
        last = arm.unit.children[-1]
        return arm.offset + last.offset + last.unit.length, "\n" + indented(lines, depth + 2)

    def _new_arm(
        self, predicate: str, function: tuple[str, ...], depth: int
    ) -> tuple[int, str] | None:
        """An arm behind the last that asks for something, before the one for all else."""
        predicates = [each for each in self.call.unit.predicates if each.kind in _KINDS]
        if not 0 < len(predicates) <= len(self._arms):
            return None
        before = self._arms[len(predicates) - 1]
        # Behind its brace, and the comma that may follow.
        end = before.offset + before.unit.length + 1
        behind = predicates[-1].arm
        if predicates[-1].kind is PredicateKind.CFG_IF:
            head = f" else if #[cfg({predicate})] {{"
        else:
            end = end if behind is None else self.call.offset + behind.end
            head = f"\n{INDENT * (depth + 1)}{predicate} => {{"
        body = indented(function, depth + 2)
        return end, f"{head}{body}{indented(('}',), depth + 1)}"


def arms_of(definition: Definition) -> Arms | None:
    """The arms that it stands in, if it is those of one call."""
    match definition.arms:
        case (Placed(unit=Unit(kind=UnitKind.CFG_ARMS)) as call, _):
            return Arms(call)
    return None

"""A predicate at its place, with what the code around it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wasi_lsp.cfg.ast import CfgExpr
from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.code_around import CodeAround
from wasi_lsp.semantics.outer_conditions import OuterCondition
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Predicate, PredicateKind, Unit


@dataclass(frozen=True, slots=True)
class CfgUse:
    """A predicate where it stands; spans count from the start of its unit.

    In files that are not Rust there is no code around it, and spans are those in the file.
    """

    predicate: Predicate
    code: CodeAround | None = None

    @property
    def around(self) -> Region:
        """Where the predicate is looked at, without its own condition.

        That is where a `cfg!(…)` is reached, and where no arm before its own is taken.
        """
        if self.code is None:
            return Region.everywhere()
        around = self.compiled & Region.of_all(self.earlier_arms)
        if self.predicate.kind is PredicateKind.CFG_MACRO:
            around = around & self.code.reached(self.predicate)
        return around

    @property
    def compiled(self) -> Region:
        """Where the code around the predicate is compiled, whatever the arms before it say."""
        if self.code is None:
            return Region.everywhere()
        return self.code.compiled(self.predicate)

    @property
    def is_generated(self) -> bool:
        """Whether the file says that a program has written it."""
        return self.code is not None and self.code.file.is_generated

    @property
    def may_be_unexpected(self) -> bool:
        """Whether `allow(unexpected_cfgs)` holds for the predicate."""
        if self.code is None:
            return False
        return self.code.surroundings.allows_unexpected_cfgs or any(
            allowed.covers(self.predicate.span) for allowed in self.code.unit.unexpected_cfgs
        )

    @property
    def earlier_arms(self) -> tuple[CfgExpr, ...]:
        """Of an arm of `cfg_if!` or `cfg_select!`: that no arm before it is taken."""
        return self.code.earlier_arms(self.predicate) if self.code is not None else ()

    def outer(self) -> Iterator[OuterCondition]:
        """What makes `compiled`, as far as it stands in this file, the nearest conditions first."""
        if self.code is not None:
            yield from self.code.outer(self.predicate)


def cfg_uses(unit: Unit, surroundings: Surroundings) -> Iterator[CfgUse]:
    """The predicates of a unit, each at its place."""
    if unit.predicates:
        code = CodeAround(unit, surroundings)
        for predicate in unit.predicates:
            yield CfgUse(predicate, code)

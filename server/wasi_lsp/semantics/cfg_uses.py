"""A predicate at its place, with what the code around it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.conditions import region_around
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Predicate, Unit


@dataclass(frozen=True, slots=True)
class CfgUse:
    """A predicate where it stands; spans count from the start of its unit.

    In files that are not Rust there is nothing around it, and spans are those in the file.
    """

    predicate: Predicate
    unit: Unit | None = None
    surroundings: Surroundings | None = None

    @property
    def around(self) -> Region:
        """Where the predicate is looked at, without its own condition."""
        if self.unit is None or self.surroundings is None:
            return Region.everywhere()
        return region_around(self.predicate, self.unit, self.surroundings.where)

"""The first mention of a crate in each unit, and where it is compiled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wasi_lsp.cfg.region import Region
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Segment, Unit


@dataclass(frozen=True, slots=True)
class CrateUse:
    """A path that begins with the name of a crate. Spans count from the unit's start."""

    #: The name as code writes it, with `_` for `-`.
    crate: Segment
    compiled: Region


def crate_uses(unit: Unit, around: Surroundings, crates: frozenset[str]) -> Iterator[CrateUse]:
    """Where a unit, without the units inside it, first mentions each of `crates`.

    A name that the code has given to something else is not told from the crate's.
    """
    found = [*_in_attributes(unit, crates), *_in_code(unit, crates)]
    if not found:
        return
    own = around.where & unit.interface.where
    told = set()
    for segment, condition in found:
        if segment.name not in told:
            told.add(segment.name)
            yield CrateUse(segment, own & condition)


def _in_attributes(unit: Unit, crates: frozenset[str]) -> Iterator[tuple[Segment, Region]]:
    """The macros on the unit as a whole, where a condition stands there, too.

    What stands in a module for such a crate is told of where that imports the macro.
    """
    for macro in unit.attribute_macros:
        if macro.name.name in crates and (macro.conditions or unit.interface.conditions):
            yield macro.name, Region.of_all(macro.conditions)


def _in_code(unit: Unit, crates: frozenset[str]) -> Iterator[tuple[Segment, Region]]:
    first: dict[str, Segment] = {}
    imports = [*unit.interface.imports, *(each for scope in unit.scopes for each in scope.imports)]
    for path in (*(each.path for each in imports), *(each.segments for each in unit.paths)):
        segment = path[1] if len(path) > 1 and not path[0].name else path[0]
        if segment.name in crates and segment.name not in first:
            first[segment.name] = segment
    if first:
        gates = Layers(unit.gates)
        yield from ((segment, gates.at(segment.span)) for segment in first.values())

"""The findings of a unit and of the units in it, wherever that stands in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wasi_lsp.rules.finding import Edit, Finding, Fix, Related
from wasi_lsp.semantics.outer_conditions import Placed
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Child


@dataclass(slots=True, eq=False)
class UnitFindings:
    """What is wrong with a unit, and in it."""

    #: What it was judged by.
    around: Surroundings
    #: Of the unit itself; spans count from its start.
    own: tuple[Finding, ...]
    #: The methods of std that it calls; finding them takes the longest.
    method_uses: tuple[StdUse, ...] = ()
    #: The units in it of which there are any.
    inside: tuple[tuple[Child, UnitFindings], ...] = ()
    #: What features of the editor made of the unit, by what makes it.
    made: dict[object, object] = field(default_factory=dict)
    #: The findings in the file, after the offset that the unit had.
    _placed: tuple[int, tuple[Finding, ...]] | None = None
    #: Whether some name a predicate around the unit, which may be elsewhere the next time.
    _names_outer: bool = field(init=False)

    def __post_init__(self) -> None:
        self._names_outer = any(
            related.at is not None for finding in self.own for related in finding.related
        ) or any(each._names_outer for _, each in self.inside)

    def __bool__(self) -> bool:
        return bool(self.own or self.inside)

    def in_file(self, units: tuple[Placed, ...]) -> tuple[Finding, ...]:
        """The findings with spans in the file, where `units` lead down to this one."""
        offset = units[-1].offset
        if self._placed is not None and self._placed[0] == offset and not self._names_outer:
            return self._placed[1]
        found = [_place(finding, units) for finding in self.own]
        for child, findings in self.inside:
            found += findings.in_file((*units, Placed(offset + child.offset, child.unit)))
        self._placed = offset, tuple(found)
        return self._placed[1]


# One after another in their order: `dataclasses.replace` takes three times as long, and a line at
# the top of a file moves all that is found in it.


def _place(finding: Finding, units: Sequence[Placed]) -> Finding:
    """The finding with spans in the file instead of the last of `units`."""
    offset = units[-1].offset
    return Finding(
        finding.code,
        finding.name,
        finding.severity,
        finding.span.shift(offset),
        finding.message,
        finding.targets,
        finding.help,
        tuple(_place_related(each, units) for each in finding.related),
        tuple(_place_fix(each, offset) for each in finding.fixes),
    )


def _place_fix(fix: Fix, offset: int) -> Fix:
    edits = (
        Edit(edit.span.shift(offset), edit.text) if edit.path is None else edit
        for edit in fix.edits
    )
    return Fix(fix.title, tuple(edits), fix.applicability)


def _place_related(related: Related, units: Sequence[Placed]) -> Related:
    if related.at is not None:
        return Related(related.at.span(units), related.message, related.path)
    if related.path is not None:
        return related
    return Related(related.span.shift(units[-1].offset), related.message)

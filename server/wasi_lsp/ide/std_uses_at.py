"""What the names of a path mean in std, each up to the one that the cursor stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wasi_lsp.semantics.std_uses import StdUse, std_uses
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.stdlib.lookup import StdTable
from wasi_lsp.syntax.facts import Import, PathUse, Segment, Unit
from wasi_lsp.text.span import Span


def std_uses_at(unit: Unit, offset: int, around: Surroundings, table: StdTable) -> Iterator[StdUse]:
    """The meanings of the path at `offset`, without the names behind the one that stands there.

    Bytes count from the start of the unit.
    """
    for use in std_uses(_looked_at(unit, offset), around, table):
        if use.span.touches(offset):
            yield use


def _looked_at(unit: Unit, offset: int) -> Unit:
    """The unit with its paths at `offset` alone, each cut off behind the name that stands there."""
    paths = (
        PathUse(*cut, is_call=False)
        for path in unit.paths
        if (cut := up_to(path.segments, path.span, offset)) is not None
    )
    interface = replace(unit.interface, imports=_cut_imports(unit.interface.imports, offset))
    # Names are looked up in the scopes too, so that their other imports have to stay.
    scopes = (replace(each, imports=_cut_imports(each.imports, offset)) for each in unit.scopes)
    return replace(unit, interface=interface, paths=tuple(paths), scopes=tuple(scopes))


def _cut_imports(imports: tuple[Import, ...], offset: int) -> tuple[Import, ...]:
    cuts = ((each, up_to(each.path, each.span, offset)) for each in imports)
    return tuple(
        each if cut is None else replace(each, path=cut[0], span=cut[1]) for each, cut in cuts
    )


def up_to(
    segments: tuple[Segment, ...], span: Span, offset: int
) -> tuple[tuple[Segment, ...], Span] | None:
    """The path up to the name at `offset`, and where that stands; None elsewhere.

    The last name of a path may be written otherwise: as `self` in a group, or `*`.
    """
    for index, segment in enumerate(segments):
        if segment.name and segment.span.touches(offset):
            return segments[: index + 1], segment.span
    return (segments, span) if span.touches(offset) else None

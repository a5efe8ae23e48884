"""What can be folded by its condition: arms of `cfg_if!` and `cfg_select!`, runs of items.

Everything else that has braces is folded by the editor or another server.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from wasi_lsp.analysis.document import Document
from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.facts import Child, UnitKind, walk_units
from wasi_lsp.text.span import Span


def folding_ranges(document: Document) -> Iterator[Span]:
    """The code of each arm, and neighbouring items that share a condition, in source order."""
    if document.unit is None:
        return
    for offset, unit in walk_units(document.unit):
        if unit.kind is UnitKind.ARM:
            yield Span(offset, offset + unit.length)
        for condition, group in groupby(unit.children, _condition):
            run = list(group)
            if condition is not None and len(run) > 1:
                first, last = run[0], run[-1]
                yield Span(offset + first.offset, offset + last.offset + last.unit.length)


def _condition(child: Child) -> Region | None:
    """The same for the same condition, whatever its words; None where there is none."""
    interface = child.unit.interface
    return interface.where if interface.conditions and child.unit.kind is not UnitKind.ARM else None

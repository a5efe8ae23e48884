"""Code that does not exist on the target in focus, for an editor to dim."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.cfg.region import Region
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.conditions import Layers
from wasi_lsp.text.span import Span


def inactive_code(document: Document, context: RuleContext, target: str) -> Iterator[Span]:
    """The code that is never compiled for `target` (a triple), in source order.

    What is not known counts as compiled. No span lies within another. There is none in what is no
    code.
    """
    if not isinstance(document, RustDocument):
        return
    active: dict[Region, bool] = {}

    def is_active(region: Region) -> bool:
        if region not in active:
            possible = context.assumptions.apply(region).possible_targets
            active[region] = target in possible
        return active[region]

    done = 0
    for offset, unit, around in document.file(context).units:
        # What stands in inactive code need not be looked at.
        if offset < done:
            continue
        where = around.where & unit.interface.where
        if not is_active(where):
            done = offset + unit.length
            yield Span(offset, done)
            continue
        if not unit.gates:
            continue
        layers = Layers(unit.gates)
        for gate in sorted(unit.gates, key=lambda each: (each.span.start, -each.span.end)):
            span = gate.span.shift(offset)
            if span.start >= done and not is_active(where & layers.at(gate.span)):
                done = span.end
                yield span

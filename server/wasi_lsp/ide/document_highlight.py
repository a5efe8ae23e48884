"""The predicates of a file that mean the same as the one under the cursor, or its opposite."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wasi_lsp.analysis.document import Document
from wasi_lsp.cfg.region import Region
from wasi_lsp.ide.placed_predicates import all_predicates, predicates_in
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.syntax.facts import Predicate
from wasi_lsp.text.span import Span


class HighlightKind(StrEnum):
    """How a predicate stands to the one under the cursor."""

    EQUAL = "equal"
    OPPOSITE = "opposite"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A predicate, by its place in the file."""

    span: Span
    kind: HighlightKind


def document_highlights(
    document: Document, offset: int, context: RuleContext
) -> list[Highlight] | None:
    """What to highlight, in source order; None where no predicate is at the byte `offset`.

    Whatever it is written like, what counts is where it holds. Of a predicate that is not
    understood that is not known, so it is alone.
    """
    regions = _OwnRegions(document, context)
    for start, use in predicates_in(document, Span(offset, offset), context):
        here = use.predicate.span.shift(start)
        region = regions.of(start, use.predicate)
        if not region.is_exact:
            return [Highlight(here, HighlightKind.EQUAL)]
        opposite = ~region
        found: dict[Span, HighlightKind] = {}
        for other_start, other in all_predicates(document):
            its = regions.of(other_start, other)
            if its in (region, opposite):
                kind = HighlightKind.EQUAL if its == region else HighlightKind.OPPOSITE
                found[other.span.shift(other_start)] = kind
        return [Highlight(span, found[span]) for span in sorted(found)]
    return None


class _OwnRegions:
    """The conditions that predicates of a file say, each worked out once for the same words."""

    def __init__(self, document: Document, context: RuleContext) -> None:
        self._text = document.text
        self._assumptions = context.assumptions
        self._known: dict[bytes, Region] = {}

    def of(self, offset: int, predicate: Predicate) -> Region:
        """In the world of the crate's assumptions; the predicate's spans count from `offset`."""
        start, end = predicate.span.shift(offset)
        words = self._text[start:end]
        if words not in self._known:
            region = Region.of(predicate.parsed.expr)
            self._known[words] = self._assumptions.apply(region)
        return self._known[words]

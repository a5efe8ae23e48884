"""What "expand selection" selects inside a predicate: value, atom, each list around it."""

from __future__ import annotations

from wasi_lsp.analysis.document import Document
from wasi_lsp.cfg.ast import KeyValue, walk
from wasi_lsp.ide.placed_predicates import predicates_in
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.text.span import Span


def selection_ranges(document: Document, offset: int, context: RuleContext) -> list[Span]:
    """The spans around the byte `offset`, innermost first; none where no predicate stands."""
    for start, use in predicates_in(document, Span(offset, offset), context):
        predicate = use.predicate
        at = offset - start
        # Outer nodes come first, and at the border of two the later one.
        spans = [predicate.span]
        for node in walk(predicate.parsed.expr):
            if not node.span.touches(at):
                continue
            spans.append(node.span)
            if isinstance(node, KeyValue) and node.key_span.touches(at):
                spans.append(node.key_span)
            if isinstance(node, KeyValue) and node.value_span.touches(at):
                inside = Span(node.value_span.start + 1, node.value_span.end - 1)
                spans += (node.value_span, inside) if inside.touches(at) else (node.value_span,)
        nested: list[Span] = []
        for span in spans:
            if not nested or (nested[-1].covers(span) and span != nested[-1]):
                nested.append(span)
        return [span.shift(start) for span in reversed(nested)]
    return []

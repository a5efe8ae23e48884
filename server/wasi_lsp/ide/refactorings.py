"""Every rewriting that is offered at a place of a file."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.analysis.document import Document
from wasi_lsp.cfg.well_known import stable_since
from wasi_lsp.ide.cfg_if_to_cfg_select import cfg_if_to_cfg_select
from wasi_lsp.ide.placed_predicates import predicates_in
from wasi_lsp.ide.refactoring import Refactoring
from wasi_lsp.ide.simplify_predicate import simplify_predicate
from wasi_lsp.ide.target_alternatives import missing_versions
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.syntax.facts import Child, Unit, UnitKind
from wasi_lsp.text.span import Span


def refactorings(document: Document, span: Span, context: RuleContext) -> Iterator[Refactoring]:
    """The rewritings of what stands at `span`."""
    stable = stable_since("cfg_select!")
    if document.unit is not None and stable is not None and context.rust_version >= stable.since:
        found = cfg_if_to_cfg_select(document.text, span, _item_at(document.unit, span))
        if found is not None:
            yield found
    yield from missing_versions(document, span.start, context)
    for offset, use in predicates_in(document, span, context):
        found = simplify_predicate(document.text, use.predicate, offset)
        if found is not None:
            yield found


def _item_at(root: Unit, span: Span) -> Span:
    """The smallest item that holds `span` and, whole, what it has of `cfg_if!`; else the file."""
    offset, unit = 0, root
    while unit.kind is not UnitKind.CFG_ARMS:
        inner = next((each for each in unit.children if _holds(offset, each, span)), None)
        if inner is None:
            break
        offset, unit = offset + inner.offset, inner.unit
    return Span(offset, offset + unit.length)


def _holds(offset: int, child: Child, span: Span) -> bool:
    start = offset + child.offset
    return Span(start, start + child.unit.length).covers(span)

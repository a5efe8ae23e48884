"""Every rewriting that is offered at a place of a file."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.analysis.document import Document
from wasi_lsp.ide.cfg_if_to_cfg_select import CFG_SELECT_SINCE, cfg_if_to_cfg_select
from wasi_lsp.ide.placed_predicates import predicates_in
from wasi_lsp.ide.refactoring import Refactoring
from wasi_lsp.ide.simplify_predicate import simplify_predicate
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.text.span import Span


def refactorings(document: Document, span: Span, context: RuleContext) -> Iterator[Refactoring]:
    """The rewritings of what stands at `span`."""
    # What a target asks for at least is older than that: these are the crate's own release.
    if document.unit is not None and min(context.rust.values()) >= CFG_SELECT_SINCE:
        found = cfg_if_to_cfg_select(document.text, span)
        if found is not None:
            yield found
    for offset, use in predicates_in(document, span, context):
        found = simplify_predicate(document.text, use.predicate, offset)
        if found is not None:
            yield found

"""The predicates of an open file at their places, with the code around them."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.cfg_uses import CfgUse, cfg_uses
from wasi_lsp.semantics.surroundings import walk_surroundings
from wasi_lsp.syntax.facts import Predicate, walk_units
from wasi_lsp.text.span import Span


def all_predicates(document: Document) -> Iterator[tuple[int, Predicate]]:
    """Every predicate, in source order by item, with the offset that its spans count from."""
    match document:
        case RustDocument():
            for offset, unit in walk_units(document.unit):
                for predicate in unit.predicates:
                    yield offset, predicate
        case ProjectDocument():
            for predicate in document.facts.predicates:
                yield 0, predicate


def predicates_in(
    document: Document, span: Span, context: RuleContext
) -> Iterator[tuple[int, CfgUse]]:
    """Those that touch `span`, each with the offset in the file that its spans count from."""
    match document:
        case RustDocument():
            uses = _in_rust(document, span, context)
        case ProjectDocument():
            uses = ((0, CfgUse(predicate)) for predicate in document.facts.predicates)
        case _:
            return
    for offset, use in uses:
        place = use.predicate.span.shift(offset)
        if place.start <= span.end and span.start <= place.end:
            yield offset, use


def _in_rust(
    document: RustDocument, span: Span, context: RuleContext
) -> Iterator[tuple[int, CfgUse]]:
    module = document.memo.module_of(document.unit, context)
    for offset, unit, around in walk_surroundings(document.unit, module, context.place, span):
        for use in cfg_uses(unit, around):
            yield offset, use

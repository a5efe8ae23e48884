"""Inlay hints: behind a predicate, the WASI targets that it selects where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.settings import InlayHints
from wasi_lsp.cfg.ast import CfgExpr, KeyValue, walk
from wasi_lsp.cfg.targets import NONE, TargetSet, all_targets, targets_with_value, wasi_targets
from wasi_lsp.ide.placed_predicates import OwnRegions, predicates_in
from wasi_lsp.ide.predicate_hover import hover_predicate
from wasi_lsp.ide.target_names import short_names
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.syntax.facts import PredicateKind
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class InlayHint:
    """A text to show behind the byte at `offset`; `predicate` is what it is about."""

    offset: int
    label: str
    predicate: Span


def inlay_hints(
    document: Document, span: Span, context: RuleContext, wanted: InlayHints
) -> Iterator[InlayHint]:
    """The hints within `span`, in the order of their places."""
    if wanted is InlayHints.OFF or not context.targets:
        return
    regions = OwnRegions(document, context)
    for offset, use in predicates_in(document, span, context):
        expr = use.predicate.parsed.expr
        if use.predicate.parsed.errors or use.predicate.kind is PredicateKind.DOC_CFG:
            continue
        own = regions.of(offset, use.predicate)
        # Features and what is not known are no matter of targets.
        if own.possible_targets == all_targets() or not own.is_exact:
            continue
        here = context.assumptions.apply(use.around) & own
        selected = here.possible_targets & context.targets
        if wanted is InlayHints.ALL or (selected and selected != _said(expr) & context.targets):
            place = use.predicate.span.shift(offset)
            yield InlayHint(place.end, f"→ {short_names(selected)}", place)


def inlay_hint_tooltip(document: Document, predicate: Span, context: RuleContext) -> str | None:
    """Markdown on the predicate that a hint is about; None where it is no longer there."""
    for offset, use in predicates_in(document, predicate, context):
        if use.predicate.span.shift(offset) == predicate:
            text = document.text[offset:]
            return hover_predicate(
                use.predicate.parsed.expr,
                use.predicate.span.start,
                use.around,
                text,
                context.crate,
            )
    return None


def _said(expr: CfgExpr) -> TargetSet:
    """The WASI targets that a reader sees in the predicate, whatever its operators."""
    atoms = [node for node in walk(expr) if isinstance(node, KeyValue)]
    versions = [atom for atom in atoms if atom.key == "target_env"]
    named = NONE
    for atom in versions or atoms:
        named = named | ((targets_with_value(atom.key, atom.value) or NONE) & wasi_targets())
    return named

"""Inlay hints: behind a predicate, the WASI targets that it selects where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import InlayHints
from wasi_lsp.cfg.ast import CfgExpr, KeyValue, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import NONE, TargetSet, all_targets, targets_with_value, wasi_targets
from wasi_lsp.ide.placed_predicates import predicates_in
from wasi_lsp.ide.predicate_hover import hover_predicate
from wasi_lsp.ide.target_names import short_names
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.cfg_uses import CfgUse, cfg_uses
from wasi_lsp.semantics.surroundings import Surroundings, walk_surroundings
from wasi_lsp.syntax.facts import PredicateKind, Unit
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class InlayHint:
    """A text to show behind the byte at `offset`; `predicate` is what it is about."""

    offset: int
    label: str
    predicate: Span


class _Selected(NamedTuple):
    """The targets that a predicate selects where it stands; spans count from the unit's start."""

    predicate: Span
    names: str
    #: Whether they are others than a reader sees in it.
    is_news: bool


def inlay_hints(
    document: Document, span: Span, context: RuleContext, wanted: InlayHints
) -> Iterator[InlayHint]:
    """The hints within `span`, in the order of their places."""
    if wanted is InlayHints.OFF or not context.targets:
        return
    for offset, each in _selected_in(document, span, context):
        place = each.predicate.shift(offset)
        is_near = place.start <= span.end and span.start <= place.end
        if is_near and (wanted is InlayHints.ALL or each.is_news):
            yield InlayHint(place.end, f"→ {each.names}", place)


def _selected_in(
    document: Document, span: Span, context: RuleContext
) -> Iterator[tuple[int, _Selected]]:
    match document:
        case RustDocument():
            module = document.memo.module_of(document.unit, context)
            walk = walk_surroundings(document.unit, module, context.place, span)
            for offset, unit, around in walk:
                if unit.predicates:
                    for each in document.made_of(unit, around, context, _selected_in_unit):
                        yield offset, each
        case ProjectDocument():
            uses = (CfgUse(predicate) for predicate in document.facts.predicates)
            for each in _selected(uses, context):
                yield 0, each


def _selected_in_unit(
    unit: Unit, around: Surroundings, context: RuleContext
) -> tuple[_Selected, ...]:
    return tuple(_selected(cfg_uses(unit, around), context))


def _selected(uses: Iterable[CfgUse], context: RuleContext) -> Iterator[_Selected]:
    for use in uses:
        parsed = use.predicate.parsed
        if parsed.errors or use.predicate.kind is PredicateKind.DOC_CFG:
            continue
        own = context.assumptions.apply(Region.of(parsed.expr))
        # Features and what is not known are no matter of targets.
        if own.possible_targets == all_targets() or not own.is_exact:
            continue
        here = context.assumptions.apply(use.around) & own
        selected = here.possible_targets & context.targets
        is_news = bool(selected) and selected != _said(parsed.expr) & context.targets
        yield _Selected(use.predicate.span, short_names(selected), is_news)


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

"""Inlay hints: behind a predicate, the WASI targets that it selects where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.settings import InlayHints
from wasi_lsp.cfg.ast import CfgExpr, KeyValue, walk
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import NONE, TargetSet, all_targets, targets_with_value, wasi_targets
from wasi_lsp.ide.predicate_hover import hover_predicate
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.semantics.surroundings import walk_surroundings
from wasi_lsp.syntax.facts import PredicateKind
from wasi_lsp.text.span import Span

#: What is written of a triple.
_PREFIX = "wasm32-"
#: On a stable compiler no predicate tells these two apart: one of them is enough.
_TWIN = ("wasm32-wasip1-threads", "wasm32-wasip1")


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
    for offset, use in _predicates(document, span, context):
        expr = use.predicate.parsed.expr
        own = context.assumptions.apply(Region.of(expr))
        # Features and what is not known are no matter of targets.
        if own.possible_targets == all_targets() or not own.is_exact:
            continue
        here = context.assumptions.apply(use.around & Region.of(expr))
        selected = here.possible_targets & context.targets
        if wanted is InlayHints.ALL or (selected and selected != _said(expr) & context.targets):
            place = use.predicate.span.shift(offset)
            yield InlayHint(place.end, f"→ {_names(selected)}", place)


def inlay_hint_tooltip(document: Document, predicate: Span, context: RuleContext) -> str | None:
    """Markdown on the predicate that a hint is about; None where it is no longer there."""
    for offset, use in _predicates(document, predicate, context):
        if use.predicate.span.shift(offset) == predicate:
            assert use.unit is not None
            text = document.text[offset : offset + use.unit.length]
            return hover_predicate(
                use.predicate.parsed.expr,
                use.predicate.span.start,
                use.around,
                text,
                context.crate.declared_cfgs,
            )
    return None


def _predicates(
    document: Document, span: Span, context: RuleContext
) -> Iterator[tuple[int, CfgUse]]:
    """The predicates on code within `span`, each with the offset of its unit."""
    module = document.memo.module_of(document.unit, context)
    for offset, unit, around in walk_surroundings(document.unit, module, context.place):
        if offset > span.end or offset + unit.length < span.start:
            continue
        for predicate in unit.predicates:
            place = predicate.span.shift(offset)
            if place.end < span.start or place.start > span.end or predicate.parsed.errors:
                continue
            if predicate.kind is not PredicateKind.DOC_CFG:
                yield offset, CfgUse(predicate, unit, around)


def _said(expr: CfgExpr) -> TargetSet:
    """The WASI targets that a reader sees in the predicate, whatever its operators."""
    atoms = [node for node in walk(expr) if isinstance(node, KeyValue)]
    versions = [atom for atom in atoms if atom.key == "target_env"]
    named = NONE
    for atom in versions or atoms:
        named = named | ((targets_with_value(atom.key, atom.value) or NONE) & wasi_targets())
    return named


def _names(targets: TargetSet) -> str:
    if not targets:
        return "no WASI"
    twin, first = _TWIN
    shown = (each for each in targets if each != twin or first not in targets)
    return ", ".join(each.removeprefix(_PREFIX) for each in shown)

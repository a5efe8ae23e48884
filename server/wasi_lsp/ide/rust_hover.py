"""Hover in Rust: on a predicate, on a path into std, and on the code of a rule."""

from __future__ import annotations

from dataclasses import replace

from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.cfg.targets import wasi_targets
from wasi_lsp.ide.answers import Hover
from wasi_lsp.ide.predicate_hover import hover_predicate
from wasi_lsp.ide.rule_hover import hover_allow
from wasi_lsp.ide.std_hover import hover_std
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.cfg_uses import cfg_uses
from wasi_lsp.semantics.std_uses import std_uses
from wasi_lsp.semantics.surroundings import Surroundings, walk_surroundings
from wasi_lsp.syntax.facts import Import, PathUse, Segment, Unit
from wasi_lsp.text.span import Span

#: Of a name that means one item here and another there, each is told about.
_BETWEEN_ITEMS = "\n\n---\n\n"


def hover_rust(document: RustDocument, offset: int, context: RuleContext) -> Hover | None:
    """What is to say at the byte `offset` of the document; None where that is nothing."""
    module = document.memo.module_of(document.unit, context)
    for start, unit, around in walk_surroundings(document.unit, module, context.place):
        if not start <= offset <= start + unit.length:
            continue
        text = document.text[start : start + unit.length]
        at = offset - start
        found = (
            hover_allow(unit.allows, text, at)
            or _on_predicate(unit, text, at, around, context)
            or _on_std(unit, at, around, context)
        )
        if found is not None:
            return Hover(found.span.shift(start), found.markdown)
    return None


def _on_predicate(
    unit: Unit, text: bytes, offset: int, around: Surroundings, context: RuleContext
) -> Hover | None:
    for use in cfg_uses(unit, around):
        predicate = use.predicate
        if not predicate.span.touches(offset):
            continue
        markdown = hover_predicate(predicate.parsed.expr, offset, use.around, text, context.crate)
        if markdown is not None:
            return Hover(predicate.span, markdown)
    return None


def _on_std(unit: Unit, offset: int, around: Surroundings, context: RuleContext) -> Hover | None:
    if around.has_unknown_names:
        return None
    targets = tuple(context.targets or wasi_targets())
    span: Span | None = None
    told: dict[str, str] = {}
    for use in std_uses(_looked_at(unit, offset), around, context.table):
        item = context.table.item("::".join(use.path)) if use.span.touches(offset) else None
        if item is not None:
            span = use.span
            told[item.path] = hover_std(context.table, item, targets, context.rust)
    return Hover(span, _BETWEEN_ITEMS.join(told.values())) if span is not None else None


def _looked_at(unit: Unit, offset: int) -> Unit:
    """The unit with its paths at `offset` alone, each cut off behind the name that stands there."""
    paths = (
        PathUse(*cut, is_call=False)
        for path in unit.paths
        if (cut := _cut(path.segments, path.span, offset)) is not None
    )
    interface = replace(unit.interface, imports=_cut_imports(unit.interface.imports, offset))
    # Names are looked up in the scopes too, so that their other imports have to stay.
    scopes = (replace(each, imports=_cut_imports(each.imports, offset)) for each in unit.scopes)
    return replace(unit, interface=interface, paths=tuple(paths), scopes=tuple(scopes))


def _cut_imports(imports: tuple[Import, ...], offset: int) -> tuple[Import, ...]:
    cuts = ((each, _cut(each.path, each.span, offset)) for each in imports)
    return tuple(
        each if cut is None else replace(each, path=cut[0], span=cut[1]) for each, cut in cuts
    )


def _cut(
    segments: tuple[Segment, ...], span: Span, offset: int
) -> tuple[tuple[Segment, ...], Span] | None:
    """The path up to the name at `offset`, and where that stands; None elsewhere.

    The last name of a path may be written otherwise: as `self` in a group, or `*`.
    """
    for index, segment in enumerate(segments):
        if segment.name and segment.span.touches(offset):
            return segments[: index + 1], segment.span
    return (segments, span) if span.touches(offset) else None

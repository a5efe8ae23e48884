"""Hover in Rust: on a predicate, on paths and methods of std, and on the code of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.cfg.targets import wasi_targets
from wasi_lsp.ide.answers import Hover
from wasi_lsp.ide.predicate_hover import hover_predicate
from wasi_lsp.ide.rule_hover import hover_allow
from wasi_lsp.ide.std_hover import hover_std
from wasi_lsp.ide.std_uses_at import std_uses_at
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.cfg_uses import cfg_uses
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.method_uses import method_uses
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.semantics.surroundings import Surroundings, walk_surroundings
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.text.span import Span

#: Of a name that means one item here and another there, each is told about.
_BETWEEN_ITEMS = "\n\n---\n\n"
_NAME = re.compile(rb"[a-z_][a-z0-9_]*")
#: No method of std has a longer name.
_LONGEST = 64


def hover_rust(document: RustDocument, offset: int, context: RuleContext) -> Hover | None:
    """What is to say at the byte `offset` of the document; None where that is nothing."""
    module = document.memo.module_of(document.unit, context)
    here = Span(offset, offset)
    for start, unit, around in walk_surroundings(document.unit, module, context.place, here):
        text = document.text[start : start + unit.length]
        at = offset - start
        found = (
            hover_allow(unit.allows, text, at)
            or _on_predicate(unit, text, at, around, context)
            or _on_path(unit, at, around, context)
            or _on_method(document, unit, at, around, context)
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


def _on_path(unit: Unit, offset: int, around: Surroundings, context: RuleContext) -> Hover | None:
    if around.has_unknown_names:
        return None
    return _told(std_uses_at(unit, offset, around, context.table), context)


def _on_method(
    document: RustDocument, unit: Unit, offset: int, around: Surroundings, context: RuleContext
) -> Hover | None:
    """What there is to say of a method; what works everywhere is for others to explain."""
    names = context.table.notable_methods
    if around.has_unknown_names or not any(
        Span(*match.span()).touches(offset) and match[0].decode() in names
        for match in _NAME.finditer(unit.source, max(0, offset - _LONGEST), offset + _LONGEST)
    ):
        return None
    file = SourceFile(document.unit, around.module.file_root(), context.place, context.files)
    uses = method_uses(unit, around, LocalItems(file), context.table, context.types)
    return _told((use for use in uses if use.span.touches(offset)), context)


def _told(uses: Iterable[StdUse], context: RuleContext) -> Hover | None:
    """On the items that are used in one place."""
    targets = tuple(context.targets or wasi_targets())
    span: Span | None = None
    told: dict[str, str] = {}
    for use in uses:
        item = context.table.item("::".join(use.path))
        if item is not None:
            span = use.span
            told[item.path] = hover_std(context.table, item, targets, context.rust)
    return Hover(span, _BETWEEN_ITEMS.join(told.values())) if span is not None else None

"""The items of a file by the WASI targets that they are compiled for.

Only what depends on the target: the outline of everything is another server's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.cfg.targets import all_targets, wasi_targets
from wasi_lsp.ide.target_names import short_names
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.text.span import Span

_DECLARATION = re.compile(
    rb"\b(fn|struct|enum|union|trait|type|const|static|mod|macro_rules!)\s+(?:mut\s+)?"
    rb"(?!(?:fn|unsafe|extern|async)\b)(?:r#)?(\w+)"
)


class SymbolKind(StrEnum):
    """What an item is, by its keyword."""

    FUNCTION = "fn"
    STRUCT = "struct"
    ENUM = "enum"
    UNION = "union"
    TRAIT = "trait"
    TYPE = "type"
    CONST = "const"
    STATIC = "static"
    MODULE = "mod"
    MACRO = "macro_rules!"


@dataclass(frozen=True, slots=True)
class TargetSymbol:
    """An item; `span` is the whole of it with its attributes, `name_span` its name."""

    name: str
    kind: SymbolKind
    span: Span
    name_span: Span


def target_symbols(document: Document, context: RuleContext) -> dict[str, list[TargetSymbol]]:
    """The items whose condition depends on the target, by the WASI targets that they are for."""
    groups: dict[str, list[TargetSymbol]] = {}
    if not isinstance(document, RustDocument):
        return groups
    for offset, unit, around in document.file(context).units:
        if not unit.interface.conditions:
            continue
        own = context.assumptions.apply(unit.interface.where)
        if own.possible_targets == all_targets():
            continue
        here = context.assumptions.apply(around.where & own).possible_targets & wasi_targets()
        for symbol in _symbols(unit, offset, document.text):
            groups.setdefault(short_names(here), []).append(symbol)
    return groups


def _symbols(unit: Unit, offset: int, text: bytes) -> Iterator[TargetSymbol]:
    named = {item.name for item in unit.interface.items} | {unit.interface.module}
    for match in _DECLARATION.finditer(text, offset, offset + unit.length):
        if match[2].decode() in named:
            yield TargetSymbol(
                match[2].decode(),
                SymbolKind(match[1].decode()),
                Span(offset, offset + unit.length),
                Span(*match.span(2)),
            )
            return

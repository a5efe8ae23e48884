"""The versions of an item that a file has for different targets: lenses over them, ways between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import NONE, TargetSet, wasi_targets
from wasi_lsp.ide.refactoring import Refactoring
from wasi_lsp.ide.target_names import each_short_name, short_names
from wasi_lsp.rules.alternative_fixes import missing_version
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.semantics.alternatives import (
    Alternatives,
    Definition,
    alternatives_in_modules,
    contested_names,
)
from wasi_lsp.text.span import Span

#: Longer names are not looked for around the cursor.
_LONGEST_NAME = 256


@dataclass(frozen=True, slots=True)
class Lens:
    """A line of text over a definition; `others` are the names of the other versions."""

    name: Span
    title: str
    others: tuple[Span, ...]


def code_lenses(document: Document, context: RuleContext) -> Iterator[Lens]:
    """A lens over each version of an item that has others for WASI targets."""
    for alternatives in _alternatives(document, context):
        title = _title(alternatives, context)
        if title is not None:
            names = [each.name for each in alternatives.definitions]
            for name in names:
                yield Lens(name, title, tuple(other for other in names if other != name))


def other_versions(document: Document, offset: int, context: RuleContext) -> list[Span]:
    """The names of the other versions of the item whose name stands at the byte `offset`."""
    for alternatives in _alternatives(document, context):
        names = [each.name for each in alternatives.definitions]
        if any(name.touches(offset) for name in names):
            return [name for name in names if not name.touches(offset)]
    return []


def missing_versions(
    document: Document, offset: int, context: RuleContext
) -> Iterator[Refactoring]:
    """What gives the item whose name stands at the byte `offset` a version for all of WASI."""
    near = document.text[max(0, offset - _LONGEST_NAME) : offset + _LONGEST_NAME]
    for alternatives in _alternatives(document, context, near):
        if _title(alternatives, context) is not None and any(
            each.name.touches(offset) for each in alternatives.definitions
        ):
            covered = Region.nowhere()
            for each in alternatives.definitions:
                covered = covered | each.where
            missing = alternatives.around & ~covered & ~alternatives.unclear
            for fix in missing_version(alternatives, missing, covered, context):
                yield Refactoring(fix.title, fix.edits)


def _alternatives(
    document: Document, context: RuleContext, near: bytes | None = None
) -> Iterator[Alternatives]:
    """The items of one name, without imports, that are not all under the same condition.

    With `near`, of the names that stand in there.
    """
    if not isinstance(document, RustDocument):
        return
    file = document.file(context)
    names = contested_names(file.module)
    if near is not None:
        names = {
            each: frozenset(name for name in found if name.encode() in near)
            for each, found in names.items()
        }
        names = {each: found for each, found in names.items() if found}
    for each in alternatives_in_modules(file, names):
        regions = {definition.where for definition in each.definitions}
        if len(regions) > 1 and not any(one.imported for one in each.definitions):
            yield each


def _title(alternatives: Alternatives, context: RuleContext) -> str | None:
    """`wasip1 · wasip2 · missing wasip3`; None where the versions do not differ on WASI."""
    versions = {_wasi_targets_of(each, context) for each in alternatives.definitions}
    covered = NONE
    for version in versions:
        covered = covered | version
    if len(versions) < 2 or not covered:
        return None
    here = context.assumptions.apply(alternatives.around & ~alternatives.unclear)
    missing = (here.known_targets & wasi_targets()) - covered
    told = each_short_name(covered)
    if missing:
        told.append(f"missing {short_names(missing)}")
    return " · ".join(told)


def _wasi_targets_of(definition: Definition, context: RuleContext) -> TargetSet:
    return context.assumptions.apply(definition.where).possible_targets & wasi_targets()

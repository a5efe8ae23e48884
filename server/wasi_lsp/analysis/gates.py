"""Fixes that leave out of a build what fails in it: made when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from wasi_lsp.analysis.engine import std_findings, with_features_of
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.cfg.gate_predicate import GatePredicate, gate_predicate
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import NONE, TargetSet, wasi_targets
from wasi_lsp.project.gate_dependency import dependency_at, gate_dependency
from wasi_lsp.rules import wasi306_dependency_not_for_wasi
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix, Severity
from wasi_lsp.rules.registry import STD_RULES
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.places import Places
from wasi_lsp.semantics.surroundings import walk_surroundings
from wasi_lsp.syntax.facts import Import
from wasi_lsp.syntax.gate_imports import ImportSite
from wasi_lsp.syntax.gate_sites import GateSite, GateSites, indent_at
from wasi_lsp.text.nesting import Nesting
from wasi_lsp.text.span import Span

#: Code that works in another way is not to be left out.
_CODES = frozenset(rule.code for rule, _ in STD_RULES if rule.default_severity is not Severity.HINT)


def with_gate_fixes(
    text: bytes,
    findings: Iterable[Finding],
    context: RuleContext,
    document: RustDocument | None = None,
) -> tuple[Finding, ...]:
    """The findings of a file, those that a gate settles with a fix for it, if there is a safe one.

    `document` is the text as code, where it was read already. For findings on std the items that
    they are in are judged once more, for all targets of WASI.
    """
    gates = _Gates(text, context, document)
    return tuple(
        replace(finding, fixes=(*finding.fixes, *gates.fixes(finding)))
        if finding.targets
        else finding
        for finding in findings
    )


class _Gates:
    """What can be gated in one file."""

    def __init__(self, text: bytes, context: RuleContext, document: RustDocument | None) -> None:
        self._text = text
        self._context = context
        self._given = document
        #: By place: the targets of WASI on which something of std fails there.
        self._failing: dict[Span, TargetSet] = {}
        #: By offset and length: the units of which that is known.
        self._judged: set[tuple[int, int]] = set()

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        """The fix of a finding, if there is one."""
        if finding.code in _CODES and finding.targets:
            return self._of_code(finding)
        if finding.code == wasi306_dependency_not_for_wasi.RULE.code:
            return self._of_dependency(finding)
        return ()

    @cached_property
    def _document(self) -> RustDocument:
        return self._given or RustDocument.open(self._context.path, self._text)

    @cached_property
    def _sites(self) -> GateSites:
        return self._document.source.gate_sites()

    @cached_property
    def _places(self) -> Places:
        return Places(self._document.unit, self._context.place)

    @cached_property
    def _file(self) -> SourceFile:
        return self._document.file(self._context)

    @cached_property
    def _items(self) -> LocalItems:
        return LocalItems(self._file)

    @cached_property
    def _everywhere(self) -> RuleContext:
        context = replace(self._context, targets=wasi_targets())
        return with_features_of(self._document.unit, context)

    def _failing_at(self, span: Span) -> TargetSet:
        """The targets of WASI on which something of std fails at a place."""
        file, context = self._file, self._everywhere
        for offset, unit, around in walk_surroundings(file.root, file.module, file.place, span):
            if (offset, unit.length) in self._judged or around.has_unknown_names:
                continue
            self._judged.add((offset, unit.length))
            methods = self._document.notable_method_uses(unit, around, self._items, context)
            for finding in std_findings(unit, around, methods, context):
                if finding.code in _CODES:
                    place = finding.span.shift(offset)
                    known = self._failing.get(place, NONE)
                    self._failing[place] = known | TargetSet.of(finding.targets)
        return self._failing.get(span, NONE)

    def _of_dependency(self, finding: Finding) -> tuple[Fix, ...]:
        failing, wanted = TargetSet.of(finding.targets), self._context.package_targets
        predicate = gate_predicate(failing, wanted, failing | (wasi_targets() - wanted))
        path = dependency_at(self._text, finding.span)
        if predicate is None or path is None:
            return ()
        edits = gate_dependency(self._text, path, predicate.text)
        if edits is None:
            return ()
        return (_fix("dependency", predicate, tuple(Edit(*edit) for edit in edits)),)

    def _of_code(self, finding: Finding) -> tuple[Fix, ...]:
        failing = TargetSet.of(finding.targets)
        all_failing = self._failing_at(finding.span) or failing
        predicate = gate_predicate(failing, self._context.targets, all_failing)
        if predicate is None:
            return ()
        imported = self._sites.imports(finding.span)
        if imported is not None:
            return self._of_imports(imported, predicate)
        site = self._sites.around(finding.span)
        if site is None:
            return ()
        return (_fix(str(site.kind), predicate, (_gate(site, predicate),)),)

    def _of_imports(self, site: ImportSite, predicate: GatePredicate) -> tuple[Fix, ...]:
        """The fix of imports, with all that uses them in the file."""
        where = self._compiled(site.declaration) & Region.on(predicate.leaves_out)
        users: dict[Span, GateSite] = {}
        for span in self._users(site.imports):
            if span is None:
                return ()
            if not self._compiled(span).overlaps(where):
                continue
            user = self._sites.around(span)
            if user is None:
                return ()
            users[user.span] = user
        nesting = Nesting(users)
        outermost = [
            users[span] for number, span in enumerate(nesting.spans) if nesting.outer(number) < 0
        ]
        edits = [*self._edits_of(site, predicate), *(_gate(each, predicate) for each in outermost)]
        what = "import and what uses it" if outermost else "import"
        return (_fix(what, predicate, tuple(edits)),)

    def _users(self, imports: tuple[Import, ...]) -> Iterator[Span | None]:
        """Where code uses what is imported; None where that cannot be told."""
        for each in imports:
            if each.name is not None:
                yield from self._sites.mentions(each.name)
            path = "::".join(segment.name for segment in each.path).removeprefix("::")
            if not path.startswith("std::"):
                yield None
            item = self._context.table.item(path)
            if item is None:
                yield None
            elif item.kind == "trait":
                yield from self._calls(path)

    def _calls(self, trait: str) -> Iterator[Span | None]:
        """Where methods of a trait may be called: by their names, if others have no such method."""
        names = self._context.types.trait_method_names(trait)
        if not names:
            yield None
        for name in names:
            found = list(self._sites.mentions(name, is_member=True))
            is_clear = not found or name not in self._context.table.names_beyond_os
            yield from found if is_clear else (None,)

    def _compiled(self, span: Span) -> Region:
        return self._context.assumptions.apply(self._places.compiled_at(span))

    def _edits_of(self, site: ImportSite, predicate: GatePredicate) -> Iterator[Edit]:
        start, end = site.declaration
        indent = indent_at(self._text, start)
        behind = " " if indent is None else f"\n{indent}"
        gate = f"#[cfg({predicate.text})]{behind}"
        if site.split is None:
            yield Edit(Span(start, start), gate)
        else:
            removed, declaration = site.split
            yield Edit(removed, "")
            yield Edit(Span(end, end), f"{behind}{gate}{declaration}")


def _fix(what: str, predicate: GatePredicate, edits: tuple[Edit, ...]) -> Fix:
    title = f"Gate the {what} with `cfg({predicate.text})`"
    return Fix(title, edits, Applicability.MAYBE_INCORRECT)


def _gate(site: GateSite, predicate: GatePredicate) -> Edit:
    behind = " " if site.indent is None else f"\n{site.indent}"
    start = site.span.start
    return Edit(Span(start, start), f"#[cfg({predicate.text})]{behind}")

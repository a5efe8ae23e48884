"""From the facts of a file to its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from wasi_lsp.analysis.command_findings import command_findings
from wasi_lsp.analysis.consequences import Consequences
from wasi_lsp.analysis.item_findings import member_findings
from wasi_lsp.analysis.judge import judge
from wasi_lsp.analysis.memo import Memo
from wasi_lsp.analysis.script_findings import script_findings
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.analysis.suppress import suppress
from wasi_lsp.analysis.unit_findings import UnitFindings
from wasi_lsp.project.known_crates import browser_modules
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.registry import (
    ABOUT_WASI,
    CFG_RULES,
    CRATE_RULES,
    RULES,
    SAID_BY_RUSTC,
    STD_RULES,
)
from wasi_lsp.semantics.cfg_uses import CfgUse, cfg_uses
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.crate_uses import crate_uses
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.method_uses import calls_one_of, method_uses
from wasi_lsp.semantics.outer_conditions import Placed
from wasi_lsp.semantics.std_uses import StdUse, std_uses
from wasi_lsp.semantics.surroundings import Descent, Surroundings
from wasi_lsp.syntax.extract import extract
from wasi_lsp.syntax.facts import Allow, Unit, UnitKind, allows_in
from wasi_lsp.text.span import Span

#: Units in which there is none of the file's modules: those are counted while we go down.
_WITHOUT_MODULES = frozenset({UnitKind.ITEM, UnitKind.THREAD_LOCAL, UnitKind.IMPL, UnitKind.TRAIT})


def check_source(text: bytes, context: RuleContext, settings: Settings) -> tuple[Finding, ...]:
    """The findings of a file that is not open, in the order of their places."""
    return check_parsed(text, extract(text), context, settings, Memo())


def check_parsed(
    text: bytes, root: Unit, context: RuleContext, settings: Settings, memo: Memo
) -> tuple[Finding, ...]:
    """The findings of a file whose facts are at hand; those in `memo` that still hold are kept."""
    context = with_features_of(root, context)
    file = memo.begin(root, context)
    found = [*_Pass(file, context, memo).findings(), *memo.item_findings(file, context)]
    memo.end()
    if context.path is not None and context.path in context.crate.build_script:
        script = memo.script_of(text, context.path, context)
        found += script_findings(text, script, context.path, context)
    if settings.consequences and context.targets:
        found += Consequences(file, context).findings()
    return finish(text, allows_in(root), found, context, settings)


class _Pass:
    """One time over the units of a file, without those of which all is known."""

    def __init__(self, file: SourceFile, context: RuleContext, memo: Memo) -> None:
        self._file = file
        self._context = context
        self._memo = memo
        self._items = LocalItems(file)
        self._descent = Descent(file.place)

    def findings(self) -> tuple[Finding, ...]:
        """Of all units, with spans in the file."""
        root = self._file.root
        around = self._descent.around_root(self._file.module)
        return self._of(0, root, around).in_file((Placed(0, root),))

    def _of(self, offset: int, unit: Unit, around: Surroundings) -> UnitFindings:
        known = self._memo.known(unit, around)
        if known is not None and unit.kind in _WITHOUT_MODULES:
            return known
        is_module = unit.kind is UnitKind.MODULE
        inside = around
        if unit.children or is_module:
            inside = self._descent.inside(offset, unit, around)
        if known is not None and is_module:
            return known
        if known is None:
            known = self._memo.as_good(unit, around)
        if known is not None and not unit.children:
            known.around = around
            return self._memo.keep(unit, known)
        if known is not None:
            own, methods = known.own, known.method_uses
        else:
            methods = notable_method_uses(unit, around, self._items, self._context)
            own = tuple(_check_unit(unit, around, methods, self._context))
        below = (
            (child, findings)
            for child in unit.children
            if (findings := self._of(offset + child.offset, child.unit, inside))
        )
        return self._memo.keep(unit, UnitFindings(around, own, methods, tuple(below)))


def with_features_of(root: Unit, context: RuleContext) -> RuleContext:
    """The context with the feature gates that the file itself switches on."""
    if root.features <= context.enabled_features:
        return context
    return replace(context, enabled_features=context.enabled_features | root.features)


def finish(
    text: bytes,
    allows: Iterable[tuple[int, Allow]],
    found: Iterable[Finding],
    context: RuleContext,
    settings: Settings,
) -> tuple[Finding, ...]:
    """What the comments and the settings leave of the findings of a file, in order.

    Each of `allows` comes with the offset that its spans count from.
    """
    active = _active_codes(context, settings)
    kept = suppress(text, allows, found, active)
    leveled = (_with_severity(finding, settings) for finding in kept)
    ordered = sorted(filter(None, leveled), key=_order)
    told: list[Finding] = []
    for _, group in groupby(ordered, _order):
        same = list(group)
        # What two units say at one place, in the same words, is said once.
        told.extend(dict.fromkeys(same) if len(same) > 1 else same)
    return tuple(told)


def _order(finding: Finding) -> tuple[Span, str, str]:
    return finding.span, finding.code, finding.message


def _check_unit(
    unit: Unit, around: Surroundings, methods: Iterable[StdUse], context: RuleContext
) -> Iterator[Finding]:
    for predicate in cfg_uses(unit, around):
        yield from check_cfg_use(predicate, context)
    yield from member_findings(unit, around, context)
    yield from command_findings(unit, context)
    if around.has_unknown_names:
        return
    if context.package_targets:
        for crate_use in crate_uses(unit, around, browser_modules()):
            yield from judge(CRATE_RULES, crate_use, context)
    if context.targets:
        yield from std_findings(unit, around, methods, context)


def notable_method_uses(
    unit: Unit, around: Surroundings, items: LocalItems, context: RuleContext
) -> tuple[StdUse, ...]:
    """The methods of std that a unit calls, if it may call one that does not simply work."""
    if (
        not context.targets
        or around.has_unknown_names
        or not calls_one_of(unit.source, context.table.notable_methods)
    ):
        return ()
    return tuple(method_uses(unit, around, items, context.table, context.types))


def std_findings(
    unit: Unit, around: Surroundings, methods: Iterable[StdUse], context: RuleContext
) -> Iterator[Finding]:
    """What the rules on std find in one unit that calls these methods, with spans in the unit."""
    for use in (*std_uses(unit, around, context.table), *methods):
        yield from judge(STD_RULES, use, context)


def check_cfg_use(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """The findings on one predicate."""
    return judge(CFG_RULES, use, context)


def _active_codes(context: RuleContext, settings: Settings) -> frozenset[str]:
    """The rules that are looked at here at all, so that an `allow` for them can be judged."""
    codes = {rule.code for rule in RULES if _severity(rule.code, rule.default_severity, settings)}
    if not context.targets:
        codes -= ABOUT_WASI
    if not settings.report_what_rustc_reports:
        codes -= SAID_BY_RUSTC
    return frozenset(codes)


def _with_severity(finding: Finding, settings: Settings) -> Finding | None:
    severity = _severity(finding.code, finding.severity, settings)
    if severity is finding.severity:
        return finding
    return replace(finding, severity=severity) if severity is not None else None


def _severity(code: str, default: Severity, settings: Settings) -> Severity | None:
    """The user's severity for a code, else that of the longest family, else the default."""
    for length in range(len(code), 0, -1):
        if code[:length] in settings.severities:
            return settings.severities[code[:length]]
    return default

"""From the facts of a file to its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wasi_lsp.analysis.command_findings import command_findings
from wasi_lsp.analysis.consequences import Consequences
from wasi_lsp.analysis.item_findings import member_findings
from wasi_lsp.analysis.judge import judge
from wasi_lsp.analysis.memo import Memo
from wasi_lsp.analysis.script_findings import script_findings
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.analysis.suppress import suppress
from wasi_lsp.project.known_crates import browser_modules
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding, Fix, Related, Severity
from wasi_lsp.rules.registry import (
    ABOUT_WASI,
    CFG_RULES,
    CRATE_RULES,
    RULES,
    SAID_BY_RUSTC,
    STD_RULES,
)
from wasi_lsp.semantics.cfg_uses import CfgUse, cfg_uses
from wasi_lsp.semantics.crate_uses import crate_uses
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.method_uses import calls_one_of, method_uses
from wasi_lsp.semantics.outer_conditions import Placed
from wasi_lsp.semantics.std_uses import std_uses
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.extract import extract
from wasi_lsp.syntax.facts import Allow, Unit, allows_in


def check_source(text: bytes, context: RuleContext, settings: Settings) -> tuple[Finding, ...]:
    """The findings of a file that is not open, in the order of their places."""
    return check_parsed(text, extract(text), context, settings, Memo())


def check_parsed(
    text: bytes, root: Unit, context: RuleContext, settings: Settings, memo: Memo
) -> tuple[Finding, ...]:
    """The findings of a file whose facts are at hand; those in `memo` that still hold are kept."""
    context = with_features_of(root, context)
    memo.begin(context)
    found: list[Finding] = []
    file = memo.file_of(root, context)
    items = LocalItems(file)
    for offset, unit, surroundings in file.units:
        findings = memo.known(unit, surroundings)
        if findings is None:
            findings = tuple(_check_unit(unit, surroundings, items, context))
            memo.keep(unit, surroundings, findings)
        if findings:
            units = (*surroundings.units, Placed(offset, unit))
            found += (_place(finding, units) for finding in findings)
    found += memo.item_findings(file, context)
    memo.end()
    if context.path is not None and context.path in context.crate.build_script:
        script = memo.script_of(text, context.path, context)
        found += script_findings(text, script, context.path, context)
    if settings.consequences and context.targets:
        found += Consequences(file, context).findings()
    return finish(text, allows_in(root), found, context, settings)


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
    return tuple(
        sorted(
            {finding for finding in leveled if finding is not None},
            key=lambda each: (each.span, each.code, each.message),
        )
    )


def _check_unit(
    unit: Unit, around: Surroundings, items: LocalItems, context: RuleContext
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
        yield from std_findings(unit, around, items, context)


def std_findings(
    unit: Unit, around: Surroundings, items: LocalItems, context: RuleContext
) -> Iterator[Finding]:
    """What the rules on std find in one unit, with spans in the unit."""
    uses = [*std_uses(unit, around, context.table)]
    if calls_one_of(unit.source, context.table.notable_methods):
        uses += method_uses(unit, around, items, context.table, context.types)
    for use in uses:
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


def _place(finding: Finding, units: Sequence[Placed]) -> Finding:
    """The finding with spans in the file instead of the last of `units`."""
    offset = units[-1].offset
    fixes = tuple(
        Fix(
            fix.title,
            tuple(
                replace(edit, span=edit.span.shift(offset)) if edit.path is None else edit
                for edit in fix.edits
            ),
            fix.applicability,
        )
        for fix in finding.fixes
    )
    related = tuple(_place_related(each, units) for each in finding.related)
    return replace(finding, span=finding.span.shift(offset), fixes=fixes, related=related)


def _place_related(related: Related, units: Sequence[Placed]) -> Related:
    if related.at is not None:
        return replace(related, span=related.at.span(units), at=None)
    if related.path is not None:
        return related
    return replace(related, span=related.span.shift(units[-1].offset))

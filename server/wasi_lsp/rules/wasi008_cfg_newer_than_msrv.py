"""A value, name or form that the crate's Rust version does not know.

## What it does

Reports what a predicate uses although it is newer than the Rust version that the crate promises to
build with, in `rust-version`, a numbered toolchain or the settings. In a build script it reports
`cargo::rustc-cfg` and `cargo::rustc-check-cfg` under a `rust-version` before 1.77.

## Why is this bad

`true` and `false`, `cfg_select!` and names such as `target_abi` are errors before their release. A
value such as `target_env = "p1"` is just false there, also on the target that it is meant for.
Cargo stops the build at a `cargo::` that the `rust-version` is too old for, also when it is newer.

## Example

```rust rust=1.80
#[cfg(all(target_os = "wasi", target_env = "p1"))]
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ before Rust 1.81 no target sets `target_env = "p1"`
fn connect() {}
```

## Use instead

```rust rust=1.81
#[cfg(all(target_os = "wasi", target_env = "p1"))]
fn connect() {}
```

## Fix safety

The fix writes `all()` for `true`, `any()` for `false` and `cargo:` for `cargo::`: every release
takes these.

## Limits

Of values, those of WASI targets are looked at. A target that the old release does not have cannot
miss its value: such a value is a hint, since rustc warns of it from 1.80 on, unless `check-cfg`
declares it. Nothing is reported where no Rust version is promised, where a nightly feature is
switched on for it, where a `cfg_select!` is the crate's own, and where a name of the project's own
is asked for as well, which may stand for a release.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import All, Any, CfgExpr, KeyValue, Lit, Name, rewritten, walk
from wasi_lsp.cfg.atoms import deciding_targets
from wasi_lsp.cfg.literal import quote
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import TargetSet, wasi_targets
from wasi_lsp.cfg.well_known import is_known_name, stable_since, value_since
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix, Severity
from wasi_lsp.rules.own_cfg_select import has_own_cfg_select
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.syntax.facts import PredicateKind
from wasi_lsp.text.span import Span

RULE = Rule(
    code="WASI008",
    name="cfg-newer-than-msrv",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
    silenced_by=("WASI003",),
)

#: The first release in which rustc warns of values that it does not know (RELEASES.md 1.80.0).
_FIRST_WITH_CHECK = RustVersion(1, 80)
#: `BuildOutput::parse` in Cargo, `check_minimum_supported_rust_version_for_new_syntax`; Cargo 1.95
#: refuses it under `rust-version = "1.76.1"`, and takes it under 1.77.
_FIRST_WITH_DOUBLE_COLON = RustVersion(1, 77)


def check(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """Report the predicate if something in it is newer than the crate's Rust version."""
    if use.predicate.kind is PredicateKind.DOC_CFG:
        return
    newer = [*_newer_words(use, context)]
    message = newer[0] if newer else None
    severity = RULE.default_severity
    help_text = None
    if message is None:
        missed = next(_missed_values(use, context), None)
        unknown = next(_unknown_values(use, context), None) if missed is None else None
        if missed is not None:
            message, help_text = missed
        elif unknown is not None:
            message, help_text = unknown
            severity = Severity.HINT
    if message is None or _stands_for_a_release(use):
        return
    yield RULE.finding(
        severity=severity,
        span=use.predicate.span,
        message=message,
        help=help_text,
        fixes=_fixes(use),
    )


def check_instruction(prefix: Span, context: RuleContext) -> Iterator[Finding]:
    """Report the `cargo::` of what a build script prints, which Cargo then refuses."""
    promised = context.crate.rust_version
    if promised is None or promised >= _FIRST_WITH_DOUBLE_COLON:
        return
    yield RULE.finding(
        span=prefix,
        message=(
            f"Cargo refuses `cargo::` under a `rust-version` before {_FIRST_WITH_DOUBLE_COLON}, "
            f"and that of this crate is {promised}"
        ),
        help="write `cargo:`, which every release knows",
        fixes=(Fix("Write `cargo:`", (Edit(prefix, "cargo:"),), Applicability.MACHINE_APPLICABLE),),
    )


def _newer_words(use: CfgUse, context: RuleContext) -> Iterator[str]:
    """What an older compiler rejects, in words."""
    is_first_arm = use.predicate.kind is PredicateKind.CFG_SELECT and not use.earlier_arms
    if is_first_arm and not has_own_cfg_select(use, context):
        yield from _newer_word("cfg_select!", context)
    for node in walk(use.predicate.parsed.expr):
        if isinstance(node, Lit):
            yield from _newer_word("true" if node.value else "false", context)
        elif isinstance(node, Name | KeyValue):
            name = node.name if isinstance(node, Name) else node.key
            if name not in context.crate.declared_cfgs.names:
                yield from _newer_word(name, context)


def _newer_word(word: str, context: RuleContext) -> Iterator[str]:
    stable = stable_since(word)
    if stable is None or context.rust_version >= stable.since:
        return
    if stable.feature not in context.enabled_features:
        yield f"`{word}` needs Rust {stable.since}, {_promise(context)}"


def _missed_values(use: CfgUse, context: RuleContext) -> Iterator[tuple[str, str]]:
    """Values that a WASI target gets later than it can be built for: message and help."""
    expr = use.predicate.parsed.expr
    for node, since, targets in _values_of_wasi(expr):
        late = TargetSet.of(triple for triple in targets if context.rust[triple] < since)
        there = Region.on(late)
        if Region.of(expr) & there != Region.of(_before(expr, node)) & there:
            yield (
                f"before Rust {since} no target sets `{node.key} = {quote(node.value)}`, "
                + _promise(context),
                f'on older releases {next(iter(late))} has `{node.key} = ""`: allow for both',
            )


def _values_of_wasi(expr: CfgExpr) -> Iterator[tuple[KeyValue, RustVersion, TargetSet]]:
    """The values that WASI targets alone have, since when, and which targets."""
    for node in walk(expr):
        if isinstance(node, KeyValue):
            since, targets = value_since(node.key, node.value), deciding_targets(node)
            if since is not None and targets is not None and targets <= wasi_targets():
                yield node, since, targets


def _before(expr: CfgExpr, value: KeyValue) -> CfgExpr:
    """What `expr` says on a target of which the key was empty before it got this value."""

    def on_older(part: CfgExpr) -> CfgExpr:
        if not isinstance(part, KeyValue) or part.key != value.key:
            return part
        if part.value not in ("", value.value):
            return part
        return Any(part.span, ()) if part.value else All(part.span, ())

    return rewritten(expr, on_older)


def _unknown_values(use: CfgUse, context: RuleContext) -> Iterator[tuple[str, str]]:
    """Values that older compilers warn of: message and help."""
    for node, since, _ in _values_of_wasi(use.predicate.parsed.expr):
        # What every release with the check knows, none warns of.
        if max(context.rust_version, _FIRST_WITH_CHECK) >= since:
            continue
        if node.key not in context.crate.declared_cfgs.names:
            yield (
                f"before Rust {since} rustc does not know `{node.key} = {quote(node.value)}` and "
                f"warns of it, {_promise(context)}",
                "declare it in Cargo.toml, in `[lints.rust] unexpected_cfgs`: "
                f"`check-cfg = ['cfg({node.key}, values({quote(node.value)}))']`",
            )


def _promise(context: RuleContext) -> str:
    return f"and this crate is to build with {context.rust_version}"


def _stands_for_a_release(use: CfgUse) -> bool:
    """Whether it, or the code around, asks for a name of the project's own (`has_cfg_select`)."""
    for expr in (use.predicate.parsed.expr, *(condition.expr for condition in use.outer())):
        for node in walk(expr):
            if isinstance(node, Name) and not is_known_name(node.name):
                return True
    return False


def _fixes(use: CfgUse) -> tuple[Fix, ...]:
    literals = [node for node in walk(use.predicate.parsed.expr) if isinstance(node, Lit)]
    if not literals or use.predicate.kind is PredicateKind.CFG_SELECT:
        return ()
    edits = tuple(Edit(node.span, "all()" if node.value else "any()") for node in literals)
    words = " and ".join(sorted({f"`{edit.text}`" for edit in edits}))
    return (Fix(f"Write {words}", edits, Applicability.MACHINE_APPLICABLE),)

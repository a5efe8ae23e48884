"""A dependency, or a feature of one, that does not compile for WASI.

## What it does

Reports crates and features that refuse to compile for the WASI targets of the package, such as
`tokio` with `full` or `net`, where the table in Cargo.toml holds on these targets.

## Why is this bad

The build for WASI fails, in the code of somebody else.

## Example

```toml file=Cargo.toml
[package]
name = "server"

[package.metadata.component]
package = "example:server"

[dependencies]
tokio = { version = "1", features = ["rt", "full"] }
#                                           ^^^^ `full` does not compile for wasm32-wasip2
```

## Use instead

```toml file=Cargo.toml
[package]
name = "server"

[package.metadata.component]
package = "example:server"

[dependencies]
tokio = { version = "1", features = ["rt", "time"] }

[target.'cfg(not(target_os = "wasi"))'.dependencies]
tokio = { version = "1", features = ["full"] }
```

## Fix safety

The dependency can be moved to a table that leaves WASI out. The code that uses it needs the same
predicate, so the fix is not applied without asking.

## Limits

Only what was compiled is known, and a requirement is reported only if all known versions fail that
it admits. A package is judged if its own files say that it is built for WASI: its manifest or Cargo
configuration names WASI or a target, or it is the only package of its project, and code does. Its
dev-dependencies are if Cargo builds it for WASI by default.
Features that other packages of the workspace switch on are not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wasi_lsp.cfg.targets import NONE, TargetSet
from wasi_lsp.project.known_crates import Failure, MeasuredCrate, measured_crate
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext, on_targets
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.semantics.dependency_uses import DependencyUse
from wasi_lsp.text.span import Span

RULE = Rule(
    code="WASI306",
    name="dependency-not-for-wasi",
    since="0.1.0",
    category=Category.FILES,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


def check(use: DependencyUse, context: RuleContext) -> Iterator[Finding]:
    """Report the dependency, or else each of its features, that fails in all known versions."""
    measured = measured_crate(use.package)
    if measured is None or use.version is None or not use.is_active:
        return
    if measured.unless_cfg in context.crate.declared_cfgs.names:
        return
    # Tests may well run on the host alone, unless nothing is built for it.
    is_for_tests = use.entry.table == "dev-dependencies"
    built = context.configured_targets if is_for_tests else context.package_targets
    targets = use.wasi_targets & built
    if not targets:
        return
    found = _finding(use, measured, targets, None, use.entry.name.span)
    if found is not None:
        yield found
        return
    reported: set[str] = set()
    for feature in use.features:
        found = _finding(use, measured, targets, feature.text, feature.span)
        if found is not None and feature.text not in reported:
            reported.add(feature.text)
            yield found


def _finding(
    use: DependencyUse,
    measured: MeasuredCrate,
    targets: TargetSet,
    feature: str | None,
    span: Span,
) -> Finding | None:
    """What is said of a feature; without one, of the dependency with its default features."""
    newest: Failure | None = None
    is_known = False
    for version in sorted(measured.versions):
        if use.version is not None and use.version.matches(version):
            failures = _failures(measured.versions[version], feature, use.default_features)
            targets = targets & _union(failures)
            newest = next(iter(failures), None)
            is_known = True
    if not is_known or not targets or newest is None:
        return None
    if feature is not None:
        what = f"`{use.package}` with the feature `{feature}`"
    elif newest.default_features:
        what = f"`{use.package}` with its default features"
    else:
        what = f"`{use.package}`"
    is_own = newest.culprit.split()[0] == use.package
    where = "" if is_own else f", since {newest.culprit} does not"
    triples = tuple(targets)
    return Finding(
        code=RULE.code,
        name=RULE.name,
        severity=RULE.default_severity,
        span=span,
        message=f"{what} does not compile for {on_targets(triples)}{where}",
        targets=triples,
        help=(
            f"the compiler says there: {newest.error}\n"
            f"where WASI can do without, move it to "
            f"`[target.'cfg(not(target_os = \"wasi\"))'.{use.entry.table}]`"
        ),
    )


def _failures(
    failures: Iterable[Failure], feature: str | None, default_features: bool
) -> list[Failure]:
    wanted = frozenset() if feature is None else frozenset([feature])
    return [
        failure
        for failure in failures
        if failure.features == wanted and (default_features or not failure.default_features)
    ]


def _union(failures: Iterable[Failure]) -> TargetSet:
    targets = NONE
    for failure in failures:
        targets = targets | failure.targets
    return targets

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

from collections.abc import Iterable, Iterator, Sequence

from wasi_lsp.cfg.targets import NONE, TargetSet
from wasi_lsp.project.file_facts import Written
from wasi_lsp.project.known_crates import Failure, measured_versions
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext, on_targets
from wasi_lsp.rules.finding import Finding, Related, Severity
from wasi_lsp.semantics.dependency_uses import DependencyUse

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
    if use.version is None or not use.is_active:
        return
    # Tests may well run on the host alone, unless nothing is built for it.
    is_for_tests = use.entry.table == "dev-dependencies"
    built = context.configured_targets if is_for_tests else context.package_targets
    targets = use.wasi_targets & built
    if not targets:
        return
    measured = measured_versions(use.package)
    known = [measured[each] for each in sorted(measured) if use.version.matches(each)]
    if found := _finding(use, known, targets, (), context):
        yield found
        return
    written = {each.text: each for each in reversed(use.features)}
    alone = set()
    for feature in written.values():
        if found := _finding(use, known, targets, (feature,), context):
            alone.add(feature.text)
            yield found
    for together in _sets(known):
        if alone.isdisjoint(together) and together <= written.keys():
            features = sorted((written[each] for each in together), key=lambda each: each.span)
            if found := _finding(use, known, targets, features, context):
                yield found


def _sets(known: Sequence[Iterable[Failure]]) -> Iterable[frozenset[str]]:
    """The sets of several features that fail together in some version."""
    found = (each.features for failures in known for each in failures if len(each.features) > 1)
    return dict.fromkeys(found)


def _finding(
    use: DependencyUse,
    known: Sequence[Iterable[Failure]],
    targets: TargetSet,
    features: Sequence[Written],
    context: RuleContext,
) -> Finding | None:
    """What is said of features; without one, of the dependency with its default features.

    It stands at the last one.
    """
    wanted = frozenset(each.text for each in features)
    found = [_failures(failures, use, wanted, context) for failures in known]
    for failures in found:
        targets = targets & _union(failures)
    if not found or not targets:
        return None
    newest = next(each for each in found[-1] if each.targets & targets)
    what = f"`{use.package}`"
    if features:
        what += f" with {_named(features)}"
    elif newest.default_features:
        what += " with its default features"
    is_own = newest.culprit.split()[0] == use.package
    reason = "" if is_own else f", since {newest.culprit} does not"
    triples = tuple(targets)
    return RULE.finding(
        span=features[-1].span if features else use.entry.name.span,
        message=f"{what} does not compile for {on_targets(triples)}{reason}",
        targets=triples,
        help=(
            f"the compiler says there: {newest.error}\n"
            f"where WASI can do without, move it to "
            f"`[target.'cfg(not(target_os = \"wasi\"))'.{use.entry.table}]`"
        ),
        related=tuple(Related(each.span, "together with this feature") for each in features[:-1]),
    )


def _named(features: Sequence[Written]) -> str:
    *most, last = (f"`{each.text}`" for each in features)
    return f"the features {', '.join(most)} and {last}" if most else f"the feature {last}"


def _failures(
    failures: Iterable[Failure], use: DependencyUse, wanted: frozenset[str], context: RuleContext
) -> list[Failure]:
    """Those that the wanted features, or the dependency without one, are enough for."""
    return [
        failure
        for failure in failures
        if failure.features <= wanted
        and (use.default_features or not failure.default_features)
        and failure.unless_cfg not in context.crate.declared_cfgs.names
    ]


def _union(failures: Iterable[Failure]) -> TargetSet:
    targets = NONE
    for failure in failures:
        targets = targets | failure.targets
    return targets

"""A crate with the API of another WASI version than the targets that it is for.

## What it does

Reports dependencies on `wasi`, `wasip1`, `wasip2`, `wasip3` and their kin whose API is of none of
the WASI versions of their table in Cargo.toml; a table for all targets is judged by the targets
that the project configures.

## Why is this bad

The versions of WASI have nothing in common for the linker and the runtime: a program for one
imports what a host of another does not have, or has behind an adapter only.

## Example

```toml file=Cargo.toml
[package]
name = "clock"

[target.'cfg(all(target_os = "wasi", target_env = "p2"))'.dependencies]
wasi = "0.11"
#       ^^^^ `wasi` 0.11 is the API of WASI 0.1
```

## Use instead

```toml file=Cargo.toml
[package]
name = "clock"

[target.'cfg(all(target_os = "wasi", target_env = "p2"))'.dependencies]
wasi = "0.14"
```

## Fix safety

There is no fix: the crates have other names for the same things.

## Limits

A requirement is reported only if all versions that it admits are wrong. Components that
cargo-component builds (`[package.metadata.component]`) use the API of WASI 0.2 on wasm32-wasip1,
and WASI 0.3 hosts know that of 0.2, so these are not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.targets import NONE, TargetSet
from wasi_lsp.project.known_crates import wasi_apis
from wasi_lsp.project.wasi_names import WASI_VERSIONS
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext, on_targets
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.semantics.dependency_uses import DependencyUse

RULE = Rule(
    code="WASI305",
    name="wrong-wasi-crate",
    since="0.1.0",
    category=Category.FILES,
    default_severity=Severity.WARNING,
    fix=FixKind.NONE,
    module=__name__,
)

#: On which targets the API of a WASI version is at home: std for WASI 0.3 is itself built on 0.2.
_TARGETS = {
    "p1": ("wasm32-wasip1", "wasm32-wasip1-threads"),
    "p2": ("wasm32-wasip2", "wasm32-wasip3"),
    "p3": ("wasm32-wasip3",),
}
_INSTEAD = {
    "wasm32-wasip1": "`wasip1`, or `wasi` 0.11",
    "wasm32-wasip1-threads": "`wasip1`, or `wasi` 0.11",
    "wasm32-wasip2": "`wasip2`, or `wasi` 0.14",
    "wasm32-wasip3": "`wasip3`",
}


def check(use: DependencyUse, context: RuleContext) -> Iterator[Finding]:
    """Report a dependency if no target of its table has its API."""
    api = _api(use)
    targets = tuple(_targets(use, context))
    if api is None or not targets or not set(targets).isdisjoint(_TARGETS[api]):
        return
    if api == "p2" and context.crate.is_component:
        return
    if api == "p3" and not use.has_condition:
        # Components for WASI 0.3 were built for wasm32-wasip2 before it had a target of its own.
        return
    version = use.entry.version
    what = f"`{use.package}` {version.text}" if version is not None else f"`{use.package}`"
    what_for = "this table" if use.has_condition else "the package"
    yield RULE.finding(
        span=version.span if version is not None else use.entry.name.span,
        message=(
            f"{what} is the API of {WASI_VERSIONS[api]}, "
            f"and {what_for} is for {on_targets(targets)}"
        ),
        targets=targets,
        help=f"the API of {targets[0]} is in {_INSTEAD[targets[0]]}",
    )


def _api(use: DependencyUse) -> str | None:
    """The WASI version of all versions of the crate that may be chosen; None if they differ."""
    if use.version is None:
        return None
    apis = {api for each, api in wasi_apis(use.package).items() if use.version.matches(each)}
    return apis.pop() if len(apis) == 1 else None


def _targets(use: DependencyUse, context: RuleContext) -> TargetSet:
    configured = use.wasi_targets & context.configured_targets
    if configured:
        return configured
    return use.wasi_targets if use.has_condition else NONE

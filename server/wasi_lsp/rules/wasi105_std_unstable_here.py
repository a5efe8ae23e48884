"""A path in std that is stable elsewhere and needs nightly Rust on this WASI target.

## What it does

Reports a `use` or a path behind a feature gate that only some WASI targets have: `std::os::wasi` is
stable on wasm32-wasip1 and needs `#![feature(wasip2)]` on wasm32-wasip2.

## Why is this bad

With a stable Rust the code does not compile for that target (E0658), also behind a gate that says
`target_os = "wasi"`, since that covers wasm32-wasip2.

## Example

```rust
#[cfg(target_os = "wasi")]
use std::os::wasi::io::AsRawFd;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^ `std::os::wasi` needs nightly Rust on wasm32-wasip2
```

## Use instead

```rust
#[cfg(target_os = "wasi")]
use std::os::fd::AsRawFd;
```

Code that only wasm32-wasip1 needs can say so: `all(target_os = "wasi", target_env = "p1")`.

## Fix safety

As that of WASI101.

## Limits

Items that are unstable on every target are left to rustc. A crate that switches the gate on with
`#![feature(…)]` is silent; on a nightly toolchain the finding is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.std_support import Failure, finding_of, items_along, judged_targets
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.stdlib.lookup import NEWEST, own_gate
from wasi_lsp.stdlib.model import ABSENT, StdItem, Support

RULE = Rule(
    code="WASI105",
    name="std-unstable-here",
    since="0.1.0",
    category=Category.STD,
    default_severity=Severity.ERROR,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


def check(use: StdUse, context: RuleContext) -> Iterator[Finding]:
    """Report the path, for the first of its names that is gated there and not elsewhere."""
    # Most items are stable: to ask the table first spares working out the condition.
    if not any(_may_be_gated(item, context) for _, _, item in items_along(use, context)):
        return
    left = judged_targets(use, context)
    for length, path, item in items_along(use, context):
        if not left:
            return
        rows = [
            (target, context.table.support(item, target, context.rust[target])) for target in left
        ]
        gated = tuple(
            Failure(target, support, _mended_in(item, target, context), support)
            for target, support in rows
            if support is not None and _is_gated(item, support, context)
        )
        left = tuple(
            target
            for target, support in rows
            if (support is None or support.verdict not in ABSENT)
            and all(each.target != target for each in gated)
        )
        if use.segment_of(length) is None:
            continue
        for finding in finding_of(RULE, use.span, path, "needs nightly Rust", gated):
            is_error = finding.severity is Severity.ERROR
            if is_error and context.crate.toolchain.is_nightly:
                yield replace(finding, severity=Severity.WARNING)
            else:
                yield finding


def _may_be_gated(item: StdItem, context: RuleContext) -> bool:
    rows = (context.table.support(item, each, context.rust[each]) for each in context.targets)
    return any(_is_gated(item, support, context) for support in rows if support is not None)


def _is_gated(item: StdItem, support: Support, context: RuleContext) -> bool:
    gate = own_gate(item, support)
    return (
        gate is not None
        and support.verdict not in ABSENT
        and not set(gate.split(",")) <= context.enabled_features
    )


def _mended_in(item: StdItem, target: str, context: RuleContext) -> str | None:
    newest = context.table.support(item, target, NEWEST)
    if newest is None or newest.verdict in ABSENT or own_gate(item, newest) is not None:
        return None
    return str(newest.rust.first) if newest.rust.first is not None else None

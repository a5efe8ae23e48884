"""A path in std that does not exist on a WASI target for which the code is compiled.

## What it does

Reports a `use` or a path whose module or item std does not have on the target, or does not have
yet in the crate's Rust version. It points at the first name that fails, as rustc would.

## Why is this bad

The code does not compile for that target: E0432, E0433, E0425 or E0599.

## Example

```rust
use std::os::unix::fs::PermissionsExt;
//           ^^^^ `std::os::unix` does not exist on wasm32-wasip2
```

## Use instead

```rust
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
```

`std::os::fd` has `AsFd`, `OwnedFd` and their kin on Unix and on WASI.

## Fix safety

The import can be left out together with the statements that use it, or the smallest statement, test
or `impl` around a path, where the rest still compiles without it. What to do instead is yours to
decide, so the fix is not applied without asking.

## Limits

`if cfg!(unix)` does not help: names must exist in both branches. An absent import is reported once,
at the `use`. Methods that a trait of an absent module would bring are not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.std_support import (
    Failure,
    failures,
    finding_of,
    items_along,
    judged_targets,
)
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.stdlib.model import ABSENT, Verdict

RULE = Rule(
    code="WASI101",
    name="std-item-absent",
    since="0.1.0",
    category=Category.STD,
    default_severity=Severity.ERROR,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


def check(use: StdUse, context: RuleContext) -> Iterator[Finding]:
    """Report the first name of the path that some target lacks, and further ones for the rest."""
    # Most items are everywhere: to ask the table first spares working out the condition.
    along = [item for _, _, item in items_along(use, context)]
    if not any(any(failures(item, context.targets, context, ABSENT)) for item in along):
        return
    left = judged_targets(use, context)
    for length, path, item in items_along(use, context):
        # A macro that refuses a target can still be imported there.
        if not left or (use.is_import and item.kind == "macro"):
            return
        absent = tuple(failures(item, left, context, ABSENT))
        left = tuple(target for target in left if all(each.target != target for each in absent))
        segment = use.segment_of(length)
        if segment is None:
            continue
        for verdict, verb in (
            (Verdict.COMPILE_ERROR, "does not exist"),
            (Verdict.ABSENT_IN_VERSION, "does not exist in the crate's Rust version"),
        ):
            group = _with_verdict(absent, verdict)
            yield from finding_of(RULE, segment.span, path, verb, group)


def _with_verdict(failed: tuple[Failure, ...], verdict: Verdict) -> tuple[Failure, ...]:
    return tuple(each for each in failed if each.support.verdict is verdict)

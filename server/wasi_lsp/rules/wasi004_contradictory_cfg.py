"""A predicate that is true on no rustc target, whatever the features.

## What it does

Reports predicates whose parts exclude each other on each of rustc's targets.

## Why is this bad

The code behind it is never compiled, and rustc says nothing.

## Example

```rust
#[cfg(all(target_os = "wasi", target_env = "gnu"))]
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no target can satisfy this predicate
fn connect() {}
```

## Use instead

```rust
#[cfg(any(target_os = "wasi", target_env = "gnu"))]
fn connect() {}
```

## Fix safety

A list that can only be one of alternatives, such as `all(unix, windows)`, is made one by `any`;
that changes for which targets the code is compiled. Else which part is wrong is yours to decide.

## Limits

A literal `any()` or `false` is meant, so it is not reported. Nor is what is there for targets that
do not exist yet: a predicate that only excludes, one that combines `target_pointer_width`,
`target_endian` and `target_has_atomic`, a system on a machine that it is not ported to, such as
OpenBSD on `mips`, one before a `compile_error!`. What compiler flags decide (`target_feature`,
`panic`) counts as possible on every target.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.effect import effect
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.meaning import is_impossible, what_is_known
from wasi_lsp.rules.swap_operators import swap_operators
from wasi_lsp.semantics.cfg_uses import CfgUse

RULE = Rule(
    code="WASI004",
    name="contradictory-cfg",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
    silenced_by=("WASI001", "WASI002", "WASI003"),
    is_about_unnecessary=True,
)


def check(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """Report the predicate if it can hold nowhere."""
    predicate = use.predicate
    if predicate.forbids or use.is_generated:
        return
    if not is_impossible(what_is_known(predicate.parsed.expr), context):
        return
    yield RULE.finding(
        span=predicate.parsed.expr.span,
        message=f"no target can satisfy this predicate, so {effect(predicate.kind).never}",
        help="`any(…)` holds if one of its parts does; `all(…)` needs every one",
        fixes=swap_operators(predicate, context),
    )

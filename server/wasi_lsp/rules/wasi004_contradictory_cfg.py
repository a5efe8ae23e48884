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

There is no fix: which part is wrong is yours to decide.

## Limits

A literal `any()` or `false` is meant, so it is not reported. What compiler flags decide
(`target_feature`, `panic`) counts as possible on every target.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Invalid, Lit, Not
from wasi_lsp.cfg.region import Region
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.syntax.facts import Predicate

RULE = Rule(
    code="WASI004",
    name="contradictory-cfg",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.WARNING,
    fix=FixKind.NONE,
    module=__name__,
    silenced_by=("WASI001", "WASI002", "WASI003"),
)


def check(predicate: Predicate, context: RuleContext) -> Iterator[Finding]:
    """Report the predicate if it can hold nowhere."""
    expr = _without_literals(predicate.parsed.expr)
    if Region.of(expr).is_satisfiable:
        return
    yield Finding(
        code=RULE.code,
        name=RULE.name,
        severity=RULE.default_severity,
        span=predicate.parsed.expr.span,
        message="no target can satisfy this predicate, so the code is never compiled",
        help="`any(…)` holds if one of its parts does; `all(…)` needs every one",
    )


def _without_literals(expr: CfgExpr) -> CfgExpr:
    """The predicate with its deliberate constants, such as `any()`, made unknown."""
    if isinstance(expr, Lit) or (isinstance(expr, All | Any) and not expr.args):
        return Invalid(expr.span)
    if isinstance(expr, All | Any):
        return type(expr)(expr.span, tuple(_without_literals(arg) for arg in expr.args))
    if isinstance(expr, Not):
        return Not(expr.span, _without_literals(expr.arg))
    return expr

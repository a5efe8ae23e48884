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

A literal `any()` or `false` is meant, so it is not reported. Nor is what is there for targets that
do not exist yet: a predicate that only excludes, one that combines `target_pointer_width`,
`target_endian` and `target_has_atomic`, one before a `compile_error!`. What compiler flags decide
(`target_feature`, `panic`) counts as possible on every target.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import All, Any, CfgExpr, Invalid, KeyValue, Lit, Not
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.well_known import known_values
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.stdlib.lookup import NEWEST
from wasi_lsp.syntax.facts import PredicateKind

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

#: What portable code takes into account one by one, whether or not a target has both.
_MACHINE = {"target_pointer_width", "target_endian", "target_has_atomic"}


def check(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """Report the predicate if it can hold nowhere."""
    predicate = use.predicate
    expr = _what_is_known(predicate.parsed.expr)
    if predicate.forbids or _is_for_targets_to_come(expr):
        return
    if context.assumptions.apply(Region.of(expr)).is_satisfiable:
        return
    is_table = predicate.kind is PredicateKind.CARGO_TARGET
    consequence = "table is never used" if is_table else "code is never compiled"
    yield Finding(
        code=RULE.code,
        name=RULE.name,
        severity=RULE.default_severity,
        span=predicate.parsed.expr.span,
        message=f"no target can satisfy this predicate, so the {consequence}",
        help="`any(…)` holds if one of its parts does; `all(…)` needs every one",
    )


def _is_for_targets_to_come(expr: CfgExpr) -> bool:
    """Whether it only excludes targets, or asks for a machine that none of the known ones is."""
    keys = {atom.key if isinstance(atom, KeyValue) else "" for atom in _demanded(expr)}
    return not keys or (keys <= _MACHINE and (len(keys) > 1 or "target_has_atomic" in keys))


def _demanded(expr: CfgExpr) -> Iterator[CfgExpr]:
    """The atoms that are not negated."""
    pending = [(expr, True)]
    while pending:
        node, positive = pending.pop()
        if isinstance(node, Not):
            pending.append((node.arg, not positive))
        elif isinstance(node, All | Any):
            pending += ((arg, positive) for arg in node.args)
        elif positive:
            yield node


def _what_is_known(expr: CfgExpr) -> CfgExpr:
    """The predicate with some parts made unknown.

    These are deliberate constants, such as `any()`, and values that rustc does not know: a build
    script may set those, and where it does not WASI001 says so.
    """
    if isinstance(expr, Lit) or (isinstance(expr, All | Any) and not expr.args):
        return Invalid(expr.span)
    if isinstance(expr, KeyValue):
        values = known_values(expr.key, NEWEST)
        return expr if values is None or expr.value in values else Invalid(expr.span)
    if isinstance(expr, All | Any):
        return type(expr)(expr.span, tuple(_what_is_known(arg) for arg in expr.args))
    if isinstance(expr, Not):
        return Not(expr.span, _what_is_known(expr.arg))
    return expr

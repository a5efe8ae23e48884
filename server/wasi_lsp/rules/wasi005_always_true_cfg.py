"""A predicate that is true on every rustc target, whatever the features.

## What it does

Reports predicates that cannot be false.

## Why is this bad

The code behind it is compiled everywhere, although somebody wanted to leave it out somewhere, and
rustc says nothing. Two negations in an `any(…)` are the usual slip: each target lacks one of the
two. So is `not(all(…))` of what excludes itself.

## Example

```rust
#[cfg(any(not(target_os = "wasi"), not(windows)))]
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this predicate is true on every target
fn connect() {}
```

## Use instead

```rust
#[cfg(all(not(target_os = "wasi"), not(windows)))]
fn connect() {}
```

## Fix safety

The fix swaps `any` and `all` where that makes a predicate that decides something; it changes for
which targets the code is compiled.

## Limits

A literal `all()` or `true` is meant, so it is not reported. Nor is a list of everything there is,
such as `any(target_endian = "little", target_endian = "big")`, which leaves out what is still to
come. What compiler flags decide (`target_feature`, `panic`) counts as possible on every target.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.effect import effect
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.meaning import is_inevitable, what_is_known
from wasi_lsp.rules.swap_operators import swap_operators
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.syntax.facts import PredicateKind

RULE = Rule(
    code="WASI005",
    name="always-true-cfg",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
    silenced_by=("WASI001", "WASI002", "WASI003", "WASI004"),
)


def check(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """Report the predicate if it is true everywhere."""
    predicate = use.predicate
    expr = predicate.parsed.expr
    if predicate.kind is PredicateKind.DOC_CFG or use.is_generated:
        return
    if not is_inevitable(what_is_known(expr), context):
        return
    yield RULE.finding(
        span=expr.span,
        message=f"this predicate is true on every target, so {effect(predicate.kind).always}",
        help="`any(…)` holds if one of its parts does; `all(…)` needs every one",
        fixes=swap_operators(predicate, context),
    )

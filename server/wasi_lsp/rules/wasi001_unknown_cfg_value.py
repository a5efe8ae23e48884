"""A value that a cfg key cannot have.

## What it does

Reports `key = "value"` where rustc knows the key and no target of any Rust version has the value,
and says which one was meant, also where the spelling does not tell: `"wasip2"` is `"p2"`. The same
for a name that the project declares with its values, by `check-cfg` or in its build script. In
build scripts the strings that `CARGO_CFG_TARGET_OS` and its kin are compared with are values, too.

## Why is this bad

Such a predicate is false everywhere: the code behind it is never compiled, and nobody is told
unless rustc happens to check the name.

## Example

```rust
#[cfg(target_env = "wasip2")]
//                 ^^^^^^^^ `wasip2` is not a value of `target_env`
fn connect() {}
```

## Use instead

```rust
#[cfg(all(target_os = "wasi", target_env = "p2"))]
fn connect() {}
```

## Fix safety

The fix writes the value, or the predicate, that is most likely meant; it changes for which targets
the code is compiled. It is made without asking where nothing else can be meant: for the names that
WASI's versions have elsewhere (`wasip2`, `preview2`), and for letters in the wrong case.

## Limits

`feature` is not looked at (see WASI002), and neither are the project's own names where a build
script may declare more than its text says. A target newer than the newest known Rust may have a
value that is not known yet. In a build script, and where the code says `allow(unexpected_cfgs)`, a
value is reported only where it is plain what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.unknown_atoms import unknown_compared_values, unknown_values
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.syntax.build_script.facts import Comparison

RULE = Rule(
    code="WASI001",
    name="unknown-cfg-value",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


def check(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """Report every unknown value in the predicate."""
    return unknown_values(RULE, use, context)


def check_comparison(comparison: Comparison, context: RuleContext) -> Iterator[Finding]:
    """Report a value that a variable of Cargo never has, at the literal in the build script."""
    return unknown_compared_values(RULE, comparison, context)

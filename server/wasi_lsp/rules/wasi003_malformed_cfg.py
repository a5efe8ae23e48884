"""A predicate that rustc or Cargo rejects.

## What it does

Reports what is wrong with the form of a predicate, also where rustc does not look: in code that is
not compiled for your target. In Cargo.toml and .cargo/config.toml, Cargo is the judge, which takes
less than rustc: `cfg(unix,)` is one of its errors. Specifications of `--cfg` and `--check-cfg` are
read there, too, and in build scripts those that `println!` writes for Cargo: `cargo::rustc-cfg=…`
and `cargo::rustc-check-cfg=…`, with the slips in these words.

## Why is this bad

The crate does not compile as soon as the predicate is read. In .cargo/config.toml a table with such
a predicate is passed over without a word, and so is `cargo:rustc_cfg=…` of a build script.

## Example

```rust
#[cfg(target_env = p2)]
//                 ^^ the value of `target_env` must be a string
fn connect() {}
```

## Use instead

```rust
#[cfg(all(target_os = "wasi", target_env = "p2"))]
fn connect() {}
```

## Fix safety

The fix is offered where what was meant is plain.

## Limits

The newest known Rust is the measure. What only nightly takes (`version("1.80")`) is not malformed.
What a macro fills in is not known, so it is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix, Severity
from wasi_lsp.rules.own_cfg_select import has_own_cfg_select
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.syntax.facts import PredicateKind

RULE = Rule(
    code="WASI003",
    name="malformed-cfg",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.ERROR,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


def check(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """Report every error of the predicate's form, at the offending token."""
    errors = use.predicate.parsed.errors
    is_arm = use.predicate.kind is PredicateKind.CFG_SELECT
    # What a macro of the crate's own takes is for that to say.
    if errors and is_arm and has_own_cfg_select(use, context):
        return
    yield from map(finding_of, errors)


def finding_of(error: CfgError) -> Finding:
    """An error in a predicate or in a specification, as a finding."""
    fixes: tuple[Fix, ...] = ()
    if error.replacement:
        edits = tuple(Edit(span, text) for span, text in error.replacement)
        fixes = (Fix("Correct the predicate", edits, Applicability.MAYBE_INCORRECT),)
    return RULE.finding(
        span=error.span,
        message=error.message,
        help=error.help,
        fixes=fixes,
    )

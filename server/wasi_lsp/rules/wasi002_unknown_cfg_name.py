"""A cfg name that neither rustc, Cargo nor the project declares.

## What it does

Reports names in predicates that nothing sets: they are no built-in names, and neither `check-cfg`
in Cargo.toml, nor a build script, nor `--cfg` flags in the Cargo configuration declare them. So are
features that the manifest does not have.

In `[target.'cfg(…)']`, it reports what Cargo does not look at: `feature`, `test`,
`debug_assertions` and `proc_macro`.

## Why is this bad

Such a predicate is false everywhere, and most often a slip: `wasi` for `target_os = "wasi"`.

## Example

```rust
#[cfg(wasi)]
//    ^^^^ nothing declares the cfg name `wasi`
fn connect() {}
```

## Use instead

```rust
#[cfg(target_os = "wasi")]
fn connect() {}
```

## Fix safety

The fix writes what is most likely meant; it changes for which targets the code is compiled. It is
made without asking for `target = "wasm32-wasip2"` and its kin, which mean one thing only.

## Limits

Predicates among the tokens of macros are left out: they may speak of the crate that calls the
macro. Where a build script computes names, where the code or the manifest allows
`unexpected_cfgs`, for files without a manifest or that none of its targets compiles, and in the
tables of Cargo, where flags may set anything, only names that are near a known one are reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.cargo_atoms import names_without_meaning
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.unknown_atoms import misspelt_names, unknown_features, unknown_names
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.syntax.facts import PredicateKind

RULE = Rule(
    code="WASI002",
    name="unknown-cfg-name",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


def check(use: CfgUse, context: RuleContext) -> Iterator[Finding]:
    """Report every name, and every feature, that nothing declares.

    What a macro makes may be the business of the crate that calls it.
    """
    predicate = use.predicate
    if predicate.in_macro:
        return
    if predicate.kind is PredicateKind.CARGO_TARGET:
        yield from names_without_meaning(RULE, predicate)
        yield from misspelt_names(RULE, predicate, context)
        return
    # rustc does not check what is only shown to readers.
    if predicate.kind is not PredicateKind.DOC_CFG:
        yield from unknown_names(RULE, use, context)
    yield from unknown_features(RULE, use, context)

"""What only a browser has, for all of WebAssembly, WASI included.

## What it does

Gives a hint at crates for JavaScript and the web, such as `web-sys`, and at features for these, in
tables of Cargo.toml that hold on WebAssembly only, and on WASI as well: `target_arch = "wasm32"`
and `target_family = "wasm"` are true there, too. Code that is compiled on WebAssembly only, WASI
among it, is looked at as well: an item is reported where it first mentions such a crate.

## Why is this bad

WASI has no JavaScript. The crates get into programs for WASI, where their functions panic or leave
imports that no host provides.

## Example

```toml file=Cargo.toml
[package]
name = "clock"

[target.'cfg(target_os = "wasi")'.dependencies]
wasip2 = "1"

[target.'cfg(target_arch = "wasm32")'.dependencies.web-sys]
#                                                  ^^^^^^^ this table is for wasm32-wasip2, too
version = "0.3"
```

## Use instead

```toml file=Cargo.toml
[package]
name = "clock"

[target.'cfg(target_os = "wasi")'.dependencies]
wasip2 = "1"

[target.'cfg(all(target_arch = "wasm32", not(target_os = "wasi")))'.dependencies.web-sys]
version = "0.3"
```

## Fix safety

The fix takes the table away from WASI. Code that uses the crate needs the same predicate.

## Limits

Packages whose own files do not say that they are built for WASI are not looked at: they are for the
browser. An item with `#[wasm_bindgen]` is reported where its condition stands on the item itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.ast import All
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.targets import NONE, targets_with_value, wasi_targets
from wasi_lsp.project.known_crates import browser_crate
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext, on_targets
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix, Related, Severity
from wasi_lsp.semantics.crate_uses import CrateUse
from wasi_lsp.semantics.dependency_uses import DependencyUse
from wasi_lsp.syntax.facts import Predicate
from wasi_lsp.text.span import Span

RULE = Rule(
    code="WASI009",
    name="wasm-is-not-the-browser",
    since="0.1.0",
    category=Category.CFG,
    default_severity=Severity.HINT,
    fix=FixKind.SOMETIMES,
    module=__name__,
)

_NOT_ON_WASI = 'not(target_os = "wasi")'


def check(use: DependencyUse, context: RuleContext) -> Iterator[Finding]:
    """Report what is for the browser alone, and is there on WASI because WASI is WebAssembly."""
    known, predicate = browser_crate(use.package), use.entry.predicate
    targets = _by_the_way(use.where, context)
    if known is None or predicate is None or not targets:
        return
    if known.is_whole:
        places = [(f"`{use.package}`", use.entry.name.span)]
    else:
        places = [
            (f"the feature `{each.text}` of `{use.package}`", each.span)
            for each in use.features
            if each.text in known.features
        ]
    for what, span in places:
        yield RULE.finding(
            span=span,
            message=f"{what} is for JavaScript, and this table is for {on_targets(targets)}, too",
            targets=targets,
            help=f"add `{_NOT_ON_WASI}` to the predicate",
            related=(Related(predicate.parsed.expr.span, "holds on all of WebAssembly"),),
            fixes=(_fix(predicate),),
        )


def check_code(use: CrateUse, context: RuleContext) -> Iterator[Finding]:
    """Report the use of a crate for the browser in code for all of WebAssembly."""
    targets = _by_the_way(context.assumptions.apply(use.compiled), context)
    if targets:
        yield RULE.finding(
            span=use.crate.span,
            message=(
                f"`{use.crate.name}` is for JavaScript, and this is compiled for "
                f"{on_targets(targets)}, too"
            ),
            targets=targets,
            help=f"add `{_NOT_ON_WASI}` to the predicate",
        )


def _by_the_way(where: Region, context: RuleContext) -> tuple[str, ...]:
    """The WASI targets of the package in a region of WebAssembly only, but not of WASI alone."""
    possible = where.possible_targets
    if possible - (targets_with_value("target_family", "wasm") or NONE):
        return ()
    if not possible - wasi_targets():
        return ()
    return tuple(where.known_targets & context.package_targets)


def _fix(predicate: Predicate) -> Fix:
    expr = predicate.parsed.expr
    if isinstance(expr, All) and expr.args:
        end = expr.args[-1].span.end
        edits = [Edit(Span(end, end), f", {_NOT_ON_WASI}")]
    else:
        start, end = expr.span
        edits = [
            Edit(Span(start, start), "all("),
            Edit(Span(end, end), f", {_NOT_ON_WASI})"),
        ]
    return Fix("Leave WASI out of the table", tuple(edits), Applicability.MAYBE_INCORRECT)

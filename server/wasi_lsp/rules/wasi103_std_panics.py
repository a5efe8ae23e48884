"""A call into std that panics, aborts or never returns on WASI.

## What it does

Reports calls of functions that bring the program down on the target, or hang it, whatever their
arguments.

## Why is this bad

On WASI a panic ends in a trap: `catch_unwind` catches nothing and no destructor runs.

## Example

```rust
fn main() {
    std::thread::spawn(|| println!("hello"));
//  ^^^^^^^^^^^^^^^^^^ `std::thread::spawn` panics on wasm32-wasip2
}
```

## Use instead

```rust
fn main() {
    let work = || println!("hello");
    #[cfg(not(target_os = "wasi"))]
    std::thread::spawn(work);
    #[cfg(target_os = "wasi")]
    work();
}
```

## Fix safety

The smallest statement, `match` arm or test around the call can be left out with a cfg, where the
rest still compiles without it. What to do instead is yours to decide, so the fix is not applied
without asking.

## Limits

As those of WASI102. What panics in special cases only, such as locking a mutex twice, is told in
the hover.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.std_support import called_item_failures, finding_of
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.stdlib.model import ENDS_PROGRAM, Verdict

RULE = Rule(
    code="WASI103",
    name="std-panics",
    since="0.1.0",
    category=Category.STD,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
)
_VERBS = {Verdict.PANICS: "panics", Verdict.ABORTS: "aborts", Verdict.HANGS: "never returns"}


def check(use: StdUse, context: RuleContext) -> Iterator[Finding]:
    """Report a call that brings the program down, by what it does."""
    failed = called_item_failures(use, context, ENDS_PROGRAM)
    for verdict, verb in _VERBS.items():
        group = tuple(each for each in failed if each.support.verdict is verdict)
        yield from finding_of(RULE, use.span, "::".join(use.path), verb, group)

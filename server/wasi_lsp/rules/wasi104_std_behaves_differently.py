"""A call into std that returns and does something else than on other systems.

## What it does

Gives a hint at calls that succeed on the target with another effect, or fail with another kind of
error than elsewhere.

## Why is this bad

Nothing fails, so the difference shows late: a value that is always the same, an effect that does
not happen.

## Example

```rust
fn wait() {
    std::thread::park();
//  ^^^^^^^^^^^^^^^^^ `std::thread::park` behaves differently on wasm32-wasip2
}
```

## Use instead

```rust
fn wait() {
    if cfg!(not(target_os = "wasi")) {
        std::thread::park();
    }
}
```

## Fix safety

There is no fix: whether the difference matters is yours to decide.

## Limits

As those of WASI102.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.std_support import called_item_failures, finding_of
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.stdlib.model import Verdict

RULE = Rule(
    code="WASI104",
    name="std-behaves-differently",
    since="0.1.0",
    category=Category.STD,
    default_severity=Severity.HINT,
    fix=FixKind.NONE,
    module=__name__,
)
_VERDICTS = frozenset({Verdict.WORKS_BUT_DIFFERS, Verdict.ERROR_KIND_DIFFERS})


def check(use: StdUse, context: RuleContext) -> Iterator[Finding]:
    """Report a call that does something else there."""
    failed = called_item_failures(use, context, _VERDICTS)
    yield from finding_of(RULE, use.span, "::".join(use.path), "behaves differently", failed)

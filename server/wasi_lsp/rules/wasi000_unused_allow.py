"""A suppression comment that suppresses nothing.

## What it does

Gives a hint at `// wasi-lsp: allow(…)` comments with a code that nothing is reported for there.

## Why is this bad

It tells the reader of a problem that is gone, and would hide a new one.

## Example

```rust
// wasi-lsp: allow(WASI103)
fn work() {}
```

## Use instead

```rust
fn work() {}
```

## Fix safety

There is no fix: remove the comment, or the code in it.

## Limits

A code that is no rule's is reported too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.text.span import Span

RULE = Rule(
    code="WASI000",
    name="unused-allow",
    since="0.1.0",
    category=Category.SUPPRESSION,
    default_severity=Severity.HINT,
    fix=FixKind.NONE,
    module=__name__,
    is_about_unnecessary=True,
)


def check(unused: Iterable[tuple[Span, tuple[str, ...]]]) -> Iterator[Finding]:
    """Report the comments, each with the codes in it that suppress nothing."""
    for span, codes in unused:
        listed = ", ".join(f"`{code}`" for code in codes)
        yield RULE.finding(
            span=span,
            message=f"nothing is reported here for {listed}",
            help="remove it",
        )

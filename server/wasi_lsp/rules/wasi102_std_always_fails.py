"""A call into std that returns an error on WASI, whatever its arguments.

## What it does

Reports calls of functions that exist on the target and always return `Err` there, mostly with
`ErrorKind::Unsupported`.

## Why is this bad

It compiles without a warning and fails at run time, often far from the place that needs to change.

## Example

```rust
use std::net::UdpSocket;

fn announce(socket: &UdpSocket) -> std::io::Result<()> {
    UdpSocket::set_broadcast(socket, true)
//  ^^^^^^^^^^^^^^^^^^^^^^^^ `std::net::UdpSocket::set_broadcast` always fails on wasm32-wasip2
}
```

## Use instead

```rust
use std::net::UdpSocket;

fn announce(socket: &UdpSocket) -> std::io::Result<()> {
    #[cfg(not(target_os = "wasi"))]
    UdpSocket::set_broadcast(socket, true)?;
    Ok(())
}
```

## Fix safety

The smallest statement, `match` arm or test around the call can be left out with a cfg, where the
rest still compiles without it. What to do instead is yours to decide, so the fix is not applied
without asking.

## Limits

A call whose error is looked at (`e.kind() == ErrorKind::Unsupported`) is silent. Only what was
measured, or read in the sources, for the target and the Rust version counts. Calls
that fail for some arguments only are told in the hover, not reported. A function that is passed on
(`.map(fs::read)`) is no call.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.std_support import called_item_failures, finding_of
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.stdlib.model import RETURNS_ERROR

RULE = Rule(
    code="WASI102",
    name="std-always-fails",
    since="0.1.0",
    category=Category.STD,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


def check(use: StdUse, context: RuleContext) -> Iterator[Finding]:
    """Report a call that always returns an error."""
    if use.is_handled:
        return
    failed = called_item_failures(use, context, RETURNS_ERROR)
    yield from finding_of(RULE, use.span, "::".join(use.path), "always fails", failed)

"""A target that rustc does not know.

## What it does

Reports names of WebAssembly targets that no release of rustc has.

## Why is this bad

Cargo takes any name: `[target.wasm32-wasip4.dependencies]` is never used, and nothing says so.
Where the name is one to build for, the build fails.

## Example

```toml file=.cargo/config.toml
[build]
target = "wasm32-wasip4"
#         ^^^^^^^^^^^^^ rustc has no target `wasm32-wasip4`
```

## Use instead

```toml file=.cargo/config.toml
[build]
target = "wasm32-wasip2"
```

## Fix safety

The name that looks most alike is only a guess, so the fix is not applied without asking.

## Limits

Names that are not like any target of rustc, and paths of target specifications, are not reported:
a project may bring its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.cfg.did_you_mean import nearest
from wasi_lsp.cfg.targets import all_targets
from wasi_lsp.project.file_facts import TargetName
from wasi_lsp.project.wasi_names import RENAMED
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Applicability, Edit, Finding, Fix, Severity

RULE = Rule(
    code="WASI302",
    name="unknown-target",
    since="0.1.0",
    category=Category.FILES,
    default_severity=Severity.ERROR,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


def check(target: TargetName, context: RuleContext) -> Iterator[Finding]:
    """Report a name that is almost that of a target."""
    if target.name in all_targets() or target.name in RENAMED:
        return
    similar = nearest(target.name, all_targets())
    if similar is None:
        return
    edit = Edit(target.span, similar)
    yield Finding(
        code=RULE.code,
        name=RULE.name,
        severity=RULE.default_severity,
        span=target.span,
        message=f"rustc has no target `{target.name}`",
        help=f"did you mean `{similar}`?",
        fixes=(Fix(f"Write `{similar}`", (edit,), Applicability.MAYBE_INCORRECT),),
    )

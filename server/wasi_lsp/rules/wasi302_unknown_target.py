"""A target that rustc does not know.

## What it does

Reports names that are almost those of targets, and that no release of rustc has. In the shell
commands of Markdown it is a hint.

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

Only names that are like that of a target are reported. A project may bring targets of its own:
paths of target specifications are no names, and names that it has one for are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from wasi_lsp.cfg.targets import all_targets, wasi_targets
from wasi_lsp.project.file_facts import TargetRole
from wasi_lsp.project.wasi_names import FORMER
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Applicability, Finding, Severity
from wasi_lsp.rules.rename_target import rename_fixes
from wasi_lsp.semantics.target_uses import TargetUse

RULE = Rule(
    code="WASI302",
    name="unknown-target",
    since="0.1.0",
    category=Category.FILES,
    default_severity=Severity.ERROR,
    fix=FixKind.SOMETIMES,
    module=__name__,
)


#: How people write the WASI targets who know their version.
_VERSIONED = re.compile(
    r"wasm(?:32)?[-_]?(?:(?:unknown|unknown-unknown|wasm)[-_])?wasi[-_]?"
    r"(?:snapshot[-_])?(?:p|preview[-_]?)?0?\.?(\d+)([-_]threads)?"
)
#: Names of WASI's threads elsewhere: clang's triple.
_THREADS = re.compile(r"wasm32(?:-unknown)?-wasi-threads")

#: More than a slip or two makes another name.
_MAX_DISTANCE = 2

#: What to write for a version of WASI that there is no target for.
_RECOMMENDED = "wasm32-wasip2"


def check(use: TargetUse, context: RuleContext) -> Iterator[Finding]:
    """Report a name that is almost that of a target."""
    name = use.target.name
    if name in all_targets() or name in FORMER or name in use.project.own:
        return
    similar = _meant(name, is_path=use.target.role is TargetRole.ARTIFACT)
    if similar is None:
        return
    advice = f"did you mean `{similar}`?"
    if similar == _RECOMMENDED and _VERSIONED.fullmatch(name):
        advice += f" The targets for WASI are {', '.join(wasi_targets())}"
    yield RULE.finding(
        severity=Severity.HINT if use.target.role is TargetRole.TOLD else RULE.default_severity,
        span=use.target.span,
        message=f"rustc has no target `{name}`",
        help=advice,
        fixes=rename_fixes(
            RULE, use, similar, use.project.places_of(name), Applicability.MAYBE_INCORRECT
        ),
    )


def _meant(name: str, is_path: bool) -> str | None:
    """The target that is meant; in a path, where any folder may stand, only one for WASI."""
    versioned = _VERSIONED.fullmatch(name)
    if versioned is not None:
        meant = f"wasm32-wasip{versioned[1]}{'-threads' if versioned[2] else ''}"
        return meant if meant in wasi_targets() else _RECOMMENDED
    if _THREADS.fullmatch(name):
        return "wasm32-wasip1-threads"
    candidates = wasi_targets() if is_path else all_targets()
    distances = (
        (OSA.distance(name, each, score_cutoff=_MAX_DISTANCE), each) for each in candidates
    )
    distance, nearest = min(distances, default=(_MAX_DISTANCE + 1, ""))
    return nearest if distance <= _MAX_DISTANCE else None

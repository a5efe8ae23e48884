"""A target under a name that rustc has dropped.

## What it does

Reports `wasm32-wasi` and other former names of targets, in Cargo's files and in scripts, recipes
and CI configuration, where they are evidently meant for Rust, and in build scripts where `TARGET`
is compared with one, or where code runs Cargo for one. In the shell commands of Markdown, and where
the lock file of Nix may have an older Rust, it is a hint.

## Why is this bad

Rust 1.84 and later do not build for such a name. Tables for it in Cargo's files are never used, and
paths below `target/` lead nowhere.

## Example

```toml file=.cargo/config.toml
[build]
target = "wasm32-wasi"
#         ^^^^^^^^^^^ Rust has no target `wasm32-wasi` since 1.84
```

## Use instead

```toml file=.cargo/config.toml
[build]
target = "wasm32-wasip1"
```

## Fix safety

It is the same target: the new name builds what the old one did. If other files of the project have
the old name, all of them are changed at once.

## Limits

Where Rust before 1.78 builds the project, the old name is the right one. A toolchain that is named
near the place counts more than the toolchain file, and that more than `rust-version`. Files that
have a table for both names, or ask rustc which it knows, are left alone, and so are build scripts
that know a new name as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.project.file_facts import TargetName, TargetRole
from wasi_lsp.project.wasi_names import FORMER, HISTORY
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.building_release import building_release
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rules.rename_target import rename_fixes
from wasi_lsp.semantics.target_uses import TargetUse

RULE = Rule(
    code="WASI301",
    name="obsolete-target",
    since="0.1.0",
    category=Category.FILES,
    default_severity=Severity.WARNING,
    fix=FixKind.SOMETIMES,
    module=__name__,
)

#: Where no build is known to fail: a reader decides on the toolchain, or a lock file.
_HINTS = frozenset({TargetRole.TOLD, TargetRole.LOCKED})


def check(use: TargetUse, context: RuleContext) -> Iterator[Finding]:
    """Report a former name, at the name."""
    severity = _severity(use.target, use.file.targets, context)
    if severity is None:
        return
    name = use.target.name
    removed, successor = FORMER[name]
    if severity is Severity.HINT:
        message = f"`{name}` is a former name of `{successor}`, which Rust {removed} does not know"
    else:
        message = f"Rust has no target `{name}` since {removed}"
    # No more of them are looked at than one fix can rename.
    places = (
        place
        for place in use.project.places_of(name)
        if _severity(place.target, use.project.by_file[place.path], context) is not None
    )
    yield RULE.finding(
        severity=severity,
        span=use.target.span,
        message=message,
        targets=(successor,),
        help=f"it is called `{successor}` since {HISTORY[successor].added}",
        fixes=rename_fixes(RULE, use, successor, places),
    )


def _severity(
    target: TargetName, around: tuple[TargetName, ...], context: RuleContext
) -> Severity | None:
    """How bad the name is in its place; None where it is right."""
    former = FORMER.get(target.name)
    if former is None or target.is_tried:
        return None
    is_table = target.role is TargetRole.TABLE
    if is_table and any(
        each.role is target.role and each.name == former.successor for each in around
    ):
        return None
    release = building_release(target, context)
    if release is None or release.version < HISTORY[former.successor].added:
        return None
    is_over = release.version >= former.removed and target.role not in _HINTS
    return RULE.default_severity if is_over else Severity.HINT

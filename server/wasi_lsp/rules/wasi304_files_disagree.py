"""Files of one project that name different WASI targets for the same thing.

## What it does

Reports a WASI target that is built and nowhere installed, where others are; and a path of something
built for a WASI target for which nothing is built, where another one is.

## Why is this bad

Often a target was renamed or changed in one file and not in the next. The build fails where nothing
has installed the target by chance, and a script takes a file of last month.

## Example

```sh file=build.sh
cargo build --release --target wasm32-wasip2
cp target/wasm32-wasip1/release/app.wasm dist/
#         ^^^^^^^^^^^^^ nothing is built for `wasm32-wasip1`
```

## Use instead

```sh file=build.sh
cargo build --release --target wasm32-wasip2
cp target/wasm32-wasip2/release/app.wasm dist/
```

## Fix safety

Which of the files is right cannot be told, so the fix is not applied without asking.

## Limits

Projects that build for several targets are normal: only what no file of the project builds or
installs is reported, and nothing that Rust code of the project mentions. A path with a former name
of a target is for WASI301.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from wasi_lsp.cfg.targets import wasi_targets
from wasi_lsp.project.file_facts import TargetName, TargetRole
from wasi_lsp.project.file_kinds import FileKind, kind_of
from wasi_lsp.project.wasi_names import FORMER
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Applicability, Finding, Related, Severity
from wasi_lsp.rules.rename_target import rename_fixes
from wasi_lsp.semantics.target_uses import TargetPlace, TargetUse

RULE = Rule(
    code="WASI304",
    name="files-disagree",
    since="0.1.0",
    category=Category.FILES,
    default_severity=Severity.INFO,
    fix=FixKind.SOMETIMES,
    module=__name__,
    silenced_by=("WASI301",),
)

_MAX_RELATED = 3
_VERBS = {TargetRole.INSTALL: "is installed", TargetRole.BUILD: "is built"}


def check(use: TargetUse, context: RuleContext) -> Iterator[Finding]:
    """Report a target that the other places leave out, with those."""
    target = use.target
    match target.role:
        case TargetRole.BUILD:
            needed, kind = TargetRole.INSTALL, FileKind.TOOLCHAIN
            message = f"`{target.name}` is built here, and nothing installs it"
        case TargetRole.ARTIFACT if not target.made_otherwise:
            needed, kind = TargetRole.BUILD, FileKind.CARGO_CONFIG
            message = f"nothing is built for `{target.name}`"
        case _:
            return
    if not _is_wasi(target.name) or target.is_tried or target.name in use.project.in_code:
        return
    if use.project.has(target.name, needed) or use.project.has(target.name, TargetRole.LOCKED):
        return
    others = list(_governing(use, kind, needed))
    names = sorted({place.target.name for place in others})
    if not names:
        return
    only = names[0] if len(names) == 1 else None
    yield RULE.finding(
        span=target.span,
        message=message,
        targets=(target.name,),
        help=f"{' and '.join(f'`{name}`' for name in names)} {_VERBS[needed]}",
        related=tuple(
            Related(
                place.target.span,
                f"`{place.target.name}` is named here",
                place.path if place.path != use.file.path else None,
            )
            for place in others[:_MAX_RELATED]
        ),
        fixes=rename_fixes(RULE, use, only, (), Applicability.MAYBE_INCORRECT) if only else (),
    )


def _governing(use: TargetUse, kind: FileKind, role: TargetRole) -> Iterator[TargetPlace]:
    """WASI targets of a role in the same file, and in Cargo's files that hold for it."""
    path = use.file.path
    if path is None:
        return
    yield from _with_role(path, use.file.targets, role)
    for other, names in use.project.by_file.items():
        if other != path and kind_of(other) is kind and path.is_relative_to(_holds_for(other)):
            yield from _with_role(other, names, role)


def _holds_for(path: Path) -> Path:
    """The folder that a file of Cargo's or rustup's speaks of."""
    return path.parent.parent if path.parent.name == ".cargo" else path.parent


def _with_role(path: Path, names: Iterable[TargetName], role: TargetRole) -> Iterator[TargetPlace]:
    for name in names:
        if name.role is role and _is_wasi(name.name):
            yield TargetPlace(path, name)


def _is_wasi(name: str) -> bool:
    return name in wasi_targets() or name in FORMER

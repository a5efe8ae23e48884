"""A target that the Rust version in use does not have, or not ready to use.

## What it does

Reports a WASI target to build for or to install, where the toolchain that the project asks for is
older than the target, or has it at tier 3 only: without a std that rustup can install.

## Why is this bad

`cargo build` and `rustup target add` fail for everyone who uses that toolchain.

## Example

```toml file=rust-toolchain.toml
[toolchain]
channel = "1.80"
targets = ["wasm32-wasip2"]
#           ^^^^^^^^^^^^^ rustup cannot install `wasm32-wasip2` for Rust 1.80
```

## Use instead

```toml file=rust-toolchain.toml
[toolchain]
channel = "1.82"
targets = ["wasm32-wasip2"]
```

## Fix safety

There is no fix: a newer toolchain and another target are both the user's choice.

## Limits

The version is that of the toolchain named near the place, or of the toolchain file. What
`rust-version` promises counts for what Cargo.toml and .cargo/config.toml build. Tables for a target
are not reported: an older Cargo passes over them.
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.project.file_facts import TargetName, TargetRole
from wasi_lsp.project.file_kinds import FileKind, kind_of
from wasi_lsp.project.judged_version import VersionSource
from wasi_lsp.project.wasi_names import FORMER, HISTORY, TargetHistory
from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.building_release import BuildingRelease, building_release
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.rust_version import RustVersion
from wasi_lsp.semantics.target_uses import NamedIn, TargetUse

RULE = Rule(
    code="WASI303",
    name="target-too-new",
    since="0.1.0",
    category=Category.FILES,
    default_severity=Severity.WARNING,
    fix=FixKind.NONE,
    module=__name__,
)


def check(use: TargetUse, context: RuleContext) -> Iterator[Finding]:
    """Report a target that is newer than what builds it, at the name."""
    target = use.target
    history = HISTORY.get(target.name)
    if history is None or target.role not in (TargetRole.BUILD, TargetRole.INSTALL):
        return
    release = building_release(target, context)
    if release is None or target.is_tried or not _decides(release, use.file):
        return
    if release.version < history.added:
        message = f"Rust {release.version} has no target `{target.name}`"
    elif not _is_tier_3(history, release.version):
        return
    elif target.role is TargetRole.INSTALL:
        message = f"rustup cannot install `{target.name}` for Rust {release.version}"
        message += ": there is no std to install, as it is of tier 3"
    else:
        message = f"Rust {release.version} has `{target.name}` at tier 3 only"
        message += ": there is no std that rustup could install"
    yield RULE.finding(
        span=target.span,
        message=message,
        targets=(target.name,),
        help=_help(target, history, release.version),
    )


def _decides(release: BuildingRelease, file: NamedIn) -> bool:
    """Whether this very release builds, or is promised to be able to."""
    if release.is_exact:
        return True
    kind = kind_of(file.path) if file.path is not None else None
    is_cargos = kind in (FileKind.MANIFEST, FileKind.CARGO_CONFIG)
    return is_cargos and release.source is VersionSource.MANIFEST


def _is_tier_3(history: TargetHistory, version: RustVersion) -> bool:
    # Patch releases of the last one are of tier 3, too.
    return history.last_tier_3 is not None and version[:2] <= history.last_tier_3[:2]


def _help(target: TargetName, history: TargetHistory, version: RustVersion) -> str:
    former = [old for old, each in FORMER.items() if each.successor == target.name]
    if version < history.added and "wasm32-wasi" in former:
        return f"before {history.added} it is called `wasm32-wasi`"
    if history.tier_2 is not None:
        return f"rustup has it since Rust {history.tier_2}"
    return "a nightly toolchain can build std itself, with `-Z build-std`"

"""What a file that is not Rust says, for the rules: predicates, targets, dependencies.

Spans are UTF-8 byte offsets in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wasi_lsp.cfg.cfg_error import CfgError
from wasi_lsp.syntax.facts import Allow, Predicate
from wasi_lsp.text.span import Span


class TargetRole(StrEnum):
    """What a target is named for."""

    #: What to build for: `build.target`, `--target`.
    BUILD = "build"
    #: What holds for one target: `[target.<triple>]`, `CARGO_TARGET_<TRIPLE>_RUNNER`.
    TABLE = "table"
    #: What to install: `targets` of a toolchain file, `rustup target add`.
    INSTALL = "install"
    #: Where Cargo puts what it has built: `target/<triple>/release`.
    ARTIFACT = "artifact"
    #: What documentation tells its readers to build for or to install.
    TOLD = "told"
    #: What a build script asks whether it builds for it.
    COMPARED = "compared"
    #: What Nix installs or builds for: with Rust of the day that a lock file says.
    LOCKED = "locked"
    #: What a program runs Cargo, rustc or rustup for.
    RUN = "run"
    #: What another service builds with a toolchain of its own: docs.rs.
    DOCS = "docs"


@dataclass(frozen=True, slots=True)
class TargetName:
    """A place where a target is named; `span` is that of the name, without quotes."""

    name: str
    span: Span
    role: TargetRole
    #: The toolchains that are named around it, such as `1.77` or `nightly-2024-05-01`: it may be
    #: built with each of them.
    channels: frozenset[str] = frozenset()
    #: Whether it stands as in `CARGO_TARGET_WASM32_WASIP1_RUNNER`.
    in_variable: bool = False
    #: Whether a file says for itself which name it takes: it looks at what rustc offers, or tries
    #: one name after another.
    is_tried: bool = False
    #: Of an artifact: whether the file also builds for targets that it does not name.
    made_otherwise: bool = False
    #: The rules that a comment keeps from reporting it, by their codes.
    allowed: frozenset[str] = frozenset()

    def spelled(self, name: str) -> str:
        """`name` as it is written in such a place."""
        return name.upper().replace("-", "_") if self.in_variable else name


class Written(NamedTuple):
    """A word in a file; `span` is that of the word, without quotes."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class DependencyEntry:
    """A dependency where a manifest asks for it; `[workspace.dependencies]` asks for nothing."""

    #: The key, by which the code calls it.
    name: Written
    #: `dependencies`, `dev-dependencies` or `build-dependencies`.
    table: str
    #: The triple or the predicate of the table under `[target]`; both None for all targets.
    triple: str | None = None
    predicate: Predicate | None = None
    #: What `package` says; None where the key is the package's name.
    package: str | None = None
    version: Written | None = None
    features: tuple[Written, ...] = ()
    default_features: bool = True
    is_optional: bool = False
    #: `workspace = true`: the workspace says what it is.
    is_inherited: bool = False


@dataclass(frozen=True, slots=True)
class FeatureEntry:
    """A feature, and what it switches on: `dep:name`, `name/feature`, another feature."""

    name: Written
    items: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """All that one file says."""

    predicates: tuple[Predicate, ...] = ()
    #: What Cargo or rustc rejects beside what is in the predicates.
    errors: tuple[CfgError, ...] = ()
    targets: tuple[TargetName, ...] = ()
    dependencies: tuple[DependencyEntry, ...] = ()
    features: tuple[FeatureEntry, ...] = ()
    allows: tuple[Allow, ...] = ()
    #: Strings with escapes: an edit inside writes `\"` for a quote.
    escaped: tuple[Span, ...] = ()

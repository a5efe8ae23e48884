"""What a file that is not Rust says, for the rules: predicates, targets, dependencies.

Spans are UTF-8 byte offsets in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wasi_lsp.cfg.errors import CfgError
from wasi_lsp.syntax.facts import Allow, Predicate
from wasi_lsp.text.span import Span


class TargetRole(StrEnum):
    """What a target is named for."""

    #: What to build for: `build.target`, `--target`.
    BUILD = "build"
    #: What holds for one target: `[target.<triple>]`.
    TABLE = "table"
    #: What to install: `targets` of a toolchain file, `rustup target add`.
    INSTALL = "install"


@dataclass(frozen=True, slots=True)
class TargetName:
    """A place where a target is named; `span` is that of the name, without quotes."""

    name: str
    span: Span
    role: TargetRole


@dataclass(frozen=True, slots=True)
class FileFacts:
    """All that one file says."""

    predicates: tuple[Predicate, ...] = ()
    #: What Cargo or rustc rejects beside what is in the predicates.
    errors: tuple[CfgError, ...] = ()
    targets: tuple[TargetName, ...] = ()
    allows: tuple[Allow, ...] = ()
    #: Strings with escapes: an edit inside writes `\"` for a quote.
    escaped: tuple[Span, ...] = ()

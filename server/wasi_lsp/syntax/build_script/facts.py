"""What is read off one file of a build script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from wasi_lsp.cfg.region import Region
from wasi_lsp.syntax.build_script.cfg_aliases import Alias
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class Printed:
    """Something that the script prints, with `HOLE` for parts that are not known."""

    text: str
    where: Region
    #: The format string.
    span: Span


class Comparison(NamedTuple):
    """A string that a variable of Cargo is compared with, and never is; the span has its quotes."""

    variable: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ScriptFacts:
    """One file of a build script; spans count in it."""

    #: What it prints for Cargo; where that cannot be followed the condition is unknown.
    printed: tuple[Printed, ...] = ()
    #: What it passes to `cfg_aliases!`.
    aliases: tuple[Alias, ...] = ()
    #: What it compares Cargo's variables with in vain.
    comparisons: tuple[Comparison, ...] = ()

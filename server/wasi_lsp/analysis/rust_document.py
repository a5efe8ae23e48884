"""A Rust file that is open in an editor: its text, its facts, and the findings that still hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeVar, cast

from wasi_lsp.analysis.census import Census, census_of_unit
from wasi_lsp.analysis.engine import check_parsed, notable_method_uses
from wasi_lsp.analysis.memo import Memo
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.analysis.survey import Survey
from wasi_lsp.project.problem import Problem
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.semantics.crate_files import SourceFile
from wasi_lsp.semantics.local_items import LocalItems
from wasi_lsp.semantics.std_uses import StdUse
from wasi_lsp.semantics.surroundings import Surroundings
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.syntax.incremental import ParsedSource
from wasi_lsp.syntax.outline import outline_of_unit
from wasi_lsp.text.span import Span

_Made = TypeVar("_Made")


@dataclass(slots=True)
class RustDocument:
    """An open Rust file; `path` is None for a text that is not on disk."""

    path: Path | None
    source: ParsedSource
    memo: Memo = field(default_factory=Memo)

    @classmethod
    def open(cls, path: Path | None, text: bytes) -> Self:
        """Parse a text; it need not be valid Rust, nor valid UTF-8."""
        return cls(path, ParsedSource.parse(text))

    @property
    def text(self) -> bytes:
        """The text as it is now."""
        return self.source.text

    @property
    def whole_text(self) -> bytes:
        """The text as it is now; facts of Rust are found in broken code, too."""
        return self.source.text

    @property
    def unit(self) -> Unit:
        """The facts of the text as it is now."""
        return self.source.unit

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Nothing: what is wrong with the syntax of Rust is for others to say."""
        return ()

    @property
    def is_broken(self) -> bool:
        """Whether facts are missing, because some of the text makes no sense."""
        return self.source.unit.is_broken

    def edit(self, edits: Iterable[tuple[Span, bytes]]) -> None:
        """Replace the bytes of each span, one after another: each counts in the text before it."""
        self.source.edit(edits)

    def edited(self, span: Span, replacement: bytes) -> Self:
        """What an edit would make of it; this document stays as it is."""
        return type(self)(self.path, self.source.edited(span, replacement))

    def check(self, context: RuleContext, settings: Settings) -> tuple[Finding, ...]:
        """The findings; what did not change since the last time is not judged again."""
        return check_parsed(self.text, self.unit, context, settings, self.memo)

    def file(self, context: RuleContext) -> SourceFile:
        """The file with its names, by what is known where it is judged by `context`."""
        return self.memo.file_of(self.unit, context)

    def notable_method_uses(
        self, unit: Unit, around: Surroundings, items: LocalItems, context: RuleContext
    ) -> tuple[StdUse, ...]:
        """As the function of `engine`, of one of its units; known where the file was checked."""
        known = self.memo.known(unit, around)
        if known is not None:
            return known.method_uses
        return notable_method_uses(unit, around, items, context)

    def made_of(
        self,
        unit: Unit,
        around: Surroundings,
        context: RuleContext,
        make: Callable[[Unit, Surroundings, RuleContext], _Made],
    ) -> _Made:
        """What `make` makes of one of its units; made once for a unit that was checked so.

        It must not depend on what names mean, on where the unit stands, or on anything else.
        """
        known = self.memo.known(unit, around) if self.memo.is_of(context) else None
        if known is None:
            return make(unit, around, context)
        if make not in known.made:
            known.made[make] = make(unit, around, context)
        return cast(_Made, known.made[make])

    def survey(self) -> Survey:
        """What it tells the other files of its project."""
        outlines = {self.path: outline_of_unit(self.unit)} if self.path is not None else {}
        said = census_of_unit(self.unit)
        return Survey({self.path: said} if said != Census() else {}, outlines)

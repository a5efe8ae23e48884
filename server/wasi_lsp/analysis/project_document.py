"""A file of Cargo, or another that is not Rust, that is open in an editor."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wasi_lsp.analysis.project_files import (
    check_project_file,
    file_facts,
    problems_in,
    settings_problems_in,
)
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.analysis.survey import Survey
from wasi_lsp.project.file_facts import FileFacts
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.problem import Problem
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.semantics.target_uses import ProjectTargets
from wasi_lsp.text.edits import splice
from wasi_lsp.text.span import Span


class ProjectDocument:
    """An open file of a project that is not Rust."""

    #: It has no facts of Rust.
    unit = None

    def __init__(self, path: Path, kind: FileKind, text: bytes) -> None:
        self.path: Path | None = path
        self.kind = kind
        self.text = text
        self._file = path
        self._whole_text = text
        self._broken: tuple[Problem, ...] | None = None

    @property
    def whole_text(self) -> bytes:
        """The last text that Cargo could have read; while nobody saw one, the first.

        Half a line makes TOML unreadable. What the rest of the project is judged by does not come
        and go with every key that is typed.
        """
        return self.text if not self.is_broken else self._whole_text

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the text as it is now tells Cargo nothing, or what is wrong with settings in it."""
        if self.is_broken:
            return self._broken or ()
        return tuple(settings_problems_in(self.text, self.kind, self._file))

    @property
    def is_broken(self) -> bool:
        """Whether the text as it is now tells Cargo nothing."""
        if self._broken is None:
            self._broken = problems_in(self.text, self.kind, self._file)
            if not self._broken:
                self._whole_text = self.text
        return bool(self._broken)

    def edited(self, span: Span, replacement: bytes) -> ProjectDocument:
        """What an edit would make of it; this document stays as it is."""
        return ProjectDocument(self._file, self.kind, splice(self.text, span, replacement))

    @property
    def facts(self) -> FileFacts:
        """What the text as it is now says."""
        return file_facts(self.text, self.kind)

    def edit(self, edits: Iterable[tuple[Span, bytes]]) -> None:
        """Replace the bytes of each span, one after another: each counts in the text before it."""
        for span, replacement in edits:
            self.text = splice(self.text, span, replacement)
        self._broken = None

    def check(self, context: RuleContext, settings: Settings) -> tuple[Finding, ...]:
        """The findings; such files are small and judged as a whole."""
        return check_project_file(self.text, self.kind, context, settings)

    def survey(self) -> Survey:
        """The targets that it names; what else it tells the others, they learn by reading it."""
        return Survey(targets=ProjectTargets({self._file: self.facts.targets}))

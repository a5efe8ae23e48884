"""A file that is open in an editor, of whatever kind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.analysis.survey import Survey
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.problem import Problem
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.text.span import Span


class Document(Protocol):
    """What all open files can do; spans are UTF-8 byte offsets in the text as it is now."""

    @property
    def path(self) -> Path | None:
        """Where it is; None for a text that is not on disk."""

    @property
    def text(self) -> bytes:
        """The text as it is now."""

    @property
    def whole_text(self) -> bytes:
        """The text that other files are judged by: the last one that can be made sense of."""

    @property
    def unit(self) -> Unit | None:
        """Its facts as code; None for what is not Rust."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why nothing can be known from the text as it is now."""

    @property
    def is_broken(self) -> bool:
        """Whether facts are missing, because some of the text makes no sense."""

    def edit(self, edits: Iterable[tuple[Span, bytes]]) -> None:
        """Replace the bytes of each span, one after another: each counts in the text before it."""

    def edited(self, span: Span, replacement: bytes) -> Document:
        """What an edit would make of it; this document stays as it is."""

    def check(self, context: RuleContext, settings: Settings) -> tuple[Finding, ...]:
        """The findings, in the order of their places."""

    def survey(self) -> Survey:
        """What it tells the other files of its project."""


def open_document(kind: FileKind, path: Path | None, text: bytes) -> Document:
    """Hold a text, which may be broken; what is not on disk can be Rust alone."""
    if path is None or kind is FileKind.RUST:
        return RustDocument.open(path, text)
    return ProjectDocument(path, kind, text)

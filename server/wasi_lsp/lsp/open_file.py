"""The files that are open in an editor, and how files are named to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.syntax.facts import ModuleShape
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file as an editor knows it; `version` is None for one that is not open."""

    uri: str
    version: int | None
    index: LineIndex


@dataclass(frozen=True, slots=True)
class ClosedFile:
    """A file that is not open, as it is on disk."""

    uri: str
    path: Path
    index: LineIndex

    @property
    def shown(self) -> FileText:
        """Its text."""
        return FileText(self.uri, None, self.index)


@dataclass(slots=True)
class OpenFile:
    """A file that is open in the editor."""

    uri: str
    #: The client's number for this state of the text.
    version: int
    #: With links resolved; None for a text that is not on disk.
    path: Path | None
    #: The folder of the workspace that holds it; None if it is judged alone.
    root: Path | None
    index: LineIndex
    document: Document
    #: What the other files know of its names.
    names: ModuleShape
    #: What it is judged by; None until it is asked for.
    context: RuleContext | None = None
    settings: Settings | None = None
    #: What is wrong with this state of the text; None until it is judged.
    findings: tuple[Finding, ...] | None = None
    #: How long it took to judge it the last time, in seconds.
    cost: float = 0.0

    @property
    def shown(self) -> FileText:
        """Its text as it is now."""
        return FileText(self.uri, self.version, self.index)

    def edit(self, version: int, index: LineIndex, edits: Sequence[tuple[Span, bytes]]) -> None:
        """Make `edits` one after another; `index` is that of the text they lead to."""
        self.document.edit(edits)
        self.index = index
        self.version = version
        self.findings = None


def names_of(document: Document) -> ModuleShape:
    """What other files can know of the names in a document."""
    return document.unit.shape if document.unit is not None else ()


def outdated(files: Iterable[OpenFile]) -> list[OpenFile]:
    """The files, each once, without what was known of them by what has changed around them."""
    found = {file.uri: file for file in files}
    for file in found.values():
        file.context = file.settings = file.findings = None
    return list(found.values())

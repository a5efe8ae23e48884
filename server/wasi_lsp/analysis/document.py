"""A file that is open in an editor: its text, its facts, and the findings that still hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from wasi_lsp.analysis.memo import Memo
from wasi_lsp.syntax.facts import Unit
from wasi_lsp.syntax.incremental import ParsedSource
from wasi_lsp.text.span import Span


@dataclass(slots=True)
class Document:
    """An open file; `path` is None for a text that is not on disk."""

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
    def unit(self) -> Unit:
        """The facts of the text as it is now."""
        return self.source.unit

    def edit(self, edits: Iterable[tuple[Span, bytes]]) -> None:
        """Replace the bytes of each span, one after another: each counts in the text before it."""
        self.source.edit(edits)

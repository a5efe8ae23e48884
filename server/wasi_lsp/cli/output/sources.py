"""The lines of every file that a report speaks of, indexed when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from wasi_lsp.analysis.scan import Report
from wasi_lsp.project.vfs import read_source
from wasi_lsp.text.line_index import LineIndex


class Sources:
    """Line indexes by path, relative or absolute."""

    def __init__(self, texts: Mapping[Path, bytes]) -> None:
        self._texts = {path.absolute(): text for path, text in texts.items()}
        self._known: dict[Path, LineIndex | None] = {}

    @classmethod
    def of(cls, report: Report) -> Self:
        """The files of a report; others that its findings point into are read from the disk."""
        return cls({file.path: file.text for file in report.files})

    def get(self, path: Path) -> LineIndex | None:
        """The lines of a file; None if it cannot be read."""
        path = path.absolute()
        if path not in self._known:
            text = self._texts.get(path)
            text = read_source(path).text if text is None else text
            self._known[path] = LineIndex(text) if text is not None else None
        return self._known[path]

    def __getitem__(self, path: Path) -> LineIndex:
        """The lines of a file that is known to be read."""
        lines = self.get(path)
        if lines is None:
            raise KeyError(path)
        return lines

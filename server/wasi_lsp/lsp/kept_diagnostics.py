"""The diagnostics of open files, of which a keystroke changes few.

To make one, and to tell whether it is another than the last time, takes as long as to find out
what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lsprotocol import types

from wasi_lsp.lsp.capabilities import Client
from wasi_lsp.lsp.convert import Locate, result_id, to_diagnostic
from wasi_lsp.lsp.open_file import OpenFile
from wasi_lsp.rules.finding import Finding
from wasi_lsp.text.line_index import Position

#: Where a finding is and what it says, but for other places.
_Key = tuple[Position, Position, str, str, str, str | None, tuple[str, ...]]


@dataclass(slots=True)
class KeptDiagnostics:
    """Those of one file, as they were asked for the last time."""

    _made: dict[_Key, types.Diagnostic] = field(default_factory=dict)
    _last: list[types.Diagnostic] = field(default_factory=list)
    _last_id: str = field(default_factory=lambda: result_id([]))

    def of(
        self, file: OpenFile, findings: Iterable[Finding], client: Client, locate: Locate
    ) -> list[types.Diagnostic]:
        """As `to_diagnostics`; what says the same in the same place is the same object."""
        made: dict[_Key, types.Diagnostic] = {}
        found: list[types.Diagnostic] = []
        for finding in findings:
            # Other places may be in other files.
            if finding.related:
                found.append(to_diagnostic(file, finding, client, locate))
                continue
            key = (
                file.index.position(finding.span.start, client.encoding),
                file.index.position(finding.span.end, client.encoding),
                finding.code,
                finding.severity,
                finding.message,
                finding.help,
                finding.targets,
            )
            diagnostic = self._made.get(key)
            if diagnostic is None:
                diagnostic = to_diagnostic(file, finding, client, locate)
            made[key] = diagnostic
            found.append(diagnostic)
        self._made = made
        return found

    def result_id(self, diagnostics: list[types.Diagnostic]) -> str:
        """As `convert.result_id`, of diagnostics that may be those of the last time."""
        if diagnostics != self._last:
            self._last, self._last_id = diagnostics, result_id(diagnostics)
        return self._last_id

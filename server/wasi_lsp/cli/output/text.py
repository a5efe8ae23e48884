"""Findings as rustc would print them: the line, a marker beneath, what helps."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from wasi_lsp.cli.output.place import shown
from wasi_lsp.cli.output.snippet import FRAME, append_source
from wasi_lsp.cli.output.sources import Sources
from wasi_lsp.cli.output.visible import visible
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold blue",
    Severity.HINT: "bold cyan",
}


def render_finding(finding: Finding, path: Path, files: Sources) -> Text:
    """The block of one finding, with an empty line at its end."""
    style = _STYLES[finding.severity]
    text = Text()
    text.append(f"{finding.severity}[{finding.code}]", style)
    text.append(f": {visible(finding.message)}\n", "bold")

    related = [
        (visible(each.message), where, each.span)
        for each in finding.related
        if files.get(where := each.path or path) is not None
    ]
    places = [(path, finding.span), *((where, span) for _, where, span in related)]
    last_line = max(files[where].line_at(span.end) + 1 for where, span in places)
    gutter = len(str(last_line))

    _append_snippet(text, path, files[path], finding.span, gutter, "^", style)
    notes = [("help", finding.help)] if finding.help else []
    if any(target not in finding.message for target in finding.targets):
        notes.insert(0, ("targets", ", ".join(finding.targets)))
    if notes:
        text.append(f"{' ' * gutter} |\n", FRAME)
    for label, content in notes:
        text.append(f"{' ' * gutter} = ", FRAME)
        text.append(f"{label}: ", "bold")
        indent = "\n" + " " * (gutter + 3 + len(label) + 2)
        text.append(indent.join(visible(line) for line in content.splitlines()) + "\n")
    for message, where, span in related:
        text.append("note", "bold")
        text.append(f": {message}\n")
        _append_snippet(text, where, files[where], span, gutter, "-", FRAME)
    text.append("\n")
    return text


def _append_snippet(
    text: Text, path: Path, lines: LineIndex, span: Span, gutter: int, mark: str, style: str
) -> None:
    line, column = lines.line_and_column(span.start)
    text.append(f"{' ' * gutter}--> ", FRAME)
    text.append(f"{visible(shown(path))}:{line}:{column}\n")
    append_source(text, lines, span, gutter, mark, style)

"""Findings as rustc would print them: the line, a marker beneath, what helps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.cells import cell_len
from rich.text import Text

from wasi_lsp.cli.output.place import shown
from wasi_lsp.cli.terminal import visible
from wasi_lsp.rules.finding import Finding, Severity
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold blue",
    Severity.HINT: "bold cyan",
}
_FRAME = "blue"

#: Of a longer line, only the part around the marker is shown.
_WIDEST = 140
_AROUND = 30


def render_finding(finding: Finding, path: Path, files: Mapping[Path, LineIndex]) -> Text:
    """The block of one finding, with an empty line at its end; `files` are all that were read."""
    style = _STYLES[finding.severity]
    text = Text()
    text.append(f"{finding.severity}[{finding.code}]", style)
    text.append(f": {visible(finding.message)}\n", "bold")

    related = [
        (visible(each.message), where, each.span)
        for each in finding.related
        if (where := each.path or path) in files
    ]
    places = [(path, finding.span), *((where, span) for _, where, span in related)]
    last_line = max(files[where].line_at(span.end) + 1 for where, span in places)
    gutter = len(str(last_line))

    _append_snippet(text, path, files[path], finding.span, gutter, "^", style)
    notes = [("help", finding.help)] if finding.help else []
    if finding.targets:
        notes.insert(0, ("targets", ", ".join(finding.targets)))
    if notes:
        text.append(f"{' ' * gutter} |\n", _FRAME)
    for label, content in notes:
        text.append(f"{' ' * gutter} = ", _FRAME)
        text.append(f"{label}: ", "bold")
        indent = "\n" + " " * (gutter + 3 + len(label) + 2)
        text.append(indent.join(visible(line) for line in content.splitlines()) + "\n")
    for message, where, span in related:
        text.append("note", "bold")
        text.append(f": {message}\n")
        _append_snippet(text, where, files[where], span, gutter, "-", _FRAME)
    text.append("\n")
    return text


def _append_snippet(
    text: Text, path: Path, lines: LineIndex, span: Span, gutter: int, mark: str, style: str
) -> None:
    line, column = lines.line_and_column(span.start)
    text.append(f"{' ' * gutter}--> ", _FRAME)
    text.append(f"{visible(shown(path))}:{line}:{column}\n")
    text.append(f"{' ' * gutter} |\n", _FRAME)
    previous = None
    for number, part in _marked_lines(lines, span):
        if previous is not None and number > previous + 1:
            text.append("...\n", _FRAME)
        previous = number
        source, offset, width = _excerpt(lines, number, part)
        text.append(f"{number + 1:>{gutter}} | ", _FRAME)
        text.append(f"{source}\n")
        text.append(f"{' ' * gutter} | ", _FRAME)
        text.append(f"{' ' * offset}{mark * width}\n", style)


def _marked_lines(lines: LineIndex, span: Span) -> Iterator[tuple[int, Span]]:
    """The lines to show (from 0), and what to mark in each, as bytes of the text.

    Of a span over several lines: all if they are few, else the first and the last.
    """
    first, last = lines.line_at(span.start), lines.line_at(max(span.end - 1, span.start))
    numbers = range(first, last + 1) if last - first < 6 else (first, last)
    for number in numbers:
        whole = lines.line_span(number)
        source = lines.text[whole.start : whole.end]
        indent = len(source) - len(source.lstrip())
        start = max(span.start, whole.start + indent)
        end = min(span.end, whole.start + len(source.rstrip()))
        if start < end or first == last:
            yield number, Span(start, max(start, end))


def _excerpt(lines: LineIndex, number: int, part: Span) -> tuple[str, int, int]:
    """The printable line, or what of it fits, and the marker's offset and width in columns."""
    whole = lines.line_span(number)
    before, marked, after = (
        lines.text[start:end].decode(errors="replace")
        for start, end in (
            # A line may have megabytes: do not measure more than could be shown.
            (max(whole.start, part.start - 4 * _WIDEST), part.start),
            (part.start, min(part.end, part.start + 4 * _WIDEST)),
            (part.end, min(whole.end, part.end + 4 * _WIDEST)),
        )
    )
    before, marked, after = visible(before), visible(marked), visible(after.rstrip())
    if cell_len(before) + cell_len(marked) + cell_len(after) > _WIDEST:
        if cell_len(before) > _AROUND:
            before = f"…{before[-_AROUND:]}"
        if len(marked) > _WIDEST - 2 * _AROUND:
            marked = f"{marked[: _WIDEST - 2 * _AROUND]}…"
            after = ""
        elif len(after) > _AROUND:
            after = f"{after[:_AROUND]}…"
    return f"{before}{marked}{after}", cell_len(before), max(cell_len(marked), 1)

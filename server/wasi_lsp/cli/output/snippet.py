"""Source lines with a marker beneath."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from wasi_lsp.cli.output.visible import visible
from wasi_lsp.text.line_index import LineIndex
from wasi_lsp.text.span import Span

#: The style of line numbers, bars and arrows.
FRAME = "blue"

#: Of a longer line, only the part around the marker is shown.
_WIDEST = 140
_AROUND = 30


def append_source(
    text: Text, lines: LineIndex, span: Span, gutter: int, mark: str, style: str
) -> None:
    """The lines of `span` behind numbers that take `gutter` columns, with `mark`s beneath."""
    text.append(f"{' ' * gutter} |\n", FRAME)
    previous = None
    for number, part in _marked_lines(lines, span):
        if previous is not None and number > previous + 1:
            text.append("...\n", FRAME)
        previous = number
        source, offset, width = _excerpt(lines, number, part)
        text.append(f"{number + 1:>{gutter}} | ", FRAME)
        text.append(f"{source}\n")
        text.append(f"{' ' * gutter} | ", FRAME)
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

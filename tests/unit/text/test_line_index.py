from __future__ import annotations

import pytest

from wasi_lsp.text.line_index import Encoding, LineIndex, Position
from wasi_lsp.text.span import Span

#: One character of each width: 1, 2, 3, 4 bytes; 1, 1, 1, 2 UTF-16 units.
MIXED = "aé€😀b"


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [
        (Encoding.UTF8, [0, 1, 3, 6, 10, 11]),
        (Encoding.UTF16, [0, 1, 2, 3, 5, 6]),
        (Encoding.UTF32, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_columns_of_each_width(encoding: Encoding, columns: list[int]) -> None:
    index = LineIndex(f"// x\n{MIXED}\n".encode())
    offsets = [5, 6, 8, 11, 15, 16]
    for offset, column in zip(offsets, columns, strict=True):
        assert index.position(offset, encoding) == Position(1, column)
        assert index.offset(Position(1, column), encoding) == offset


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (b"", [b""]),
        (b"a", [b"a"]),
        (b"a\n", [b"a", b""]),
        (b"a\r\nb\rc\nd", [b"a", b"b", b"c", b"d"]),
        (b"\r\r\n\n", [b"", b"", b"", b""]),
        (b"a\x0bb\x0cc\x1cd\xc2\x85e\xe2\x80\xa8f", [b"a\x0bb\x0cc\x1cd\xc2\x85e\xe2\x80\xa8f"]),
    ],
)
def test_lines_end_where_lsp_says(text: bytes, lines: list[bytes]) -> None:
    index = LineIndex(text)
    spans = [index.line_span(line) for line in range(index.line_count)]
    assert [text[span.start : span.end] for span in spans] == lines


def test_half_a_surrogate_pair_is_the_start_of_the_character() -> None:
    index = LineIndex("😀".encode())
    assert index.offset(Position(0, 1), Encoding.UTF16) == 0
    assert index.position(2, Encoding.UTF16) == Position(0, 0)


def test_a_column_past_the_line_is_its_end_without_the_break() -> None:
    index = LineIndex(b"ab\r\ncd")
    assert index.offset(Position(0, 99), Encoding.UTF16) == 2
    assert index.offset(Position(99, 0), Encoding.UTF16) == 6
    assert index.position(3, Encoding.UTF16) == Position(0, 2)


def test_invalid_utf8_has_positions() -> None:
    index = LineIndex(b"\xff\xfe\x80x\n\xe2\x82")
    assert index.line_and_column(3) == (1, 4)
    assert index.line_and_column(7) == (2, 3)


def test_a_byte_order_mark_has_no_column_for_people() -> None:
    index = LineIndex("\ufeffab\ncd".encode())
    assert [index.line_and_column(offset) for offset in (0, 3, 4, 6)] == [
        (1, 1),
        (1, 1),
        (1, 2),
        (2, 1),
    ]


@pytest.mark.parametrize(
    ("text", "span", "replacement", "lines"),
    [
        (b"a\r\nb", Span(2, 3), b"", 2),
        (b"a\rb", Span(2, 2), b"\n", 2),
        (b"a\nb", Span(1, 1), b"\r", 2),
        (b"a\r\nb", Span(2, 2), b"x", 3),
        (b"a\r", Span(2, 2), b"\n", 2),
        (b"a\n\n", Span(3, 3), b"b", 3),
    ],
)
def test_edits_that_join_or_part_a_line_break(
    text: bytes, span: Span, replacement: bytes, lines: int
) -> None:
    assert LineIndex(text).splice(span, replacement).line_count == lines

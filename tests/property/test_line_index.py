"""The line index equals a model that walks the text one character at a time."""

from __future__ import annotations

from codecs import BOM_UTF8

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasi_lsp.text import line_index
from wasi_lsp.text.line_index import Encoding, LineIndex, Position
from wasi_lsp.text.span import Span

ENCODINGS = list(Encoding)

PIECES = st.sampled_from(
    [piece.encode() for piece in ("\n", "\r\n", "\r", "a", "fn main", " ", "\f", "\u2028")]
    + [piece.encode() for piece in ("é", "€", "😀", "👩\u200d🚀")]
    + [BOM_UTF8, b"\xff", b"\xe2\x82", b"\x80", b"\xed\xa0\x80"]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map(b"".join),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=40),
)


def width(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.UTF32:
        return 1
    if encoding is Encoding.UTF16:
        return 2 if character > "\uffff" else 1
    return len(character.encode("utf-8", "surrogateescape"))


def model(text: bytes, encoding: Encoding) -> list[tuple[int, Position]]:
    """Every place a cursor can stand at: (byte offset, position), in order."""
    places = []
    offset = line = column = 0
    characters = text.decode("utf-8", "surrogateescape")
    for index, character in enumerate(characters):
        within_crlf = character == "\n" and index > 0 and characters[index - 1] == "\r"
        if not within_crlf:
            places.append((offset, Position(line, column)))
        offset += len(character.encode("utf-8", "surrogateescape"))
        column += width(character, encoding)
        crlf_goes_on = character == "\r" and characters[index + 1 : index + 2] == "\n"
        if character == "\n" or (character == "\r" and not crlf_goes_on):
            line, column = line + 1, 0
    return [*places, (offset, Position(line, column))]


@pytest.fixture(autouse=True, params=[4096, 8])
def stride(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short strides too, so that lines of a few characters count as long ones."""
    monkeypatch.setattr(line_index, "_STRIDE", request.param)


@pytest.mark.parametrize("encoding", ENCODINGS)
class TestAgainstTheModel:
    @given(text=TEXTS)
    def test_every_place_there_and_back(self, encoding: Encoding, text: bytes) -> None:
        index = LineIndex(text)
        for offset, position in model(text, encoding):
            assert index.position(offset, encoding) == position
            assert index.offset(position, encoding) == offset

    @given(text=TEXTS)
    def test_an_offset_between_places_is_the_place_before(
        self, encoding: Encoding, text: bytes
    ) -> None:
        index = LineIndex(text)
        places = model(text, encoding)
        for offset in range(-2, len(text) + 3):
            expected = max((place for place in places if place[0] <= offset), default=places[0])
            assert index.position(offset, encoding) == expected[1]

    @given(text=TEXTS)
    def test_a_position_that_is_none_is_the_one_before_in_its_line(
        self, encoding: Encoding, text: bytes
    ) -> None:
        index = LineIndex(text)
        places = model(text, encoding)
        for line in range(index.line_count):
            in_line = [place for place in places if place[1].line == line]
            for column in range(-1, in_line[-1][1].column + 3):
                expected = max(
                    (place for place in in_line if place[1].column <= column),
                    default=in_line[0],
                )
                assert index.offset(Position(line, column), encoding) == expected[0]
        assert index.offset(Position(index.line_count, 0), encoding) == len(text)
        assert index.offset(Position(-1, 5), encoding) == 0


@given(text=TEXTS, data=st.data())
def test_an_edited_index_is_a_rebuilt_one(text: bytes, data: st.DataObject) -> None:
    index = LineIndex(text)
    for _ in range(data.draw(st.integers(1, 6))):
        end = data.draw(st.integers(0, len(index.text)))
        start = data.draw(st.integers(0, end))
        replacement = data.draw(TEXTS)
        expected = index.text[:start] + replacement + index.text[end:]
        index = index.splice(Span(start, end), replacement)
        rebuilt = LineIndex(expected)
        assert index.text == expected
        assert index.line_count == rebuilt.line_count
        for line in range(rebuilt.line_count):
            assert index.line_span(line) == rebuilt.line_span(line)
        for offset in range(len(expected) + 1):
            for encoding in ENCODINGS:
                assert index.position(offset, encoding) == rebuilt.position(offset, encoding)


@given(text=TEXTS)
def test_people_count_from_one_in_characters(text: bytes) -> None:
    index = LineIndex(text)
    for offset, position in model(text, Encoding.UTF32):
        mark = position.line == 0 and position.column > 0 and text.startswith(BOM_UTF8)
        assert index.line_and_column(offset) == (position.line + 1, position.column + 1 - mark)

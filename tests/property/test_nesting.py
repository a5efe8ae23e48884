"""Looking up what covers a place gives what looking at every span gives."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wasi_lsp.text.nesting import Nesting
from wasi_lsp.text.span import Span


@st.composite
def nested(draw: st.DrawFn, start: int = 0, end: int = 60, depth: int = 4) -> list[Span]:
    """Spans below `start` and `end`, each within another or apart from it."""
    spans: list[Span] = []
    while start < end and draw(st.booleans()):
        first = draw(st.integers(start, end - 1))
        start = draw(st.integers(first + 1, end))
        spans.append(Span(first, start))
        if depth:
            spans += draw(nested(first, start, depth - 1))
    return spans


@given(st.data())
def test_what_covers_a_place(data: st.DataObject) -> None:
    spans = data.draw(nested())
    start = data.draw(st.integers(0, 60))
    place = Span(start, data.draw(st.integers(start + 1, 61)))
    nesting = Nesting(spans)
    found = [nesting.spans[number] for number in nesting.around(place)]
    assert sorted(found, key=lambda each: (each.start, each.end)) == sorted(
        (each for each in spans if each.covers(place)), key=lambda each: (each.start, each.end)
    )
    for inner, outer in pairwise(found):
        assert outer.covers(inner)

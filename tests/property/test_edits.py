"""Edits made at once equal the same edits made one by one from the last to the first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wasi_lsp.text.edits import apply_edits, splice
from wasi_lsp.text.span import Span

TEXT = bytes(range(65, 91))


@given(cuts=st.lists(st.integers(0, len(TEXT)), max_size=12), data=st.data())
def test_at_once_is_from_the_last_to_the_first(cuts: list[int], data: st.DataObject) -> None:
    cuts = sorted(cuts)
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    edits = [(span, data.draw(st.binary(max_size=4))) for span in spans]
    expected = TEXT
    for span, replacement in reversed(edits):
        expected = splice(expected, span, replacement)
    shuffled = data.draw(st.permutations(edits))
    places = [span.start for span in spans if span.start == span.end]
    if len(places) == len(set(places)):
        assert apply_edits(TEXT, shuffled) == expected
    assert apply_edits(TEXT, edits) == expected


@given(first=st.tuples(st.integers(0, 26), st.integers(0, 26)), data=st.data())
def test_overlaps_are_refused(first: tuple[int, int], data: st.DataObject) -> None:
    span = Span(*sorted(first))
    if span.end - span.start < 2:
        return
    inner = data.draw(st.integers(span.start + 1, span.end - 1))
    assert apply_edits(TEXT, [(span, b"x"), (Span(inner, span.end + 1), b"y")]) is None

from __future__ import annotations

import pytest

from wasi_lsp.text.edits import apply_edits
from wasi_lsp.text.span import Span


def test_spans_count_in_the_text_as_it_was() -> None:
    assert apply_edits(b"abc", [(Span(2, 3), b"Z"), (Span(0, 1), b"XXX")]) == b"XXXbZ"


def test_insertions_at_one_place_keep_their_order() -> None:
    edits = [(Span(1, 1), b"1"), (Span(1, 1), b"2"), (Span(1, 2), b"")]
    assert apply_edits(b"abc", edits) == b"a12c"


@pytest.mark.parametrize(
    "spans",
    [[Span(0, 2), Span(1, 3)], [Span(0, 3), Span(1, 1)], [Span(2, 4)], [Span(2, 1)], [Span(-1, 0)]],
)
def test_edits_that_cannot_all_be_made_are_refused(spans: list[Span]) -> None:
    assert apply_edits(b"abc", [(span, b"") for span in spans]) is None

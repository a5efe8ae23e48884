"""Edits: replacing stretches of a text by others."""

from __future__ import annotations

from collections.abc import Iterable

from wasi_lsp.text.span import Span


def splice(text: bytes, span: Span, replacement: bytes) -> bytes:
    """`text` with the bytes of `span` replaced; `span` must lie within the text."""
    return b"".join((text[: span.start], replacement, text[span.end :]))


def apply_edits(text: bytes, edits: Iterable[tuple[Span, bytes]]) -> bytes | None:
    """`text` with all `edits` made at once, as an editor does: each counts in the text as it was.

    The edits may come in any order; several insertions at one place keep theirs. None where two
    spans overlap or one leaves the text, because then no order of the edits is the meant one.
    """
    parts: list[bytes] = []
    done = 0
    # The end takes part in the order, so that an insertion comes before what replaces its place.
    for span, replacement in sorted(edits, key=lambda edit: edit[0]):
        if not done <= span.start <= span.end <= len(text):
            return None
        parts += (text[done : span.start], replacement)
        done = span.end
    parts.append(text[done:])
    return b"".join(parts)

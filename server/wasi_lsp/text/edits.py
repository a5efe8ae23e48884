"""An edit: replacing a stretch of a text by another."""

from __future__ import annotations

from wasi_lsp.text.span import Span


def splice(text: bytes, span: Span, replacement: bytes) -> bytes:
    """`text` with the bytes of `span` replaced; `span` must lie within the text."""
    return b"".join((text[: span.start], replacement, text[span.end :]))

"""The suppression comments of files that are read line by line."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.project.shell_words import read_script
from wasi_lsp.syntax.allows import MARKER, allow_of_hash_comment
from wasi_lsp.syntax.facts import Allow
from wasi_lsp.text.span import Span


def allows_in_lines(text: bytes) -> Iterator[Allow]:
    """The comments that suppress something; one that stands alone covers the next line."""
    if MARKER not in text:
        return
    for comment in read_script(text, Span(0, len(text))).comments:
        start = text.find(b"\n", comment.end) + 1
        end = text.find(b"\n", start)
        covers = Span(start, end if end >= 0 else len(text)) if start > 0 else None
        allow = allow_of_hash_comment(text, comment, covers)
        if allow is not None:
            yield allow

"""The suppression comments of files that are read line by line."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.project.shell_words import read_script
from wasi_lsp.syntax.allows import MARKER, allow_of_hash_comment
from wasi_lsp.syntax.facts import Allow
from wasi_lsp.text.span import Span


def allows_in_lines(text: bytes, part: Span) -> Iterator[Allow]:
    """The comments in `part` that suppress something; one alone in a line covers the next line."""
    if text.find(MARKER, part.start, part.end) < 0:
        return
    for comment in read_script(text, part).comments:
        start = text.find(b"\n", comment.end) + 1
        end = text.find(b"\n", start)
        covers = Span(start, end if end >= 0 else len(text)) if start > 0 else None
        allow = allow_of_hash_comment(text, comment, covers)
        if allow is not None:
            yield allow

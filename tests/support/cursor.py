"""Sources with a cursor, written `$0`."""

from __future__ import annotations


def with_cursor(marked: str) -> tuple[bytes, int]:
    """The text without its one `$0`, and the byte offset where that stood."""
    before, cursor, after = marked.partition("$0")
    assert cursor, marked
    return (before + after).encode(), len(before.encode())

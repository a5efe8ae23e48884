"""Code that a fix writes, line by line."""

from __future__ import annotations

from collections.abc import Iterable

INDENT = "    "


def gated(item: Iterable[str], predicate: str) -> tuple[str, ...]:
    """The lines of an item behind a `#[cfg(…)]`."""
    return (f"#[cfg({predicate})]", *item)


def indented(lines: Iterable[str], depth: int) -> str:
    """Lines with a break before each, as they stand in so many blocks."""
    return "".join(f"\n{INDENT * depth}{line}" for line in lines)

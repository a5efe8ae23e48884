"""A rewriting that somebody may want, where nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class Refactoring:
    """What is offered at a place; the code means the same before and after.

    Each edit replaces the bytes of its span, which counts in the text as it was.
    """

    title: str
    edits: tuple[tuple[Span, str], ...]

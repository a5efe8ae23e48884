"""A rewriting that somebody may want, where nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from wasi_lsp.rules.finding import Edit


@dataclass(frozen=True, slots=True)
class Refactoring:
    """What is offered at a place; wherever there is code, it means the same before and after."""

    title: str
    edits: tuple[Edit, ...]

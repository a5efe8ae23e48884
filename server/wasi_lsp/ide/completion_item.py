"""A completion before it is known where it goes and what stands before it."""

from __future__ import annotations

from dataclasses import dataclass

from wasi_lsp.ide.answers import Completion, CompletionKind
from wasi_lsp.text.span import Span


@dataclass(frozen=True, slots=True)
class CompletionItem:
    """What can be inserted; items come in the order of their rank."""

    label: str
    kind: CompletionKind
    text: str
    detail: str = ""
    documentation: str = ""
    is_snippet: bool = False
    #: What it matches what is typed by, if that is not the label.
    filter_text: str | None = None

    def at(self, span: Span, rank: int, *, is_behind_others: bool = False) -> Completion:
        """The completion that replaces `span` and stands at `rank` in the list, from 0."""
        return Completion(
            label=self.label,
            kind=self.kind,
            span=span,
            insert_text=self.text,
            is_snippet=self.is_snippet,
            detail=self.detail,
            documentation=self.documentation,
            sort_text=sort_text(rank, is_behind_others=is_behind_others),
            filter_text=self.filter_text if self.filter_text is not None else self.label,
        )


def sort_text(rank: int, *, is_behind_others: bool = False) -> str:
    """What sorts an item by its rank, also behind all that rust-analyzer offers.

    It sorts by hexadecimal numbers of eight digits.
    """
    return f"~{rank:04}" if is_behind_others else f"{rank:04}"

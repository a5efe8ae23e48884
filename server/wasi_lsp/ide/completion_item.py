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

    def at(self, span: Span, rank: int) -> Completion:
        """The completion that replaces `span` and stands at `rank` in the list, from 0."""
        return Completion(
            label=self.label,
            kind=self.kind,
            span=span,
            insert_text=self.text,
            is_snippet=self.is_snippet,
            detail=self.detail,
            documentation=self.documentation,
            sort_text=f"{rank:04}",
            filter_text=self.filter_text if self.filter_text is not None else self.label,
        )

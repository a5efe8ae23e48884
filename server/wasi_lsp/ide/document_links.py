"""Links from the codes of rules in suppression comments to the pages on these rules.

There are none on paths in code: an editor would follow them in place of going to the definition.
The hover has those.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from wasi_lsp.analysis.document import Document
from wasi_lsp.ide.allows import placed_allows
from wasi_lsp.ide.rule_hover import codes_in
from wasi_lsp.rules.pages import page_of
from wasi_lsp.text.span import Span


class DocumentLink(NamedTuple):
    """A part of the text that leads to a file."""

    span: Span
    page: Path
    tooltip: str


def document_links(document: Document) -> Iterator[DocumentLink]:
    """The links of a file, in source order."""
    for offset, allow in placed_allows(document):
        text = document.text[offset : offset + allow.span.end]
        for span, code in codes_in([allow], text):
            page = page_of(code)
            if page is not None:
                yield DocumentLink(span.shift(offset), page, f"What {code} reports")

"""The suppression comments of an open file."""

from __future__ import annotations

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.syntax.facts import Allow, allows_in


def placed_allows(document: Document) -> list[tuple[int, Allow]]:
    """Each with the offset in the file that its spans count from."""
    match document:
        case RustDocument():
            return [*allows_in(document.unit)]
        case ProjectDocument():
            return [(0, allow) for allow in document.facts.allows]
        case _:
            return []

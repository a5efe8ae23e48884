"""Hover, in files of every kind."""

from __future__ import annotations

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.ide.answers import Hover
from wasi_lsp.ide.project_hover import hover_project_file
from wasi_lsp.ide.rust_hover import hover_rust
from wasi_lsp.rules.base import RuleContext


def hover(document: Document, offset: int, context: RuleContext) -> Hover | None:
    """What is to say at the byte `offset` of the document; None where that is nothing."""
    match document:
        case RustDocument():
            return hover_rust(document, offset, context)
        case ProjectDocument():
            return hover_project_file(document, offset, context)
    return None

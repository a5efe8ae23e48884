"""Completion, in files of every kind."""

from __future__ import annotations

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.ide.answers import Completion
from wasi_lsp.ide.predicate_completion import complete_predicate
from wasi_lsp.ide.rule_completion import complete_rules
from wasi_lsp.ide.toml_completion import complete_toml
from wasi_lsp.project.workspace import Crate


def complete(document: Document, offset: int, crate: Crate) -> tuple[Completion, ...]:
    """What may be typed at the byte `offset` of the document, best first.

    What is typed already is not filtered: the client does that.
    """
    rules = complete_rules(document.text, offset)
    match document:
        case _ if rules:
            return rules
        case ProjectDocument():
            return complete_toml(document.text, document.kind, offset, crate)
        case _:
            features = tuple(sorted(crate.features or ()))
            return complete_predicate(
                document.text, offset, features, crate.declared_cfgs, crate.set_cfgs
            )

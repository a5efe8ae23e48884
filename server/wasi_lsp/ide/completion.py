"""Completion, in files of every kind."""

from __future__ import annotations

from wasi_lsp.analysis.document import Document
from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.analysis.rust_document import RustDocument
from wasi_lsp.ide.answers import Completion
from wasi_lsp.ide.cfg_snippets import complete_cfg
from wasi_lsp.ide.predicate_completion import complete_predicate
from wasi_lsp.ide.rule_completion import complete_rules
from wasi_lsp.ide.std_completion import complete_std
from wasi_lsp.ide.toml_completion import complete_toml
from wasi_lsp.rules.base import RuleContext


def complete(document: Document, offset: int, context: RuleContext) -> tuple[Completion, ...]:
    """What may be typed at the byte `offset` of the document, best first.

    What is typed already is not filtered: the client does that.
    """
    crate = context.crate
    rules = complete_rules(document.text, offset)
    match document:
        case _ if rules:
            return rules
        case ProjectDocument():
            return complete_toml(document.text, document.kind, offset, crate)
        case RustDocument():
            features = tuple(sorted(crate.features or ()))
            return (
                complete_predicate(
                    document.text, offset, features, crate.declared_cfgs, crate.set_cfgs
                )
                or complete_cfg(document.text, offset, context)
                or complete_std(document, offset, context)
            )
    return ()

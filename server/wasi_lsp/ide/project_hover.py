"""Hover in files that are not Rust: on predicates, on names of targets, on codes of rules."""

from __future__ import annotations

from wasi_lsp.analysis.project_document import ProjectDocument
from wasi_lsp.ide.answers import Hover
from wasi_lsp.ide.dependency_hover import hover_dependency
from wasi_lsp.ide.feature_hover import hover_feature
from wasi_lsp.ide.predicate_hover import hover_predicate
from wasi_lsp.ide.rule_hover import hover_allow
from wasi_lsp.ide.target_hover import hover_target
from wasi_lsp.project.file_facts import FileFacts
from wasi_lsp.rules.base import RuleContext


def hover_project_file(
    document: ProjectDocument, offset: int, context: RuleContext
) -> Hover | None:
    """What is to say at the byte `offset` of the document; None where that is nothing."""
    facts = document.facts
    return (
        hover_allow(facts.allows, document.text, offset)
        or _on_predicate(facts, document.text, offset, context)
        or _on_target(facts, offset)
        or hover_dependency(facts, offset, context.crate)
        or hover_feature(facts, offset, context.crate)
    )


def _on_predicate(facts: FileFacts, text: bytes, offset: int, context: RuleContext) -> Hover | None:
    for predicate in facts.predicates:
        markdown = hover_predicate(predicate.parsed.expr, offset, None, text, context.crate)
        if markdown is not None:
            return Hover(predicate.span, markdown)
    return None


def _on_target(facts: FileFacts, offset: int) -> Hover | None:
    for target in facts.targets:
        markdown = hover_target(target.name) if target.span.touches(offset) else None
        if markdown is not None:
            return Hover(target.span, markdown)
    return None

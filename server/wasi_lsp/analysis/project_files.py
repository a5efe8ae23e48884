"""From a file of the project that is not Rust to its findings."""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.analysis.engine import check_cfg_use, finish
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.project.file_facts import FileFacts
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.toml_facts import toml_facts
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.rules.registry import TARGET_RULES
from wasi_lsp.semantics.cfg_uses import CfgUse


def check_project_file(
    text: bytes, kind: FileKind, context: RuleContext, settings: Settings
) -> tuple[Finding, ...]:
    """The findings of a file, in the order of their places."""
    facts = file_facts(text, kind)
    allows = [(0, allow) for allow in facts.allows]
    return finish(text, allows, _findings(facts, context), context, settings)


def file_facts(text: bytes, kind: FileKind) -> FileFacts:
    """What a file of a kind says."""
    return toml_facts(text, kind)


def _findings(facts: FileFacts, context: RuleContext) -> Iterator[Finding]:
    for predicate in facts.predicates:
        yield from check_cfg_use(CfgUse(predicate), context)
    for target in facts.targets:
        for _, check in TARGET_RULES:
            yield from check(target, context)

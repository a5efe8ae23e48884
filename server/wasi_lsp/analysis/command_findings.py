"""The findings on what Rust code runs Cargo, rustc and rustup for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wasi_lsp.analysis.judge import judge
from wasi_lsp.project.file_facts import TargetName
from wasi_lsp.project.rust_commands import targets_of_commands
from wasi_lsp.project.wasi_names import FORMER
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.rules.registry import TARGET_RULES
from wasi_lsp.semantics.target_uses import NamedIn, ProjectTargets, TargetUse


def command_findings(code: bytes, context: RuleContext) -> Iterator[Finding]:
    """The findings in a piece of code; spans count in it."""
    names = tuple(_chosen(name, code) for name in targets_of_commands(code))
    file = NamedIn(context.path, names)
    for name in names:
        yield from judge(TARGET_RULES, TargetUse(name, file, ProjectTargets()), context)


def _chosen(name: TargetName, code: bytes) -> TargetName:
    """Code that knows the new name, too, takes the old one for old toolchains."""
    former = FORMER.get(name.name)
    knows_new = former is not None and former.successor.encode() in code
    return replace(name, is_tried=name.is_tried or knows_new)

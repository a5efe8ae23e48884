"""The findings on what Rust code runs Cargo, rustc and rustup for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wasi_lsp.analysis.judge import judge
from wasi_lsp.project.allowed_targets import with_allows
from wasi_lsp.project.file_facts import TargetName
from wasi_lsp.project.rust_commands import targets_of_commands
from wasi_lsp.project.wasi_names import FORMER
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.rules.registry import TARGET_RULES
from wasi_lsp.semantics.target_uses import NamedIn, ProjectTargets, TargetUse
from wasi_lsp.syntax.facts import Unit


def command_findings(unit: Unit, context: RuleContext) -> Iterator[Finding]:
    """The findings in an item; spans count in it."""
    code = unit.source
    found = [_chosen(name, code) for name in targets_of_commands(code)]
    names = with_allows(found, unit.allows, code)
    file = NamedIn(context.path, names)
    # What is renamed is renamed in all of the item.
    together = ProjectTargets().with_file(file)
    for name in names:
        yield from judge(TARGET_RULES, TargetUse(name, file, together), context)


def _chosen(name: TargetName, code: bytes) -> TargetName:
    """Code that knows the new name, too, takes the old one for old toolchains."""
    former = FORMER.get(name.name)
    knows_new = former is not None and former.successor.encode() in code
    return replace(name, is_tried=name.is_tried or knows_new)

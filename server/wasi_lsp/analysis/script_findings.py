"""The findings in a build script: on what it prints for Cargo, and what it compares in vain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from wasi_lsp.analysis.judge import judge
from wasi_lsp.project.command_targets import is_wasm_name
from wasi_lsp.project.file_facts import TargetName, TargetRole
from wasi_lsp.project.instruction_errors import instruction_errors, new_instructions
from wasi_lsp.rules import wasi003_malformed_cfg, wasi008_cfg_newer_than_msrv
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Finding
from wasi_lsp.rules.registry import COMPARISON_RULES, TARGET_RULES
from wasi_lsp.semantics.target_uses import NamedIn, ProjectTargets, TargetUse
from wasi_lsp.syntax.build_script.facts import Comparison, ScriptFacts
from wasi_lsp.text.span import Span

_NEW_NAMES = re.compile(rb"wasip\d|-threads\b")


def script_findings(
    text: bytes, facts: ScriptFacts, path: Path, context: RuleContext
) -> Iterator[Finding]:
    """The findings in the file at `path`, which is a build script or a part of one."""
    yield from map(wasi003_malformed_cfg.finding_of, instruction_errors(text, facts.printed))
    for prefix in new_instructions(text, facts.printed):
        yield from wasi008_cfg_newer_than_msrv.check_instruction(prefix, context)
    for comparison in facts.comparisons:
        yield from judge(COMPARISON_RULES, comparison, context)
    names = tuple(_targets(text, facts.comparisons))
    file = NamedIn(path, names)
    for name in names:
        yield from judge(TARGET_RULES, TargetUse(name, file, ProjectTargets()), context)


def _targets(text: bytes, comparisons: Iterable[Comparison]) -> Iterator[TargetName]:
    """The names that `TARGET` is compared with and that are meant for WebAssembly."""
    # Who knows the new names asks for the old ones on account of old compilers.
    is_tried = _NEW_NAMES.search(text) is not None
    for comparison in comparisons:
        if comparison.variable == "TARGET" and is_wasm_name(comparison.text):
            span = Span(comparison.span.start + 1, comparison.span.end - 1)
            yield TargetName(comparison.text, span, TargetRole.COMPARED, is_tried=is_tried)

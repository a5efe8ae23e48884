"""From a file of the project that is not Rust to its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from wasi_lsp.analysis.engine import check_cfg_use, finish
from wasi_lsp.analysis.judge import judge
from wasi_lsp.analysis.project_settings import settings_problems
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.project.allowed_targets import with_allows
from wasi_lsp.project.cargo_config import parse_cargo_config
from wasi_lsp.project.file_facts import FileFacts
from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.json_facts import json_facts
from wasi_lsp.project.manifest import parse_manifest
from wasi_lsp.project.markdown_facts import markdown_facts
from wasi_lsp.project.nix_facts import nix_facts
from wasi_lsp.project.pipeline_facts import pipeline_facts
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.script_facts import script_facts
from wasi_lsp.project.toml_facts import toml_facts
from wasi_lsp.project.toml_table import parse_toml
from wasi_lsp.project.toolchain import parse_toolchain
from wasi_lsp.project.written_settings import WrittenSettings, of_settings_file
from wasi_lsp.rules import wasi003_malformed_cfg
from wasi_lsp.rules.base import RuleContext
from wasi_lsp.rules.finding import Edit, Finding
from wasi_lsp.rules.registry import DEPENDENCY_RULES, TARGET_RULES
from wasi_lsp.semantics.assumptions import Assumptions
from wasi_lsp.semantics.cfg_uses import CfgUse
from wasi_lsp.semantics.dependency_uses import dependency_uses
from wasi_lsp.semantics.target_uses import NamedIn, TargetUse
from wasi_lsp.syntax.toml_string import escape
from wasi_lsp.text.span import Span

#: What Cargo and rustup read themselves, and so can be broken for them.
_PROBLEMS: Mapping[FileKind, Callable[[bytes, Path], tuple[Problem, ...]]] = {
    FileKind.MANIFEST: lambda text, path: parse_manifest(text, path).problems,
    FileKind.CARGO_CONFIG: lambda text, path: parse_cargo_config(text, path).problems,
    FileKind.TOOLCHAIN: lambda text, path: parse_toolchain(text, path).problems,
    FileKind.SETTINGS: lambda text, path: parse_toml(text, path).problems,
}


def check_project_file(
    text: bytes, kind: FileKind, context: RuleContext, settings: Settings
) -> tuple[Finding, ...]:
    """The findings of a file, in the order of their places."""
    facts = file_facts(text, kind)
    allows = [(0, allow) for allow in facts.allows]
    return finish(text, allows, _findings(facts, context), context, settings)


def file_facts(text: bytes, kind: FileKind) -> FileFacts:
    """What a file of a kind says."""
    facts = _read(text, kind)
    return replace(facts, targets=with_allows(facts.targets, facts.allows, text))


def _read(text: bytes, kind: FileKind) -> FileFacts:
    match kind:
        case FileKind.SCRIPT | FileKind.EXECUTABLE | FileKind.BATCH:
            return script_facts(text, kind)
        case FileKind.NIX:
            return nix_facts(text)
        case FileKind.PIPELINE:
            return pipeline_facts(text)
        case FileKind.MARKDOWN:
            return markdown_facts(text)
        case FileKind.JSON:
            return json_facts(text)
        case FileKind.RUST | FileKind.TARGET_SPEC:
            return FileFacts()
        case _:
            return toml_facts(text, kind)


def problems_in(text: bytes, kind: FileKind, path: Path) -> tuple[Problem, ...]:
    """Why nothing can be known from the text of a file of a kind."""
    read = _PROBLEMS.get(kind)
    return read(text, path) if read is not None else ()


def settings_problems_in(text: bytes, kind: FileKind, path: Path) -> list[Problem]:
    """What is wrong with settings of this product in a file of a kind."""
    written: list[WrittenSettings | None] = []
    if kind is FileKind.SETTINGS:
        written = [of_settings_file(parse_toml(text, path).table, text, path)]
    elif kind is FileKind.MANIFEST:
        manifest = parse_manifest(text, path)
        written = [manifest.workspace_settings, manifest.package_settings]
    return settings_problems(each for each in written if each is not None)


def _findings(facts: FileFacts, context: RuleContext) -> Iterator[Finding]:
    # What a build script sets is for the code: Cargo reads its tables before it runs one.
    by_cargo = replace(context, assumptions=Assumptions())
    for predicate in facts.predicates:
        for finding in check_cfg_use(CfgUse(predicate), by_cargo):
            yield _escaped(finding, facts.escaped)
    yield from map(wasi003_malformed_cfg.finding_of, facts.errors)
    here = NamedIn(context.path, facts.targets)
    project = context.project_targets.with_file(here)
    for target in facts.targets:
        yield from judge(TARGET_RULES, TargetUse(target, here, project), context)
    for use in dependency_uses(facts, context.crate):
        for finding in judge(DEPENDENCY_RULES, use, context):
            yield _escaped(finding, facts.escaped)


def _escaped(finding: Finding, strings: Iterable[Span]) -> Finding:
    """The finding with fixes that suit strings with escapes."""

    def suited(edit: Edit) -> Edit:
        if any(string.covers(edit.span) for string in strings):
            return replace(edit, text=escape(edit.text))
        return edit

    fixes = (replace(fix, edits=tuple(map(suited, fix.edits))) for fix in finding.fixes)
    return replace(finding, fixes=tuple(fixes))

"""What package.json and the settings and tasks of VS Code say of targets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wasi_lsp.project.channels import channels_in
from wasi_lsp.project.command_targets import CommandTargets, is_wasm_name
from wasi_lsp.project.file_facts import FileFacts, TargetName, TargetRole
from wasi_lsp.project.script_facts import may_name_wasm, settled
from wasi_lsp.project.shell_words import Word, read_script
from wasi_lsp.syntax.yaml_scalars import YamlScalar, yaml_scalars
from wasi_lsp.text.span import Span

#: Settings of rust-analyzer that hold targets.
_TARGET_SETTINGS = frozenset({"rust-analyzer.cargo.target", "rust-analyzer.check.targets"})
#: Each of them up to where it ends, or could.
_STRING_OR_COMMENT = re.compile(rb'"(?:[^"\\\n]|\\.)*"?|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)


def json_facts(text: bytes) -> FileFacts:
    """Read a JSON file, which may have comments, as VS Code's do."""
    if not may_name_wasm(text):
        return FileFacts()
    scalars = [each for each in yaml_scalars(_without_comments(text)) if not each.is_key]
    names = [*_settings(scalars), *_commands(scalars, text)]
    whole = Span(0, len(text))
    return FileFacts(targets=settled(names, channels_in(text, whole), text, whole))


def _without_comments(text: bytes) -> bytes:
    """The text with spaces in place of comments, so that all places stay."""

    def blank(match: re.Match[bytes]) -> bytes:
        return match[0] if match[0].startswith(b'"') else re.sub(rb"[^\n]", b" ", match[0])

    return _STRING_OR_COMMENT.sub(blank, text)


def _settings(scalars: Iterable[YamlScalar]) -> list[TargetName]:
    return [
        TargetName(scalar.value, scalar.span, TargetRole.BUILD)
        for scalar in scalars
        if scalar.key in _TARGET_SETTINGS and is_wasm_name(scalar.value)
    ]


def _commands(scalars: list[YamlScalar], text: bytes) -> list[TargetName]:
    targets = CommandTargets()
    #: By the place of a task: what it runs, and with which arguments.
    programs: dict[tuple[str, ...], str] = {}
    arguments: dict[tuple[str, ...], list[Word]] = {}
    for scalar in scalars:
        word = Word(text[scalar.span.start : scalar.span.end], scalar.span)
        if len(scalar.path) > 2 and scalar.path[-2] == "args":
            arguments.setdefault(scalar.path[:-2], []).append(word)
        elif "scripts" in scalar.path or scalar.key == "command":
            targets.read(read_script(text, scalar.span).commands)
        if scalar.key in ("command", "type") and scalar.value in ("cargo", "rustup", "cross"):
            programs[scalar.path[:-1]] = scalar.value
    for place, words in arguments.items():
        if place in programs:
            targets.read_arguments(words, programs[place])
    return targets.all_names()

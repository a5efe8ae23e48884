"""What the files of CI services say of targets: commands, matrices, steps that set up Rust."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from wasi_lsp.project.channels import channels_in, is_channel
from wasi_lsp.project.command_targets import CommandTargets, variables_in
from wasi_lsp.project.file_facts import FileFacts, TargetName, TargetRole
from wasi_lsp.project.script_facts import may_name_wasm, settled
from wasi_lsp.project.shell_words import Word, read_script
from wasi_lsp.project.text_allows import allows_in_lines
from wasi_lsp.syntax.yaml_scalars import YamlScalar, yaml_scalars
from wasi_lsp.text.span import Span

#: Actions whose inputs name targets of Rust: they install toolchains, or run Cargo.
_RUST_ACTION = re.compile(r"(?i)(?:^|[/-])(?:rust|cargo|rustup|toolchain|cross)")
_SELECTS_TOOLCHAIN = re.compile(r"(?i)rust|toolchain|msrv|channel")
_TARGET_INPUTS = frozenset({"target", "targets", "rust-target", "rust-targets", "rust_target"})
#: Where keys are names that commands or other parts of the file refer to.
_VARIABLE_HOLDERS = frozenset({"env", "environment", "matrix", "variables", "vars"})
#: What holds for all jobs.
_SHARED: tuple[str, ...] = ()
_COMPARED = re.compile(r"\b(?:matrix|env)\.(?:[\w-]+\.)*([\w-]+)\s*[!=]=\s*'([^']*)'")


def pipeline_facts(text: bytes) -> FileFacts:
    """Read a file in YAML, as far as it can be read."""
    if not may_name_wasm(text):
        return FileFacts()
    by_scope: dict[tuple[str, ...], list[YamlScalar]] = {_SHARED: []}
    for scalar in yaml_scalars(text):
        by_scope.setdefault(_scope(scalar), []).append(scalar)
    read = {scope: _read(scalars, text) for scope, scalars in by_scope.items()}
    shared = read[_SHARED]
    for targets in read.values():
        for variable, role in targets.used.items():
            shared.used.setdefault(variable, role)
    names: list[TargetName] = []
    channels = _channels(by_scope[_SHARED], text)
    for scope, targets in read.items():
        known = channels | _channels(by_scope[scope], text)
        names += settled(targets.all_names(), known, text, _span_of(by_scope[scope]))
    return FileFacts(
        targets=tuple(sorted(names, key=lambda name: name.span)),
        allows=tuple(allows_in_lines(text, Span(0, len(text)))),
    )


def _span_of(scalars: list[YamlScalar]) -> Span:
    return Span(scalars[0].span.start, scalars[-1].span.end) if scalars else Span(0, 0)


def _scope(scalar: YamlScalar) -> tuple[str, ...]:
    """The job that a scalar belongs to."""
    first = scalar.path[0] if scalar.path else ""
    if first == "jobs":
        return scalar.path[:2]
    is_shared = first in _VARIABLE_HOLDERS or first in ("default", "defaults", "image")
    return _SHARED if is_shared or len(scalar.path) < 2 else scalar.path[:1]


def _read(scalars: list[YamlScalar], text: bytes) -> CommandTargets:
    targets = CommandTargets()
    actions = {scalar.path[:-1] for scalar in scalars if _is_rust_action(scalar)}
    for scalar in scalars:
        word = Word(text[scalar.span.start : scalar.span.end], scalar.span)
        if not scalar.is_key and _is_input_of(scalar, actions):
            targets.read_list(word, TargetRole.INSTALL)
        elif not scalar.is_key and scalar.key == "CARGO_BUILD_TARGET":
            targets.read_list(word, TargetRole.BUILD)
        else:
            targets.read(read_script(text, scalar.span).commands)
        if not scalar.is_key and not _VARIABLE_HOLDERS.isdisjoint(scalar.path):
            targets.assign(scalar.key, word)
        for variable, value in _compared(scalar, text):
            targets.assign(variable, value)
    return targets


def _channels(scalars: list[YamlScalar], text: bytes) -> frozenset[str]:
    """The toolchains that a job is run with, also by way of a matrix."""
    selecting = [
        scalar
        for scalar in scalars
        if not scalar.is_key and _SELECTS_TOOLCHAIN.search(scalar.key) and _counts(scalar)
    ]
    variables = {name for each in selecting for name in variables_in(each.value)}
    found = {
        scalar.value
        for scalar in scalars
        if not scalar.is_key
        and _counts(scalar)
        and is_channel(scalar.value)
        and (scalar.key in variables or _SELECTS_TOOLCHAIN.search(scalar.key))
    }
    return frozenset(found).union(*(channels_in(text, each.span) for each in scalars))


def _counts(scalar: YamlScalar) -> bool:
    """Whether it is no combination that a matrix leaves out."""
    return "exclude" not in scalar.path


def _is_rust_action(scalar: YamlScalar) -> bool:
    is_use = scalar.path[-1:] == ("uses",) and not scalar.is_key
    return is_use and _RUST_ACTION.search(scalar.value) is not None


def _is_input_of(scalar: YamlScalar, actions: Collection[tuple[str, ...]]) -> bool:
    """Whether it is an input that names targets, of a step with one of `actions`."""
    step, (holder, name) = scalar.path[:-2], scalar.path[-2:] if len(scalar.path) > 1 else ("", "")
    return holder == "with" and name in _TARGET_INPUTS and step in actions


def _compared(scalar: YamlScalar, text: bytes) -> Iterator[tuple[str, Word]]:
    """Targets that a condition compares variables with: they are to be renamed, too."""
    source = text[scalar.span.start : scalar.span.end].decode(errors="replace")
    if "==" not in source and "!=" not in source:
        return
    for match in _COMPARED.finditer(source):
        start = scalar.span.start + len(source[: match.start(2)].encode())
        value = match[2].encode()
        yield match[1], Word(value, Span(start, start + len(value)))

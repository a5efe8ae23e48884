"""What Nix files say of targets: toolchains of rust-overlay and fenix, and commands in strings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from wasi_lsp.project.channels import is_channel
from wasi_lsp.project.command_targets import CommandTargets, is_wasm_name
from wasi_lsp.project.file_facts import FileFacts, TargetName, TargetRole
from wasi_lsp.project.script_facts import may_name_wasm, settled
from wasi_lsp.project.shell_words import Word, read_script
from wasi_lsp.project.text_allows import allows_in_lines
from wasi_lsp.text.span import Span

#: See "Values" in the reference manual of Nix: strings, and comments. What is not closed ends with
#: the text, or each of many would be looked for to the end.
_TOKEN = re.compile(
    rb"""
    (?P<comment> \#[^\n]* | /\*.*?(?:\*/|\Z) )
  | (?P<lines> ''(?P<script>(?:[^']|'(?!')|''(?:[$'\\]))*+)(?:''|\Z) )
  | (?P<string> "(?P<content>(?:[^"\\]|\\.)*+)(?:"|\Z) )
    """,
    re.VERBOSE | re.DOTALL,
)
#: Without one of these a list of targets is not for Rust.
_OF_RUST = re.compile(rb"rust-bin\b|rust-overlay\b|\bfenix\b|rustChannel")
#: `targets = [ "wasm32-wasip1" ]`, the argument of rust-overlay's toolchains. No `=` is in it: a
#: list that is not closed would be looked for to the end of the text.
_LIST = re.compile(rb"\btargets\s*=\s*\[(?P<items>[^\]=;]*)\]")
_ITEM = re.compile(rb'"(?P<name>[\w.-]+)"')
#: `targets.wasm32-wasip1.stable.rust-std`, an attribute of fenix.
_ATTRIBUTE = re.compile(rb"\btargets\.(?P<name>wasm[\w-]+)\.")
#: `rust-bin.stable."1.86.0"`: a release, where `latest` is that of the day of the lock file.
_RELEASE = re.compile(rb'rust-bin\.(?:stable|beta)\.(?:"(?P<release>[\d.]+)"|\w)')
#: Arguments for Cargo, as crane and nixpkgs call them: `cargoExtraArgs`, `cargoBuildFlags`.
_ARGUMENTS = re.compile(rb"\bcargo\w*(?:Args|Flags|Options)\s*=\s*\[?\s*$")
_VARIABLE = re.compile(rb"\b(?P<name>[A-Za-z_][\w-]*)\s*=\s*$")
#: How far before a string the name is looked for that it is given to.
_LONGEST_NAME = 80


def nix_facts(text: bytes) -> FileFacts:
    """Read a Nix file, as far as it can be read."""
    if not may_name_wasm(text):
        return FileFacts()
    whole = Span(0, len(text))
    found = list(_TOKEN.finditer(text))
    in_commands = settled(_in_commands(text, found), frozenset(), text, whole)
    names = {name.span: name for name in (*in_commands, *_of_toolchains(text, found))}
    return FileFacts(
        targets=tuple(names[span] for span in sorted(names)),
        allows=tuple(allows_in_lines(text, whole)),
    )


def _in_commands(text: bytes, found: list[re.Match[bytes]]) -> Iterator[TargetName]:
    """What stands in strings: scripts, arguments for Cargo, values that these refer to."""
    commands = CommandTargets()
    for match in found:
        if match["script"] is not None:
            commands.read(read_script(text, Span(*match.span("script"))).commands)
        elif b"-" in (match["content"] or b""):
            # A name of a target has one, and so has an option.
            span = Span(*match.span("content"))
            before = text[max(0, match.start() - _LONGEST_NAME) : match.start()]
            script = read_script(text, span).commands
            if _ARGUMENTS.search(before):
                commands.read_arguments([word for each in script for word in each.words], "cargo")
                continue
            commands.read(script)
            name = _VARIABLE.search(before)
            if name is not None:
                value = Word(match["content"], span)
                commands.assign(name["name"].decode(), value)
                if name["name"] == b"CARGO_BUILD_TARGET":
                    commands.read_list(value, TargetRole.BUILD)
    for target in commands.all_names():
        yield replace(target, role=_locked(target.role))


def _of_toolchains(text: bytes, found: list[re.Match[bytes]]) -> Iterator[TargetName]:
    """What is installed, each with the release where one is named."""
    if _OF_RUST.search(text) is None:
        return
    code = bytearray(text)
    for match in found:
        if match["comment"] is not None:
            code[match.start() : match.end()] = b" " * (match.end() - match.start())
    releases = list(_RELEASE.finditer(code))
    starts = [match.start() for match in releases]
    for match in _LIST.finditer(code):
        # The list is an argument of the last toolchain before it.
        before = bisect_left(starts, match.start())
        release = releases[before - 1]["release"] if before else None
        for item in _ITEM.finditer(code, *match.span("items")):
            yield from _installed(item, release)
    for match in _ATTRIBUTE.finditer(code):
        yield from _installed(match, None)


def _installed(match: re.Match[bytes], release: bytes | None) -> Iterator[TargetName]:
    name, channel = match["name"].decode(), (release or b"").decode()
    if is_wasm_name(name):
        span = Span(*match.span("name"))
        if is_channel(channel):
            yield TargetName(name, span, TargetRole.INSTALL, frozenset({channel}))
        else:
            yield TargetName(name, span, TargetRole.LOCKED)


def _locked(role: TargetRole) -> TargetRole:
    return role if role is TargetRole.ARTIFACT else TargetRole.LOCKED

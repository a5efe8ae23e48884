"""The targets that commands name, where they are evidently about Rust.

`--target` of cargo, rustc and their kin, `rustup target add`, the variables that Cargo reads, and
paths below `target/`. The same triple in an argument of clang or zig is another name, and right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from wasi_lsp.project.file_facts import TargetName, TargetRole
from wasi_lsp.project.shell_words import Command, Word
from wasi_lsp.project.wasi_names import FORMER
from wasi_lsp.text.span import Span

#: Commands of Cargo that build for a target of their own choice.
_OWN_TARGET = frozenset({"component", "wasi", "wasix", "xtask"})
_PROGRAMS = frozenset({"cargo", "rustc", "rustdoc", "rustup", "rustup-init", "xargo"})
#: `cross` is an English word: what follows must be a command of Cargo's.
_CROSS_COMMANDS = frozenset(
    {"b", "bench", "build", "c", "check", "clippy", "doc", "r", "run", "rustc", "t", "test"}
)
#: Compilers with triples of their own.
_COMPILER = re.compile(r"(?:.*[-/])?(?:clang|gcc|g|zig|cc|c)(?:\+\+)?(?:-\d+)?")

#: Names that are meant to be WebAssembly targets. Others are not looked for in commands.
_WASM_NAME = re.compile(r"(?=[\w.-]*(?:wasm|wasi|wams))[A-Za-z][\w.]*(?:-[\w.]+)+(?:\.json)?")

_ASSIGNED = re.compile(rb"(?:\$env:)?([A-Za-z_]\w*)(?:[:?+]|::)?=")
_OPERATORS = frozenset({b"=", b":=", b"?=", b"::=", b"+="})
_DECLARES = frozenset({"arg", "declare", "env", "export", "local", "readonly", "set", "setx"})
_REFERENCES = (
    re.compile(r"\$\{\{\s*(?:[\w-]+\.)*([\w-]+)\s*\}\}"),
    re.compile(r"\{\{\s*\.?([\w-]+)\s*\}\}"),
    re.compile(r"\$(?:env:)?(\w+)"),
    re.compile(r"\$[{(](\w+)(?:\[[@*]\])?[)}]"),
    re.compile(r"%(\w+)%"),
)
_LISTED = re.compile(rb"\$\{\{[^{}\n]*\}\}|[^\s,|>]+")
_QUOTES = b"\"'\\"

_ARTIFACT = re.compile(rb"(?i:target)[\w)}]{0,24}[/\\]{1,2}(wasm[\w-]{0,80})(?=[/\\\"')}]|$)")
_CARGO_VARIABLE = re.compile(
    rb"CARGO_TARGET_(WASM[A-Z0-9_]{1,80}?)_(?:RUNNER|LINKER|RUSTFLAGS|RUSTDOCFLAGS)\b"
)


class _Assignment(NamedTuple):
    variable: str
    value: Word
    is_tried: bool


@dataclass(slots=True)
class CommandTargets:
    """What some commands say together; variables are followed once all have been read."""

    names: list[TargetName] = field(default_factory=list)
    #: By variable: what it names a target for.
    used: dict[str, TargetRole] = field(default_factory=dict)
    _assigned: list[_Assignment] = field(default_factory=list)
    #: Whether something is built for a target that is not named: by a tool with one of its own.
    _builds_otherwise: bool = False

    def read(self, commands: Iterable[Command]) -> None:
        """Take in some commands."""
        for command in commands:
            self._read(command.words, None, command.is_alternative)

    def read_arguments(self, words: Sequence[Word], program: str | None) -> None:
        """Take in words that stand alone, each in a string of its own; `program` runs them."""
        self._read(words, program, False)

    def read_list(self, word: Word, role: TargetRole) -> None:
        """Take in a list of targets in one string: `wasm32-wasip1, wasm32-wasip2`."""
        for match in _LISTED.finditer(word.source):
            self._take(Word(match[0], Span(*match.span()).shift(word.span.start)), role, False)

    def assign(self, variable: str, value: Word) -> None:
        """Take in a value that a variable is given elsewhere than in a command."""
        self._assigned.append(_Assignment(variable, value, False))

    def all_names(self) -> list[TargetName]:
        """Those that stand in commands, and those in variables that commands use."""
        used = self._roles()
        otherwise = self._builds_otherwise or not used.keys() <= {
            assigned.variable for assigned in self._assigned
        }
        found = [
            replace(name, made_otherwise=otherwise) if name.role is TargetRole.ARTIFACT else name
            for name in self.names
        ]
        by_variable: dict[str, list[TargetName]] = {}
        for variable, value, is_tried in self._assigned:
            role = used.get(variable)
            name = _name_in(value) if role is not None else None
            if name is not None and role is not None:
                target = TargetName(*name, role, is_tried=is_tried)
                by_variable.setdefault(variable, []).append(target)
        for names in by_variable.values():
            found += _chosen(names)
        return found

    def _roles(self) -> dict[str, TargetRole]:
        """The roles of all variables, also of those that are only given to others."""
        roles = dict(self.used)
        sources: dict[str, list[str]] = {}
        for variable, value, _ in self._assigned:
            source = _variable_in(value.source)
            if source is not None:
                sources.setdefault(variable, []).append(source)
        pending = list(roles)
        while pending:
            variable = pending.pop()
            for source in sources.get(variable, ()):
                if source not in roles:
                    roles[source] = roles[variable]
                    pending.append(source)
        return roles

    def _read(self, words: Sequence[Word], program: str | None, is_tried: bool) -> None:
        for word in words:
            self._read_paths(word)
        start = 0
        while start < len(words) and program is None:
            program = _program_at(words, start)
            start += 1
        self._assign(words[: start - 1] if program is not None else words, is_tried)
        if program is not None:
            self._read_options(words[start:], program, is_tried)

    def _read_paths(self, word: Word) -> None:
        if b" " in word.source:
            # What stands in quotes comes as a command of its own.
            return
        for match in _ARTIFACT.finditer(word.source):
            span = Span(*match.span(1)).shift(word.span.start)
            self.names.append(TargetName(match[1].decode(), span, TargetRole.ARTIFACT))
        for match in _CARGO_VARIABLE.finditer(word.source):
            span = Span(*match.span(1)).shift(word.span.start)
            name = match[1].decode().lower().replace("_", "-")
            self.names.append(TargetName(name, span, TargetRole.TABLE, in_variable=True))

    def _assign(self, words: Sequence[Word], is_tried: bool) -> None:
        for position, word in enumerate(words):
            match = _ASSIGNED.match(word.source)
            if match is not None:
                variable = match[1].decode()
                self._give(variable, _behind(word, match.end()), is_tried)
                if word.source.endswith(b"=") or word.source[match.end() :].startswith(b"("):
                    self._give_all(variable, words[position + 1 :], is_tried)
        head = [word for word in words if _text(word).lower() not in _DECLARES][:3]
        if len(head) < 2:
            return
        values = words[words.index(head[1]) + 1 :]
        if head[0].source == b"for" and len(head) > 2:
            self._give_all(_text(head[1]), values[1:], is_tried)
        elif head[1].source in _OPERATORS:
            self._give_all(_text(head[0]).removeprefix("$").removeprefix("env:"), values, is_tried)
        elif len(head) < len(words):
            # `ENV NAME value` of Dockerfiles.
            self._give(_text(head[0]), head[1], is_tried)

    def _give_all(self, variable: str, values: Iterable[Word], is_tried: bool) -> None:
        for value in values:
            self._give(variable, value, is_tried)

    def _give(self, variable: str, value: Word, is_tried: bool) -> None:
        if variable == "CARGO_BUILD_TARGET":
            self._take(value, TargetRole.BUILD, is_tried)
        else:
            self._assigned.append(_Assignment(variable, value, is_tried))

    def _read_options(self, words: Sequence[Word], program: str, is_tried: bool) -> None:
        role = _role_of(program)
        takes_targets = False
        position = 0
        while position < len(words):
            word = words[position]
            text = _text(word)
            position += 1
            another = _program_at(words, position - 1)
            if another is not None:
                role, takes_targets = _role_of(another), False
                program = another
            elif text == "--" and program != "rustup-init":
                return
            elif text in _OWN_TARGET and program == "cargo":
                self._builds_otherwise = True
            elif _COMPILER.fullmatch(text):
                return
            elif text in ("--target", "--targets") or (text == "-t" and role is TargetRole.INSTALL):
                if position < len(words):
                    self._take(words[position], role, is_tried)
                position += 1
            elif text.startswith("--target="):
                self._take(_behind(word, word.source.index(b"=") + 1), role, is_tried)
            elif program == "rustup" and text in ("add", "install"):
                takes_targets = position > 1 and _text(words[position - 2]) == "target"
            elif takes_targets and not text.startswith("-"):
                self._take(word, TargetRole.INSTALL, is_tried)

    def _take(self, word: Word, role: TargetRole, is_tried: bool) -> None:
        name = _name_in(word)
        if name is not None:
            self.names.append(TargetName(*name, role, is_tried=is_tried))
            return
        variable = _variable_in(word.source)
        if variable is not None:
            self.used.setdefault(variable, role)


def _chosen(names: list[TargetName]) -> Iterator[TargetName]:
    """The values of one variable: with a former name and its new one, a script has the choice."""
    known = {name.name for name in names}
    is_choice = any(each in FORMER and FORMER[each].successor in known for each in known)
    for name in names:
        yield replace(name, is_tried=name.is_tried or is_choice)


def variables_in(text: str) -> Iterator[str]:
    """The variables of CI services that a text refers to."""
    for match in re.finditer(_REFERENCES[0], text):
        yield match[1]


def is_wasm_name(text: str) -> bool:
    """Whether this is meant to be a target for WebAssembly."""
    return _WASM_NAME.fullmatch(text) is not None


def _program_at(words: Sequence[Word], position: int) -> str | None:
    """The tool of Rust's that runs with the words behind this one."""
    source = words[position].source
    if b"sh.rustup.rs" in source:
        return "rustup-init"
    text = source.decode(errors="replace").strip("@-+!$(){}%\"'\\")
    name = re.split(r"[/\\]", text)[-1].removesuffix(".exe").lower()
    if name in _PROGRAMS or name.startswith("cargo-"):
        return name
    if name == "cross" and position + 1 < len(words):
        following = _text(words[position + 1])
        return name if following in _CROSS_COMMANDS or following.startswith("+") else None
    return None


def _role_of(program: str) -> TargetRole:
    return TargetRole.INSTALL if program.startswith("rustup") else TargetRole.BUILD


def _text(word: Word) -> str:
    return word.source.strip(_QUOTES).decode(errors="replace")


def _behind(word: Word, start: int) -> Word:
    """The rest of a word."""
    return Word(word.source[start:], Span(word.span.start + start, word.span.end))


def _name_in(word: Word) -> tuple[str, Span] | None:
    """The name of a WebAssembly target that a word is; in `${T:-name}`, what it is by default."""
    source = word.source
    default = re.match(rb"[\"'(]*\$\{\w+:?[-=]", source)
    start = default.end() if default is not None else 0
    end = len(source.rstrip(_QUOTES))
    if default is not None:
        end = len(source[:end].rstrip(b"}"))
    start += len(source[start:end]) - len(source[start:end].lstrip(_QUOTES + b"("))
    text = source[start:end].decode(errors="replace")
    if not is_wasm_name(text):
        return None
    return text, Span(word.span.start + start, word.span.start + end)


def _variable_in(source: bytes) -> str | None:
    text = source.strip(_QUOTES).decode(errors="replace")
    for reference in _REFERENCES:
        match = reference.fullmatch(text)
        if match is not None:
            return match[1]
    return None

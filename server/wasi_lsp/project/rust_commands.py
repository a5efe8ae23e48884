"""The targets that Rust code hands to Cargo, rustc and rustup: `Command::new("cargo").args(…)`.

Read by tokens: what runs is evident from the calls alone, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from wasi_lsp.cfg.lexer import Token, TokenKind, tokens
from wasi_lsp.project.channels import is_channel
from wasi_lsp.project.command_targets import CommandTargets
from wasi_lsp.project.file_facts import TargetName, TargetRole
from wasi_lsp.project.script_facts import may_name_wasm
from wasi_lsp.project.shell_words import Word
from wasi_lsp.text.span import Span

#: By what code calls them: `Command::new("cargo")`, `Command::new(env!("CARGO"))`.
_PROGRAMS = {"cargo": "cargo", "CARGO": "cargo", "rustc": "rustc", "RUSTC": "rustc"} | {
    "rustup": "rustup",
    "cross": "cross",
}
_VARIABLE = b"CARGO_BUILD_TARGET"
_OPENING, _CLOSING = frozenset((b"(", b"[", b"{")), frozenset((b")", b"]", b"}"))
#: No call has more tokens; one that is not closed would be looked through to the end of the text.
_LONGEST_CALL = 1_024
#: What stands for an argument that is not written out.
_UNKNOWN = b"?"


@dataclass(slots=True)
class _Call:
    """A command, and where its arguments go on: in the calls on a variable."""

    program: str
    words: list[Word] = field(default_factory=list)
    variable: bytes = b""


def targets_of_commands(text: bytes) -> tuple[TargetName, ...]:
    """The names in a piece of Rust code, in order; spans count in it."""
    if (b"Command" not in text and _VARIABLE not in text) or not may_name_wasm(text):
        return ()
    reader = _Reader(text)
    found: list[TargetName] = []
    for call in reader.calls():
        targets = CommandTargets()
        targets.read_arguments(call.words, call.program)
        words = (word.source.decode(errors="replace").removeprefix("+") for word in call.words)
        channels = frozenset(filter(is_channel, words))
        found += (replace(name, channels=channels) for name in targets.all_names())
    targets = CommandTargets()
    for value in reader.variables:
        targets.read_list(value, TargetRole.BUILD)
    by_place = {name.span: _run(name) for name in (*found, *targets.all_names())}
    return tuple(by_place[span] for span in sorted(by_place))


def _run(name: TargetName) -> TargetName:
    return name if name.role is TargetRole.ARTIFACT else replace(name, role=TargetRole.RUN)


class _Reader:
    """The calls in a text, by its tokens."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._tokens = [
            token
            for token in takewhile(
                lambda token: token.kind is not TokenKind.END, tokens(text, 0, len(text))
            )
            if token.kind is not TokenKind.DOC_COMMENT
        ]
        #: The values that CARGO_BUILD_TARGET is given.
        self.variables: list[Word] = []

    def calls(self) -> Iterator[_Call]:
        """Every command with a program of Rust's."""
        #: The commands in variables, by their names.
        held: dict[bytes, _Call] = {}
        made: list[_Call] = []
        position = 0
        while position < len(self._tokens):
            word = self._word(position)
            if word == b"fn":
                held.clear()
            elif word == b"Command" and self._are(position + 1, b"::", b"new", b"("):
                call, position = self._new(position)
                if call is not None:
                    made.append(call)
                if call is not None and call.variable:
                    held[call.variable] = call
                continue
            elif word == b"set_var" and self._are(position + 1, b"("):
                arguments, _ = self._arguments(position + 1)
                self._take_variable(arguments)
            elif word in held and self._are(position + 1, b"."):
                position = self._chain(position + 1, held[word])
                continue
            elif word == b"=" and position:
                held.pop(self._word(position - 1), None)
            position += 1
        yield from made

    def _new(self, position: int) -> tuple[_Call | None, int]:
        """The command that is made at `Command`, and the position behind its chain of calls."""
        opened = position + 3
        closed = self._closed(opened)
        named = (self._content(each) for each in range(opened + 1, closed))
        programs = [_PROGRAMS[name] for name in named if name in _PROGRAMS]
        call = _Call(programs[0] if programs else "", variable=self._given_to(position))
        end = self._chain(closed + 1, call)
        return (call if programs else None), end

    def _given_to(self, position: int) -> bytes:
        """The variable in `let mut name = std::process::Command`, empty where there is none."""
        start = position
        while self._are(start - 1, b"::"):
            start -= 2
        return self._word(start - 2) if self._are(start - 1, b"=") else b""

    def _chain(self, position: int, call: _Call) -> int:
        """Take in the calls at `position`, each with its dot; the position behind them."""
        while self._are(position, b".") or self._are(position, b"?"):
            if self._are(position, b"?"):
                position += 1
                continue
            method = self._word(position + 1)
            position += 2
            if not self._are(position, b"("):
                continue
            arguments, closed = self._arguments(position)
            if method in (b"arg", b"args"):
                call.words += arguments
            elif method == b"env" and call.program:
                self._take_variable(arguments)
            position = closed + 1
        return position

    def _take_variable(self, arguments: Sequence[Word]) -> None:
        if len(arguments) == 2 and arguments[0].source == _VARIABLE:
            self.variables.append(arguments[1])

    def _arguments(self, opened: int) -> tuple[list[Word], int]:
        """The arguments in parentheses and in lists there, and the position of what closes them.

        What is no string stands for one argument that is not known.
        """
        closed = self._closed(opened)
        words: list[Word] = []
        part: list[int] = []
        depth = 0
        for position in range(opened + 1, closed + 1):
            word = self._word(position)
            depth += (word in _OPENING and word != b"[") - (word in _CLOSING and word != b"]")
            is_edge = word in (b",", b"[", b"]", b"&") or position == closed
            if is_edge and depth <= 0:
                if part:
                    words.append(self._argument(part))
                part = []
            else:
                part.append(position)
        return words, closed

    def _argument(self, part: Sequence[int]) -> Word:
        token = self._tokens[part[0]]
        if len(part) > 1 or self._content(part[0]) == "" or token.kind is not TokenKind.STRING:
            return Word(_UNKNOWN, Span(token.start, token.start))
        span = Span(token.start + 1, token.suffix - 1)
        return Word(self._text[span.start : span.end], span)

    def _content(self, position: int) -> str:
        """A name, or what a string without escapes means; else nothing."""
        token = self._tokens[position]
        if token.kind is TokenKind.STRING:
            source = self._text[token.start + 1 : token.suffix - 1]
            return "" if b"\\" in source else source.decode(errors="replace")
        return self._word(position).decode(errors="replace")

    def _closed(self, opened: int) -> int:
        """The position of what closes the bracket at a position; where that is far, another one."""
        depth = 0
        last = min(len(self._tokens), opened + _LONGEST_CALL) - 1
        for position in range(opened, last):
            word = self._word(position)
            depth += (word in _OPENING) - (word in _CLOSING)
            if depth == 0:
                return position
        return last

    def _are(self, position: int, *words: bytes) -> bool:
        return all(self._word(position + index) == word for index, word in enumerate(words))

    def _word(self, position: int) -> bytes:
        """The source of a name or mark; empty for everything else, and outside of the text."""
        if not 0 <= position < len(self._tokens):
            return b""
        token: Token = self._tokens[position]
        is_word = token.kind in (TokenKind.IDENT, TokenKind.PUNCT)
        return self._text[token.start : token.end] if is_word else b""

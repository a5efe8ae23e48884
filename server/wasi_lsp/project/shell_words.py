"""Text as shells read it, well enough to find commands and their arguments.

Recipes of make and just, Dockerfiles and the scripts of CI services are written so that a shell
understands them; what a variable holds and which branch is taken is not worked out. Reading is
linear in the size of the text and never fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wasi_lsp.text.span import Span

_ATOM = rb"""
    \$?\{\{[^{}\n]{0,200}\}\} | \$\{[^{}\n]{0,200}\} | \$\([\w.-]{1,200}\)
  | "(?:[^"\\\n]|\\.)*" | '[^'\n]*'
  | =\( | \\.
  | [^\s"'`;|&(){}\[\],<>\\]
"""
_TOKEN = re.compile(
    rb"""
    (?P<joined> [\\^`] \r?\n )
  | (?P<comment> (?<! [^\s;&|(] ) \#[^\n]* )
  | (?P<end> \|\| | && | [;|&()\n`] )
  | (?P<word> (?:"""
    + _ATOM
    + rb""")+ )
  """,
    re.VERBOSE,
)
#: The atoms of a word again, so that no quote is taken for another.
_QUOTED = re.compile(rb"""\\.|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'""")
_REMARK = re.compile(rb"(?im)^[ \t]*@?(?:rem\b|::)[^\n]*")

#: How many quotes can be around a command: `sh -c "su -c 'cargo build'"`.
_MAX_NESTING = 3


class Word(NamedTuple):
    """A word as it stands, with all its quotes; `span` is in the file."""

    source: bytes
    span: Span


class Command(NamedTuple):
    """The words of a command, which may have none."""

    words: tuple[Word, ...]
    #: Whether it is run if the one before it fails, or the next one if this one does.
    is_alternative: bool


class Script(NamedTuple):
    """What stands in a text."""

    commands: tuple[Command, ...]
    comments: tuple[Span, ...]


def read_script(text: bytes, span: Span, *, is_batch: bool = False) -> Script:
    """The commands in a part of `text`, also those within quotes, and the comments.

    `is_batch`: remarks are those of cmd.exe.
    """
    commands: list[Command] = []
    comments: list[Span] = []
    pending = [(span, 0)]
    while pending:
        part, depth = pending.pop()
        for command in _commands(text, part, comments, is_batch):
            commands.append(command)
            if depth < _MAX_NESTING:
                pending += ((each, depth + 1) for word in command.words for each in _quoted(word))
    return Script(tuple(commands), tuple(comments))


def _commands(text: bytes, part: Span, comments: list[Span], is_batch: bool) -> Iterator[Command]:
    remarks = _remarks(text, part) if is_batch else iter(())
    remark = next(remarks, None)
    words: list[Word] = []
    was_alternative = False
    for match in _TOKEN.finditer(text, part.start, part.end):
        while remark is not None and remark.end <= match.start():
            remark = next(remarks, None)
        if remark is not None and remark.start <= match.start():
            continue
        if match.lastgroup == "word":
            words.append(Word(match[0], Span(*match.span())))
        elif match.lastgroup == "comment":
            comments.append(Span(*match.span()))
        elif match.lastgroup == "end" and not _is_piped_to_installer(match[0], words):
            is_alternative = match[0] == b"||"
            if words:
                yield Command(tuple(words), was_alternative or is_alternative)
                words = []
            was_alternative = is_alternative
    if words:
        yield Command(tuple(words), was_alternative)


def _remarks(text: bytes, part: Span) -> Iterator[Span]:
    for match in _REMARK.finditer(text, part.start, part.end):
        yield Span(*match.span())


def _is_piped_to_installer(end: bytes, words: list[Word]) -> bool:
    """`curl https://sh.rustup.rs | sh -s -- --target …`: the arguments are rustup's."""
    return end == b"|" and any(b"sh.rustup.rs" in word.source for word in words)


def _quoted(word: Word) -> Iterator[Span]:
    """What stands in quotes in a word, where it is more than a word itself."""
    for match in _QUOTED.finditer(word.source):
        group = match.lastindex
        if group is not None and b" " in match[group]:
            yield Span(*match.span(group)).shift(word.span.start)

"""What Markdown says of targets: in the commands that it shows to its readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from wasi_lsp.project.channels import channels_in
from wasi_lsp.project.command_targets import CommandTargets
from wasi_lsp.project.file_facts import FileFacts, TargetName, TargetRole
from wasi_lsp.project.script_facts import may_name_wasm, settled
from wasi_lsp.project.shell_words import read_script
from wasi_lsp.project.text_allows import allows_in_lines
from wasi_lsp.project.wasi_names import FORMER
from wasi_lsp.text.span import Span

_LINE = re.compile(rb"[^\n]*\n?")
#: In quotes and in lists, too.
_FENCE = re.compile(
    rb"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*"
    rb"(?P<mark>`{3,}|~{3,})[ \t]*(?P<language>[\w-]*)(?P<rest>[^\n`]*)\n?"
)
_SHELLS = frozenset(
    {
        *(b"sh", b"bash", b"shell", b"zsh", b"fish", b"console", b"terminal", b"powershell"),
        *(b"shell-session", b"sh-session", b"shellsession", b"cmd", b"bat", b"pwsh", b"ps1"),
    }
)


def markdown_facts(text: bytes) -> FileFacts:
    """Read a Markdown file."""
    if not may_name_wasm(text):
        return FileFacts()
    fences = list(_shell_fences(text))
    return FileFacts(
        targets=tuple(name for fence in fences for name in _told(text, fence)),
        allows=tuple(allow for fence in fences for allow in allows_in_lines(text, fence)),
    )


def _shell_fences(text: bytes) -> Iterator[Span]:
    """The insides of the fenced blocks whose language is that of a shell."""
    mark, is_shell, start = b"", False, 0
    for line in _LINE.finditer(text):
        fence = _FENCE.fullmatch(line[0])
        if fence is None:
            continue
        if not mark:
            mark, start = fence["mark"], line.end()
            is_shell = fence["language"].lower() in _SHELLS
        elif fence["mark"].startswith(mark) and not fence["language"] and not fence["rest"].strip():
            if is_shell:
                yield Span(start, line.start())
            mark = b""


def _told(text: bytes, fence: Span) -> Iterator[TargetName]:
    commands = CommandTargets()
    commands.read(read_script(text, fence).commands)
    names = settled(commands.all_names(), channels_in(text, fence), text, fence)
    said = {(name.name, name.role) for name in names}
    for name in names:
        former = FORMER.get(name.name)
        # Both names for one thing: the reader has the choice.
        is_tried = former is not None and (former.successor, name.role) in said
        yield replace(name, role=TargetRole.TOLD, is_tried=name.is_tried or is_tried)

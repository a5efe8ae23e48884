"""Printing for people: colours only where they are wanted, and nothing that a terminal obeys."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from wasi_lsp.cli.output.place import shown
from wasi_lsp.project.problem import Gravity, Problem

#: What a terminal would obey, or would let the text look other than it is: shown as the symbol
#: for a control character, else as U+FFFD. As rustc does.
_REPLACED = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys(range(0x80, 0xA0), "\N{REPLACEMENT CHARACTER}"),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\N{REPLACEMENT CHARACTER}"),
    ord("\t"): "    ",
}


def visible(text: str) -> str:
    """`text` on one line as it can be printed safely; a tab takes four columns."""
    # File names hold bytes that are no UTF-8 as lone surrogates.
    return text.translate(_REPLACED).encode("utf-8", "replace").decode()


def stdout() -> Console:
    """Standard output: coloured on a terminal (`NO_COLOR` and `FORCE_COLOR` are honoured)."""
    return _console(stderr=False)


def stderr() -> Console:
    """Standard error, likewise."""
    return _console(stderr=True)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command's end, instead of ending here with exit code 1."""
        raise BrokenPipeError


def _console(stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    if hasattr(stream, "reconfigure"):
        # An old terminal shows `?` rather than ending the command.
        stream.reconfigure(errors="replace")
    return _Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def print_error(message: str, gravity: Gravity = Gravity.ERROR, hint: str | None = None) -> None:
    """A sentence on standard error, as `error: …`, with what may help on a second line."""
    style = "bold red" if gravity is Gravity.ERROR else "bold"
    line = Text.assemble((f"{gravity.value}: ", style), visible(message))
    if hint is not None:
        line.append(f"\n  help: {visible(hint)}")
    stderr().print(line)


def print_problem(problem: Problem) -> None:
    """A problem of one file, on standard error."""
    place = shown(problem.path)
    if problem.line is not None:
        place = f"{place}:{problem.line}"
    print_error(f"{place}: {problem.message}", problem.gravity)

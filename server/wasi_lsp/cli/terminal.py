"""Printing for people, with colours only where they are wanted."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from wasi_lsp.cli.output.place import shown
from wasi_lsp.cli.output.visible import visible
from wasi_lsp.project.problem import Gravity, Problem


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

"""A program in a terminal of its own: keys for it, and what it shows."""

from __future__ import annotations

import fcntl
import itertools
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte
from rich.style import Style
from rich.text import Text

#: How long to wait for something to be shown, in seconds: a server starts in it.
PATIENCE = 30

#: How long nothing must come for the screen to count as drawn, in seconds.
QUIET = 0.3


class Terminal:
    """A terminal of a fixed size in which a program runs until the end of the `with` block."""

    def __init__(
        self,
        command: Sequence[str | Path],
        folder: Path,
        variables: Mapping[str, str],
        *,
        columns: int,
        rows: int,
    ) -> None:
        self.columns = columns
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._program = subprocess.Popen(
            command,
            cwd=folder,
            env={
                **os.environ,
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                **variables,
            },
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._ours)

    @property
    def lines(self) -> list[str]:
        """What is shown, line by line."""
        return [line.rstrip() for line in self._screen.display]

    def press(self, keys: str) -> None:
        """Send keys, as the bytes that a terminal sends for them."""
        os.write(self._ours, keys.encode())

    def wait_for(self, *words: str) -> list[str]:
        """The lines, once all of the words are shown and the program draws no more."""
        started = time.monotonic()
        while self._read() or not all(word in "\n".join(self.lines) for word in words):
            if time.monotonic() - started > PATIENCE:
                shown = "\n".join(self.lines)
                raise AssertionError(f"waited in vain for {words} on\n{shown}")
        return self.lines

    def _read(self) -> bool:
        """Whether something came before it was quiet."""
        readable, _, _ = select.select([self._ours], [], [], QUIET)
        if readable:
            self._stream.feed(os.read(self._ours, 1 << 16))
        return bool(readable)

    def text(self) -> Text:
        """What is shown, with its colours."""
        shown = Text()
        for row in range(self._screen.lines):
            cells = [self._screen.buffer[row][column] for column in range(self._screen.columns)]
            for style, run in itertools.groupby(cells, _style):
                shown.append("".join(cell.data for cell in run), style)
            shown.append("\n")
        return shown


def _style(cell: pyte.screens.Char) -> Style:
    return Style(
        color=_colour(cell.fg),
        bgcolor=_colour(cell.bg),
        bold=cell.bold,
        italic=cell.italics,
        underline=cell.underscore,
        reverse=cell.reverse,
    )


def _colour(name: str) -> str:
    """pyte's name of a colour in rich's words: `14161b`, `default` or `brown`, which is yellow."""
    if len(name) == 6 and all(digit in "0123456789abcdef" for digit in name):
        return f"#{name}"
    return {"brown": "yellow"}.get(name, name)

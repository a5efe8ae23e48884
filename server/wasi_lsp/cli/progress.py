"""How far a long check is, on a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from wasi_lsp.cli.terminal import stderr

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

#: What is done sooner needs no bar.
_PATIENCE = 1.0


class Progress:
    """Called with the number of files that are done and of all; a bar appears after a second.

    Nothing is shown where standard error is no terminal.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._is_terminal = sys.stderr.isatty()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` files are done."""
        if not self._is_terminal or time.monotonic() - self._started < _PATIENCE:
            return
        if self._bar is None or self._task is None:
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
            from rich.progress import Progress as Bar

            columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn())
            self._bar = Bar(*columns, console=stderr(), transient=True)
            self._task = self._bar.add_task("", total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

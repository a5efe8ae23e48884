"""Processes that work beside an editor's: parsing would stop all threads of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context, parent_process
from threading import Lock, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.pool import Pool

#: How much less of the processor they get than others, on the scale of Unix up to 19.
_NICENESS = 5

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Processes:
    """Starts processes, and ends all of them together.

    They are spawned, since a fork would inherit locks and the protocol's stream. They end with this
    process, however it ends, and leave it the processor when it has something to do.
    """

    def __init__(self) -> None:
        # One that is being started reads what it is from us: it must not be left in the middle.
        self._starting = Lock()
        self._pools: set[Pool] = set()
        self._has_ended = False

    def map(self, function: Callable[[_In], _Out], values: Sequence[_In]) -> Iterator[_Out]:
        """The results, in the order in which they are ready; for a thread that can wait.

        Closing the iterator ends the processes, whatever they are at.
        """
        with self._starting:
            if self._has_ended or not values:
                return
            number = min(os.cpu_count() or 1, len(values))
            pool = get_context("spawn").Pool(number, _serve_parent)
            self._pools.add(pool)
        try:
            yield from pool.imap_unordered(function, values)
        finally:
            self._pools.discard(pool)
            pool.terminate()

    def end(self) -> None:
        """End those that run, and start no others."""
        with self._starting:
            self._has_ended = True
            for pool in list(self._pools):
                pool.terminate()


def _serve_parent() -> None:
    """Have this process give way to the one that started it, where the system can do that, and end
    when that ends, even if it was killed.
    """
    parent = parent_process()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()

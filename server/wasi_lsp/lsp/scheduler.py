"""When to judge a file again after it changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

#: Judging that takes less, in seconds, is done at every keystroke.
_SMALL = 0.010
#: The longest pause that is waited for in the typing.
_LONGEST = 0.050


def delay(cost: float) -> float:
    """How long to wait for more changes, where judging takes `cost`; both in seconds."""
    return 0.0 if cost < _SMALL else min(cost, _LONGEST)


class Scheduler:
    """Runs one piece of work for each key, after the last of a burst of requests for it."""

    def __init__(self, work: Callable[[str], None]) -> None:
        self._work = work
        self._waiting: dict[str, asyncio.Handle] = {}

    def request(self, key: str, after: float) -> None:
        """Do the work for `key` in `after` seconds, in place of what was requested before.

        With 0, messages that have arrived are handled first.
        """
        self.withdraw(key)
        loop = asyncio.get_running_loop()
        if after:
            self._waiting[key] = loop.call_later(after, self._run, key)
        else:
            self._waiting[key] = loop.call_soon(self._run, key)

    def withdraw(self, key: str) -> None:
        """Do not do the work for `key`."""
        if (handle := self._waiting.pop(key, None)) is not None:
            handle.cancel()

    def _run(self, key: str) -> None:
        del self._waiting[key]
        self._work(key)

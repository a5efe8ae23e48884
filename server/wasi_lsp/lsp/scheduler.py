"""When to do what: judging a file after it changed, and long work among short."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from time import perf_counter
from typing import TypeVar

_Value = TypeVar("_Value")

#: Judging that takes less, in seconds, is done at every keystroke.
_SMALL = 0.020
#: The longest pause that is waited for in the typing.
_LONGEST = 0.050
#: How long other messages may have to wait for work that takes long, in seconds.
_PAUSE_AFTER = 0.005


def delay(cost: float) -> float:
    """How long to wait for more changes, where judging takes `cost`; both in seconds."""
    return 0.0 if cost < _SMALL else min(cost, _LONGEST)


async def with_pauses(values: Iterable[_Value]) -> AsyncIterator[_Value]:
    """The values, for work on each that may be a lot together: other messages come in between.

    Also the place where a client's change of mind ends the work.
    """
    started = perf_counter()
    for value in values:
        if perf_counter() - started > _PAUSE_AFTER:
            await asyncio.sleep(0)
            started = perf_counter()
        yield value


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

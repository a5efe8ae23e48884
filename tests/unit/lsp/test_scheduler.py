from __future__ import annotations

import asyncio

from wasi_lsp.lsp.scheduler import Scheduler, delay


def test_small_work_does_not_wait_and_large_work_at_most_50_ms() -> None:
    assert delay(0.0) == delay(0.009) == 0.0
    assert delay(0.030) == 0.030
    assert delay(2.0) == 0.050


async def test_a_burst_is_worked_on_once_for_each_key() -> None:
    done: list[str] = []
    scheduler = Scheduler(done.append)
    for _ in range(5):
        scheduler.request("a", 0.0)
        scheduler.request("b", 0.01)
    assert done == []
    await asyncio.sleep(0.05)
    assert done == ["a", "b"]
    scheduler.request("a", 0.0)
    await asyncio.sleep(0)
    assert done == ["a", "b", "a"]


async def test_withdrawn_work_is_not_done() -> None:
    done: list[str] = []
    scheduler = Scheduler(done.append)
    scheduler.request("a", 0.0)
    scheduler.withdraw("a")
    scheduler.withdraw("never requested")
    await asyncio.sleep(0)
    assert done == []

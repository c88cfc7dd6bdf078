"""Processes that nobody waits for any more."""

import asyncio
import os
from typing import Any

import pytest

from wsisgraph.store.processes import Parent


class Slow(Parent):
    """A parent without a process, which forks when it is told to."""

    def __init__(self, told: dict[str, Any], fd: int) -> None:
        self.asked: list[dict[str, Any]] = []
        self.goes_on = asyncio.Event()
        self._forked = told, [fd]

    async def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
        self.asked.append(request)
        if request["do"] == "reap":
            return {"status": 0}, []
        await self.goes_on.wait()
        return self._forked


def is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


@pytest.mark.parametrize("pid", [7, None], ids=["a process", "a thread"])
def test_a_worker_whose_asker_went_away_meanwhile_is_ended_and_buried(pid: int | None) -> None:
    async def work() -> None:
        fd, other = os.pipe()
        parent = Slow({} if pid is None else {"pid": pid}, fd)
        asker = asyncio.create_task(parent.hire())
        while not parent.asked:
            await asyncio.sleep(0)
        asker.cancel()
        await asyncio.wait({asker})
        assert asker.cancelled()
        parent.goes_on.set()
        while is_open(fd) or len(parent.asked) < (1 if pid is None else 2):
            await asyncio.sleep(0)
        assert parent.asked[1:] == ([] if pid is None else [{"do": "reap", "pid": pid}])
        os.close(other)

    asyncio.run(asyncio.wait_for(work(), 30))

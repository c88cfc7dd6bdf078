"""Whose turn is next when jobs wait for a worker."""

import asyncio
from collections.abc import Callable

import pytest

from wsisgraph.store import waiting
from wsisgraph.store.jobs import Job
from wsisgraph.store.waiting import Waiting


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(waiting, "time", clock)
    return clock


def in_line(number: int, then: Callable[[Waiting, list[Job]], None]) -> None:
    async def run() -> None:
        line, jobs = Waiting(), [Job(b"", 10, 0) for _ in range(number)]
        for job in jobs:
            line.join(job)
        then(line, jobs)

    asyncio.run(run())


def test_the_oldest_is_next_while_nobody_waits_for_long(clock: Clock) -> None:
    def check(line: Waiting, jobs: list[Job]) -> None:
        clock.now += waiting.PATIENCE / 2
        assert [line.take() for _ in jobs] == jobs

    in_line(4, check)


def test_every_second_turn_is_the_newests_once_the_line_is_held_up(clock: Clock) -> None:
    def check(line: Waiting, jobs: list[Job]) -> None:
        clock.now += 2 * waiting.PATIENCE
        first, second, third, fourth, fifth = jobs
        assert [line.take() for _ in jobs] == [fifth, first, fourth, second, third]

    in_line(5, check)


def test_who_left_is_not_next(clock: Clock) -> None:
    def check(line: Waiting, jobs: list[Job]) -> None:
        line.leave(jobs[0])
        assert jobs[0] not in line
        assert (len(line), line.take()) == (1, jobs[1])

    in_line(2, check)

"""What work costs: the seconds that engines computed for one asker, and how the pool stands."""

from collections import Counter
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(slots=True)
class Meter:
    """What was computed for one asker.

    Attributes:
        seconds: time that worker processes spent on a processor; for queries of a moment, the
            time from question to answer.
    """

    seconds: float = 0.0


charged: ContextVar[Meter | None] = ContextVar("charged", default=None)
"""Whoever asks within this context pays by this meter."""


@dataclass(frozen=True, slots=True)
class Census:
    """How a pool stands.

    Attributes:
        running: queries that are being answered, with the heavy ones.
        heavy: those of them that have computed for long.
        queued: queries that wait for a worker.
        workers: processes, busy or idle.
        taken: bytes that they allocated or copied beyond the data.
        ended: queries that were ended before their time, by the reason.
    """

    running: int = 0
    heavy: int = 0
    queued: int = 0
    workers: int = 0
    taken: int = 0
    ended: dict[str, int] = field(default_factory=dict)


def added_up(pools: Iterable[Census]) -> Census:
    """Return how several pools stand together."""
    total = Census()
    for one in pools:
        total = Census(
            total.running + one.running,
            total.heavy + one.heavy,
            total.queued + one.queued,
            total.workers + one.workers,
            total.taken + one.taken,
            dict(Counter(total.ended) + Counter(one.ended)),
        )
    return total


@runtime_checkable
class Counted(Protocol):
    """A store that can tell how its pool stands."""

    def census(self) -> Census:
        """Return how the pool stands now."""
        ...

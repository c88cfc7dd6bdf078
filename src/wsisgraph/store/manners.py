"""How a pool treats its queries: those of strangers, and the service's own questions."""

from dataclasses import dataclass

HEAVY_AFTER = 0.25
"""Seconds of computing after which a query is heavy."""

HEAVY_WHEN_OTHERS_WAIT = 0.025
"""Seconds of computing after which it is heavy while others wait for a worker."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a pool treats its queries.

    Attributes:
        nice: the priority of its processes; that of the front process is 0.
        nice_when_heavy: the priority of a heavy query that has computed for longer still.
        heavy_after: seconds of computing after which a query is heavy while others wait.
        memory_of_all: bytes that its processes together may take, by allocating and by copying of
            the data what they walk over; or twice the data.
        shares: or so many times what one query may allocate.
        warm: whether its processes are kept once they have walked over the data, and are sent to
            walk over them beforehand: the first walk costs a fault for each page of memory.
    """

    nice: int
    nice_when_heavy: int
    heavy_after: float
    memory_of_all: int
    shares: float
    warm: bool


STRANGERS = Manners(8, 19, HEAVY_WHEN_OTHERS_WAIT, 400 << 20, 1.5, warm=False)
"""For queries that anybody may write."""

OWN_QUESTIONS = Manners(0, 10, HEAVY_AFTER, 100 << 20, 0, warm=True)
"""For the questions of the service itself."""

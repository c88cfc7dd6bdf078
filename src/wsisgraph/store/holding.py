"""Holding a revision: one asker's own questions go on reading it while others write.

An answer that is put together from many questions begins anew when another revision is published
meanwhile. Where somebody writes all the time it would never be whole; so it may keep a worker for
itself, which holds the revision that it was born with.
"""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass, field

from wsisgraph.store.jobs import Worker
from wsisgraph.store.protocol import Revision

AT_ONCE = 4
"""How many hold a revision at a time; others wait for their turn."""


@dataclass(eq=False)
class Lease:
    """A worker that answers one asker only.

    Attributes:
        worker: the process.
        turn: who asks it waits for this; it answers one question at a time.
        over: whether it was given back.
    """

    worker: Worker
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    over: bool = False

    @property
    def revision(self) -> Revision:
        """What is held."""
        return self.worker.revision


_lease: ContextVar[Lease | None] = ContextVar("lease", default=None)


def begin(lease: Lease) -> None:
    """Let this task, and those that it starts, ask the worker of the lease."""
    _lease.set(lease)


def end(lease: Lease) -> None:
    """Let them ask as everybody does; also those that go on longer than the lease."""
    lease.over = True
    _lease.set(None)


def held() -> Lease | None:
    """Return the lease of this task; None without one, or when its worker died."""
    lease = _lease.get()
    return None if lease is None or lease.over or lease.worker.gone else lease

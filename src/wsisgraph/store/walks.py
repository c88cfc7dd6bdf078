"""Walks: idle processes are sent over the data beforehand, so that the first query finds them warm.

The first walk over memory that was forked costs a fault for each page. Only where the data are
small enough for each process to keep its copy is that worth while.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from wsisgraph.store import frames
from wsisgraph.store.greed import LARGEST_KEPT
from wsisgraph.store.jobs import Job, Worker
from wsisgraph.store.manners import Manners
from wsisgraph.store.staff import Staff

WARMING = "walk"
"""What such a job is called."""

_CALM = 0.3
_WALK = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_LONGEST_WALK = 10.0


class Walks:
    """Sends the idle workers of a staff for a walk."""

    def __init__(
        self,
        staff: Staff,
        manners: Manners,
        memory: int,
        *,
        is_calm: Callable[[], bool],
        on_sent: Callable[[], None],
    ) -> None:
        """Prepare.

        Args:
            staff: whom to send.
            manners: whether anybody is sent.
            memory: bytes that one query may allocate.
            is_calm: tells whether nobody waits for an answer.
            on_sent: called when one was sent.
        """
        self._staff = staff
        self._manners = manners
        self._memory = memory
        self._is_calm = is_calm
        self._on_sent = on_sent
        self._soon = False
        self._over = False

    def keep_warm(self, worker: Worker) -> bool:
        """Tell whether a worker is to keep what it walked over."""
        small = not worker.readers.on_disk and worker.newborn.held <= LARGEST_KEPT
        return self._manners.warm and small

    async def all(self) -> None:
        """Send all that are idle now, and wait until they are back."""
        cold = [worker for worker in self._staff.idle if self.keep_warm(worker)]
        walks = [self._send(worker).ready for worker in cold]
        await asyncio.gather(*walks, return_exceptions=True)

    def soon(self) -> None:
        """Send those that are idle, one after another, once it is calm."""
        if self._manners.warm and not self._soon and not self._over:
            self._soon = True
            asyncio.get_running_loop().call_later(_CALM, self._next)

    def end(self) -> None:
        """Send nobody any more."""
        self._over = True

    def _next(self) -> None:
        self._soon = False
        cold = [w for w in self._staff.idle if not w.warm and self.keep_warm(w)]
        if self._over or not cold:
            return
        if self._is_calm():
            self._send(cold[0])
        self.soon()

    def _send(self, worker: Worker) -> Job:
        self._staff.idle.remove(worker)
        worker.warm = True
        job = Job(
            frames.message(frames.REQUEST, _walk()), _LONGEST_WALK, self._memory, what=WARMING
        )
        # Nobody need wait for it, and how it ends changes nothing.
        job.ready.add_done_callback(lambda done: done.cancelled() or done.exception())
        worker.begin(job)
        self._on_sent()
        return job


def _walk() -> dict[str, Any]:
    return {
        "do": "query",
        "query": _WALK,
        "inspect": False,
        "formats": ["json"],
        "max_rows": None,
        "default_graphs": [],
        "named_graphs": [],
        "prefixes": {},
        "base": None,
    }

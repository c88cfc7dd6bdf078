"""Heavy queries: those that turn out long, and which of them run while the others wait.

Those that have computed little go first, so that a query of a tenth of a second need not wait for
bombs of ten; among equals the oldest, which so come to an end one after another.
"""

import signal
from collections.abc import Iterator

from wsisgraph.store.jobs import Job, Worker
from wsisgraph.store.manners import Manners
from wsisgraph.store.vitals import computing_time

_STEP = 0.05
_SLOW = 3


class Heavies:
    """The workers of a pool whose queries are heavy, in the order in which they became so."""

    def __init__(self, *, running: int, at_most: int, manners: Manners) -> None:
        """Begin with none.

        Args:
            running: how many run at a time.
            at_most: how many there may be.
            manners: how they are treated.
        """
        self.at_most = at_most
        self._running = running
        self._manners = manners
        self._workers: list[Worker] = []

    def __len__(self) -> int:
        """How many there are."""
        return len(self._workers)

    def __iter__(self) -> Iterator[Worker]:
        """Give them, the oldest first."""
        return iter(self._workers)

    def take(self, worker: Worker) -> Worker | None:
        """Take one more; return the one that has to end if there are too many."""
        worker.heavy = True
        self._workers.append(worker)
        if len(self._workers) <= self.at_most:
            return None
        # Whoever has computed longest had the best chance to come to an end.
        return max(reversed(self._workers), key=turn)

    def leave(self, worker: Worker) -> None:
        """Let one go, if it is of them; another runs in its place."""
        if worker.heavy:
            worker.heavy = False
            self._workers.remove(worker)
            self.choose()

    def choose(self) -> None:
        """Choose which of them run and which wait."""
        for worker in self._workers:
            if not worker.slow and turn(worker) >= _SLOW:
                worker.slow = True
                worker.be_nice(self._manners.nice_when_heavy)
        # The list is in the order in which they became heavy, and sorting keeps it among equals.
        chosen = set(sorted(self._workers, key=turn)[: self._running])
        for worker in self._workers:
            wait = worker not in chosen
            if wait != worker.stopped:
                worker.signal(signal.SIGSTOP if wait else signal.SIGCONT)
                worker.stopped = wait


def is_heavy(worker: Worker, job: Job, now: float, limit: float) -> bool:
    """Tell whether a query has computed for so many seconds since it was first looked at."""
    # What counts is computing, not waiting for a processor: on a busy machine every query
    # lasts long. Counting begins at the first look, so that short ones cost nothing.
    computed = computing_time(worker.pid)
    if computed is None:
        computed = now - job.started
    if job.computed_before is None:
        job.computed_before = computed
    return computed - job.computed_before >= limit


def turn(worker: Worker) -> int:
    """Order heavy queries by what they have computed, in steps that double."""
    before = (worker.job.computed_before if worker.job else None) or 0.0
    computed = (computing_time(worker.pid) or 0.0) - before
    return max(0, int(computed / _STEP)).bit_length()

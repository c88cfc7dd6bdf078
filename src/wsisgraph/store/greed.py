"""Who takes too much memory, of the workers of a pool."""

from collections.abc import Collection, Iterable

from wsisgraph.store.heavy import turn
from wsisgraph.store.jobs import Worker
from wsisgraph.store.manners import Manners

TOGETHER = 1.25
"""What all workers together may allocate beyond the data, in shares of what one query may."""

LARGEST_KEPT = 128 << 20
"""Bytes of data of which every worker may keep a copy."""


def larger_than_theirs(busy: Iterable[Worker]) -> list[Worker]:
    """Return those that compute a write and take more than that one may."""
    return [
        worker
        for worker in busy
        if worker.job is not None
        and worker.job.what != "query"
        and worker.grown > worker.job.memory
    ]


def too_much_together(busy: Collection[Worker], memory: int) -> list[Worker]:
    """Return the largest, as many as have to end for the others to have room.

    Args:
        busy: those with a query.
        memory: bytes that one query may allocate.
    """
    found = []
    grown = sum(worker.grown for worker in busy)
    for worker in sorted(busy, key=lambda worker: -worker.grown):
        if grown <= TOGETHER * memory:
            break
        grown -= worker.grown
        found.append(worker)
    return found


def to_spare(workers: Collection[Worker], manners: Manners, memory: int) -> list[Worker]:
    """Return those that wait, as many as the machine has no room for.

    Args:
        workers: all workers.
        manners: tells how much they may take.
        memory: bytes that one query may allocate.
    """
    taken = sum(worker.taken for worker in workers)
    data = max((worker.newborn.held for worker in workers), default=0)
    copies = len(workers) if manners.warm and data <= LARGEST_KEPT else 2
    most = max(manners.memory_of_all, manners.shares * memory, copies * data)
    # First the idle ones; then the stopped queries that have computed longest.
    spare = [w for w in workers if w.stopped or w.job is None]
    order = {w: (w.heavy, -turn(w) if w.heavy else 0, -w.taken) for w in spare}
    found = []
    for worker in sorted(spare, key=lambda worker: order[worker]):
        if taken <= most:
            break
        taken -= worker.taken
        found.append(worker)
    return found

"""The staff of a pool: its workers, hired from a reader parent, kept while they wait, buried.

Some spare ones wait beside those that are needed. Who has grown fat is let go once it is idle.
"""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from wsisgraph.errors import StoreError
from wsisgraph.store import endings
from wsisgraph.store.heavy import Heavies
from wsisgraph.store.jobs import Overseer, Worker
from wsisgraph.store.processes import Readers
from wsisgraph.store.protocol import EMPTY

_KEPT_AT_REST = 16 << 20
_REST = 1.0
_SURPLUS = 4
_STOCK = 8


class Staff:
    """The workers of a pool.

    Attributes:
        revision: what they read; those of another one finish what they have begun.
        workers: all of them.
        idle: those without a query, the one that waited least last.
        heavy: those with a heavy one.
    """

    def __init__(
        self,
        overseer: Overseer,
        heavy: Heavies,
        *,
        wanted: int,
        nice: int,
        on_idle: Callable[[], None],
    ) -> None:
        """Begin with none; `attach` gives them a parent.

        Args:
            overseer: is told what they say.
            heavy: knows those with a heavy query.
            wanted: how many there are to be for short queries, with the spare ones.
            nice: their priority.
            on_idle: called when another one waits for a query.
        """
        self.revision = EMPTY
        self.workers: set[Worker] = set()
        self.idle: list[Worker] = []
        self.heavy = heavy
        self._overseer = overseer
        self._wanted = wanted
        self._nice = nice
        self._on_idle = on_idle
        self._readers: Readers | None = None
        self._stock = 0
        self._refilling: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._resting = False
        self._closed = False
        self._moved = asyncio.Event()

    # The parent.

    async def prepare(self, readers: Readers, number: int) -> list[Worker]:
        """Return some workers of a parent, to be there before those of another are let go."""
        fresh: list[Worker] = []
        try:
            for _ in range(number):
                fresh.append(await self.hire(readers))
        except BaseException:
            for worker in fresh:
                self.take_back(worker)
            raise
        return fresh

    def attach(self, readers: Readers, fresh: list[Worker]) -> None:
        """Hire from this parent from now on, at the revision it holds."""
        self._readers = readers
        self._stock = 0
        self.revision = readers.revision
        for worker in [w for w in self.idle if w not in fresh]:
            self.dismiss(worker)
        self.idle = [w for w in fresh if not w.gone]
        self._tell_moved()

    def detach(self, readers: Readers) -> list[Worker]:
        """The parent died; return its workers, which are dying with it."""
        if self._readers is readers:
            self._readers = None
        self._tell_moved()
        return [worker for worker in self.workers if worker.readers is readers]

    def is_used(self, readers: Readers) -> bool:
        """Tell whether any worker of this parent is still there."""
        return any(worker.readers is readers for worker in self.workers)

    def shut(self) -> None:
        """Hire and bury nobody any more."""
        self._closed = True

    async def close(self) -> None:
        """End what is under way."""
        self._tell_moved()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _tell_moved(self) -> None:
        """Wake who waits for another revision, or for another parent."""
        self._moved.set()
        self._moved = asyncio.Event()

    # Hiring.

    async def full(self) -> None:
        """Wait until those that are missing are hired."""
        if self._refilling is not None:
            await self._refilling

    async def stock_up(self, spare: int) -> None:
        """Hire workers beyond the usual: for a while, none can be forked."""
        self._stock = _STOCK
        with contextlib.suppress(StoreError):
            while self._readers is not None and len(self.idle) < spare + _STOCK:
                worker = await self.hire(self._readers)
                self.idle.append(worker)

    async def lend(self) -> Worker:
        """Give away a worker of the current revision: nobody else's queries run on it.

        A parent may be ahead for a moment of what others read. Who had its worker then would read
        an older revision afterwards; so it is given once all read the same.

        Raises:
            StoreUnavailable: there is no parent to fork one from.
        """
        if self._readers is None:
            raise endings.lost()
        hired: asyncio.Task[Worker] = self.spawn(self.hire(self._readers))
        try:
            worker: Worker = await asyncio.shield(hired)
        except asyncio.CancelledError:
            # A fork cannot be taken back half-way.
            hired.add_done_callback(self._send_away)
            raise
        worker.lent = True
        try:
            while worker.revision.sequence > self.revision.sequence and not worker.gone:
                await self._moved.wait()
        except asyncio.CancelledError:
            self.take_back(worker)
            raise
        return worker

    def _send_away(self, hired: "asyncio.Task[Worker]") -> None:
        if not hired.cancelled() and hired.exception() is None:
            self.take_back(hired.result())

    def take_back(self, worker: Worker) -> None:
        """Let a worker go that was lent."""
        if not worker.gone:
            self.dismiss(worker)
            self._on_idle()

    def refill(self) -> None:
        """Hire those that are missing."""
        if self._refilling is None and not self._closed and self._missing() > 0:
            self._refilling = self.spawn(self._hire_missing())

    def _missing(self) -> int:
        """How many workers for short queries are not there."""
        if self._readers is None:
            return 0
        light = sum(
            1
            for worker in self.workers
            if not worker.heavy and not worker.lent and worker.revision == self.revision
        )
        return self._wanted - light

    async def _hire_missing(self) -> None:
        try:
            while self._missing() > 0 and self._readers is not None:
                readers = self._readers
                worker = await self.hire(readers)
                if readers is not self._readers or worker.revision != self.revision:
                    # The parent is a revision further: `attach` hires its own in a moment.
                    self.dismiss(worker)
                    return
                self.idle.append(worker)
                self._on_idle()
        except StoreError:
            # The parent died; whoever watches it attaches another.
            return
        finally:
            self._refilling = None

    async def hire(self, readers: Readers) -> Worker:
        """Return a new worker of a parent."""
        pid, connection, revision = await readers.fork()
        worker = Worker(self._overseer, readers, pid, revision)
        worker.be_nice(self._nice)
        await self._connect(worker, connection)
        self.workers.add(worker)
        return worker

    async def _connect(self, worker: Worker, connection: socket.socket) -> None:
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.connect_accepted_socket(lambda: worker, connection)

    # Keeping, and letting go.

    def keep(self, worker: Worker) -> None:
        """Let one wait for its next query; another is let go where there are too many."""
        worker.idle_since = time.monotonic()
        self.idle.append(worker)
        if self._missing() < -_SURPLUS - self._stock:
            self.dismiss(self.idle[0])

    def dismiss(self, worker: Worker) -> None:
        """Let one go, and bury it."""
        self.forget(worker)
        if not self._closed:
            self.spawn(self._bury(worker))

    def forget(self, worker: Worker) -> None:
        """Let one go that is buried by somebody else."""
        if worker.job is not None:
            worker.job.charge(worker.pid)
        worker.hang_up()
        self.workers.discard(worker)
        if worker in self.idle:
            self.idle.remove(worker)
        self.heavy.leave(worker)

    async def _bury(self, worker: Worker) -> None:
        with contextlib.suppress(StoreError):
            await worker.readers.reap(worker.pid)

    def rest_soon(self) -> None:
        """Let processes go that will have been idle for a while and hold much."""
        if not self._resting and not self._closed:
            self._resting = True
            asyncio.get_running_loop().call_later(_REST, self._rest)

    def _rest(self) -> None:
        """Let them go, and hire lean ones for them."""
        self._resting = False
        if self._closed:
            return
        now = time.monotonic()
        taken = sum(worker.taken for worker in self.idle)
        for worker in sorted(self.idle, key=lambda worker: -worker.taken):
            if taken <= _KEPT_AT_REST:
                return
            if now - worker.idle_since >= _REST:
                taken -= worker.taken
                self.dismiss(worker)
        self.refill()
        self.rest_soon()

    def spawn(self, work: Any) -> "asyncio.Task[Any]":
        """Have something done that ends with the staff."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

"""The pool: which query runs on which worker, for how long, and at whose cost.

Up to `workers` short queries run at once, each in a process of its own; some spare processes wait
beside them. A query that turns out long is **heavy**: it keeps its process, at low priority, but
no longer counts among the `workers`, and a spare takes its place, so that short queries always
find one. Only `workers − 2` heavy ones run at a time; the others are stopped (SIGSTOP) and wait,
while their deadlines go on. Those that have computed little go first, so that a query of a tenth
of a second need not wait for bombs of ten; among equals the oldest, which so come to an end one
after another. Any number of bombs at once leaves the others their share of the machine.

What ends a query before its time: its deadline; the memory of all workers together (then the
largest goes); the kernel or the engine, on memory or nesting; the asker, by going away. In each
case the process is killed, which always works, and replaced.

A service has two pools over the same data (`Manners`): one for what strangers ask, and one for the
questions that are its own, whose cost is known. A page asks dozens of those, one after another: it
would not get through a line in which bombs take turns.
"""

import asyncio
import contextlib
import signal
import socket
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from wsisgraph.errors import QueueFull, StoreError
from wsisgraph.store import endings, frames
from wsisgraph.store.answers import Spool, StreamedAnswer
from wsisgraph.store.changes import revived
from wsisgraph.store.endings import FOR_A_WRITE
from wsisgraph.store.jobs import Job, Overseer, Worker
from wsisgraph.store.manners import HEAVY_AFTER, STRANGERS, Manners
from wsisgraph.store.metering import Census
from wsisgraph.store.processes import Readers
from wsisgraph.store.protocol import EMPTY
from wsisgraph.store.vitals import computing_time
from wsisgraph.store.waiting import Waiting

TICK = 0.02
"""Seconds between two looks at the running queries."""

TOGETHER = 1.25
"""What all workers together may allocate beyond the data, in shares of what one query may."""

LARGEST_ANSWER = 256 << 20
"""Bytes of the largest answer."""

ALL_ANSWERS = 1 << 30
"""Bytes of answers that may wait on the disk for slow readers."""

LARGEST_SHARE = 8 << 20
"""Bytes of an answer that is taken even when that many wait."""

_STEP = 0.05
_SLOW = 3
_KEPT_MEMORY = 24 << 20
_KEPT_AT_REST = 16 << 20
_REST = 1.0
_SURPLUS = 4
_STOCK = 8
_LOOK_EVERY = 64
_QUEUE_PER_WORKER = 16
_CALM = 0.3
_WARMING = "walk"
_WALK = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_LONGEST_WALK = 10.0
_LARGEST_KEPT = 128 << 20


class Pool(Overseer):
    """Runs queries on workers forked from a reader parent."""

    def __init__(
        self, *, workers: int, memory: int, spool: Spool, manners: Manners = STRANGERS
    ) -> None:
        """Make a pool; it works once it was given a parent by `prepare` and `attach`.

        Args:
            workers: processes for short queries.
            memory: bytes that one query may allocate (said in messages; the sandbox enforces it).
            spool: where large answers wait.
            manners: how it treats them.
        """
        self.revision = EMPTY
        self._manners = manners
        self._size = workers
        self._heavy_running = max(1, workers - 2)
        self._heavy_at_most = max(16, 4 * workers)
        self._spare = 1 if manners.warm else max(2, workers // 2)
        self._queue_at_most = max(64, _QUEUE_PER_WORKER * workers)
        self._memory = memory
        self._spool = spool
        self._readers: Readers | None = None
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._heavy: list[Worker] = []
        self._queue = Waiting()
        self._ended: Counter[str] = Counter()
        self._refilling: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._stock = 0
        self._ticking = False
        self._resting = False
        self._warming = False
        self._closed = False
        self._moved = asyncio.Event()

    async def prepare(self, readers: Readers) -> list[Worker]:
        """Return some workers of this parent, to be there before those of another are let go."""
        return [await self._hire(readers) for _ in range(max(1, self._size // 2))]

    def attach(self, readers: Readers, fresh: list[Worker]) -> None:
        """Serve from this parent from now on, at the revision it holds.

        Queries that run on workers of another finish.
        """
        self._readers = readers
        self._stock = 0
        self.revision = readers.revision
        for worker in [w for w in self._idle if w not in fresh]:
            self._dismiss(worker)
        self._idle = [w for w in fresh if not w.gone]
        self._tell_moved()
        self._dispatch()
        self._warm_soon()

    async def warm_up(self) -> None:
        """Hire all workers that there will be, and have them walk over the data now."""
        if self._refilling is not None:
            await self._refilling
        cold = [worker for worker in self._idle if self._keeps_warm(worker)]
        walks = [self._send_for_a_walk(worker).ready for worker in cold]
        await asyncio.gather(*walks, return_exceptions=True)

    async def stock_up(self) -> None:
        """Hire workers beyond the usual: for a while, none can be forked."""
        self._stock = _STOCK
        with contextlib.suppress(StoreError):
            while self._readers is not None and len(self._idle) < self._spare + _STOCK:
                self._idle.append(await self._hire(self._readers))

    def detach(self, readers: Readers) -> None:
        """The parent died: its workers are dying with it."""
        if self._readers is readers:
            self._readers = None
        for worker in [w for w in self._workers if w.readers is readers]:
            self._end(worker, endings.lost())
        self._tell_moved()

    def _tell_moved(self) -> None:
        """Wake who waits for another revision, or for another parent."""
        self._moved.set()
        self._moved = asyncio.Event()

    def is_used(self, readers: Readers) -> bool:
        """Tell whether any worker of this parent is still there."""
        return any(worker.readers is readers for worker in self._workers)

    def census(self) -> Census:
        """Return how the pool stands."""
        return Census(
            running=sum(1 for worker in self._workers if worker.job is not None),
            heavy=len(self._heavy),
            queued=len(self._queue),
            workers=len(self._workers),
            taken=sum(worker.taken for worker in self._workers),
            ended=dict(self._ended),
        )

    async def run(
        self,
        request: dict[str, Any],
        *,
        seconds: float,
        bodies: Sequence[bytes] = (),
        what: str = "query",
    ) -> StreamedAnswer:
        """Answer a query, or compute a write; see `Store.query` for what is raised.

        Args:
            request: what the worker is to do.
            seconds: until it is ended.
            bodies: documents that belong to it.
            what: what it is called in messages.
        """
        if len(self._queue) >= self._queue_at_most:
            raise QueueFull(
                f"{len(self._queue)} queries are waiting already", mend="ask again in a moment"
            )
        job = Job(
            frames.message(frames.REQUEST, request),
            seconds,
            int(self._memory * (1 if what == "query" else FOR_A_WRITE)),
            bodies=bodies,
            what=what,
        )
        self._queue.join(job)
        self._dispatch()
        return await self._answered(job)

    async def lend(self) -> Worker:
        """Give away a worker of the current revision: nobody else's queries run on it.

        A parent may be ahead for a moment of what others read. Who had its worker then would read
        an older revision afterwards; so it is given once all read the same.

        Raises:
            StoreUnavailable: there is no parent to fork one from.
        """
        if self._readers is None:
            raise endings.lost()
        hired: asyncio.Task[Worker] = self._spawn(self._hire(self._readers))
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

    def _send_away(self, hired: asyncio.Task[Worker]) -> None:
        if not hired.cancelled() and hired.exception() is None:
            self.take_back(hired.result())

    async def run_on(
        self, worker: Worker, request: dict[str, Any], *, seconds: float
    ) -> StreamedAnswer:
        """Answer a query on a worker that was lent; see `run`."""
        if worker.gone:
            raise endings.lost()
        job = Job(frames.message(frames.REQUEST, request), seconds, self._memory)
        worker.begin(job)
        return await self._answered(job)

    def take_back(self, worker: Worker) -> None:
        """Let a worker go that was lent."""
        if not worker.gone:
            self._dismiss(worker)
            self._dispatch()

    async def _answered(self, job: Job) -> StreamedAnswer:
        self._keep_ticking()
        try:
            return await job.ready
        except asyncio.CancelledError:
            self._cancel(job)
            raise

    async def close(self) -> None:
        """End every query."""
        self._closed = True
        for worker in list(self._workers):
            self._end(worker, endings.closing())
        self._tell_moved()
        for job in self._queue:
            job.fail(endings.closing())
        self._queue.clear()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # What workers say.

    def on_frame(self, worker: Worker, letter: bytes, payload: bytes) -> None:
        """Take one frame of an answer."""
        job = worker.job
        if job is None:
            return
        if letter == frames.DATA:
            if job.answer is None:
                raise ValueError("data before the head of an answer")
            job.answer.add(payload)
            if job.answer.size > LARGEST_ANSWER:
                self._end(worker, endings.answer_too_large(LARGEST_ANSWER))
            elif job.answer.size > LARGEST_SHARE and self._spool.used > ALL_ANSWERS:
                self._end(worker, endings.answers_too_large(ALL_ANSWERS))
        elif letter == frames.HEAD:
            told = frames.decode(payload)
            job.answer = StreamedAnswer(
                told["kind"],
                told["format"],
                told["media_type"],
                worker.revision,
                spool=self._spool,
            )
        elif letter == frames.END:
            told = frames.decode(payload)
            if job.answer is None:
                raise ValueError("the end of an answer that never began")
            job.answer.truncated = told["truncated"]
            job.answer.told = told
            job.hand_out(job.answer)
            self._release(worker, again=not told["retire"])
        else:
            told = frames.decode(payload)
            job.fail(revived(told))
            self._release(worker, again=not told.get("retire"))

    def on_nonsense(self, worker: Worker) -> None:
        """End a worker that does not keep to the protocol."""
        self._end(worker, endings.cause(None, worker.job))

    def on_died(self, worker: Worker) -> None:
        """A worker's socket closed although nobody killed it: ask its parent how it ended."""
        job = worker.job
        self._forget(worker)
        self._spawn(self._explain(worker, job))
        self._dispatch()

    async def _explain(self, worker: Worker, job: Job | None) -> None:
        try:
            status = await worker.readers.reap(worker.pid)
        except StoreError as error:
            if job is not None:
                job.fail(error)
            return
        if job is not None:
            cause = endings.cause(status, job)
            self._ended[type(cause).__name__] += 1
            job.fail(cause)

    # Who works on what.

    def _dispatch(self) -> None:
        while self._queue and self._idle and self._running_light() < self._size:
            self._idle.pop().begin(self._queue.take())
        self._refill()

    def _running_light(self) -> int:
        return sum(1 for w in self._workers if w.job is not None and not w.heavy and not w.lent)

    def _release(self, worker: Worker, *, again: bool) -> None:
        """A worker has finished its query: let it wait for the next one, or let it go."""
        job, worker.job = worker.job, None
        assert job is not None
        job.charge(worker.pid)
        if time.monotonic() - job.started > TICK or worker.answered % _LOOK_EVERY == 0:
            worker.measure()
        fat = worker.grown > _KEPT_MEMORY
        if worker.lent and again:
            if worker.heavy:
                worker.heavy = False
                self._heavy.remove(worker)
                self._let_heavy_ones_run()
        elif worker.slow or fat or not again or worker.revision != self.revision:
            self._dismiss(worker)
        else:
            # A worker that walked over the data once does so faster the next time: keep it.
            if worker.heavy:
                worker.heavy = False
                self._heavy.remove(worker)
                self._let_heavy_ones_run()
            worker.idle_since = time.monotonic()
            self._idle.append(worker)
            if self._missing() < -_SURPLUS - self._stock:
                self._dismiss(self._idle[0])
            if self._keeps_warm(worker):
                self._warm_soon()
            else:
                self._rest_soon()
        self._dispatch()

    def _cancel(self, job: Job) -> None:
        """Nobody wants the answer any more."""
        if job.over:
            return
        job.fail(endings.closing())
        if job in self._queue:
            self._queue.leave(job)
        for worker in self._workers:
            if worker.job is job:
                self._ended["HungUp"] += 1
                self._end(worker, endings.closing())
                return

    def _end(self, worker: Worker, error: BaseException) -> None:
        """Kill a worker; its query, if any, ends with `error`."""
        job = worker.job
        worker.signal(signal.SIGKILL)
        self._dismiss(worker)
        if job is not None and not job.over:
            self._ended[type(error).__name__] += 1
            job.fail(error)
        self._dispatch()

    def _dismiss(self, worker: Worker) -> None:
        self._forget(worker)
        if not self._closed:
            self._spawn(self._bury(worker))

    def _forget(self, worker: Worker) -> None:
        if worker.job is not None:
            worker.job.charge(worker.pid)
        worker.hang_up()
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if worker.heavy:
            self._heavy.remove(worker)
            self._let_heavy_ones_run()

    async def _bury(self, worker: Worker) -> None:
        with contextlib.suppress(StoreError):
            await worker.readers.reap(worker.pid)

    def _refill(self) -> None:
        if self._refilling is None and not self._closed and self._missing() > 0:
            self._refilling = self._spawn(self._hire_missing())

    def _missing(self) -> int:
        """How many workers for short queries are not there."""
        if self._readers is None:
            return 0
        light = sum(
            1
            for worker in self._workers
            if not worker.heavy and not worker.lent and worker.revision == self.revision
        )
        return self._size + self._spare - light

    async def _hire_missing(self) -> None:
        try:
            while self._missing() > 0 and self._readers is not None:
                readers = self._readers
                worker = await self._hire(readers)
                if readers is not self._readers or worker.revision != self.revision:
                    # The parent is a revision further: `attach` hires its own in a moment.
                    self._dismiss(worker)
                    return
                self._idle.append(worker)
                self._dispatch()
        except StoreError:
            # The parent died; whoever watches it attaches another.
            return
        finally:
            self._refilling = None

    async def _hire(self, readers: Readers) -> Worker:
        pid, connection, revision = await readers.fork()
        worker = Worker(self, readers, pid, revision)
        worker.be_nice(self._manners.nice)
        await self._connect(worker, connection)
        self._workers.add(worker)
        return worker

    async def _connect(self, worker: Worker, connection: socket.socket) -> None:
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.connect_accepted_socket(lambda: worker, connection)

    # What time and memory say.

    def _keep_ticking(self) -> None:
        if not self._ticking and not self._closed:
            self._ticking = True
            asyncio.get_running_loop().call_later(TICK, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        now = time.monotonic()
        for worker in [w for w in self._workers if w.job is not None]:
            job = worker.job
            if job is None:
                continue
            if now >= job.deadline:
                self._end(worker, endings.too_late(job))
            elif not worker.heavy and self._is_heavy(worker, job, now):
                self._make_heavy(worker)
        for job in [job for job in self._queue if now >= job.deadline]:
            self._queue.leave(job)
            job.fail(endings.never_began())
        self._let_heavy_ones_run()
        self._watch_memory()
        if self._queue or any(worker.job for worker in self._workers):
            self._keep_ticking()

    def _is_heavy(self, worker: Worker, job: Job, now: float) -> bool:
        if job.what == _WARMING:
            return False
        # What counts is computing, not waiting for a processor: on a busy machine every query
        # lasts long. Counting begins at the first look, so that short ones cost nothing.
        computed = computing_time(worker.pid)
        if computed is None:
            computed = now - job.started
        if job.computed_before is None:
            job.computed_before = computed
        limit = self._manners.heavy_after if self._queue else HEAVY_AFTER
        return computed - job.computed_before >= limit

    def _make_heavy(self, worker: Worker) -> None:
        worker.heavy = True
        self._heavy.append(worker)
        if len(self._heavy) > self._heavy_at_most:
            # Whoever has computed longest had the best chance to come to an end.
            self._end(
                max(reversed(self._heavy), key=_turn), endings.too_many_heavy(self._heavy_at_most)
            )
        self._let_heavy_ones_run()
        self._refill()

    def _let_heavy_ones_run(self) -> None:
        """Choose which heavy queries run and which wait."""
        for worker in self._heavy:
            if not worker.slow and _turn(worker) >= _SLOW:
                worker.slow = True
                worker.be_nice(self._manners.nice_when_heavy)
        # The list is in the order in which they became heavy, and sorting keeps it among equals.
        chosen = set(sorted(self._heavy, key=_turn)[: self._heavy_running])
        for worker in self._heavy:
            wait = worker not in chosen
            if wait != worker.stopped:
                worker.signal(signal.SIGSTOP if wait else signal.SIGCONT)
                worker.stopped = wait

    def _watch_memory(self) -> None:
        """End what takes too much: the largest query, or the most walked-over idle process."""
        busy = [worker for worker in self._workers if worker.job is not None]
        for worker in busy:
            if not worker.stopped:
                worker.measure()
        for worker in list(busy):
            job = worker.job
            if job is not None and job.what != "query" and worker.grown > job.memory:
                busy.remove(worker)
                self._end(worker, endings.too_large(job))
        grown = sum(worker.grown for worker in busy)
        for worker in sorted(busy, key=lambda worker: -worker.grown):
            if grown <= TOGETHER * self._memory:
                break
            grown -= worker.grown
            self._end(worker, endings.too_much_together(int(TOGETHER * self._memory)))
        taken = sum(worker.taken for worker in self._workers)
        data = max((worker.newborn.held for worker in self._workers), default=0)
        manners = self._manners
        copies = len(self._workers) if manners.warm and data <= _LARGEST_KEPT else 2
        most = max(manners.memory_of_all, manners.shares * self._memory, copies * data)
        # First the idle ones; then the stopped queries that have computed longest.
        spare = [w for w in self._workers if w.stopped or w.job is None]
        order = {w: (w.heavy, -_turn(w) if w.heavy else 0, -w.taken) for w in spare}
        for worker in sorted(spare, key=lambda worker: order[worker]):
            if taken <= most:
                break
            taken -= worker.taken
            if worker.job is None:
                self._dismiss(worker)
            else:
                self._end(worker, endings.too_many_heavy(len(self._heavy)))
        self._refill()

    def _rest_soon(self) -> None:
        if not self._resting and not self._closed:
            self._resting = True
            asyncio.get_running_loop().call_later(_REST, self._rest)

    def _rest(self) -> None:
        """Let processes go that have been idle and hold much, and hire lean ones for them."""
        self._resting = False
        if self._closed:
            return
        now = time.monotonic()
        taken = sum(worker.taken for worker in self._idle)
        for worker in sorted(self._idle, key=lambda worker: -worker.taken):
            if taken <= _KEPT_AT_REST:
                return
            if now - worker.idle_since >= _REST:
                taken -= worker.taken
                self._dismiss(worker)
        self._refill()
        self._rest_soon()

    def _keeps_warm(self, worker: Worker) -> bool:
        small = not worker.readers.on_disk and worker.newborn.held <= _LARGEST_KEPT
        return self._manners.warm and small

    def _warm_soon(self) -> None:
        if self._manners.warm and not self._warming and not self._closed:
            self._warming = True
            asyncio.get_running_loop().call_later(_CALM, self._warm)

    def _warm(self) -> None:
        """Send one idle process for a walk over the data, once it is calm; then the next."""
        self._warming = False
        cold = [w for w in self._idle if not w.warm and self._keeps_warm(w)]
        if self._closed or not cold:
            return
        if not self._queue and not self._running_light():
            self._send_for_a_walk(cold[0])
        self._warm_soon()

    def _send_for_a_walk(self, worker: Worker) -> Job:
        self._idle.remove(worker)
        worker.warm = True
        job = Job(
            frames.message(frames.REQUEST, _walk()), _LONGEST_WALK, self._memory, what=_WARMING
        )
        # Nobody need wait for it, and how it ends changes nothing.
        job.ready.add_done_callback(lambda done: done.cancelled() or done.exception())
        worker.begin(job)
        self._keep_ticking()
        return job

    def _spawn(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


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


def _turn(worker: Worker) -> int:
    """Order heavy queries by what they have computed, in steps that double."""
    before = (worker.job.computed_before if worker.job else None) or 0.0
    computed = (computing_time(worker.pid) or 0.0) - before
    return max(0, int(computed / _STEP)).bit_length()

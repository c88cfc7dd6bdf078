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
import signal
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from wsisgraph.errors import QueueFull, StoreError
from wsisgraph.store import endings, frames, greed
from wsisgraph.store.answers import Spool, StreamedAnswer
from wsisgraph.store.changes import revived
from wsisgraph.store.endings import FOR_A_WRITE
from wsisgraph.store.heavy import Heavies, is_heavy
from wsisgraph.store.jobs import Job, Overseer, Worker
from wsisgraph.store.manners import HEAVY_AFTER, STRANGERS, Manners
from wsisgraph.store.metering import Census
from wsisgraph.store.processes import Readers
from wsisgraph.store.protocol import Revision
from wsisgraph.store.staff import Staff
from wsisgraph.store.waiting import Waiting
from wsisgraph.store.walks import WARMING, Walks

TICK = 0.02
"""Seconds between two looks at the running queries."""

LARGEST_ANSWER = 256 << 20
"""Bytes of the largest answer."""

ALL_ANSWERS = 1 << 30
"""Bytes of answers that may wait on the disk for slow readers."""

LARGEST_SHARE = 8 << 20
"""Bytes of an answer that is taken even when that many wait."""

_KEPT_MEMORY = 24 << 20
_LOOK_EVERY = 64
_QUEUE_PER_WORKER = 16


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
        self._manners = manners
        self._size = workers
        self._spare = 1 if manners.warm else max(2, workers // 2)
        self._queue_at_most = max(64, _QUEUE_PER_WORKER * workers)
        self._memory = memory
        self._spool = spool
        self._heavy = Heavies(
            running=max(1, workers - 2), at_most=max(16, 4 * workers), manners=manners
        )
        self._staff = Staff(
            self,
            self._heavy,
            wanted=workers + self._spare,
            nice=manners.nice,
            on_idle=self._dispatch,
        )
        self._walks = Walks(
            self._staff, manners, memory, is_calm=self._is_calm, on_sent=self._keep_ticking
        )
        self._queue = Waiting()
        self._ended: Counter[str] = Counter()
        self._ticking = False
        self._closed = False

    @property
    def revision(self) -> Revision:
        """The revision that queries read."""
        return self._staff.revision

    @property
    def workers(self) -> frozenset[Worker]:
        """All processes there are for it."""
        return frozenset(self._staff.workers)

    async def prepare(self, readers: Readers) -> list[Worker]:
        """Return some workers of this parent, to be there before those of another are let go."""
        return await self._staff.prepare(readers, max(1, self._size // 2))

    def attach(self, readers: Readers, fresh: list[Worker]) -> None:
        """Serve from this parent from now on, at the revision it holds.

        Queries that run on workers of another finish.
        """
        self._staff.attach(readers, fresh)
        self._dispatch()
        self._walks.soon()

    async def warm_up(self) -> None:
        """Hire all workers that there will be, and have them walk over the data now."""
        await self._staff.full()
        await self._walks.all()

    async def stock_up(self) -> None:
        """Hire workers beyond the usual: for a while, none can be forked."""
        await self._staff.stock_up(self._spare)

    def detach(self, readers: Readers) -> None:
        """The parent died: its workers are dying with it."""
        for worker in self._staff.detach(readers):
            self._end(worker, endings.lost())

    def is_used(self, readers: Readers) -> bool:
        """Tell whether any worker of this parent is still there."""
        return self._staff.is_used(readers)

    def census(self) -> Census:
        """Return how the pool stands."""
        return Census(
            running=sum(1 for worker in self._staff.workers if worker.job is not None),
            heavy=len(self._heavy),
            queued=len(self._queue),
            workers=len(self._staff.workers),
            taken=sum(worker.taken for worker in self._staff.workers),
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

        Raises:
            StoreUnavailable: there is no parent to fork one from.
        """
        return await self._staff.lend()

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
        """Let a worker go that was lent, or prepared."""
        self._staff.take_back(worker)

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
        self._staff.shut()
        self._walks.end()
        for worker in self.workers:
            self._end(worker, endings.closing())
        for job in self._queue:
            job.fail(endings.closing())
        self._queue.clear()
        await self._staff.close()

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
        self._staff.forget(worker)
        self._staff.spawn(self._explain(worker, job))
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
        idle = self._staff.idle
        while self._queue and idle and self._running_light() < self._size:
            idle.pop().begin(self._queue.take())
        self._staff.refill()

    def _is_calm(self) -> bool:
        return not self._queue and not self._running_light()

    def _running_light(self) -> int:
        return sum(
            1 for w in self._staff.workers if w.job is not None and not w.heavy and not w.lent
        )

    def _release(self, worker: Worker, *, again: bool) -> None:
        """A worker has finished its query: let it wait for the next one, or let it go."""
        job, worker.job = worker.job, None
        assert job is not None
        job.charge(worker.pid)
        if time.monotonic() - job.started > TICK or worker.answered % _LOOK_EVERY == 0:
            worker.measure()
        fat = worker.grown > _KEPT_MEMORY
        if worker.lent and again:
            self._heavy.leave(worker)
        elif worker.slow or fat or not again or worker.revision != self.revision:
            self._staff.dismiss(worker)
        else:
            # A worker that walked over the data once does so faster the next time: keep it.
            self._heavy.leave(worker)
            self._staff.keep(worker)
            if self._walks.keep_warm(worker):
                self._walks.soon()
            else:
                self._staff.rest_soon()
        self._dispatch()

    def _cancel(self, job: Job) -> None:
        """Nobody wants the answer any more."""
        if job.over:
            return
        job.fail(endings.closing())
        if job in self._queue:
            self._queue.leave(job)
        for worker in self.workers:
            if worker.job is job:
                self._ended["HungUp"] += 1
                self._end(worker, endings.closing())
                return

    def _end(self, worker: Worker, error: BaseException) -> None:
        """Kill a worker; its query, if any, ends with `error`."""
        job = worker.job
        worker.signal(signal.SIGKILL)
        self._staff.dismiss(worker)
        if job is not None and not job.over:
            self._ended[type(error).__name__] += 1
            job.fail(error)
        self._dispatch()

    # What time and memory say.

    def _keep_ticking(self) -> None:
        if not self._ticking and not self._closed:
            self._ticking = True
            asyncio.get_running_loop().call_later(TICK, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        now = time.monotonic()
        for worker in [w for w in self._staff.workers if w.job is not None]:
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
        self._heavy.choose()
        self._watch_memory()
        if self._queue or any(worker.job for worker in self._staff.workers):
            self._keep_ticking()

    def _is_heavy(self, worker: Worker, job: Job, now: float) -> bool:
        limit = self._manners.heavy_after if self._queue else HEAVY_AFTER
        return job.what != WARMING and is_heavy(worker, job, now, limit)

    def _make_heavy(self, worker: Worker) -> None:
        if (one_too_many := self._heavy.take(worker)) is not None:
            self._end(one_too_many, endings.too_many_heavy(self._heavy.at_most))
        self._heavy.choose()
        self._staff.refill()

    def _watch_memory(self) -> None:
        """End what takes too much: the largest query, or the most walked-over idle process."""
        busy = {worker for worker in self._staff.workers if worker.job is not None}
        for worker in busy:
            if not worker.stopped:
                worker.measure()
        for worker in greed.larger_than_theirs(busy):
            busy.remove(worker)
            assert worker.job is not None
            self._end(worker, endings.too_large(worker.job))
        for worker in greed.too_much_together(busy, self._memory):
            limit = int(greed.TOGETHER * self._memory)
            self._end(worker, endings.too_much_together(limit))
        for worker in greed.to_spare(self._staff.workers, self._manners, self._memory):
            if worker.job is None:
                self._staff.dismiss(worker)
            else:
                self._end(worker, endings.too_many_heavy(len(self._heavy)))
        self._staff.refill()

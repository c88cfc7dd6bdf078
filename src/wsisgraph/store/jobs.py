"""Jobs and workers, as the pool sees them: a query on its way, and a process that answers it."""

import asyncio
import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from typing import Protocol

from wsisgraph.store import capacity, frames, vitals
from wsisgraph.store.answers import StreamedAnswer
from wsisgraph.store.metering import charged
from wsisgraph.store.processes import Readers
from wsisgraph.store.protocol import Revision

_PIECE = 1 << 18


class Overseer(Protocol):
    """Who is told what a worker says."""

    def on_frame(self, worker: "Worker", letter: bytes, payload: bytes) -> None:
        """Take one frame of an answer."""
        ...

    def on_nonsense(self, worker: "Worker") -> None:
        """Take note that a worker does not keep to the protocol."""
        ...

    def on_died(self, worker: "Worker") -> None:
        """Take note that a worker ended although nobody ended it."""
        ...


class Job:
    """A query, or a write, on its way to an answer."""

    def __init__(
        self,
        request: bytes,
        seconds: float,
        memory: int,
        *,
        bodies: Sequence[bytes] = (),
        what: str = "query",
    ) -> None:
        loop = asyncio.get_running_loop()
        self.request = request
        self.bodies = bodies
        self.what = what
        self.seconds = seconds
        self.memory = memory
        self.deadline = time.monotonic() + seconds
        self.waiting_since = 0.0
        self.started = 0.0
        self.computed_before: float | None = None
        self.answer: StreamedAnswer | None = None
        self.ready: asyncio.Future[StreamedAnswer] = loop.create_future()
        self.over = False
        self._meter = charged.get()

    def charge(self, pid: int) -> None:
        """Put what was computed for it on the meter of whoever asked."""
        if self._meter is None:
            return
        seconds = time.monotonic() - self.started
        if self.computed_before is not None:
            computed = vitals.computing_time(pid)
            if computed is not None:
                seconds = computed - self.computed_before
        self._meter.seconds += seconds

    def hand_out(self, answer: StreamedAnswer) -> None:
        """Give the answer to whoever waits for it."""
        self.over = True
        if not self.ready.done():
            self.ready.set_result(answer)

    def fail(self, error: BaseException) -> None:
        """End with an error; what there was of the answer is thrown away."""
        self.over = True
        if self.answer is not None:
            self.answer.discard()
        if not self.ready.done():
            self.ready.set_exception(error)


class Worker(asyncio.Protocol):
    """One worker process, seen from the front."""

    def __init__(self, pool: "Overseer", readers: Readers, pid: int, revision: Revision) -> None:
        self.readers = readers
        self.pid = pid
        self.revision = revision
        self.job: Job | None = None
        self.heavy = False
        self.slow = False
        self.stopped = False
        self.warm = False
        self.lent = False
        self.gone = False
        self.answered = 0
        self.idle_since = 0.0
        self.newborn = vitals.memory(pid)
        self._cache = capacity.CACHE if readers.on_disk else 0
        self.grown = 0
        self.copied = 0
        self._pool = pool
        self._frames = frames.Reassembly()
        self._transport: asyncio.WriteTransport | None = None
        self._outgoing: Iterator[bytes] = iter(())
        self._full = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to the process."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take what the process says."""
        try:
            for letter, payload in self._frames.feed(data):
                if not self.gone:
                    self._pool.on_frame(self, letter, payload)
        except (ValueError, KeyError, TypeError, AttributeError):
            # A worker reads foreign bytes: what it says is believed only as far as it makes sense.
            if not self.gone:
                self._pool.on_nonsense(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The process died of itself."""
        if not self.gone:
            self._pool.on_died(self)

    def pause_writing(self) -> None:
        """The process has enough to read for now."""
        self._full = True

    def resume_writing(self) -> None:
        """The process has read most of it."""
        self._full = False
        self._feed()

    @property
    def taken(self) -> int:
        """Bytes that the machine lacks because of it."""
        return self.grown + self.copied

    def measure(self) -> None:
        """Look at its memory: what it allocated and still holds, what it copied of the data.

        While it waits or is stopped, neither changes.
        """
        now = vitals.memory(self.pid)
        # What it holds of the disk is not what its query takes.
        self.grown = max(0, now.grown(self.newborn) - self._cache)
        self.copied = now.copied(self.newborn)

    def begin(self, job: Job) -> None:
        """Give it a query."""
        assert self._transport is not None
        self.job = job
        self.answered += 1
        job.started = time.monotonic()
        self._transport.write(job.request)
        self._outgoing = _pieces(job.bodies)
        self._feed()

    def signal(self, number: int) -> None:
        """Send a signal; safe, because its id is its own until it is reaped."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def be_nice(self, priority: int) -> None:
        """Let others go first; nobody may take that back."""
        if priority:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, priority)

    def hang_up(self) -> None:
        """Close the socket: an idle process then ends by itself."""
        self.gone = True
        self._outgoing = iter(())
        if self._transport is not None:
            self._transport.abort()

    def _feed(self) -> None:
        """Send what is left of the documents, as far as the process takes them."""
        assert self._transport is not None
        while not self._full and (piece := next(self._outgoing, None)) is not None:
            self._transport.write(piece)


def _pieces(bodies: Sequence[bytes]) -> Iterator[bytes]:
    for body in bodies:
        for start in range(0, len(body), _PIECE):
            yield frames.frame(frames.BODY, body[start : start + _PIECE])
        yield frames.frame(frames.BODY, b"")

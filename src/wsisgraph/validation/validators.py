"""The front of the validator: which validation runs when, for how long, and at whose cost.

A few short validations run at once, each in a process of its own that ends with it. One that
computes for long is **long**: it leaves its place to others and goes on beside them at low
priority. Only a few long ones run at a time, those first that have computed little; the others are
stopped (SIGSTOP) and wait, while their deadlines go on. So a short validation never waits for more
than short ones, whatever else there is to do.

What ends a validation before its time: its deadline; its memory, or that of all together (then the
largest goes); the kernel or the parser, on nesting; the asker, by going away.
"""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wsisgraph.errors import (
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    QueueFull,
    StoreError,
    StoreUnavailable,
    WsisgraphError,
)
from wsisgraph.settings import Settings
from wsisgraph.store import frames, metering, vitals
from wsisgraph.store.changes import revived
from wsisgraph.store.processes import Parent
from wsisgraph.store.protocol import Data

AT_ONCE = 2
"""Short validations that run at once."""

LONG_AT_ONCE = 2
"""Long ones that run beside them."""

LONG_AT_MOST = 6
"""Long ones that run or wait."""

LONG_AFTER = 0.25
"""Seconds of computing after which a validation is long."""

LONG_WHEN_OTHERS_WAIT = 0.03
"""Seconds of computing after which it is long while others wait for a place."""

MEMORY = 128 << 20
"""Bytes that one validation may allocate, and all of them together may take."""

LARGEST_REPORT = 32 << 20
"""Bytes of the largest report."""

_QUEUE_AT_MOST = 16
_TICK = 0.02
_NICE = 10
_STEP = 0.05
_PIECE = 1 << 20

KindsOf = Callable[[Sequence[str]], Awaitable[bytes]]
"""Tells what the data of the store say about the classes of things, as N-Triples."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to check, and how to tell.

    Attributes:
        data: what is checked.
        shapes: what it is checked by; None for our shapes.
        format: key of `GRAPH_MEDIA_TYPES`, or `plain` for the report in words, as JSON.
        lang: language of the words.
    """

    data: Data
    shapes: Data | None
    format: str
    lang: str = "en"

    def frames(self) -> Iterator[bytes | memoryview]:
        """Give the task as a worker reads it, piece by piece."""
        documents = [("data", self.data)] + ([("shapes", self.shapes)] if self.shapes else [])
        told = [
            {"name": name, "format": document.format, "base": document.base}
            for name, document in documents
        ]
        head = {"documents": told, "format": self.format, "lang": self.lang}
        yield frames.message(frames.REQUEST, head)
        for _, document in documents:
            yield frames.HEADER.pack(frames.DATA, len(document.body))
            body = memoryview(document.body)
            for start in range(0, len(body), _PIECE):
                yield body[start : start + _PIECE]


@dataclass(eq=False, slots=True)
class _Run:
    """A validation that has a process."""

    pid: int
    newborn: vitals.Memory
    long: bool = False
    stopped: bool = False
    charged: bool = False
    buried: bool = False
    ended: WsisgraphError | None = None

    def computed(self) -> float:
        """Return the seconds it has computed."""
        return vitals.computing_time(self.pid) or 0.0

    def turn(self) -> int:
        """Order long ones by what they have computed, in steps that double."""
        return int(self.computed() / _STEP).bit_length()

    def signal(self, number: int) -> None:
        """Send a signal; safe, because its id is its own until it is buried."""
        if not self.buried:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def taken(self) -> int:
        """Return the bytes it has allocated, or copied of what its parent knows."""
        now = vitals.memory(self.pid)
        return now.grown(self.newborn) + now.copied(self.newborn)

    def end(self, error: WsisgraphError) -> None:
        """Kill the process, for this reason."""
        self.ended = self.ended or error
        self.signal(signal.SIGKILL)


class Validators:
    """Validates; an async context manager.

    The parent of its processes is started beside whatever else is done, and again when it died.
    """

    def __init__(
        self, *, timeout: float = 10.0, memory: int = MEMORY, sandbox: bool = True
    ) -> None:
        """Describe them.

        Args:
            timeout: seconds a validation may take, waiting included.
            memory: bytes it may allocate.
            sandbox: False lets processes run without seccomp.
        """
        self._timeout = timeout
        self._memory = memory
        self._sandbox = sandbox
        self._parent: Parent | None = None
        self._starting = asyncio.Lock()
        self._free = AT_ONCE
        self._waiting: list[asyncio.Future[None]] = []
        self._runs: set[_Run] = set()
        self._long: list[_Run] = []
        self._watching: asyncio.Task[None] | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> "Validators":
        """Take time and memory from the settings of the program."""
        return cls(
            timeout=settings.query_timeout,
            memory=min(MEMORY, settings.query_memory << 20),
            sandbox=settings.sandbox,
        )

    @property
    def pid(self) -> int | None:
        """The process id of the parent, while there is one."""
        return None if self._parent is None else self._parent.pid

    async def __aenter__(self) -> "Validators":
        _keep(asyncio.ensure_future(self._prepare()))
        # So that the process is there, if not ready, before anybody asks for anything.
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End every validation and every process."""
        for run in self._runs:
            run.end(StoreUnavailable("The service is being stopped"))
        if self._watching is not None:
            self._watching.cancel()
        if self._parent is not None:
            await self._parent.close()
            self._parent = None

    async def report(self, task: Task, kinds_of: KindsOf) -> bytes:
        """Validate, and return the report.

        Args:
            task: what to check by what.
            kinds_of: asked for the classes of what the data refer to.

        Raises:
            DataSyntaxError, QueryTooDeep: data or shapes cannot be read.
            ShapesRefused, Forbidden, QueryFailed: they cannot be used.
            QueryTimeout, QueryTooLarge: ended before its time.
            QueueFull, StoreUnavailable: worth another try.
        """
        if len(self._waiting) >= _QUEUE_AT_MOST:
            raise QueueFull(
                f"{len(self._waiting)} validations are waiting already",
                mend="ask again in a moment",
            )
        began = False
        try:
            async with asyncio.timeout(self._timeout), self._place() as runs:
                began = True
                return await self._run(task, kinds_of, runs)
        except TimeoutError:
            raise (_too_late(self._timeout) if began else _never_began()) from None

    @contextlib.asynccontextmanager
    async def _place(self) -> AsyncIterator[list[_Run]]:
        """Wait for a place; a validation that becomes long leaves it to others before its end."""
        if self._free:
            self._free -= 1
        else:
            await self._wait()
        runs: list[_Run] = []
        try:
            yield runs
        finally:
            if not any(run.long for run in runs):
                self._release()

    async def _wait(self) -> None:
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place in self._waiting:
                self._waiting.remove(place)
            elif not place.cancelled():
                # It came in the moment in which it was given up.
                self._release()
            raise

    def _release(self) -> None:
        """Give a place to whoever came last.

        Where more come than can be served, somebody must wait in vain: rather those who have
        waited for long than everybody a little less long.
        """
        if self._waiting:
            self._waiting.pop().set_result(None)
        else:
            self._free += 1

    async def _run(self, task: Task, kinds_of: KindsOf, runs: list[_Run]) -> bytes:
        parent = await self._ready()
        try:
            told, connection = await parent.hire()
        except StoreUnavailable as error:
            raise _lost() from error
        run = _Run(told["pid"], vitals.memory(told["pid"]))
        runs.append(run)
        self._runs.add(run)
        self._watch()
        try:
            return await _converse(connection, task, kinds_of)
        except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
            # It died, or does not keep to the protocol: it reads foreign bytes, so what it says is
            # believed only as far as it makes sense.
            _charge(run)
            status = await _bury(parent, run)
            raise run.ended or _cause(status, self._memory) from error
        finally:
            self._runs.discard(run)
            if run.long:
                self._long.remove(run)
            _charge(run)
            if not run.buried:
                _keep(asyncio.ensure_future(_bury(parent, run)))

    async def _prepare(self) -> None:
        # Whatever goes wrong is told to those who validate.
        with contextlib.suppress(WsisgraphError):
            await self._ready()

    async def _ready(self) -> Parent:
        async with self._starting:
            if self._parent is None:
                arguments = ["--memory", str(self._memory)]
                arguments += [] if self._sandbox else ["--no-sandbox"]
                parent = Parent(
                    "wsisgraph.validation.process", arguments, on_lost=lambda: self._forget(parent)
                )
                try:
                    await parent.ready()
                except BaseException:
                    await parent.close()
                    raise
                self._parent = parent
            return self._parent

    def _forget(self, parent: Parent) -> None:
        """The parent died, and its workers with it: the next validation starts another."""
        if self._parent is parent:
            self._parent = None

    # What time and memory say.

    def _watch(self) -> None:
        if self._watching is None or self._watching.done():
            self._watching = asyncio.ensure_future(self._look_after_all())

    async def _look_after_all(self) -> None:
        while self._runs:
            await asyncio.sleep(_TICK)
            for run in [run for run in self._runs if not run.long]:
                if run.computed() >= (LONG_WHEN_OTHERS_WAIT if self._waiting else LONG_AFTER):
                    self._make_long(run)
            self._let_long_ones_run()
            self._end_the_largest()

    def _make_long(self, run: _Run) -> None:
        run.long = True
        self._long.append(run)
        self._release()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, run.pid, _NICE)
        if len(self._long) > LONG_AT_MOST:
            # Whoever has computed longest had the best chance to come to an end.
            max(self._long, key=_Run.computed).end(_too_many_long())

    def _let_long_ones_run(self) -> None:
        """Choose which long ones run and which wait."""
        # The list is in the order in which they became long, and sorting keeps it among equals.
        chosen = sorted(self._long, key=_Run.turn)[:LONG_AT_ONCE]
        for run in self._long:
            wait = run not in chosen
            if wait != run.stopped:
                run.signal(signal.SIGSTOP if wait else signal.SIGCONT)
                run.stopped = wait

    def _end_the_largest(self) -> None:
        taken = {run: run.taken() for run in self._runs if run.ended is None}
        if sum(taken.values()) > self._memory:
            max(taken, key=lambda run: taken[run]).end(_too_much_together(self._memory))


async def _converse(connection: socket.socket, task: Task, kinds_of: KindsOf) -> bytes:
    """Give a worker its task, answer what it asks, and return its report."""
    reader, writer = await asyncio.open_unix_connection(sock=connection)
    try:
        for piece in task.frames():
            writer.write(piece)
            await writer.drain()
        while True:
            letter, length = frames.HEADER.unpack(await reader.readexactly(frames.HEADER.size))
            if length > LARGEST_REPORT:
                raise _report_too_large()
            payload = await reader.readexactly(length)
            if letter == frames.END:
                return payload
            told = frames.decode(payload)
            if letter == frames.FAILURE:
                raise revived(told)
            writer.write(frames.frame(frames.DATA, await kinds_of(told["iris"])))
            await writer.drain()
    finally:
        writer.transport.abort()


def _charge(run: _Run) -> None:
    """Charge what was computed to whoever asked for it; before its process is buried."""
    meter = metering.charged.get()
    if meter is not None and not run.charged:
        run.charged = True
        meter.seconds += run.computed()


async def _bury(parent: Parent, run: _Run) -> int | None:
    """Bury a worker, killing it if need be; return how it ended, None when nobody knows."""
    run.buried = True
    try:
        return await parent.reap(run.pid)
    except StoreError:
        # The parent died, and its workers with it.
        return None


# Tasks that nobody awaits; without a reference they could vanish.
_TASKS: "set[asyncio.Future[Any]]" = set()


def _keep(task: "asyncio.Future[Any]") -> None:
    _TASKS.add(task)
    task.add_done_callback(_TASKS.discard)


def _cause(status: int | None, memory: int) -> WsisgraphError:
    """Say in words how a worker died of its task."""
    if status == -signal.SIGSEGV:
        return QueryTooDeep(
            "The data or shapes nest deeper than the parser can bear", mend="write them flatter"
        )
    if status in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGBUS):
        return QueryTooLarge(
            f"The validation needs more memory than it gets ({memory >> 20} MiB)",
            mend="send the data in parts",
        )
    return _lost()


def _too_late(seconds: float) -> QueryTimeout:
    return QueryTimeout(
        f"The validation was not finished after {seconds:g} seconds",
        mend="send the data in parts, or with fewer shapes",
    )


def _never_began() -> QueueFull:
    return QueueFull(
        "No validator was free before the deadline: others are at work",
        mend="ask again in a moment",
    )


def _too_many_long() -> QueueFull:
    return QueueFull(
        f"{LONG_AT_MOST} other validations take long as well, and this one took the longest",
        mend="ask again in a moment, or send the data in parts",
    )


def _too_much_together(memory: int) -> QueryTooLarge:
    return QueryTooLarge(
        f"The running validations need more than {memory >> 20} MiB together, this one the most",
        mend="send the data in parts",
    )


def _report_too_large() -> QueryTooLarge:
    return QueryTooLarge(
        f"The report is larger than {LARGEST_REPORT >> 20} MiB", mend="send the data in parts"
    )


def _lost() -> StoreUnavailable:
    return StoreUnavailable(
        "The process that validates ended unexpectedly", mend="ask again in a moment"
    )

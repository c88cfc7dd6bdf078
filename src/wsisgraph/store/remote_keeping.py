"""Keeping a SPARQL server in step while a service runs: who waits, who is told, who goes on.

A server keeps no revisions. While something is carried over to it, queries wait; what they were
answered on the way is told by the epoch, which is another one then.
"""

import asyncio
import contextlib
import hashlib
import logging
import time
from collections.abc import Callable

from wsisgraph.errors import StoreError, StoreUnavailable
from wsisgraph.store.protocol import EMPTY, Revision
from wsisgraph.store.remote_engine import Engine, away
from wsisgraph.store.remote_following import Standing, as_revision, look
from wsisgraph.store.remote_merging import Merges
from wsisgraph.store.remote_step import Step

SECONDS_TO_LOOK = 30.0
"""How long a server may take to tell where it stands."""

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 2.0
_LOOK_EVERY = 5.0
_SHARE_OF_LOOKING = 20
_LOOK_AGAIN = 1.0


class Keeper:
    """Looks after one server.

    Attributes:
        revision: the one that the server holds.
        standing: what it holds.
        epoch: another one after each change of that.
    """

    def __init__(
        self,
        engine: Engine,
        step: Step | None,
        merges: Merges,
        on_moved: Callable[[], None],
        on_in_step: Callable[[int], None],
    ) -> None:
        """Prepare; `start` begins.

        Args:
            engine: the server.
            step: brings it into step with the data folder; None where it is only read.
            merges: dropped with each revision.
            on_moved: called when the server holds another revision.
            on_in_step: called with the last record of the journal that the server has.
        """
        self.revision: Revision = EMPTY
        self.standing = Standing()
        self.epoch = 0
        self._engine = engine
        self._step = step
        self._merges = merges
        self._on_moved = on_moved
        self._on_in_step = on_in_step
        self._turn = asyncio.Lock()
        self._news = asyncio.Event()
        self._in_step = asyncio.Event()
        self._moved = asyncio.Condition()
        self._trouble: StoreError | None = None
        self._looked = 0.0
        self._cost = 0.0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Meet the server if it is there; else go on trying."""
        with contextlib.suppress(StoreError):
            await self.keep_in_step()
        self._task = asyncio.create_task(self._keep_up())

    async def stop(self) -> None:
        """Look after it no more."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def wake(self) -> None:
        """Look soon: something was written."""
        self._news.set()

    def lost(self) -> None:
        """The server does not answer: let no query try before it was looked for."""
        if self._in_step.is_set():
            self._in_step.clear()
            self._trouble = away()
            self.wake()

    @property
    def reached(self) -> int:
        """The last record of the journal that the server has; -1 where that is not known."""
        note = self._step.note if self._step else None
        return note.position.sequence if note and self._in_step.is_set() else -1

    async def until_reached(self, sequence: int, seconds: float) -> None:
        """Wait until the server has a record of the journal.

        Raises:
            StoreUnavailable: it does not have it yet.
        """
        try:
            async with asyncio.timeout(seconds), self._moved:
                while self.reached < sequence and self._trouble is None:
                    await self._moved.wait()
        except TimeoutError:
            pass
        if self.reached < sequence:
            raise StoreUnavailable(
                "It is written in the journal, but the SPARQL server does not have it yet",
                mend="wait until the server answers again: it gets what it lacks; sent again with"
                " its Idempotency-Key, the change is not made twice",
            )

    async def until_in_step(self, deadline: float) -> None:
        """Wait until queries may be sent.

        Raises:
            StoreUnavailable: they may not.
        """
        if self._in_step.is_set():
            return
        if self._trouble is not None:
            raise _again(self._trouble)
        try:
            async with asyncio.timeout_at(
                asyncio.get_running_loop().time() + max(0.0, deadline - time.monotonic())
            ):
                await self._in_step.wait()
        except TimeoutError:
            raise StoreUnavailable(
                "A large change is being carried over to the SPARQL server",
                mend="ask again in a moment",
            ) from None

    async def keep_in_step(self, *, at_once: bool = False) -> None:
        """Look where the server stands, unless that was just done, and bring it where it should.

        Raises:
            StoreError: it could not be brought there.
        """
        async with self._turn:
            due = time.monotonic() - self._looked >= max(_LOOK_AGAIN, 2 * self._cost)
            is_behind = self._step is not None and self._step.is_behind
            if self._in_step.is_set() and not is_behind and not due and not at_once:
                return
            try:
                await self._bring()
            except StoreError as error:
                self._in_step.clear()
                self._trouble = error
                raise
            finally:
                async with self._moved:
                    self._moved.notify_all()

    async def _keep_up(self) -> None:
        """Carry over what is written, look what others did, and try again where it failed."""
        pause = _FIRST_PAUSE
        while True:
            wait = max(_LOOK_EVERY, _SHARE_OF_LOOKING * self._cost)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait if self._trouble is None else pause):
                    await self._news.wait()
            self._news.clear()
            try:
                await self.keep_in_step(at_once=True)
                pause = _FIRST_PAUSE
            except StoreError as error:
                if not isinstance(error, StoreUnavailable):
                    _log.warning("The SPARQL server cannot be brought into step: %s", error)
                pause = min(2 * pause, _LONGEST_PAUSE)
            except Exception:
                _log.exception("The SPARQL server could not be brought into step")
                pause = _LONGEST_PAUSE

    async def _bring(self) -> None:
        if not self._in_step.is_set():
            # It may be another one than before.
            await self._engine.meet(SECONDS_TO_LOOK)
        begun = time.monotonic()
        if self._step is None:
            standing = await look(self._engine, SECONDS_TO_LOOK)
            mark = standing.mark or _fingerprint(standing)
            moved = standing.mark != self.standing.mark or standing.counts != self.standing.counts
        else:
            is_same = await self._step.look()
            standing, mark = self._step.standing, ""
            moved = not is_same or self._step.is_behind
        self._cost = time.monotonic() - begun
        self._looked = time.monotonic()
        if moved or not self._in_step.is_set():
            # Queries wait, and those that are on their way are asked again.
            self.epoch += 1
            self._in_step.clear()
            self._trouble = None
            if self._step is not None:
                note = await self._step.bring()
                mark, standing = note.mark, self._step.standing
            await self._merges.drop(standing)
            self.standing = standing
            self.revision = as_revision(mark)
            self.epoch += 1
            self._on_moved()
        self._trouble = None
        self._in_step.set()
        if self._step is not None and self._step.note:
            self._on_in_step(self._step.note.position.sequence)


def _fingerprint(standing: Standing) -> str:
    """Return the revision of a server that tells of none: by what it holds, as far as counted."""
    told = "\n".join(f"{graph} {count}" for graph, count in sorted(standing.counts.items()))
    return f"0-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _again(error: StoreError) -> StoreUnavailable:
    """Return what is said to whoever asks while the server cannot be brought into step."""
    if isinstance(error, StoreUnavailable):
        return StoreUnavailable(error.message, where=error.where, mend=error.mend)
    return StoreUnavailable(
        f"The SPARQL server is not in step with the data folder: {error.message}",
        mend="ask again in a moment; whoever runs the service finds more in its log",
    )

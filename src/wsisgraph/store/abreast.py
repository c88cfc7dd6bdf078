"""Keeping the readers of an embedded store alive, and abreast of what the writer commits."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from wsisgraph.errors import StoreError
from wsisgraph.store.changes import Outcome
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.jobs import Worker
from wsisgraph.store.options import MEBIBYTE, Options
from wsisgraph.store.pool import Pool
from wsisgraph.store.processes import Readers

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
_MANY, _VERY_MANY = 20_000, 250_000
_LOOKS, _BETWEEN_LOOKS = 160, 0.05


class Abreast:
    """The parent of the readers, from one revision to the next, and from one that died to another.

    Attributes:
        readers: the parent; None while there is none.
        is_ready: set while there is one.
        lean: set while what large changes left behind in memory is cleared away.
    """

    def __init__(
        self,
        data: Path,
        options: Options,
        pools: Sequence[Pool],
        *,
        on_moved: Callable[[], None],
        on_advanced: Callable[[], None],
    ) -> None:
        """Begin with none.

        Args:
            data: the data folder.
            options: how the store runs.
            pools: who asks the readers.
            on_moved: called when another revision is read.
            on_advanced: called when it may have come to another revision.
        """
        self.readers: Readers | None = None
        self.is_ready = asyncio.Event()
        self.lean = asyncio.Event()
        self.lean.set()
        self._data = data
        self._folder = DataFolder(data)
        self._options = options
        self._pools = pools
        self._on_moved = on_moved
        self._on_advanced = on_advanced
        self._wanted = 0
        self._on_disk = False
        self._coming = self._going = 0
        self._wasteful_since: int | None = None
        self._work = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._retired: set[asyncio.Task[None]] = set()

    @property
    def is_kept(self) -> bool:
        """Whether another parent is started when this one dies."""
        return self._keeper is not None

    def keep(self) -> None:
        """From now on follow what is committed, and start the readers again when they died."""
        self._keeper = asyncio.create_task(self._keep_up())

    async def leave(self) -> None:
        """Follow nothing any more."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None

    async def close(self) -> None:
        """End the parent, and those before it."""
        for task in list(self._retired):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self.readers is not None:
            await self.readers.close()
            self.readers = None

    def committed(self, outcome: Outcome, on_disk: bool) -> None:
        """Take note of a change; `on_disk` tells whether it is to be read where it lies."""
        self._on_disk = on_disk
        self._wanted = max(self._wanted, outcome.revision.sequence)
        self._coming += outcome.added
        self._going += outcome.removed
        if outcome.added + outcome.removed > _MANY:
            self.lean.clear()
        self._work.set()

    async def _keep_up(self) -> None:
        """Follow new revisions, and start the readers again when they died."""
        pause = _FIRST_PAUSE
        while True:
            await self._work.wait()
            self._work.clear()
            try:
                if self.readers is None:
                    await self.start()
                elif self._wanted > self._pools[0].revision.sequence:
                    await self._advance(self.readers)
                self._on_advanced()
                await self._renew()
                reached = self._pools[0].revision.sequence
                if self._wasteful_since is None and self._wanted <= reached:
                    self.lean.set()
                pause = _FIRST_PAUSE
            except (StoreError, OSError):
                # An OSError: no process could be started just now. Either is told to those who
                # ask; here it is only time to try again.
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                self._work.set()

    async def _advance(self, readers: Readers) -> None:
        if self._on_disk or readers.on_disk:
            await self._take_checkpoint(readers)
        else:
            await self._follow(readers)

    async def _take_checkpoint(self, readers: Readers) -> None:
        """Have the newest checkpoint read, if it is there: who makes it tells of it again."""
        newest = self._folder.newest_checkpoint()
        if newest is None or int(newest.name) < self._wanted:
            return
        self._coming = self._going = 0
        if self._on_disk != readers.on_disk:
            await self._start_anew(readers)
            return
        await readers.advance(self._wanted)
        await self.attach(readers)
        self._on_moved()

    async def _follow(self, readers: Readers) -> None:
        coming, going = self._coming, self._going
        self._coming = self._going = 0
        if going > _VERY_MANY and await self._has_checkpoint(self._wanted):
            await self._start_anew(readers)
            return
        if coming + going > _MANY:
            # It takes a while, in which nobody is forked.
            for pool in self._pools:
                await pool.stock_up()
        await readers.advance(self._wanted)
        await self.attach(readers)
        self._on_moved()
        if readers.state["wasteful"] and self._wasteful_since is None:
            self._wasteful_since = readers.revision.sequence
            self.lean.clear()

    async def _renew(self) -> None:
        """Start the readers anew once what they removed takes more room than what they hold.

        The engine's memory keeps that room. A checkpoint must be there that has none of it.
        """
        readers, since = self.readers, self._wasteful_since
        if readers is None or since is None:
            return
        newest = self._folder.newest_checkpoint()
        if newest is not None and int(newest.name) >= since:
            await self._start_anew(readers)
            self._on_advanced()

    async def _has_checkpoint(self, sequence: int) -> bool:
        """Wait a while for a checkpoint of a change that removes so much."""
        for _ in range(_LOOKS):
            newest = self._folder.newest_checkpoint()
            if newest is not None and int(newest.name) >= sequence:
                return True
            await asyncio.sleep(_BETWEEN_LOOKS)
        return False

    async def _start_anew(self, before: Readers) -> None:
        """Let a new parent take the place of one that holds much for nothing."""
        await self.start()
        self._retire(before)
        self._on_moved()

    def make(self, *, waits: bool = False) -> Readers:
        """Return a parent that is starting; with `waits`, it looks at no data till `start`."""
        readers = Readers(
            self._data,
            memory=self._options.query_memory * MEBIBYTE,
            strict=self._options.strict,
            sandbox=self._options.sandbox,
            judge=self._options.judge,
            waits=waits,
            on_lost=lambda: self._on_readers_lost(readers),
        )
        return readers

    async def start(self, readers: Readers | None = None) -> None:
        """Wait until a parent can be read from, and let all queries be answered from it.

        Raises:
            StoreError: it cannot be; it is ended.
        """
        readers = readers or self.make()
        try:
            await readers.ready()
            await self.attach(readers)
        except BaseException:
            await readers.close()
            self._detach(readers)
            raise
        self.readers = readers
        self._wasteful_since = None
        self.is_ready.set()

    def _on_readers_lost(self, readers: Readers) -> None:
        if self.readers is readers:
            self.readers = None
            self.is_ready.clear()
        self._detach(readers)
        self._work.set()

    async def attach(self, readers: Readers) -> None:
        """Let all queries be answered from this parent; all at the same moment."""
        fresh: list[list[Worker]] = []
        try:
            for pool in self._pools:
                fresh.append(await pool.prepare(readers))
        except BaseException:
            # Nobody would ask them, and they would count as if somebody did.
            for pool, workers in zip(self._pools, fresh, strict=False):
                for worker in workers:
                    pool.take_back(worker)
            raise
        for pool, workers in zip(self._pools, fresh, strict=True):
            pool.attach(readers, workers)

    def _detach(self, readers: Readers) -> None:
        for pool in self._pools:
            pool.detach(readers)

    def _retire(self, readers: Readers) -> None:
        """End a parent once the last query on its workers is over."""

        async def wait_and_close() -> None:
            try:
                while any(pool.is_used(readers) for pool in self._pools):
                    await asyncio.sleep(0.1)
            finally:
                await readers.close()

        task = asyncio.create_task(wait_and_close())
        self._retired.add(task)
        task.add_done_callback(self._retired.discard)

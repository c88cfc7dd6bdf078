"""The embedded store: the default `Store`, with its own writer and readers (design §4)."""

import asyncio
import contextlib
import json
import os
import re
from collections.abc import AsyncIterator, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wsisgraph.errors import (
    Forbidden,
    QuerySyntaxError,
    StoreError,
    StoreUnavailable,
    WriteNotAllowed,
)
from wsisgraph.settings import Settings
from wsisgraph.store import capacity, changes, guard, heap, holding
from wsisgraph.store.answers import HELD_BACK, Spool, StreamedAnswer
from wsisgraph.store.cache import AnswerCache, Kept
from wsisgraph.store.changes import OWN, Change, Outcome, derived_default
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.manners import OWN_QUESTIONS
from wsisgraph.store.metering import Census, added_up
from wsisgraph.store.pool import Pool
from wsisgraph.store.processes import Readers
from wsisgraph.store.protocol import Author, Data, Revision, Scope, Written
from wsisgraph.store.writer_client import WriterProcess
from wsisgraph.store.writes import Work, Writes, authorise
from wsisgraph.terms import iris

_MEBIBYTE = 1 << 20
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
_MANY, _VERY_MANY = 20_000, 250_000
_LOOKS, _BETWEEN_LOOKS = 160, 0.05


@dataclass(frozen=True, slots=True)
class Options:
    """How an embedded store runs.

    Attributes:
        workers: processes for short queries; None means two a core, at least four.
        own_workers: processes for the service's own questions; 0 lets them wait with all others.
        query_timeout: seconds a query may take.
        query_memory: MiB a query may allocate beyond the data.
        sandbox: False lets readers run without seccomp.
        memory_quads: the most quads that readers hold in memory; with more, they read checkpoints
            on the disk. None: what `vitals.free` has room for.
        strict: True gives the plain dataset semantics instead of the merged default graph.
        derive: the rules, as `module:function` (see `rules.Derive`); None derives nothing.
        judge: the shapes that a write must keep, as `module:class` (see `judging.Judge`); None
            takes any.
    """

    workers: int | None = None
    own_workers: int = 0
    query_timeout: float = 10.0
    query_memory: int = 256
    sandbox: bool = True
    memory_quads: int | None = None
    strict: bool = False
    derive: str | None = None
    judge: str | None = None

    @classmethod
    def from_settings(
        cls, settings: Settings, *, derive: str | None = None, judge: str | None = None
    ) -> "Options":
        """Take them from the settings of the program."""
        return cls(
            workers=settings.workers,
            own_workers=max(2, os.cpu_count() or 1),
            query_timeout=settings.query_timeout,
            query_memory=settings.query_memory,
            sandbox=settings.sandbox,
            memory_quads=settings.memory_quads,
            strict=settings.default_graph == "strict",
            derive=derive,
            judge=judge,
        )


class EmbeddedStore:
    """A `Store` over a data folder; an async context manager.

    With `writer=True` it owns the folder and takes changes; without, it only reads what is there,
    which any number of processes may do beside a running service.
    """

    rehearses = True
    """Whether a write can be rehearsed."""

    trusted = True
    """Whether it answers our own questions rightly."""

    def __init__(self, data: Path, options: Options | None = None, *, writer: bool = True) -> None:
        """Describe the store; `start` starts its processes."""
        self._data = data
        self._folder = DataFolder(data)
        self._options = options = options or Options()
        self._with_writer = writer
        workers = options.workers or max(4, 2 * (os.cpu_count() or 1))
        self._memory = options.query_memory * _MEBIBYTE
        self._spool = Spool(self._folder.spool)
        self._pool = Pool(workers=workers, memory=self._memory, spool=self._spool)
        self._own_pool = self._pool
        if options.own_workers:
            self._own_pool = Pool(
                workers=options.own_workers,
                memory=self._memory,
                spool=self._spool,
                manners=OWN_QUESTIONS,
            )
        self._pools = tuple({self._pool: None, self._own_pool: None})
        self._cache = AnswerCache()
        self._writes = Writes(self, self._folder.spool, derived=options.derive is not None)
        self._readers: Readers | None = None
        self._writer: WriterProcess | None = None
        self._holds = asyncio.Semaphore(holding.AT_ONCE)
        self._wanted = 0
        self._on_disk = False
        self._coming = self._going = 0
        self._wasteful_since: int | None = None
        self._lean = asyncio.Event()
        self._lean.set()
        self._work = asyncio.Event()
        self._readers_ready = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._retired: set[asyncio.Task[None]] = set()

    @property
    def revision(self) -> Revision:
        """The revision that the next query will read."""
        lease = holding.held()
        return lease.revision if lease is not None else self._pool.revision

    @contextlib.asynccontextmanager
    async def hold(self) -> AsyncIterator[None]:
        """Hold the revision that stands now; see `Store.hold`."""
        async with self._holds:
            lease = holding.Lease(await self._own_pool.lend())
            holding.begin(lease)
            try:
                yield
            finally:
                holding.end(lease)
                self._own_pool.take_back(lease.worker)

    def census(self) -> Census:
        """Return how the processes that answer queries stand."""
        return added_up(pool.census() for pool in self._pools)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self._data

    async def start(self) -> None:
        """Start the processes and wait until queries can be answered.

        Raises:
            StoreLocked: another process owns the folder.
            StoreError: the folder, the journal or the platform does not allow it.
        """
        # Large bodies and answers pass through this process.
        heap.be_lean()
        readers = self._new_readers(waits=self._with_writer)
        try:
            if self._with_writer:
                self._writer = WriterProcess(
                    self._data,
                    strict=self._options.strict,
                    derive=self._options.derive,
                    memory_quads=capacity.memory_quads(self._options.memory_quads),
                    on_committed=self._on_committed,
                )
                await self._writer.start()
            else:
                self._folder.create()
            await self._start_readers(readers)
            await self._own_pool.warm_up()
        except BaseException:
            await readers.close()
            await self.stop()
            raise
        self._keeper = asyncio.create_task(self._keep_up())

    async def stop(self) -> None:
        """End every query and every process, the writer last."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        for pool in self._pools:
            await pool.close()
        for task in list(self._retired):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._readers is not None:
            await self._readers.close()
            self._readers = None
        if self._writer is not None:
            await self._writer.close()
            self._writer = None

    async def __aenter__(self) -> "EmbeddedStore":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def query(
        self,
        text: str,
        *,
        formats: Sequence[str],
        timeout: float | None = None,
        max_rows: int | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        graph_prefixes: Mapping[str, str] = {},
        base: str | None = None,
        own: bool = False,
        longest: int | None = None,
    ) -> StreamedAnswer:
        """Answer a query; see `Store.query`."""
        if max_rows is not None and max_rows < 1:
            raise ValueError(f"max_rows is {max_rows}; give 1 or more, or None")
        guard.check_length(text, most=longest)
        # A long text would keep everybody else waiting: the worker looks through it.
        findings = guard.inspect(text) if len(text) <= guard.QUICK else None
        if findings is not None and not default_graphs and not named_graphs:
            default_graphs, named_graphs = findings.dataset
        request: dict[str, Any] = {
            "do": "query",
            "query": text,
            "inspect": findings is None,
            "formats": list(formats),
            "max_rows": max_rows,
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "prefixes": dict(graph_prefixes),
            "base": base,
            "longest": longest,
        }
        repeatable = findings is not None and findings.repeatable
        asked = (
            text,
            base,
            tuple(formats),
            max_rows,
            tuple(default_graphs),
            tuple(named_graphs),
            tuple(graph_prefixes.items()),
        )
        pool = self._own_pool if own else self._pool
        return await self._ask(request, self._seconds(timeout), asked if repeatable else None, pool)

    async def update(
        self,
        text: str,
        *,
        author: Author,
        base: str | None = None,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        timeout: float | None = None,
        expected: Revision | None = None,
    ) -> Written:
        """Carry out an update; see `Store.update`."""
        guard.check_length(text, "update")
        looked_through = len(text) <= guard.QUICK
        if looked_through:
            try:
                guard.inspect(text, "update")
            except Forbidden:
                # The worker tells first whether it is SPARQL at all.
                looked_through = False
        for iri in (*using, *using_named):
            check_iri(iri)
        request = {
            "do": "update",
            "update": text,
            "inspect": not looked_through,
            "base": base,
            "using": list(using),
            "using_named": list(using_named),
        }
        work = Work(request, (), "update", self._seconds(timeout))
        return await self._writes.write(work, author=author, expected=expected)

    async def graph(
        self,
        name: str | Scope,
        *,
        formats: Sequence[str],
        graph_prefixes: Mapping[str, str] = {},
    ) -> StreamedAnswer:
        """Give a graph whole; see `Store.graph`."""
        request = {
            "do": "graph",
            **_naming(name),
            "formats": list(formats),
            "prefixes": dict(graph_prefixes),
        }
        asked = ("graph", name, tuple(formats), tuple(graph_prefixes.items()))
        return await self._ask(request, self._seconds(), asked, self._pool)

    async def write_graph(
        self,
        name: str | Scope,
        data: Sequence[Data],
        *,
        replace: bool,
        author: Author,
        expected: Revision | None = None,
    ) -> Written:
        """Write data into a graph, or into all; see `Store.write_graph`."""
        told = [{"format": one.format, "base": one.base} for one in data]
        request = {"do": "write", "data": told, "replace": replace}
        work = Work(request, [one.body for one in data], "data", self._seconds())
        return await self._write_to(name, work, author, expected)

    async def delete_graph(
        self, name: str | Scope, *, author: Author, expected: Revision | None = None
    ) -> Written:
        """Remove a graph, or all; see `Store.delete_graph`."""
        work = Work({"do": "delete"}, (), "data", self._seconds())
        return await self._write_to(name, work, author, expected)

    async def compute(self, work: Work) -> StreamedAnswer:
        """Have a worker compute what a write would change; nothing is changed by it."""
        return await self._run(dict(work.request), work.seconds, self._pool, work.bodies, work.what)

    async def make_room(self) -> None:
        """Wait until what large changes left behind in memory is cleared away."""
        await self._lean.wait()

    async def commit(self, change: Change, *, agent: str, message: str) -> Outcome:
        """Commit a change; queries read it when this returns.

        Raises:
            ChangeRefused: it cannot be taken; nothing was changed.
            StoreUnavailable: the writer is not there, or went away before it answered.
        """
        try:
            return await asyncio.to_thread(
                changes.ask, self._folder, change, agent=agent, message=message
            )
        except (FileNotFoundError, ConnectionRefusedError) as error:
            raise StoreUnavailable(
                "The process that writes the data is not there",
                mend="try again in a moment",
            ) from error

    async def _write_to(
        self, name: str | Scope, work: Work, author: Author, expected: Revision | None
    ) -> Written:
        """Write to a graph, or to all that the author may write."""
        target = await self._target(name, author)
        while True:
            whole = replace(work, request={**work.request, **target})
            try:
                return await self._writes.write(whole, author=author, expected=expected)
            except WriteNotAllowed:
                # Another may have made a graph after it was looked which are to be spared.
                before, target = target, await self._target(name, author)
                if target == before:
                    raise

    async def _target(self, name: str | Scope, author: Author) -> dict[str, Any]:
        """Return what tells a worker where to write, having seen that the author may.

        Where that is the whole dataset, it is the graphs that the author may write.
        """
        if name is Scope.DATASET:
            derived = [iris.graph("inferred")] if self._options.derive else []
            there = [graph for graph in await self._names() if not author.may_write(graph)]
            return {**_naming(name), "keep": [*there, *derived], "skip": derived}
        if name is Scope.DEFAULT:
            if not self._options.strict:
                raise derived_default()
            authorise(author, [None])
        else:
            assert isinstance(name, str)
            check_iri(name)
            authorise(author, [name])
        return {**_naming(name), "keep": [], "skip": []}

    async def _names(self) -> list[str]:
        answer = await self.query("SELECT ?graph { GRAPH ?graph {} }", formats=["json"], own=True)
        rows = json.loads(await answer.read())["results"]["bindings"]
        nodes = [row["graph"] for row in rows]
        return [f"_:{n['value']}" if n["type"] == "bnode" else n["value"] for n in nodes]

    def _seconds(self, timeout: float | None = None) -> float:
        most = self._options.query_timeout
        return most if timeout is None else min(most, timeout)

    async def _ask(
        self, request: dict[str, Any], seconds: float, asked: Hashable | None, pool: Pool
    ) -> StreamedAnswer:
        """Have a worker answer, or remember what was `asked` before of this revision."""
        lease = holding.held()
        revision = lease.revision if lease is not None else self._pool.revision
        kept = self._cache.get((revision, asked)) if asked is not None else None
        if kept is not None:
            return self._from_cache(kept, revision)
        if lease is not None:
            async with lease.turn:
                answer = await self._own_pool.run_on(lease.worker, request, seconds=seconds)
        else:
            answer = await self._run(request, seconds, pool)
        if asked is not None and answer.size <= HELD_BACK:
            whole = Kept(
                answer.kind, answer.format, answer.media_type, answer.truncated, answer.content
            )
            self._cache.put((answer.revision, asked), whole)
        return answer

    async def _run(
        self,
        request: dict[str, Any],
        seconds: float,
        pool: Pool,
        bodies: Sequence[bytes] = (),
        what: str = "query",
    ) -> StreamedAnswer:
        try:
            return await pool.run(request, seconds=seconds, bodies=bodies, what=what)
        except StoreUnavailable:
            if self._readers_ready.is_set() or self._keeper is None:
                raise
        # The parent of the workers died under the query, which is not to blame: once more.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._readers_ready.wait(), seconds)
        return await pool.run(request, seconds=seconds, bodies=bodies, what=what)

    def _from_cache(self, kept: Kept, revision: Revision) -> StreamedAnswer:
        answer = StreamedAnswer(
            kept.kind, kept.format, kept.media_type, revision, spool=self._spool
        )
        answer.add(kept.content)
        answer.truncated = kept.truncated
        return answer

    # Keeping the readers alive and up to date.

    def _on_committed(self, outcome: Outcome, on_disk: bool) -> None:
        self._on_disk = on_disk
        self._wanted = max(self._wanted, outcome.revision.sequence)
        self._coming += outcome.added
        self._going += outcome.removed
        if outcome.added + outcome.removed > _MANY:
            self._lean.clear()
        self._work.set()

    async def _keep_up(self) -> None:
        """Follow new revisions, and start the readers again when they died."""
        pause = _FIRST_PAUSE
        while True:
            await self._work.wait()
            self._work.clear()
            try:
                if self._readers is None:
                    await self._start_readers()
                elif self._wanted > self._pool.revision.sequence:
                    await self._advance(self._readers)
                self._tell_writer()
                await self._renew()
                if self._wasteful_since is None and self._wanted <= self._pool.revision.sequence:
                    self._lean.set()
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
        await self._attach(readers)
        self._cache.clear()

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
        await self._attach(readers)
        self._cache.clear()
        if readers.state["wasteful"] and self._wasteful_since is None:
            self._wasteful_since = readers.revision.sequence
            self._lean.clear()

    async def _renew(self) -> None:
        """Start the readers anew once what they removed takes more room than what they hold.

        The engine's memory keeps that room. A checkpoint must be there that has none of it.
        """
        readers, since = self._readers, self._wasteful_since
        if readers is None or since is None:
            return
        newest = self._folder.newest_checkpoint()
        if newest is not None and int(newest.name) >= since:
            await self._start_anew(readers)
            self._tell_writer()

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
        await self._start_readers()
        self._retire(before)
        self._cache.clear()

    def _new_readers(self, *, waits: bool = False) -> Readers:
        readers = Readers(
            self._data,
            memory=self._memory,
            strict=self._options.strict,
            sandbox=self._options.sandbox,
            judge=self._options.judge,
            waits=waits,
            on_lost=lambda: self._on_readers_lost(readers),
        )
        return readers

    async def _start_readers(self, readers: Readers | None = None) -> None:
        readers = readers or self._new_readers()
        try:
            await readers.ready()
            await self._attach(readers)
        except BaseException:
            await readers.close()
            self._detach(readers)
            raise
        self._readers = readers
        self._wasteful_since = None
        self._readers_ready.set()

    def _on_readers_lost(self, readers: Readers) -> None:
        if self._readers is readers:
            self._readers = None
            self._readers_ready.clear()
        self._detach(readers)
        self._work.set()

    async def _attach(self, readers: Readers) -> None:
        """Let all queries be answered from this parent; all at the same moment."""
        fresh = [await pool.prepare(readers) for pool in self._pools]
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

    def _tell_writer(self) -> None:
        if self._writer is not None:
            self._writer.seen(self._pool.revision.sequence)


def check_iri(iri: str) -> None:
    """Refuse a graph name that is no absolute IRI.

    Raises:
        QuerySyntaxError: says which.
    """
    if not _IRI.fullmatch(iri) or iri.startswith(OWN):
        raise QuerySyntaxError(
            f"“{iri}” is no name of a graph", mend="give an absolute IRI, such as https://…"
        )


def _naming(name: str | Scope) -> dict[str, str | None]:
    if isinstance(name, Scope):
        return {"scope": name.value, "graph": None}
    return {"scope": None, "graph": name}

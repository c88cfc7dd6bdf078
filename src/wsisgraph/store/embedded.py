"""The embedded store: the default `Store`, with its own writer and readers (design §4)."""

import asyncio
import contextlib
import json
import os
import re
from collections.abc import AsyncIterator, Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wsisgraph.errors import (
    Forbidden,
    QuerySyntaxError,
    StoreUnavailable,
    WriteNotAllowed,
)
from wsisgraph.store import capacity, changes, guard, heap, holding
from wsisgraph.store.abreast import Abreast
from wsisgraph.store.answers import HELD_BACK, Spool, StreamedAnswer
from wsisgraph.store.cache import AnswerCache, Kept
from wsisgraph.store.changes import OWN, Change, Outcome, derived_default
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.manners import OWN_QUESTIONS
from wsisgraph.store.metering import Census, added_up
from wsisgraph.store.options import MEBIBYTE, Options
from wsisgraph.store.pool import Pool
from wsisgraph.store.protocol import Author, Data, Revision, Scope, Written
from wsisgraph.store.writer_client import WriterProcess
from wsisgraph.store.writes import Work, Writes, authorise
from wsisgraph.terms import iris

__all__ = ["EmbeddedStore", "Options", "check_iri"]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


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
        self._memory = options.query_memory * MEBIBYTE
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
        self._writer: WriterProcess | None = None
        self._abreast = Abreast(
            data,
            options,
            self._pools,
            on_moved=self._cache.clear,
            on_advanced=self._tell_writer,
        )
        self._holds = asyncio.Semaphore(holding.AT_ONCE)

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
        readers = self._abreast.make(waits=self._with_writer)
        try:
            if self._with_writer:
                self._writer = WriterProcess(
                    self._data,
                    strict=self._options.strict,
                    derive=self._options.derive,
                    memory_quads=capacity.memory_quads(self._options.memory_quads),
                    on_committed=self._abreast.committed,
                )
                await self._writer.start()
            else:
                self._folder.create()
            await self._abreast.start(readers)
            await self._own_pool.warm_up()
        except BaseException:
            await readers.close()
            await self.stop()
            raise
        self._abreast.keep()

    async def stop(self) -> None:
        """End every query and every process, the writer last."""
        await self._abreast.leave()
        for pool in self._pools:
            await pool.close()
        await self._abreast.close()
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
        await self._abreast.lean.wait()

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
            if self._abreast.is_ready.is_set() or not self._abreast.is_kept:
                raise
        # The parent of the workers died under the query, which is not to blame: once more.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._abreast.is_ready.wait(), seconds)
        return await pool.run(request, seconds=seconds, bodies=bodies, what=what)

    def _from_cache(self, kept: Kept, revision: Revision) -> StreamedAnswer:
        answer = StreamedAnswer(
            kept.kind, kept.format, kept.media_type, revision, spool=self._spool
        )
        answer.add(kept.content)
        answer.truncated = kept.truncated
        return answer

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

"""The remote store: a `Store` whose queries any SPARQL 1.1 server answers.

Queries go to the server. Writes are computed, judged and kept in the journal of the data folder as
everywhere (by an embedded store, the *desk*, which answers no query here), and are acknowledged
once the server has them: a SPARQL server of its own neither tells what an update would change, nor
keeps shapes, nor does several operations all or not at all, whatever its make. Without an address
for updates nothing is written, and the data folder holds nothing.

A server keeps no revisions. While something is carried over to it, queries wait, and those that
were on their way are asked again: no answer mixes two revisions.
"""

import asyncio
import contextlib
import hashlib
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wsisgraph.errors import (
    GraphNotFound,
    NotAcceptable,
    QueryTooLarge,
    RevisionMismatch,
    StoreError,
    StoreUnavailable,
)
from wsisgraph.settings import Settings
from wsisgraph.store import guard
from wsisgraph.store.answers import HELD_BACK, Spool, StreamedAnswer
from wsisgraph.store.cache import AnswerCache, Kept
from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.metering import Census
from wsisgraph.store.protocol import (
    EMPTY,
    GRAPH_MEDIA_TYPES,
    RESULT_MEDIA_TYPES,
    Author,
    Data,
    Kind,
    Revision,
    Scope,
    Written,
)
from wsisgraph.store.remote_desk import Desk, DeskLocal
from wsisgraph.store.remote_engine import RESULTS, TRIPLES, Engine, Place, read_only
from wsisgraph.store.remote_following import (
    MERGES,
    Standing,
    as_revision,
    held,
    look,
)
from wsisgraph.store.remote_step import Step, with_graph
from wsisgraph.store.writes import FOR_THE_WRITER, Work
from wsisgraph.terms import iris

_log = logging.getLogger(__name__)

NOTHING = f"{MERGES}none"
"""A graph that is never there: the default graph of a query that has none."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 2.0
_LOOK_EVERY = 5.0
_SHARE_OF_LOOKING = 20
_LOOK_AGAIN = 1.0
_TRIES = 4
_A_MOMENT = 0.02
_OWN_SHARE = 3
_MOST_MERGES = 8
_LARGEST_READ = 64 << 20
_SECONDS_TO_LOOK = 30.0

_KINDS: Mapping[str, Kind] = {
    "select": "solutions",
    "ask": "boolean",
    "construct": "graph",
    "describe": "graph",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query that was looked through.

    Attributes:
        text: what is sent on.
        kind: what its form gives.
        format: how it is to be answered.
        media_type: the media type of that.
        repeatable: whether it has the same answer each time.
        default_graphs: its dataset; () where it names none.
        named_graphs: likewise.
        says: whether it names a dataset that is not known here.
    """

    text: str
    kind: Kind
    format: str
    media_type: str
    repeatable: bool
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    says: bool = False


class RemoteStore:
    """A `Store` over a SPARQL server; an async context manager."""

    rehearses = True
    """Whether a write can be rehearsed: it is computed here, so it is."""

    def __init__(self, settings: Settings, options: Options | None = None) -> None:
        """Describe it; `start` starts its processes.

        Args:
            settings: name the server and the data folder.
            options: how the desk runs.
        """
        options = options or Options.from_settings(settings)
        place = Place.of(settings)
        self._options = options
        self._seconds = options.query_timeout
        self._engine = Engine(place, connections=max(4, options.workers or 8))
        self._folder = DataFolder(settings.data)
        self._own_folder: Path | None = None
        self._cache = AnswerCache()
        self._standing = Standing()
        self._revision = EMPTY
        self._step: Step | None = None
        self._desk: EmbeddedStore
        if place.update:
            # Whoever asks has no need of processes of the desk's.
            desk_options = replace(options, own_workers=0)
            self._desk = desk = Desk(settings.data, desk_options, self._wake)
            self._step = Step(
                self._engine,
                DeskLocal(desk, strict=options.strict),
                settings.data,
                strict=options.strict,
                seconds=max(self._seconds, _SECONDS_TO_LOOK),
            )
        else:
            self._own_folder = Path(tempfile.mkdtemp(prefix="wsisgraph-"))
            few = replace(options, workers=2, own_workers=0, derive=None, judge=None)
            self._desk = EmbeddedStore(self._own_folder, few, writer=False)
        self._spool = Spool(DataFolder(self._desk.data).spool)
        self._turn = asyncio.Lock()
        self._merging = asyncio.Lock()
        self._merges: dict[str, None] = {}
        self._news = asyncio.Event()
        self._in_step = asyncio.Event()
        self._moved = asyncio.Condition()
        self._trouble: StoreError | None = None
        self._epoch = 0
        self._looked = 0.0
        self._cost = 0.0
        self._keeper: asyncio.Task[None] | None = None

    @property
    def revision(self) -> Revision:
        """The revision that the server holds."""
        return self._revision

    def hold(self) -> contextlib.AbstractAsyncContextManager[None]:
        """Go on as ever: a server keeps no revisions."""
        return contextlib.nullcontext()

    @property
    def data(self) -> Path:
        """The data folder."""
        return self._folder.root

    def census(self) -> Census:
        """Return how the processes of the desk stand."""
        return self._desk.census()

    async def start(self) -> None:
        """Start the desk, and meet the server if it is there; else go on trying.

        Raises:
            StoreLocked: another process owns the data folder.
            StoreError: the folder, the journal or the platform does not allow it.
        """
        await self._desk.start()
        with contextlib.suppress(StoreError):
            await self._keep_in_step()
        self._keeper = asyncio.create_task(self._keep_up())

    async def stop(self) -> None:
        """End every query and every process."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        await self._desk.stop()
        await self._engine.close()
        if self._own_folder is not None:
            shutil.rmtree(self._own_folder, ignore_errors=True)

    async def __aenter__(self) -> "RemoteStore":
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
        # What our own questions cost is known, and some servers take their time for it.
        most = _OWN_SHARE * self._seconds if own else self._seconds
        seconds = most if timeout is None else min(most, timeout)
        deadline = time.monotonic() + seconds
        overrides = bool(default_graphs or named_graphs)
        asked = _own(text, formats) if own and base is None else None
        if asked is None:
            asked = await self._looked_through(
                text, base, formats, seconds, longest, overrides=overrides
            )
        if overrides:
            asked = replace(
                asked,
                default_graphs=tuple(default_graphs),
                named_graphs=tuple(named_graphs),
                says=False,
            )
        key = (
            text,
            base,
            tuple(formats),
            max_rows,
            asked.default_graphs,
            asked.named_graphs,
            tuple(graph_prefixes.items()),
        )

        async def fetch(left: float) -> StreamedAnswer:
            if own and self._step is not None and not self._engine.dialect.trusted:
                answer = await self._desk.query(
                    text,
                    formats=formats,
                    timeout=left,
                    max_rows=max_rows,
                    default_graphs=default_graphs,
                    named_graphs=named_graphs,
                    graph_prefixes=graph_prefixes,
                    base=base,
                    longest=longest,
                )
                return await self._taken(answer)
            return await self._answer(asked, graph_prefixes, max_rows, left)

        return await self._of_one_revision(fetch, deadline, key if asked.repeatable else None)

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
        desk = await self._to_write(expected)
        written = await self._desk.update(
            text,
            author=author,
            base=base,
            using=using,
            using_named=using_named,
            timeout=timeout,
            expected=desk,
        )
        return await self._carried(written)

    async def graph(
        self,
        name: str | Scope,
        *,
        formats: Sequence[str],
        graph_prefixes: Mapping[str, str] = {},
    ) -> StreamedAnswer:
        """Give a graph whole; see `Store.graph`."""
        whole = name is Scope.DATASET
        offered = ("nquads", "trig", "jsonld") if whole else tuple(GRAPH_MEDIA_TYPES)
        format = next((one for one in formats if one in offered), None)
        if format is None:
            raise NotAcceptable(
                f"{'The dataset' if whole else 'A graph'} cannot be given as"
                f" {', '.join(formats) or 'nothing'}",
                mend=f"ask for one of: {', '.join(sorted(offered))}",
            )
        asked = _Asked("", "graph", format, GRAPH_MEDIA_TYPES[format], repeatable=True)

        async def fetch(left: float) -> StreamedAnswer:
            return await self._graph(name, asked, graph_prefixes, left)

        key = ("graph", name, tuple(formats), tuple(graph_prefixes.items()))
        return await self._of_one_revision(fetch, time.monotonic() + self._seconds, key)

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
        desk = await self._to_write(expected)
        written = await self._desk.write_graph(
            name, data, replace=replace, author=author, expected=desk
        )
        return await self._carried(written)

    async def delete_graph(
        self, name: str | Scope, *, author: Author, expected: Revision | None = None
    ) -> Written:
        """Remove a graph, or all; see `Store.delete_graph`."""
        desk = await self._to_write(expected)
        return await self._carried(
            await self._desk.delete_graph(name, author=author, expected=desk)
        )

    # Queries.

    async def _looked_through(
        self,
        text: str,
        base: str | None,
        formats: Sequence[str],
        seconds: float,
        longest: int | None,
        *,
        overrides: bool,
    ) -> _Asked:
        """Have a worker look through what a stranger asks."""
        if len(text) <= guard.QUICK:
            guard.inspect(text, most=longest)
        request = {
            "do": "look through",
            "query": text,
            "base": base,
            "formats": list(formats),
            "longest": longest,
            "overrides": overrides,
        }
        answer = await self._desk.compute(Work(request, (), "query", seconds))
        told = answer.told
        read = (await answer.read()).decode()
        return _Asked(
            f"BASE <{base}>\n{read}" if base else read,
            answer.kind,
            answer.format,
            answer.media_type,
            told["repeatable"],
            tuple(told["default_graphs"]),
            tuple(told["named_graphs"]),
            says=told["says"],
        )

    async def _of_one_revision(
        self,
        fetch: Callable[[float], Any],
        deadline: float,
        key: Hashable | None,
    ) -> StreamedAnswer:
        """Return what is fetched while the server stands still."""
        for _ in range(_TRIES):
            await self._until_in_step(deadline)
            if not self._engine.dialect.trusted:
                # Who is not asked is looked after.
                await self._keep_in_step()
            revision, epoch = self._revision, self._epoch
            kept = self._cache.get((revision, key)) if key is not None else None
            if kept is not None:
                return self._from_cache(kept, revision)
            try:
                answer: StreamedAnswer = await fetch(max(0.0, deadline - time.monotonic()))
            except StoreUnavailable:
                self._lost()
                raise
            except _Moved:
                await asyncio.sleep(_A_MOMENT)
                continue
            except StoreError:
                if self._epoch == epoch:
                    raise
                continue
            if self._epoch == epoch:
                if key is not None and answer.size <= HELD_BACK:
                    whole = Kept(
                        answer.kind,
                        answer.format,
                        answer.media_type,
                        answer.truncated,
                        answer.content,
                    )
                    self._cache.put((revision, key), whole)
                return answer
            answer.discard()
        raise StoreUnavailable(
            "The data changed again and again while the SPARQL server answered",
            mend="ask again in a moment",
        )

    async def _answer(
        self,
        asked: _Asked,
        prefixes: Mapping[str, str],
        max_rows: int | None,
        left: float,
    ) -> StreamedAnswer:
        deadline = time.monotonic() + left
        default_graphs, named_graphs = await self._dataset(asked, left)
        graph = asked.kind == "graph"
        is_plain = max_rows is None and not self._engine.dialect.mends
        if is_plain and asked.format == ("ntriples" if graph else "json"):
            answer = self._begin(asked)
            take: Callable[[bytes], object] = answer.add
        else:
            body = bytearray()
            take = _Limited(body)
        await self._engine.query(
            asked.text,
            TRIPLES if graph else RESULTS,
            take,
            seconds=left,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        )
        if isinstance(take, _Limited):
            left = max(0.0, deadline - time.monotonic())
            answer = await self._written_anew(bytes(body), asked, prefixes, max_rows, left)
        return answer

    async def _taken(self, answer: StreamedAnswer) -> StreamedAnswer:
        """Take an answer of the desk, which holds what the server holds.

        Raises:
            _Moved: it holds something newer already.
        """
        if answer.revision.sequence != self._reached():
            answer.discard()
            raise _Moved
        taken = StreamedAnswer(
            answer.kind, answer.format, answer.media_type, self._revision, spool=self._spool
        )
        async for piece in answer:
            taken.add(piece)
        taken.truncated = answer.truncated
        return taken

    async def _written_anew(
        self,
        body: bytes,
        asked: _Asked,
        prefixes: Mapping[str, str],
        max_rows: int | None,
        seconds: float,
        *,
        graphs: bool = False,
    ) -> StreamedAnswer:
        """Have a worker write what the server gave in the format that was asked for."""
        request = {
            "do": "write anew",
            "kind": asked.kind,
            "format": asked.format,
            "max_rows": max_rows,
            "prefixes": dict(prefixes),
            "mends": self._engine.dialect.mends,
            "graphs": graphs,
        }
        made = await self._desk.compute(Work(request, [body], "query", seconds))
        answer = self._begin(asked)
        async for piece in made:
            answer.add(piece)
        answer.truncated = made.told["truncated"]
        return answer

    def _begin(self, asked: _Asked) -> StreamedAnswer:
        return StreamedAnswer(
            asked.kind, asked.format, asked.media_type, self._revision, spool=self._spool
        )

    async def _graph(
        self, name: str | Scope, asked: _Asked, prefixes: Mapping[str, str], left: float
    ) -> StreamedAnswer:
        graphs = self._standing.graphs
        if isinstance(name, str) and name not in graphs:
            if self._step is None:
                raise GraphNotFound(f"There is no graph <{name}>")
            # It may be there and hold nothing, which servers do not know.
            found = await self._desk.graph(name, formats=[asked.format], graph_prefixes=prefixes)
            answer = self._begin(asked)
            async for piece in found:
                answer.add(piece)
            return answer
        wanted = (
            graphs
            if name is Scope.DATASET
            else (name,)
            if isinstance(name, str)
            else (self._engine.dialect.merged,)
        )
        if name is Scope.DATASET and self._options.strict:
            wanted = (*wanted, self._engine.dialect.merged)
        deadline = time.monotonic() + left
        body = bytearray()
        for graph in wanted:
            triples = await self._triples(graph, deadline, len(body))
            if name is Scope.DATASET:
                ending = (
                    b" .\n" if graph == self._engine.dialect.merged else f" <{graph}> .\n".encode()
                )
                triples = b"".join(with_graph(triples, ending))
            body += triples
        left = max(0.0, deadline - time.monotonic())
        return await self._written_anew(
            bytes(body), asked, prefixes, None, left, graphs=name is Scope.DATASET
        )

    async def _triples(self, graph: str, deadline: float, already: int) -> bytes:
        """Return a graph of the server, without what we say there of ourselves."""
        body = bytearray()
        await self._engine.query(
            held(graph),
            TRIPLES,
            _Limited(body, already),
            seconds=max(0.0, deadline - time.monotonic()),
        )
        return bytes(body)

    async def _dataset(self, asked: _Asked, left: float) -> tuple[Sequence[str], Sequence[str]]:
        """Return what the server is told of default and named graphs."""
        if asked.says:
            return (), ()
        if not asked.default_graphs and not asked.named_graphs:
            if self._engine.dialect.is_native and self._step is not None:
                # It is the server's own.
                return (), ()
            default: tuple[str, ...] = (self._engine.dialect.merged,)
            if (
                not self._options.strict
                and self._engine.dialect.merged not in self._standing.counts
            ):
                # A server that was never written by us.
                default = tuple(filter(iris.is_accepted, self._standing.graphs)) or (NOTHING,)
            return await self._merged(default, left), self._standing.graphs
        if not asked.default_graphs:
            return (NOTHING,), asked.named_graphs
        return await self._merged(asked.default_graphs, left), asked.named_graphs

    async def _merged(self, graphs: Sequence[str], left: float) -> Sequence[str]:
        """Return graphs that hold together what these do, and no triple twice."""
        chosen = list(dict.fromkeys(graphs))
        accepted = {graph for graph in self._standing.graphs if iris.is_accepted(graph)}
        base: list[str] = []
        if not self._options.strict and accepted and accepted <= set(chosen):
            base = [self._engine.dialect.merged]
            # Those that hold nothing add nothing.
            counts = self._standing.counts
            chosen = [
                g
                for g in chosen
                if g not in accepted and (g in counts or g == self._engine.dialect.merged)
            ]
        together = [*base, *chosen]
        if len(together) < 2 or self._engine.dialect.merges or not self._engine.takes_writes:
            return together
        name = MERGES + hashlib.sha256("\n".join(together).encode()).hexdigest()[:24]
        async with self._merging:
            if name not in self._merges:
                await self._merge(name, base, chosen, left)
        return [*base, name]

    async def _merge(
        self, name: str, base: Sequence[str], graphs: Sequence[str], left: float
    ) -> None:
        """Put what some graphs hold, and the merged one does not, into one of its own."""
        operations = [f"DROP SILENT GRAPH <{name}>"]
        while len(self._merges) >= _MOST_MERGES:
            oldest = next(iter(self._merges))
            del self._merges[oldest]
            operations.append(f"DROP SILENT GRAPH <{oldest}>")
        values = " ".join(f"<{graph}>" for graph in graphs)
        beyond = (
            f"FILTER NOT EXISTS {{ GRAPH <{self._engine.dialect.merged}> {{ ?s ?p ?o }} }}"
            if base
            else ""
        )
        operations.append(
            f"INSERT {{ GRAPH <{name}> {{ ?s ?p ?o }} }} WHERE {{"
            f" VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} {beyond} }}"
        )
        await self._engine.update(" ;\n".join(operations), seconds=left)
        self._merges[name] = None

    def _from_cache(self, kept: Kept, revision: Revision) -> StreamedAnswer:
        answer = StreamedAnswer(
            kept.kind, kept.format, kept.media_type, revision, spool=self._spool
        )
        answer.add(kept.content)
        answer.truncated = kept.truncated
        return answer

    # Writes.

    async def _to_write(self, expected: Revision | None) -> Revision | None:
        """See that the server is there, and stands where it was left, before anything is written.

        Returns:
            The revision of the desk that stands for the expected one.

        Raises:
            Forbidden: nothing is written here.
            StoreUnavailable: it is not there.
            RevisionMismatch: another one is expected.
        """
        if self._step is None:
            raise read_only()
        await self._keep_in_step()
        if expected is None:
            return None
        if expected != self._revision:
            raise RevisionMismatch(
                f"The data are at revision {self._revision.id}, not at {expected.id} as expected",
                mend="look at the data as they are now, then write again",
            )
        return self._desk.revision

    async def _carried(self, written: Written) -> Written:
        """Wait until the server has what was written."""
        assert self._step is not None
        wanted = written.revision.sequence
        patience = self._seconds + FOR_THE_WRITER
        try:
            async with asyncio.timeout(patience), self._moved:
                while self._reached() < wanted and self._trouble is None:
                    await self._moved.wait()
        except TimeoutError:
            pass
        if self._reached() < wanted:
            raise StoreUnavailable(
                "It is written in the journal, but the SPARQL server does not have it yet",
                mend="wait until the server answers again: it gets what it lacks, and writing it"
                " once more changes nothing",
            )
        note = self._step.note
        assert note is not None
        ahead = as_revision(note.mark).sequence - note.position.sequence
        sequence = wanted + ahead
        revision = Revision(sequence, f"{sequence}-{written.revision.id.partition('-')[2]}")
        return replace(written, revision=revision if wanted else self._revision)

    def _reached(self) -> int:
        note = self._step.note if self._step else None
        return note.position.sequence if note and self._in_step.is_set() else -1

    # Keeping in step.

    def _wake(self) -> None:
        self._news.set()

    def _lost(self) -> None:
        """The server does not answer: let no query try before it was looked for."""
        if self._in_step.is_set():
            self._in_step.clear()
            self._trouble = StoreUnavailable(
                "The SPARQL server that holds the data does not answer",
                mend="ask again in a moment",
            )
            self._wake()

    async def _until_in_step(self, deadline: float) -> None:
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
                await self._keep_in_step(at_once=True)
                pause = _FIRST_PAUSE
            except StoreError as error:
                if not isinstance(error, StoreUnavailable):
                    _log.warning("The SPARQL server cannot be brought into step: %s", error)
                pause = min(2 * pause, _LONGEST_PAUSE)
            except Exception:
                _log.exception("The SPARQL server could not be brought into step")
                pause = _LONGEST_PAUSE

    async def _keep_in_step(self, *, at_once: bool = False) -> None:
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

    async def _bring(self) -> None:
        if not self._in_step.is_set():
            # It may be another one than before.
            await self._engine.meet(_SECONDS_TO_LOOK)
        begun = time.monotonic()
        if self._step is None:
            standing = await look(self._engine, _SECONDS_TO_LOOK)
            mark = standing.mark or _fingerprint(standing)
            moved = standing.mark != self._standing.mark or standing.counts != self._standing.counts
        else:
            is_same = await self._step.look()
            standing, mark = self._step.standing, ""
            moved = not is_same or self._step.is_behind
        self._cost = time.monotonic() - begun
        self._looked = time.monotonic()
        if moved or not self._in_step.is_set():
            self._move()
            if self._step is not None:
                note = await self._step.bring()
                mark, standing = note.mark, self._step.standing
            if self._merges or standing.merges:
                await self._drop_merges(standing)
            self._standing = standing
            self._revision = as_revision(mark)
            self._cache.clear()
            self._epoch += 1
        self._trouble = None
        self._in_step.set()
        if isinstance(self._desk, Desk) and self._step is not None and self._step.note:
            self._desk.tell_writer(self._step.note.position.sequence)

    def _move(self) -> None:
        """Let queries wait, and those that are on their way be asked again."""
        self._epoch += 1
        self._in_step.clear()
        self._trouble = None

    async def _drop_merges(self, standing: Standing) -> None:
        names = {*self._merges, *standing.merges}
        self._merges.clear()
        if self._engine.takes_writes and names:
            dropped = [f"DROP SILENT GRAPH <{name}>" for name in sorted(names)]
            await self._engine.update(" ;\n".join(dropped), seconds=_SECONDS_TO_LOOK)


class _Moved(Exception):
    """The desk is ahead of the server."""


class _Limited:
    """Takes the pieces of an answer that has to be read as a whole."""

    def __init__(self, body: bytearray, already: int = 0) -> None:
        self._body = body
        self._already = already

    def __call__(self, piece: bytes) -> None:
        self._body += piece
        if len(self._body) + self._already > _LARGEST_READ:
            raise QueryTooLarge(
                f"The answer is larger than {_LARGEST_READ >> 20} MiB",
                mend="ask for less at a time, or as JSON or N-Triples, which are sent on as they"
                " come",
            )


def _own(text: str, formats: Sequence[str]) -> _Asked | None:
    """Return what a question of our own asks; None where it has to be looked through."""
    kind: Kind | None = None
    repeatable = True
    for token in guard.TOKEN.finditer(text):
        if token.lastgroup != "word":
            continue
        word = token.group().casefold()
        if word == "from":
            return None
        kind = kind or _KINDS.get(word)
        repeatable = repeatable and word not in guard.UNREPEATABLE
    if kind is None:
        return None
    known = GRAPH_MEDIA_TYPES if kind == "graph" else RESULT_MEDIA_TYPES
    format = next((one for one in formats if one in known), None)
    return _Asked(text, kind, format, known[format], repeatable) if format else None


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

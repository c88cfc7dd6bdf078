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
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wsisgraph.errors import NotAcceptable, RevisionMismatch, StoreError, StoreUnavailable
from wsisgraph.settings import Settings
from wsisgraph.store import guard
from wsisgraph.store.answers import HELD_BACK, Spool, StreamedAnswer
from wsisgraph.store.cache import AnswerCache, Kept
from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.metering import Census
from wsisgraph.store.protocol import GRAPH_MEDIA_TYPES, Author, Data, Revision, Scope, Written
from wsisgraph.store.remote_answers import Answers
from wsisgraph.store.remote_asking import Asked, looked_through, own_question
from wsisgraph.store.remote_desk import Desk, DeskLocal
from wsisgraph.store.remote_engine import Engine, Place, read_only
from wsisgraph.store.remote_following import as_revision
from wsisgraph.store.remote_keeping import SECONDS_TO_LOOK, Keeper
from wsisgraph.store.remote_merging import Merges
from wsisgraph.store.remote_step import Step
from wsisgraph.store.writes import FOR_THE_WRITER

_TRIES = 4
_A_MOMENT = 0.02
_OWN_SHARE = 3


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
        self._seconds = options.query_timeout
        self._engine = Engine(place, connections=max(4, options.workers or 8))
        self._folder = DataFolder(settings.data)
        self._own_folder: Path | None = None
        self._cache = AnswerCache()
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
                seconds=max(self._seconds, SECONDS_TO_LOOK),
            )
        else:
            self._own_folder = Path(tempfile.mkdtemp(prefix="wsisgraph-"))
            few = replace(options, workers=2, own_workers=0, derive=None, judge=None)
            self._desk = EmbeddedStore(self._own_folder, few, writer=False)
        merges = Merges(self._engine, strict=options.strict)
        self._keeper = Keeper(
            self._engine, self._step, merges, self._cache.clear, self._tell_writer
        )
        self._spool = Spool(DataFolder(self._desk.data).spool)
        self._answers = Answers(
            self._engine, self._desk, self._keeper, merges, self._spool, strict=options.strict
        )

    @property
    def revision(self) -> Revision:
        """The revision that the server holds."""
        return self._keeper.revision

    @property
    def trusted(self) -> bool:
        """Whether the server answers our own questions rightly."""
        return self._engine.dialect.trusted

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
        await self._keeper.start()

    async def stop(self) -> None:
        """End every query and every process."""
        await self._keeper.stop()
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
        asked = own_question(text, formats) if own and base is None else None
        if asked is None:
            asked = await looked_through(
                self._desk, text, base, formats, seconds, longest, overrides=overrides
            )
        if overrides:
            asked = asked.over(default_graphs, named_graphs)
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
            return await self._answers.answer(asked, graph_prefixes, max_rows, left)

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
        asked = Asked("", "graph", format, GRAPH_MEDIA_TYPES[format], repeatable=True)

        async def fetch(left: float) -> StreamedAnswer:
            return await self._answers.graph(name, asked, graph_prefixes, left)

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

    async def _of_one_revision(
        self,
        fetch: Callable[[float], Awaitable[StreamedAnswer]],
        deadline: float,
        key: Hashable | None,
    ) -> StreamedAnswer:
        """Return what is fetched while the server stands still."""
        keeper = self._keeper
        for _ in range(_TRIES):
            await keeper.until_in_step(deadline)
            if not self._engine.dialect.trusted:
                # Who is not asked is looked after.
                await keeper.keep_in_step()
            revision, epoch = keeper.revision, keeper.epoch
            kept = self._cache.get((revision, key)) if key is not None else None
            if kept is not None:
                return self._from_cache(kept, revision)
            try:
                answer = await fetch(max(0.0, deadline - time.monotonic()))
            except StoreUnavailable:
                keeper.lost()
                raise
            except _Moved:
                await asyncio.sleep(_A_MOMENT)
                continue
            except StoreError:
                if keeper.epoch == epoch:
                    raise
                continue
            if keeper.epoch == epoch:
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

    async def _taken(self, answer: StreamedAnswer) -> StreamedAnswer:
        """Take an answer of the desk, which holds what the server holds.

        Raises:
            _Moved: it holds something newer already.
        """
        if answer.revision.sequence != self._keeper.reached:
            answer.discard()
            raise _Moved
        taken = StreamedAnswer(
            answer.kind, answer.format, answer.media_type, self.revision, spool=self._spool
        )
        async for piece in answer:
            taken.add(piece)
        taken.truncated = answer.truncated
        return taken

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
        await self._keeper.keep_in_step()
        if expected is None:
            return None
        if expected != self.revision:
            raise RevisionMismatch(
                f"The data are at revision {self.revision.id}, not at {expected.id} as expected",
                mend="look at the data as they are now, then write again",
            )
        return self._desk.revision

    async def _carried(self, written: Written) -> Written:
        """Wait until the server has what was written."""
        assert self._step is not None
        wanted = written.revision.sequence
        await self._keeper.until_reached(wanted, self._seconds + FOR_THE_WRITER)
        note = self._step.note
        assert note is not None
        ahead = as_revision(note.mark).sequence - note.position.sequence
        sequence = wanted + ahead
        revision = Revision(sequence, f"{sequence}-{written.revision.id.partition('-')[2]}")
        return replace(written, revision=revision if wanted else self.revision)

    def _wake(self) -> None:
        self._keeper.wake()

    def _tell_writer(self, sequence: int) -> None:
        if isinstance(self._desk, Desk):
            self._desk.tell_writer(sequence)


class _Moved(Exception):
    """The desk is ahead of the server."""

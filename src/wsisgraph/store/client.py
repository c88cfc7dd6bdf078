"""The store for the command line: one question, one change, or the whole dataset, then the end.

Reading needs no service and disturbs none: it starts from the newest checkpoint and follows the
journal. Writing goes through the running service; with none running, the folder's lock is taken.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wsisgraph.errors import StoreError, StoreLocked
from wsisgraph.settings import Settings
from wsisgraph.store import capacity, changes
from wsisgraph.store.changes import Change, Outcome
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.protocol import Kind, Revision

# The engine is imported where it is used: `wsisgraph serve` imports this module too.
if TYPE_CHECKING:
    import asyncio

    from pyoxigraph import NamedNode, Quad, Store

    from wsisgraph.store.embedded import EmbeddedStore
    from wsisgraph.store.record import Position
    from wsisgraph.store.remote import RemoteStore
    from wsisgraph.store.rules import Derive

_ATTEMPTS = 3
_PATIENCE = 3.0
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole answer; see `protocol.Answer`."""

    kind: Kind
    format: str
    media_type: str
    revision: Revision
    truncated: bool
    content: bytes


class Reader:
    """Answers queries from a data folder, one after another."""

    def __init__(self, store: "EmbeddedStore | RemoteStore", runner: "asyncio.Runner") -> None:
        self._store = store
        self._runner = runner

    @property
    def revision(self) -> Revision:
        """The revision that is read."""
        return self._store.revision

    @property
    def trusted(self) -> bool:
        """Whether our own questions are answered rightly there."""
        return self._store.trusted

    def query(
        self,
        text: str,
        *,
        formats: Sequence[str],
        timeout: float | None = None,
        max_rows: int | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        graph_prefixes: Mapping[str, str] = {},
        own: bool = False,
    ) -> Reading:
        """Answer a query; see `protocol.Store.query`."""

        async def ask() -> Reading:
            answer = await self._store.query(
                text,
                formats=formats,
                timeout=timeout,
                max_rows=max_rows,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
                graph_prefixes=graph_prefixes,
                own=own,
            )
            content = await answer.read()
            return Reading(
                answer.kind,
                answer.format,
                answer.media_type,
                answer.revision,
                answer.truncated,
                content,
            )

        return self._runner.run(ask())


@contextmanager
def open_reader(settings: Settings) -> Iterator[Reader]:
    """Read the data folder as it is now, beside a running service or without one.

    Raises:
        StoreError: the folder cannot be read.
    """
    import asyncio

    from wsisgraph.store.embedded import EmbeddedStore, Options
    from wsisgraph.store.remote import RemoteStore

    store: EmbeddedStore | RemoteStore
    options = replace(Options.from_settings(settings), workers=1, own_workers=0)
    with asyncio.Runner() as runner:
        if settings.store:
            # What is only asked needs nothing of the folder.
            asked = replace(settings, store_update="", store_graphs="")
            store = RemoteStore(asked, options)
        else:
            store = EmbeddedStore(settings.data, options, writer=False)
        runner.run(store.start())
        try:
            yield Reader(store, runner)
        finally:
            runner.run(store.stop())


def commit(
    settings: Settings,
    change: Change,
    *,
    agent: str,
    message: str,
    derive: "Derive | None" = None,
) -> Outcome:
    """Commit a change to a data folder.

    A running service commits it (with the rules it was started with) and answers when its readers
    see it; with none running, the folder's lock is taken for as long as it lasts.

    Raises:
        StoreLocked: another process that is no service holds the folder, and goes on doing so.
        ChangeRefused: it cannot be taken; nothing was changed.
        StoreError: the folder cannot be used.
    """
    from wsisgraph.store.writer import Writer

    folder = DataFolder(settings.data)
    strict = settings.default_graph == "strict"
    if settings.store:
        from wsisgraph.store.remote_local import follow
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            return changes.ask(folder, change, agent=agent, message=message)
        except (FileNotFoundError, ConnectionRefusedError):
            # No service here, or one that is just starting or ending.
            pass
        try:
            most = capacity.memory_quads(settings.memory_quads)
            with Writer(settings.data, derive=derive, strict=strict, memory_quads=most) as writer:
                if settings.store:
                    # What others did to the SPARQL server is seen before anything is written.
                    follow(settings, writer)
                outcome = writer.commit(change, agent=agent, message=message)
                if settings.store:
                    follow(settings, writer)
                return outcome
        except StoreLocked:
            if time.monotonic() > give_up:
                raise
        time.sleep(_PAUSE)


def read_dataset(settings: Settings, graphs: Collection[str] | None = None) -> "list[Quad] | None":
    """Return every quad of the current revision; None when nothing was ever committed.

    Args:
        settings: name the data folder.
        graphs: read these named graphs only.

    Raises:
        StoreError: the folder cannot be read.
    """
    from pyoxigraph import NamedNode

    from wsisgraph.store import nquads
    from wsisgraph.store.journal import JournalReader

    folder = DataFolder(settings.data)
    if folder.revision() is None:
        return None
    wanted = None if graphs is None else {NamedNode(graph) for graph in graphs}
    store, position = _from_checkpoint(folder, wanted)
    journal = JournalReader(folder.journal, position)
    try:
        for record in journal.read():
            for quad in nquads.read(record.removed):
                store.remove(quad)
            added = nquads.read(record.added)
            store.extend(q for q in added if wanted is None or q.graph_name in wanted)
    finally:
        journal.close()
    return list(store)


def _from_checkpoint(
    folder: DataFolder, wanted: "Collection[NamedNode] | None"
) -> "tuple[Store, Position]":
    """Return what the newest checkpoint holds, and its place in the journal.

    Where it cannot be read, nothing and the beginning: the journal has it all.
    """
    from pyoxigraph import DefaultGraph, Store

    from wsisgraph.store import checkpoint, recovery
    from wsisgraph.store.record import BEGINNING

    for _ in range(_ATTEMPTS):
        newest = folder.newest_checkpoint()
        if newest is None:
            break
        store = Store()
        try:
            saved = Store.read_only(str(newest))
            standing = checkpoint.read_standing(newest, saved)
            if wanted is None:
                left_out = {checkpoint.STATE, *([DefaultGraph()] if standing.merged else [])}
                store.bulk_extend(quad for quad in saved if quad.graph_name not in left_out)
            else:
                for graph in wanted:
                    store.extend(saved.quads_for_pattern(None, None, None, graph))
            return store, standing.position
        except StoreError:
            # The writer may just replace it by a newer one.
            continue
        except (OSError, RuntimeError) as error:
            if not recovery.is_damage(error):
                raise
    return Store(), BEGINNING

"""A SPARQL server and the command line: brought into step before it reads, and after it wrote.

While a service runs over the data folder, it is the service that does so.
"""

import asyncio
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from wsisgraph.settings import Settings
from wsisgraph.store.changes import Replacement
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.remote_engine import Engine, Place, read_only
from wsisgraph.store.remote_lines import DEFAULT
from wsisgraph.store.remote_step import OUTSIDE, Step

if TYPE_CHECKING:
    from wsisgraph.store.rules import Derive
    from wsisgraph.store.snapshot import Snapshot
    from wsisgraph.store.writer import Writer

_SECONDS = 120.0


def meet(settings: Settings, derive: "Derive | None" = None) -> None:
    """Bring the data folder and the SPARQL server of the settings, if any, into step.

    Raises:
        StoreLocked: another process that is no service writes to the folder.
        StoreError: the server is not there, or cannot be brought into step.
    """
    from wsisgraph.store.writer import Writer

    folder = DataFolder(settings.data)
    if not settings.store or not settings.store_update or _is_served(folder):
        return
    strict = settings.default_graph == "strict"
    with Writer(settings.data, derive=derive, strict=strict) as writer:
        follow(settings, writer)


def follow(settings: Settings, writer: "Writer") -> None:
    """Bring the SPARQL server of the settings to where a writer is.

    Raises:
        Forbidden: the settings let nothing be written there.
        StoreError: the server is not there, or cannot be brought into step.
    """
    if not settings.store_update:
        raise read_only()
    asyncio.run(_brought(settings, writer))


async def _brought(settings: Settings, writer: "Writer") -> None:
    engine = Engine(Place.of(settings))
    try:
        await engine.meet(_SECONDS)
        strict = settings.default_graph == "strict"
        local = _FolderLocal(settings, writer)
        await Step(engine, local, settings.data, strict=strict, seconds=_SECONDS).bring()
    finally:
        await engine.close()


def _is_served(folder: DataFolder) -> bool:
    try:
        folder.connect().close()
    except OSError:
        return False
    return True


class _FolderLocal:
    """The data folder, by way of its writer; see `remote_step.Local`."""

    def __init__(self, settings: Settings, writer: "Writer") -> None:
        self._settings = settings
        self._writer = writer

    @property
    def sequence(self) -> int:
        """The last record of the journal."""
        return self._writer.revision.sequence

    @cached_property
    def _held(self) -> "Snapshot":
        from wsisgraph.store.local import open_local

        return open_local(self._settings).snapshot

    async def graphs(self) -> Sequence[str]:
        """Return the names of all graphs."""
        from pyoxigraph import NamedNode

        if not self.sequence:
            return []
        held = self._held.store.named_graphs()
        names = sorted(graph.value for graph in held if isinstance(graph, NamedNode))
        return [*names, DEFAULT] if self._settings.default_graph == "strict" else names

    async def contents(self, graph: str) -> bytes:
        """Return a graph as N-Triples, as it was sent."""
        from pyoxigraph import RdfFormat, serialize

        from wsisgraph.store.names import DEFAULT as PLAIN
        from wsisgraph.store.names import named
        from wsisgraph.store.spellings import spelt

        held = self._held
        quads = held.store.quads_for_pattern(None, None, None, named(graph) if graph else PLAIN)
        sent = spelt(quads, held.spellings, anywhere=False)
        return serialize((quad.triple for quad in sent), format=RdfFormat.N_TRIPLES) or b""

    async def take(self, graphs: Sequence[str], quads: Path, message: str) -> None:
        """Commit what was found on the server."""
        change = Replacement([graph for graph in graphs if graph], quads)
        self._writer.commit(change, agent=OUTSIDE, message=message)
        self.__dict__.pop("_held", None)

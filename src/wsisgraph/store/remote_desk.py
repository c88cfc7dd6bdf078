"""The desk: the embedded store that computes, judges and keeps the writes of a remote one."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from wsisgraph.errors import GraphNotFound
from wsisgraph.store.changes import Replacement
from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.protocol import Scope
from wsisgraph.store.remote_lines import DEFAULT


class Desk(EmbeddedStore):
    """An embedded store whose writes are acknowledged once somebody else has them, too."""

    def __init__(self, data: Path, options: Options, on_advanced: Callable[[], None]) -> None:
        """Describe it.

        Args:
            data: the data folder.
            options: how it runs.
            on_advanced: called when it may have come to another revision.
        """
        super().__init__(data, options)
        self._on_advanced = on_advanced
        self.tells_at_once = False

    def tell_writer(self, sequence: int) -> None:
        """Tell the writer which revision queries read: whoever waits for it goes on."""
        if self._writer is not None:
            self._writer.seen(sequence)

    def _tell_writer(self) -> None:
        if self.tells_at_once:
            super()._tell_writer()
        self._on_advanced()


class DeskLocal:
    """The data folder, by way of the desk; see `remote_step.Local`."""

    def __init__(self, desk: Desk, *, strict: bool) -> None:
        self._desk = desk
        self._strict = strict

    @property
    def sequence(self) -> int:
        """The last record that graphs are given by."""
        return self._desk.revision.sequence

    async def graphs(self) -> Sequence[str]:
        """Return the names of all graphs."""
        text = "SELECT ?g { GRAPH ?g {} FILTER(ISIRI(?g)) }"
        answer = await self._desk.query(text, formats=["json"], own=True)
        bindings = json.loads(await answer.read())["results"]["bindings"]
        names = sorted(row["g"]["value"] for row in bindings)
        return [*names, DEFAULT] if self._strict else names

    async def contents(self, graph: str) -> bytes:
        """Return a graph as N-Triples."""
        try:
            answer = await self._desk.graph(graph or Scope.DEFAULT, formats=["ntriples"])
        except GraphNotFound:
            return b""
        return await answer.read()

    async def take(self, graphs: Sequence[str], quads: Path, message: str) -> None:
        """Commit what was found on the server."""
        # Whoever brings it there waits for this commit, and cannot do so before it returns.
        self._desk.tells_at_once = True
        try:
            await self._desk.commit(
                Replacement([graph for graph in graphs if graph], quads),
                agent="outside",
                message=message,
            )
        finally:
            self._desk.tells_at_once = False

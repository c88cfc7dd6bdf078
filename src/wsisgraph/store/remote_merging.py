"""Graphs that hold together what a query reads as its default graph, made over there on demand.

Servers that are given several default graphs mostly count a triple of two of them twice. The
accepted graphs stand merged beside them always; other choices are merged for whoever asks, and
dropped with the revision.
"""

import asyncio
import hashlib
from collections.abc import Sequence

from wsisgraph.store.remote_engine import Engine
from wsisgraph.store.remote_following import MERGES, Standing
from wsisgraph.terms import iris

NOTHING = f"{MERGES}none"
"""A graph that is never there: the default graph of a query that has none."""

_MOST = 8
_SECONDS_TO_DROP = 30.0


class Merges:
    """The merges of one server."""

    def __init__(self, engine: Engine, *, strict: bool) -> None:
        """Know of none.

        Args:
            engine: the server.
            strict: whether the default graph is an ordinary one, and no merge of the accepted.
        """
        self._engine = engine
        self._strict = strict
        self._made: dict[str, None] = {}
        self._one_at_a_time = asyncio.Lock()

    async def dataset(
        self,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
        standing: Standing,
        seconds: float,
    ) -> tuple[Sequence[str], Sequence[str]]:
        """Return what the server is told of default and named graphs.

        Args:
            default_graphs: those of the query.
            named_graphs: likewise; where it has neither, it reads what everybody reads.
            standing: what the server holds.
            seconds: how long a merge may take.
        """
        dialect = self._engine.dialect
        if default_graphs:
            return await self._merged(default_graphs, standing, seconds), named_graphs
        if named_graphs:
            return (NOTHING,), named_graphs
        if dialect.is_native and self._engine.takes_writes:
            # It is the server's own.
            return (), ()
        default: tuple[str, ...] = (dialect.merged,)
        if not self._strict and dialect.merged not in standing.counts:
            # A server that was never written by us.
            default = tuple(filter(iris.is_accepted, standing.graphs)) or (NOTHING,)
        return await self._merged(default, standing, seconds), standing.graphs

    async def drop(self, standing: Standing) -> None:
        """Drop them all, with those that the server has of before."""
        names = {*self._made, *standing.merges}
        self._made.clear()
        if self._engine.takes_writes and names:
            dropped = [f"DROP SILENT GRAPH <{name}>" for name in sorted(names)]
            await self._engine.update(" ;\n".join(dropped), seconds=_SECONDS_TO_DROP)

    async def _merged(
        self, graphs: Sequence[str], standing: Standing, seconds: float
    ) -> Sequence[str]:
        """Return graphs that hold together what these do, and no triple twice."""
        merged = self._engine.dialect.merged
        chosen = list(dict.fromkeys(graphs))
        accepted = {graph for graph in standing.graphs if iris.is_accepted(graph)}
        base: list[str] = []
        if not self._strict and accepted and accepted <= set(chosen):
            base = [merged]
            # Those that hold nothing add nothing.
            chosen = [
                g for g in chosen if g not in accepted and (g in standing.counts or g == merged)
            ]
        together = [*base, *chosen]
        if len(together) < 2 or self._engine.dialect.merges or not self._engine.takes_writes:
            return together
        name = MERGES + hashlib.sha256("\n".join(together).encode()).hexdigest()[:24]
        async with self._one_at_a_time:
            if name not in self._made:
                await self._make(name, base, chosen, seconds)
        return [*base, name]

    async def _make(
        self, name: str, base: Sequence[str], graphs: Sequence[str], seconds: float
    ) -> None:
        """Put what some graphs hold, and the merged one does not, into one of its own."""
        operations = [f"DROP SILENT GRAPH <{name}>"]
        while len(self._made) >= _MOST:
            oldest = next(iter(self._made))
            del self._made[oldest]
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
        await self._engine.update(" ;\n".join(operations), seconds=seconds)
        self._made[name] = None

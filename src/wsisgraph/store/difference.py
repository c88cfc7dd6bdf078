"""The difference that a write makes, computed on a worker's own copy of the data.

The engine keeps no record of what an update did. But it lets an iterator that was begun before go
on over the data as they were, and gives quads in one order, old ones and new ones alike: so both
states are walked side by side, without keeping either.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, serialize

from wsisgraph.errors import QueryTooLarge
from wsisgraph.store.changes import OWN, derived_default
from wsisgraph.store.judging import Touched
from wsisgraph.store.names import GraphNode, name_of
from wsisgraph.store.parsing import check
from wsisgraph.store.sinks import Sink
from wsisgraph.store.snapshot import is_empty
from wsisgraph.store.trespass import Watch

_AT_ONCE = 1000
_MOST_NAMES = 4 << 20

Signed = tuple[bool, Quad]
"""A quad that came (True) or went."""


def between(before: Iterator[Quad], store: Store) -> Iterator[Signed]:
    """Give what came and what went since an iterator over all quads was begun.

    Raises:
        RuntimeError: the engine does not keep the order that this is built on.
    """
    after = iter(store)
    old, new = next(before, None), next(after, None)
    while old is not None or new is not None:
        if old == new:
            old, new = next(before, None), next(after, None)
        elif old is not None and old not in store:
            yield False, old
            old = next(before, None)
        elif new is not None:
            yield True, new
            new = next(after, None)
        else:
            raise RuntimeError(f"the engine gave {old} out of its order")


class Difference:
    """Gathers what a write adds and removes, and sends it: the added quads first.

    Quads must come once each, and be no news that is none.
    """

    def __init__(
        self, sink: Sink, store: Store, *, merged: bool, watch: Watch | None = None
    ) -> None:
        """Begin, before anything is changed.

        Args:
            sink: takes the difference as N-Quads.
            store: the worker's own copy of the data.
            merged: refuse what changes the default graph.
            watch: sees what comes, where the author is held to bounds.
        """
        self._sink = sink
        self._store = store
        self._merged = merged
        self._watch = watch
        self._graphs_before = set(store.named_graphs())
        self._added = _Lines(sink.write)
        self._kept: list[bytes] = []
        self._removed = _Lines(self._kept.append)
        self._touched: dict[NamedNode | BlankNode, _Changes] = {}
        self._touched_default = False
        self.things = Touched()
        """What it touches, to be judged by the shapes."""

    def name(self, graph: GraphNode) -> None:
        """Note a graph that is named as one to write to, whether or not anything changes there.

        Raises:
            DefaultGraphDerived: the default graph is derived.
        """
        self._touch(graph)

    def add(self, quad: Quad) -> None:
        """Take a quad that came.

        Raises:
            DefaultGraphDerived, DataSyntaxError, QueryTooDeep: it may not be there.
        """
        check(quad)
        self._touch(quad.graph_name).gained = True
        self.things.note(quad, came=True)
        if self._watch is not None:
            self._watch.note(quad)
        self._added.take(quad)

    def remove(self, quad: Quad) -> None:
        """Take a quad that went.

        Raises:
            DefaultGraphDerived: the default graph is derived.
        """
        self._touch(quad.graph_name).lost = True
        self.things.note(quad, came=False)
        self._removed.take(quad)

    def take(self, signed: Iterable[Signed]) -> None:
        """Take several; raises as `add` and `remove`."""
        for came, quad in signed:
            if came:
                self.add(quad)
            else:
                self.remove(quad)

    def send(self) -> dict[str, Any]:
        """Send the rest, and return what is to be told about the whole."""
        self._added.end()
        self._removed.end()
        added_bytes = self._sink.written
        for piece in self._kept:
            self._sink.write(piece)
        after = {graph for graph in self._store.named_graphs() if not graph.value.startswith(OWN)}
        before = self._graphs_before
        # Graphs without quads that are there now, and were not, or held something.
        lost = {graph for graph, touched in self._touched.items() if touched.lost}
        gained = {graph for graph, touched in self._touched.items() if touched.gained}
        bare = [
            graph
            for graph in ((after - before) | (after & lost)) - gained
            if is_empty(self._store, graph)
        ]
        told = {
            "graphs": _names(self._touched),
            "created": _names(after - before),
            "dropped": _names(before - after),
            "empty": _names(bare),
            "bare_dropped": _names(before - after - lost),
        }
        if sum(len(name) + 4 for names in told.values() for name in names) > _MOST_NAMES:
            raise QueryTooLarge(
                "The write changes more graphs than one write may", mend="write in several steps"
            )
        bounds = self._watch.told(self._store) if self._watch is not None else None
        return {
            **told,
            "bounds": bounds,
            "default": self._touched_default,
            "added": self._added.number,
            "removed": self._removed.number,
            "added_bytes": added_bytes,
        }

    def _touch(self, graph: GraphNode) -> "_Changes":
        if isinstance(graph, DefaultGraph):
            if self._merged:
                raise derived_default()
            self._touched_default = True
            return _Changes()
        touched = self._touched.get(graph)
        if touched is None:
            touched = self._touched[graph] = _Changes()
        return touched


@dataclass(slots=True)
class _Changes:
    """Whether a graph gained or lost any quad."""

    gained: bool = False
    lost: bool = False


class _Lines:
    """Writes quads as N-Quads, many at a time."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self.number = 0
        self._write = write
        self._waiting: list[Quad] = []

    def take(self, quad: Quad) -> None:
        self.number += 1
        self._waiting.append(quad)
        if len(self._waiting) >= _AT_ONCE:
            self.end()

    def end(self) -> None:
        if self._waiting:
            self._write(serialize(self._waiting, format=RdfFormat.N_QUADS) or b"")
            self._waiting.clear()


def _names(graphs: Iterable[NamedNode | BlankNode]) -> list[str]:
    return sorted(name for name in map(name_of, graphs) if name is not None)

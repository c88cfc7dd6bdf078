"""Changes on top of data that nobody may change: what a worker writes where it reads the disk.

It has what a store has to look up and change quads, and no queries: they would not see the changes.
What it changed is known without comparing anything.
"""

from collections.abc import Iterable, Iterator
from typing import cast

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from wsisgraph.store.names import GraphNode


class Overlay:
    """A store as it is, and what came and went since.

    Attributes:
        base: the store.
    """

    def __init__(self, base: Store) -> None:
        self.base = base
        self._came = Store()
        self._went: dict[Quad, None] = {}
        self._graphs: dict[NamedNode | BlankNode, bool] = {}

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._came or (quad not in self._went and quad in self.base)

    def __iter__(self) -> Iterator[Quad]:
        return self.quads_for_pattern(None, None, None, None)

    @property
    def is_changed(self) -> bool:
        """Whether anything is other than in the store."""
        return bool(self._went or self._graphs or len(self._came))

    def add(self, quad: Quad) -> None:
        """Add a quad; its graph then exists."""
        if quad in self._went:
            del self._went[quad]
        elif quad not in self.base:
            self._came.add(quad)
        graph = quad.graph_name
        if isinstance(graph, NamedNode | BlankNode):
            self.add_graph(graph)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads."""
        for quad in quads:
            self.add(quad)

    def remove(self, quad: Quad) -> None:
        """Remove a quad."""
        if quad in self._came:
            self._came.remove(quad)
        elif quad in self.base:
            self._went[quad] = None

    def add_graph(self, graph: NamedNode | BlankNode) -> None:
        """See that a graph exists."""
        if not self.contains_named_graph(graph):
            self._graphs[graph] = True

    def remove_graph(self, graph: NamedNode | BlankNode) -> None:
        """Remove a graph with its quads."""
        self.clear_graph(graph)
        if self.contains_named_graph(graph):
            self._graphs[graph] = False

    def clear_graph(self, graph: GraphNode) -> None:
        """Remove the quads of a graph."""
        for quad in list(self.quads_for_pattern(None, None, None, graph)):
            self.remove(quad)

    def contains_named_graph(self, graph: NamedNode | BlankNode) -> bool:
        """Tell whether a graph exists."""
        known = self._graphs.get(graph)
        return self.base.contains_named_graph(graph) if known is None else known

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """Give the graphs that exist."""
        for graph in self.base.named_graphs():
            if self._graphs.get(graph, True):
                yield graph
        for graph, exists in self._graphs.items():
            if exists and not self.base.contains_named_graph(graph):
                yield graph

    def quads_for_pattern(
        self,
        subject: object,
        predicate: object,
        object: object,
        graph_name: object = None,
    ) -> Iterator[Quad]:
        """Give the quads that match, as a store does; those of the store first."""
        pattern = (subject, predicate, object, graph_name)
        for quad in self.base.quads_for_pattern(*pattern):  # type: ignore[arg-type]
            if quad not in self._went:
                yield quad
        yield from self._came.quads_for_pattern(*pattern)  # type: ignore[arg-type]

    def changes(self) -> Iterator[tuple[bool, Quad]]:
        """Give what came (True) and what went, each quad once."""
        for quad in self._came:
            yield True, quad
        for quad in self._went:
            yield False, quad


def as_store(over: Overlay) -> Store:
    """Return it for those who look up and change quads of a store, and ask no queries of it."""
    return cast(Store, over)


def overlay_of(store: Store) -> Overlay | None:
    """Return what was given as a store; None for one that is one."""
    return store if isinstance(store, Overlay) else None

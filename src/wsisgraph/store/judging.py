"""Whether a write keeps the shapes, judged on the worker's own copy of the data.

What is judged are the accepted facts, merged: the things that a write touches there, and those that
refer to a thing which lost its kind. What is proposed or unconfirmed is judged when it is taken in.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain, islice
from typing import Any, Protocol, cast

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from wsisgraph.store.bounds import is_agencys
from wsisgraph.store.changes import OWN
from wsisgraph.store.names import GraphNode
from wsisgraph.store.snapshot import is_empty
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF

MOST_TOLD = 20
"""So many findings are told of a write; whoever has more mends these first."""

TOLD = ("focus", "path", "value", "message", "shape", "component", "term", "words")
"""What is told of a finding; `term` is the value in N-Triples, `words` the message by language."""

_MOST_THINGS = 5_000
_MOST_WITHOUT_KIND = 50_000
_TYPE = NamedNode(RDF.type)

Thing = NamedNode | BlankNode


class Judge(Protocol):
    """Tells what some things break; see `graph.judge.Judge`."""

    @property
    def classes(self) -> frozenset[NamedNode]:
        """The classes of the things that it judges."""
        ...

    def violations(
        self, store: Store, graphs: Iterable[NamedNode], things: Iterable[Thing]
    ) -> Iterator[Any]:
        """Yield what these things break, as the graphs, merged, tell of them.

        A finding has the attributes of `TOLD`.
        """
        ...

    def undescribed(
        self, store: Store, graphs: Iterable[NamedNode], kept: Iterable[NamedNode]
    ) -> Iterator[Any]:
        """Yield what graphs that agencies keep break as graphs: licence, citation, contact."""
        ...


def resolve(reference: str) -> Judge:
    """Make the judge that `module:class` names."""
    module, _, name = reference.partition(":")
    return cast(Judge, getattr(import_module(module), name)())


class Touched:
    """The things that a write touches, as far as they are judged."""

    def __init__(self) -> None:
        self._things: set[Thing] | None = set()
        self._without_kind: set[Thing] | None = set()
        self._graphs: set[GraphNode] = set()
        self._are_judged: dict[GraphNode, bool] = {}

    def note(self, quad: Quad, *, came: bool) -> None:
        """Take a quad that came or went."""
        graph = quad.graph_name
        if graph not in self._are_judged:
            self._are_judged[graph] = is_judged(graph)
        if not self._are_judged[graph]:
            return
        self._graphs.add(graph)
        thing = quad.subject
        if not isinstance(thing, Thing):
            return
        # More than can be kept are found otherwise, by what there is.
        if self._things is not None:
            self._things.add(thing)
            if len(self._things) > _MOST_THINGS:
                self._things = None
        if not came and quad.predicate == _TYPE and self._without_kind is not None:
            self._without_kind.add(thing)
            if len(self._without_kind) > _MOST_WITHOUT_KIND:
                self._without_kind = None

    def broken(self, judge: Judge, store: Store) -> list[dict[str, Any]]:
        """Return what the things break now, at most `MOST_TOLD` findings."""
        if not self._graphs:
            return []
        graphs = [graph for graph in store.named_graphs() if is_judged(graph)]
        named = [graph for graph in graphs if isinstance(graph, NamedNode)]
        things = self._judged(judge, store, frozenset(named))
        kept = [graph for graph in named if graph in self._graphs and is_agencys(graph.value)]
        findings = chain(
            judge.undescribed(store, named, [graph for graph in kept if not is_empty(store, graph)])
            if kept
            else (),
            judge.violations(store, named, things),
        )
        return [
            {name: getattr(found, name) for name in TOLD} for found in islice(findings, MOST_TOLD)
        ]

    def _judged(self, judge: Judge, store: Store, graphs: frozenset[NamedNode]) -> list[Thing]:
        if self._things is None or self._without_kind is None:
            found = dict.fromkeys(self._instances(judge, store, graphs))
        else:
            found = dict.fromkeys(self._things)
        for thing in self._without_kind or ():
            for quad in store.quads_for_pattern(None, None, thing):
                if quad.graph_name in graphs and isinstance(quad.subject, Thing):
                    found[quad.subject] = None
        return list(found)

    def _instances(
        self, judge: Judge, store: Store, graphs: frozenset[NamedNode]
    ) -> Iterator[Thing]:
        """Give the things that the touched graphs speak of; or all, if too many lost their kind."""
        for class_ in judge.classes:
            for quad in store.quads_for_pattern(None, _TYPE, class_):
                thing = quad.subject
                if quad.graph_name not in graphs or not isinstance(thing, Thing):
                    continue
                if self._without_kind is None or self._is_in(store, thing):
                    yield thing

    def _is_in(self, store: Store, thing: Thing) -> bool:
        return any(
            next(iter(store.quads_for_pattern(thing, None, None, graph)), None) is not None
            for graph in self._graphs
        )


def is_judged(graph: GraphNode) -> bool:
    """Tell whether facts of a graph are accepted ones that somebody states."""
    if not isinstance(graph, NamedNode):
        return False
    if graph.value.startswith(OWN):
        return False
    return iris.is_accepted(graph.value) and graph.value != iris.graph("inferred")

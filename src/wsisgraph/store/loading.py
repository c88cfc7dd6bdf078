"""Graphs as a whole, in a worker: written with data that were sent, deleted, or given out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from pyoxigraph import BlankNode, NamedNode, Quad

from wsisgraph.errors import GraphNotFound
from wsisgraph.store import parsing
from wsisgraph.store.changes import OWN, derived_default
from wsisgraph.store.difference import Difference
from wsisgraph.store.names import DEFAULT, GraphNode, name_of, named
from wsisgraph.store.snapshot import Snapshot, is_empty
from wsisgraph.store.spellings import as_kept

_COMING = f"{OWN}coming/"
"""Before the name of a graph: what comes into it, gathered to know it again."""


def write(
    snapshot: Snapshot,
    request: Mapping[str, Any],
    bodies: Iterable[IO[bytes]],
    difference: Difference,
) -> None:
    """Write documents into a graph, or into the dataset; see `Store.write_graph`.

    Documents are read once, from the stream, and only what they say is kept. `keep` names graphs
    that are left alone when all are replaced, `skip` those whose quads are passed over.

    Raises:
        DataSyntaxError, QueryTooDeep: a document cannot be taken.
        DefaultGraphDerived: it would change the merged default graph.
    """
    graph = _target(request)
    replace: bool = request["replace"]
    store = snapshot.store
    coming: dict[GraphNode, NamedNode] = {}
    # What stays has to be known as well as what is new: a graph of its own holds both. Where there
    # is nothing yet, nothing stays.
    marked = replace and not (graph is not None and is_empty(store, graph))
    for quad in _quads(request, bodies, graph):
        if snapshot.merged and quad.graph_name == DEFAULT:
            raise derived_default()
        if graph is None:
            difference.name(quad.graph_name)
        mark = _moved(quad, coming) if marked else quad
        if mark in store:
            continue
        if quad not in store:
            difference.add(quad)
            # What is judged afterwards is the graph as it would be.
            store.add(quad)
        elif replace and (kept := _spelt_otherwise(snapshot, quad)):
            difference.remove(kept)
            difference.add(quad)
        store.add(mark)
    if marked:
        targets = [graph] if graph is not None else [*_replaced(snapshot, request["keep"]), *coming]
        for target in dict.fromkeys(targets):
            _take_out(snapshot, target, coming.get(target), difference)
    for target in coming if graph is None else [graph]:
        if isinstance(target, NamedNode | BlankNode):
            store.add_graph(target)


def delete(snapshot: Snapshot, request: Mapping[str, Any], difference: Difference) -> None:
    """Take away a graph, or all of them but those of `keep`.

    Raises:
        GraphNotFound: there is no graph of that name.
        DefaultGraphDerived: it would change the merged default graph.
    """
    graph = _target(request)
    if graph is not None:
        find(snapshot, graph)
    for target in [graph] if graph is not None else _replaced(snapshot, request["keep"]):
        for quad in snapshot.store.quads_for_pattern(None, None, None, target):
            difference.remove(quad)
        if isinstance(target, NamedNode | BlankNode):
            snapshot.store.remove_graph(target)


def find(snapshot: Snapshot, graph: GraphNode) -> None:
    """See that there is such a graph; the default graph always is.

    Raises:
        GraphNotFound: there is none.
    """
    if isinstance(graph, NamedNode | BlankNode) and not snapshot.store.contains_named_graph(graph):
        raise GraphNotFound(
            f"There is no graph {graph}", mend="SELECT ?g { GRAPH ?g {} } lists the graphs"
        )


def _target(request: Mapping[str, Any]) -> GraphNode | None:
    """Return the graph that a request names; None for the whole dataset."""
    if request["scope"] == "dataset":
        return None
    return named(request["graph"]) if request["scope"] is None else DEFAULT


def _quads(
    request: Mapping[str, Any], bodies: Iterable[IO[bytes]], graph: GraphNode | None
) -> Iterator[Quad]:
    skipped = set(request["skip"])
    for told, body in zip(request["data"], bodies, strict=False):
        quads = parsing.read(body, told["format"], told["base"])
        if graph is not None:
            yield from parsing.in_one_graph(quads, graph)
        elif skipped:
            yield from (quad for quad in quads if name_of(quad.graph_name) not in skipped)
        else:
            yield from quads


def _spelt_otherwise(snapshot: Snapshot, quad: Quad) -> Quad | None:
    """Return a quad as the engine keeps it, where it is there and was sent in another form."""
    kept = as_kept(quad)
    return kept if snapshot.spellings.sent(kept) != quad else None


def _moved(quad: Quad, coming: dict[GraphNode, NamedNode]) -> Quad:
    graph = coming.get(quad.graph_name)
    if graph is None:
        graph = coming[quad.graph_name] = NamedNode(_COMING + (name_of(quad.graph_name) or ""))
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def _take_out(
    snapshot: Snapshot, graph: GraphNode, coming: NamedNode | None, difference: Difference
) -> None:
    """Remove what a graph holds and is not to hold."""
    for quad in snapshot.store.quads_for_pattern(None, None, None, graph):
        same = Quad(quad.subject, quad.predicate, quad.object, coming)
        if coming is None or same not in snapshot.store:
            difference.remove(quad)
            snapshot.store.remove(quad)
    if coming is None and isinstance(graph, NamedNode | BlankNode):
        snapshot.store.remove_graph(graph)


def _replaced(snapshot: Snapshot, keep: Sequence[str]) -> list[GraphNode]:
    kept = set(keep)
    graphs: list[GraphNode] = [
        graph
        for graph in snapshot.store.named_graphs()
        if name_of(graph) not in kept and not graph.value.startswith(OWN)
    ]
    return graphs if snapshot.merged else [*graphs, DEFAULT]

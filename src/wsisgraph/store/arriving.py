"""Quads as they arrive at the writer: read, and refused where nobody may write."""

from collections.abc import Iterator
from typing import IO

from pyoxigraph import DefaultGraph, NamedNode, Quad

from wsisgraph.errors import ChangeRefused
from wsisgraph.store import nquads
from wsisgraph.store.changes import OWN
from wsisgraph.store.names import GraphNode
from wsisgraph.store.spans import Span


def quads_of(given: IO[bytes] | bytes | Span, *, strict: bool) -> Iterator[Quad]:
    """Give the quads of N-Quads.

    Args:
        given: the N-Quads.
        strict: take quads of the default graph, which otherwise is derived from the others.

    Raises:
        ChangeRefused: they are no N-Quads, or of a graph nobody may write.
    """
    if isinstance(given, Span):
        with given.open() as file:
            yield from quads_of(file, strict=strict)
        return
    known: set[GraphNode] = set()
    try:
        for quad in nquads.read(given):
            graph = quad.graph_name
            if graph not in known:
                _check(graph, strict=strict)
                known.add(graph)
            yield quad
    except SyntaxError as error:
        raise ChangeRefused(f"The quads are not N-Quads ({error})") from error


def _check(graph: GraphNode, *, strict: bool) -> None:
    if isinstance(graph, NamedNode) and graph.value.startswith(OWN):
        raise ChangeRefused(f"The graph {graph} belongs to the store itself")
    if isinstance(graph, DefaultGraph) and not strict:
        raise ChangeRefused(
            "A quad without graph: the default graph is the merge of the others",
            mend="name a graph, or set WSISGRAPH_DEFAULT_GRAPH=strict",
        )

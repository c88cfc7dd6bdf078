"""Names of graphs, as text and as the engine's terms: an IRI, `_:label`, None for the default."""

from pyoxigraph import BlankNode, DefaultGraph, NamedNode

GraphNode = NamedNode | BlankNode | DefaultGraph

DEFAULT = DefaultGraph()


def name_of(graph: GraphNode) -> str | None:
    """Return the name of a graph as text."""
    if isinstance(graph, DefaultGraph):
        return None
    return f"_:{graph.value}" if isinstance(graph, BlankNode) else graph.value


def node_of(name: str | None) -> GraphNode:
    """Return the term that a name stands for."""
    if name is None:
        return DEFAULT
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)


def named(name: str) -> NamedNode | BlankNode:
    """Return the term that the name of a named graph stands for."""
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)

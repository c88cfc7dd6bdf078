"""`graph/service`: what other people's query editors ask an endpoint for.

They look in the default graph, without a name of a graph: for prefixes (`sh:prefix`,
`sh:namespace`), for examples (`sh:SPARQLExecutable`) and for the classes with the properties of
each (VoID partitions, one within the other). So this graph is one of those that are merged. It
holds no count: these are in `graph/meta`, graph by graph.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, VOID

_TYPE = NamedNode(RDF.type)
_DATASET = NamedNode(VOID.Dataset)
_CLASSES, _CLASS = NamedNode(VOID.classPartition), NamedNode(VOID["class"])
_PROPERTIES, _PROPERTY = NamedNode(VOID.propertyPartition), NamedNode(VOID.property)


def service(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads of `graph/service` for a data set that has its questions described."""
    graph = NamedNode(iris.graph("service"))
    questions = iris.graph("questions")
    accepted: list[Quad] = []
    for quad in quads:
        if not isinstance(quad.graph_name, NamedNode) or quad.graph_name == graph:
            continue
        if quad.graph_name.value == questions:
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
        if iris.is_accepted(quad.graph_name.value):
            accepted.append(quad)
    yield from partitions(_uses(accepted))


def partitions(uses: Mapping[str, Iterable[str]]) -> Iterator[Quad]:
    """Yield the quads that tell which properties things of each class have."""
    graph = NamedNode(iris.graph("service"))
    whole = NamedNode(iris.base_iri() + "dataset")
    yield Quad(whole, _TYPE, _DATASET, graph)
    for kind, names in uses.items():
        part = NamedNode(f"{graph.value}#class-{_digest(kind)}")
        yield Quad(whole, _CLASSES, part, graph)
        yield Quad(part, _CLASS, NamedNode(kind), graph)
        for name in names:
            within = NamedNode(f"{part.value}-{_digest(name)}")
            yield Quad(part, _PROPERTIES, within, graph)
            yield Quad(within, _PROPERTY, NamedNode(name), graph)


def _uses(quads: Iterable[Quad]) -> dict[str, set[str]]:
    """Return the properties that things of each class have."""
    kinds: dict[object, set[str]] = defaultdict(set)
    names: dict[object, set[str]] = defaultdict(set)
    for quad in quads:
        names[quad.subject].add(quad.predicate.value)
        if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
            kinds[quad.subject].add(quad.object.value)
    found: dict[str, set[str]] = defaultdict(set)
    for thing, of in kinds.items():
        for kind in of:
            found[kind] |= names[thing]
    return found


def _digest(term: str) -> str:
    return hashlib.sha256(term.encode()).hexdigest()[:12]

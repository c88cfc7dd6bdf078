"""`graph/service`: what other people's query editors ask an endpoint for.

They look in the default graph, without a name of a graph: for prefixes (`sh:prefix`,
`sh:namespace`), for examples (`sh:SPARQLExecutable`) and for the classes with the properties of
each, and of each property the classes or datatypes of values (VoID partitions, one within the
other). So this graph is one of those that are merged. It holds no count: these are in `graph/meta`,
graph by graph.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, VOID

_TYPE = NamedNode(RDF.type)
_DATASET = NamedNode(VOID.Dataset)
_CLASSES, _CLASS = NamedNode(VOID.classPartition), NamedNode(VOID["class"])
_PROPERTIES, _PROPERTY = NamedNode(VOID.propertyPartition), NamedNode(VOID.property)
# VoID has no word for the datatype of values; editors ask for that of sib-swiss/void-generator.
_EXT = "http://ldf.fi/void-ext#"
_DATATYPES = NamedNode(f"{_EXT}datatypePartition")
_DATATYPE = NamedNode(f"{_EXT}datatype")

Use = tuple[str, str, str, str]
"""A class, a property of its things, and the class or else the datatype of a value; "" for none."""


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
    yield from partitions(sorted(_uses(accepted)))


def partitions(uses: Iterable[Use]) -> Iterator[Quad]:
    """Yield the quads that tell which properties things of each class have, and of what values."""
    graph = NamedNode(iris.graph("service"))
    whole = NamedNode(iris.base_iri() + "dataset")
    yield Quad(whole, _TYPE, _DATASET, graph)
    for kind, name, value, datatype in uses:
        part = NamedNode(f"{graph.value}#class-{_digest(kind)}")
        yield Quad(whole, _CLASSES, part, graph)
        yield Quad(part, _CLASS, NamedNode(kind), graph)
        within = NamedNode(f"{part.value}-{_digest(name)}")
        yield Quad(part, _PROPERTIES, within, graph)
        yield Quad(within, _PROPERTY, NamedNode(name), graph)
        for found, leads, names in (
            (value, _CLASSES, _CLASS),
            (datatype, _DATATYPES, _DATATYPE),
        ):
            if found:
                last = NamedNode(f"{within.value}-{_digest(found)}")
                yield Quad(within, leads, last, graph)
                yield Quad(last, names, NamedNode(found), graph)


def _uses(quads: Sequence[Quad]) -> set[Use]:
    """Return the properties that things of each class have, with the kinds of their values."""
    kinds: dict[object, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
            kinds[quad.subject].add(quad.object.value)
    found: set[Use] = set()
    for quad in quads:
        value, name = quad.object, quad.predicate.value
        if isinstance(value, Literal):
            ends = {("", value.datatype.value)}
        else:
            # What kind of thing a class is says nothing of how it is used.
            of = () if quad.predicate == _TYPE else kinds.get(value, ())
            ends = {(kind, "") for kind in of} or {("", "")}
        found.update((kind, name, *end) for kind in kinds.get(quad.subject, ()) for end in ends)
    return found


def _digest(term: str) -> str:
    return hashlib.sha256(term.encode()).hexdigest()[:12]

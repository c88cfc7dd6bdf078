"""Whether a write for one agency keeps to its bounds, seen in a worker while it is computed.

What is looked at are the statements that come: those that go were in the agency's own graphs, or
the front refuses the write for the graphs that it changes.
"""

from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from wsisgraph.store.bounds import MOST_TOLD, Bounds
from wsisgraph.store.changes import OWN
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import OWL, RDF, RDFS

_TYPE = NamedNode(RDF.type)
_SAME = NamedNode(OWL.iri + "sameAs")

# What gives words their meaning: a statement with one of these changes what others have said.
_OF_WORDS = frozenset(
    NamedNode(name)
    for name in (
        *(RDFS.iri + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
        *(OWL.iri + name for name in ("equivalentClass", "equivalentProperty", "inverseOf")),
        *(OWL.iri + name for name in ("propertyChainAxiom", "disjointWith", "imports", "hasKey")),
    )
)
_KINDS_OF_WORDS = frozenset(
    NamedNode(name)
    for name in (
        RDF.iri + "Property",
        *(RDFS.iri + name for name in ("Class", "Datatype")),
        *(OWL.iri + name for name in ("Class", "ObjectProperty", "DatatypeProperty")),
        *(OWL.iri + name for name in ("AnnotationProperty", "TransitiveProperty", "Ontology")),
        *(OWL.iri + name for name in ("SymmetricProperty", "FunctionalProperty")),
        *(OWL.iri + name for name in ("InverseFunctionalProperty", "Restriction")),
    )
)


class Watch:
    """Takes what comes, and tells at the end what of it is not the agency's to say."""

    def __init__(self, told: dict[str, Any]) -> None:
        """Watch for these bounds, as `Bounds.as_request` tells them."""
        self._bounds = Bounds(told["agency"], told["statements"])
        self._things: dict[NamedNode | BlankNode, None] = {}
        self._same: dict[NamedNode, None] = {}
        self._words: dict[str, None] = {}

    def note(self, quad: Quad) -> None:
        """Take a statement that comes."""
        thing = quad.subject
        if isinstance(thing, Triple):
            self._words["a statement about a triple"] = None
            return
        self._things[thing] = None
        if quad.predicate in _OF_WORDS:
            self._words[str(quad.predicate)] = None
        elif quad.predicate == _TYPE and quad.object in _KINDS_OF_WORDS:
            self._words[f"a {quad.object}"] = None
        elif quad.predicate == _SAME and isinstance(quad.object, NamedNode):
            self._same[quad.object] = None

    def told(self, store: Store) -> dict[str, Any]:
        """Return what is not the agency's to say, and how many statements it has now."""
        others: list[list[str]] = []
        for thing in self._things:
            if len(others) >= MOST_TOLD:
                break
            if isinstance(thing, NamedNode) and (why := self._why_not(store, thing)):
                others.append([thing.value, why])
        same = [
            [thing.value, self._described_in(store, thing) or "the name of somebody else's thing"]
            for thing in self._same
            if not self._is_free(store, thing)
        ]
        return {
            "others": others,
            "same": same[:MOST_TOLD],
            "words": list(self._words)[:MOST_TOLD],
            "held": self._held(store),
        }

    def _why_not(self, store: Store, thing: NamedNode) -> str:
        """Say why a thing is not the agency's to describe; "" where it is."""
        if thing.value == iris.individual("agency", self._bounds.agency):
            return ""
        if where := self._described_in(store, thing):
            return f"described in {where}"
        return "" if self._bounds.may_name(thing.value) else "a name of others"

    def _is_free(self, store: Store, thing: NamedNode) -> bool:
        """Tell whether a thing may be said to be the same as one of the agency's."""
        if self._described_in(store, thing):
            return False
        foreign = not thing.value.startswith(iris.base_iri())
        return foreign or self._bounds.may_name(thing.value)

    def _described_in(self, store: Store, thing: NamedNode) -> str:
        """Return the name of a graph of others that describes a thing, "" for none."""
        for quad in store.quads_for_pattern(thing, None, None):
            graph = quad.graph_name
            if isinstance(graph, BlankNode):
                return str(graph)
            if not isinstance(graph, NamedNode) or graph.value.startswith(OWN):
                # The merged default graph says nothing that no other graph says.
                continue
            if self._bounds.owns_graph(graph.value) or graph.value in _derived():
                continue
            if graph.value == iris.graph("meta") and self._bounds.owns_graph(thing.value):
                continue
            return str(graph)
        return ""

    def _held(self, store: Store) -> int:
        most = self._bounds.statements
        if most is None:
            return 0
        held = 0
        for graph in store.named_graphs():
            if isinstance(graph, NamedNode) and self._bounds.owns_graph(graph.value):
                for _ in store.quads_for_pattern(None, None, None, graph):
                    held += 1
                    if held > most:
                        return held
        return held


def _derived() -> tuple[str, ...]:
    return (iris.graph("inferred"), iris.graph("service"))

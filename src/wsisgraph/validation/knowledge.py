"""What the validator knows without being told: our shapes, and what kind our own terms are of."""

from dataclasses import dataclass

import rdflib

from wsisgraph.graph.assemble import own_sources, read_shapes
from wsisgraph.graph.shacl import as_rdflib
from wsisgraph.terms.namespaces import RDF, RDFS

_TYPE = rdflib.URIRef(RDF.type)
_SUBCLASS = rdflib.URIRef(RDFS.iri + "subClassOf")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Graphs of rdflib, loaded once; a worker changes its own copy of them.

    Attributes:
        shapes: our shapes.
        kinds: the classes of every term of our ontology and vocabularies, and their hierarchy.
            No shape of ours asks more of what a value refers to.
    """

    shapes: rdflib.Graph
    kinds: rdflib.Graph


def load() -> Knowledge:
    """Read the content folders.

    Raises:
        InputRefused, ContentMissing: they cannot be read.
    """
    _, shapes = read_shapes()
    kinds = rdflib.Graph(bind_namespaces="none")
    for source in own_sources().values():
        facts, _ = source.read()
        terms = as_rdflib(fact.quad(source.manifest.id) for fact in facts)
        for predicate in (_TYPE, _SUBCLASS):
            for triple in terms.triples((None, predicate, None)):
                kinds.add(triple)
    return Knowledge(as_rdflib(shapes), kinds)

"""What the validator knows without being told: our shapes, and what kind our own terms are of."""

from dataclasses import dataclass

import rdflib
from pyoxigraph import NamedNode, Quad

from wsisgraph.graph.assemble import own_sources, read_shapes
from wsisgraph.graph.checker import Checker
from wsisgraph.graph.shacl import as_rdflib
from wsisgraph.terms.namespaces import RDF, RDFS

TYPE = NamedNode(RDF.type)
SUBCLASS = NamedNode(RDFS.iri + "subClassOf")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is loaded once.

    Attributes:
        checker: our shapes, compiled.
        shapes: the same as a graph, for whoever explains a report.
        kinds: the classes of every term of our ontology and vocabularies, and their hierarchy.
            No shape of ours asks more of what a value refers to.
    """

    checker: Checker
    shapes: rdflib.Graph
    kinds: tuple[Quad, ...]


def load() -> Knowledge:
    """Read the content folders.

    Raises:
        InputRefused, ContentMissing: they cannot be read.
    """
    _, shapes = read_shapes()
    kinds = []
    for source in own_sources().values():
        facts, _ = source.read()
        quads = (fact.quad(source.manifest.id) for fact in facts)
        kinds += [quad for quad in quads if quad.predicate in (TYPE, SUBCLASS)]
    return Knowledge(Checker(shapes), as_rdflib(shapes), tuple(kinds))

"""What the ontology says of its own use holds of the bundled facts."""

from collections.abc import Sequence

import pytest
from pyoxigraph import NamedNode, Quad
from rdflib import RDFS, SKOS, Graph, URIRef

from wsisgraph import content
from wsisgraph.graph.assemble import assemble, own_sources
from wsisgraph.graph.rules import derive, read_rules
from wsisgraph.loading import bundled
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF

UNUSED = "No bundled data uses this term yet."
DERIVED = "Derived by a rule"

ontology = Graph().parse(content.folder("ontology") / "wsis.ttl")


@pytest.fixture(scope="module")
def uses() -> tuple[set[str], set[str]]:
    """The terms that sources use, and the terms that rules derive."""
    store = assemble([*own_sources().values(), *bundled()]).store
    apart = NamedNode(iris.graph("ontology"))

    def terms(quads: Sequence[Quad]) -> set[str]:
        found = {quad.predicate.value for quad in quads if quad.graph_name != apart}
        found |= {
            quad.object.value
            for quad in quads
            if quad.graph_name != apart and quad.predicate.value == RDF.type
        }
        return {iri for iri in found if iri.startswith(iris.DEF)}

    return terms(list(store)), terms(derive(store, read_rules()))


def said(text: str) -> set[str]:
    return {
        str(term)
        for note in (SKOS.editorialNote, SKOS.scopeNote)
        for term, value in ontology.subject_objects(note)
        if str(value).startswith(text) and str(term).startswith(iris.DEF)
    }


def test_a_term_without_data_says_so_and_no_other_does(uses: tuple[set[str], set[str]]) -> None:
    asserted, derived = uses
    defined = {str(s) for s in ontology.subjects(RDFS.isDefinedBy)}
    # A class is used where a narrower class is.
    parents = {
        str(parent)
        for kind in asserted
        for parent in ontology.transitive_objects(URIRef(kind), RDFS.subClassOf)
    }
    assert said(UNUSED) == defined - asserted - derived - parents


def test_what_rules_derive_says_so_and_no_source_asserts_it(
    uses: tuple[set[str], set[str]],
) -> None:
    asserted, derived = uses
    assert derived == said(DERIVED)
    assert asserted & derived == set()


def test_sources_use_defined_terms_only(uses: tuple[set[str], set[str]]) -> None:
    defined = {str(s) for s in ontology.subjects(RDFS.isDefinedBy)}
    assert uses[0] | uses[1] <= defined

"""The ontology: every term is there, defined, sourced, named in six languages."""

import re
from collections import Counter

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from tests import needs
from tests.ontology.scripts import is_written_in

from wsisgraph import content
from wsisgraph.terms import iris

WSIS = Namespace(iris.DEF)
ONTOLOGY = URIRef(iris.DEF.rstrip("#"))
FOLDER = content.folder("ontology")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")

# The names that queries, loaders and other people's scripts rely on (design, section 2).
_CLASSES = """
    ActionLine Activity ActivityLink Body Clause ClauseVersion Contribution Document Duty Edition
    Event Figure Instrument InstrumentVersion Linkage Meeting Nomination Passage Recommendation
    ReviewCycle Roadmap RoleStatement Series Sponsorship Statement
"""
_PROPERTIES = """
    about actionLine activity activityStatus addressee adoptedBy amends area asOfEarliest
    asOfLatest basis bearer carriedOutBy cites comparator condition confidence contradicts copyLine
    coverage dateInferred direction due dutyStatus end endEarliest endLatest figureKind force
    fulfilledBy heldBy imposes inRegion linksTo locator measure mentions number order partner
    passageKind period periodEnd periodStart place population product recipient recurrence replaces
    roleIn scope serves servesByMatrix start startEarliest startLatest statedAsOf statedIn status
    edition prizeCategory prizePhase reach stakeholderType
    strength submittedTo symbol symbolNote unit value valuePrinted versionOfClause versionStatus
"""

ontology = Graph().parse(FOLDER / "wsis.ttl")
alignments = Graph().parse(FOLDER / "alignments.ttl")
terms = sorted({str(s) for s in ontology.subjects() if str(s).startswith(iris.DEF)})
every_term = pytest.mark.parametrize("term", terms, ids=lambda iri: iri.removeprefix(iris.DEF))


@pytest.mark.parametrize("name", _CLASSES.split())
def test_a_class_of_the_contract_is_defined(name: str) -> None:
    assert (WSIS[name], RDF.type, OWL.Class) in ontology


@pytest.mark.parametrize("name", _PROPERTIES.split())
def test_a_property_of_the_contract_is_defined(name: str) -> None:
    assert (WSIS[name], RDF.type, RDF.Property) in ontology


@every_term
def test_a_term_has_one_label_in_each_of_the_six_languages(term: str) -> None:
    labels = list(ontology.objects(URIRef(term), RDFS.label))
    assert all(isinstance(label, Literal) for label in labels)
    assert sorted(label.language for label in labels) == sorted(LANGUAGES)
    for label in labels:
        assert is_written_in(label.language, str(label)), label


@every_term
def test_a_term_has_one_english_definition_with_its_source(term: str) -> None:
    (definition,) = ontology.objects(URIRef(term), SKOS.definition)
    assert definition.language == "en"
    assert re.fullmatch(r"[A-Z].+\.", str(definition)), definition
    assert list(ontology.objects(URIRef(term), DCTERMS.source)), "no source of the definition"
    assert list(ontology.objects(URIRef(term), RDFS.isDefinedBy)) == [ONTOLOGY]


@pytest.mark.parametrize("name", _CLASSES.split())
def test_a_class_is_not_defined_by_its_own_name(name: str) -> None:
    (label,) = (la for la in ontology.objects(WSIS[name], RDFS.label) if la.language == "en")
    (definition,) = ontology.objects(WSIS[name], SKOS.definition)
    assert not re.search(rf"\b{re.escape(str(label))}\b", str(definition), re.IGNORECASE)


def test_no_two_terms_of_one_kind_share_a_label() -> None:
    for kind in (OWL.Class, RDF.Property):
        count = Counter(
            label
            for term in ontology.subjects(RDF.type, kind)
            for label in ontology.objects(term, RDFS.label)
        )
        assert [label for label, times in count.items() if times > 1] == []


def test_domains_ranges_and_parents_of_our_own_are_defined() -> None:
    named = {str(node) for triple in ontology for node in triple if isinstance(node, URIRef)}
    assert sorted(n for n in named if n.startswith(iris.DEF) and n not in terms) == []


def test_a_class_is_upper_case_and_a_property_lower_case() -> None:
    for term in terms:
        is_class = (URIRef(term), RDF.type, OWL.Class) in ontology
        assert term.removeprefix(iris.DEF)[0].isupper() is is_class, term


def test_the_header_names_version_licence_and_that_the_labels_are_not_official() -> None:
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in ontology
    version = ontology.value(ONTOLOGY, OWL.versionIRI)
    assert str(version) == f"{ONTOLOGY}/{ontology.value(ONTOLOGY, OWL.versionInfo)}"
    licence = ontology.value(ONTOLOGY, DCTERMS.license)
    assert str(licence) == "https://creativecommons.org/licenses/by/4.0/"
    assert "not official" in str(ontology.value(ONTOLOGY, SKOS.editorialNote))


def test_alignments_lead_from_our_terms_to_those_of_others() -> None:
    relations = {
        *(RDFS.subClassOf, RDFS.subPropertyOf),
        *(SKOS.closeMatch, SKOS.relatedMatch, SKOS.exactMatch),
    }
    found = [(s, o) for s, p, o in alignments if p in relations]
    assert len(found) > 50
    lists = Graph()
    for path in (FOLDER / "vocab").glob("*-kinds.ttl"):
        lists.parse(path)
    lists.parse(FOLDER / "vocab" / "products.ttl")
    for ours, theirs in found:
        assert str(ours) in terms or (ours, RDF.type, SKOS.Concept) in lists, ours
        assert not str(theirs).startswith(iris.DEFAULT_BASE), theirs


@pytest.mark.parametrize(
    "vocabulary",
    [
        "http://www.w3.org/2004/02/skos/core#",
        "http://metadata.un.org/sdg/ontology#",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/prov#",
        "http://purl.org/dc/terms/",
        "http://data.europa.eu/eli/ontology#",
        "https://w3id.org/un/ontology/undo/",
        "https://schema.org/",
        "http://rdfs.org/ns/void#",
        "http://www.w3.org/ns/oa#",
    ],
)
def test_the_ontology_is_aligned_to(vocabulary: str) -> None:
    assert [o for s, o in alignments.subject_objects() if str(o).startswith(vocabulary)]


def test_the_undo_classes_we_align_to_exist() -> None:
    undo = "https://w3id.org/un/ontology/undo/"
    theirs = Graph().parse(needs.shared() / "sources" / "undo" / "undo.ttl")
    named = {o for o in alignments.objects() if str(o).startswith(undo)}
    assert named
    assert {n for n in named if (n, RDF.type, OWL.Class) not in theirs} == set()


def test_the_terms_of_the_un_sdg_ontology_we_use_exist() -> None:
    path = needs.shared() / "sources" / "un-sdg-lod" / "sdgs-ontology.ttl"
    theirs = set(Graph().parse(path).subjects())
    named = {
        node
        for graph in (ontology, alignments)
        for node in graph.objects()
        if str(node).startswith(iris.SDG_ONTOLOGY)
    }
    assert named
    assert named - theirs == set()

"""What an instance says of itself: DCAT-AP 3, VoID, and each graph as its keeper describes it."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from tests.service import Service, copy_of, serving

from wsisgraph.access import Role, Tokens
from wsisgraph.api.dataset import modified

BASE = "https://w3id.org/wsis-sdg/"
WHOLE = URIRef(f"{BASE}dataset")
OWN = URIRef(f"{BASE}graph/agency/unesco/projects")
ITU = URIRef(f"{BASE}graph/agency/itu")
DCAT, DCTERMS = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
FOAF, VOID = Namespace("http://xmlns.com/foaf/0.1/"), Namespace("http://rdfs.org/ns/void#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
LDES, SPDX = Namespace("https://w3id.org/ldes#"), Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
AUTHORITY = "http://publications.europa.eu/resource/authority/"

PROJECTS = f"""
@base <{BASE}> . @prefix dct: <{DCTERMS}> . @prefix dcat: <{DCAT}> .
<{OWN}> dct:title "Projects of a field office"@en ; dct:license <https://example.org/licence> ;
  dct:bibliographicCitation "Field office, 2026." ; dcat:contactPoint <mailto:data@example.org> ;
  dct:accrualPeriodicity <{AUTHORITY}frequency/MONTHLY> .
<id/activity/unesco/one> a <def#Activity> ; dct:type <vocab/activity-kinds/project> ;
  <http://www.w3.org/2004/02/skos/core#prefLabel> "One"@en, "\u4e00"@zh ;
  <def#carriedOutBy> <id/agency/unesco> ; <def#statedIn> <id/activity/unesco/one/p> .
<id/activity/unesco/one/p> a <def#Passage> ; dct:isPartOf <id/document/unesco/plan> ;
  <def#locator> "1" ; <def#order> 1 ; dct:abstract "What it says."@en, "\u8bf4\u660e"@zh ;
  <def#passageKind> <vocab/passage-kinds/table-row> .
<id/document/unesco/plan> a <def#Document> ; dct:type <vocab/document-kinds/dataset> ;
  <http://www.w3.org/2004/02/skos/core#prefLabel> "Plan"@en, "\u8ba1\u5212"@zh ;
  <def#symbolNote> "none"@en .
"""
FEW = f"""
<{ITU}> <{DCTERMS.license}> <https://creativecommons.org/licenses/by/3.0/igo/> ;
  <{DCTERMS.bibliographicCitation}> "ITU, 2026." ;
  <{DCAT.contactPoint}> <https://example.org/contact> .
"""


@pytest.fixture(scope="module")
def service(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(copy_of(built_data, tmp_path_factory.mktemp("described"))) as running:
        for agency, graph, turtle in (("unesco", OWN, PROJECTS), ("itu", ITU, FEW)):
            token = Tokens(running.data).create(f"{agency}-desk", Role.CONTRIBUTOR, agency)
            done = httpx.put(
                f"{running.url}/graphs",
                params={"graph": graph},
                content=turtle,
                headers={"Content-Type": "text/turtle", "Authorization": f"Bearer {token}"},
                timeout=60,
            )
            assert done.is_success, done.text
        yield running


@pytest.fixture(scope="module")
def told(service: Service) -> Graph:
    """The description at /dataset, with its files."""
    for _ in range(20):
        got = httpx.get(f"{service.url}/dataset.ttl", timeout=60)
        if "ETag" in got.headers:
            break
    return Graph().parse(data=got.text, format="turtle")


def lacking(graph: Graph, kind: URIRef, wanted: list[URIRef]) -> list[tuple[str, str]]:
    """Return which things of a class lack which of some properties."""
    things = sorted(graph.subjects(RDF.type, kind), key=str)
    assert things, kind
    return [
        (str(thing), str(name))
        for thing in things
        for name in wanted
        if (thing, name, None) not in graph
    ]


# Mandatory, then recommended, as far as they mean something here (DCAT-AP 3.0, section 7). A table
# has no vocabulary, a document no service that answers for it.
PROPERTIES = [
    (
        DCAT.Catalog,
        [DCTERMS["title"], DCTERMS.description, DCTERMS.publisher],
        [
            DCAT.dataset,
            DCAT.service,
            DCAT.themeTaxonomy,
            DCTERMS.issued,
            DCTERMS.language,
            DCTERMS.license,
            FOAF.homepage,
        ],
    ),
    (
        DCAT.Dataset,
        [DCTERMS["title"], DCTERMS.description],
        [
            DCAT.contactPoint,
            DCAT.distribution,
            DCAT.theme,
            DCTERMS.publisher,
            DCTERMS.spatial,
            DCTERMS.accessRights,
            DCTERMS.accrualPeriodicity,
            DCTERMS.language,
            DCTERMS.license,
        ],
    ),
    (
        DCAT.Distribution,
        [DCAT.accessURL],
        [DCTERMS["title"], DCTERMS.license],
    ),
    (
        DCAT.DataService,
        [DCTERMS["title"], DCAT.endpointURL],
        [DCAT.endpointDescription, DCAT.servesDataset, DCTERMS.publisher, DCTERMS.license],
    ),
    (FOAF.Agent, [FOAF.name], []),
    (SPDX.Checksum, [SPDX.algorithm, SPDX.checksumValue], []),
    (VCARD.Kind, [VCARD.fn], []),
]


@pytest.mark.parametrize(("kind", "mandatory", "recommended"), PROPERTIES)
def test_what_dcat_ap_wants_of_each_class_is_there(
    told: Graph, kind: URIRef, mandatory: list[URIRef], recommended: list[URIRef]
) -> None:
    assert lacking(told, kind, [*mandatory, *recommended]) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (DCTERMS.publisher, FOAF.Agent),
        (DCTERMS.license, DCTERMS.LicenseDocument),
        (DCTERMS.conformsTo, DCTERMS.Standard),
        (DCAT.contactPoint, VCARD.Kind),
        (DCAT.distribution, DCAT.Distribution),
        (DCAT.service, DCAT.DataService),
        (DCAT.dataset, DCAT.Dataset),
        (SPDX.checksum, SPDX.Checksum),
    ],
)
def test_every_value_is_of_the_class_that_dcat_ap_wants(
    told: Graph, name: URIRef, kind: URIRef
) -> None:
    values = set(told.objects(None, name))
    assert values
    assert {value for value in values if (value, RDF.type, kind) not in told} == set()


def test_numbers_and_times_have_the_datatypes_that_dcat_ap_wants(told: Graph) -> None:
    for name, datatype in (
        (DCAT.byteSize, XSD.nonNegativeInteger),
        (SPDX.checksumValue, XSD.hexBinary),
        (DCTERMS.modified, XSD.dateTime),
        (VOID.triples, XSD.integer),
    ):
        values = list(told.objects(None, name))
        assert values
        assert {value.datatype for value in values if isinstance(value, Literal)} == {datatype}


def test_a_graph_of_an_agency_is_told_as_the_agency_has_written_it(told: Graph) -> None:
    assert (WHOLE, VOID.subset, OWN) in told
    assert (OWN, DCTERMS["title"], Literal("Projects of a field office", lang="en")) in told
    assert set(told.objects(OWN, DCTERMS.license)) == {URIRef("https://example.org/licence")}
    assert (OWN, DCTERMS.bibliographicCitation, Literal("Field office, 2026.")) in told
    mail = URIRef("mailto:data@example.org")
    assert set(told.objects(OWN, DCAT.contactPoint)) == {mail}
    assert (mail, VCARD.hasEmail, mail) in told
    frequency = set(told.objects(OWN, DCTERMS.accrualPeriodicity))
    assert frequency == {URIRef(f"{AUTHORITY}frequency/MONTHLY")}
    # What it does not say follows from whose graph it is.
    assert set(told.objects(OWN, DCTERMS.publisher)) == {URIRef(f"{BASE}id/agency/unesco")}
    assert str(next(told.objects(ITU, DCTERMS["title"]))) == "Graph of the agency itu"


def test_the_page_of_the_data_set_says_the_same_of_an_agency(service: Service) -> None:
    page = httpx.get(f"{service.url}/dataset?lang=en", headers={"Accept": "text/html"}).text
    own, few = (
        next(part for part in page.split("<article")[1:] if f"{name}</bdi>" in part)
        for name in ("/graph/agency/unesco/projects", "/graph/agency/itu")
    )
    assert "Projects of a field office" in own
    assert "https://example.org/licence" in own
    assert "data@example.org" in own
    assert "/id/agency/itu" in few
    for entry in (own, few):
        assert re.search(r"<dt>Changed</dt><dd><time", entry)


def test_a_graph_of_an_agency_tells_when_it_was_last_written(service: Service, told: Graph) -> None:
    items = httpx.get(f"{service.url}/api/contributions", timeout=30).json()["items"]
    times = {item["agency"]: item["time"] for item in items}
    assert set(told.objects(OWN, DCTERMS.modified)) == {
        Literal(times["unesco"], datatype=XSD.dateTime)
    }
    [last] = told.objects(WHOLE, DCTERMS.modified)
    assert last == Literal(max(times.values()), datatype=XSD.dateTime)


def test_counts_are_those_of_the_revision(service: Service, told: Graph) -> None:
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    rows = httpx.get(f"{service.url}/sparql", params={"query": query, "format": "json"}).json()
    there = {row["g"]["value"]: row["n"]["value"] for row in rows["results"]["bindings"]}
    sizes = {str(graph): str(size) for graph, size in told.subject_objects(VOID.triples)}
    assert {graph: sizes[graph] for graph in there} == there
    assert sizes[str(WHOLE)] == str(sum(map(int, there.values())))


def test_links_to_the_goals_are_counted(service: Service, told: Graph) -> None:
    sets = [
        one
        for one in told.subjects(VOID.objectsTarget, URIRef("http://metadata.un.org/sdg/"))
        if (one, VOID.linkPredicate, URIRef(f"{BASE}def#linksTo")) in told
    ]
    [linkset] = sets
    query = f"""SELECT (COUNT(*) AS ?n) {{ ?s <{BASE}def#linksTo> ?o
      FILTER(STRSTARTS(STR(?o), "http://metadata.un.org/sdg")) }}"""
    rows = httpx.get(f"{service.url}/sparql", params={"query": query, "format": "json"}).json()
    [row] = rows["results"]["bindings"]
    assert str(told.value(linkset, VOID.triples)) == row["n"]["value"]


def test_dumps_services_examples_and_the_feed_are_told(service: Service, told: Graph) -> None:
    url = service.url
    dumps = {str(one).rpartition(".")[2] for one in told.objects(WHOLE, VOID.dataDump)}
    assert dumps == {"nq", "trig", "jsonld"}
    assert (
        OWN,
        VOID.dataDump,
        URIRef(f"{url}/downloads/graphs/agency/unesco/projects.ttl"),
    ) in told
    assert (WHOLE, VOID.sparqlEndpoint, URIRef(f"{url}/sparql")) in told
    assert set(told.objects(WHOLE, VOID.uriSpace)) == {Literal(BASE)}
    examples = list(told.objects(WHOLE, VOID.exampleResource))
    assert len(examples) >= 4
    [stream] = told.subjects(RDF.type, LDES.EventStream)
    assert (WHOLE, DCAT.distribution, stream) in told
    assert (stream, DCAT.accessURL, URIRef(f"{url}/changes")) in told
    for one in told.objects(None, DCAT.endpointDescription):
        got = httpx.get(str(one), headers={"Accept": "text/turtle, application/json"})
        assert got.status_code == 200, one


def test_the_void_document_has_the_partitions_of_an_agency_too(service: Service) -> None:
    body = httpx.get(f"{service.url}/.well-known/void", timeout=60).text
    graph = Graph().parse(data=body, format="turtle")
    held = {
        str(graph.value(part, VOID["class"])): int(str(graph.value(part, VOID.entities)))
        for part in graph.objects(OWN, VOID.classPartition)
    }
    assert held == {f"{BASE}def#{name}": 1 for name in ("Activity", "Document", "Passage")}
    uses = {
        str(graph.value(part, VOID.property)): int(str(graph.value(part, VOID.triples)))
        for part in graph.objects(OWN, VOID.propertyPartition)
    }
    assert uses[str(RDF.type)] == 3


def test_of_writes_only_those_up_to_the_revision_are_told() -> None:
    written = [(3, "T3", ["urn:a"]), (2, "T2", ["urn:a", "urn:b"])]
    assert modified(2, [], written) == ["urn:a T2", "urn:b T2"]
    assert modified(3, [{"time": "T3"}], written) == [f"{WHOLE} T3", "urn:a T3", "urn:b T2"]

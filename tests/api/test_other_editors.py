"""What other people's query editors ask an endpoint for, asked as they ask it."""

import httpx
import pytest
from tests.service import Service

from wsisgraph import content
from wsisgraph.questions import Catalogue
from wsisgraph.terms.namespaces import PREFIXES, WSIS

Row = dict[str, str]

# As sib-swiss/sparql-editor asks them: of the default graph, without a name of a graph.
DECLARED = """\
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace
WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix
"""
EXAMPLES = """\
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query .
} ORDER BY ?sq
"""
USES = """\
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype
WHERE {
  {
    ?cp void:class ?subjectClass ; void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL {
      { ?pp void:classPartition [ void:class ?objectClass ] }
      UNION
      { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] }
    }
  }
  UNION
  {
    ?linkset void:subjectsTarget [ void:class ?subjectClass ] ;
             void:linkPredicate ?prop ;
             void:objectsTarget [ void:class ?objectClass ] .
  }
}
"""


def ask(service: Service, query: str) -> list[Row]:
    got = httpx.get(f"{service.url}/sparql", params={"query": query, "format": "json"})
    assert got.status_code == 200, got.text
    return [
        {name: term["value"] for name, term in row.items()}
        for row in got.json()["results"]["bindings"]
    ]


def test_an_editor_finds_our_prefixes(service: Service) -> None:
    found = {row["prefix"]: row["namespace"] for row in ask(service, DECLARED)}
    assert found == dict(PREFIXES)


def test_an_editor_finds_our_questions_and_can_run_one(service: Service) -> None:
    rows = ask(service, EXAMPLES)
    names = {row["sq"].partition("/id/question/")[2] for row in rows}
    assert names == set(Catalogue.load(content.folder("queries")))
    query = next(row["query"] for row in rows if row["sq"].endswith("/lines-for-target"))
    assert ask(service, query)


@pytest.mark.parametrize("at", ["/sparql", "/.well-known/void"])
def test_an_editor_finds_which_class_has_which_properties(service: Service, at: str) -> None:
    if at == "/sparql":
        found = {(row["subjectClass"], row["prop"]) for row in ask(service, USES)}
    else:
        from rdflib import Graph

        graph = Graph().parse(data=httpx.get(f"{service.url}{at}").text, format="turtle")
        found = {(str(kind), str(name)) for kind, name, *_ in graph.query(USES)}
    query = """SELECT DISTINCT ?class ?property {
      GRAPH ?graph { ?thing a ?class } ?thing ?property ?value
      FILTER(STRSTARTS(STR(?class), "https://w3id.org/wsis-sdg/def#"))
      FILTER NOT EXISTS {
        GRAPH ?graph { ?thing a ?class }
        FILTER(CONTAINS(STR(?graph), "/unconfirmed/") || CONTAINS(STR(?graph), "/proposed/"))
      } }"""
    there = {(row["class"], row["property"]) for row in ask(service, query)}
    assert {pair for pair in found if pair[0].startswith(WSIS.iri)} == there


def test_an_editor_finds_what_kinds_of_values_a_property_has(service: Service) -> None:
    found = [
        {name.rpartition("/")[2].rpartition("#")[2] for name in row.values()}
        for row in ask(service, USES)
    ]
    assert {"Activity", "carriedOutBy", "Body"} in found
    assert {"ActivityLink", "linksTo", "ActionLine"} in found
    assert {"Activity", "startDate", "gYear"} in found


def test_the_examples_stand_in_the_void_document_with_the_place_to_ask_them(
    service: Service,
) -> None:
    from rdflib import Graph

    told = httpx.get(f"{service.url}/.well-known/void").text
    graph = Graph().parse(data=told, format="turtle")
    names = {str(row[0]).partition("/id/question/")[2] for row in graph.query(EXAMPLES)}
    assert names == set(Catalogue.load(content.folder("queries")))
    targets = graph.query("SELECT DISTINCT ?at { ?q <https://schema.org/target> ?at }")
    assert [str(row[0]) for row in targets] == [f"{service.url}/sparql"]

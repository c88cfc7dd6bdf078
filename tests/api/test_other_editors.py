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
SELECT DISTINCT ?subjectClass ?prop
WHERE {
  ?cp void:class ?subjectClass ; void:propertyPartition ?pp .
  ?pp void:property ?prop .
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
        found = {(str(kind), str(name)) for kind, name in graph.query(USES)}
    query = """SELECT DISTINCT ?class ?property {
      GRAPH ?graph { ?thing a ?class } ?thing ?property ?value
      FILTER(STRSTARTS(STR(?class), "https://w3id.org/wsis-sdg/def#"))
      FILTER NOT EXISTS {
        GRAPH ?graph { ?thing a ?class }
        FILTER(CONTAINS(STR(?graph), "/unconfirmed/") || CONTAINS(STR(?graph), "/proposed/"))
      } }"""
    there = {(row["class"], row["property"]) for row in ask(service, query)}
    assert {pair for pair in found if pair[0].startswith(WSIS.iri)} == there

"""Every IRI of ours answers, over the running service: those of graphs apart too."""

from collections.abc import Callable

import httpx
import pytest
from tests.service import Service

KINDS = """SELECT ?kind (SAMPLE(?s) AS ?one) {
  GRAPH ?g { ?s ?p ?o }
  FILTER(STRSTARTS(STR(?s), "https://w3id.org/wsis-sdg/"))
  BIND(REPLACE(STR(?s), "^https://w3id.org/wsis-sdg/((id|vocab)/[a-z0-9-]+|[a-z]+).*$", "$1")
       AS ?kind)
  BIND(CONCAT(?kind, IF(CONTAINS(STR(?g), "/unconfirmed/"), " unconfirmed", "")) AS ?sort)
} GROUP BY ?kind ?sort"""


@pytest.mark.parametrize(
    "form",
    [
        "text/html",
        "text/turtle",
        "application/ld+json",
        "application/n-triples",
        "application/rdf+xml",
    ],
)
def test_one_of_each_kind_answers_in_each_form_with_something(
    service: Service, built_query: Callable[[str], list[dict[str, str]]], form: str
) -> None:
    seen = 0
    with httpx.Client(base_url=service.url, follow_redirects=True, timeout=30) as client:
        for row in built_query(KINDS):
            iri = row["one"].partition("#")[0]
            path = iri.removeprefix("https://w3id.org/wsis-sdg")
            answer = client.get(path, headers={"Accept": form})
            assert answer.status_code == 200, (iri, answer.status_code)
            assert answer.headers["content-type"].startswith(form), (iri, answer.headers)
            assert len(answer.content) > 100, iri
            seen += 1
    assert seen > 25


def test_the_version_of_the_ontology_leads_to_it(service: Service) -> None:
    answer = httpx.get(f"{service.url}/def/0.1.0")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/def")
    assert httpx.get(f"{service.url}/def/9.9").status_code == 404

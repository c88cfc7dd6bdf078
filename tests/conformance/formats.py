"""Tests of the forms of RDF, over HTTP: data are put into the graph store and read back.

For suites in the manner of rdf-turtle, rdf-trig, rdf-n-triples, rdf-n-quads and rdf-xml: positive
syntax is taken, negative is refused with 400, and what is read back is isomorphic to the result.
"""

import re

import httpx
from pyoxigraph import Quad, RdfFormat, parse
from tests.conformance.endpoint import Endpoint
from tests.conformance.manifests import Entry
from tests.conformance.results import quads_of, same_graph

_KIND = re.compile(
    r"Test(?P<form>Turtle|Trig|TriG|NTriples|NQuads|XML|RDFXML)"
    r"(?P<what>Eval|PositiveSyntax|NegativeSyntax|NegativeEval|PositiveC14N)$"
)
TYPES = {
    "jsonld": "application/ld+json",
    "turtle": "text/turtle",
    "trig": "application/trig",
    "ntriples": "application/n-triples",
    "nquads": "application/n-quads",
    "xml": "application/rdf+xml",
    "rdfxml": "application/rdf+xml",
}
WHOLE = {"trig", "nquads"}


def is_known(kind: str) -> bool:
    """Tell whether tests of a kind can be run here."""
    return _KIND.match(kind) is not None


def run(test: Entry, endpoint: Endpoint) -> None:
    """Put the test's file, and look at what came of it."""
    found = _KIND.match(test.kind)
    assert found is not None
    assert test.query is not None
    endpoint.clean()
    form = found["form"].lower()
    base = test.base or test.query.url
    data = test.query.path.read_bytes()
    if form == "trig":
        # A whole dataset has no graph that could tell the base.
        data = f"@base <{base}> .\n".encode() + data
    response = put(endpoint, data, TYPES[form], base)
    if found["what"].startswith("Negative"):
        assert response.status_code == 400, f"{response.status_code} {response.text[:300]}"
        return
    assert response.is_success, f"{response.status_code} {response.text[:600]}"
    if test.result is None:
        return
    whole = form in WHOLE
    expected = quads_of(test.result)
    back = get_back(endpoint, None if whole else base)
    assert same_graph(expected, back), " ".join(map(str, back))[:800]


def put(endpoint: Endpoint, data: bytes, media_type: str, base: str) -> httpx.Response:
    """Put data: triples into the graph that is named as their base, quads into the whole store."""
    whole = media_type in (TYPES["trig"], TYPES["nquads"])
    return endpoint.send(
        "PUT",
        endpoint.graphs if whole else endpoint.graph_url(base),
        body=data,
        headers={"Content-Type": media_type},
        writes=True,
    )


def get_back(endpoint: Endpoint, graph: str | None) -> list[Quad]:
    """Read one graph as N-Triples, or everything as N-Quads."""
    form = RdfFormat.N_QUADS if graph is None else RdfFormat.N_TRIPLES
    response = endpoint.send(
        "GET",
        endpoint.graphs if graph is None else endpoint.graph_url(graph),
        headers={"Accept": form.media_type},
    )
    if graph is not None and response.status_code == 404:
        return []  # a graph store may forget a graph that is empty
    assert response.status_code == 200, f"{response.status_code} {response.text[:300]}"
    # Names of Turtle may make IRIs that N-Triples would not take.
    return list(parse(response.content, format=form, lenient=True))

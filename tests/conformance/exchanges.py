"""The tests of SPARQL 1.1 Protocol and Graph Store Protocol: HTTP exchanges told in RDF.

How they are to be read stands in the manifests' own comments: paths below `/sparql/` and `/gsp` are
replaced by those of the server under test; a Location is put where its variable stands in later
requests; a body is compared as a graph.
"""

from urllib.parse import parse_qsl, urlsplit

import httpx
from pyoxigraph import Quad, RdfFormat, parse
from tests.conformance.endpoint import Endpoint
from tests.conformance.manifests import Entry, Exchange
from tests.conformance.results import read, same_graph

_STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
_TABULAR = {
    "application/sparql-results+xml": "xml",
    "application/sparql-results+json": "json",
    "text/tab-separated-values": "tsv",
    "text/csv": "csv",
}


def run(test: Entry, endpoint: Endpoint) -> None:
    """Carry out the exchanges of a test, in order."""
    endpoint.hold(test.dataset)
    variables: dict[str, str] = {}
    for number, exchange in enumerate(test.exchanges, 1):
        response = _send(test, exchange, endpoint, variables)
        told = f"request {number}, {response.request.method} {response.request.url}"
        try:
            _check(exchange, response, variables)
        except AssertionError as error:
            error.add_note(f"{told}: {response.status_code} {response.text[:500]}")
            raise


def _send(
    test: Entry, exchange: Exchange, endpoint: Endpoint, variables: dict[str, str]
) -> httpx.Response:
    path, body = exchange.path, exchange.body
    for name, value in variables.items():
        path = path.replace(name, value)
        body = None if body is None else body.replace(name.encode(), value.encode())
    if test.kind == "ProtocolTest":
        wanted = endpoint.update if _is_update(test, exchange) else endpoint.query
        url = wanted + path.removeprefix("/sparql/")
    elif path.startswith("http"):
        url = path
    else:
        url = endpoint.graphs + path.removeprefix("/gsp")
    # httpx would encode what it finds odd; the tests are about how it is encoded.
    raw = urlsplit(url)
    target = raw.path + (f"?{raw.query}" if raw.query else "")
    request = httpx.Request(
        exchange.method,
        f"{raw.scheme}://{raw.netloc}/",
        content=body,
        # One connection each: who answers HEAD with a body must not confuse the next test.
        headers=[*endpoint.headers.items(), *exchange.headers, ("Connection", "close")],
        extensions={"target": target.encode("ascii")},
    )
    endpoint.forget()
    return endpoint.client.send(request)


def _is_update(test: Entry, exchange: Exchange) -> bool:
    """Tell which of the two operations a request is meant for.

    The manifest writes one path for both. What a request does not tell by its parameters or media
    type (that is what some negative tests leave out), the name of the test does.
    """
    headers = dict(exchange.headers)
    form = "x-www-form-urlencoded" in headers.get("content-type", "")
    pairs = parse_qsl(urlsplit(exchange.path).query)
    pairs += parse_qsl((exchange.body or b"").decode()) if form else []
    names = {name for name, _ in pairs}
    if "query" in names or headers.get("content-type") == "application/sparql-query":
        return False
    if "update" in names or headers.get("content-type", "").startswith("application/sparql-update"):
        return True
    return "bad_update" in test.iri


def _check(exchange: Exchange, response: httpx.Response, variables: dict[str, str]) -> None:
    status = response.status_code
    assert any(_fits(status, wanted) for wanted in exchange.statuses), (
        f"the status is {status}, expected {' or '.join(exchange.statuses)}"
    )
    if exchange.method == "HEAD":
        assert response.content == b"", "HEAD has a body"
    if exchange.expected_location is not None:
        assert "location" in response.headers, "there is no Location"
        variables[exchange.expected_location] = response.headers["location"]
    media_type = response.headers.get("content-type", "").partition(";")[0].strip()
    if exchange.expected_type is not None:
        wanted = exchange.expected_type.partition(";")[0]
        assert media_type == wanted, f"the media type is {media_type}, expected {wanted}"
    if exchange.expected_format is not None:
        _check_format(exchange, media_type, response)
    if exchange.expected_body is not None:
        url = str(response.request.url)
        expected = _triples(exchange.expected_body.encode(), "text/turtle", url)
        assert same_graph(expected, _triples(response.content, media_type, url)), "another graph"


def _check_format(exchange: Exchange, media_type: str, response: httpx.Response) -> None:
    if exchange.expected_format == "RDF":
        _triples(response.content, media_type, str(response.request.url))
        return
    form = _TABULAR.get(media_type)
    if exchange.expected_format == "tabular":
        assert form is not None, f"{media_type} is no form of solutions"
        return
    assert form in ("xml", "json"), f"{media_type} is no form of a boolean"
    found = read(response.content, form)
    assert isinstance(found, bool), "the answer is no boolean"
    if exchange.expected_boolean is not None:
        assert found is exchange.expected_boolean, f"the answer is {found}"


def _triples(content: bytes, media_type: str, base: str) -> list[Quad]:
    form = RdfFormat.from_media_type(media_type)
    assert form is not None, f"{media_type} is no form of RDF"
    return list(parse(content, format=form, base_iri=base))


def _fits(status: int, wanted: str) -> bool:
    if wanted.startswith("StatusCode"):
        return str(status)[0] == wanted.removeprefix("StatusCode")[0]
    return status == _STATUS[wanted]

"""The SPARQL Protocol to the letter: how a query may be sent, and what is preferred."""

from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from tests.api.conftest import Client
from tests.api.small_store import SmallStore

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
ASK = "ASK {}"
SELECT = "SELECT ('é+%41' AS ?x) {}"
CONSTRUCT = "CONSTRUCT { <x:s> <x:p> 1 } {}"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


def post(
    client: Client, content: str | bytes, headers: dict[str, str], more: str = ""
) -> httpx.Response:
    return client.request("POST", f"/sparql{more}", content=content, headers=headers)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        'Application/X-WWW-Form-URLEncoded;charset="utf-8"',
    ],
)
def test_a_form_is_decoded_once(client: Client, content_type: str) -> None:
    for encoded in (quote(SELECT), SELECT.replace("+", "%2B").replace("%41", "%2541")):
        answer = post(client, f"query={encoded}".encode(), {"Content-Type": content_type})
        [row] = answer.json()["results"]["bindings"]
        assert row["x"]["value"] == "é+%41"


@pytest.mark.parametrize(
    "charset", ["", "; charset=utf-8", '; charset="UTF-8"', ";charset=us-ascii"]
)
def test_a_query_is_its_own_body(client: Client, charset: str) -> None:
    headers = {"Content-Type": f"application/sparql-query{charset}"}
    assert post(client, ASK, headers).json()["boolean"] is True
    assert post(client, b"\xef\xbb\xbfASK {}", headers).json()["boolean"] is True


def test_a_post_without_a_body_asks_by_its_address(client: Client) -> None:
    answer = client.request("POST", f"/sparql?query={quote(ASK)}")
    assert answer.json()["boolean"] is True
    assert post(client, "", FORM, f"?query={quote(ASK)}").json()["boolean"] is True


@pytest.mark.parametrize(
    ("content", "headers", "more", "status", "word"),
    [
        (b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM, "", 400, "twice"),
        (b"query=ASK%20%7B%7D", FORM, "?query=ASK%20%7B%7D", 400, "twice"),
        (b"ASK {}", DIRECT, "?query=ASK%20%7B%7D", 400, "twice"),
        (b"query=ASK%20%7B%7D&timeout=1&timeout=2", FORM, "", 400, "twice"),
        (b"query=%FF", FORM, "", 400, "UTF-8"),
        (b"query=ASK {} # \xff", FORM, "", 400, "UTF-8"),
        (b"ASK {} # \xff", DIRECT, "", 400, "UTF-8"),
        (b"", DIRECT, "", 400, "empty"),
        (b"query=", FORM, "", 400, "empty"),
        (b"query=ASK%20%7B%7D&" + b"a=1&" * 1001, FORM, "", 400, "parameters"),
        (b"update=CLEAR+ALL", FORM, "", 400, "/update"),
        (b"CLEAR ALL", DIRECT, "", 400, "/update"),
        (b"CLEAR ALL", {"Content-Type": "application/sparql-update"}, "", 415, "/update"),
        (b"ASK {}", {"Content-Type": "text/plain"}, "", 415, "text/plain"),
        (b"ASK {}", {}, "", 415, "no media type"),
        (b"query=ASK%20%7B%7D", {}, "", 415, "no media type"),
        (
            b"query=ASK%20%7B%7D",
            {"Content-Type": "multipart/form-data; boundary=x"},
            "",
            415,
            "multipart",
        ),
        (
            "ASK {}".encode("utf-16"),
            {"Content-Type": "application/sparql-query; charset=UTF-16"},
            "",
            415,
            "utf-16",
        ),
        (
            b"query=ASK%20%7B%7D",
            {"Content-Type": FORM["Content-Type"] + "; charset=latin1"},
            "",
            415,
            "latin1",
        ),
        (b"ASK {}", {**DIRECT, "Content-Encoding": "gzip"}, "", 415, "gzip"),
    ],
)
def test_what_is_sent_wrongly_is_refused_with_a_sentence(
    client: Client, content: bytes, headers: dict[str, str], more: str, status: int, word: str
) -> None:
    answer = post(client, content, headers, more)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert word in answer.text


@pytest.mark.parametrize(
    "query", ["query=%FF", "query=ASK%7B%7D&query=ASK%7B%7D", "update=CLEAR+ALL"]
)
def test_an_address_that_is_wrong_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/sparql?{query}").status_code == 400


def test_a_token_changes_nothing_for_a_query(client: Client) -> None:
    answer = client.get(f"/sparql?query={quote(ASK)}", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 200


def test_a_short_deadline_is_a_tenth_of_a_second(failing: tuple[SmallStore, Client]) -> None:
    store, client = failing
    client.get(f"/sparql?query={quote(ASK)}&timeout=1e-300")
    assert store.asked[-1]["timeout"] == 0.1


def test_graphs_of_the_protocol_need_not_be_http(client: Client) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        for iri in ("urn:x:y", "tag:a,2020:b", ""):
            asked = f"/sparql?query={quote(ASK)}&{name}={quote(iri)}"
            assert client.get(asked).status_code == 200
        for wrong in ("<x:y>", "http://[", "http://[x]/", "http://a:b/", "http://a/%zz"):
            asked = f"/sparql?query={quote(ASK)}&{name}={quote(wrong)}"
            told = client.get(asked)
            assert told.status_code == 400, wrong
            assert told.json()["type"].endswith("/bad-parameter")


def test_a_relative_iri_is_below_the_endpoint(client: Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT (IRI('x') AS ?x) (<#y> AS ?y) {}"})
    [row] = answer.json()["results"]["bindings"]
    assert row["x"]["value"] == "http://here/x"
    assert row["y"]["value"] == "http://here/sparql#y"


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, f"{JSON};q=0, {XML}", XML),
        (SELECT, f"{XML};q=0, */*;q=0.1, {JSON};q=0", "text/csv"),
        (SELECT, "*/*;q=0.5, text/csv;q=0.4", JSON),
        (SELECT, "text/*;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        (
            SELECT,
            "text/csv;q=nonsense, text/tab-separated-values;q=0.1",
            "text/tab-separated-values",
        ),
        (SELECT, "text/csv;q=nan", JSON),
        (SELECT, "nonsense", JSON),
        (SELECT, ",,;q=1,", JSON),
        (SELECT, "*", JSON),
        (SELECT, "*; q=.2, text/csv; q=.4", "text/csv"),
        (SELECT, "TEXT/CSV", "text/csv"),
        (SELECT, f'text/csv;q=0.5;x="a,b", {XML};charset=utf-8;q=0.6', XML),
        (SELECT, "image/png, text/csv;q=0.001", "text/csv"),
        (ASK, "text/csv, application/sparql-results+xml;q=0.1", XML),
        (ASK, "text/tab-separated-values, */*;q=0.1", JSON),
        (CONSTRUCT, "text/n3", "text/turtle"),
        (CONSTRUCT, "application/x-trig", "application/trig"),
        (CONSTRUCT, "application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        (CONSTRUCT, f"{JSON}, application/n-triples;q=0.2", "application/n-triples"),
    ],
)
def test_accept_is_read_to_the_letter(
    client: Client, query: str, accept: str, media_type: str
) -> None:
    answer = client.get("/sparql", accept, params={"query": query})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("query", "accept", "there", "absent"),
    [
        (SELECT, "image/png", "text/turtle", "image/png"),
        (SELECT, "*/*;q=0", JSON, "*/*"),
        (SELECT, "text/turtle", "text/csv", "text/turtle"),
        (CONSTRUCT, "text/csv", "text/turtle", "text/csv"),
        (ASK, "text/csv", XML, "text/csv"),
        (ASK, "text/csv, text/tab-separated-values;q=0.1", JSON, "text/csv"),
        (ASK, "text/turtle", JSON, "text/turtle"),
    ],
)
def test_406_lists_what_is_there(
    client: Client, query: str, accept: str, there: str, absent: str
) -> None:
    answer = client.get("/sparql", accept, params={"query": query})
    assert answer.status_code == 406
    assert there in answer.json()["valid_values"]
    assert absent not in answer.json()["valid_values"]


@pytest.mark.parametrize(("query", "key"), [(CONSTRUCT, "csv"), (SELECT, "ttl"), (ASK, "csv")])
def test_a_format_that_does_not_fit_is_400(client: Client, query: str, key: str) -> None:
    answer = client.get("/sparql", params={"query": query, "format": key})
    assert (answer.status_code, answer.json()["where"]) == (400, "parameter format")
    assert key not in answer.json()["valid_values"]


def test_what_changes_by_itself_is_no_304(client: Client) -> None:
    for query, tagged in (("SELECT (1 AS ?x) {}", True), ("SELECT (rand() AS ?x) {}", False)):
        answer = client.get("/sparql", params={"query": query})
        assert ("etag" in answer.headers) == tagged
        known = {"If-None-Match": answer.headers.get("etag", "*")}
        again = client.get("/sparql", params={"query": query}, headers=known)
        assert again.status_code == (304 if tagged else 200)


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("", RdfFormat.TURTLE),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/n-triples", RdfFormat.N_TRIPLES),
    ],
)
def test_the_service_describes_itself(client: Client, accept: str, format: RdfFormat) -> None:
    answer = client.get("/sparql", accept)
    assert answer.status_code == 200
    store = Store()
    store.load(answer.content, format=format)

    def objects(subject: str, name: str) -> set[str]:
        node = NamedNode(subject)
        return {quad.object.value for quad in store.quads_for_pattern(node, NamedNode(name), None)}

    here = "http://here/sparql"
    assert objects(here, SD + "endpoint") == {here}
    assert objects(here, SD + "supportedLanguage") == {SD + "SPARQL11Query"}
    assert objects("http://here/update", SD + "supportedLanguage") == {SD + "SPARQL11Update"}
    assert objects(here, SD + "feature") == {SD + "EmptyGraphs"}
    formats = {FORMATS + name for name in ("Turtle", "TriG", "JSON-LD", "RDF_XML", "N-Triples")}
    assert formats < objects(here, SD + "resultFormat")
    assert formats < objects(here, SD + "inputFormat")
    [dataset] = objects(here, SD + "defaultDataset")
    assert objects(here, SD + "availableGraphs") == {dataset}
    [default] = objects(dataset, SD + "defaultGraph")
    assert default
    names = {
        name
        for graph in objects(dataset, SD + "namedGraph")
        for name in objects(graph, SD + "name")
    }
    assert "https://w3id.org/wsis-sdg/graph/itu-council" in names
    limits = objects(here, "https://schema.org/additionalProperty")
    told = {
        objects(limit, "https://schema.org/propertyID").pop(): objects(
            limit, "https://schema.org/maxValue"
        ).pop()
        for limit in limits
    }
    assert told["query-seconds"] == "10"
    assert told["query-bytes"] == str(1 << 20)
    assert len(told) == 7

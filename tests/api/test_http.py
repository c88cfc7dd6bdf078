"""SPARQL protocol, negotiation, dereferencing, caching, errors: how answers travel."""

import json
import subprocess
import sys
from html import unescape
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from tests.api.conftest import CATALOGUE, Client, Loop, client_of
from tests.api.small_store import SmallStore

from wsisgraph import errors

SELECT = 'SELECT ?line WHERE { ?line <http://www.w3.org/2004/02/skos/core#notation> "C2" }'
CONSTRUCT = f"CONSTRUCT {{ ?line a ?class }} {SELECT[13:]}"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def sparql(client: Client, query: str, accept: str = "", more: str = "") -> httpx.Response:
    return client.get(f"/sparql?query={quote(query)}{more}", accept)


def test_one_query_asked_in_three_ways_gives_one_answer(client: Client) -> None:
    by_get = sparql(client, SELECT)
    by_form = client.request("POST", "/sparql", content=f"query={quote(SELECT)}", headers=FORM)
    direct = client.request("POST", "/sparql", content=SELECT, headers=DIRECT)
    assert by_get.json() == by_form.json() == direct.json()
    [row] = by_get.json()["results"]["bindings"]
    assert row["line"]["value"].endswith("/c2")


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "", "application/sparql-results+json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "application/xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/*;q=0.1, text/csv", "text/csv"),
        (SELECT, "text/turtle, text/csv;q=0.2", "text/csv"),
        (SELECT, BROWSER, "text/html"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "", "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/n-quads", "application/n-quads"),
        (CONSTRUCT, "application/trig", "application/trig"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/xml", "application/rdf+xml"),
        (CONSTRUCT, BROWSER, "text/html"),
    ],
)
def test_accept_decides_the_form(client: Client, query: str, accept: str, media_type: str) -> None:
    answer = sparql(client, query, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("query", "format", "media_type"),
    [
        (SELECT, "json", "application/sparql-results+json"),
        (SELECT, "xml", "application/sparql-results+xml"),
        (SELECT, "csv", "text/csv"),
        (CONSTRUCT, "turtle", "text/turtle"),
        (CONSTRUCT, "nt", "application/n-triples"),
        (CONSTRUCT, "json", "application/ld+json"),
        (CONSTRUCT, "rdf", "application/rdf+xml"),
    ],
)
def test_format_beats_accept(client: Client, query: str, format: str, media_type: str) -> None:
    answer = sparql(client, query, "text/html", f"&format={format}")
    assert answer.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "image/png"), (SELECT, "text/turtle"), (CONSTRUCT, "text/csv")],
)
def test_what_cannot_be_given_is_406(client: Client, query: str, accept: str) -> None:
    answer = sparql(client, query, accept)
    assert answer.status_code == 406
    assert answer.json()["type"].endswith("/not-acceptable")


def test_a_type_refused_by_q_0_is_not_given(client: Client) -> None:
    answer = sparql(client, SELECT, "application/sparql-results+json;q=0, */*;q=0.1")
    assert answer.headers["content-type"].partition(";")[0] == "application/sparql-results+xml"


def test_without_a_query_the_service_describes_itself(client: Client) -> None:
    store = Store()
    store.load(client.get("/sparql", "text/turtle").content, format=RdfFormat.TURTLE)
    sd = "http://www.w3.org/ns/sparql-service-description#"
    found = {
        quad.object.value for quad in store.quads_for_pattern(None, NamedNode(sd + "name"), None)
    }
    assert "https://w3id.org/wsis-sdg/graph/itu-council" in found
    assert client.get("/sparql", BROWSER).headers["content-type"].startswith("text/html")


def test_the_protocols_graphs_are_the_dataset(client: Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    graph = quote("https://w3id.org/wsis-sdg/graph/unconfirmed/itu-council")
    answer = sparql(client, count, "", f"&default-graph-uri={graph}")
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "13"
    inside = sparql(
        client,
        "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }",
        "",
        f"&named-graph-uri={graph}",
    )
    assert len(inside.json()["results"]["bindings"]) == 1


def test_unconfirmed_statements_are_in_no_default_graph(client: Client) -> None:
    query = "ASK { <https://w3id.org/wsis-sdg/id/activity-link/giga/4> ?p ?o }"
    assert sparql(client, query).json()["boolean"] is False


def test_rows_can_be_cut_and_the_cut_is_told(client: Client) -> None:
    answer = sparql(client, "SELECT ?s WHERE { ?s ?p ?o }", "text/csv", "&max-rows=3")
    assert len(answer.text.splitlines()) == 4
    assert answer.headers["x-truncated"] == "rows"
    whole = sparql(client, SELECT, "text/csv", "&max-rows=3")
    assert "x-truncated" not in whole.headers


def test_a_timeout_is_passed_on(failing: tuple[SmallStore, Client]) -> None:
    store, client = failing
    sparql(client, SELECT, "", "&timeout=0.5")
    assert store.asked[-1]["timeout"] == 0.5


@pytest.mark.parametrize(
    ("more", "parameter"),
    [
        ("&timeout=soon", "timeout"),
        ("&timeout=-1", "timeout"),
        ("&max-rows=0", "max-rows"),
        ("&max-rows=many", "max-rows"),
        ("&update=x", "update"),
        ("&colour=red", "colour"),
        ("&query=ASK%7B%7D", "query"),
        ("&format=docx", "format"),
        ("&default-graph-uri=here", "default-graph-uri"),
    ],
)
def test_a_bad_parameter_of_the_protocol_is_named(
    client: Client, more: str, parameter: str
) -> None:
    answer = sparql(client, SELECT, "", more)
    assert answer.status_code == 400
    assert answer.json()["where"] == f"parameter {parameter}"


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        (DIRECT, b"", 400),
        (FORM, b"", 400),
        (DIRECT, b"\xff\xfe", 400),
        ({"Content-Type": "text/plain"}, b"ASK {}", 415),
        ({"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 415),
        (DIRECT, b"ASK {} #" + b"x" * 2_000_000, 413),
    ],
)
def test_a_bad_body_is_refused(
    client: Client, headers: dict[str, str], content: bytes, status: int
) -> None:
    answer = client.request("POST", "/sparql", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_syntax_error_says_where(client: Client) -> None:
    answer = sparql(client, "SELECT * WHERE {\n ?s ?p }")
    body = answer.json()
    assert (answer.status_code, body["type"].rpartition("/")[2]) == (400, "query-syntax")
    assert isinstance(body["line"], int)
    assert body["where"].startswith("line ")


def test_service_is_forbidden(client: Client) -> None:
    answer = sparql(client, "ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (errors.QueryTimeout("The deadline passed"), 503, "query-timeout"),
        (errors.QueryTooLarge("Too much memory"), 503, "query-too-large"),
        (errors.QueueFull("Too many queries"), 503, "queue-full"),
        (errors.StoreUnavailable("No reader"), 503, "store-unavailable"),
        (errors.QueryTooDeep("Too deep"), 400, "query-too-deep"),
        (errors.QueryTooLong("Too long"), 413, "query-too-long"),
        (RuntimeError("secret detail"), 500, "internal"),
    ],
)
@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/api/activities", "/id/agency/itu"])
def test_every_failure_has_one_shape(
    failing: tuple[SmallStore, Client], path: str, error: Exception, status: int, slug: str
) -> None:
    store, client = failing
    store.fails_with = error
    answer = client.get(path, "application/json, application/n-triples;q=0.5")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert set(body) <= {"type", "title", "status", "detail", "where", "hint", "valid_values"}
    assert body["type"] == f"https://w3id.org/wsis-sdg/problems/{slug}"
    assert "secret" not in answer.text
    assert ("retry-after" in answer.headers) == (slug in ("queue-full", "store-unavailable"))


def test_a_browser_gets_its_problem_as_a_page(client: Client) -> None:
    answer = client.get("/nowhere", BROWSER)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "content-security-policy" in answer.headers


def test_a_method_that_is_not_there_is_405(client: Client) -> None:
    answer = client.request("DELETE", "/api/activities")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (
        405,
        "method-not-allowed",
    )
    assert "GET" in answer.headers["allow"]


ITU = "/id/agency/itu"


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        (BROWSER, "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("text/turtle;q=0.4, application/n-triples;q=0.6", "nt"),
    ],
)
@pytest.mark.parametrize(
    "path", [ITU, "/vocab/action-lines/c2", "/id/linkage/wsis-sdg-matrix/c2-9.c"]
)
def test_a_thing_answers_303_by_accept(client: Client, path: str, accept: str, suffix: str) -> None:
    answer = client.get(path, accept)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}.{suffix}")
    assert "Accept" in answer.headers["vary"]
    assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("suffix", "format"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("jsonld", RdfFormat.JSON_LD),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
    ],
)
def test_every_form_holds_the_same_graph(client: Client, suffix: str, format: RdfFormat) -> None:
    def triples(body: bytes, format: RdfFormat) -> set[str]:
        store = Store()
        store.load(body, format=format)
        return {str(quad.triple) for quad in store}

    whole = triples(client.get(f"{ITU}.nt").content, RdfFormat.N_TRIPLES)
    assert triples(client.get(f"{ITU}.{suffix}").content, format) == whole
    assert any("carriedOutBy" in triple for triple in whole)


@pytest.mark.parametrize(
    "path",
    [
        "/def",
        "/def.ttl",
        "/graph/itu-council",
        "/graph/unconfirmed/itu-council.nt",
        "/sdg",
        "/sdg/9",
        "/sdg/9.c",
        "/sdg/9.c.ttl",
        "/vocab/action-lines/c7-elea.ttl",
        "/id/document/itu-council-000/p/2-1.jsonld",
        "/id/activity-link/giga/4.ttl",
        "/.well-known/void",
    ],
)
def test_documents_answer_at_once(client: Client, path: str) -> None:
    answer = client.get(path, "text/turtle, */*;q=0.1")
    assert answer.status_code == 200
    assert len(answer.content) > 100


def test_an_unconfirmed_thing_says_so_in_rdf_too(client: Client) -> None:
    body = client.get("/id/activity-link/giga/4.nt").text
    assert "<https://w3id.org/wsis-sdg/vocab/status/unconfirmed>" in body


def test_a_document_names_its_other_forms(client: Client) -> None:
    link = client.get(f"{ITU}.ttl").headers["link"]
    assert '</id/agency/itu.jsonld>; rel="alternate"; type="application/ld+json"' in link
    assert '<https://w3id.org/wsis-sdg/id/agency/itu>; rel="describes"' in link


@pytest.mark.parametrize(
    "path",
    ["/id/agency/nobody", "/id/agency/nobody.ttl", "/vocab/none", "/graph/none", "/sdg/99", "/id/"],
)
def test_what_no_graph_knows_is_404(client: Client, path: str) -> None:
    answer = client.get(path, "application/n-triples, application/json;q=0.1")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/id/a%22b",
        "/id/a%3Eb.ttl",
        "/id/a%0Ab",
        "/id/a b",
        "/id/%F0%9F%98%80",
        "/graph/a%5C",
        "/sdg/%7B%7D",
        "/id/a%00",
        "/api/matrix/%22/9",
        "/find?q=%00",
        "/find?q=%22%7D",
    ],
)
def test_an_odd_path_is_refused_politely(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (200, 400, 404)


PAGES = [
    "/",
    "/find?q=schools",
    "/sparql",
    f"/sparql?query={quote(SELECT)}",
    f"/sparql?query={quote(CONSTRUCT)}",
    "/sparql?query=ASK%7B%7D",
    "/api/activities?agency=itu&goal=9",
    "/api/activities?goal=4&status=accepted,unconfirmed",
    "/api/roles?action_line=C4&on=2020-01-01",
    "/api/questions",
    "/api/questions/roles/in-line-on-date?line=C6&on=2007-01-01",
    "/api/matrix/C2/9",
    "/m/C2/9",
    "/m/C11/3",
    "/id/agency/itu.html",
    "/id/document/itu-council-000.html",
    "/id/document/itu-council-000/p/2-1.html",
    "/id/role/c4-itu-coordinator.html",
    "/id/activity-link/giga/4.html",
    "/vocab/action-lines/c2.html",
    "/def",
    "/sdg/9.c",
    "/graph/itu-council",
]


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_html_under_a_strict_policy(client: Client, path: str, lang: str) -> None:
    answer = client.get(path, BROWSER, headers={"Accept-Language": lang})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "<script>" not in answer.text
    assert 'style="' not in answer.text
    assert f'lang="{lang}"' in answer.text


def test_a_triple_that_is_a_term_stands_on_a_page(client: Client) -> None:
    term = """<<( <x:a> <x:b> <<( <x:c> <x:d> "<e> 'f'"@en )>> )>>"""
    answer = client.get(f"/sparql?query={quote(f'SELECT ({term} AS ?x) {{}}')}", BROWSER)
    assert answer.status_code == 200, answer.text
    assert term in unescape(answer.text.split("<tbody>")[1].split("</tbody>")[0])


READ = [
    "/",
    "/api/activities?goal=9",
    "/api/matrix",
    "/api/matrix/C2/9",
    "/api/roles",
    "/api/questions",
    "/api/questions/activities/under-line?line=C2",
    f"/sparql?query={quote(SELECT)}",
    "/sparql",
    "/id/agency/itu.ttl",
    "/def",
    "/graph/itu-council",
    "/sdg/9",
    "/.well-known/void",
]


@pytest.mark.parametrize("path", READ)
def test_what_was_read_need_not_be_read_again(client: Client, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    tag = first.headers["etag"]
    assert {"Accept", "Accept-Language"} <= {
        name.strip() for name in first.headers["vary"].split(",")
    }
    again = client.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag


def test_the_tag_differs_by_form_and_language(client: Client) -> None:
    tags = {
        client.get("/api/activities", accept, headers={"Accept-Language": lang}).headers["etag"]
        for accept in ("application/json", "text/csv", "text/turtle", "text/html")
        for lang in ("en", "zh")
    }
    assert len(tags) == 8


@pytest.mark.parametrize("path", READ)
def test_head_is_get_without_its_body(client: Client, path: str) -> None:
    get, head = client.get(path), client.request("HEAD", path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["etag"] == get.headers["etag"]


@pytest.mark.parametrize("path", [*READ, "/nowhere", "/health"])
def test_reading_is_open_to_other_sites(client: Client, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_answer_is_of_one_revision(loop: Loop) -> None:
    from tests import world

    from wsisgraph.store.protocol import Revision

    class Moving(SmallStore):
        """Publishes a revision in the middle of the first answer."""

        async def query(self, text: str, **more: Any) -> Any:
            if len(self.asked) == 2:
                self.revision = Revision(8, "8-0123456789ab")
            return await super().query(text, **more)

    store = Moving(world.store())
    answer = client_of(loop, store).get("/api/activities?goal=9")
    assert answer.json()["revision"] == "8-0123456789ab"
    assert answer.headers["etag"].startswith('"8-')


def test_without_pages_no_html_is_spoken(loop: Loop, small_store: SmallStore) -> None:
    client = client_of(loop, small_store)
    assert client.get("/", BROWSER).headers["content-type"] == "application/json"
    assert client.get(ITU, BROWSER).headers["location"].endswith(".rdf")
    assert client.get("/nowhere", BROWSER).headers["content-type"] == "application/problem+json"


def test_health_and_readiness(client: Client, failing: tuple[SmallStore, Client]) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json()["status"] == "ready"
    store, broken = failing
    store.fails_with = errors.StoreUnavailable("No reader is there")
    assert broken.get("/health").status_code == 200
    assert broken.get("/ready", "application/json").status_code == 503


def test_openapi_describes_every_route_and_question(client: Client) -> None:
    schema = json.loads(client.get("/openapi.json").text)
    paths = set(schema["paths"])
    assert {"/sparql", "/api/activities", "/api/matrix/{row}/{column}", "/id/{path}"} <= paths
    assert {f"/api/questions/{name}" for name in CATALOGUE} <= paths
    operations = [
        operation["operationId"] for path in schema["paths"].values() for operation in path.values()
    ]
    assert len(operations) == len(set(operations))
    names = {
        parameter["name"] for parameter in schema["paths"]["/api/activities"]["get"]["parameters"]
    }
    assert {"agency", "goal", "target", "action_line", "region", "country", "basis"} <= names


def test_the_front_imports_no_rdf_engine() -> None:
    code = (
        "import sys, wsisgraph.api, wsisgraph.questions, wsisgraph.store.embedded;"
        "bad = {'pyoxigraph', 'rdflib', 'pyshacl', 'oxrdflib'} & set(sys.modules);"
        "sys.exit(f'imported: {sorted(bad)}' if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("slug", ["query-timeout", "not-found", "bad-parameter"])
def test_the_type_of_a_problem_says_what_it_means(client: Client, slug: str) -> None:
    told = client.get(f"/problems/{slug}").json()
    assert told["type"].endswith(f"/problems/{slug}")
    assert told["title"]


def test_a_kind_of_problem_that_is_not_there_lists_those_that_are(client: Client) -> None:
    answer = client.get("/problems/nothing")
    assert answer.status_code == 404
    assert "query-timeout" in answer.json()["hint"]

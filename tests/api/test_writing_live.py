"""Writing over HTTP to the real service: with a plain default graph, and with the merged one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.service import Service, copy_of, serving

from wsisgraph.access import Role, Tokens

ADMIN = "an-administrators-token-for-a-test"
TURTLE = {"Content-Type": "text/turtle"}
UPDATE = {"Content-Type": "application/sparql-update"}
TRIPLES = {"Accept": "application/n-triples"}
OURS = "https://w3id.org/wsis-sdg/graph"
DESCRIBED = b"""
<> <http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/3.0/igo/> ;
   <http://purl.org/dc/terms/bibliographicCitation> "ITU, 2024. A test." ;
   <http://www.w3.org/ns/dcat#contactPoint> <mailto:data@example.org> .
"""


def writer(service: Service, token: str = ADMIN) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=service.url, headers=headers, timeout=30)


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = {"WSISGRAPH_ADMIN_TOKEN": ADMIN, "WSISGRAPH_DEFAULT_GRAPH": "strict"}
    with serving(tmp_path_factory.mktemp("strict"), "--empty", environment=settings) as running:
        yield running


@pytest.fixture(scope="module")
def merged(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = copy_of(built_data, tmp_path_factory.mktemp("merged"))
    with serving(data, environment={"WSISGRAPH_ADMIN_TOKEN": ADMIN}) as running:
        yield running


def count(client: httpx.Client, pattern: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    answer = client.get("/sparql", params={"query": query})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/turtle", "<#a> <#p> '\u00e9' ."),
        ("application/n-triples", "<x:a> <x:p> _:b ."),
        ("application/n-quads", "<x:a> <x:p> <x:b> ."),
        ("application/trig", "{ <#a> <#p> 1 }"),
        ("application/ld+json", '{"@id": "#a", "http://x/p": "b"}'),
        (
            "application/rdf+xml",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
            '<r:Description r:about="#a"><x:p>1</x:p></r:Description></r:RDF>',
        ),
    ],
)
def test_a_graph_goes_in_and_out_in_every_form(
    strict: Service, content_type: str, body: str
) -> None:
    name = f"/graphs/forms/{content_type}"
    with writer(strict) as client:
        put = client.put(name, content=body.encode(), headers={"Content-Type": content_type})
        assert put.status_code == 201, put.text
        for accept in ("text/turtle", "application/ld+json", "application/rdf+xml", content_type):
            answer = client.get(name, headers={"Accept": accept})
            assert answer.status_code == 200
            sent = {"Content-Type": accept}
            again = client.put(f"{name}-2", content=answer.content, headers=sent)
            assert again.status_code in (201, 204), (accept, again.text)
        assert count(client, f"GRAPH <{strict.url}{name}-2> {{ ?s ?p ?o }}") == 1


def test_an_empty_graph_is_there(strict: Service) -> None:
    with writer(strict) as client:
        assert client.put("/graphs/empty", content=b"", headers=TURTLE).status_code == 201
        answer = client.get("/graphs/empty", headers=TRIPLES)
        assert (answer.status_code, answer.content) == (200, b"")
        assert client.delete("/graphs/empty").status_code == 204
        assert client.head("/graphs/empty").status_code == 404


def test_a_plain_default_graph_is_written(strict: Service) -> None:
    with writer(strict) as client:
        sent = client.put("/graphs?default", content=b"<x:a> <x:p> 1 .", headers=TURTLE)
        assert sent.status_code == 204
        assert client.get("/graphs?default", headers=TRIPLES).text.count("\n") == 1
        assert client.delete("/graphs?default").status_code == 204
        assert client.get("/graphs?default", headers=TRIPLES).content == b""


@pytest.mark.parametrize("broken", [b"<x:a> <x:p> 1 . <x:b>", b"<x:a> <x:p> <<", b"\xff"])
def test_broken_data_leave_the_graph_as_it_was(strict: Service, broken: bytes) -> None:
    with writer(strict) as client:
        client.put("/graphs/kept", content=b"<x:a> <x:p> 1 .", headers=TURTLE)
        refused = client.put("/graphs/kept", content=broken, headers=TURTLE)
        assert refused.status_code == 400, refused.text
        assert refused.json()["type"].endswith("/data-syntax")
        assert client.get("/graphs/kept", headers=TRIPLES).text == (
            '<x:a> <x:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        )


def test_of_writers_on_one_condition_one_writes(strict: Service) -> None:
    with writer(strict) as client:
        client.put("/graphs/raced", content=b"", headers=TURTLE)
        tag = client.head("/graphs/raced").headers["etag"]

        def write(number: int) -> int:
            body = f"<x:a> <x:p> {number} .".encode()
            headers = {**TURTLE, "If-Match": tag}
            return client.put("/graphs/raced", content=body, headers=headers).status_code

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(write, range(4))) == [204, 412, 412, 412]

        def make(number: int) -> int:
            headers = {**TURTLE, "If-None-Match": "*"}
            return client.put("/graphs/made", content=b"", headers=headers).status_code

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(make, range(4))) == [201, 412, 412, 412]


def test_an_update_is_whole_or_not_at_all(strict: Service) -> None:
    with writer(strict) as client:
        text = "INSERT DATA { GRAPH <x:whole> { <x:a> <x:p> 1 } } ; CREATE GRAPH <x:whole>"
        refused = client.post("/update", content=text, headers=UPDATE)
        assert 400 <= refused.status_code < 500
        assert count(client, "GRAPH <x:whole> { ?s ?p ?o }") == 0


def test_updates_reach_no_other_place(strict: Service) -> None:
    with writer(strict) as client:
        for text in (
            "LOAD <http://127.0.0.1:9/>",
            "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        ):
            refused = client.post("/update", content=text, headers=UPDATE)
            assert refused.status_code == 403
            assert refused.json()["type"].endswith("/forbidden")


def test_the_merged_default_graph_is_read_and_not_written(merged: Service) -> None:
    with writer(merged) as client:
        assert client.get("/graphs?default", headers=TRIPLES).text.count("\n") > 1000
        before = client.head("/graphs?default").headers["etag"]
        for method in ("PUT", "POST", "DELETE"):
            content = None if method == "DELETE" else b"<x:a> <x:p> 1 ."
            answer = client.request(method, "/graphs?default", content=content, headers=TURTLE)
            assert answer.status_code == 403
            assert answer.json()["type"].endswith("/default-graph-derived")
        update = client.post("/update", content="INSERT DATA { <x:a> <x:p> 1 }", headers=UPDATE)
        assert update.status_code == 403
        assert client.head("/graphs?default").headers["etag"] == before


def test_what_an_agency_writes_is_merged_and_counted_once(merged: Service) -> None:
    token = Tokens(merged.data).create("desk", Role.CONTRIBUTOR, "itu", None)
    with writer(merged, token) as client:
        for name in ("one", "two"):
            own = f"/graphs?graph={OURS}/agency/itu/{name}"
            body = b"<x:a> <x:p> 1 ." + DESCRIBED
            assert client.put(own, content=body, headers=TURTLE).status_code == 201
        assert count(client, "<x:a> <x:p> ?o") == 1
        for other in (f"{OURS}/agency/unesco", f"{OURS}/itu-council", "http://example.org/"):
            refused = client.put(f"/graphs?graph={other}", content=b"", headers=TURTLE)
            assert refused.status_code == 403
            assert refused.json()["type"].endswith("/write-not-allowed")
        everything = client.post("/update", content="CLEAR ALL", headers=UPDATE)
        assert everything.status_code == 403
        assert count(client, "<x:a> <x:p> ?o") == 1
        posted = client.post("/graphs", content=b"<> <x:p> 2 ." + DESCRIBED, headers=TURTLE)
        assert posted.status_code == 201
        assert (
            client.get("/graphs", params={"graph": posted.headers["location"]}).status_code == 200
        )


def test_data_that_break_the_shapes_are_refused_with_the_findings(merged: Service) -> None:
    linkage = b"<http://example.org/l> a <https://w3id.org/wsis-sdg/def#Linkage> ."
    with writer(merged) as client:
        before = client.get("/ready").json()["revision"]
        answer = client.put(f"/graphs?graph={OURS}/of-mine", content=linkage, headers=TURTLE)
        assert client.get("/ready").json()["revision"] == before
        assert answer.status_code == 422
        told = answer.json()
        assert told["type"].endswith("/problems/shapes-broken")
        assert told["hint"]
        assert {found["focus"] for found in told["findings"]} == {"http://example.org/l"}
        wanted = {found["path"] for found in told["findings"]}
        assert "https://w3id.org/wsis-sdg/def#linksTo" in wanted
        # The same before it is sent: /validate.
        checked = client.post(
            "/validate", content=linkage, headers={**TURTLE, "Accept": "application/json"}
        ).json()
        assert {found["path"] for found in checked["findings"]} >= wanted
        # What is only proposed may still be incomplete.
        put = client.put(f"/graphs?graph={OURS}/proposed/of-mine", content=linkage, headers=TURTLE)
        assert put.status_code == 201, put.text
        gone = client.delete(f"/graphs?graph={OURS}/proposed/of-mine")
        assert gone.status_code == 204


def test_a_body_that_others_refer_to_cannot_be_taken_away(merged: Service) -> None:
    with writer(merged) as client:
        answer = client.delete(f"/graphs?graph={OURS}/un-bodies")
        assert answer.status_code == 422
        assert len(answer.json()["findings"]) == 20
        assert client.head(f"/graphs?graph={OURS}/un-bodies").status_code == 200

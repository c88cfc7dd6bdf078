"""/graphs and /update: what is named, what is written, on which condition, by whom."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from tests.api.conftest import CATALOGUE, Client, Loop
from tests.api.small_store import SmallStore

from wsisgraph.access import Role, Tokens
from wsisgraph.api import create_app
from wsisgraph.settings import Settings

G = "http://example.org/g"
ONE = "<http://example.org/g> ?graph"
TURTLE = {"Content-Type": "text/turtle"}
TRIPLE = b"<#a> <#p> <b> ."
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UPDATE = {"Content-Type": "application/sparql-update"}
INSERT = f"INSERT DATA {{ GRAPH <{G}> {{ <a> <#p> 1 }} }}"
ADMIN = "the-token-of-the-administrator"


class Writer(Client):
    """A client with a token."""

    def __init__(self, loop: Loop, folder: Path, public_url: str = "") -> None:
        self.store = SmallStore(ox.Store())
        settings = Settings(data=folder, admin_token=ADMIN, public_url=public_url)
        super().__init__(loop, create_app(self.store, CATALOGUE, settings))  # type: ignore[arg-type]
        self.token = ADMIN
        self.folder = folder

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {**more.pop("headers", {})}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return super().request(method, path, headers=headers, **more)

    def put(self, path: str, content: bytes = TRIPLE, **headers: str) -> httpx.Response:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("PUT", path, content=content, headers={**TURTLE, **given})

    def quads(self) -> set[str]:
        return {str(quad) for quad in self.store.data}


@pytest.fixture
def writer(loop: Loop, tmp_path: Path) -> Writer:
    return Writer(loop, tmp_path)


BY_NAME = f"/graphs?graph={quote(G)}"


def test_a_graph_is_made_read_replaced_merged_and_deleted(writer: Writer) -> None:
    made = writer.put(BY_NAME)
    assert (made.status_code, made.content) == (201, b"")
    read = writer.get(BY_NAME, "application/n-triples")
    assert read.text == f"<{G}#a> <{G}#p> <http://example.org/b> .\n"
    assert read.headers["content-type"] == "application/n-triples; charset=utf-8"
    assert writer.put(BY_NAME, b"<#c> <#p> 1 .").status_code == 204
    merged = writer.request("POST", BY_NAME, content=TRIPLE, headers=TURTLE)
    assert merged.status_code == 204
    assert len(writer.get(BY_NAME, "application/n-triples").text.splitlines()) == 2
    assert writer.request("DELETE", BY_NAME).status_code == 204
    assert writer.get(BY_NAME).status_code == 404
    assert writer.request("DELETE", BY_NAME).status_code == 404


def test_post_makes_a_graph_that_is_not_there(writer: Writer) -> None:
    answer = writer.request("POST", BY_NAME, content=TRIPLE, headers=TURTLE)
    assert answer.status_code == 201


def test_head_answers_as_get_without_a_body(writer: Writer) -> None:
    writer.put(BY_NAME)
    got = writer.get(BY_NAME, "text/turtle")
    head = writer.request("HEAD", BY_NAME, headers={"Accept": "text/turtle"})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", "vary"):
        assert head.headers[name] == got.headers[name]
    assert writer.request("HEAD", f"{BY_NAME}2").status_code == 404


def test_a_path_below_graphs_names_the_graph_by_its_own_address(writer: Writer) -> None:
    assert writer.put("/graphs/person/%C3%A9.ttl").status_code == 201
    [quad] = writer.store.data
    assert quad.graph_name.value == "http://here/graphs/person/%C3%A9.ttl"
    assert quad.object == ox.NamedNode("http://here/graphs/person/b")
    by_name = f"/graphs?graph={quote(quad.graph_name.value)}"
    assert writer.get(by_name, "text/turtle").content
    assert writer.get("/graphs/person/%C3%A9.ttl").status_code == 200
    assert writer.get("/graphs/person/%C3%A8.ttl").status_code == 404


def test_behind_another_address_graphs_are_named_by_that(loop: Loop, tmp_path: Path) -> None:
    writer = Writer(loop, tmp_path, public_url="https://graph.example/wsis")
    writer.put("/graphs/one")
    [quad] = writer.store.data
    assert quad.graph_name.value == "https://graph.example/wsis/graphs/one"


def test_triples_posted_to_the_store_become_a_graph_that_location_names(writer: Writer) -> None:
    answer = writer.request("POST", "/graphs", content=b"<> a <#x> .", headers=TURTLE)
    assert answer.status_code == 201
    location = answer.headers["location"]
    [quad] = writer.store.data
    assert quad.graph_name.value == quad.subject.value == location
    assert writer.get(f"/graphs?graph={location}").status_code == 200
    assert writer.get(location.removeprefix("http://here")).status_code == 200
    again = writer.request("POST", "/graphs", content=b"<> a <#x> .", headers=TURTLE)
    assert again.headers["location"] != location


def test_a_new_graph_of_an_agency_is_one_that_it_may_write(writer: Writer) -> None:
    tokens = Tokens(writer.folder)
    writer.token = tokens.create("desk", Role.CONTRIBUTOR, "itu", None)
    answer = writer.request("POST", "/graphs", content=TRIPLE, headers=TURTLE)
    assert answer.status_code == 201
    assert answer.headers["location"].startswith("https://w3id.org/wsis-sdg/graph/agency/itu/")


def test_the_default_graph_is_named_without_a_value(writer: Writer) -> None:
    assert writer.put("/graphs?default").status_code == 204
    assert writer.put("/graphs?default=").status_code == 204
    [quad] = writer.store.data
    assert quad.graph_name == ox.DefaultGraph()
    assert writer.get("/graphs?default", "application/n-triples").text.count("\n") == 1


def test_all_graphs_are_read_and_written_as_quads(writer: Writer) -> None:
    writer.put(BY_NAME)
    writer.put("/graphs?default")
    whole = writer.get("/graphs")
    assert whole.headers["content-type"].partition(";")[0] == "application/n-quads"
    for accept in ("application/n-quads", "application/trig", "application/ld+json"):
        answer = writer.get("/graphs", accept)
        assert answer.headers["content-type"].partition(";")[0] == accept
        before = writer.quads()
        writer.store.data = ox.Store()
        sent = {"Content-Type": accept}
        again = writer.request("PUT", "/graphs", content=answer.content, headers=sent)
        assert again.status_code == 204
        assert writer.quads() == before
    assert writer.get("/graphs", "text/turtle").status_code == 406


def test_a_form_brings_several_files(writer: Writer) -> None:
    files = [
        ("one", ("one.ttl", b"<#a> <#p> 1 .", "text/turtle; charset=utf-8")),
        ("two", ("two.nt", b"<x:a> <x:p> <x:b> .\n", "application/octet-stream")),
        ("three", (None, b"<#a> <#p> 3 .", "text/turtle")),
    ]
    assert writer.request("POST", BY_NAME, files=files).status_code == 201
    assert len(writer.quads()) == 3


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"", "multipart/form-data; boundary=x", 400),
        (b"nothing of the kind", "multipart/form-data; boundary=x", 400),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 400),
        (b"--x\r\n\r\n", "multipart/form-data", 400),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1',
            "multipart/form-data; boundary=x",
            400,
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.pdf"\r\n'
            b"Content-Type: application/pdf\r\n\r\n1\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
            415,
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 200 + b"--x--\r\n",
            "multipart/form-data; boundary=x",
            400,
        ),
    ],
)
def test_a_form_that_is_none_is_refused(
    writer: Writer, content: bytes, content_type: str, status: int
) -> None:
    headers = {"Content-Type": content_type}
    answer = writer.request("POST", BY_NAME, content=content, headers=headers)
    assert (answer.status_code, writer.quads()) == (status, set())


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/graphs?graph=relative", "absolute"),
        ("/graphs?graph=", "absolute"),
        ("/graphs?graph=http://a b/", "absolute"),
        ("/graphs?graph=http://x/%3C", "absolute"),
        (f"{BY_NAME}&default", "two graphs"),
        (f"{BY_NAME}&graph=http://x/", "twice"),
        ("/graphs?default=yes", "value"),
        ("/graphs?colour=red", "no parameter"),
        ("/graphs?graph=http://x/%FF", "UTF-8"),
        ("/graphs/one?default", "names another"),
        ("/graphs/one%3Ctwo?graph=http://x/", "names another"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_graph_that_is_named_wrongly_is_400(
    writer: Writer, method: str, path: str, word: str
) -> None:
    answer = writer.request(method, path, content=TRIPLE, headers=TURTLE)
    assert answer.status_code == 400, answer.text
    assert word in answer.json()["detail"]
    assert writer.quads() == set()


def test_triples_replace_no_dataset_and_nothing_deletes_it(writer: Writer) -> None:
    assert writer.put("/graphs").status_code == 400
    assert writer.request("DELETE", "/graphs").status_code == 400


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/pdf", "text/turtle; charset=utf-16", "application/json"],
)
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_data_of_another_kind_are_415(writer: Writer, method: str, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = writer.request(method, BY_NAME, content=TRIPLE, headers=headers)
    assert answer.status_code == 415
    assert any(value.startswith("text/turtle") for value in answer.json()["valid_values"])


def test_data_that_are_broken_are_400_with_a_place(writer: Writer) -> None:
    answer = writer.put(BY_NAME, b"<a> <b> .")
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/data-syntax")
    assert answer.json()["line"] == 1


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_writing_needs_a_token(writer: Writer, method: str) -> None:
    for token, challenge in (("", "realm"), ("wrong", "invalid_token")):
        writer.token = token
        answer = writer.request(method, BY_NAME, content=TRIPLE, headers=TURTLE)
        assert answer.status_code == 401
        assert challenge in answer.headers["www-authenticate"]
    assert writer.get(BY_NAME).status_code == 404


def test_a_token_writes_only_where_it_may(writer: Writer) -> None:
    writer.token = Tokens(writer.folder).create("desk", Role.CONTRIBUTOR, "itu", None)
    own = "/graphs?graph=https://w3id.org/wsis-sdg/graph/agency/itu"
    assert writer.put(own).status_code == 201
    refused = writer.put(BY_NAME)
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("/write-not-allowed")
    author = writer.store.asked[-1]["author"]
    assert author.agent == "desk"  # type: ignore[attr-defined]
    assert author.message == f"PUT {BY_NAME}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/graphs", BY_NAME, "/graphs/one"])
def test_other_methods_are_405_with_those_that_are_there(writer: Writer, path: str) -> None:
    answer = writer.request("PATCH", path)
    assert answer.status_code == 405
    methods = {"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"}
    assert set(answer.headers["allow"].split(", ")) == methods


def test_what_is_known_need_not_be_read_again(writer: Writer) -> None:
    writer.put(BY_NAME)
    tag = writer.get(BY_NAME, "text/turtle").headers["etag"]
    known = {"If-None-Match": tag}
    assert writer.get(BY_NAME, "text/turtle", headers=known).status_code == 304
    assert writer.get(BY_NAME, "application/n-triples", headers=known).status_code == 200
    assert writer.get(BY_NAME, headers={"If-None-Match": "*"}).status_code == 304
    assert writer.get(f"{BY_NAME}2", headers={"If-None-Match": "*"}).status_code == 404
    writer.put(BY_NAME, b"")
    assert writer.get(BY_NAME, "text/turtle", headers=known).status_code == 200


def test_a_write_holds_to_its_condition(writer: Writer) -> None:
    assert writer.put(BY_NAME, If_Match="*").status_code == 412
    first = writer.put(BY_NAME, If_None_Match="*")
    assert first.status_code == 201
    assert first.headers["x-revision"] == writer.store.revision.id
    assert writer.put(BY_NAME, If_None_Match="*").status_code == 412
    read = writer.get(BY_NAME, "text/turtle").headers["etag"]
    for tag in (first.headers["etag"], read, f'"other", {read}', "*"):
        revision = writer.store.revision.id
        answer = writer.put(BY_NAME, b"<#x> <#y> <#z> .", If_Match=tag)
        assert answer.status_code == 204
        # Each write makes a revision; here none is to pass.
        writer.store.revision = type(writer.store.revision)(
            int(revision.partition("-")[0]), revision
        )
    for tag in ('"7-nothing"', f"W/{read}", "nonsense"):
        refused = writer.put(BY_NAME, If_Match=tag)
        assert refused.status_code == 412
        assert refused.json()["type"].endswith("/precondition-failed")
        assert writer.request("DELETE", BY_NAME, headers={"If-Match": tag}).status_code == 412
    assert writer.put(BY_NAME, If_None_Match=f"W/{read}").status_code == 412
    writer.put(BY_NAME)
    assert writer.put(BY_NAME, If_Match=read).status_code == 412


@pytest.mark.parametrize("direct", [False, True])
def test_an_update_is_carried_out(writer: Writer, direct: bool) -> None:
    content = INSERT if direct else f"update={quote(INSERT)}"
    answer = writer.request("POST", "/update", content=content, headers=UPDATE if direct else FORM)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["x-revision"] in answer.headers["etag"]
    assert answer.headers["x-added"] == "1"
    [quad] = writer.store.data
    assert quad.subject == ox.NamedNode("http://here/a")


def test_the_dataset_of_an_update_is_passed_on(writer: Writer) -> None:
    more = f"using-graph-uri={G}&using-graph-uri={G}2&using-named-graph-uri={G}3"
    writer.request("POST", f"/update?{more}", content=INSERT, headers=UPDATE)
    assert writer.store.asked[-1]["using"] == (G, f"{G}2")
    writer.request("POST", "/update", content=f"update={quote(INSERT)}&{more}", headers=FORM)
    assert writer.store.asked[-1]["using_named"] == (f"{G}3",)


@pytest.mark.parametrize(
    ("headers", "content", "status", "word"),
    [
        (UPDATE, b"", 400, "empty"),
        (UPDATE, b"CLEAR XYZ", 400, "“XYZ” cannot stand"),
        (UPDATE, b"\xff", 400, "UTF-8"),
        (UPDATE, b"ASK {}", 400, "query"),
        (FORM, b"update=CLEAR+ALL&update=CLEAR+ALL", 400, "twice"),
        (FORM, b"update=%FF", 400, "UTF-8"),
        (FORM, b"query=ASK%7B%7D", 400, "/sparql"),
        (FORM, b"update=CLEAR+ALL&using-graph-uri=here", 400, "absolute"),
        ({}, b"CLEAR ALL", 415, "media type"),
        ({}, b"", 400, "empty"),
        ({"Content-Type": "text/plain"}, b"CLEAR ALL", 415, "text/plain"),
        ({"Content-Type": "application/sparql-query"}, b"ASK {}", 415, "/sparql"),
        (
            {"Content-Type": "application/sparql-update; charset=UTF-16"},
            "CLEAR ALL".encode("utf-16"),
            415,
            "utf-16",
        ),
    ],
)
def test_what_is_no_update_is_refused(
    writer: Writer, headers: dict[str, str], content: bytes, status: int, word: str
) -> None:
    answer = writer.request("POST", "/update", content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert word in answer.text
    assert writer.store.revision.sequence == 7


def test_updates_come_by_post_with_a_token(writer: Writer) -> None:
    answer = writer.get(f"/update?update={quote(INSERT)}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "OPTIONS, POST")
    writer.token = ""
    assert writer.request("POST", "/update", content=INSERT, headers=UPDATE).status_code == 401
    writer.token = Tokens(writer.folder).create("desk", Role.CONTRIBUTOR, "itu", None)
    assert writer.request("POST", "/update", content=INSERT, headers=UPDATE).status_code == 403


def test_an_update_may_hold_to_a_revision(writer: Writer) -> None:
    tag = f'"{writer.store.revision.id}"'
    ask = {**UPDATE, "If-Match": tag}
    assert writer.request("POST", "/update", content=INSERT, headers=ask).status_code == 204
    assert writer.request("POST", "/update", content=INSERT, headers=ask).status_code == 412

"""The stream of changes: what others' clients need of it, and what caches may keep."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient
from tests.api.small_store import SmallStore
from tests.store.tiny import quads

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages
from wsisgraph.store.changes import Difference
from wsisgraph.store.protocol import Revision
from wsisgraph.store.writer import Writer

LDES, TREE = Namespace("https://w3id.org/ldes#"), Namespace("https://w3id.org/tree#")
DCT = Namespace("http://purl.org/dc/terms/")
HERE = "http://testserver/changes"
REVISIONS = 203


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("changes")
    with Writer(folder) as writer:
        for number in range(REVISIONS):
            writer.commit(Difference(quads([number])), agent="ITU “x”", message=f"no {number}\\n")
    return folder


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[TestClient]:
    catalogue = Catalogue.load(content.folder("queries"))
    store = SmallStore(Store())
    with TestClient(create_app(store, catalogue, Settings(data=data))) as found:
        yield found


def read(client: TestClient, path: str, accept: str = "text/turtle") -> Graph:
    got = client.get(path, headers={"Accept": accept})
    assert got.status_code == 200, got.text
    form = {"text/turtle": "turtle", "application/ld+json": "json-ld"}.get(accept, "nt")
    return Graph().parse(data=got.content, format=form)


def test_a_client_finds_every_revision_from_the_first_node(client: TestClient) -> None:
    first = read(client, "/changes")
    stream = URIRef(f"{HERE}#stream")
    assert (stream, TREE.view, URIRef(HERE)) in first
    members: set[str] = set()
    for relation in first.objects(URIRef(HERE), TREE.relation):
        [node] = first.objects(relation, TREE.node)
        [start] = first.objects(relation, TREE.value)
        page = read(client, str(node).removeprefix("http://testserver"))
        found = set(page.objects(stream, TREE.member))
        assert found
        assert all(
            str(start) <= str(issued) for one in found for issued in page.objects(one, DCT.issued)
        )
        assert not members & {str(one) for one in found}
        members |= {str(one) for one in found}
    assert members == {f"{HERE}/{number}" for number in range(1, REVISIONS + 1)}


@pytest.mark.parametrize("accept", ["application/ld+json", "application/n-triples"])
def test_every_form_says_the_same(client: TestClient, accept: str) -> None:
    for path in ("/changes", "/changes/pages/3", "/changes/7"):
        assert set(read(client, path, accept)) == set(read(client, path))


def test_what_people_wrote_is_a_literal(client: TestClient) -> None:
    told = read(client, "/changes/7")
    assert (URIRef(f"{HERE}/7"), DCT.description, Literal("no 6\\n")) in told


def test_what_cannot_change_may_be_kept_for_ever(client: TestClient) -> None:
    for path, lasts in (
        ("/changes/pages/1", "immutable"),
        ("/changes/pages/2", "immutable"),
        ("/changes/7", "immutable"),
        ("/changes/pages/3", "no-cache"),
        ("/changes", "no-cache"),
        ("/changes/7.rdfp", "max-age=3600"),
    ):
        got = client.get(path)
        assert lasts in got.headers["Cache-Control"], path
        again = client.get(path, headers={"If-None-Match": got.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_patch_says_what_a_revision_changed(client: TestClient) -> None:
    got = client.get("/changes/7.rdfp")
    assert got.headers["Content-Type"] == "application/rdf-patch; charset=utf-8"
    rows = got.text.splitlines()
    assert rows[-2:] == ["A " + quads([6]).decode().strip(), "TC ."]


@pytest.mark.parametrize("name", ["0", "204", "204.rdfp", "-1", "x", "1e3", "٧", "9" * 40, "pages"])
def test_what_is_not_there_is_not_found(client: TestClient, name: str) -> None:
    got = client.get(f"/changes/{name}")
    assert got.status_code == 404
    assert "/changes lists the pages" in got.json()["hint"]


def test_a_page_that_is_not_there_is_not_found(client: TestClient) -> None:
    assert client.get("/changes/pages/4").status_code == 404
    assert client.get("/changes/pages/0").status_code == 404


@pytest.fixture(scope="module")
def browser(data: Path) -> Iterator[TestClient]:
    catalogue = Catalogue.load(content.folder("queries"))
    store = SmallStore(Store(), Revision(REVISIONS, f"{REVISIONS}-0123456789ab"))
    with TestClient(create_app(store, catalogue, Settings(data=data), Pages())) as found:
        found.headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
        yield found


def listed(html: str) -> list[int]:
    """Return the numbers of the revisions on a page."""
    return [int(number) for number in re.findall(r'<tr id="r(\d+)">', html)]


def test_people_read_every_revision_the_newest_first(browser: TestClient) -> None:
    path, found = "/changes", []
    while path:
        html = browser.get(path).text
        found.append(listed(html))
        following = re.search(r'<a href="([^"]+)" rel="next">', html)
        path = following[1] if following else ""
    assert [len(page) for page in found] == [50, 50, 50, 50, 3]
    assert [number for page in found for number in page] == list(range(REVISIONS, 0, -1))


@pytest.mark.parametrize("lang", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_revision_says_who_when_why_and_how_much(browser: TestClient, lang: str) -> None:
    html = browser.get("/changes", params={"lang": lang}).text
    row = html[html.index('<tr id="r203">') :].partition("</tr>")[0]
    assert "<bdi>ITU “x”</bdi>" in row
    assert "<bdi>no 202\\n</bdi>" in row
    assert 'href="/changes/203.rdfp' in row
    assert re.search(r'datetime="\d{4}-\d\d-\d\d"', row)
    assert len(re.findall(r'<td class="number"', row)) == 2
    assert f'<html lang="{lang}"' in html


def test_programs_are_given_the_stream_at_the_same_address(browser: TestClient) -> None:
    for accept in ("*/*", "text/turtle", "text/turtle, text/html;q=0.5"):
        got = browser.get("/changes", headers={"Accept": accept})
        assert got.headers["Content-Type"].startswith("text/turtle"), accept


def test_a_page_beyond_the_first_revision_says_so_and_nonsense_is_refused(
    browser: TestClient,
) -> None:
    assert listed(browser.get("/changes", params={"offset": "1000"}).text) == []
    for accept in ("text/html", "text/turtle"):
        for wrong in ("offset=-1", "lang=xx"):
            answer = browser.get(f"/changes?{wrong}", headers={"Accept": accept})
            assert answer.status_code == 400
    assert browser.get("/changes", params={"offset": "x"}).status_code == 400

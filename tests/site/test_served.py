"""The pages as the service gives them: every link leads somewhere."""

from collections import Counter, deque
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import html5lib
import httpx
import pytest
from starlette.testclient import TestClient
from tests import world
from tests.api.small_store import SmallStore
from tests.service import Service

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
MOST_OF_A_KIND = 4


@pytest.fixture(scope="module")
def client() -> TestClient:
    catalogue = Catalogue.load(content.folder("queries"))
    app = create_app(SmallStore(world.store()), catalogue, Settings(data=Path("unused")), Pages())
    return TestClient(app, headers={"Accept": BROWSER})


class Links(HTMLParser):
    """Collects where the links and style sheets of a page lead on this server.

    Attributes:
        found: pages and files.
        fragments: places of pages, as the page and the name of the place; "" for this page.
        marks: the names of the places of this page.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.fragments: list[tuple[str, str]] = []
        self.marks: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.marks.add(value)
            if name in ("href", "src") and value and value.startswith(("/", "#")):
                path, _, fragment = value.partition("#")
                if path:
                    self.found.append(path)
                if fragment:
                    self.fragments.append((path, unquote(fragment)))


def kind(path: str) -> str:
    """Return what sort of page a path is: `id/agency`, `vocab/roles`, `api/roles`, `sdg`, `m`.

    Codes of the UN are of many lists; whatever is no page of a kind of its own is one.
    """
    first, *rest = path.partition("?")[0].strip("/").split("/")
    deep = {"api": 1, "id": 1, "vocab": 1, "graph": 1}.get(first, 0)
    if first == "sdg" and rest[:1] == ["codes"]:
        deep = len(rest) - (len(rest) > 2)
    return "/".join([first, *rest[:deep]])


def test_every_link_leads_somewhere_and_every_page_is_well_formed(service: Service) -> None:
    waiting, seen, broken = deque(["/"]), {"/"}, {}
    walked: Counter[str] = Counter()
    marks: dict[str, set[str]] = {}
    fragments: dict[tuple[str, str], str] = {}
    with httpx.Client(
        base_url=service.url, headers={"Accept": BROWSER}, follow_redirects=True, timeout=30
    ) as client:
        while waiting:
            path = waiting.popleft()
            if walked[kind(path)] == MOST_OF_A_KIND:
                continue
            walked[kind(path)] += 1
            answer = client.get(path)
            if answer.status_code != 200:
                broken[path] = answer.status_code
            elif answer.headers["content-type"].startswith("text/html"):
                html5lib.HTMLParser(strict=True).parse(answer.text)
                links = Links(answer.text)
                marks[path] = links.marks
                fragments |= {(to or path, mark): path for to, mark in links.fragments}
                new = [link for link in links.found if link not in seen]
                seen.update(new)
                waiting.extend(link for link in dict.fromkeys(new) if "lang=" not in link)
        for path in {to for to, _ in fragments} - marks.keys():
            marks[path] = Links(client.get(path).text).marks
    assert broken == {}
    assert {place: on for place, on in fragments.items() if place[1] not in marks[place[0]]} == {}
    assert len(fragments) > 100
    assert len(walked) > 40, "the walk must have gone somewhere"


def test_the_first_answer_is_one_click_from_the_first_page(client: TestClient) -> None:
    assert "/api/activities?agency=itu&goal=9" in [
        link.replace("&amp;", "&") for link in Links(client.get("/").text).found
    ]
    answer = client.get("/api/activities?agency=itu&goal=9").text
    stated, potential = answer.split("<main")[1].split('<section class="answer potential"')
    assert "Giga" in potential
    assert "Giga" not in stated


@pytest.mark.parametrize("lang", ["ar", "es", "fr", "ru", "zh"])
def test_a_page_asked_for_in_another_language_keeps_it_in_its_links(
    client: TestClient, lang: str
) -> None:
    html = client.get(f"/?lang={lang}").text
    cell = next(link for link in Links(html).found if link.startswith("/m/"))
    assert cell.endswith(f"?lang={lang}")
    assert client.get(cell).status_code == 200


def test_files_of_the_pages_may_be_kept_while_their_address_tells_what_is_in_them(
    client: TestClient,
) -> None:
    html = client.get("/").text
    [address, *_] = [link for link in Links(html).found if link.startswith("/assets/site.css")]
    stamped = client.get(address)
    assert stamped.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert stamped.headers["content-type"] == "text/css; charset=utf-8"
    plain = client.get("/assets/site.css")
    assert plain.headers["cache-control"] == "no-cache"
    known = {"If-None-Match": plain.headers["etag"]}
    assert client.get("/assets/site.css", headers=known).status_code == 304
    assert client.get("/assets/..%2fpages.py").status_code == 404
    assert client.get("/assets/none.css").status_code == 404


def test_the_interface_is_described_to_people_and_to_programs(client: TestClient) -> None:
    assert '<code dir="ltr"><b>GET</b> /api/roles</code>' in client.get("/docs").text
    machine = client.get("/docs", headers={"Accept": "application/json"}, follow_redirects=False)
    assert machine.headers["location"] == "/openapi.json"

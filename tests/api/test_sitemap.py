"""The map of the site: every page of every thing, at the address that it calls its own."""

import random
import re
from xml.etree import ElementTree

import httpx
import pytest
from starlette.testclient import TestClient
from tests import world
from tests.api.small_store import SmallStore
from tests.service import Service

from wsisgraph import content
from wsisgraph.api import create_app, sitemap
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages

MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(scope="module")
def pages(service: Service) -> dict[str, dict[str, str]]:
    """Each address with its languages."""
    answer = httpx.get(f"{service.url}/sitemap.xml", timeout=60)
    assert answer.headers["content-type"] == "application/xml"
    return read(answer.content)


def read(body: bytes) -> dict[str, dict[str, str]]:
    return {
        url.findtext(f"{MAPS}loc", ""): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.iter(LINK)
        }
        for url in ElementTree.fromstring(body).iter(f"{MAPS}url")
    }


def test_each_page_stands_once_with_its_six_languages(pages: dict[str, dict[str, str]]) -> None:
    assert len(pages) > 3000
    for address, languages in pages.items():
        assert set(languages) == {"ar", "en", "es", "fr", "ru", "zh", "x-default"}
        assert languages["x-default"] == address
        joint = "&" if "?" in address else "?"
        assert languages["ar"] == f"{address}{joint}lang=ar"


def test_a_page_answers_at_its_address_and_calls_it_its_own(
    service: Service, pages: dict[str, dict[str, str]]
) -> None:
    # one of each kind: the first two parts of the path, of goals and cells the first
    kinds: dict[str, list[str]] = {}
    for address in pages:
        path = address.removeprefix(service.url)
        first, *rest = path.partition("?")[0].strip("/").split("/")
        kind = "/".join([first, *rest[:1]]) if first in ("id", "vocab", "api") else first
        kinds.setdefault(kind, []).append(path)
    assert len(kinds) > 50
    with httpx.Client(base_url=service.url, headers={"Accept": "text/html"}, timeout=60) as client:
        for found in kinds.values():
            path = random.Random(len(found)).choice(found)
            answer = client.get(path)
            assert answer.status_code == 200, path
            [canonical] = re.findall(r'<link rel="canonical" href="([^"]+)"', answer.text)
            assert canonical.replace("&amp;", "&") == service.url + path


def test_what_every_reader_looks_for_is_in_the_map(
    service: Service, pages: dict[str, dict[str, str]]
) -> None:
    for path in (
        "/",
        "/def",
        "/dataset",
        "/m/C2/9.c",
        "/id/agency/itu.html",
        "/vocab/action-lines/c2.html",
        "/sdg/9",
        "/graph/itu-council",
        "/id/document/itu-council-000/p/2-1-b.html",
    ):
        assert service.url + path in pages


def test_robots_find_the_map_and_leave_questions_without_end(service: Service) -> None:
    lines = httpx.get(f"{service.url}/robots.txt").text.splitlines()
    assert f"Sitemap: {service.url}/sitemap.xml" in lines
    assert "Disallow: /sparql?" in lines


@pytest.fixture
def client(tmp_path) -> TestClient:  # type: ignore[no-untyped-def]
    catalogue = Catalogue.load(content.folder("queries"))
    settings = Settings(data=tmp_path, public_url="https://wsis.example")
    return TestClient(create_app(SmallStore(world.store()), catalogue, settings, Pages()))


def test_a_long_map_is_cut_and_the_index_names_every_part(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(client.get("/sitemap.xml").content)
    monkeypatch.setattr(sitemap, "MOST", 200)
    index = client.get("/sitemap.xml", headers={"If-None-Match": "none"}).content
    places = [loc.text or "" for loc in ElementTree.fromstring(index).iter(f"{MAPS}loc")]
    assert places[0] == "https://wsis.example/sitemap-1.xml"
    assert len(places) == -(-len(whole) // 200)
    found: dict[str, dict[str, str]] = {}
    for place in places:
        part = read(client.get(place.removeprefix("https://wsis.example")).content)
        assert 0 < len(part) <= 200
        found |= part
    assert found == whole


@pytest.mark.parametrize("number", ["0", "9999", "x", "1e3"])
def test_a_part_that_is_not_there_is_404(client: TestClient, number: str) -> None:
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_addresses_are_written_as_xml_has_it() -> None:
    body = sitemap.site_map("https://a.example", ["/api/questions/x?a=1&b=<2>\"'"])
    [(address, languages)] = read(body).items()
    assert address == "https://a.example/api/questions/x?a=1&b=<2>\"'"
    assert languages["ru"] == address + "&lang=ru"

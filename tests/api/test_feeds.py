"""Feeds: valid Atom that says in words what each revision changed, of one thing or of all."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from tests import service as services
from tests.service import Service

from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Difference
from wsisgraph.store.client import commit

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://w3id.org/wsis-sdg/"
GRAPH = f"<{BASE}graph/itu-council>"
C2, ITU = f"{BASE}vocab/action-lines/c2", f"{BASE}id/agency/itu"
LINK = f"<{BASE}id/activity-link/made-up/c2>"
ACTIVITY = f"<{BASE}id/activity/made-up>"
ADDED = f"""\
{ACTIVITY} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BASE}def#Activity> {GRAPH} .
{ACTIVITY} <http://purl.org/dc/terms/title> "Kites <b>&</b> \\u0008 \\u202Eradios"@en {GRAPH} .
{ACTIVITY} <{BASE}def#carriedOutBy> <{ITU}> {GRAPH} .
{LINK} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BASE}def#ActivityLink> {GRAPH} .
{LINK} <{BASE}def#activity> {ACTIVITY} {GRAPH} .
{LINK} <{BASE}def#linksTo> <{C2}> {GRAPH} .
"""
RENAMED = f'{ACTIVITY} <http://purl.org/dc/terms/abstract> "They fly."@en {GRAPH} .\n'


@pytest.fixture(scope="module")
def changed(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over a graph with a history: two things came, one changed, one went."""
    data = services.copy_of(built_data, tmp_path_factory.mktemp("feeds"))
    settings = Settings(data=data)
    for difference in (
        Difference(added=ADDED.encode()),
        Difference(added=RENAMED.encode()),
        Difference(removed=b"".join(ADDED.encode().splitlines(keepends=True)[3:])),
    ):
        commit(settings, difference, agent="tests", message="for the feeds")
    with services.serving(data) as running:
        yield running


def feed(service: Service, path: str, **asked: str) -> ET.Element:
    got = httpx.get(f"{service.url}/feeds/{path}.atom", params=asked)
    assert got.status_code == 200, got.text
    assert got.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(got.content)


def texts(element: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path.replace("a:", ATOM))]


@pytest.mark.parametrize("path", ["all", "vocab/action-lines/c2", "sdg/9", "id/agency/itu"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_feed_has_all_that_atom_asks_for(changed: Service, path: str, lang: str) -> None:
    root = feed(changed, path, lang=lang)
    assert root.tag == f"{ATOM}feed"
    assert texts(root, "a:author/a:name") != []
    ids = [*texts(root, "a:id"), *texts(root, "a:entry/a:id")]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith(BASE) for name in ids)
    times = [datetime.fromisoformat(time) for time in texts(root, "a:entry/a:updated")]
    assert times == sorted(times, reverse=True)
    assert texts(root, "a:updated") == texts(root, "a:entry/a:updated")[:1]
    own = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert [link.get("href") for link in own] == [f"{changed.url}/feeds/{path}.atom?lang={lang}"]
    for entry in root.findall(f"{ATOM}entry"):
        assert all(text.strip() for text in texts(entry, "a:title"))
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "html"


def test_an_entry_says_in_words_what_came_what_changed_and_what_went(changed: Service) -> None:
    root = feed(changed, "vocab/action-lines/c2", lang="en")
    gone, came, first = root.findall(f"{ATOM}entry")
    assert texts(gone, "a:title")[0].startswith("Removed: 1 (C2 ")
    [told] = texts(gone, "a:content")
    assert "Removed: Activity link" in told
    # What was taken away has no page to lead to.
    assert "<a " not in told
    assert texts(came, "a:title")[0].startswith("Added: 1 (C2 ")
    [told] = texts(came, "a:content")
    # The link is gone now, so its ends name it; their names are text, and such that XML can say.
    assert "Kites &lt;b&gt;&amp;&lt;/b&gt; \ufffd" in told
    # What was never said before has a number for each class.
    assert "Added: Linkage (" in texts(first, "a:content")[0]
    changing = feed(changed, "id/agency/itu", lang="en").findall(f"{ATOM}entry")[0]
    assert texts(changing, "a:title")[0].startswith("Changed: 1 (ITU ")
    assert f'href="{changed.url}/id/activity/made-up"' in texts(changing, "a:content")[0]


def test_what_changes_of_an_activity_is_told_of_its_agency_and_not_of_others(
    changed: Service,
) -> None:
    assert len(feed(changed, "id/agency/itu").findall(f"{ATOM}entry")) == 3
    assert len(feed(changed, "id/agency/fao").findall(f"{ATOM}entry")) == 1
    assert len(feed(changed, "all").findall(f"{ATOM}entry")) == 4


def test_names_of_entries_stay_when_more_comes(changed: Service, service: Service) -> None:
    before = texts(feed(service, "all", lang="fr"), "a:entry/a:id")
    after = texts(feed(changed, "all", lang="fr"), "a:entry/a:id")
    assert after[-1].partition("#")[0] == before[-1].partition("#")[0]
    assert len(after) == 4


def test_the_words_are_in_the_language(changed: Service) -> None:
    titles = {
        lang: texts(feed(changed, "all", lang=lang), "a:entry/a:title")[0] for lang in LANGUAGES
    }
    assert len(set(titles.values())) == len(LANGUAGES)


def test_who_has_it_already_is_told_so(changed: Service) -> None:
    address = f"{changed.url}/feeds/all.atom?lang=en"
    tag = httpx.get(address).headers["ETag"]
    assert httpx.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("all.atom?page=2", 400),
        ("all.rss", 404),
        ("id/agency/nobody.atom", 404),
        ("id/agency/%22%3E.atom", 404),
        ("all", 404),
    ],
)
def test_what_is_no_feed_is_refused(changed: Service, path: str, status: int) -> None:
    assert httpx.get(f"{changed.url}/feeds/{path}").status_code == status


@pytest.mark.parametrize("path", ["/", "/vocab/action-lines/c2.html", "/sdg/9"])
def test_pages_lead_to_their_feed(changed: Service, path: str) -> None:
    page = httpx.get(changed.url + path, headers={"Accept": "text/html"}).text
    announced = page.partition('<link rel="alternate" type="application/atom+xml" href="')[2]
    address = announced.partition('"')[0]
    assert page.count(f'href="{address}"') == 2
    assert httpx.get(changed.url + address).status_code == 200

"""The feeds of a site: files beside its pages, which lead to them."""

import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

from tests.publishing.conftest import Place

from wsisgraph.api.negotiation import LANGUAGES

ATOM = "{http://www.w3.org/2005/Atom}"
_HREF = re.compile(r'href="([^"]*)"')
_FEED = re.compile(r'<a href="([^"]*)" type="application/atom\+xml">')


def feeds(site: Path) -> list[Path]:
    return sorted(site.rglob("*.atom"))


def test_lines_goals_agencies_and_all_have_a_feed_in_each_language(built: Place) -> None:
    names = {path.relative_to(built.site).as_posix() for path in feeds(built.site)}
    for name in ("all", "vocab/action-lines/c2", "sdg/9", "id/agency/itu"):
        for lang in LANGUAGES:
            above = "" if lang == LANGUAGES[0] else f"{lang}/"
            assert f"{above}feeds/{name}.atom" in names


def test_a_feed_is_atom_and_all_it_leads_to_is_there(built: Place) -> None:
    for path in feeds(built.site):
        root = ET.fromstring(path.read_bytes())
        assert root.tag == f"{ATOM}feed"
        links = [link.get("href") or "" for link in root.iter(f"{ATOM}link")]
        for content in root.iter(f"{ATOM}content"):
            links += map(unescape, _HREF.findall(content.text or ""))
        for link in links:
            assert "://" in link or (path.parent / link).is_file(), (path, link)


def test_pages_lead_to_the_feed_in_their_language(built: Place) -> None:
    for name in ("index", "vocab/action-lines/c2", "sdg/9", "id/agency/itu"):
        for above in ("", "ar/"):
            page = built.site / f"{above}{name}.html"
            [link] = _FEED.findall(page.read_text())
            feed = (page.parent / link).resolve()
            assert feed.is_file()
            assert feed.is_relative_to(built.site / above)


def test_what_changed_since_is_told_when_the_site_is_built_again(place: Place) -> None:
    place.build()
    before = (place.site / "feeds/sdg/9.atom").read_bytes()
    graph = "<https://w3id.org/wsis-sdg/graph/itu-council>"
    ours, body = "https://w3id.org/wsis-sdg/", "<https://w3id.org/wsis-sdg/id/agency/itu>"
    label = "<http://www.w3.org/2004/02/skos/core#altLabel>"
    revision = place.commit(f'{body} {label} "The Union"@en {graph} .\n')
    place.build()
    entries = ET.parse(place.site / "feeds/id/agency/itu.atom").getroot().findall(f"{ATOM}entry")
    assert entries[0].findtext(f"{ATOM}id") == (
        f"{ours}feeds/id/agency/itu.atom?lang=en#{revision}"
    )
    assert "Changed: " in (entries[0].findtext(f"{ATOM}title") or "")
    # Nothing changed of the goal.
    assert (place.site / "feeds/sdg/9.atom").read_bytes() == before


def test_with_a_base_address_the_links_of_a_feed_are_absolute(place: Place) -> None:
    place.build(base="https://example.org/graph")
    root = ET.parse(place.site / "fr/feeds/sdg/9.atom").getroot()
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "https://example.org/graph/fr/feeds/sdg/9.atom"
    assert links["alternate"] == "https://example.org/graph/fr/sdg/9.html"


def test_a_site_has_no_file_of_the_query_editor(built: Place) -> None:
    assert {path.name for path in (built.site / "assets").iterdir()}.isdisjoint(
        {"yasqe.js", "editor.js", "answer.js"}
    )

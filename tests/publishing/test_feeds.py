"""The feeds of a site: files beside its pages, which lead to them."""

import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

import pytest
from tests.publishing.conftest import Place
from tests.publishing.test_site import files

from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.api.pages import Feed
from wsisgraph.publishing.building import Built
from wsisgraph.publishing.things import Things
from wsisgraph.site import Pages

ATOM = "{http://www.w3.org/2005/Atom}"
_HREF = re.compile(r'href="([^"]*)"')
ID = "https://w3id.org/wsis-sdg/id/"
COUNCIL = "<https://w3id.org/wsis-sdg/graph/itu-council>"
SKOS = "http://www.w3.org/2004/02/skos/core#"
AGENCY = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/wsis-sdg/def#Agency>"
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


def built_of_things(place: Place, into: Path | None = None) -> Built:
    """Build things and their feeds, in two languages."""
    return place.build(into, kinds=(Things(),), languages=("en", "ar"))


def test_after_a_change_the_feeds_are_those_of_a_build_from_nothing(
    place: Place, tmp_path: Path
) -> None:
    built_of_things(place)
    changes = [
        # A new name of an agency, which the feeds of others tell too.
        {"added": f'<{ID}agency/itu> <{SKOS}altLabel> "The Union"@ar {COUNCIL} .\n'},
        {"added": f"<{ID}agency/new> {AGENCY} {COUNCIL} .\n"},
        {"added": f'<{ID}agency/new> <{SKOS}prefLabel> "The New"@en {COUNCIL} .\n'},
        {"removed": f"<{ID}agency/new> {AGENCY} {COUNCIL} .\n"},
    ]
    for change in changes:
        place.commit(**change)
        assert built_of_things(place).written
    fresh = tmp_path / "fresh"
    built_of_things(place, fresh)
    one, other = files(place.site), files(fresh)
    assert one.keys() == other.keys()
    assert [name for name in sorted(one) if one[name] != other[name]] == []


def test_a_feed_is_drawn_again_only_where_it_has_news(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    built_of_things(place)
    drawn: list[str] = []
    real = Pages.feed

    def feed(pages: Pages, data: Feed) -> str:
        drawn.append(data.id)
        return real(pages, data)

    monkeypatch.setattr(Pages, "feed", feed)
    built_of_things(place)
    assert drawn == []
    place.commit(f'<{ID}agency/itu> <{SKOS}altLabel> "The Union"@en {COUNCIL} .\n')
    built_of_things(place)
    told = {name.partition("?")[0].partition("/feeds/")[2] for name in drawn}
    assert told == {"all.atom", "id/agency/itu.atom"}

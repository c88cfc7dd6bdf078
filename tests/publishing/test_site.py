"""The folder that `site build` fills."""

import os
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.publishing.conftest import Place

from wsisgraph.errors import StoreUnavailable, WsisgraphError

_LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_every_link_of_every_page_leads_to_a_file(built: Place) -> None:
    found = files(built.site)
    pages = {name: body.decode() for name, body in found.items() if name.endswith(".html")}
    marks = {name: set(re.findall(r'\sid="([^"]*)"', body)) for name, body in pages.items()}
    assert len(pages) > 1000
    broken = set()
    for name, body in pages.items():
        if name == "404.html":
            continue
        for link in map(unescape, _LINK.findall(body)):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, mark = link.partition("#")
            target = os.path.normpath(os.path.join(os.path.dirname(name), unquote(path)))
            target = target.partition("?")[0] if path else name
            # The tiny world holds but a few terms of the ontology.
            marked = target.endswith("def.html") or not mark or mark in marks.get(target, ())
            if target not in found or not marked:
                broken.add((name, link))
    assert not broken


def test_the_page_of_what_is_missing_leads_to_files_from_any_depth(built: Place) -> None:
    found = files(built.site)
    links = [link.partition("?")[0] for link in _LINK.findall(found["404.html"].decode())]
    own = [link for link in links if not re.match(r"[a-z]+:|#", link)]
    assert len(own) > 5
    assert [link for link in own if link[0] != "/" or unquote(link[1:]) not in found] == []


def test_only_what_needs_the_service_leads_to_it(place: Place) -> None:
    area = "http://metadata.un.org/sdg/codes/geoArea"
    graph = "<https://w3id.org/wsis-sdg/graph/vocabularies>"
    place.commit(
        f'<{area}/404> <{area}#iso3code> "KEN" {graph} .\n'
        f"<{area}/404> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{area}> {graph} .\n"
    )
    place.build(languages=("en",), service="https://live.example")
    asked = set()
    for name, body in files(place.site).items():
        if name.endswith(".html"):
            asked |= set(re.findall(r'="https://live\.example([^"?]*)', body.decode()))
    # The tiny world holds but a few of the lines and goals that head its matrix.
    pages = ("/id/", "/graph/", "/m/", "/sdg/codes/", "/matrix", "/goals", "/lines", "/dataset")
    assert "/sparql" in asked
    assert [path for path in asked if path.startswith(pages)] == []
    assert f'href="{area}"' in (place.site / "sdg/codes/geoArea/404.html").read_text()


def test_the_cells_of_an_agency_lead_to_the_evidence_narrowed_to_it(built: Place) -> None:
    page = (built.site / "ar/matrix/agency/itu.html").read_text()
    cells = re.findall(r'<td class=\w+><a href="([^"]*)"', page)
    assert cells
    for cell in cells:
        path, _, query = cell.partition("?")
        assert (built.site / "ar/matrix/agency" / path).resolve().is_file()
        assert query == "agency=itu"


def test_every_page_has_all_six_languages_and_arabic_runs_from_right_to_left(built: Place) -> None:
    found = files(built.site)
    names = {name for name in found if name.startswith(("id/", "m/")) and name.endswith(".html")}
    for lang in ("ar", "es", "fr", "ru", "zh"):
        assert {f"{lang}/{name}" for name in names} <= found.keys()
    page = found["ar/id/agency/itu.html"].decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert 'href="../../../fr/id/agency/itu.html"' in page


def test_pages_forbid_what_a_server_would_forbid(built: Place) -> None:
    page = (built.site / "id/agency/itu.html").read_text()
    assert "Content-Security-Policy" in page
    assert "default-src 'none'" in page
    assert not re.search(r"<script(?! src=| type=\"application/ld\+json\")", page)


def test_a_thing_lies_beside_its_page_as_rdf(built: Place) -> None:
    page = (built.site / "id/agency/itu.html").read_text()
    assert 'href="../../id/agency/itu.ttl"' in page
    assert "id/agency/itu" in (built.site / "id/agency/itu.ttl").read_text()
    assert (built.site / "id/agency/itu.jsonld").read_bytes().startswith(b"[")


def test_with_a_base_address_pages_announce_it_and_a_site_map_names_them(
    place: Place, tmp_path: Path
) -> None:
    place.build(base="https://wsis.example.org/site", languages=("en", "fr"))
    page = (place.site / "fr/id/agency/itu.html").read_text()
    there = "https://wsis.example.org/site"
    assert f'<link rel="canonical" href="{there}/fr/id/agency/itu.html">' in page
    assert f'hreflang="en" href="{there}/id/agency/itu.html"' in page
    assert f'hreflang="x-default" href="{there}/id/agency/itu.html"' in page
    assert set(re.findall(r'hreflang="([a-z]{2})"', page)) == {"en", "fr"}
    told = (place.site / "sitemap.xml").read_text()
    assert f"<loc>{there}/fr/id/agency/itu.html</loc>" in told
    assert f"Sitemap: {there}/sitemap.xml" in (place.site / "robots.txt").read_text()
    assert 'href="/site/assets/site.css' in (place.site / "404.html").read_text()


def test_with_the_address_of_a_service_pages_lead_to_it(place: Place) -> None:
    place.build(service="https://live.example.org", languages=("en",))
    page = (place.site / "index.html").read_text()
    assert 'href="https://live.example.org/sparql?lang=en"' in page


def test_a_folder_with_files_of_others_is_refused(place: Place) -> None:
    place.site.mkdir()
    (place.site / "thesis.docx").write_text("mine")
    with pytest.raises(WsisgraphError, match=r"files of others, such as thesis\.docx"):
        place.build()
    assert files(place.site) == {"thesis.docx": b"mine"}


def test_an_older_revision_can_be_built_and_an_unknown_one_is_refused(place: Place) -> None:
    name = "<https://w3id.org/wsis-sdg/id/agency/itu>"
    graph = "<https://w3id.org/wsis-sdg/graph/un-bodies>"
    label = f'{name} <http://www.w3.org/2004/02/skos/core#altLabel> "The Union"@en {graph} .\n'
    place.commit(added=label)
    place.build(languages=("en",))
    assert "The Union" in (place.site / "id/agency/itu.html").read_text()
    place.build(revision="1", languages=("en",))
    assert "The Union" not in (place.site / "id/agency/itu.html").read_text()
    with pytest.raises(StoreUnavailable, match=r"no revision “7”.*latest: 1-.*2-"):
        place.build(revision="7")

"""The list of revisions as files."""

import re
from pathlib import Path

from tests.publishing.conftest import Place

from wsisgraph.publishing.changelog import Changelog

ITU = "<https://w3id.org/wsis-sdg/id/agency/itu>"
GRAPH = "<https://w3id.org/wsis-sdg/graph/un-bodies>"
NOTE = f'{ITU} <http://www.w3.org/2004/02/skos/core#note> "A note"@en {GRAPH} .\n'
PAGES = (Changelog(),)


def rows(page: Path) -> list[str]:
    return re.findall(r'<tr id="r(\d+)">', page.read_text())


def test_a_site_tells_the_revisions_in_every_language_and_grows(
    place: Place, tmp_path: Path
) -> None:
    place.build(kinds=PAGES)
    assert rows(place.site / "changes.html") == ["1"]
    assert rows(place.site / "zh/changes.html") == ["1"]
    place.commit(NOTE)
    place.build(kinds=PAGES)
    assert rows(place.site / "changes.html") == ["2", "1"]
    # What was built again is what is built anew.
    place.build(tmp_path / "anew", kinds=PAGES)
    assert (tmp_path / "anew/fr/changes.html").read_bytes() == (
        place.site / "fr/changes.html"
    ).read_bytes()


def test_an_older_revision_knows_nothing_of_later_ones(place: Place) -> None:
    place.commit(NOTE)
    place.build(kinds=PAGES, revision="1", languages=("en",))
    assert rows(place.site / "changes.html") == ["1"]


def test_a_patch_is_asked_of_the_service_where_there_is_one(place: Place) -> None:
    place.build(kinds=PAGES, service="https://live.test", languages=("en",))
    html = (place.site / "changes.html").read_text()
    assert 'href="https://live.test/changes/1.rdfp' in html

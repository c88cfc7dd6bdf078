"""Pictures in a site of files: each with its page, its rows, and itself in every language."""

import re
from xml.etree import ElementTree

from tests.publishing.conftest import Place

from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.publishing.pictures import Pictures


def test_every_picture_of_the_list_lies_in_the_folder_in_every_language(built: Place) -> None:
    listed = (built.site / "picture.html").read_text(encoding="utf-8")
    pages = re.findall(r'href="(?:\./)?(picture/[^"]+)\.html"', listed)
    assert len(pages) > 3
    for page in pages:
        for lang in LANGUAGES:
            folder = built.site if lang == "en" else built.site / lang
            drawn = (folder / f"{page}.html").read_text(encoding="utf-8")
            assert 'role="img"' in drawn
            spoken = "" if lang == "en" else f".{lang}"
            assert f'{page.rpartition("/")[2]}{spoken}.svg" download' in drawn
            root = ElementTree.parse(built.site / f"{page}{spoken}.svg").getroot()
            assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
        rows = (built.site / f"{page}.csv").read_text(encoding="utf-8").splitlines()
        assert len(rows) > 1


def test_a_picture_does_not_change_with_the_revision_alone(
    place: Place,
) -> None:
    place.build(kinds=(Pictures(),), languages=("en",))
    files = {path: path.stat().st_mtime_ns for path in (place.site / "picture").rglob("*.svg")}
    assert files
    place.commit(
        "<https://w3id.org/wsis-sdg/id/body/new> "
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "New"@en '
        "<https://w3id.org/wsis-sdg/graph/new> .\n"
    )
    place.build(kinds=(Pictures(),), languages=("en",))
    assert {path: path.stat().st_mtime_ns for path in files} == files

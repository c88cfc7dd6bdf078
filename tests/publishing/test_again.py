"""Building again: only what changed is made, and the result is that of a build from nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.publishing.conftest import Place
from tests.publishing.test_site import files

from wsisgraph.api.reading import Reading
from wsisgraph.publishing.dataset import Dataset
from wsisgraph.publishing.folder import MANIFEST
from wsisgraph.publishing.lists import Activities
from wsisgraph.publishing.matrices import Cells, Matrices, Views
from wsisgraph.publishing.references import References
from wsisgraph.publishing.sheets import Kind, Sheet
from wsisgraph.publishing.things import Things
from wsisgraph.settings import Settings
from wsisgraph.store.redacting import redact

ID = "https://w3id.org/wsis-sdg/id/"
GRAPH = "<https://w3id.org/wsis-sdg/graph/bodies>"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
WSIS = "https://w3id.org/wsis-sdg/def#"
LANGUAGES = ("en", "ar")


class SomeCells(Cells):
    """Cells of one line, which are enough here."""

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        return [sheet for sheet in await super().sheets(reading) if sheet.about[0] == "C2"]


class SomeLists(Activities):
    """Lists without those of targets."""

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        return [sheet for sheet in await super().sheets(reading) if sheet.about[0] != "target"]


SOME: tuple[Kind, ...] = (
    Matrices(),
    Views(),
    SomeCells(),
    SomeLists(),
    References(),
    Dataset(),
    Things(),
)


def quads(place: Place, *parts: str) -> str:
    """Return the quads of the world that have these parts, as N-Quads."""
    from wsisgraph.store.client import read_dataset

    found = read_dataset(Settings(data=place.data)) or []
    lines = [f"{quad} .\n" for quad in sorted(found, key=str)]
    return "".join(line for line in lines if all(part in line for part in parts))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Place:
    from tests.publishing.conftest import new_place

    place = new_place(tmp_path_factory.mktemp("first"))
    place.build(kinds=SOME, languages=LANGUAGES)
    return place


@pytest.fixture
def again(first: Place, tmp_path: Path) -> Place:
    """A built site with its data, to be changed."""
    place = Place(tmp_path / "data", tmp_path / "site")
    shutil.copytree(first.data, place.data)
    shutil.copytree(first.site, place.site)
    return place


def same_as_fresh(place: Place, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    place.build(fresh, kinds=SOME, languages=LANGUAGES)
    one, other = files(place.site), files(fresh)
    assert one.keys() == other.keys()
    assert [name for name in sorted(one) if one[name] != other[name]] == []


def test_nothing_is_made_where_nothing_changed(again: Place) -> None:
    before = files(again.site)
    built = again.build(kinds=SOME, languages=LANGUAGES)
    assert (built.made, built.written, built.removed) == (0, 0, 0)
    assert files(again.site) == before


def test_a_new_label_changes_the_pages_that_name_the_thing(again: Place, tmp_path: Path) -> None:
    old = quads(again, f"<{ID}agency/itu>", "prefLabel", "@en")
    assert old
    again.commit(removed=old, added=old.replace('"@en', ', renamed"@en'))
    built = again.build(kinds=SOME, languages=LANGUAGES)
    assert 0 < built.made < built.pages
    assert ", renamed" in (again.site / "id/agency/itu.html").read_text()
    same_as_fresh(again, tmp_path)


def test_a_changed_figure_of_a_linkage_reaches_its_cell(again: Place, tmp_path: Path) -> None:
    [old, *_] = quads(again, f"<{WSIS}confidence>").splitlines(keepends=True)
    import re

    again.commit(removed=old, added=re.sub(r'"[0-9.]+"', '"0.123"', old))
    built = again.build(kinds=SOME, languages=LANGUAGES)
    assert 0 < built.made < built.pages / 2
    # Another one, with several processes: what is made for sure is made ahead.
    [old, *_] = quads(again, f"<{WSIS}confidence>").splitlines(keepends=True)
    again.commit(removed=old, added=re.sub(r'"[0-9.]+"', '"0.321"', old))
    again.build(kinds=SOME, languages=LANGUAGES, processes=2)
    same_as_fresh(again, tmp_path)


def test_a_new_thing_gets_a_page_and_others_link_to_it(again: Place, tmp_path: Path) -> None:
    new = f"<{ID}agency/new-one>"
    itu = f"<{ID}agency/itu>"
    again.commit(
        added=f"{itu} <{SKOS}related> {new} {GRAPH} .\n",
    )
    again.build(kinds=SOME, languages=LANGUAGES)
    assert not (again.site / "id/agency/new-one.html").exists()
    again.commit(added=f'{new} <{SKOS}editorialNote> "A note"@en {GRAPH} .\n')
    again.build(kinds=SOME, languages=LANGUAGES)
    assert (again.site / "id/agency/new-one.html").exists()
    assert "new-one.html" in (again.site / "id/agency/itu.html").read_text()
    same_as_fresh(again, tmp_path)


def test_a_thing_that_is_gone_loses_its_pages(again: Place, tmp_path: Path) -> None:
    [link, *_] = quads(again, RDF_TYPE, f"<{WSIS}ActivityLink>").splitlines()
    name = link.split(">")[0].removeprefix(f"<{ID}")
    again.commit(removed=quads(again, f"<{ID}{name}>"))
    built = again.build(kinds=SOME, languages=LANGUAGES)
    assert built.removed
    assert not (again.site / f"id/{name}.html").exists()
    same_as_fresh(again, tmp_path)


def test_an_unconfirmed_fact_and_its_graph_are_noticed(again: Place, tmp_path: Path) -> None:
    apart = "<https://w3id.org/wsis-sdg/graph/unconfirmed/memory>"
    again.commit(added=f'<{ID}agency/itu> <{SKOS}note> "Perhaps"@en {apart} .\n')
    again.build(kinds=SOME, languages=LANGUAGES)
    same_as_fresh(again, tmp_path)


def test_going_back_to_an_older_revision_is_a_change_as_well(again: Place, tmp_path: Path) -> None:
    before = files(again.site)
    again.commit(added=f'<{ID}agency/itu> <{SKOS}altLabel> "The Union"@en {GRAPH} .\n')
    again.build(kinds=SOME, languages=LANGUAGES)
    again.build(kinds=SOME, languages=LANGUAGES, revision="1")
    assert files(again.site) == before


@pytest.mark.parametrize("revision", [None, "2"])
def test_what_is_redacted_goes_from_the_pages_of_every_revision(
    again: Place, revision: str | None
) -> None:
    old = quads(again, f"<{ID}agency/itu>", "prefLabel", "@en")
    again.commit(removed=old, added=old.replace('"@en', ', the secret one"@en'))
    again.build(kinds=SOME, languages=LANGUAGES, revision=revision)
    page = again.site / "id/agency/itu.html"
    assert "the secret one" in page.read_text()
    redact(
        Settings(data=again.data),
        lambda quad: "secret" in str(quad.object),
        agent="test",
        reason="test",
        derive=None,
    )
    again.build(kinds=SOME, languages=LANGUAGES, revision=revision)
    assert "the secret one" not in page.read_text()


def test_what_an_interrupted_build_left_is_mended(again: Place, tmp_path: Path) -> None:
    from wsisgraph.publishing.folder import Folder

    folder = Folder(again.site)
    folder.begin(["id/agency/half.html", *folder.files])
    (again.site / "id/agency/half.html").write_text("half")
    (again.site / "id/agency/itu.html").write_text("half")
    again.build(kinds=SOME, languages=LANGUAGES)
    assert not (again.site / "id/agency/half.html").exists()
    same_as_fresh(again, tmp_path)


def test_a_page_that_somebody_removed_is_made_again(again: Place, tmp_path: Path) -> None:
    (again.site / "ar/id/agency/itu.html").unlink()
    built = again.build(kinds=SOME, languages=LANGUAGES)
    assert built.made == len(LANGUAGES)
    same_as_fresh(again, tmp_path)


def test_the_bytes_depend_neither_on_hashes_nor_on_the_clock_and_its_zone(
    built: Place, tmp_path: Path
) -> None:
    into = tmp_path / "other"
    environment = {
        **os.environ,
        "WSISGRAPH_DATA": str(built.data),
        "PYTHONHASHSEED": "4242",
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C.UTF-8",
    }
    command = [sys.executable, "-m", "wsisgraph", "site", "build", "--out", str(into)]
    subprocess.run([*command, "--processes", "2"], env=environment, check=True)
    one, other = files(built.site), files(into)
    # It tells the checksum of the program, which is no input of this test.
    del one[MANIFEST], other[MANIFEST]
    assert one.keys() == other.keys()
    assert [name for name in sorted(one) if one[name] != other[name]] == []

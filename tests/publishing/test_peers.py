"""Peers on the pages of a site: what the service says, asked once, and never a silent gap."""

import asyncio
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import html5lib
import pytest
from tests.federation.places import Place as Server
from tests.federation.places import place as serve
from tests.federation.worlds import BASE, ESCAP, SHEET, UNESCO
from tests.publishing.conftest import CATALOGUE, Place, new_place
from typer.testing import CliRunner

from wsisgraph.api.reading import Reading
from wsisgraph.cli import app
from wsisgraph.federation.peers import Peer, Peers
from wsisgraph.publishing.building import Built, Options, build
from wsisgraph.publishing.heard import Heard, hear
from wsisgraph.publishing.lists import Activities
from wsisgraph.publishing.matrices import Cells, Matrices
from wsisgraph.publishing.sheets import Sheet
from wsisgraph.settings import Settings
from wsisgraph.site import Pages
from wsisgraph.store.local import open_local


class SomeCells(Cells):
    """A few of the cells."""

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        found = await super().sheets(reading)
        return [sheet for sheet in found if sheet.address in ("/m/C2/9", "/m/C4/4", "/m/C1/4.4")]


class OneList(Activities):
    """One of the lists."""

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        return [self._sheet(("goal", "9"), 0)]


KINDS = (Matrices(), SomeCells(), OneList())


@dataclass
class Listed:
    """A data folder with peers."""

    place: Place
    peers: Peers
    escap: Server
    unesco: Server

    def heard(self, *names: str) -> Heard:
        settings = Settings(data=self.place.data)
        return asyncio.run(hear(settings, open_local(settings), CATALOGUE, names or ("all",)))

    def build(self, into: Path, heard: Heard | None, languages: Sequence[str] = ("en",)) -> Built:
        settings = Settings(data=self.place.data)
        options = Options(languages=tuple(languages), processes=1)
        store = open_local(settings)
        return build(store, CATALOGUE, settings, Pages(), into, options, kinds=KINDS, heard=heard)


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[Listed]:
    found = new_place(tmp_path)
    peers = Peers(found.data)
    with ExitStack() as stack:
        escap, unesco = stack.enter_context(serve(ESCAP)), stack.enter_context(serve(UNESCO))
        peers.add(Peer("escap", escap.url, "sparql", reach="loopback", timeout=4))
        peers.add(
            Peer(
                "unesco",
                unesco.url,
                "sparql",
                vocabulary="schema",
                agency="unesco",
                reach="loopback",
                timeout=4,
            )
        )
        peers.add(Peer("habitat", "", "file", format="csv"), SHEET.encode())
        yield Listed(found, peers, escap, unesco)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def counts(page: Path) -> dict[str, list[int]]:
    """Return the numbers of each cell: stated, by the matrix, and of the stated by peers."""
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    found = {}
    for link in tree.findall(".//table//td/a"):
        place, _, told = link.get("aria-label").partition(": ")
        found[place] = [int(number) for number in re.findall("[0-9]+", told)]
    return found


def words(page: Path) -> str:
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return " ".join("".join(tree.find(".//main").itertext()).split())


def test_the_pages_count_what_peers_say_and_tell_whose_it_is(
    listed: Listed, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    listed.build(site, listed.heard())
    # As the service answers /api/matrix?peers=all over the same world, see tests/federation.
    matrix = counts(site / "matrix/activities.html")
    assert matrix["C2 × 9"][::2] == [2, 2]
    assert matrix["C4 × 9"][0] == 2
    assert matrix["C4 × 4"][0] == 2
    assert counts(site / "index.html")["C1 × 4"] == [1, 1]
    cell = words(site / "m/C2/9.html")
    assert "Asia-Pacific Information Superhighway" in cell
    assert "said by the peer escap on" in cell
    assert "Giga, as we call it" not in cell.replace("What the peer escap says of Giga", "")
    assert "Peers that are heard here 3" in cell
    assert "not complete" not in cell
    listed_for = words(site / "api/activities/goal/9.html")
    assert "Coding for all" in listed_for
    rows = csv.DictReader(io.StringIO((site / "api/activities/goal/9.csv").read_text()))
    by_name = {row["activity_label"]: row["said_by"] for row in rows}
    assert by_name["Coding for all"] == "unesco"


def test_the_same_answers_give_the_same_bytes(listed: Listed, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    listed.build(first, listed.heard(), ("en", "ar"))
    before = len(listed.escap.asked)
    heard = listed.heard()
    assert len(listed.escap.asked) > before
    listed.build(second, heard, ("en", "ar"))
    assert files(first) == files(second)
    again = listed.build(first, heard, ("en", "ar"))
    assert (again.made, again.written) == (0, 0)


def test_another_answer_is_noticed(listed: Listed, tmp_path: Path) -> None:
    site, whole = tmp_path / "site", tmp_path / "whole"
    listed.build(site, listed.heard())
    listed.escap.store.update(
        "DELETE WHERE { <https://escap.example/l3> ?p ?o }",
    )
    heard = listed.heard()
    listed.build(site, heard)
    assert counts(site / "matrix/activities.html")["C2 × 9"][::2] == [1, 1]
    listed.build(whole, heard)
    assert files(site) == files(whole)


def test_a_change_of_ours_is_noticed_too(listed: Listed, tmp_path: Path) -> None:
    site, whole = tmp_path / "site", tmp_path / "whole"
    heard = listed.heard()
    listed.build(site, heard)
    link = f"<{BASE}id/activity-link/academy/9>"
    vocab = f"{BASE}vocab/"
    listed.place.commit(
        "".join(
            f"{link} <{predicate}> <{value}> <{BASE}graph/itu-council> .\n"
            for predicate, value in (
                ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"{BASE}def#ActivityLink"),
                (f"{BASE}def#activity", f"{BASE}id/activity/academy"),
                (f"{BASE}def#linksTo", "http://metadata.un.org/sdg/9"),
                (f"{BASE}def#basis", f"{vocab}basis/asserted"),
                (f"{BASE}def#status", f"{vocab}status/accepted"),
            )
        )
    )
    before = counts(site / "matrix/activities.html")
    listed.build(site, heard)
    listed.build(whole, heard)
    assert counts(site / "matrix/activities.html") != before
    assert files(site) == files(whole)


@pytest.mark.parametrize("down", ["escap", "unesco", "habitat"])
def test_what_is_missing_is_on_the_pages(down: str, listed: Listed, tmp_path: Path) -> None:
    if down == "habitat":
        (listed.peers.folder("habitat") / "given").write_bytes(b"no table")
    else:
        getattr(listed, down).manner = "unavailable"
    heard = listed.heard()
    assert [one.name for one in heard.silent] == [down]
    site = tmp_path / "site"
    listed.build(site, heard)
    for page in ("index", "matrix/activities", "m/C2/9", "m/C4/4", "api/activities/goal/9"):
        said = words(site / f"{page}.html")
        assert "The numbers here are not complete." in said, page
        assert f"Nothing is counted of what these peers say: {down}." in said


def test_what_a_peer_said_last_stands_with_its_age(listed: Listed, tmp_path: Path) -> None:
    listed.build(tmp_path / "fresh", listed.heard())
    listed.escap.manner = "dies"
    heard = listed.heard()
    listed.build(tmp_path / "kept", heard)
    matrix = "matrix/activities.html"
    assert counts(tmp_path / "kept" / matrix) == counts(tmp_path / "fresh" / matrix)
    said = words(tmp_path / "kept" / matrix)
    assert "what they said last: escap" in said
    assert "does not answer since" in said


def test_without_peers_the_site_is_as_if_none_were_listed(listed: Listed, tmp_path: Path) -> None:
    listed.heard()
    listed.build(tmp_path / "with", None)
    for name in list(listed.peers.all()):
        listed.peers.remove(name, purge=True)
    listed.build(tmp_path / "without", None)
    found = files(tmp_path / "with")
    assert found == files(tmp_path / "without")
    assert "m/C2/9.html" in found
    assert not any(b"peers-title" in body for body in found.values())


def test_a_peer_cannot_rename_what_is_ours(listed: Listed, tmp_path: Path) -> None:
    listed.escap.store.update(
        f"""PREFIX dct: <http://purl.org/dc/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        INSERT DATA {{ <https://escap.example/p1> dct:isPartOf <{BASE}id/document/itu-council-000> .
        <{BASE}id/document/itu-council-000> skos:prefLabel "Not so"@en }}"""
    )
    listed.build(tmp_path / "site", listed.heard())
    for page in (tmp_path / "site").rglob("*.html"):
        assert "Not so" not in page.read_text(encoding="utf-8")


def test_the_command_says_who_is_silent_and_its_exit_tells(
    listed: Listed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSISGRAPH_DATA", str(listed.place.data))
    monkeypatch.setattr("wsisgraph.publishing.building.build", partial(build, kinds=KINDS))
    listed.escap.manner = listed.unesco.manner = "unavailable"
    site = str(tmp_path / "site")
    asked = ["site", "build", "--out", site, "--processes", "1", "--lang", "en", "--peers", "escap"]
    mild = CliRunner().invoke(app, asked)
    assert mild.exit_code == 0, mild.output
    assert "escap does not answer (it answers 503" in mild.output
    assert "nothing of what it says is on the pages, which say so" in mild.output
    strict = CliRunner().invoke(app, [*asked, "--strict"])
    assert strict.exit_code == 1
    listed.escap.manner = ""
    fine = CliRunner().invoke(app, [*asked, "--strict"])
    assert fine.exit_code == 0, fine.output
    unknown = CliRunner().invoke(app, [*asked[:-1], "nobody"])
    assert unknown.exit_code != 0

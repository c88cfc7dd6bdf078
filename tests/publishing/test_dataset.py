"""The page of the data set as a file, with the files to take away beside it."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Dataset as Quads
from pyoxigraph import RdfFormat, parse
from tests import world
from tests.publishing.conftest import Place, new_place
from tests.publishing.test_site import files

from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.publishing.dataset import Dataset
from wsisgraph.publishing.references import References
from wsisgraph.publishing.sheets import Kind

FEW: tuple[Kind, ...] = (References(), Dataset())
ITU = "<https://w3id.org/wsis-sdg/id/agency/itu>"
TWO = ("en", "zh")
GRAPH = "<https://w3id.org/wsis-sdg/graph/un-bodies>"
NOTE = f'{ITU} <http://www.w3.org/2004/02/skos/core#note> "A note"@en {GRAPH} .\n'
SPDX = "http://spdx.org/rdf/terms#"

_ROW = re.compile(r'<a href="([^"]*)" download>.*?<code class="digest"[^>]*>([0-9a-f]{64})<', re.S)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A site of few pages in six languages; not to be changed."""
    place = new_place(tmp_path_factory.mktemp("small"))
    place.build(kinds=FEW)
    return place


def listed(site: Path) -> dict[str, str]:
    """Return the checksums in SHA256SUMS by the names of the files."""
    lines = (site / "downloads/SHA256SUMS").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def times(site: Path) -> Mapping[str, int]:
    return {
        path.relative_to(site).as_posix(): path.stat().st_mtime_ns
        for path in site.rglob("*")
        if path.is_file() and not path.name.startswith(".wsisgraph")
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_page_tells_of_its_files_is_true_in_every_language(
    small: Place, lang: str
) -> None:
    page = small.site / ("dataset.html" if lang == "en" else f"{lang}/dataset.html")
    told = _ROW.findall(page.read_text())
    bodies = {(page.parent / link).resolve(): digest for link, digest in told}
    downloads = (small.site / "downloads").resolve()
    there = {path for path in downloads.rglob("*") if path.is_file()}
    assert bodies.keys() == there - {downloads / "SHA256SUMS"}
    assert all(
        hashlib.sha256(path.read_bytes()).hexdigest() == digest for path, digest in bodies.items()
    )
    assert bodies == {downloads / name: digest for name, digest in listed(small.site).items()}
    assert "SHA256SUMS" in page.read_text()


def test_the_files_hold_the_data_in_every_form(small: Place) -> None:
    whole = Quads(world.quads())
    for name, format_ in (
        ("wsisgraph.nq", RdfFormat.N_QUADS),
        ("wsisgraph.trig", RdfFormat.TRIG),
        ("wsisgraph.jsonld", RdfFormat.JSON_LD),
    ):
        found = parse(path=str(small.site / "downloads" / name), format=format_)
        assert set(Quads(found)) == set(whole)
    graphs = {path.stem for path in (small.site / "downloads/graphs").iterdir()}
    assert {"un-bodies", "itu-council", "inferred"} <= graphs
    table = (small.site / "downloads/linkages.csv").read_bytes()
    assert table.startswith(b"line,object,direction,confidence")


def test_the_page_as_rdf_tells_files_and_checksums_and_no_service(small: Place) -> None:
    own = "https://w3id.org/wsis-sdg/downloads/"
    for form, format_ in (("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)):
        body = (small.site / f"dataset.{form}").read_bytes()
        assert b"/sparql" not in body
        found = list(parse(body, format=format_))
        told = {
            quad.subject.value.removesuffix("#sha256").removeprefix(own): quad.object.value.lower()
            for quad in found
            if quad.predicate.value == f"{SPDX}checksumValue"
        }
        assert told == listed(small.site)


def test_the_void_document_lies_beside_and_the_page_leads_to_it(small: Place) -> None:
    body = (small.site / "void.ttl").read_bytes()
    assert b"/sparql" not in body
    told = {(quad.predicate.value.rpartition("#")[2]) for quad in parse(body, RdfFormat.TURTLE)}
    assert {"dataDump", "triples", "linkPredicate", "exampleResource"} <= told
    assert 'href="void.ttl"' in (small.site / "dataset.html").read_text()
    assert 'href="../void.ttl"' in (small.site / "fr/dataset.html").read_text()


def test_the_size_of_a_file_has_the_datatype_of_dcat(small: Place) -> None:
    exact = "^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>"
    for line in (small.site / "dataset.ttl").read_text().splitlines():
        assert "byteSize" not in line or exact in line or "xsd:nonNegativeInteger" in line, line


def machine(page: Path) -> Any:
    [told] = re.findall(
        r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page.read_text(), re.S
    )
    return json.loads(told)


def test_with_known_addresses_machines_are_told_them(place: Place) -> None:
    place.build(
        kinds=FEW, base="https://there.test", service="https://live.test", languages=("en", "fr")
    )
    found = list(parse((place.site / "dataset.ttl").read_bytes(), format=RdfFormat.TURTLE))
    objects = {str(quad.object) for quad in found}
    assert "<https://there.test/downloads/wsisgraph.nq>" in objects
    assert "<https://live.test/sparql>" in objects
    [one, *_] = machine(place.site / "fr/dataset.html")["@graph"][1]["distribution"]
    assert one["contentUrl"] == "https://there.test/downloads/wsisgraph.nq"


def test_without_one_machines_are_told_the_way_from_the_page(small: Place) -> None:
    told = machine(small.site / "fr/dataset.html")
    assert list(parse(json.dumps(told), format=RdfFormat.JSON_LD))
    [one, *_] = machine(small.site / "fr/dataset.html")["@graph"][1]["distribution"]
    assert one["contentUrl"] == "../downloads/wsisgraph.nq"
    [one, *_] = machine(small.site / "dataset.html")["@graph"][1]["distribution"]
    assert one["contentUrl"] == "./downloads/wsisgraph.nq"


def test_a_change_writes_only_the_files_that_it_changes(place: Place, tmp_path: Path) -> None:
    place.build(kinds=FEW, languages=TWO)
    before = times(place.site)
    assert place.build(kinds=FEW, languages=TWO).written == 0
    assert times(place.site) == before
    place.commit(added=NOTE)
    place.build(kinds=FEW, languages=TWO)
    after = times(place.site)
    assert after.keys() == before.keys()
    changed = {
        name for name in after if name.startswith("downloads/") and after[name] != before[name]
    }
    wholes = {f"downloads/wsisgraph.{form}" for form in ("nq", "trig", "jsonld")}
    assert changed == {*wholes, "downloads/graphs/un-bodies.ttl", "downloads/SHA256SUMS"}
    place.build(tmp_path / "fresh", kinds=FEW, languages=TWO)
    assert files(place.site) == files(tmp_path / "fresh")


def test_the_file_of_a_graph_that_is_gone_is_removed(place: Place, tmp_path: Path) -> None:
    new = NOTE.replace(GRAPH, GRAPH.replace("/un-bodies", "/another"))
    before = place.commit(added=new)
    place.build(kinds=FEW, languages=TWO)
    assert (place.site / "downloads/graphs/another.ttl").exists()
    place.commit(removed=new)
    place.build(kinds=FEW, languages=TWO)
    assert not (place.site / "downloads/graphs/another.ttl").exists()
    place.build(tmp_path / "fresh", kinds=FEW, languages=TWO)
    assert files(place.site) == files(tmp_path / "fresh")
    place.build(kinds=FEW, languages=TWO, revision=before)
    assert (place.site / "downloads/graphs/another.ttl").exists()


@pytest.mark.parametrize("name", ["downloads/wsisgraph.trig", "dataset.ttl", "zh/dataset.html"])
def test_a_file_that_somebody_removed_is_made_again(place: Place, name: str) -> None:
    place.build(kinds=FEW, languages=TWO)
    before = files(place.site)
    (place.site / name).unlink()
    place.build(kinds=FEW, languages=TWO)
    assert files(place.site) == before


def test_a_literal_is_given_back_as_it_was_sent(place: Place) -> None:
    number = NOTE.replace('"A note"@en', '"007"^^<http://www.w3.org/2001/XMLSchema#integer>')
    place.commit(added=number)
    place.build(kinds=FEW, languages=("en",))
    assert '"007"' in (place.site / "downloads/wsisgraph.nq").read_text()

"""The data set, its files, and the references of terms, rules and questions, as they are served."""

import asyncio
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from html import unescape
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from tests import world
from tests.api.small_store import SmallStore
from tests.service import Service

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.api.downloads import Downloads
from wsisgraph.api.reading import Reading
from wsisgraph.api.sitemap import PAGES
from wsisgraph.errors import StoreUnavailable
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages

DCAT, SPDX = "http://www.w3.org/ns/dcat#", "http://spdx.org/rdf/terms#"
PAGE = {"Accept": "text/html"}

# A busy machine is no failure.
get = partial(httpx.get, timeout=60)


@pytest.fixture(scope="module")
def checksums(service: Service) -> dict[str, str]:
    text = get(f"{service.url}/downloads/SHA256SUMS").text
    return {name: digest for digest, name in (line.split("  ") for line in text.splitlines())}


def linked(html: str) -> dict[str, object]:
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return {node["@id"]: node for node in json.loads(text)["@graph"] if "@id" in node}


def test_the_checksum_of_every_file_is_that_of_the_bytes_served(
    service: Service, checksums: dict[str, str]
) -> None:
    assert len(checksums) > 10
    for name, digest in checksums.items():
        answer = get(f"{service.url}/downloads/{name}")
        assert hashlib.sha256(answer.content).hexdigest() == digest, name
        plain = get(f"{service.url}/downloads/{name}", headers={"Accept-Encoding": "identity"})
        assert plain.content == answer.content
        assert plain.headers["etag"] == f'"{digest}"'
        assert plain.headers["content-length"] == str(len(plain.content))


def test_the_export_of_the_command_line_gives_the_same_bytes(
    service: Service, checksums: dict[str, str]
) -> None:
    environment = {"WSISGRAPH_DATA": str(service.data), "PATH": ""}
    for arguments, name in (
        (["--format", "trig"], "wsisgraph.trig"),
        (["--graph", "shapes", "--format", "turtle"], "graphs/shapes.ttl"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "wsisgraph", "export", "dataset", *arguments],
            env=environment,
            capture_output=True,
            check=True,
        )
        assert hashlib.sha256(done.stdout).hexdigest() == checksums[name]


def test_a_file_that_is_known_is_not_sent_again_and_a_part_of_it_can_be_asked_for(
    service: Service, checksums: dict[str, str]
) -> None:
    address = f"{service.url}/downloads/wsisgraph.nq"
    known = {"If-None-Match": f'"{checksums["wsisgraph.nq"]}"'}
    assert get(address, headers=known).status_code == 304
    head = httpx.head(address, headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    part = get(address, headers={"Range": "bytes=0-9", "Accept-Encoding": "identity"})
    assert part.status_code == 206
    assert len(part.content) == 10


@pytest.mark.parametrize("name", ["files.json", "nothing.nq", "../files.json", "graphs", ""])
def test_only_files_that_are_listed_are_given_away(service: Service, name: str) -> None:
    assert get(f"{service.url}/downloads/{name}").status_code == 404


def test_harvesters_read_the_same_files_and_checksums_in_dcat(
    service: Service, checksums: dict[str, str]
) -> None:
    body = get(f"{service.url}/dataset.ttl").content
    told: dict[str, dict[str, set[str]]] = {}
    for triple in parse(body, format=RdfFormat.TURTLE):
        own = told.setdefault(triple.subject.value, {})
        own.setdefault(triple.predicate.value, set()).add(triple.object.value)
    for name, digest in checksums.items():
        own = told[f"{service.url}/downloads/{name}"]
        size = len(get(f"{service.url}/downloads/{name}").content)
        assert own[DCAT + "byteSize"] == {str(size)}
        [checksum] = own[SPDX + "checksum"]
        assert told[checksum][SPDX + "checksumValue"] == {digest}
    whole = told["https://w3id.org/wsis-sdg/dataset"]
    assert whole[DCAT + "version"] == {get(f"{service.url}/ready").json()["revision"]}
    assert f"{service.url}/downloads/wsisgraph.nq" in whole[DCAT + "distribution"]
    council = told["https://w3id.org/wsis-sdg/graph/itu-council"]
    assert council[DCAT + "distribution"] == {f"{service.url}/downloads/graphs/itu-council.ttl"}
    assert "http://purl.org/dc/terms/license" in council


def test_every_figure_of_the_data_set_is_what_a_query_of_ones_own_counts(service: Service) -> None:
    with httpx.Client(base_url=service.url, headers=PAGE, timeout=60) as client:
        html = client.get("/dataset?lang=en").text
        query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        rows = client.get("/sparql", params={"query": query, "format": "srj"}).json()
    for row in rows["results"]["bindings"]:
        key = row["g"]["value"].rpartition("/graph/")[2]
        entry = html[html.index(f"/graph/{key}</bdi>") :]
        [said] = re.findall(r"<dt>Statements</dt><dd>([\d,]+)</dd>", entry)[:1]
        assert said.replace(",", "") == row["n"]["value"], key
    total = sum(int(row["n"]["value"]) for row in rows["results"]["bindings"])
    assert f"{total:,} triples, in {len(rows['results']['bindings'])} graphs" in html


def test_the_page_says_the_same_to_machines(service: Service, checksums: dict[str, str]) -> None:
    html = get(f"{service.url}/dataset", headers=PAGE).text
    nodes = linked(html)
    whole = nodes["https://w3id.org/wsis-sdg/dataset"]
    assert "Dataset" in whole["@type"]  # type: ignore[index]
    files = {
        entry["contentUrl"]: entry.get("sha256")
        for entry in whole["distribution"]  # type: ignore[index]
    }
    assert files[f"{service.url}/downloads/wsisgraph.nq"] == checksums["wsisgraph.nq"]
    council = nodes["https://w3id.org/wsis-sdg/graph/itu-council"]
    assert council["license"] == "https://creativecommons.org/licenses/by/4.0/"  # type: ignore[index]


@pytest.mark.parametrize("path", ["/def", "/shapes", "/dataset", "/api/questions", "/docs"])
@pytest.mark.parametrize("lang", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_page_of_the_manual_is_in_one_language_and_names_its_address(
    service: Service, path: str, lang: str
) -> None:
    answer = get(f"{service.url}{path}", params={"lang": lang}, headers=PAGE)
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text
    assert f'<link rel="canonical" href="{service.url}{path}?lang={lang}">' in answer.text
    assert linked(answer.text)[f"{service.url}{path}"]


ASKED = "/api/questions/matrix/lines-for-target?target=9.c"


@pytest.mark.parametrize("path", [*PAGES, ASKED, "/find?q=broadband", "/m/C2/9.c", "/sdg/9"])
def test_every_kind_of_page_says_what_it_is_about_as_rdf(service: Service, path: str) -> None:
    html = get(f"{service.url}{path}", headers=PAGE).text
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    said = list(parse(text.encode(), format=RdfFormat.JSON_LD))
    about = {
        triple.object.value
        for triple in said
        if triple.subject.value == service.url + path  # type: ignore[union-attr]
    }
    assert "https://schema.org/WebPage" in about
    assert "https://creativecommons.org/licenses/by/4.0/" in about


@pytest.mark.parametrize("path", ["/def", "/shapes"])
def test_the_terms_are_named_in_each_language_and_only_definitions_fall_back(
    service: Service, path: str
) -> None:
    html = get(f"{service.url}{path}?lang=ru", headers=PAGE).text
    heads = re.findall(r"<h3[^>]*>(.*?)</h3>", html, re.DOTALL)
    ours = [head for head in heads if "wsis:" in head or "/def?lang=ru#" in head]
    assert len(ours) > 80
    assert [head for head in ours if 'lang="en"' in head] == []


def test_every_term_and_every_rule_has_its_anchor(
    service: Service, built_query: Callable[[str], list[dict[str, str]]]
) -> None:
    terms = built_query(
        "SELECT ?t { ?t <http://www.w3.org/2000/01/rdf-schema#isDefinedBy>"
        " <https://w3id.org/wsis-sdg/def> }"
    )
    rules = built_query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT DISTINCT ?t {"
        " GRAPH <https://w3id.org/wsis-sdg/graph/shapes>"
        " { VALUES ?k { sh:NodeShape sh:PropertyShape } ?t a ?k FILTER(isIRI(?t)) } }"
    )
    for path, rows in (("/def", terms), ("/shapes", rules)):
        ids = re.findall(r' id="([^"]+)"', get(f"{service.url}{path}", headers=PAGE).text)
        assert len(ids) == len(set(ids))
        wanted = {row["t"].partition("#")[2] for row in rows}
        assert len(wanted) > 90
        assert wanted - set(ids) == set()


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
def test_what_a_rule_says_is_said_in_the_language_of_the_page(
    service: Service, built_query: Callable[[str], list[dict[str, str]]], lang: str
) -> None:
    said = {
        row["m"]
        for row in built_query(
            "SELECT ?m { GRAPH <https://w3id.org/wsis-sdg/graph/shapes>"
            ' { ?rule <http://www.w3.org/ns/shacl#message> ?m FILTER(lang(?m) = "' + lang + '") } }'
        )
    }
    html = get(f"{service.url}/shapes?lang={lang}", headers=PAGE).text
    told = {unescape(text) for text in re.findall(r"<p><bdi>(.*?)</bdi></p>", html)}
    assert len(told & said) > 100
    others = {tag for tag in re.findall(r'<p><bdi lang="(\w+)"', html)}
    assert others <= {"en"}


def test_uses_on_the_page_are_those_of_a_query(
    service: Service, built_query: Callable[[str], list[dict[str, str]]]
) -> None:
    html = get(f"{service.url}/def?lang=en", headers=PAGE).text
    counted = {
        row["t"].partition("#")[2]: row["n"]
        for row in built_query(
            "SELECT ?t (COUNT(*) AS ?n) { { ?s a ?t } UNION { ?s ?t ?o }"
            ' FILTER(STRSTARTS(STR(?t), "https://w3id.org/wsis-sdg/def#")) } GROUP BY ?t'
        )
    }
    uses = r'id="(\w+)">\s*<h3>.*?<summary>[^<]+<span class="count">([\d,]+)<'
    said = dict(re.findall(uses, html, re.DOTALL))
    assert len(said) > 90
    assert {name: many.replace(",", "") for name, many in said.items() if many != "0"} == counted


def test_every_question_is_told_with_its_query_and_its_terms_lead_to_the_ontology(
    service: Service,
) -> None:
    html = get(f"{service.url}/api/questions?lang=en", headers=PAGE).text
    names = list(Catalogue.load(content.folder("queries")))
    assert re.findall(r'class="entry" id="([^"]+)"', html) == [
        name.replace("/", "--") for name in sorted(names)
    ]
    terms = set(re.findall(r'href="/def\?lang=en#(\w+)"', html))
    ontology = get(f"{service.url}/def?lang=en", headers=PAGE).text
    for term in terms:
        assert f'id="{term}"' in ontology
    asked = set(re.findall(r'href="/api/questions\?lang=en#([^"]+)"', ontology))
    assert {name.replace("/", "--") for name in names} >= asked
    assert len(asked) > 30


@pytest.mark.parametrize(("path", "least"), [("/def", 900), ("/shapes", 1200)])
@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf"])
def test_a_reference_is_rdf_to_programs(
    service: Service, path: str, least: int, suffix: str
) -> None:
    body = get(f"{service.url}{path}.{suffix}").content
    form = {"ttl": "TURTLE", "jsonld": "JSON_LD", "nt": "N_TRIPLES", "rdf": "RDF_XML"}[suffix]
    assert len({*parse(body, format=getattr(RdfFormat, form))}) > least


# The making of the files, without a service around it.


def reading(store: SmallStore) -> Reading:
    return Reading(store, Catalogue.load(content.folder("queries")), Settings(), "en")


def test_files_are_made_once_and_those_of_old_revisions_go(tmp_path: Path) -> None:
    store = SmallStore(world.store())
    downloads = Downloads(tmp_path)

    async def take() -> list[Path]:
        found = []
        for number in (7, 7, 8, 9):
            store.revision = type(store.revision)(number, f"{number}-0123456789ab")
            files = await downloads.of(store, reading(store), patience=60)
            assert files is not None
            found.append(files.folder)
        return found

    first, again, _, last = asyncio.run(take())
    assert first == again
    kept = {path.name for path in (tmp_path / "downloads").iterdir()}
    assert last.name in kept
    assert first.name not in kept
    assert len(kept) == 2


def test_who_asks_meanwhile_is_told_that_they_are_being_made(tmp_path: Path) -> None:
    store = SmallStore(world.store())
    downloads = Downloads(tmp_path)

    async def take() -> None:
        assert await downloads.of(store, reading(store), patience=0) is None
        assert await downloads.of(store, reading(store), patience=60) is not None

    asyncio.run(take())


def test_a_failure_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    store = SmallStore(world.store())
    downloads = Downloads(tmp_path)

    async def take() -> None:
        store.fails_with = StoreUnavailable("The store is away")
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                await downloads.of(store, reading(store), patience=60)

    asyncio.run(take())
    assert list((tmp_path / "downloads").iterdir()) == []


def test_the_data_set_is_told_even_where_its_files_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "downloads").write_text("a file where a folder should be")
    catalogue = Catalogue.load(content.folder("queries"))
    app = create_app(SmallStore(world.store()), catalogue, Settings(data=tmp_path), Pages())

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            paths = ("/dataset", "/downloads/wsisgraph.nq")
            return [await client.get(path, headers=PAGE) for path in paths]

    page, problem = asyncio.run(ask())
    assert page.status_code == 200
    assert "could not be made" in page.text
    assert "etag" not in page.headers
    assert problem.status_code == 503


def test_files_of_another_revision_are_not_taken_for_those_of_this(tmp_path: Path) -> None:
    store = SmallStore(world.store())
    before = reading(store)
    store.revision = type(store.revision)(8, "8-0123456789ab")

    async def take() -> None:
        assert await Downloads(tmp_path).of(store, before, patience=60) is None

    asyncio.run(take())

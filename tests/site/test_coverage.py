"""The page that tells what is said in which language, and what nobody has confirmed."""

from collections.abc import Iterable
from pathlib import Path

import html5lib
import pytest
from starlette.testclient import TestClient
from tests import world
from tests.api.small_store import SmallStore
from tests.site import sample

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.api.pages import Coverage, NamesOfClass
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages, coverage, review
from wsisgraph.site.language import NAMES

FROM_MEMORY = "From memory, unreviewed: the French and Arabic names."


@pytest.fixture(scope="module")
def client() -> TestClient:
    catalogue = Catalogue.load(content.folder("queries"))
    app = create_app(SmallStore(world.store()), catalogue, Settings(data=Path("unused")), Pages())
    return TestClient(app)


def names(*counts: tuple[Iterable[str], str, int]) -> NamesOfClass:
    found = tuple((frozenset(languages), notes, many) for languages, notes, many in counts)
    return NamesOfClass(sample.line("C2"), sum(many for _, _, many in found), found)


@pytest.mark.parametrize(
    ("notes", "doubtful"),
    [
        ([], ""),
        (["The label is official."], ""),
        ([FROM_MEMORY], "ar fr"),
        (
            ["The names in Arabic, French, Russian and Spanish are from memory, unreviewed."],
            "ar es fr ru",
        ),
        (["Labels in the six languages are ours, unreviewed, and not official."], "ar es fr ru zh"),
        (
            ["Labels are ours, from memory, unreviewed in every language but English."],
            "ar es fr ru zh",
        ),
        ([f"{FROM_MEMORY} Confirmed by an editor: the French names."], "ar"),
        ([FROM_MEMORY, "Confirmed by an editor: the French and Arabic names."], ""),
        ([f"Found: the English name on wsis.ae. {FROM_MEMORY}"], "ar fr"),
    ],
)
def test_notes_tell_which_names_are_unreviewed(notes: list[str], doubtful: str) -> None:
    assert sorted(review.unreviewed(notes)) == doubtful.split()


def test_a_confirmed_language_leaves_the_list_of_those_from_memory() -> None:
    once = review.confirmed(FROM_MEMORY, ["fr"])
    assert once == (
        "From memory, unreviewed: the Arabic names. Confirmed by an editor: the French names."
    )
    assert review.confirmed(once, ["ar"]) == (
        "Confirmed by an editor: the Arabic and French names."
    )


def test_missing_and_unreviewed_names_are_counted_apart() -> None:
    found = names((["en", "fr"], "", 3), (["en"], "", 2), (["en", "fr", "ar"], FROM_MEMORY, 4))
    ((_, shares),) = coverage.of_names([found])
    assert shares["en"] == coverage.Share(9, 0, 0)
    assert shares["fr"] == coverage.Share(7, 2, 4)
    assert shares["ar"] == coverage.Share(4, 5, 4)
    assert shares["zh"] == coverage.Share(0, 9, 0)


def test_the_interface_is_complete_in_each_language() -> None:
    shares = coverage.of_words()["site"]
    assert {shares[lang].missing for lang in NAMES} == {0}
    assert {shares[lang].said for lang in NAMES} == {shares["en"].said}
    assert shares["en"].unreviewed == 0


@pytest.mark.parametrize("lang", NAMES)
def test_the_page_shows_them_in_its_own_language(lang: str) -> None:
    data = Coverage(sample.page("/languages", lang), (names((["en"], FROM_MEMORY, 1234)),))
    html = Pages().languages(data)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert len(tree.findall(".//table")) == 2
    assert all(len(row.findall("td")) == 6 for row in tree.findall(".//tbody/tr"))
    assert f'<html lang="{lang}"' in html


def test_the_page_counts_what_the_graph_names(client: TestClient) -> None:
    html = client.get("/languages", headers={"Accept": "text/html"}).text
    html5lib.HTMLParser(strict=True).parse(html)
    assert 'href="/languages?lang=ar"' in html
    told = client.get("/languages?format=json").json()
    assert told["total"] == len(told["items"]) > 5
    for item in told["items"]:
        assert all(0 < many <= item["total"] for many in item["languages"].values())


def test_the_counts_are_those_of_a_query_of_ones_own(client: TestClient) -> None:
    query = """
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
        SELECT (COUNT(DISTINCT ?line) AS ?many)
        WHERE { ?line a wsis:ActionLine ; skos:prefLabel ?name FILTER(LANG(?name) = "zh") }
    """
    rows = client.get("/sparql", params={"query": query, "format": "json"}).json()
    many = int(rows["results"]["bindings"][0]["many"]["value"])
    items = client.get("/languages?format=json").json()["items"]
    (lines,) = [item for item in items if item["class"]["iri"].endswith("#ActionLine")]
    assert lines["languages"]["zh"] == many > 0

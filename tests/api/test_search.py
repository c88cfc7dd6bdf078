"""/search and /api/search over the tiny world."""

import csv
import io
import re
from urllib.parse import quote

import pytest
from tests.api.conftest import Client
from tests.api.small_store import SmallStore

from wsisgraph.search.asking import LANGUAGES

BASE = "https://w3id.org/wsis-sdg/"

ASKED = [
    ("en", "schools giga", f"{BASE}id/activity/giga"),
    ("ar", "بنية تحتية", f"{BASE}vocab/action-lines/c2"),
    ("es", "educacion", "http://metadata.un.org/sdg/4"),
    ("fr", "cyberapprentissages", f"{BASE}vocab/action-lines/c7-elea"),
    ("ru", "инфраструктуры", f"{BASE}vocab/action-lines/c2"),
    ("zh", "学校", f"{BASE}id/activity/giga"),
    ("fr", "ODD 9", "http://metadata.un.org/sdg/9"),
    ("ru", "ЦУР 9", "http://metadata.un.org/sdg/9"),
    ("zh", "可持续发展目标9", "http://metadata.un.org/sdg/9"),
    ("en", "A/RES/70/125", f"{BASE}id/resolution/ga-70-125"),
    ("en", "9.C", "http://metadata.un.org/sdg/9.c"),
    ("en", "C7 e-learning", f"{BASE}vocab/action-lines/c7-elea"),
]


def asked(client: Client, q: str, **more: str) -> dict[str, object]:
    rest = "".join(f"&{name}={quote(text)}" for name, text in more.items())
    answer = client.get(f"/api/search?q={quote(q)}{rest}", "application/json")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.parametrize(("lang", "q", "first"), ASKED)
def test_in_each_language_what_is_meant_stands_first(
    client: Client, lang: str, q: str, first: str
) -> None:
    body = asked(client, q, lang=lang, language="all" if q == "schools giga" else lang)
    if q == "schools giga":
        assert first in [item["thing"]["iri"] for item in body["items"]]  # type: ignore[attr-defined]
    else:
        assert body["items"][0]["thing"]["iri"] == first  # type: ignore[index]
    assert body["index_revision"] == body["revision"]


@pytest.mark.parametrize(("lang", "q", "first"), ASKED[1:])
def test_the_page_shows_it_first_without_a_script(
    client: Client, lang: str, q: str, first: str
) -> None:
    page = client.get(f"/search?q={quote(q)}&lang={lang}", "text/html").text
    hit = page[page.index('class="record hit') :]
    place = re.search(r'href="([^"]+)"', hit)
    assert place is not None
    assert place[1].partition("?")[0] in first.replace("http://metadata.un.org", "")
    assert "<script" not in hit


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_has_the_search_in_its_head(client: Client, lang: str) -> None:
    for path in ("/", "/search", "/api/roles", "/id/activity/giga.html", "/m/C2/9"):
        page = client.get(f"{path}?lang={lang}", "text/html").text
        head = page[: page.index("<main")]
        assert 'action="/search"' in head
        assert f'name="lang" value="{lang}"' in head


def test_the_counts_of_facets_are_those_of_the_graph(
    client: Client, small_store: SmallStore
) -> None:
    body = asked(client, "infrastructure C2 9 goal Giga ITU", language="en,zh", limit="1000")
    found = {item["thing"]["iri"] for item in body["items"]}  # type: ignore[attr-defined]
    assert found
    things = " ".join(f"<{iri}>" for iri in found)
    of_goal = f"""
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX wsis: <{BASE}def#>
        SELECT (COUNT(DISTINCT ?thing) AS ?n) {{ VALUES ?thing {{ {things} }}
          ?concept skos:broader* <http://metadata.un.org/sdg/%s> .
          {{ ?thing skos:broader* ?concept }} UNION {{ ?thing wsis:about|wsis:mentions ?concept }}
          UNION {{ ?link wsis:linksTo ?concept ; wsis:activity|wsis:actionLine ?thing }}
          UNION {{ ?thing a wsis:Linkage ; wsis:linksTo ?concept }}
          UNION {{ ?link wsis:linksTo <http://metadata.un.org/sdg> ; wsis:activity ?thing }} }}"""
    facets = body["facets"]
    told = {value["value"]: value["count"] for value in facets["goal"]}  # type: ignore[index]
    assert told
    for goal, count in told.items():
        answer = client.get(f"/sparql?query={quote(of_goal % goal)}&format=srj").json()
        assert int(answer["results"]["bindings"][0]["n"]["value"]) == count
    of_type = "SELECT (COUNT(DISTINCT ?thing) AS ?n) {{ VALUES ?thing {{ {} }} ?thing a <{}> }}"
    kinds = {"activity": f"{BASE}def#Activity", "action-line": f"{BASE}def#ActionLine"}
    told = {value["value"]: value["count"] for value in facets["type"]}  # type: ignore[index]
    for kind, class_ in kinds.items():
        query = quote(of_type.format(things, class_))
        answer = client.get(f"/sparql?query={query}&format=srj").json()
        assert int(answer["results"]["bindings"][0]["n"]["value"]) == told[kind]


def test_each_value_of_a_facet_leads_to_as_many_things(client: Client) -> None:
    whole = asked(client, "goal")
    for name, values in whole["facets"].items():  # type: ignore[attr-defined]
        for value in values:
            narrowed = asked(client, "goal", **{name: value["value"]})
            assert narrowed["total"] == value["count"], (name, value)


def test_csv_and_rdf_tell_the_same_things(client: Client) -> None:
    body = asked(client, "infrastructure")
    iris = [item["thing"]["iri"] for item in body["items"]]  # type: ignore[attr-defined]
    sheet = client.get("/api/search?q=infrastructure&format=csv").text
    assert [row["thing"] for row in csv.DictReader(io.StringIO(sheet))] == iris
    turtle = client.get("/api/search?q=infrastructure&format=nt").text
    assert all(f"<{iri}>" in turtle for iri in iris)


def test_a_list_is_paged_and_says_what_comes_next(client: Client) -> None:
    first = asked(client, "goal", limit="1")
    following = client.get(str(first["next"])).json()
    assert following["items"] != first["items"]
    assert following["total"] == first["total"]


def test_marks_are_places_of_the_words_in_the_text(client: Client) -> None:
    body = asked(client, "facilitates")
    for item in body["items"]:  # type: ignore[attr-defined]
        for start, end in item["marks"]:
            assert item["text"][start:end].lower().startswith("facilit")


def test_an_answer_is_known_again_until_the_data_change(client: Client) -> None:
    answer = client.get("/api/search?q=goal", "application/json")
    again = client.get(
        "/api/search?q=goal", "application/json", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=" + "x" * 301, "q"),
        ("q=a%00b", ""),
        ("q=a&type=nonsense", "type"),
        ("q=a&language=de", "language"),
        ("q=a&line=C99", "line"),
        ("q=a&goal=9.c", "goal"),
        ("q=a&limit=0", "limit"),
        ("q=a&q=b", "q"),
        ("q=a&other=b", "other"),
        ("q=a&status=secret", "status"),
    ],
)
def test_what_cannot_be_searched_is_refused_by_name(client: Client, query: str, where: str) -> None:
    answer = client.get(f"/api/search?{query}", "application/json")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert where in answer.json().get("where", "")


@pytest.mark.parametrize(
    "q",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "\u202egoal\u202c",
        '" OR 1=1 --',
        "NEAR(goal, 5) AND goal* ^",
        " ".join(map(str, range(70))),
        "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "的" * 100,
    ],
)
def test_hostile_words_are_only_words(client: Client, q: str) -> None:
    answer = client.get(f"/search?q={quote(q)}", "text/html")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "\u202e" not in answer.text
    assert "\x00" not in answer.text


def test_an_empty_search_shows_the_form_and_how_to_ask(client: Client) -> None:
    page = client.get("/search", "text/html")
    assert page.status_code == 200
    assert "/search?q=A/RES/70/125" in page.text


def test_where_nothing_is_found_the_page_helps(client: Client) -> None:
    page = client.get("/search?q=infrastructrue&type=activity&lang=en", "text/html").text
    assert "q=infrastructure" in page
    assert 'href="/search?q=infrastructrue&amp;lang=en"' in page
    elsewhere = client.get(f"/search?q={quote('التعلم')}&lang=en", "text/html").text
    assert "language=all" in elsewhere


def test_words_that_no_text_holds_are_not_called_common(client: Client) -> None:
    page = client.get("/search?q=qwertyuiop&lang=en", "text/html").text
    assert "Nothing was found for" in page
    assert "These words are so common" not in page
    page = client.get("/search?q=the+of&lang=en", "text/html").text
    assert "These words are so common" in page


def test_the_interface_describes_the_search(client: Client) -> None:
    told = client.get("/openapi.json").json()["paths"]["/api/search"]["get"]
    assert {"q", "type", "language", "line", "goal", "limit"} <= {
        parameter["name"] for parameter in told["parameters"]
    }

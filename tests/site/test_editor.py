"""The query editor in a real browser, over the real service; and the page without it."""

import importlib.util
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient
from tests import needs, world
from tests.api.small_store import SmallStore
from tests.service import Service

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages, files

LINES = "SELECT ?line (COUNT(*) AS ?n) WHERE { ?x a wsis:Linkage ; wsis:actionLine ?line } "
VALUE = "document.querySelector('.CodeMirror').CodeMirror.getValue()"


@pytest.fixture(scope="module", autouse=True)
def bundled() -> None:
    """See that the query editor is there."""
    needs.editor()


class Desk:
    """A page, with what it asked for and complained of."""

    def __init__(self, browser: Any, service: Service) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.origin = service.url
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> None:
        self.page.goto(self.origin + path)
        self.page.wait_for_selector(".CodeMirror")

    def write(self, query: str) -> None:
        """Put a query in the place of what stands there, key by key."""
        self.page.locator(".CodeMirror").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(query)
        # Escape closes a list of suggestions; where none is open yet, it leaves the editor.
        self.page.keyboard.press("Escape")
        self.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.focus()")

    def put(self, query: str) -> None:
        """Put a query there at once."""
        self.page.evaluate(
            "(text) => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", query
        )

    def run(self) -> None:
        self.page.locator("form.query button").first.click()
        self.page.wait_for_selector("#answer :is(table, .verdict, pre, .empty, [role=alert])")


@pytest.fixture
def desk(browser: Any, service: Service) -> Iterator[Desk]:
    found = Desk(browser, service)
    yield found
    assert [url for url in found.asked if not url.startswith((found.origin, "blob:"))] == []
    assert found.complaints == []
    found.page.close()


def test_a_query_typed_by_hand_is_answered_in_a_table_and_a_chart(desk: Desk) -> None:
    desk.open("/sparql")
    desk.page.wait_for_selector(".start:not([hidden])")
    desk.write(LINES + "GROUP BY ?line ORDER BY DESC(?n) ?line LIMIT 5")
    # The prefix was declared for the writer, who did not.
    assert desk.page.evaluate(VALUE).startswith("PREFIX wsis: <https://w3id.org/wsis-sdg/def#>\n")
    desk.run()
    assert desk.page.locator("#answer thead th").all_inner_texts() == ["line", "n"]
    assert desk.page.locator("#answer tbody tr").count() == 5
    counts = [int(text) for text in desk.page.locator("#answer td.number").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    # What has a page here leads to it.
    assert desk.page.locator("#answer td a").first.get_attribute("href").startswith("/vocab/")
    desk.page.get_by_role("tab", name="Chart").click()
    assert desk.page.locator(".bars rect").first.get_attribute("width") == "100%"
    # The table's own order by a click on a head.
    desk.page.get_by_role("tab", name="Table").click()
    desk.page.locator("#answer th button").nth(1).click()
    again = [int(text) for text in desk.page.locator("#answer td.number").all_inner_texts()]
    assert again == sorted(counts)


def test_classes_and_properties_of_the_graph_are_offered_while_one_writes(desk: Desk) -> None:
    desk.open("/sparql?lang=fr")
    desk.page.wait_for_selector(".start:not([hidden])")
    desk.write("SELECT * { ?x a wsis:ActivityL")
    desk.page.keyboard.press("Control+Space")
    desk.page.wait_for_selector(".CodeMirror-hint")
    [hint] = desk.page.locator(".CodeMirror-hint").all_inner_texts()
    assert hint.startswith("wsis:ActivityLink ")
    desk.page.keyboard.press("Enter")
    # The old list may stand a moment longer, and must not be taken for the next.
    desk.page.wait_for_selector(".CodeMirror-hint", state="detached")
    desk.page.keyboard.type(" ; linksT")
    desk.page.keyboard.press("Control+Space")
    offered = desk.page.locator(".CodeMirror-hint").filter(has_text="wsis:linksTo")
    offered.wait_for()


@pytest.mark.parametrize(("lang", "words"), [("fr", "Quelles activités"), ("ar", "ما")])
def test_our_questions_are_there_in_the_language_of_the_reader(
    desk: Desk, lang: str, words: str
) -> None:
    desk.open(f"/sparql?lang={lang}")
    desk.page.wait_for_selector(".start:not([hidden])")
    desk.page.select_option("#example", "activities/by-agency-and-goal")
    query = desk.page.evaluate(VALUE)
    assert query.startswith("# ")
    assert words in query.splitlines()[0]
    assert f'VALUES ?lang {{ "{lang}" }}' in query
    desk.run()
    assert desk.page.locator("#answer tbody tr").count() > 0
    # The words around the editor are in the language, too.
    assert desk.page.locator("[role=tab]").first.inner_text() not in ("Table", "")


def test_a_permalink_shows_its_query_and_answer_and_keeps_them_in_another_language(
    desk: Desk,
) -> None:
    desk.open("/sparql")
    desk.put("ASK { ?x a <https://w3id.org/wsis-sdg/def#Linkage> }")
    desk.run()
    link = desk.page.url
    assert parse_qs(urlsplit(link).query)["query"] == [desk.page.evaluate(VALUE)]
    assert desk.page.locator("#answer > p.small a").get_attribute("href") in link
    desk.page.goto("about:blank")
    desk.page.goto(link)
    desk.page.wait_for_selector("#answer [role=tab]")
    assert desk.page.locator(".verdict").inner_text() == "Yes"
    desk.page.locator(".languages a[hreflang=es]").click()
    desk.page.wait_for_selector("#answer [role=tab]")
    assert desk.page.locator(".verdict").inner_text() == "Sí"
    assert desk.page.evaluate(VALUE).startswith("ASK {")


def test_a_permalink_as_yasgui_writes_it_is_taken(desk: Desk) -> None:
    desk.open("/sparql#query=" + quote("SELECT (1 AS ?one) {}"))
    desk.page.wait_for_selector("#answer table")
    assert desk.page.locator("#answer tbody").inner_text() == "1"


HOSTILE = r"""SELECT * { VALUES (?a ?b) {
  ("<script>document.title='taken'</script>" <javascript:document.title='taken'>)
  ("\" onmouseover=\"document.title='taken'" <data:text/html,taken>)
  ("safe \u202Eevil\u202C" <http://elsewhere.example/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E>)
  ("<img src=x onerror=\"document.title='taken'\">" <https://w3id.org/wsis-sdg//elsewhere.example/>)
} }"""


def test_hostile_values_are_shown_as_text(desk: Desk) -> None:
    desk.open("/sparql")
    desk.put(HOSTILE)
    desk.run()
    table = desk.page.locator("#answer table")
    assert "<script>document.title='taken'</script>" in table.inner_text()
    assert "safe [U+202E]evil[U+202C]" in table.inner_text()
    assert desk.page.locator("#answer :is(script, img, [onmouseover])").count() == 0
    links = [link.get_attribute("href") for link in table.locator("a").all()]
    assert links == [
        "http://elsewhere.example/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
        "https://w3id.org/wsis-sdg//elsewhere.example/",
    ]
    assert "taken" not in desk.page.title()


def test_hostile_names_of_variables_are_shown_as_text(desk: Desk) -> None:
    name = "<img src=x onerror=\"document.title='taken'\">"
    told = {
        "head": {"vars": [name, "‮n"]},
        "results": {"bindings": [{name: {"type": "literal", "value": str(at)}} for at in "ab"]},
    }
    desk.open("/sparql")
    desk.page.wait_for_selector(".start:not([hidden])")
    desk.page.route(
        "**/sparql",
        lambda route: route.fulfill(
            body=json.dumps(told), content_type="application/sparql-results+json"
        ),
    )
    desk.run()
    assert desk.page.locator("#answer thead th").all_inner_texts() == [name, "[U+202E]n"]
    assert desk.page.locator("#answer img").count() == 0
    assert "taken" not in desk.page.title()


def test_what_the_endpoint_refuses_is_told_in_a_sentence(desk: Desk) -> None:
    desk.open("/sparql")
    desk.put("SELECT * { ?s ?p 'a' '<b>x</b>' }")
    desk.run()
    assert "<b>" in desk.page.locator("#answer [role=alert]").inner_text()
    assert desk.page.locator("#answer b").count() == 0
    desk.put("DROP GRAPH <urn:x>")
    desk.page.locator("form.query button").first.click()
    desk.page.wait_for_selector("#answer [role=alert] >> text=/update/i")
    # The browser itself notes every refusal of a server.
    assert all("400" in said for said in desk.complaints)
    desk.complaints.clear()


def test_a_query_too_long_for_an_address_is_answered_and_can_be_taken_away(desk: Desk) -> None:
    desk.open("/sparql")
    desk.put("SELECT ?x { VALUES ?x { " + " ".join(f'"{at:08}"' for at in range(900)) + " } }")
    desk.run()
    assert desk.page.url == f"{desk.origin}/sparql"
    assert desk.page.locator("#answer tbody tr").count() == 200
    desk.page.locator(".more").click()
    assert desk.page.locator("#answer tbody tr").count() == 400
    with desk.page.expect_download() as taken:
        desk.page.get_by_text("CSV", exact=True).click()
    assert Path(taken.value.path()).read_text().split() == ["x", *(f"{at:08}" for at in range(900))]


def test_the_keyboard_alone_runs_a_query_and_leaves_the_editor(desk: Desk) -> None:
    desk.open("/sparql?lang=ar")
    desk.put("SELECT ?x ?y { VALUES (?x ?y) { (1 2) (2 3) } }")
    desk.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.focus()")
    desk.page.keyboard.press("Control+Enter")
    desk.page.wait_for_selector("#answer table")
    desk.page.keyboard.press("Tab")
    focused = "document.activeElement.matches('.doing button')"
    assert desk.page.evaluate(focused)
    desk.page.locator("[role=tab]").first.focus()
    # From right to left the next tab is to the left.
    desk.page.keyboard.press("ArrowLeft")
    assert desk.page.locator("[role=tab]").nth(1).get_attribute("aria-selected") == "true"
    # The query itself runs from left to right.
    assert desk.page.evaluate("getComputedStyle(document.querySelector('.written')).direction") == (
        "ltr"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_and_its_answer_are_accessible(
    browser: Any, service: Service, scheme: str
) -> None:
    try:
        from axe_playwright_python.base import AXE_FILE_PATH
    except ImportError:
        needs.missing("axe-core is not installed (pip install axe-playwright-python)")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    query = "SELECT ?x (1 AS ?y) { VALUES ?x { 'a' 'b' } }"
    page.goto(f"{service.url}/sparql?query={quote(query)}")
    page.wait_for_selector("#answer [role=tab]")
    page.evaluate(Path(AXE_FILE_PATH).read_text("utf-8"))
    report = page.evaluate("axe.run(document)")
    context.close()
    assert [
        (found["id"], node["html"], node["any"][0]["message"] if node["any"] else "")
        for found in report["violations"]
        for node in found["nodes"]
    ] == []


def test_what_the_editor_offers_is_of_the_graph_and_known_by_its_etag(service: Service) -> None:
    first = httpx.get(f"{service.url}/editor.json?lang=zh")
    told = first.json()
    terms = {term["iri"]: term for term in told["terms"]}
    linkage = terms[f"{told['prefixes']['wsis']}Linkage"]
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?x a <{linkage['iri']}> }} }}"
    counted = httpx.get(f"{service.url}/sparql", params={"query": query, "format": "csv"}).text
    assert (linkage["kind"], linkage["count"]) == ("class", int(counted.split()[1]))
    assert linkage["label"] != "Linkage"
    again = httpx.get(
        f"{service.url}/editor.json?lang=zh", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_every_question_runs_as_it_is_offered(service: Service) -> None:
    told = httpx.get(f"{service.url}/editor.json?lang=ru").json()
    assert len(told["questions"]) == len(Catalogue.load(content.folder("queries")))
    for name, query in told["questions"].items():
        got = httpx.post(f"{service.url}/sparql", data={"query": query})
        assert got.status_code == 200, (name, got.text)


def test_without_the_bundle_the_plain_form_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "assets"
    shutil.copytree(files.FOLDER, ours, ignore=shutil.ignore_patterns("yasqe.*"))
    monkeypatch.setattr(files, "FOLDER", ours)
    catalogue = Catalogue.load(content.folder("queries"))
    app = create_app(SmallStore(world.store()), catalogue, Settings(data=Path("unused")), Pages())
    client = TestClient(app, headers={"Accept": "text/html"})
    form = client.get("/sparql").text
    assert '<form class="query" action="/sparql" method="get">' in form
    assert "/api/questions/" in form
    answer = client.get("/sparql", params={"query": "SELECT (1 AS ?one) {}"}).text
    wrong = client.get("/sparql", params={"query": "SELECT"}).text
    for page in (form, answer, wrong):
        assert "<script" not in page.replace('<script type="application/ld+json">', "")
        assert "<textarea" in page


def test_without_npm_nothing_is_bundled_and_the_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(__file__).parents[2] / "web" / "editor" / "bundle.py"
    spec = importlib.util.spec_from_file_location("bundle", path)
    assert spec is not None
    assert spec.loader is not None
    bundle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bundle)
    monkeypatch.setenv("PATH", str(tmp_path))
    said: list[str] = []
    assert bundle.bundle(said.append, tmp_path) is False
    assert "npm is not installed" in said[0]
    assert list(tmp_path.iterdir()) == []


def test_the_bundle_is_named_by_a_lock_file_with_checksums() -> None:
    folder = Path(__file__).parents[2] / "web" / "editor"
    wanted = json.loads((folder / "package.json").read_text())["dependencies"]
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    assert all(locked[f"node_modules/{name}"]["version"] == wanted[name] for name in wanted)
    assert all(entry["integrity"] for name, entry in locked.items() if name)

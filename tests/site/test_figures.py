"""Every figure on a page is the answer of the question it links to."""

import random
import re
from pathlib import Path

import html5lib
import pytest
from starlette.testclient import TestClient
from tests import world
from tests.api.small_store import SmallStore

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
CHOICE = random.Random(5)
"""The same pages in every run."""


@pytest.fixture(scope="module")
def client() -> TestClient:
    catalogue = Catalogue.load(content.folder("queries"))
    app = create_app(SmallStore(world.store()), catalogue, Settings(data=Path("unused")), Pages())
    return TestClient(app, headers={"Accept": BROWSER})


def ask(client: TestClient, query: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", params={"query": query, "format": "srj"}).json()
    return [
        {name: term["value"] for name, term in row.items()} for row in answer["results"]["bindings"]
    ]


def tree(client: TestClient, path: str):  # type: ignore[no-untyped-def]
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def heads(page) -> list[tuple[str, int]]:  # type: ignore[no-untyped-def]
    """Return the headings of a page with the numbers beside them."""
    found = []
    for head in page.iter("h2"):
        for count in head.iter("span"):
            if count.get("class") == "count" and (number := (count.text or "").strip()).isdigit():
                found.append(("".join(head.itertext()), int(number)))
    return found


def test_the_matrix_counts_what_sparql_counts(client: TestClient) -> None:
    rows = ask(
        client,
        """
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
        SELECT ?line ?code {
          ?linkage wsis:actionLine/skos:notation ?line ; wsis:linksTo/skos:notation ?code
        }""",
    )
    linked: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        linked.setdefault((row["line"], row["code"].partition(".")[0]), set()).add(row["code"])
    wanted = {
        f"/m/{line}/{goal}": str(sum("." in code for code in found) or 1)
        for (line, goal), found in linked.items()
    }
    page = tree(client, "/")
    told = {
        link.get("href"): "".join(link.itertext())
        for cell in page.iter("td")
        for link in cell.iter("a")
    }
    assert told == wanted


def test_each_cell_of_activities_counts_what_its_page_lists(client: TestClient) -> None:
    page = tree(client, "/?measure=activities")
    cells = [link for cell in page.iter("td") for link in cell.iter("a")]
    assert cells
    for link in CHOICE.sample(cells, min(12, len(cells))):
        told = "".join(link.itertext())
        stated, _, potential = told.partition("+")
        answer = client.get(
            "/api/matrix" + link.get("href").removeprefix("/m"), params={"format": "json"}
        )
        activities = answer.json()["activities"]
        assert len(activities["asserted"]) == int(stated or 0), link.get("href")
        by_matrix = [
            item
            for item in [*activities["asserted"], *activities["matrix"]]
            if any(match["basis"] == "matrix" for match in item["matches"])
        ]
        assert len(by_matrix) == int(potential or 0), link.get("href")


def test_a_narrowed_cell_leads_to_as_many_activities_as_it_counts(client: TestClient) -> None:
    page = tree(client, "/?agency=itu")
    links = [link for cell in page.iter("td") for link in cell.iter("a")]
    for link in links:
        potential = "".join(link.itertext()).partition("+")[2]
        assert link.get("href").endswith("?agency=itu")
        listed = [
            record
            for record in tree(client, link.get("href")).iter("article")
            if record.get("class") == "record"
        ]
        assert len(listed) >= int(potential or 0)


def counted(client: TestClient, asked: str) -> tuple[int, int]:
    cells = client.get(f"/api/matrix?measure=activities{asked}").json()["cells"]
    return sum(cell["count"] for cell in cells), sum(cell["by_matrix"] for cell in cells)


def test_a_basis_leaves_the_others_out_of_the_matrix_and_of_its_cells(client: TestClient) -> None:
    stated, potential = counted(client, "")
    assert stated
    assert potential
    by_basis = {
        basis: counted(client, f"&basis={basis}") for basis in ("asserted", "roadmap", "matrix")
    }
    assert by_basis["matrix"] == (0, potential)
    assert by_basis["asserted"][0] + by_basis["roadmap"][0] >= stated
    assert by_basis["asserted"][1] == by_basis["roadmap"][1] == 0
    page = tree(client, "/?basis=matrix")
    link = next(link for cell in page.iter("td") for link in cell.iter("a"))
    assert link.get("href").endswith("?basis=matrix")
    told = [title for title, _ in heads(tree(client, link.get("href")))]
    assert any(title.startswith("Potential") for title in told)


def test_a_source_narrows_the_matrix_to_what_it_states(client: TestClient) -> None:
    asked = "/api/matrix?measure=activities&source=none"
    unknown = client.get(asked, headers={"Accept": "application/json"})
    sources = unknown.json()["valid_values"]
    by_source = [counted(client, f"&source={source}") for source in sources]
    stated, potential = counted(client, "")
    assert sum(count for count, _ in by_source) >= stated
    assert sum(count for _, count in by_source) >= potential
    choices = {
        option.get("value")
        for field in tree(client, "/?measure=activities").iter("select")
        if field.get("name") == "source"
        for option in field.iter("option")
    }
    assert choices == {"", *sources}


def test_the_counts_of_twenty_pages_are_those_of_their_questions(client: TestClient) -> None:
    things = [row["thing"] for row in ask(client, _THINGS)]
    pages = CHOICE.sample(things, min(20, len(things)))
    checked = 0
    for iri in pages:
        path = iri.removeprefix("https://w3id.org/wsis-sdg").replace(
            "http://metadata.un.org/sdg", "/sdg"
        )
        for section in tree(client, path).iter("section"):
            links = [
                link.get("href")
                for line in section.findall("p")
                if "again" in line.get("class", "")
                for link in line.findall("a")
            ]
            counts = heads(section)
            if not links or not counts or not links[0].startswith("/api/questions/"):
                continue
            answer = client.get(f"{links[0]}&format=json&limit=1000")
            assert answer.status_code == 200, links[0]
            rows = answer.json()["items"]
            assert counts[0][1] == len({_row(row) for row in rows}), (path, links[0])
            checked += 1
    assert checked > 5


def test_a_document_counts_its_passages(client: TestClient) -> None:
    [document, *_] = ask(
        client,
        "SELECT ?thing { ?thing a <https://w3id.org/wsis-sdg/def#Document> ."
        " ?p <http://purl.org/dc/terms/isPartOf> ?thing } ORDER BY ?thing",
    )
    passages = ask(
        client,
        f"SELECT DISTINCT ?p {{ ?p <http://purl.org/dc/terms/isPartOf> <{document['thing']}> }}",
    )
    page = tree(client, document["thing"].removeprefix("https://w3id.org/wsis-sdg"))
    assert ("Passages", len(passages)) in [
        (re.sub(r"\s*\d+$", "", name), count) for name, count in heads(page)
    ]


_THINGS = """
PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
SELECT DISTINCT ?thing {
  VALUES ?class {
    wsis:ActionLine wsis:Body wsis:Activity wsis:Instrument wsis:InstrumentVersion wsis:Document
    wsis:Meeting wsis:Figure wsis:Series wsis:Event
    <http://metadata.un.org/sdg/ontology#Goal> <http://metadata.un.org/sdg/ontology#Target>
  }
  ?thing a ?class
} ORDER BY ?thing"""

_PASSAGE = ("passage", "document", "locator", "documentStatus", "source", "state")
_KEYS = ("clause", "duty", "recommendation", "figure", "statement", "meeting", "instrument", "item")


def _row(row: dict[str, object]) -> str:
    """Return what a page takes for one row: the thing told, or all but the passage."""
    if "oneRole" in row:
        return repr(
            [_value(row.get(name)) for name in ("agency", "context", "oneRole", "otherRole")]
        )
    if row.get("documentTitle"):
        return repr([_value(row["passage"]), _value(row.get("cited"))])
    for name in _KEYS:
        if row.get(name):
            return repr([_value(row[name]), _value(row.get("context"))])
    one_side = re.compile(r"(one|other)(Passage|Document|Locator|Status)$")
    return repr(
        sorted(
            (name, _value(value))
            for name, value in row.items()
            if name not in _PASSAGE and not one_side.fullmatch(name)
        )
    )


def _value(value: object) -> object:
    return value.get("iri") if isinstance(value, dict) else value

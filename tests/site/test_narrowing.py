"""What a script counts on a static page is what the service counts for the same address."""

import asyncio
import inspect
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient
from tests import needs, world
from tests.api.small_store import SmallStore

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.api.cells import cell_page
from wsisgraph.api.home import home_page
from wsisgraph.api.narrowing import NAME, narrowing
from wsisgraph.api.pages import Page
from wsisgraph.api.reading import Reading
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages

CHANCE = random.Random(15)
AGENCIES = ("itu", "unesco", "undp")
REGIONS = ("africa", "americas", "arab-states")
LINES = ("c1", "c2", "c4", "c7", "c7-elea")
OBJECTS = ("3", "4", "4.4", "9", "9.c", "")
STATUSES = ("accepted", "accepted", "accepted", "unconfirmed", "proposed", "rejected")
DATES = ("2010", "2014-02", "2015-12-31", "2016-01", "2020-06-15")


def made_up() -> str:
    """Return ninety activities of all kinds as TriG."""
    base = "https://w3id.org/wsis-sdg/"
    lines = [
        f"BASE <{base}>",
        f"PREFIX wsis: <{base}def#>",
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
        "PREFIX schema: <https://schema.org/>",
        "GRAPH <graph/vocabularies> { <vocab/itu-regions> a skos:ConceptScheme .",
    ]
    for region in REGIONS:
        lines.append(
            f"<vocab/itu-regions/{region}> skos:inScheme <vocab/itu-regions> ;"
            f' skos:notation "{region}" .'
            f"<id/area/{region}> wsis:inRegion <vocab/itu-regions/{region}> ."
        )
    lines.append("}")
    for number in range(90):
        activity = f"<id/activity/a{number}>"
        status = CHANCE.choice(STATUSES)
        facts = [f"{activity} a wsis:Activity ."]
        for agency in CHANCE.sample(AGENCIES, CHANCE.randint(0, 2)):
            facts.append(f"{activity} wsis:carriedOutBy <id/agency/{agency}> .")
        for region in CHANCE.sample(REGIONS, CHANCE.randint(0, 2)):
            facts.append(f"{activity} wsis:inRegion <id/area/{region}> .")
        for name in ("startDate", "endDate"):
            if CHANCE.random() < 0.6:
                facts.append(f'{activity} schema:{name} "{CHANCE.choice(DATES)}" .')
        lines.append(f"GRAPH <{graph(status, 'one')}> {{ {' '.join(facts)} }}")
        for place in range(CHANCE.randint(1, 5)):
            line, goal = CHANCE.choice(LINES), CHANCE.choice(OBJECTS)
            to = (
                f"<vocab/action-lines/{line}>"
                if CHANCE.random() < 0.5
                else f"<http://metadata.un.org/sdg{'/' if goal else ''}{goal}>"
            )
            basis = CHANCE.choice(("asserted", "roadmap"))
            scope = CHANCE.choice(("", "", "wsis:scope <vocab/scopes/all-goals> ;"))
            status = CHANCE.choice(STATUSES)
            lines.append(
                f"GRAPH <{graph(status, CHANCE.choice(('one', 'two')))}> {{"
                f" <id/activity-link/a{number}/{place}> a wsis:ActivityLink ;"
                f" wsis:activity {activity} ; wsis:linksTo {to} ; {scope}"
                f" wsis:basis <vocab/basis/{basis}> ; wsis:status <vocab/status/{status}> }}"
            )
    return "\n".join(lines)


def graph(status: str, source: str) -> str:
    return f"graph/{source}" if status == "accepted" else f"graph/{status}/{source}"


@dataclass(frozen=True)
class Site:
    """The service, and a folder with its matrix of activities and a cell as files."""

    client: TestClient
    folder: Path
    drawn: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    store = SmallStore(world.store(made_up()))
    catalogue = Catalogue.load(content.folder("queries"))
    settings, pages = Settings(data=Path("unused")), Pages()
    folder = tmp_path_factory.mktemp("site")
    (folder / "assets").mkdir()
    (folder / "m" / "C4").mkdir(parents=True)

    async def made() -> tuple[bytes, str, str]:
        reading = Reading(store, catalogue, settings, "en")
        matrix = Page("en", "/?measure=activities", "1", static=True)
        cell = Page("en", "/m/C4/4", "1", static=True)
        return (
            await narrowing(reading),
            pages.home(await home_page(reading, matrix, {"measure": "activities"})),
            pages.cell(await cell_page(reading, cell, ("C4", "4"), {})),
        )

    data, home, cell = asyncio.run(made())
    for name, body in {**pages.files, NAME: data}.items():
        (folder / "assets" / name).write_bytes(body)
    (folder / "index.html").write_text(on_disk(home, ""), encoding="utf-8")
    (folder / "m/C4/4.html").write_text(on_disk(cell, "../../"), encoding="utf-8")
    app = create_app(store, catalogue, settings, pages)
    return Site(TestClient(app, headers={"Accept": "application/json"}), folder, home)


def on_disk(html: str, up: str) -> str:
    """Return a page whose links lead to files, about as a build does."""
    html = html.replace('="/assets/', f'="{up}assets/')
    html = re.sub(r'="/(\?[^"]*)?"', f'="{up}index.html"', html)
    return re.sub(r'href="/(id/[^"?]*)"', rf'href="{up}\1.html"', html)


@pytest.fixture(scope="module")
def page(site: Site) -> Iterator[object]:
    """The matrix as a file, opened from the disk in Chromium."""
    executable = needs.browser()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        needs.missing("playwright is not installed (pip install playwright; no browser download)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        opened = chromium.new_page()
        opened.goto(f"file://{site.folder}/index.html?agency=itu")
        opened.wait_for_function("self.wsisgraphMatrix")
        yield opened
        chromium.close()


COMBINED = (
    {
        "agency": ("", "itu", "itu,undp"),
        "region": ("", "itu-regions/africa"),
        "status": ("", "unconfirmed", "accepted,unconfirmed", "accepted,proposed,rejected"),
    },
    {
        "since": ("", "2014-02", "2015"),
        "until": ("", "2015-12-31", "2020"),
        "basis": ("", "asserted", "roadmap,matrix"),
        "source": ("", "one", "two,itu-council"),
    },
    {
        "agency": ("unesco",),
        "source": ("two",),
        "status": ("unconfirmed", ""),
        "basis": ("", "matrix"),
        "since": ("", "2015"),
    },
)
ASKED = [
    {name: value for name, value in zip(names, values, strict=True) if value}
    for names in COMBINED
    for values in product(*names.values())
]


def test_the_script_counts_what_the_service_counts(  # type: ignore[no-untyped-def]
    site: Site, page
) -> None:
    counted = page.evaluate(
        "(asked) => asked.map((one) => self.wsisgraphCounts(self.wsisgraphMatrix, one))", ASKED
    )
    told = 0
    for asked, by_script in zip(ASKED, counted, strict=True):
        answer = site.client.get("/api/matrix", params={"measure": "activities", **asked}).json()
        by_service = {
            f"{cell['row']}/{cell['column']}": [cell["count"], cell["by_matrix"]]
            for cell in answer["cells"]
            if cell["count"] or cell["by_matrix"]
        }
        assert by_script == {"cells": by_service, "leftOut": answer["left_out"]}, asked
        told += len(by_service)
    assert len(ASKED) == 24 + 81 + 8
    assert told > 500


def test_the_matrix_of_a_file_shows_what_its_address_asks_for(  # type: ignore[no-untyped-def]
    site: Site, page
) -> None:
    asked = {"agency": "itu", "region": "itu-regions/africa", "status": "accepted,unconfirmed"}
    page.goto(f"file://{site.folder}/index.html?{urlencode(asked)}")
    page.wait_for_function("self.wsisgraphMatrix")
    cells = page.evaluate(
        "[...document.querySelectorAll('.matrix td a')].map((a) => [a.href, a.ariaLabel])"
    )
    answer = site.client.get("/api/matrix", params={"measure": "activities", **asked}).json()
    wanted = [
        (cell["row"], cell["column"], cell["count"], cell["by_matrix"])
        for cell in answer["cells"]
        if cell["count"] or cell["by_matrix"]
    ]
    assert cells == [
        [
            f"file://{site.folder}/m/{row}/{column}.html?{urlencode(asked)}",
            f"{row} × {column}: {stated} stated, {potential} by the matrix",
        ]
        for row, column, stated, potential in wanted
    ]
    assert page.locator("form.narrow select[name=agency]").input_value() == "itu"
    assert not page.locator(".left-out").is_visible()


def test_the_page_of_a_cell_shows_the_activities_its_address_asks_for(  # type: ignore[no-untyped-def]
    site: Site, page
) -> None:
    def shown() -> set[str]:
        return set(
            page.evaluate(
                "[...document.querySelectorAll('section.answer article:not([hidden]) h3 a')]"
                ".map((a) => a.href.replace(/.*id\\/activity\\/(.*)\\.html/, '$1'))"
            )
        )

    page.goto(f"file://{site.folder}/m/C4/4.html")
    everything = shown()
    page.goto(f"file://{site.folder}/m/C4/4.html?source=one")
    page.wait_for_function("self.wsisgraphMatrix")
    answer = site.client.get("/api/matrix/C4/4?source=one").json()["activities"]
    wanted = {
        item["activity"]["iri"].rpartition("/")[2] for item in answer["asserted"] + answer["matrix"]
    }
    # the list also has what serves the goal without being under the line as a source says it
    assert shown() <= wanted < everything
    assert shown()


def test_the_form_asks_by_an_address_that_can_be_cited(  # type: ignore[no-untyped-def]
    site: Site, page
) -> None:
    page.goto(f"file://{site.folder}/index.html")
    page.locator("summary").first.click()
    page.locator("form.narrow select[name=agency]").select_option("unesco")
    page.locator("form.narrow input[name=since]").fill("2015")
    page.locator("form.narrow button").click()
    page.wait_for_url("**/index.html?*")
    assert page.url.endswith("/index.html?agency=unesco&since=2015")


def test_the_scripts_of_a_page_weigh_less_than_forty_kilobytes() -> None:
    weights = {name: len(body) for name, body in Pages().files.items() if name.endswith(".js")}
    # The query editor is another's, and loaded by the page of queries alone.
    assert weights.pop("yasqe.js", 0) < 600_000
    templates = (Path(inspect.getfile(Pages)).parent / "templates").rglob("*.html")
    named = {
        path.name: set(re.findall(r"asset\('([\w-]+\.js)'\)", path.read_text("utf-8")))
        for path in templates
    }
    # The answer of a query is drawn by a module that the editor's script names.
    named["editor.html"].add("answer.js")
    assert set().union(*named.values()) - {"yasqe.js"} == set(weights)
    heaviest = {page: sum(weights.get(name, 0) for name in names) for page, names in named.items()}
    assert max(heaviest.values()) < 40_000, heaviest


def test_every_agency_and_region_is_a_link_that_needs_no_script(site: Site) -> None:
    html = site.drawn
    for agency in ("itu", "unesco"):
        assert f'<a href="/?agency={agency}">' in html
    assert '<a href="/?region=itu-regions%2Fafrica">' in html
    assert '<form class="filters narrow"' in html
    assert "hidden>" in html.split('<form class="filters narrow"')[1][:60]


def test_what_a_browser_is_told_is_the_same_for_the_same_data(site: Site) -> None:
    text = (site.folder / "assets" / NAME).read_text("ascii")
    told = json.loads(text.partition("=")[2])
    assert told["lines"][0] == "C1"
    assert told["sources"] == ["itu-council", "one", "two"]
    assert [activity[0] for activity in told["activities"]] == sorted(
        activity[0] for activity in told["activities"]
    )

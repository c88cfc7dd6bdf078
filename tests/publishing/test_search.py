"""The search of a site: a script over an index of scripts, as the service finds it."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from pyoxigraph import QueryResultsFormat
from tests.publishing.conftest import CATALOGUE, Place, new_place

from wsisgraph.api.links import href
from wsisgraph.publishing.kinds import KINDS
from wsisgraph.publishing.searching import PREFIX
from wsisgraph.search import database, gathered, index
from wsisgraph.search.asking import Asked, ask
from wsisgraph.settings import Settings
from wsisgraph.store.local import open_local

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BASE = "https://w3id.org/wsis-sdg/"

ASKED = [
    ("en", "infrastructure"),
    ("en", "goal 9"),
    ("en", "9.C"),
    ("en", "C7 e-learning"),
    ("en", "A/RES/70/125"),
    ("en", "ITU lines unicorn"),
    ("en", "infrastructrue"),
    ("en", "facil"),
    ("fr", "renforcements"),
    ("fr", "ODD 9"),
    ("ar", "والبنية التَّحتية"),
    ("ar", "الهدف ٩"),
    ("es", "EDUCACION"),
    ("ru", "инфраструктуры"),
    ("ru", "ЦУР 9"),
    ("zh", "学校"),
    ("zh", "可持续发展目标9"),
    ("zh", "国际电联"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The site of the world with its things, and the tables that its index was made of."""
    place = new_place(tmp_path_factory.mktemp("search"))
    kinds = [kind for kind in KINDS if kind.name in ("search", "thing")]
    place.build(kinds=kinds)
    return place


@pytest.fixture(scope="module")
def database_of(site: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index that the service would search."""
    folder = tmp_path_factory.mktemp("tables")
    store = open_local(Settings(data=site.data))
    for name in gathered.TABLES:
        values = {"field": list(gathered.FIELDS)} if name == "texts" else {}
        found = store.solutions(CATALOGUE[f"api/search-{name}"].bind(values))
        (folder / f"{name}.csv").write_bytes(found.serialize(format=QueryResultsFormat.CSV) or b"")
    database.write(index.build(gathered.read(folder)), folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def served(site: Place) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site.site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def searched(browser: "Browser", root: str, path: str) -> tuple["Page", list[str]]:
    """Return a page with what was found on it, and what went wrong."""
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda asked: None if asked.url.startswith(root) else wrong.append(asked.url)
    )
    page.goto(f"{root}/{path}")
    page.wait_for_selector("#found :is(.searched, .lede, .note)", timeout=20_000)
    return page, wrong


def links(page: "Page") -> list[str]:
    found = page.query_selector_all(".hit h2 a")
    return [(one.get_attribute("href") or "").partition("#")[0] for one in found]


def test_in_each_language_a_file_finds_what_the_service_finds(
    browser: "Browser", served: str, database_of: Path
) -> None:
    for lang, text in ASKED:
        folder = "" if lang == "en" else f"{lang}/"
        page, wrong = searched(browser, served, f"{folder}search.html?q={quote(text)}")
        found = ask(database_of, Asked(text, lang))
        paths = [href(hit.iri).lstrip("/") for hit in found.hits]
        assert links(page) == [f"{path.partition('#')[0]}.html" for path in paths], text
        assert found.total or found.suggestion, text
        counts = page.eval_on_selector_all(
            ".narrow-by details:first-child li",
            "all => all.map(one => [one.querySelector('a').dataset.value,"
            " Number(one.querySelector('.count').textContent)])",
        )
        assert dict(counts) == found.facets["type"], text
        meant = page.query_selector(".meant a")
        assert (meant.inner_text() if meant else "") == found.suggestion, text
        assert not wrong, text
        page.close()


def test_a_folder_on_a_disk_is_searched_without_a_server(browser: "Browser", site: Place) -> None:
    page, wrong = searched(browser, site.site.as_uri(), "fr/search.html?q=ODD+9")
    assert links(page) == ["sdg/9.html"]
    page.click(".hit h2 a")
    page.wait_for_selector("h1")
    assert page.url.endswith("/fr/sdg/9.html")
    assert not wrong
    page.close()


def test_a_facet_narrows_what_is_found_and_can_be_let_go_of(
    browser: "Browser", served: str
) -> None:
    page, _ = searched(browser, served, "search.html?q=goal")
    before = len(links(page))
    page.click('.narrow-by a[data-value="passage"]')
    page.wait_for_selector('.narrow-by a[aria-current][data-value="passage"]')
    assert 0 < len(links(page)) < before
    page.click(".narrow-by a[aria-current]")
    page.wait_for_selector("#found .searched")
    page.wait_for_function("!document.querySelector('.narrow-by a[aria-current]')")
    assert len(links(page)) == before
    page.close()


def test_the_field_of_any_page_leads_to_what_is_found(browser: "Browser", served: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}/zh/id/activity/giga.html")
    page.fill(".find input[type=search]", "可持续发展目标9")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found .hit")
    assert "/zh/search.html?q=" in page.url
    assert links(page)[0] == "sdg/9.html"
    page.close()


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "__proto__ constructor",
        "\u202e",
        "a" * 5000,
        "的" * 90,
    ],
)
def test_hostile_words_are_only_words(browser: "Browser", served: str, text: str) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(f"{served}/search.html?q={quote(text)}")
    page.wait_for_timeout(400)
    assert not wrong
    assert page.query_selector("#found img") is None
    assert page.query_selector("#found .note") is None or "again" not in page.inner_text("#found")
    page.close()


def test_without_a_script_the_page_says_so(browser: "Browser", served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/search.html?q=goal")
    assert "a script must run" in page.inner_text("main")
    context.close()


def test_the_index_is_made_again_only_where_the_texts_changed(site: Place, place: Place) -> None:
    kinds = [kind for kind in KINDS if kind.name in ("search", "thing")]
    first = place.build(kinds=kinds, languages=("en",))
    files = {path: path.stat().st_mtime_ns for path in (place.site / PREFIX).rglob("*.js")}
    assert files
    place.commit(f'<{BASE}id/activity/giga> <urn:p> "x" <{BASE}graph/itu-council> .\n')
    place.build(kinds=kinds, languages=("en",))
    assert files == {path: path.stat().st_mtime_ns for path in (place.site / PREFIX).rglob("*.js")}
    label = "http://www.w3.org/2004/02/skos/core#altLabel"
    place.commit(f'<{BASE}id/activity/giga> <{label}> "Gigabit"@en <{BASE}graph/itu-council> .\n')
    place.build(kinds=kinds, languages=("en",))
    words = "".join(path.read_text() for path in (place.site / PREFIX / "en").glob("words-*.js"))
    assert '"gigabit"' in words
    assert first.pages


def test_the_same_data_make_the_same_index(site: Place, tmp_path: Path) -> None:
    kinds = [kind for kind in KINDS if kind.name in ("search", "thing")]
    site.build(tmp_path / "again", kinds=kinds)
    for path in sorted((site.site / PREFIX).rglob("*.js")):
        again = tmp_path / "again" / path.relative_to(site.site)
        assert path.read_bytes() == again.read_bytes(), path


def test_what_is_not_accepted_is_in_no_file(place: Place) -> None:
    kinds = [kind for kind in KINDS if kind.name in ("search", "thing")]
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    graph = f"{BASE}graph/unconfirmed/itu-council"
    said = "https://schema.org/text"
    place.commit(
        f'<{BASE}id/activity/giga> <{label}> "Zanzibarian"@en <{graph}> .\n'
        f'<{BASE}id/document/ict4sdg-app/p/c2-9> <{said}> "Verbatimly"@en'
        f" <{BASE}graph/itu-council> .\n"
    )
    place.build(kinds=kinds, languages=("en",))
    every = "".join(path.read_text() for path in (place.site / PREFIX).rglob("*.js")).lower()
    assert "zanzibar" not in every
    assert "verbatim" not in every

"""Every text of the data set replaced by a hostile one: each type of page shows it as text."""

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from starlette.testclient import TestClient
from tests import needs
from tests.api.small_store import SmallStore
from tests.site.test_pages import Tags

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.api.service import HTML_HEADERS
from wsisgraph.questions import Catalogue
from wsisgraph.settings import DEFAULT_BASE, Settings
from wsisgraph.site import Pages
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import SKOS, WSIS

if TYPE_CHECKING:
    from wsisgraph.graph import Built

SCRIPT = "<script>document.title='run'</script>"
OVERRIDE = "\u202eesrever\u2066 \u2067x"
HOSTILE = (
    SCRIPT,
    "\" onmouseover=\"document.title='run'\" x='",
    OVERRIDE,
    f"</title></textarea></option>{SCRIPT}",
    "{{ 7*7 }}{% raw %}&amp;&#60;b>",
    "javascript:document.title='run'",
    f"a\u2028b\u2029c ]]>--><!--{SCRIPT}",
    "<img src=x onerror=\"document.title='run'\"><base href=//elsewhere.example>",
)
LONG = "wide" * 1250
"""Five thousand characters without a blank."""

TYPES = (
    *("Body", "Person", "Instrument", "InstrumentVersion", "Clause", "ClauseVersion", "Duty"),
    *("Recommendation", "Activity", "ActivityLink", "RoleStatement", "Linkage", "Meeting", "Event"),
    *("Series", "Edition", "Document", "Passage", "Figure", "Contribution"),
)
FIXED = (
    *("/", "/?measure=activities", "/goals", "/lines", "/matrix/targets", "/m/C2/9", "/m/C2/9.c"),
    *("/api/activities", "/api/roles?action_line=C4", "/api/questions", "/sparql", "/docs"),
    *("/languages", "/vocab/action-lines/c2", "/vocab/action-lines", "/sdg/9", "/sdg/9.c"),
    *("/id/agency/itu", "/id/agency/ece", "/graph/itu-council", "/find?q=a", "/dataset"),
    "/api/activities?agency=itu&goal=9",
    *("/picture", "/picture/flow", "/picture/roles-in/vocab/action-lines/c6"),
    *("/picture/lineage/id/resolution/itu-pp-140", "/report", "/report/c5?year=2024"),
)


def hostile(subject: str, literal: Literal) -> Literal:
    """Return a hostile text in place of a text, always the same one."""
    at = zlib.crc32(f"{subject} {literal.value} {literal.language}".encode())
    text = LONG if at % 83 == 0 else HOSTILE[at % len(HOSTILE)] + f" {at % 1000}"
    return Literal(text, language=literal.language) if literal.language else Literal(text)


KEYS = (SKOS.notation, WSIS.locator)
"""Keys by which things are found: those of lines, goals and targets must stay, locators are part
of an IRI.
"""


def replaced(quad: Quad) -> Quad:
    text = quad.object
    if not isinstance(text, Literal) or not isinstance(quad.subject, NamedNode):
        return quad
    if not text.language and not text.datatype.value.endswith("#string"):
        return quad
    subject = quad.subject.value
    coded = subject.startswith((iris.SDG, iris.VOCAB))
    if quad.predicate.value in KEYS and coded:
        return quad
    return Quad(quad.subject, quad.predicate, hostile(subject, text), quad.graph_name)


@pytest.fixture(scope="module")
def store(built: "Built") -> Store:
    snapshot = Snapshot()
    snapshot.apply(added=map(replaced, parse(built.nquads, format=RdfFormat.N_QUADS)))
    return snapshot.store


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    catalogue = Catalogue.load(content.folder("queries"))
    app = create_app(SmallStore(store), catalogue, Settings(data=Path("unused")), Pages())
    # One loop for all requests: what one of them leaves to be finished, the next may wait for.
    with TestClient(app, headers={"Accept": "text/html"}) as found:
        yield found


@pytest.fixture(scope="module")
def drawn(store: Store, client: TestClient) -> dict[str, str]:
    """Every type of page in English and Arabic, by path."""
    paths = list(FIXED)
    for name in TYPES:
        rows = store.query(f"SELECT ?one {{ ?one a <{iris.DEF}{name}> }} ORDER BY ?one LIMIT 1")
        paths += [row["one"].value.removeprefix(DEFAULT_BASE.rstrip("/")) for row in rows]
    found = {}
    for path in paths:
        for lang in ("en", "ar"):
            answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
            assert answer.status_code == 200, path
            found[f"{path} {lang}"] = answer.text
    return found


def test_every_type_of_page_shows_hostile_texts_as_text(drawn: dict[str, str]) -> None:
    seen = 0
    for path, html in drawn.items():
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
        assert len(tree.findall(".//title")) == 1, path
        assert (tree.findtext(".//title") or "").endswith(" · wsisgraph"), path
        for tag, attributes in Tags(html).tags:
            assert tag != "base", path
            assert tag != "script" or "src" in attributes or "type" in attributes, path
            assert not [name for name in attributes if name.startswith("on")], path
            for name in ("href", "src", "action"):
                address = attributes.get(name) or ""
                assert re.match(r"(/(?!/)|https?://|mailto:|#|$)", address), (path, address)
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S):
            json.loads(block)
        assert "{{ 7*7 }}" in html or "7*7" not in html, path
        seen += html.count("&lt;script&gt;")
    assert seen > 500


ESCAPED = """() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  // what is opened and not closed goes on to the end of the paragraph
  const open = (text) => {
    let depth = 0;
    for (const sign of text) {
      if (/[\u2066-\u2068\u202a-\u202e]/.test(sign) && sign !== "\u202c") depth++;
      if (/[\u2069\u202c]/.test(sign)) depth--;
    }
    return depth;
  };
  while (words.nextNode()) {
    const text = words.currentNode;
    if (!open(text.data)) continue;
    let one = text.parentElement;
    if (one.closest("script, option, textarea")) continue;
    const ends = (style) => style.unicodeBidi.includes("isolate") || style.display !== "inline";
    while (!ends(getComputedStyle(one))) one = one.parentElement;
    if (one.textContent.trim() !== text.data.trim()) found.push(one.outerHTML.slice(0, 300));
  }
  return found;
}"""
"""Texts with signs that turn others around, not kept apart from the words beside them."""


def test_nothing_runs_nothing_turns_around_and_nothing_is_wider_than_a_phone(
    drawn: dict[str, str],
) -> None:
    executable = needs.browser()
    try:
        from playwright.sync_api import Route, sync_playwright
    except ImportError:
        needs.missing("playwright is not installed (pip install playwright; no browser download)")
    files = Pages().files
    complaints: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://pages.test/")
        if path in drawn:
            route.fulfill(body=drawn[path], content_type="text/html", headers=HTML_HEADERS)
        elif (name := path.partition("?")[0].removeprefix("assets/")) in files:
            kind = {"css": "text/css", "js": "text/javascript"}.get(name[-3:].strip("."))
            route.fulfill(body=files[name], content_type=kind or "image/svg+xml")
        elif path.partition("?")[0] == "editor.json":
            route.fulfill(json={"prefixes": {}, "pages": {}, "questions": {}, "terms": []})
        elif (path, route.request.method) == ("sparql", "POST"):
            rows = [{"x": {"type": "literal", "value": OVERRIDE}}]
            route.fulfill(json={"head": {"vars": ["x"]}, "results": {"bindings": rows}})
        else:
            complaints.append(route.request.url)
            route.abort()

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 320, "height": 640})
        page.set_content(f"<p>a <i>{OVERRIDE}</i> b</p><p>a <bdi>{OVERRIDE}</bdi></p>")
        assert len(page.evaluate(ESCAPED)) == 1
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.route("**/*", answer)
        wide, turned, run = [], [], []
        for number, path in enumerate(list(drawn)):
            drawn[str(number)] = drawn[path]
            page.goto(f"http://pages.test/{number}")
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(path)
            if page.title() == "run":
                run.append(path)
            turned += [(path, found) for found in page.evaluate(ESCAPED)]
        chromium.close()
    assert (complaints, run, wide, turned) == ([], [], [], [])

"""A site of hostile texts and names: pages show them as text, and files stay in their folder."""

import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from pyoxigraph import Dataset as Quads
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from tests import world
from tests.publishing.conftest import Place
from tests.publishing.test_again import LANGUAGES, SOME
from tests.publishing.test_site import files

from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.dataset import Dataset
from wsisgraph.publishing.things import Things
from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import SKOS

SCRIPT = "<script>document.title='run'</script>"
TEXTS = (
    SCRIPT,
    f"</title></textarea></option></script>{SCRIPT}",
    '" onmouseover="document.title=\'run\'" href="/id/agency/itu" x=\'',
    "\u202eesrever\u2066 \u2067x",
    "{{7*7}}{% raw %}${7*7}&amp;&#60;b>",
    f"javascript:alert(1) ]]>--><!--{SCRIPT}",
    '<meta charset="utf-8"><base href=//elsewhere.example><img src=x onerror="run()">',
)
NAMES = (
    "id/agency/%2e%2e/%2e%2e/%2e%2e/%2e%2e/escaped",
    "id/agency/..%2f..%2f..%2f..%2fescaped",
    "id/agency/a\u202eb'onclick='x",
    "id/agency/C:%5Cescaped&amp;lt;",
    "id/agency/.wsisgraph-site.json",
    "/elsewhere.example/escaped",
    "~root/$HOME/*;((7*7))",
)
LABEL = NamedNode(SKOS.prefLabel)
BODIES = NamedNode(iris.graph("un-bodies"))
PLAIN = "http://www.w3.org/2001/XMLSchema#string"


def hostile() -> Iterator[Quad]:
    """Give the world with a hostile text for each text but codes, and things of hostile names."""
    itu = NamedNode(f"{DEFAULT_BASE}id/agency/itu")
    for at, quad in enumerate(sorted(world.quads(), key=str)):
        text, by = quad.object, quad.predicate.value
        worded = isinstance(text, Literal) and (text.language or text.datatype.value == PLAIN)
        if isinstance(text, Literal) and worded and by != SKOS.notation and "locator" not in by:
            text = Literal(f"{TEXTS[at % len(TEXTS)]} {at}", language=text.language or "en")
        yield Quad(quad.subject, quad.predicate, text, quad.graph_name)
    for name, text in zip(NAMES, TEXTS, strict=True):
        thing = NamedNode(DEFAULT_BASE + name)
        yield Quad(thing, LABEL, Literal(text, language="en"), BODIES)
        yield Quad(itu, NamedNode(f"{SKOS.iri}related"), thing, BODIES)


def placed(folder: Path, quads: Iterator[Quad]) -> Place:
    place = Place(folder / "data", folder / "deep" / "site")
    place.commit((serialize(Quads(quads), format=RdfFormat.N_QUADS) or b"").decode())
    return place


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, alone in a folder beside that of its data; not to be changed."""
    place = placed(tmp_path_factory.mktemp("hostile"), hostile())
    place.build(kinds=SOME, languages=LANGUAGES)
    return place.site


class Tags(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_every_page_is_valid_and_runs_no_script_but_ours(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    seen = 0
    for path in pages:
        page = path.read_text()
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
        assert [title.text.endswith("wsisgraph") for title in tree.iter("title")] == [True], path
        assert len(list(tree.iter("meta"))) == page.count("<meta "), path
        for element in tree.iter():
            assert element.tag not in ("base", "iframe", "object", "embed"), path
            assert not [name for name in element.attrib if name.startswith("on")], path
        for script in tree.iter("script"):
            source = script.get("src")
            if source is None:
                assert script.get("type") == "application/ld+json", path
                assert json.loads(script.text), path
            else:
                assert (path.parent / source).resolve().parent == site / "assets", path
        assert not re.search(r"(?<!\d)49(?!\d)", tree.findtext(".//title") or ""), path
        seen += page.count("&lt;script&gt;")
    assert len(pages) > 300
    assert seen > 500


def test_links_lead_to_files_of_the_site_or_to_the_web(site: Path) -> None:
    found = files(site)
    for name, body in found.items():
        if not name.endswith(".html") or name == "404.html":
            continue
        for _, attributes in Tags(body.decode()).tags:
            for key in ("href", "src", "action"):
                link = attributes.get(key) or "#"
                if re.match(r"https?://|mailto:|#", link):
                    continue
                path = unquote(link.partition("#")[0].partition("?")[0])
                target = os.path.normpath(os.path.join(os.path.dirname(name), path))
                assert target in found, (name, link)


def test_no_file_lies_outside_the_folder(site: Path) -> None:
    assert [path.name for path in site.parent.iterdir()] == [site.name]
    assert {path.name for path in site.parent.parent.iterdir()} == {"data", site.parent.name}
    assert all(path.resolve().is_relative_to(site) for path in site.rglob("*"))
    for name in NAMES:
        page = site / f"{name.strip('/')}.html"
        # Two slashes would begin an address of another host: such a thing has no page here.
        assert page.is_file() != name.startswith("/"), name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("id/../../../escaped", "No file can have the name"),
        ("id/agency/..", "No file can have the name"),
        (f"id/agency/{'long' * 70}", "No file can have the name"),
        ("id/agency/itu/", "would be one file"),
        ("ar/id/agency/itu", "the file of another page"),
        ("downloads/graphs/un-bodies", "the file of another page"),
        ("404", "the file of another page"),
    ],
)
def test_a_name_that_no_file_or_another_page_has_is_refused(
    tmp_path: Path, name: str, why: str
) -> None:
    itu = DEFAULT_BASE + "id/agency/itu"
    label = Literal("A label", language="en")
    things = (NamedNode(itu), NamedNode(DEFAULT_BASE + name))
    place = placed(tmp_path, (Quad(thing, LABEL, label, BODIES) for thing in things))
    with pytest.raises(WsisgraphError, match=why):
        place.build(kinds=(Dataset(), Things()), languages=LANGUAGES)
    assert list(place.site.rglob("*")) == []
    assert {path.name for path in tmp_path.iterdir()} == {"data", "deep"}

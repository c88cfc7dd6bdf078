"""Pages as text: valid HTML, hostile texts shown as text, languages marked, potential apart."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import pytest
from tests.site import sample
from tests.site.every_page import DRAWN

from wsisgraph.api.pages import Home, Table, Term, Text
from wsisgraph.site import Pages

HOSTILE = "<script>alert(1)</script>\" onmouseover='x' \u202eesrever " + "long " * 1000


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages()


class Tags(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


@pytest.mark.parametrize("path", DRAWN)
def test_every_page_is_well_formed_html(pages: Pages, path: str) -> None:
    html5lib.HTMLParser(strict=True).parse(DRAWN[path](pages))


@pytest.mark.parametrize("path", DRAWN)
def test_no_page_needs_more_than_the_content_security_policy_allows(
    pages: Pages, path: str
) -> None:
    for tag, attributes in Tags(DRAWN[path](pages)).tags:
        assert tag not in {"style", "iframe", "object", "embed"}
        # What is no code (a data block) is not run, and so not forbidden.
        assert tag != "script" or "src" in attributes or attributes["type"] == "application/ld+json"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        loaded = attributes.get("src") or (
            attributes.get("href")
            if tag == "link" and attributes.get("rel") in ("stylesheet", "icon")
            else None
        )
        assert loaded is None or loaded.startswith("/assets/")
        if tag == "form":
            assert str(attributes["action"]).startswith("/")


@pytest.mark.parametrize("path", DRAWN)
def test_ids_are_unique_and_references_to_them_hold(pages: Pages, path: str) -> None:
    tags = Tags(DRAWN[path](pages)).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in tags:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            if name in attributes:
                assert attributes[name] in ids


def test_hostile_labels_are_shown_as_text(pages: Pages) -> None:
    hostile = Text(HOSTILE, 'en" onload="x')
    thing = replace(
        sample.thing(),
        label=hostile,
        code=HOSTILE,
        iri="https://example.org/" + HOSTILE,
        description=hostile,
        labels=(hostile, hostile),
        properties=(
            sample.property_of(HOSTILE, HOSTILE, Term("literal", HOSTILE, lang=hostile.lang)),
        ),
    )
    html = pages.thing(thing)
    html5lib.HTMLParser(strict=True).parse(html)
    for tag, attributes in Tags(html).tags:
        assert tag != "script"
        assert not [name for name in attributes if name.startswith("on")]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert re.search(r"<h1>.*<bdi[^>]*>&lt;script", html), "a bidi override must stay isolated"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "http://[",
        "vbscript:x",
        "file:///etc/passwd",
    ],
)
def test_only_safe_addresses_become_links(pages: Pages, address: str) -> None:
    value = Term("iri", address, href=address, label=Text("see here", "en"))
    html = pages.thing(
        replace(sample.thing(), properties=(sample.property_of("seeAlso", "see also", value),))
    )
    link = re.search(r"<a[^>]*>\s*(<bdi>)?see here", html)
    assert link is None
    assert "see here" in html


def test_a_text_in_another_language_says_so(pages: Pages) -> None:
    thing = replace(sample.thing(), label=Text("国际电信联盟", "zh"))
    assert '<bdi lang="zh">国际电信联盟</bdi></h1>' in pages.thing(thing)
    assert '<bdi lang="en">' not in pages.thing(sample.thing()).split("<h1>")[1].split("</h1>")[0]


def test_arabic_pages_run_from_right_to_left(pages: Pages) -> None:
    assert 'dir="rtl"' in pages.home(sample.home("ar"))[:200]
    assert 'dir="ltr"' in pages.home(sample.home("fr"))[:200]


def test_links_keep_the_language_only_when_the_reader_chose_it(pages: Pages) -> None:
    chosen = pages.home(sample.home("fr", chosen=True))
    negotiated = pages.home(sample.home("fr"))
    assert 'href="/m/C2/9?lang=fr"' in chosen
    assert 'href="/api/activities?agency=itu&amp;goal=9&amp;lang=fr"' in chosen
    assert '<input type="hidden" name="lang" value="fr">' in chosen
    assert 'href="/m/C2/9"' in negotiated


def test_each_page_offers_its_six_languages(pages: Pages) -> None:
    html = pages.activities(sample.activities())
    for lang in ("ar", "en", "es", "fr", "ru", "zh"):
        assert (
            f'hreflang="{lang}" href="/api/activities?agency=itu&amp;goal=9&amp;lang={lang}"'
            in html
        )


def matrix_cells(html: str) -> list[list[str]]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    rows = tree.findall(".//table[@class='matrix']/tbody/tr")
    return [["".join(cell.itertext()).strip() for cell in row.findall("td")] for row in rows]


def test_the_matrix_has_eighteen_rows_of_seventeen_cells(pages: Pages) -> None:
    cells = matrix_cells(pages.home(sample.home()))
    assert [len(row) for row in cells] == [17] * 18


def test_not_stated_differs_from_assessed_none_in_words(pages: Pages) -> None:
    home = sample.home()
    states = [cell.state for cell in home.matrix.cells]
    shown = [cell for row in matrix_cells(pages.home(home)) for cell in row]
    assert {text for state, text in zip(states, shown, strict=True) if state == "not-stated"} == {
        "·not stated"
    }
    assert {text for state, text in zip(states, shown, strict=True) if state == "none"} == {"0"}


def test_each_count_leads_to_its_evidence(pages: Pages) -> None:
    home = sample.home()
    html = pages.home(home)
    for cell in home.matrix.cells:
        assert (f'href="{cell.href}"' in html) is (cell.state != "not-stated")


def test_the_matrix_has_a_caption_and_scoped_headers(pages: Pages) -> None:
    tree = html5lib.parse(pages.home(sample.home()), namespaceHTMLElements=False)
    table = tree.find(".//table[@class='matrix']")
    assert table.find("caption") is not None
    assert [cell.get("scope") for cell in table.findall("thead/tr/th")] == ["col"] * 18
    assert [cell.get("scope") for cell in table.findall("tbody/tr/th")] == ["row"] * 18


def test_an_empty_matrix_is_drawn(pages: Pages) -> None:
    empty = Home(sample.page(), Table("linkages", (), (), ()), (), ())
    html5lib.HTMLParser(strict=True).parse(pages.home(empty))


def test_potential_activities_stand_apart_and_after(pages: Pages) -> None:
    html = pages.activities(sample.activities())
    assert "Which ITU activities serve SDG 9?" in html
    stated, potential = html.split('<section class="answer potential"')
    assert "SDG9@WSIS" in stated
    assert "Giga" not in stated
    assert "Giga" in potential
    assert "potential, by the matrix" in potential
    assert 'href="/id/document/itu-council-000/p/2-1-b"' in stated
    assert "3 unconfirmed statements match and were left out." in html


def test_an_unconfirmed_statement_is_marked(pages: Pages) -> None:
    records = pages.thing(sample.thing()).split('<article class="record')[1:]
    assert ["unconfirmed" in record for record in records] == [False, True]


def test_only_values_of_other_graphs_name_their_graph(pages: Pages) -> None:
    html = pages.thing(sample.thing())
    assert html.count('href="/graph/itu-council"') == 1, "once, below the list"
    assert html.count('href="/graph/un-bodies"') == 1
    assert html.count('href="/graph/unconfirmed/un-bodies"') == 1


def test_a_passage_says_how_to_cite_it(pages: Pages) -> None:
    html = pages.thing(sample.passage_thing())
    assert "not printed in our copy" in html
    assert "date inferred, not printed" in html
    assert "Facts read from this passage" in html


def test_a_document_lists_its_passages_in_order(pages: Pages) -> None:
    html = pages.thing(sample.document_thing())
    places = [html.index(f"/p/{locator}") for locator in ("title", "summary-1", "2-1-b")]
    assert places == sorted(places)


def test_a_proposal_says_that_it_is_not_in_force(pages: Pages) -> None:
    thing = sample.document_thing()
    assert thing.citation is not None
    proposed = sample.thing_of_ours("status", "proposed", "", "proposed")
    cited = replace(thing, citation=replace(thing.citation, version_status=proposed))
    assert "not in force" in pages.thing(cited)
    assert "not in force" not in pages.thing(thing)


def roles_of(count: int) -> str:
    statements = tuple(
        replace(
            sample.role_statement(),
            statement=replace(sample.ITU, iri=f"x:{n}", label=Text(f"key-{n}")),
            parts=(
                sample.property_of("roleIn", "in", sample.term(sample.goal(str(n)))),
                sample.property_of("about", "about", sample.term(sample.ITU)),
            ),
        )
        for n in range(count + 7, 7, -1)
    )
    return Pages().thing(replace(sample.thing(), statements=statements))


def test_many_statements_of_a_kind_make_a_table_and_few_do_not() -> None:
    assert "<table" in roles_of(4)
    assert "<table" not in roles_of(3)


def test_statements_in_a_table_stand_in_the_order_of_their_codes() -> None:
    body = roles_of(4).split("<tbody>")[1].split("</tbody>")[0]
    assert [code for code in re.findall(r"/sdg/(\d+)", body)] == ["8", "9", "10", "11"]


def test_a_statement_does_not_repeat_the_thing_whose_page_it_is_on() -> None:
    head = roles_of(4).split("<thead>")[1].split("</thead>")[0]
    assert "in" in head
    assert "about" not in head


def test_statements_shown_in_full_are_not_listed_as_pointing_here(pages: Pages) -> None:
    thing = sample.thing()
    shown = sample.term(thing.statements[0].statement)
    pointing = replace(thing, incoming=(sample.property_of("about", "about", shown),))
    assert "What points here" in pages.thing(thing)
    assert "What points here" not in pages.thing(pointing)


def test_words_in_several_languages_are_told_in_that_of_the_page(pages: Pages) -> None:
    people = sample.property_of(
        "population", "population", sample.literal("people", "en"), sample.literal("世界人口", "zh")
    )
    told = replace(sample.role_statement(), parts=(people,))
    english = pages.thing(replace(sample.thing(), statements=(told,)))
    chinese = pages.thing(replace(sample.thing("zh"), statements=(told,)))
    russian = pages.thing(replace(sample.thing("ru"), statements=(told,)))
    assert ("people" in english, "世界人口" in english) == (True, False)
    assert ("people" in chinese, "世界人口" in chinese) == (False, True)
    assert "people" in russian


def test_keys_of_concepts_are_not_shown_as_codes(pages: Pages) -> None:
    html = pages.roles(sample.roles())
    assert '<span class="code"><bdi dir="ltr">C4</bdi></span>' in html
    role = sample.roles().roles[0]
    keyed = replace(role, role=replace(role.role, code="co-facilitator-key"))
    assert "co-facilitator-key" not in pages.roles(replace(sample.roles(), roles=(keyed,)))


def test_roles_with_a_printed_date_come_before_those_without(pages: Pages) -> None:
    dated = sample.roles().roles[0]
    undated = replace(dated, end="", agency=sample.UNIDO)
    html = pages.roles(replace(sample.roles(), roles=(undated, dated))).split("<tbody>")[1]
    assert html.index(">ITU<") < html.index(">UNIDO<")


def test_a_proposal_is_marked_wherever_it_is_cited(pages: Pages) -> None:
    proposed = replace(sample.ASSERTION, proposed=True)
    role = replace(sample.roles().roles[0], passages=(proposed,))
    assert "a proposal, not adopted" in pages.roles(replace(sample.roles(), roles=(role,)))
    assert "a proposal, not adopted" not in pages.roles(sample.roles())


def test_a_cell_without_linkage_says_not_stated(pages: Pages) -> None:
    empty = replace(sample.cell(), state="not-stated", evidence=(), asserted=(), by_matrix=())
    assert "Not stated: no source in the graph links the two." in pages.cell(empty)


def test_boolean_and_graph_answers_are_shown(pages: Pages) -> None:
    free = replace(sample.results(), question=None, head=(), rows=())
    assert ">No</p>" in pages.results(replace(free, boolean=False))
    assert "&lt;a&gt; &lt;b&gt;" in pages.results(replace(free, graph="<a> <b> <c> ."))


def test_an_answer_without_rows_says_so(pages: Pages) -> None:
    assert "nothing in the graph answers this" in pages.results(replace(sample.results(), rows=()))


def test_a_problem_names_the_values_that_would_do(pages: Pages) -> None:
    html = pages.problem(sample.problem())
    assert "“18” is not a goal" in html
    assert '<code dir="ltr">17</code>' in html


def test_a_query_that_failed_can_be_mended(pages: Pages) -> None:
    query = "SELECT </textarea><script>"
    html = pages.problem(replace(sample.problem(), query=query))
    assert "SELECT &lt;/textarea&gt;&lt;script&gt;</textarea>" in html


def test_the_first_page_with_its_style_is_below_sixty_kilobytes(pages: Pages) -> None:
    html = len(pages.home(sample.home("ar", chosen=True)).encode())
    style = (Path(pages.assets) / "site.css").stat().st_size
    assert html + style < 60_000


def test_drawing_twice_gives_the_same_bytes(pages: Pages) -> None:
    for draw in DRAWN.values():
        assert draw(pages) == draw(Pages())

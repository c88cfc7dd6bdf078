"""Pages as text: valid HTML, hostile texts shown as text, languages marked, potential apart."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import html5lib
import pytest
from tests.site import sample
from tests.site.every_page import DRAWN

from wsisgraph.api.machine import described
from wsisgraph.api.pages import AnswerRow, Home, Table, Term, Text
from wsisgraph.site import Pages
from wsisgraph.site.language import NAMES

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
        data = ("application/ld+json", "application/json")
        assert tag != "script" or "src" in attributes or attributes["type"] in data
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
    html = pages.thing(described(thing))
    html5lib.HTMLParser(strict=True).parse(html)
    for tag, attributes in Tags(html).tags:
        assert tag != "script" or attributes == {"type": "application/ld+json"}
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
    [table] = [one for one in tree.iter("table") if "matrix" in one.get("class", "").split()]
    rows = table.findall("tbody/tr")
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
    assert '<bdi class="code" dir="ltr">C4</bdi>' in html
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


@pytest.mark.parametrize("lang", NAMES)
def test_the_first_page_with_its_style_is_far_below_sixty_kilobytes(
    pages: Pages, lang: str
) -> None:
    html = pages.home(sample.home(lang, chosen=True))
    styles = re.findall(r'<link rel="stylesheet" href="/assets/([^?"]+)', html)
    assert styles == ["theme.css", "site.css"]
    assert len(html.encode()) + sum(len(pages.files[name]) for name in styles) < 52_000


def test_drawing_twice_gives_the_same_bytes(pages: Pages) -> None:
    for draw in DRAWN.values():
        assert draw(pages) == draw(Pages())


def machine(html: str) -> list[dict[str, object]]:
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return json.loads(block)["@graph"]


def test_a_page_says_to_machines_what_it_is_about(pages: Pages) -> None:
    page, thing = machine(pages.thing(described(sample.thing())))
    assert page["mainEntity"] == {"@id": sample.ITU.iri}
    assert thing["@id"] == sample.ITU.iri
    assert thing["@type"] == ["Organization", sample.DEF + "Body"]
    assert {"@value": "国际电信联盟", "@language": "zh"} in thing["name"]
    assert page["encoding"][0]["contentUrl"] == "https://example.org/data.ttl"


def test_the_text_of_a_label_cannot_end_the_data_block(pages: Pages) -> None:
    hostile = Text("</script><script>alert(1)</script><!--", "en")
    html = pages.thing(described(replace(sample.thing(), label=hostile, labels=(hostile,))))
    assert machine(html)[1]["name"] == [{"@value": hostile.value, "@language": "en"}]


def test_a_cell_says_its_linkages_to_machines(pages: Pages) -> None:
    found = machine(pages.cell(described(sample.cell())))
    linkages = [node for node in found if node["@type"] == "wsis:Linkage"]
    assert [node["wsis:linksTo"]["@id"] for node in linkages] == [
        item.object.iri for item in sample.cell().evidence
    ]
    assert {node["wsis:confidence"] for node in linkages} == {0.95}


def test_a_page_has_one_canonical_address_and_says_how_to_cite_it(pages: Pages) -> None:
    html = pages.cell(sample.cell())
    assert '<link rel="canonical" href="https://example.org/m/C2/9">' in html
    assert 'revision <bdi dir="ltr">1-5f3a</bdi>' in html
    chosen = pages.home(sample.home("fr", chosen=True))
    assert '<link rel="canonical" href="https://example.org/?lang=fr">' in chosen


def test_activities_by_the_matrix_stand_apart_in_their_cells(pages: Pages) -> None:
    cells = [cell for row in matrix_cells(pages.home(sample.home_of_activities())) for cell in row]
    assert cells[0] == "2+5"
    assert "+1" in cells, "no activity is stated there, and none is counted"
    html = pages.home(sample.home_of_activities())
    assert 'aria-label="C1 × 1: 2 stated, 5 by the matrix"' in html


def test_the_cells_of_a_narrowed_matrix_lead_to_the_narrowed_evidence(pages: Pages) -> None:
    html = pages.home(sample.home_of_activities())
    assert 'href="/m/C1/1?agency=itu&amp;since=2015"' in html


def test_the_matrix_is_narrowed_by_a_form_that_needs_no_script(pages: Pages) -> None:
    tree = html5lib.parse(pages.home(sample.home_of_activities()), namespaceHTMLElements=False)
    form = tree.find(".//form[@class='filters']")
    assert form.get("method") == "get"
    assert form.get("action") == "/"
    assert form.find(".//input[@name='measure']").get("value") == "activities"
    assert form.find(".//select[@name='agency']/option[@selected]").get("value") == "itu"
    assert form.find(".//optgroup").get("label") == "ITU regions"
    assert form.find(".//input[@name='since']").get("value") == "2015"


def test_what_the_matrix_leaves_out_can_be_counted_as_well(pages: Pages) -> None:
    html = pages.home(sample.home_of_activities())
    assert "2 unconfirmed statements match and were left out." in html
    assert "status=accepted%2Cunconfirmed" in html
    assert "left out" not in pages.home(sample.home())


def test_the_matrix_opens_to_its_targets_under_their_goals(pages: Pages) -> None:
    tree = html5lib.parse(pages.targets(sample.targets()), namespaceHTMLElements=False)
    [above, below] = tree.findall(".//thead/tr")
    assert [cell.get("colspan") for cell in above.findall("th")] == ["3", "3"]
    assert [cell.get("scope") for cell in below.findall("th")] == ["col"] * 7
    linked = [link.get("href") for link in tree.findall(".//td/a")]
    assert linked == ["/m/C1/1.a", "/m/C1/9.a", "/m/C2/1.a", "/m/C2/9.a"]


@pytest.mark.parametrize(("by", "head"), [("goal", "/sdg/9"), ("line", "/vocab/action-lines/c2")])
def test_the_views_lead_from_a_head_to_its_cells_and_say_what_is_silent(
    pages: Pages, by: str, head: str
) -> None:
    html = pages.view(sample.view(by))  # type: ignore[arg-type]
    assert f'href="{head}"' in html
    assert 'href="/m/C2/9.a"' in html
    assert "Not stated: no source in the graph links anything here." in html


def test_a_line_says_where_the_reasons_stand_that_are_not_loaded(pages: Pages) -> None:
    html = pages.thing(sample.line_thing())
    assert "whose texts are not loaded here" in html
    assert f'href="{sample.MATRIX.href}"' in html


def test_reasons_that_are_loaded_are_told_where_the_linkage_is(pages: Pages) -> None:
    why = (Text("Cables\n\nand masts <b>", "en"), Text("Des câbles", "fr"))
    evidence = replace(sample.evidence("C2", "9.1"), rationales=why)
    opened = replace(sample.opened(sample.goal("9"), "C2", "9"), evidence=(evidence,))
    line = replace(sample.line_thing(), opened=(opened,))
    cell = replace(sample.cell(), evidence=(evidence,))
    for html in (pages.thing(line), pages.cell(cell)):
        assert '<p class="rationale"><bdi>Cables\n\nand masts &lt;b&gt;</bdi></p>' in html
        assert "Des câbles" not in html
        assert "not loaded here" not in html
    whole = replace(opened, whole=evidence, evidence=())
    view = replace(sample.view("line"), heads=((sample.line("C2"), (whole,)),))
    assert "and masts" in pages.view(view)
    assert "not loaded here" not in pages.view(view)
    assert "not loaded here" in pages.view(sample.view("line"))


def test_an_activity_does_not_repeat_the_page_it_is_on_nor_the_lines_of_its_matches(
    pages: Pages,
) -> None:
    of_itu = replace(
        sample.GIGA, matches=(replace(sample.GIGA.matches[0], concept=sample.line("C2")),)
    )
    html = pages.thing(
        replace(sample.thing(), asserted=(of_itu,), activities_href="/api/activities")
    )
    record = html.split('<article class="record">')[1].split("</article>")[0]
    assert "Carried out by" not in record
    assert "under" not in record
    listed = pages.activities(sample.activities())
    assert "Carried out by" in listed


def test_a_line_tells_each_linkage_with_direction_and_confidence(pages: Pages) -> None:
    tree = html5lib.parse(pages.thing(sample.line_thing()), namespaceHTMLElements=False)
    table = tree.find(".//table[@class='rows linkages stacked']")
    rows = [["".join(cell.itertext()) for cell in row] for row in table.findall("tbody/tr")]
    assert [row[0] for row in rows[:2]] == ["1 No poverty", "the goal as a whole"]
    assert len(rows) == 2 * (1 + 3)
    assert sum(row[1:3] == ["both ways", "0.95"] for row in rows) == 6


@pytest.mark.parametrize(("code", "told"), [("9", False), ("9.c", True)])
def test_a_code_is_not_told_again_beside_the_thing_that_has_it(
    pages: Pages, code: str, told: bool
) -> None:
    line = sample.line_thing()
    row = AnswerRow(((sample.term(sample.goal("9")),), (sample.literal(code),)), ())
    answer = replace(line.answers[0], head=("concept", "code"), rows=(row,), total=1)
    html = pages.thing(replace(line, answers=(answer,)))
    assert ('<th scope="col">Code</th>' in html) is told


def test_statements_that_contradict_each_other_stand_side_by_side(pages: Pages) -> None:
    html = pages.thing(sample.line_thing()).split('<div class="versus">')[1]
    one, other = html.split('<p class="said">')[1:3]
    assert "sole" in one
    assert "/p/2-1-b" in one
    assert "co-" in other
    assert "/p/c2-9" in other


def test_an_answer_on_a_page_can_be_asked_again_and_says_what_it_leaves_out(pages: Pages) -> None:
    html = pages.thing(sample.line_thing())
    assert 'href="/api/questions/roles/in-line-on-date?line=C2"' in html
    assert "the first 1 of 40" in html


def test_what_is_not_accepted_can_be_hidden(pages: Pages) -> None:
    apart = pages.thing(sample.line_thing()).split('<details class="apart" open>')[1]
    assert "unconfirmed" in apart.split("</details>")[0]
    assert '<details class="apart"' not in pages.thing(sample.document_thing())


def test_the_versions_of_a_resolution_are_told_in_time_and_a_proposal_is_marked(
    pages: Pages,
) -> None:
    html = pages.thing(sample.resolution_thing())
    timeline = html.split('<ol class="timeline">')[1].split("</ol>")[0]
    adopted, proposed = timeline.split('<li class="proposed">')
    assert "Bucharest" in adopted
    assert "Proposal to modify" in proposed
    assert "amends" in proposed


def test_a_clause_names_whom_it_addresses_and_its_duties(pages: Pages) -> None:
    clause = pages.thing(sample.resolution_thing()).split('<table class="rows clauses">')[1]
    assert "Report each year." in clause
    assert f'href="{sample.ITU.href}"' in clause
    assert f'href="{sample.REPORT.href}"' in clause


def test_the_passages_of_a_document_tell_what_was_read_from_them(pages: Pages) -> None:
    read = pages.thing(sample.document_thing()).split('<ul class="read">')[1].split("</ul>")[0]
    assert "A track." in read
    assert sample.UNIDO.href in read

"""The parts of a page of a thing: their headings, what is folded, in which order they are told."""

import re
from dataclasses import replace

import html5lib
import pytest
from tests.site import sample

from wsisgraph.api.pages import AnswerRow, Term, Text, Value
from wsisgraph.site import Pages
from wsisgraph.site.statements import alike_in_name, in_order, result_columns
from wsisgraph.site.titles import TITLES


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages()


def tree(html: str):  # type: ignore[no-untyped-def]
    return html5lib.parse(html, namespaceHTMLElements=False)


def words(element) -> str:  # type: ignore[no-untyped-def]
    return " ".join("".join(element.itertext()).split())


def test_an_answer_is_headed_shortly_and_the_question_stands_below(pages: Pages) -> None:
    html = pages.thing(sample.wide_thing())
    heads = [words(head) for head in tree(html).iter("h2")]
    assert "Roles 1" in heads
    assert "Partners 1" in heads
    assert not [head for head in heads if "?" in head]
    below = html.split('id="a-3"')[1]
    assert '<p class="small asked"><bdi>Who are its partners?</bdi></p>' in below


def test_a_question_without_a_heading_of_ours_is_headed_by_its_summary(pages: Pages) -> None:
    assert "new/question" not in TITLES
    summary = sample.wide_thing().answers[-1].question.summary
    [head] = [
        head
        for head in tree(pages.thing(sample.wide_thing())).iter("h2")
        if head.get("id") == "a-5"
    ]
    assert words(head) == f"{summary} 1"


def test_the_headings_of_lists_and_answers_are_no_questions(pages: Pages) -> None:
    for html in (
        pages.activities(sample.activities()),
        pages.roles(sample.roles()),
        pages.results(sample.results()),
        pages.questions(sample.questions()),
    ):
        for head in [*tree(html).iter("h1"), *tree(html).iter("h3")]:
            assert "?" not in words(head)


def test_late_parts_of_a_long_page_are_folded_and_their_headings_stay(pages: Pages) -> None:
    page = tree(pages.thing(sample.wide_thing()))
    folded = page.findall(".//details[@class='part']")
    assert [part.find("summary/h2").get("id") for part in folded][:3] == ["a-3", "a-4", "a-5"]
    assert all(part.find(".//table") is not None for part in folded[:3])
    marks = {element.get("id") for element in page.iter() if element.get("id")}
    links = {link.get("href")[1:] for link in page.findall(".//details[@class='on-page']//a")}
    assert links <= marks
    assert "printed by their headings alone" in words(page)
    few = pages.thing(sample.line_thing())
    assert '<details class="part">' not in few
    assert "printed by their headings alone" not in few


def test_of_many_passages_and_values_the_first_are_seen_and_all_are_there(pages: Pages) -> None:
    row = tree(pages.thing(sample.wide_thing())).find(".//tbody/tr")
    values, said = row.findall("td")
    assert len(values.findall("a")) == 6
    assert len(values.findall("details/a")) == 6
    assert words(values.find("details/summary")) == "and 6 more"
    assert len(said.findall("ul/li")) == 3
    assert len(said.findall("details/ul/li")) == 9
    few = replace(
        sample.wide_thing().answers[0],
        rows=(
            AnswerRow(
                ((sample.term(sample.ITU),),), sample.wide_thing().answers[0].rows[0].passages[:4]
            ),
        ),
    )
    html = pages.thing(replace(sample.wide_thing(), answers=(few,)))
    assert "and one more" not in html


def test_a_short_locator_is_not_broken_and_a_long_one_may_be(pages: Pages) -> None:
    def drawn(locator: str) -> str:
        said = sample.passage(sample.REPORT, locator)
        statement = replace(sample.role_statement(), passages=(said,))
        return pages.thing(replace(sample.thing(), statements=(statement,)))

    assert '<span class="locator"><bdi>annex-2-i-heading</bdi></span>' in drawn("annex-2-i-heading")
    assert '<span class="locator long"><bdi>' in drawn("long-" * 1000)


def named(iri: str, code: str = "", label: str = "", lang: str = "") -> Value:
    label = label or iri.rpartition("/")[2]
    return Value(Term("iri", iri, href=iri, label=Text(label, lang), code=code), ())


def test_values_without_names_stand_in_the_order_of_their_numbers() -> None:
    ends = ("c10-1", "c2-11", "c2-1.10", "c2-9.a", "c2-1.2", "c2-9.c", "c2-2")
    found = in_order([named(f"/id/linkage/m/{end}") for end in ends], "en")
    assert [value.term.value.rpartition("/")[2] for value in found] == [
        "c2-1.2",
        "c2-1.10",
        "c2-2",
        "c2-9.a",
        "c2-9.c",
        "c2-11",
        "c10-1",
    ]


def test_codes_with_more_digits_than_any_number_stand_in_order_as_well() -> None:
    given = [named("x:" + digits) for digits in ("9" * 5000, "0010", "1" * 5000, "9", "0", "a")]
    found = [value.term.value[2:6] for value in in_order(given, "en")]
    assert found == ["0", "9", "0010", "1111", "9999", "a"]


def test_the_passages_of_a_document_stay_together_among_things_with_names() -> None:
    given = [
        named("/id/document/b/p/2-10"),
        named("/id/document/b", label="A report", lang="en"),
        named("/id/document/a/p/3-1"),
        named("/id/document/b/p/2-9"),
    ]
    found = [value.term.value for value in in_order(given, "en")]
    assert found == [
        "/id/document/a/p/3-1",
        "/id/document/b",
        "/id/document/b/p/2-9",
        "/id/document/b/p/2-10",
    ]


def test_things_whose_iris_end_alike_are_told_apart(pages: Pages) -> None:
    links = [named(f"/id/activity-link/{activity}/c2") for activity in ("giga", "ixp")]
    assert alike_in_name(links)
    assert not alike_in_name([named("/id/linkage/m/c2-1"), named("/id/linkage/m/c2-2")])
    pointing = replace(
        sample.property_of("linksTo", "links to"), values=tuple(links), total=len(links)
    )
    html = pages.thing(replace(sample.thing(), incoming=(pointing,)))
    assert re.findall(
        r'href="/id/activity-link/[^>]*>\s*<span class="iri"><bdi dir="ltr">([^<]*)', html
    ) == [
        "giga/c2",
        "ixp/c2",
    ]


def test_a_page_tells_how_many_statements_there_are_where_it_shows_the_first(pages: Pages) -> None:
    thing = sample.thing()
    kind = thing.statements[0].kind.value
    html = pages.thing(replace(thing, totals={kind: 287, "x:other": 3}))
    heads = [words(head) for head in [*tree(html).iter("h2"), *tree(html).iter("h3")]]
    assert "What sources say 290" in heads
    assert "Role statement 287" in heads
    assert "the first 1 of 290" in html
    assert "the first" not in pages.thing(thing)


def test_a_graph_tells_its_terms_under_their_fragments(pages: Pages) -> None:
    page = tree(pages.thing(sample.graph_thing()))
    rows = {row.get("id"): [words(cell) for cell in row] for row in page.findall(".//tbody/tr")}
    assert rows == {
        "class-1a": ["Body", "Class", "42"],
        "property-2b": ["links to", "Property", "1,234"],
    }


def test_the_choices_of_a_static_matrix_are_folded_by_what_they_have_in_common(
    pages: Pages,
) -> None:
    home = sample.home_of_activities()
    page = tree(pages.home(replace(home, page=replace(home.page, static=True))))
    groups = page.findall(".//details[@class='choices']")
    assert [words(group.find("summary")) for group in groups] == ["Agency 1", "ITU regions 1"]
    assert [group.get("open") is not None for group in groups] == [True, False]
    assert [link.get("href") for link in groups[1].iter("a")] == ["/?region=itu-regions%2Fafrica"]


def test_an_answer_of_ours_tells_nothing_twice_and_a_free_query_tells_all() -> None:
    head = ("partner", "partnerTitle", "how", "passage", "locator", "title")
    shown = [name for _, name in result_columns(head, named=True)]
    assert shown == ["partner", "how", "passage", "title"]
    assert [name for _, name in result_columns(head, named=False)] == list(head)
    assert result_columns(("partnerTitle", "locator"), named=True) == [
        (0, "partnerTitle"),
        (1, "locator"),
    ]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("notPrinted", "start and end", "début et fin"),
        ("certainty", "last stated in 2014", "dernière mention en 2014"),
        ("how", "something new", "something new"),
        ("title", "start and end", "start and end"),
    ],
)
def test_what_a_question_says_in_words_of_its_own_is_said_in_the_language_of_the_page(
    pages: Pages, column: str, value: str, told: str
) -> None:
    row = AnswerRow(((sample.literal(value),),), ())
    answer = replace(sample.wide_thing("fr").answers[0], head=(column,), rows=(row,))
    html = pages.thing(replace(sample.wide_thing("fr"), answers=(answer,)))
    assert told in words(tree(html).find(".//tbody/tr"))


def test_a_late_page_of_a_list_says_where_the_stated_ones_are(pages: Pages) -> None:
    late = replace(sample.activities(), asserted=(), stated=3, total=10, offset=5)
    html = pages.activities(late)
    assert "They stand on the pages before this one." in html
    heads = [words(head) for head in tree(html).iter("h2")]
    assert heads == ["Stated in a source 3", "Potential, by the matrix only 7"]
    none = pages.activities(replace(late, stated=0))
    assert "No source in the graph states such an activity." in none


def test_the_facts_of_a_passage_are_told_by_kind_and_the_place_alone_in_its_document(
    pages: Pages,
) -> None:
    thing = sample.document_thing()
    [first, _] = thing.facts[sample.ASSERTION.iri]
    kinds = [sample.predicate(name, name) for name in ("A", "B", "A", "C", "D", "E")]
    facts = tuple(replace(first, kind=kind) for kind in kinds)
    row = AnswerRow(((sample.term(sample.ITU),),), (sample.ASSERTION,))
    answer = replace(sample.wide_thing().answers[0], rows=(row,))
    drawn = pages.thing(
        replace(
            thing, facts={sample.ASSERTION.iri: facts}, answers=(answer,), iri=sample.REPORT.iri
        )
    )
    page = tree(drawn)
    read = [
        [words(kind.find("span")) for kind in part.findall("li")]
        for part in page.findall(".//ul[@class='read']")
    ]
    assert read == [["A", "B", "C"], ["D", "E"]]
    assert len(page.findall(".//ul[@class='read']/li")[0].findall("span/a")) == 2
    said = words(page.find(".//table//ul[@class='passages']/li"))
    assert said == sample.ASSERTION.locator

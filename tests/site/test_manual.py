"""The pages of the manual: terms, rules, questions and files, in each language's own order."""

import re
from dataclasses import replace

import pytest
from tests.site import sample, sample_manual
from tests.site.test_languages import Elements

from wsisgraph.api.pages import Choice, Term, Text, Value
from wsisgraph.cli.languages import definitions
from wsisgraph.site import Pages, language, markup, statements


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages()


def anchors(html: str) -> list[str]:
    return re.findall(r'<article class="entry" id="([^"]+)"', html)


def test_terms_stand_in_the_order_of_the_language(pages: Pages) -> None:
    english = anchors(pages.ontology(sample_manual.ontology("en")))
    assert english[:4] == ["Event", "Linkage", "area", "linksTo"]
    # Événement stands with e, before Lien; relie before zone
    assert anchors(pages.ontology(sample_manual.ontology("fr")))[:4] == [
        "Event",
        "Linkage",
        "linksTo",
        "area",
    ]
    # 地区 (dìqū) before 关联到 (guānlián), 关联 before 会议 (huìyì), by pinyin
    assert anchors(pages.ontology(sample_manual.ontology("zh")))[:4] == [
        "Linkage",
        "Event",
        "area",
        "linksTo",
    ]


def test_the_contents_lead_to_each_term_under_its_letter(pages: Pages) -> None:
    html = pages.ontology(sample_manual.ontology("fr"))
    contents = html[html.index('id="contents-title"') : html.index('<h2 id="classes"')]
    assert set(re.findall(r'href="#([^"]+)"', contents)) >= set(anchors(html))
    assert re.findall(r'class="letter"><bdi>(.)</bdi>', contents) == ["E", "L", "R", "Z"]


def test_chinese_terms_stand_under_no_letter(pages: Pages) -> None:
    assert 'class="letter"' not in pages.ontology(sample_manual.ontology("zh"))


def test_a_term_tells_its_uses_rules_and_questions(pages: Pages) -> None:
    html = pages.ontology(sample_manual.ontology())
    linkage = html[html.index('id="Linkage"') : html.index('<h2 id="properties"')]
    assert '<span class="count">1,287</span></summary>' in linkage
    assert 'href="/shapes#Linkage"' in linkage
    assert 'href="/api/questions#matrix--lines-for-target"' in linkage
    assert 'href="/id/linkage/m/c2-9"' in linkage
    assert 'href="/def#linksTo"' in linkage, "a class tells its properties"


def test_what_is_not_translated_says_in_which_language_it_is(pages: Pages) -> None:
    shown = Elements(pages.ontology(sample_manual.ontology("ar"))).texts
    definitions = [marked for marked, text in shown if text.startswith("Definition of")]
    assert definitions == ["en"] * 4


@pytest.mark.parametrize("lang", ["ar", "es", "fr", "ru", "zh"])
def test_the_definitions_of_the_ontology_are_told_in_each_language(lang: str) -> None:
    found = list(definitions())
    assert len(found) > 100
    told = [language.documented(definition, lang) for definition in found]
    # what was added since is shown as English, and says so, until somebody translates it
    assert sum('lang="en"' in text for text in told) < len(found) / 10


def test_a_definition_with_a_colon_is_one_sentence() -> None:
    assert language.pieces("Work: a project.") == ["Work: a project."]
    assert language.pieces("Goal: a goal such as 9") == ["Goal", "a goal such as 9"]


def test_each_demand_is_said_in_words_and_none_by_its_name_in_shacl(pages: Pages) -> None:
    html = pages.shapes(sample_manual.shapes())
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    for sentence in (
        "exactly one value",
        "at least 2 values",
        "at most 3 values",
        "no value",
        "1 to 4 values",
        "each value is a thing of the class Event",
        "each value is from the list",
        "each value is at most 1,000",
        "each value fits the pattern ^[A-Z]$",
        "each value is a thing with an address of its own (IRI), no text",
        "each text is in one of these languages: العربية, English",
        "no two texts are in one language",
        "at least one value of this kind:",
        "at least one of these holds:",
        "this does not hold:",
        "this query finds nothing:",
    ):
        assert sentence in said
    # what nobody has put into words yet is told by its name rather than left out
    assert "sh:someday" in said
    assert len(re.findall(r"sh:\w+", said)) == 1


def test_a_rule_says_whether_it_must_be_kept_and_shows_what_breaks_it_as_text(pages: Pages) -> None:
    html = pages.shapes(sample_manual.shapes())
    assert html.count('class="severity must"') == 4
    assert html.count('class="severity should"') == 1
    assert "&lt;/pre&gt;&lt;script&gt;alert(1)" in html
    assert "<script>" not in html


def test_a_file_tells_its_size_and_checksum_and_stands_with_its_graph(pages: Pages) -> None:
    html = pages.dataset(sample_manual.dataset())
    whole, _, by_graph = html.partition('<h2 id="graphs-title"')
    assert 'href="/downloads/wsisgraph.nq"' in whole
    assert 'href="/downloads/graphs/itu-council.ttl"' not in whole
    council = by_graph[by_graph.index('id="graph-1"') : by_graph.index('id="graph-2"')]
    assert 'href="/downloads/graphs/itu-council.ttl"' in council
    assert "8,960,202 bytes" in council
    assert "ab" * 32 in council
    assert "ITU holds the copyright" in council


def test_graphs_that_are_kept_apart_come_last_and_say_so(pages: Pages) -> None:
    html = pages.dataset(sample_manual.dataset())
    apart = html[html.index('id="graph-2"') :]
    assert "unconfirmed/regions" in apart
    assert 'class="tag unconfirmed"' in apart


def test_files_that_are_being_made_are_announced(pages: Pages) -> None:
    html = pages.dataset(sample_manual.dataset(made=False))
    assert "are being made" in html
    assert "/downloads/wsisgraph.nq" not in html


def test_a_question_tells_what_it_takes_gives_and_uses(pages: Pages) -> None:
    html = pages.questions(sample.questions())
    first = sample.questions().questions[0]
    told = html[html.index(f'<article class="entry" id="{first.anchor}"') :]
    told = told[: told.index("</article>")]
    assert "CQ-02 CQ-07" in told
    assert 'href="/def#linksTo"' in told
    assert 'href="/def#ActionLine"' in told
    assert "a &lt;http://example.org/Activity&gt;" in told
    assert '<code dir="ltr">someColumn</code>' in told
    assert f'href="#{first.anchor}"' in html[: html.index("<article")]


def test_a_manual_without_anything_is_drawn(pages: Pages) -> None:
    empty = replace(
        sample_manual.ontology(),
        classes=(),
        properties=(),
        schemes=(),
        foreign=(),
        description=None,
    )
    assert "<h1>" in pages.ontology(empty)
    assert "<h1>" in pages.shapes(replace(sample_manual.shapes(), shapes=(), must=0, should=0))


def test_values_with_names_stand_in_the_order_of_the_language() -> None:
    def value(name: str, lang: str) -> Value:
        label = Text(name, lang)
        return Value(Term("iri", "http://x/" + name, href="/x", label=label), ())

    names = ["zone", "événement", "Lien", "école"]
    ordered = statements.in_order([value(name, "fr") for name in names], "fr")
    assert [one.term.label.value for one in ordered if one.term.label] == [
        "école",
        "événement",
        "Lien",
        "zone",
    ]
    # where one has no name, their IRIs tell the order of all
    mixed = [value("b", "fr"), value("a10", ""), value("a9", "")]
    assert statements.in_order(mixed, "fr") == [mixed[2], mixed[1], mixed[0]]


def test_choices_with_names_stand_in_the_order_of_the_language_and_keys_as_given() -> None:
    named = [Choice(name, Text(name, "ru")) for name in ("Ёлка", "Яма", "Арка")]
    keys = [Choice(name, Text(name)) for name in ("matrix", "asserted")]
    [(_, ours)] = markup.grouped(named, "ru")
    assert [choice.value for choice in ours] == ["Арка", "Ёлка", "Яма"]
    [(_, given)] = markup.grouped(keys, "ru")
    assert [choice.value for choice in given] == ["matrix", "asserted"]

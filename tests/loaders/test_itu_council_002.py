"""The draft report of 2024: every line, the chart read as words, and apart what followed it."""

import re
from collections import Counter, defaultdict

from tests.loaders.test_itu_council import facts, lines_of, passages_of, text_of

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, ORG, RDF, SKOS, WSIS

# A footnote shares the line of the paragraph that it belongs to.
WITH_A_FOOTNOTE = {22, 47}
# The chart that our copy gives as loose words begins here.
CHART = 52
# Roles in the action lines are read by another source, from the same passages.
ROLES_ELSEWHERE = {"2-b-heading", "annex-2-heading"}
# At most so many of the paragraphs and list items may carry no fact.
SHARE_WITHOUT_FACT = 0.15


def statements_of(document: str) -> set[str]:
    return {
        fact.subject
        for fact in facts()
        if fact.predicate == WSIS.statedIn
        and fact.object.value.startswith(passages_of(document))
        and fact.status == "accepted"
    }


def objects(subject: str, predicate: str) -> set[str]:
    node = iris.individual(*subject.split("/", 1))
    return {f.object.value for f in facts() if f.subject == node and f.predicate == predicate}


def test_every_line_of_document_002_stands_in_a_passage_and_only_a_footnote_shares_one() -> None:
    lines = text_of("002").read_text(encoding="utf-8").splitlines()
    with_text = {number for number, line in enumerate(lines, start=1) if line.strip()}

    claimed = lines_of("002")

    assert set(claimed) == with_text
    assert {number for number, times in claimed.items() if times > 1} == WITH_A_FOOTNOTE


def test_a_passage_of_document_002_has_a_fact_or_a_reason_and_few_paragraphs_have_none() -> None:
    beginning = passages_of("002")
    told: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for fact in facts():
        if fact.predicate == WSIS.statedIn and fact.status == "accepted":
            told[fact.object.value.removeprefix(beginning)].add("fact")
        elif fact.predicate == WSIS.coverage:
            told[fact.subject.removeprefix(beginning)].add("reason")
        elif fact.predicate == WSIS.passageKind and fact.subject.startswith(beginning):
            kinds[fact.subject.removeprefix(beginning)] = fact.object.value.rsplit("/", 1)[1]

    unclear = {locator for locator in kinds if len(told[locator]) != 1}
    numbered = [locator for locator, kind in kinds.items() if kind in {"paragraph", "bullet"}]
    without = [locator for locator in numbered if "fact" not in told[locator]]

    assert unclear - ROLES_ELSEWHERE == set()
    assert len(without) <= SHARE_WITHOUT_FACT * len(numbered)


def test_the_chart_has_two_instruments_of_montevideo_and_none_of_eca() -> None:
    labels: dict[str, str] = {}
    for fact in facts():
        named = fact.predicate == SKOS.prefLabel and "/instrument/eclac-" in fact.subject
        if named and fact.object.language == "en":
            labels[fact.subject] = fact.object.value

    assert len(labels) == 7
    assert Counter("Montevideo" in label for label in labels.values())[True] == 2
    eca = iris.individual("agency", "eca")
    made = {f.subject for f in facts() if f.predicate == DCT.creator and f.object.value == eca}
    assert made & statements_of("002") == set()


def test_the_chart_lists_fourteen_facilitators_and_the_loose_word_is_none_of_them() -> None:
    role = iris.vocab("roles", "facilitator")
    holders = {f.subject for f in facts() if f.predicate == ORG.role and f.object.value == role}
    listed = {
        f.object.value
        for f in facts()
        if f.predicate == ORG.member and f.subject in holders and f.subject.endswith("-002-chart")
    }

    assert len(listed) == 14
    assert iris.individual("body", "un-regional-commissions") not in listed


def test_no_line_between_boxes_of_the_chart_counts_as_printed() -> None:
    edges = {
        f.subject: f.status
        for f in facts()
        if f.predicate == RDF.type and "/statement/002-chart-edge-" in f.subject
    }
    notes = {
        f.subject
        for f in facts()
        if f.predicate == SKOS.editorialNote and f.object.value.startswith("Inferred from layout")
    }

    assert edges
    assert set(edges.values()) == {"proposed"}
    assert set(edges) == notes


def test_resolution_80_173_is_marked_as_outside_and_lends_document_002_nothing() -> None:
    (note,) = objects("document/ga-res-80-173", SKOS.editorialNote)

    assert note.startswith("Outside the four documents")
    assert not {s for s in statements_of("002") if "80-173" in s}
    assert iris.individual("resolution", "ga-80-173") not in objects(
        "document/itu-council-002", WSIS.cites
    )


def test_a_plenipotentiary_resolution_has_versions_of_years_with_a_conference_only() -> None:
    versions = {
        f.subject.split("/id/resolution/", 1)[1]
        for f in facts()
        if f.predicate == DCT.isVersionOf and "/id/resolution/itu-pp-" in f.subject
    }
    years = {v.rsplit("/", 1)[1] for v in versions if re.fullmatch(r"itu-pp-[0-9]+/[0-9]{4}", v)}

    assert {"1998", "2022"} <= years
    assert years <= {"1998", "2002", "2006", "2010", "2014", "2018", "2022"}

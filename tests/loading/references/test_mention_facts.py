"""Mentions become proposed facts, each with pattern, confidence and passage."""

from collections import defaultdict

from tests.loading.references.finding import finder, passage

from wsisgraph.loading.facts import Fact
from wsisgraph.loading.references.facts import MentionFacts
from wsisgraph.loading.texts.facts import Where
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, WSIS

DOCUMENT = iris.individual("document", "example")


def facts(text: str) -> list[Fact]:
    where = Where("example.txt", DOCUMENT, "example", "0" * 64)
    read = passage(text)
    return list(MentionFacts(where).of(read, finder().find(read)))


def said(found: list[Fact]) -> dict[str, dict[str, list[str]]]:
    things: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fact in found:
        things[fact.subject][fact.predicate].append(fact.object.value)
    return things


def test_all_that_was_extracted_is_proposed_and_belongs_to_its_passage() -> None:
    found = facts("ITU noted A/RES/70/125 on 16 November 2018.")
    assert found
    assert {(fact.status, fact.record) for fact in found} == {("proposed", "1")}


def test_a_passage_mentions_things_and_cites_texts() -> None:
    things = said(facts("ITU noted A/RES/70/125 and A/RES/70/125."))[f"{DOCUMENT}/p/1"]
    resolution = iris.individual("resolution", "ga-70-125")
    assert things[WSIS.mentions] == [resolution, iris.individual("agency", "itu")] or set(
        things[WSIS.mentions]
    ) == {resolution, iris.individual("agency", "itu")}
    assert things[WSIS.cites] == [resolution]


def test_each_mention_is_an_annotation_with_pattern_and_confidence() -> None:
    things = said(facts("It met on 16 November 2018."))
    (iri,) = (name for name in things if "/id/mention/" in name)
    mention = things[iri]
    assert mention[RDF.type] == [WSIS.Mention]
    assert mention[WSIS.normalForm] == ["2018-11-16"]
    assert mention[WSIS.statedIn] == [f"{DOCUMENT}/p/1"]
    assert mention[WSIS.pattern][0].startswith("date: ")
    assert 0 < float(mention[WSIS.confidence][0]) <= 1


def test_a_thing_that_nobody_described_is_described_by_what_its_reference_tells() -> None:
    things = said(
        facts("Resolution 214 (Bucharest, 2022) was noted at the 44th meeting of CWG-WSIS.")
    )
    version = things[iris.individual("resolution", "itu-pp-214/2022")]
    assert version[RDF.type] == [WSIS.InstrumentVersion]
    assert version[DCT.isVersionOf] == [iris.individual("resolution", "itu-pp-214")]
    assert things[iris.individual("resolution", "itu-pp-214")][WSIS.number] == ["214"]
    meeting = things[iris.individual("meeting", "itu-cwg-wsis-44")]
    assert meeting[WSIS.heldBy] == [iris.individual("body", "cwg-wsis-sdg")]
    assert meeting[WSIS.number] == ["44"]


def test_what_the_graph_knows_is_not_described_again() -> None:
    things = said(facts("ITU noted A/RES/70/125."))
    assert not any(RDF.type in things[name] for name in things if "/id/mention/" not in name)


def test_a_new_conference_gets_its_year() -> None:
    things = said(facts("WTSA-24"))
    assert things[iris.individual("meeting", "itu-wtsa-2024")][SCHEMA.startDate] == ["2024"]


def test_the_same_text_gives_the_same_facts() -> None:
    text = "CWG-WSIS met 12 times, on 16 November 2018 and in 2019, under C5."
    assert facts(text) == facts(text)

"""Claims as proposed facts: what they say, where they are from, and IRIs that last."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pyoxigraph import Literal
from tests.loading.claims.told import told

from wsisgraph.loading.claims import ClaimFacts, claims
from wsisgraph.loading.facts import Fact
from wsisgraph.loading.texts.facts import Where
from wsisgraph.loading.texts.model import Change, Mention, Text
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, ORG, RDF, SCHEMA, WSIS

ITU = "[ITU|agency/itu]"
C5 = "[C5|action-lines/c5]"
ROLE = f"{ITU} has been the lead facilitator of {C5} since [2005|date]."
TITLE = "Resolution [140|resolution/itu-pp-140/2018]"
CLAUSES = (
    TITLE,
    "MOD",
    "instructs the Secretary-General",
    "1 to report to [the Council|body/itu-council] by [2022|date];",
    "2 to go on with the work.",
)


def stated(
    text: Text, mentions: dict[str, list[Mention]], *, with_texts: bool = False
) -> Iterator[Fact]:
    """Yield the facts of a document that is called `doc`."""
    document = iris.individual("document", "doc")
    made = ClaimFacts(text, mentions, Where("doc.txt", document, "doc", "0" * 64, with_texts))
    found = list(claims(text, mentions))
    for passage in text.passages:
        here = [claim for claim in found if claim.locator == passage.locator]
        yield from made.of(passage, here)


def facts(*lines: str, with_texts: bool = False, **about: Any) -> list[Fact]:
    return list(stated(*told(*lines, **about), with_texts=with_texts))


def values(found: list[Fact], predicate: str) -> set[str]:
    return {fact.object.value for fact in found if fact.predicate == predicate}


def of_class(found: list[Fact], kind: str) -> list[str]:
    return sorted(
        fact.subject for fact in found if fact.predicate == RDF.type and fact.object.value == kind
    )


def test_a_role_is_a_statement_with_its_pattern_confidence_and_passage() -> None:
    found = facts(ROLE)
    (role,) = of_class(found, WSIS.RoleStatement)
    said = {fact.predicate: fact.object for fact in found if fact.subject == role}
    assert said[ORG.member].value == iris.individual("agency", "itu")
    assert said[ORG.role].value == iris.vocab("roles", "lead-facilitator")
    assert said[WSIS.roleIn].value == iris.vocab("action-lines", "c5")
    assert said[WSIS.start].value == "2005"
    assert said[WSIS.statedAsOf].value == "2024"
    assert said[WSIS.statedIn].value == iris.individual("document", "doc/p/p1")
    assert said[WSIS.status].value == iris.vocab("status", "proposed")
    assert said[WSIS.pattern].value.startswith("en-")
    assert 0 < float(said[WSIS.confidence].value) < 1


def test_all_that_was_extracted_is_proposed() -> None:
    assert {fact.status for fact in facts(ROLE, *CLAUSES)} == {"proposed"}


def test_a_statement_keeps_its_iri_when_another_passage_is_corrected() -> None:
    before = of_class(facts("A first line.", ROLE), WSIS.RoleStatement)
    after = of_class(facts("A corrected first line.", ROLE), WSIS.RoleStatement)
    assert before == after


def test_a_statement_keeps_its_iri_when_a_date_of_it_is_corrected() -> None:
    before = facts(ROLE)
    after = facts(ROLE.replace("2005", "2006"))
    assert of_class(before, WSIS.RoleStatement) == of_class(after, WSIS.RoleStatement)
    assert values(before, WSIS.start) != values(after, WSIS.start)


def test_a_role_without_any_date_is_not_told() -> None:
    line = f"{ITU} is the lead facilitator of {C5}."
    assert not of_class(facts(line, issued=""), WSIS.RoleStatement)
    assert of_class(facts(line, issued="2019-05"), WSIS.RoleStatement)


def test_a_document_that_says_mod_proposes_a_version_of_the_resolution_it_prints() -> None:
    found = facts(*CLAUSES, issued="2022")
    work = iris.individual("resolution", "itu-pp-140")
    (version,) = of_class(found, WSIS.InstrumentVersion)
    assert version == f"{work}/proposal/doc"
    assert of_class(found, WSIS.ClauseVersion) == [
        f"{version}/clause/instructs-sg-1",
        f"{version}/clause/instructs-sg-2",
    ]
    assert of_class(found, WSIS.Clause) == [
        f"{work}/clause/instructs-sg-1",
        f"{work}/clause/instructs-sg-2",
    ]
    assert values(found, WSIS.amends) == {f"{work}/2018"}
    assert values(found, WSIS.dutyStatus) == {iris.vocab("duty-status", "proposed")}


def test_the_duty_of_a_clause_has_bearer_recipient_and_due_date() -> None:
    found = facts(*CLAUSES, issued="2022")
    assert len(of_class(found, WSIS.Duty)) == 2
    assert values(found, WSIS.bearer) == {iris.individual("body", "itu-secretary-general")}
    assert values(found, WSIS.recipient) == {iris.individual("body", "itu-council")}
    assert values(found, WSIS.due) == {"2022"}


def redlined(*, with_texts: bool = False) -> list[Fact]:
    text, mentions = told(*CLAUSES, issued="2022")
    changed = [
        replace(passage, changes=(Change(0, len(passage.text), "inserted"),))
        if passage.number == "2"
        else passage
        for passage in text.passages
    ]
    return list(stated(replace(text, passages=tuple(changed)), mentions, with_texts=with_texts))


def test_a_redline_says_of_each_clause_whether_it_was_changed() -> None:
    found = redlined()
    changes = {
        fact.subject.rpartition("/")[2]: fact.object.value.rpartition("/")[2]
        for fact in found
        if fact.predicate == WSIS.change
    }
    assert changes == {"instructs-sg-1": "unchanged", "instructs-sg-2": "added"}


@pytest.mark.parametrize(("with_texts", "told_text"), [(False, set()), (True, {"en"})])
def test_the_words_of_a_clause_are_stored_only_if_the_setting_says_so(
    with_texts: bool, told_text: set[str]
) -> None:
    found = redlined(with_texts=with_texts)
    languages = {
        fact.object.language
        for fact in found
        if fact.predicate == SCHEMA.text and isinstance(fact.object, Literal)
    }
    assert languages == told_text


def test_the_clauses_of_a_report_are_recommendations() -> None:
    found = facts("Member States are encouraged to take part in the review.")
    (advice,) = of_class(found, WSIS.Recommendation)
    said = {fact.predicate: fact.object.value for fact in found if fact.subject == advice}
    assert said[WSIS.force] == iris.vocab("force", "encourages")
    assert said[WSIS.addressee] == iris.individual("body", "itu-member-states")


def test_a_gift_of_a_country_is_that_of_its_government() -> None:
    line = (
        "[Nauru|country/520] contributed to the [WSIS Trust Fund|body/itu-wsis-trust-fund] "
        "in [2019|date]."
    )
    text, mentions = told(line)
    named = {
        locator: [
            replace(mention, iri=iris.geo_area("520")) if mention.kind == "country" else mention
            for mention in found
        ]
        for locator, found in mentions.items()
    }
    found = list(stated(text, named))
    government = iris.individual("body", "government-of-nauru")
    assert values(found, DCT.contributor) == {government}
    assert government in of_class(found, WSIS.Body)


def with_areas(text: Text, mentions: dict[str, list[Mention]]) -> list[Fact]:
    """The facts of a document whose countries are those of the United Nations' list."""
    named = {
        locator: [
            replace(mention, iri=iris.geo_area(mention.iri.rpartition("/")[2]))
            if mention.kind == "country"
            else mention
            for mention in found
        ]
        for locator, found in mentions.items()
    }
    return list(stated(text, named))


def test_the_sponsor_of_a_yearly_event_supports_its_edition() -> None:
    line = (
        "[Switzerland|country/756] was Gold Partner of the "
        "[WSIS Forum 2023|event/edition-of-wsis-forum]."
    )
    text, mentions = told(line)
    edition = iris.individual("edition", "wsis-forum/2023")
    named = {
        locator: [
            replace(mention, iri=edition) if mention.kind == "event" else mention
            for mention in found
        ]
        for locator, found in mentions.items()
    }
    found = with_areas(text, named)
    assert values(found, WSIS.about) == {edition}
    assert not of_class(found, WSIS.Event)


@pytest.mark.parametrize(
    ("area", "key"),
    [("756", "switzerland"), ("682", "saudi-arabia"), ("643", "russian-federation")],
)
def test_a_government_is_the_one_that_the_bundled_graph_describes(area: str, key: str) -> None:
    line = f"[It|country/{area}] contributed to the [fund|body/itu-wsis-trust-fund]."
    found = with_areas(*told(line))
    government = iris.individual("body", f"government-of-{key}")
    assert values(found, DCT.contributor) == {government}
    assert government not in of_class(found, WSIS.Body)


def test_descriptions_call_things_by_their_names() -> None:
    line = "[The Russian Federation|country/643] submitted [Document C21/70|document/itu-c21-70]."
    text, mentions = told(line)
    (locator,) = mentions
    mentions[locator] = [
        replace(mention, known=False, value="C21/70", details={"symbol": "C21/70"})
        if mention.kind == "document"
        else mention
        for mention in mentions[locator]
    ]
    found = with_areas(text, mentions)
    assert "Government of Russian Federation submitted Document C21/70." in values(
        found, DCT.description
    )


def test_a_clause_that_speaks_to_nobody_is_described_without_an_empty_place() -> None:
    found = facts("Resolution [140|resolution/itu-pp-140/2018]", "resolves", "1 to go on.")
    found += facts("The Council", "resolves", "1 to promote the work.")
    assert not [text for text in values(found, DCT.description) if ": ;" in text or ": ." in text]
    assert {text for text in values(found, DCT.description) if text.startswith("Resolves")}


def test_a_clause_that_was_moved_is_one_with_its_places_of_before_and_of_now() -> None:
    text, mentions = told(*CLAUSES, "3 to go on with the work;", issued="2022")
    marks = {"2": "moved-from", "3": "moved-to"}
    moved = tuple(
        replace(passage, changes=(Change(0, len(passage.text), marks[passage.number]),))
        if passage.number in marks
        else passage
        for passage in text.passages
    )
    found = list(stated(replace(text, passages=moved), mentions))
    work = iris.individual("resolution", "itu-pp-140")
    version_of = {
        fact.subject.removeprefix(work): fact.object.value.removeprefix(work)
        for fact in found
        if fact.predicate == WSIS.versionOfClause
    }
    assert version_of == {
        "/proposal/doc/clause/instructs-sg-1": "/clause/instructs-sg-1",
        "/proposal/doc/clause/instructs-sg-3": "/clause/instructs-sg-3",
        "/2018/clause/instructs-sg-2": "/clause/instructs-sg-3",
    }
    assert len(of_class(found, WSIS.Duty)) == 2

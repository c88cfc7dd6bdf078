"""Bodies: names in six languages, kinds, wholes; broken rows are refused."""

import pytest
from tests.loaders.conftest import Try

from wsisgraph.loading import Fact, Source
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import ORG, RDF, SKOS, WSIS

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")
COLUMNS = (
    *("type", "key", "kind", "acronym", "within", "exact_match"),
    *LANGUAGES,
    *("alternatives_en", "alternatives_zh", "from_memory", "note"),
)


@pytest.fixture(scope="module")
def facts(sources: dict[str, Source]) -> list[Fact]:
    return sources["un-bodies"].read()[0]


def test_every_body_has_one_name_in_each_of_the_six_languages(facts: list[Fact]) -> None:
    bodies = [fact.subject for fact in facts if fact.predicate == RDF.type]
    names = sorted(
        (fact.subject, fact.object.language) for fact in facts if fact.predicate == SKOS.prefLabel
    )
    assert names == sorted((body, language) for body in bodies for language in LANGUAGES)


def test_every_whole_is_itself_a_body(facts: list[Fact]) -> None:
    bodies = {fact.subject for fact in facts if fact.predicate == RDF.type}
    assert {fact.object.value for fact in facts if fact.predicate == ORG.subOrganizationOf} < bodies


def test_regional_commissions_and_specialised_agencies_are_agencies(facts: list[Fact]) -> None:
    agency = iris.individual("agency", "x").removesuffix("x")
    for fact in facts:
        if fact.object.value.endswith(("/regional-commission", "/specialized-agency")):
            assert fact.subject.startswith(agency)


def test_the_council_working_group_is_found_under_each_of_its_names(facts: list[Fact]) -> None:
    group = iris.individual("body", "cwg-wsis-sdg")
    names = {fact.object.value for fact in facts if fact.subject == group}
    assert {"CWG-WSIS", "WG-WSIS", "CWG-WSIS&SDG"} <= names


def test_names_from_memory_are_told_by_language(facts: list[Fact]) -> None:
    (note,) = [
        fact.object.value
        for fact in facts
        if fact.subject == iris.individual("agency", "itu") and fact.predicate == SKOS.editorialNote
    ]
    assert note == "Names from memory, unreviewed: Arabic."


def row(**cells: str) -> str:
    usual = {"type": "agency", "key": "new", "kind": "fund", "en": "New Fund"}
    return ",".join({**dict.fromkeys(COLUMNS, ""), **usual, **cells}.values())


@pytest.mark.parametrize(
    ("cells", "found", "mend"),
    [
        ({"type": "person"}, "type is “person”", "agency, body"),
        ({"key": "New Fund"}, "key is “New Fund”", "hyphens"),
        ({"kind": "club"}, "kind is “club”", "programme"),
        ({"en": ""}, "English name is missing", "“en”"),
        ({"within": "itu"}, "within is “itu”", "agency/itu"),
        ({"from_memory": "fr de"}, "from_memory has “de”", "en ar es fr ru zh"),
        ({"key": "old"}, "already given", "another key"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_a_mend(
    attempt: Try, cells: dict[str, str], found: str, mend: str
) -> None:
    facts, problems = attempt("un-bodies", COLUMNS, row(key="old"), row(**cells))
    assert len(problems) == 1, problems
    assert problems[0].where.endswith("rows.csv:3")
    assert found in problems[0].found
    assert mend in problems[0].mend
    assert {fact.subject for fact in facts} == {iris.individual("agency", "old")}


def test_a_body_may_lack_names_that_nobody_knows(attempt: Try) -> None:
    facts, problems = attempt("un-bodies", COLUMNS, row(zh="新基金"))
    assert problems == []
    assert {fact.object.language for fact in facts if fact.predicate == SKOS.prefLabel} == {
        "en",
        "zh",
    }
    assert any(fact.object.value == WSIS.Body for fact in facts)

"""Areas and countries: hierarchy, names from CLDR, and memberships that nobody confirmed."""

import pytest
from tests.loaders.conftest import Try

from wsisgraph.loading import Fact, Source
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import SKOS, WSIS

LANGUAGES = {"en", "ar", "es", "fr", "ru", "zh"}
AREAS = ("code", "kind", "within", "name")
MEMBERSHIPS = ("country", "scheme", "region")


@pytest.fixture(scope="module")
def facts(sources: dict[str, Source]) -> list[Fact]:
    return sources["regions"].read()[0]


def test_every_area_lies_in_the_world_at_the_end(facts: list[Fact]) -> None:
    around = {f.subject: f.object.value for f in facts if f.predicate == SKOS.broader}
    areas = {f.subject for f in facts if f.predicate == SKOS.notation}
    assert len(areas) == 278
    for area in areas:
        path = [area]
        while path[-1] in around:
            path.append(around[path[-1]])
            assert len(path) <= 6, f"{area} lies in itself"
        assert path[-1] == iris.geo_area("001")


def test_every_area_has_one_name_in_each_of_the_six_languages(facts: list[Fact]) -> None:
    languages: dict[str, list[str | None]] = {}
    for fact in facts:
        if fact.predicate == SKOS.prefLabel and "geoAreaCodes" not in fact.subject:
            languages.setdefault(fact.subject, []).append(fact.object.language)
    assert len(languages) == 278
    assert all(len(found) == 6 and set(found) == LANGUAGES for found in languages.values())


def test_a_country_has_the_uns_iri_and_its_iso_codes(facts: list[Fact]) -> None:
    kenya = "http://metadata.un.org/sdg/codes/geoArea/404"
    values = {fact.object.value for fact in facts if fact.subject == kenya}
    assert {"404", "KE", "KEN", "Kenya", "肯尼亚", iris.geo_area("014")} <= values


def test_memberships_are_all_unconfirmed_and_nothing_else_is(facts: list[Fact]) -> None:
    unconfirmed = [fact for fact in facts if fact.status == "unconfirmed"]
    assert {fact.predicate for fact in unconfirmed} == {WSIS.inRegion}
    assert all(fact.status == "unconfirmed" for fact in facts if fact.predicate == WSIS.inRegion)


def test_a_country_is_in_one_region_of_each_itu_scheme_at_most(facts: list[Fact]) -> None:
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        if fact.predicate == WSIS.inRegion and "/vocab/itu-" in fact.object.value:
            place = (fact.subject, fact.object.value.rpartition("/")[0])
            assert place not in seen, place
            seen.add(place)


def test_every_member_country_is_among_the_areas(facts: list[Fact]) -> None:
    areas = {fact.subject for fact in facts if fact.predicate == SKOS.notation}
    assert {fact.subject for fact in facts if fact.predicate == WSIS.inRegion} < areas


@pytest.mark.parametrize(
    ("row", "found", "mend"),
    [
        ("4,country,001,Afghanistan", "code is “4”", "004"),
        ("004,state,001,Afghanistan", "kind is “state”", "country"),
        ("004,country,034,Afghanistan", "within “034”, which no row gives", "give that area a row"),
        ("004,country,,Afghanistan", "within “”", "smallest area"),
        ("003,country,001,Nowhere", "no country 003", "correct the code"),
        ("680,region,001,Sark", "CLDR has no name of 680", "leave the area out"),
        ("001,region,,World again", "already given", "delete"),
    ],
)
def test_a_bad_area_is_refused_with_its_line_and_a_mend(
    attempt: Try, row: str, found: str, mend: str
) -> None:
    facts, problems = attempt("regions", AREAS, "001,region,,World", row)
    assert len(problems) == 1, problems
    assert problems[0].where.endswith("rows.csv:3")
    assert found in problems[0].found
    assert mend in problems[0].mend
    assert {fact.subject for fact in facts} == {iris.geo_area("001")}


@pytest.mark.parametrize(
    ("row", "found", "mend"),
    [
        ("Kenya,itu-regions,africa", "country is “Kenya”", "KEN"),
        ("KEN,continents,africa", "scheme is “continents”", "itu-regions"),
        ("KEN,itu-regions,d", "itu-regions is “d”", "arab-states"),
        ("TUR,itu-regions,europe", "already given", "delete"),
    ],
)
def test_a_bad_membership_is_refused_with_its_line_and_a_mend(
    attempt: Try, row: str, found: str, mend: str
) -> None:
    good = "TUR,itu-regions,europe"
    facts, problems = attempt("regions", MEMBERSHIPS, good, row, name="memberships")
    assert len(problems) == 1, problems
    assert problems[0].where.endswith("memberships.csv:3")
    assert found in problems[0].found
    assert mend in problems[0].mend
    assert len(facts) == 1

"""The questions over the tiny world: what must be in the answer, and what must not."""

import pytest
from pyoxigraph import Store
from tests import world

from wsisgraph import content
from wsisgraph.questions import Catalogue

CATALOGUE = Catalogue.load(content.folder("queries"))
CHECKS = sorted(path.stem for path in (content.folder("queries") / "checks").glob("*.rq"))

Row = dict[str, str]


@pytest.fixture(scope="module")
def store() -> Store:
    return world.store()


def ask(store: Store, name: str, **values: str) -> list[Row]:
    found = store.query(CATALOGUE[name].bind(values))
    names = [variable.value for variable in found.variables]
    return [{key: _short(row[key].value) for key in names if row[key] is not None} for row in found]


def _short(value: str) -> str:
    return value.rsplit("/", 1)[-1] if value.startswith("http") else value


def pairs(rows: list[Row], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row.get(column, "") for column in columns) for row in rows]


def test_itu_activities_for_goal_9_come_asserted_first_and_by_the_matrix_apart(
    store: Store,
) -> None:
    rows = ask(store, "activities/by-agency-and-goal", agency="itu", goal="SDG 9")
    assert pairs(rows, "activity", "basis", "concept") == [
        ("sdg9-at-wsis", "asserted", "9"),
        ("ict4sdg", "asserted", "sdg"),
        ("giga", "matrix", "9"),
        ("giga", "matrix", "9.1"),
        ("giga", "matrix", "9.c"),
    ]
    assert all(row["passage"] for row in rows)
    assert {row["matrixPassage"] for row in rows if row["basis"] == "matrix"} == {"c2-9"}


def test_a_partner_is_an_agency_of_the_activity(store: Store) -> None:
    rows = ask(store, "activities/by-agency-and-goal", agency="unicef", goal="9")
    assert {row["activity"] for row in rows} == {"giga"}


def test_a_target_is_not_reached_from_its_goal(store: Store) -> None:
    rows = ask(store, "activities/by-agency-and-goal", agency="itu", goal="9.c")
    assert pairs(rows, "activity", "basis") == [("giga", "matrix")]


def test_c7_as_a_whole_serves_nothing_by_the_matrix(store: Store) -> None:
    rows = ask(store, "activities/goals-of-activity", activity="applications")
    assert rows == []


def test_the_goals_of_an_activity_carry_their_basis(store: Store) -> None:
    rows = ask(store, "activities/goals-of-activity", activity="academy")
    assert pairs(rows, "basis", "code", "line") == [
        ("asserted", "4.4", ""),
        ("matrix", "4", "c4"),
        ("matrix", "4.4", "c4"),
    ]


def test_c7_includes_its_parts(store: Store) -> None:
    rows = ask(store, "activities/under-line", line="C7")
    assert pairs(rows, "activity", "under") == [
        ("applications", "c7"),
        ("open-lessons", "c7-elea"),
    ]


def test_a_title_falls_back_to_english(store: Store) -> None:
    [row] = ask(store, "activities/under-line", line="C2", lang="fr")
    assert row["title"] == "Giga"
    [row] = ask(store, "activities/under-line", line="C2", lang="zh")
    assert row["title"] == "Giga 学校联网"


def test_lines_for_a_target_name_copy_and_primary_source(store: Store) -> None:
    [row] = ask(store, "matrix/lines-for-target", target="9.C")
    assert (row["code"], row["direction"], row["confidence"]) == ("C2", "both", "0.95")
    assert (row["document"], row["source"]) == ("ict4sdg-app", "wsis-sdg-matrix-2015")


def test_e_learning_supports_goal_4_only(store: Store) -> None:
    rows = ask(store, "matrix/targets-under-line", line="C7 e-learning")
    assert pairs(rows, "goal", "target") == [("4", "")]


def test_an_unstated_link_is_an_empty_answer(store: Store) -> None:
    assert ask(store, "matrix/targets-under-line", line="C11") == []


@pytest.mark.parametrize(
    ("line", "on", "expected"),
    [
        # UNDP: the end (May 2008) is printed, the start is not. ITU: it starts in May 2008.
        ("C6", "2007-01-01", [("undp", "possible", "start")]),
        ("C6", "2008-04-30", [("undp", "possible", "start")]),
        ("C6", "2008-05-15", [("itu", "possible", "end"), ("undp", "possible", "start")]),
        ("C6", "2008-05-31", [("itu", "certain", "end"), ("undp", "possible", "start")]),
        ("C6", "2008-06-01", [("itu", "certain", "end")]),
        ("C6", "2010-01-01", [("itu", "certain", "end")]),
        ("C6", "2024-12-31", [("itu", "certain", "end")]),
        ("C6", "2025-01-01", [("itu", "last stated in 2024", "end")]),
        ("C1", "2020-01-01", [("itu", "certain", "end")]),
        ("C1", "2005-06-01", [("itu", "possible", "end")]),
        ("C1", "2004-12-31", []),
        (
            "C4",
            "2023-01-01",
            [
                ("itu", "possible", "start and end"),
                ("itu", "possible", "start and end"),
                ("itu", "last stated in 2017", "start and end"),
                ("itu", "last stated in 2022", "start and end"),
            ],
        ),
        # A role in C7 is not inherited by its parts.
        ("C7-elea", "2020-01-01", []),
    ],
)
def test_a_role_on_a_day_is_as_certain_as_its_printed_dates(
    store: Store, line: str, on: str, expected: list[tuple[str, ...]]
) -> None:
    rows = ask(store, "roles/in-line-on-date", line=line, on=on)
    assert pairs(rows, "agency", "certainty", "notPrinted") == expected


def test_a_role_read_from_a_proposal_says_so(store: Store) -> None:
    rows = ask(store, "roles/in-line-on-date", line="C4", on="2022-06-01")
    assert [row["role"] for row in rows if row.get("documentStatus") == "proposed"] == [
        "coordinator"
    ]


def test_a_role_stated_on_a_printed_day_is_certain_on_that_day() -> None:
    extra = """BASE <https://w3id.org/wsis-sdg/> PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX org: <http://www.w3.org/ns/org#>
    GRAPH <graph/itu-council> { <id/role/x> org:member <id/agency/undp> ;
      org:role <vocab/roles/co-facilitator> ; wsis:roleIn <vocab/action-lines/c2> ;
      wsis:statedAsOf "2006-09-14"^^xsd:date ; wsis:asOfEarliest "2006-09-14"^^xsd:date ;
      wsis:asOfLatest "2006-09-14"^^xsd:date ; wsis:status <vocab/status/accepted> ;
      wsis:statedIn <id/document/itu-council-002/p/2-b> }"""
    found = world.store(extra)
    on = {
        day: pairs(ask(found, "roles/in-line-on-date", line="C2", on=day), "certainty")
        for day in ("2006-09-13", "2006-09-14", "2006-09-15")
    }
    assert on == {
        "2006-09-13": [("possible",)],
        "2006-09-14": [("certain",)],
        "2006-09-15": [("last stated in 2006",)],
    }


def test_without_a_day_no_certainty_is_claimed(store: Store) -> None:
    rows = ask(store, "roles/in-line-on-date", agency="itu")
    assert len(rows) == 7
    assert not any("certainty" in row for row in rows)


def test_unconfirmed_roles_come_only_when_asked(store: Store) -> None:
    assert ask(store, "roles/in-line-on-date", agency="unesco") == []


def test_roles_that_exclude_each_other_are_listed_with_both_passages(store: Store) -> None:
    rows = ask(store, "roles/contradictions")
    assert set(pairs(rows, "oneRole", "otherRole", "onePassage", "otherPassage", "time")) == {
        ("coordinator", "co-facilitator", "resolves-4", "2-1", "not determined"),
        ("lead-facilitator", "co-facilitator", "2-b", "2-1", "not determined"),
        ("sole-facilitator", "co-facilitator", "2-b", "2-1", "not determined"),
        ("sole-facilitator", "lead-facilitator", "2-b", "2-b", "overlap"),
    }
    assert {row["context"] for row in rows} == {"c4"}


def test_a_cited_version_names_its_work(store: Store) -> None:
    rows = ask(store, "documents/resolutions-cited", document="itu-council-000")
    assert pairs(rows, "locator", "work", "versionStatus") == [
        ("2-1", "ga-70-125", ""),
        ("3-1", "itu-pp-140", "adopted"),
    ]


def test_a_passage_without_facts_is_listed_with_its_reason(store: Store) -> None:
    rows = ask(store, "documents/passages-with-facts", document="itu-council-000")
    assert pairs(rows[:2], "locator", "coverage", "fact") == [
        ("title", "heading", ""),
        ("2-1", "", "c4-itu-co"),
    ]


@pytest.mark.parametrize("subject", ["id/activity/giga", ""])
def test_figures_are_found_by_subject_or_all(store: Store, subject: str) -> None:
    [row] = ask(store, "figures/about-subject", subject=subject)
    assert (row["printed"], row["value"]) == ("over 2 million", "2000000")


def test_a_subject_without_figures_gives_none(store: Store) -> None:
    assert ask(store, "figures/about-subject", subject="C2") == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_sound_world_passes_every_check(store: Store, name: str) -> None:
    assert ask(store, f"checks/{name}") == []


PREFIXES = """BASE <https://w3id.org/wsis-sdg/>
PREFIX org: <http://www.w3.org/ns/org#> PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX schema: <https://schema.org/>
PREFIX wsis: <https://w3id.org/wsis-sdg/def#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX sdgo: <http://metadata.un.org/sdg/ontology#>
"""
BREAKS = {
    "activity-link-to-something-else": "<id/activity-link/a/b> wsis:activity <id/activity/giga> ;"
    " wsis:linksTo <id/agency/itu> .",
    "blank-node": "<id/agency/itu> wsis:about [] .",
    "derived-asserted": "<vocab/action-lines/c11> wsis:serves sdg:3 .",
    "ends-before-start": '<id/role/a> wsis:start "2010"^^xsd:gYear ;'
    ' wsis:end "2009-12"^^xsd:gYearMonth .',
    "impossible-year": '<id/role/a> wsis:start "20232024"^^xsd:gYear .',
    "label-language-missing": "<vocab/roles/a> skos:inScheme <vocab/roles> ;"
    ' skos:prefLabel "a"@en .',
    "linkage-of-c7": "<id/linkage/a> wsis:actionLine <vocab/action-lines/c7> ;"
    " wsis:linksTo sdg:9 .",
    "linkage-twice": "<id/linkage/a> wsis:actionLine <vocab/action-lines/c2> ; wsis:linksTo sdg:9 ;"
    " wsis:statedIn <id/document/ict4sdg-app/p/c2-9> .",
    "named-but-not-described": "<id/agency/itu> wsis:about <id/agency/nobody> .",
    "same-label-in-one-scheme": "<vocab/roles/a> skos:inScheme <vocab/roles> ;"
    ' skos:prefLabel "co-facilitator"@en .',
    "scheme-link-without-scope": "<id/activity-link/a> wsis:activity <id/activity/giga> ;"
    " wsis:linksTo <http://metadata.un.org/sdg> .",
    "statement-without-passage": "<id/role/a> a wsis:RoleStatement .",
    "target-label-missing": 'sdg:9.5 a sdgo:Target ; skos:prefLabel "Research"@en .',
    "target-without-goal": "<id/linkage/a> wsis:actionLine <vocab/action-lines/c11> ;"
    " wsis:linksTo sdg:9.c .",
    "two-preferred-labels": '<id/agency/itu> skos:prefLabel "I.T.U."@en .',
    "unconfirmed-in-accepted": "<id/role/a> wsis:status <vocab/status/unconfirmed> .",
}


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_finds_what_it_is_for(name: str) -> None:
    broken = world.store(f"{PREFIXES} GRAPH <graph/itu-council> {{ {BREAKS[name]} }}")
    assert len(ask(broken, f"checks/{name}")) >= 1


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ('"2024"^^xsd:gYear', "2024-01-01", "2024-12-31"),
        ('"2008-05"^^xsd:gYearMonth', "2008-05-01", "2008-05-31"),
        ('"2008-02"^^xsd:gYearMonth', "2008-02-01", "2008-02-29"),
        ('"1900-02"^^xsd:gYearMonth', "1900-02-01", "1900-02-28"),
        ('"2000-02"^^xsd:gYearMonth', "2000-02-01", "2000-02-29"),
        ('"2023-02"^^xsd:gYearMonth', "2023-02-01", "2023-02-28"),
        ('"2023-11"^^xsd:gYearMonth', "2023-11-01", "2023-11-30"),
        ('"2023-12"^^xsd:gYearMonth', "2023-12-01", "2023-12-31"),
        ('"2023-07-09"^^xsd:date', "2023-07-09", "2023-07-09"),
    ],
)
def test_a_printed_date_is_bounded_by_two_days(printed: str, first: str, last: str) -> None:
    text = f"{PREFIXES} INSERT DATA {{ <id/role/a> wsis:end {printed} }}"
    small = Store()
    small.update(text)
    triples = {
        (triple.predicate.value.rpartition("#")[2], triple.object.value)
        for triple in small.query(CATALOGUE["rules/date-bounds"].text)
    }
    assert triples == {("endEarliest", first), ("endLatest", last)}


def test_the_rules_derive_up_and_never_down(store: Store) -> None:
    def has(subject: str, property: str, *objects: str) -> None:
        found = store.query(
            f"{PREFIXES} SELECT ?o WHERE {{ <{subject}> wsis:{property} ?o }} ORDER BY ?o"
        )
        assert [row["o"].value.rsplit("/")[-1] for row in found] == list(objects)

    has("vocab/action-lines/c2", "serves", "9", "9.1", "9.c")
    has("id/activity/academy", "serves", "4", "4.4")
    has("id/activity/academy", "servesByMatrix", "4", "4.4")
    has("id/activity/open-lessons", "servesByMatrix", "4")
    has("id/activity/applications", "servesByMatrix")
    # "All goals" is one statement and stays one.
    has("id/activity/ict4sdg", "serves")

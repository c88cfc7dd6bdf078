"""The questions over the bundled sources: answers that must be there, and answers that must not."""

import time
from collections.abc import Callable, Iterable

import pytest

from wsisgraph import content
from wsisgraph.questions import Catalogue, Question

CATALOGUE = Catalogue.load(content.folder("queries"))
SLOWEST = 0.2
# The questions of these folders that test_answers.py asks of the tiny world.
FIRST = {
    *("activities/by-agency-and-goal", "activities/goals-of-activity", "activities/under-line"),
    *("documents/coverage", "documents/passages-with-facts", "documents/resolutions-cited"),
    *("figures/about-subject", "matrix/lines-for-target", "matrix/targets-under-line"),
    *("roles/contradictions", "roles/in-line-on-date"),
}
# What agencies contribute; tests/api/test_contributions_live.py asks it where there is something.
CONTRIBUTED = {name for name in CATALOGUE if CATALOGUE[name].contributed}
NEW = [name for name in CATALOGUE if name not in FIRST | CONTRIBUTED]

Rows = list[dict[str, str]]
Ask = Callable[..., Rows]
Row = tuple[str, ...]


@pytest.fixture(scope="module")
def ask(built_query: Callable[[str], Rows]) -> Ask:
    """Ask a question by its name; IRIs of the answer are cut to what follows the type."""

    def asked(name: str, **values: str) -> Rows:
        rows = built_query(CATALOGUE[name].bind(values))
        return [{key: _short(value) for key, value in row.items()} for row in rows]

    return asked


def _short(value: str) -> str:
    for start in ("id/", "vocab/"):
        if value.startswith(f"https://w3id.org/wsis-sdg/{start}"):
            return value.removeprefix(f"https://w3id.org/wsis-sdg/{start}").partition("/")[2]
    if value.startswith(("https://w3id.org/", "http://metadata.un.org/")):
        return value.rpartition("/")[2].rpartition("#")[2]
    return value


def told(rows: Iterable[dict[str, str]], *columns: str) -> set[Row]:
    return {tuple(row.get(column, "") for column in columns) for row in rows}


@pytest.mark.parametrize("name", NEW)
def test_every_question_answers_its_example_and_fast(
    name: str, built_query: Callable[[str], Rows]
) -> None:
    question = CATALOGUE[name]
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        rows = built_query(question.text)
        taken.append(time.perf_counter() - begun)
    assert rows
    assert min(taken) < SLOWEST


def _anything(question: Question) -> str:
    """Return the question with nothing asked for but what it cannot do without."""
    return question.bind(
        {name: param.example for name, param in question.params.items() if param.required}
    )


@pytest.mark.parametrize("name", NEW)
def test_a_question_without_its_filters_is_fast_as_well(
    name: str, built_query: Callable[[str], Rows]
) -> None:
    text = _anything(CATALOGUE[name])
    begun = time.perf_counter()
    built_query(text)
    if (first := time.perf_counter() - begun) >= SLOWEST:
        begun = time.perf_counter()
        built_query(text)
        assert min(first, time.perf_counter() - begun) < SLOWEST


PLACED = [name for name in NEW if "locator" in CATALOGUE[name].returns]


@pytest.mark.parametrize("name", PLACED)
def test_every_locator_comes_with_its_passage(
    name: str, built_query: Callable[[str], Rows]
) -> None:
    assert "passage" in CATALOGUE[name].returns
    for row in built_query(CATALOGUE[name].text):
        assert ("locator" in row) == ("passage" in row), row


NAMED_FOR_PROPOSALS = [name for name in NEW if "documentStatus" in CATALOGUE[name].returns]


@pytest.mark.parametrize("name", NAMED_FOR_PROPOSALS)
def test_what_is_read_from_the_proposal_says_so(
    name: str, built_query: Callable[[str], Rows]
) -> None:
    for row in built_query(_anything(CATALOGUE[name])):
        from_proposal = "/id/document/itu-council-003/p/" in row.get("passage", "")
        assert row.get("documentStatus", "").endswith("/proposed") == from_proposal, row


@pytest.mark.parametrize(
    ("name", "values", "column", "english", "chinese"),
    [
        (
            "instruments/versions",
            {"resolution": "itu-pp-140"},
            "title",
            "Resolution 140 (Rev. Busan, 2014)",
            "第140号决议（2014年，釜山）",
        ),
        (
            "meetings/of-a-body",
            {"body": "id/body/cwg-wsis-sdg"},
            "title",
            "18th meeting of CWG-WSIS",
            "理事会WSIS工作组第18次会议",
        ),
        ("roles/of-a-body", {"body": "unesco"}, "roleTitle", "Lead facilitator", "主要推进方"),
    ],
)
def test_titles_come_in_the_language_asked_for(
    ask: Ask, name: str, values: dict[str, str], column: str, english: str, chinese: str
) -> None:
    assert english in {row.get(column) for row in ask(name, **values)}
    titles = {row.get(column) for row in ask(name, lang="zh", **values)}
    assert english not in titles
    assert chinese in titles


def test_a_title_that_is_not_there_in_a_language_is_english(ask: Ask) -> None:
    rows = ask("instruments/versions", resolution="itu-pp-140", lang="ru")
    assert "Resolution 140 (Rev. Busan, 2014)" in {row["title"] for row in rows}


def test_resolution_140_has_four_adopted_versions_and_a_proposal(ask: Ask) -> None:
    rows = ask("instruments/versions", resolution="itu-pp-140")
    versions = told(rows, "date", "place", "standing")
    assert {
        ("2010", "Guadalajara", "adopted"),
        ("2014", "Busan", "adopted"),
        ("2018", "Dubai", "adopted"),
        ("2022", "Bucharest", "adopted"),
        ("2022", "Bucharest", "proposed"),
    } <= versions
    assert not {row for row in versions if row[:2] == ("2022", "Dubai")}
    [amended] = {row["amends"] for row in rows if row["standing"] == "proposed"}
    assert amended == "itu-pp-140/2018"


def test_a_citation_of_a_version_or_clause_counts_for_the_work(ask: Ask) -> None:
    rows = ask("instruments/cited-by", instrument="itu-pp-140")
    assert {"itu-pp-140/2014", "itu-pp-140/2018"} <= {row["cited"] for row in rows}
    agenda = ask("instruments/cited-by", instrument="id/instrument/tunis-agenda")
    assert any("/clause/" in row["cited"] for row in agenda)
    assert {"itu-council-003"} <= {row["document"] for row in agenda}
    assert not {row["cited"] for row in rows if not row["cited"].startswith("itu-pp-140")}
    assert all("/p/" in row["passage"] for row in [*rows, *agenda])


def test_clauses_can_be_narrowed_to_one_change(ask: Ask) -> None:
    added = ask(
        "instruments/clauses",
        instrument="https://w3id.org/wsis-sdg/id/resolution/itu-pp-140/proposal/eur-44a15-1",
        change="added",
    )
    numbers = {row["number"] for row in added}
    assert {"recalling-g", "recognizing-a", "resolves-11"} <= numbers
    assert "resolves-1" not in numbers
    assert {row["standing"] for row in added} == {"proposed"}


def test_the_proposal_stands_against_the_version_adopted_since(ask: Ask) -> None:
    rows = ask("instruments/proposed-against-adopted", resolution="itu-pp-140")
    assert {(row["amends"], row["adopted"]) for row in rows} == {
        ("itu-pp-140/2018", "itu-pp-140/2022")
    }
    changes = told(rows, "number", "change")
    assert ("resolves-11", "added") in changes
    assert {("resolves-12", "changed"), ("resolves-12", "moved")} <= changes
    assert ("recalling-a", "unchanged") not in changes
    # Glued numbers of the copy are no clauses.
    assert not {number for number, _ in changes if number == "resolves-1112"}


def test_the_two_declarations_of_montevideo_are_two(ask: Ask) -> None:
    rows = ask("instruments/of-a-body", body="eclac")
    named = told(rows, "title", "date")
    assert {
        ("Montevideo Declaration (2013)", "2013"),
        ("Montevideo Declaration (2022)", "2022"),
    } <= (named)
    assert "escap-72-10" not in {row["instrument"] for row in rows}


def test_resolution_72_10_is_the_commissions(ask: Ask) -> None:
    assert {row["instrument"] for row in ask("instruments/of-a-body", body="escap")} == {
        "escap-72-10"
    }
    assert "escap-72-10" not in {
        row["instrument"] for row in ask("instruments/of-a-body", body="id/body/unga")
    }


def test_what_the_proposal_instructs_has_bearer_recurrence_and_recipient(ask: Ask) -> None:
    rows = ask("duties/of-instrument", instrument="itu-pp-140")
    duties = told(rows, "number", "bearer", "recurrence", "recipient")
    assert ("instructs-sg-3", "itu-secretary-general", "each-year", "cwg-wsis-sdg") in duties
    assert ("resolves-12", "itu", "once", "itu-pp") in duties
    assert {row["dutyStatus"] for row in rows if row["standing"] == "proposed"} == {"proposed"}
    assert ("instructs-sg-3", "itu-council", "each-year", "cwg-wsis-sdg") not in duties


def test_yearly_duties_are_listed_by_bearer_and_no_others(ask: Ask) -> None:
    rows = ask("duties/recurring", recurrence="each-year")
    assert {row["often"] for row in rows} == {"each-year"}
    agents = [row["agent"] for row in rows]
    assert agents == sorted(agents)
    assert ("itu", "itu-council-1332-annual-wsis-report", "approved") in told(
        rows, "agent", "duty", "dutyStatus"
    )
    only = ask("duties/recurring", recurrence="each-year", bearer="id/body/itu-bdt-director")
    assert {row["agent"] for row in only} == {"itu-bdt-director"}


def test_duties_of_a_body_can_be_narrowed_to_those_in_force(ask: Ask) -> None:
    every = ask("duties/of-a-body", bearer="id/body/itu-council")
    approved = ask("duties/of-a-body", bearer="id/body/itu-council", standing="approved")
    assert {row["dutyStatus"] for row in every} == {"approved", "proposed"}
    assert {row["dutyStatus"] for row in approved} == {"approved"}
    assert "itu-pp-140-2010-keep-cwg-wsis" in {row["duty"] for row in approved}


def test_what_is_reported_to_the_council_comes_from_others(ask: Ask) -> None:
    rows = ask("duties/reports-to", recipient="id/body/itu-council")
    assert "itu-secretary-general" in {row["bearer"] for row in rows}
    assert {row["receiver"] for row in rows} == {"itu-council"}


def test_recommendations_name_whom_they_call_on(ask: Ask) -> None:
    rows = ask("duties/recommendations", document="itu-council-004")
    to = told(rows, "locator", "to")
    assert ("4-5-3", "itu-council") in to
    assert ("4-5-5", "itu-members") in to
    members = ask("duties/recommendations", addressee="id/body/itu-members")
    assert {row["to"] for row in members} == {"itu-members"}


def test_meetings_18_to_25_and_an_extraordinary_one_have_their_days(ask: Ask) -> None:
    rows = ask("meetings/of-a-body", body="id/body/cwg-wsis-sdg")
    dated = {row["number"]: row["start"] for row in rows if "start" in row and "number" in row}
    assert set(dated) >= {str(number) for number in range(18, 26)}
    assert dated["18"] == "2011-05-25"
    assert dated["24"] == "2014-05-05"
    [extraordinary] = {
        row["start"] for row in rows if row["meeting"].startswith("itu-cwg-wsis-extraordinary")
    }
    assert extraordinary == "2013-06-20"
    # No date is made up where none is printed.
    assert not {row.get("start") for row in rows if row.get("number") == "30"} - {None}


def test_what_a_session_received_its_body_received(ask: Ask) -> None:
    session = told(
        ask("meetings/documents", receiver="id/meeting/itu-council-2013"), "item", "submittedTo"
    )
    body = told(ask("meetings/documents", receiver="id/body/itu-council"), "item", "submittedTo")
    assert ("itu-c13-66", "itu-council-2013") in session
    assert session <= body
    assert "itu-c12-55" not in {item for item, _ in session}


def test_events_of_a_year_are_those_that_touch_it(ask: Ask) -> None:
    events = {row["event"] for row in ask("meetings/events-in-year", year="2014")}
    assert {"wsis-10-high-level-event", "itu-pp-2014", "itu-cwg-wsis-24"} <= events
    assert not {"itu-pp-2018", "itu-cwg-wsis-22"} & events


def test_internet_use_rises_from_16_to_67_per_cent(ask: Ask) -> None:
    rows = ask("figures/over-time", measure="internet-use-share")
    assert [(row["value"], row["periodEnd"][:4]) for row in rows] == [
        ("16", "2005"),
        ("67", "2023"),
    ]
    offline = ask("figures/over-time", measure="people-offline")
    assert ("2600000000", "2023-12-31") in told(offline, "value", "periodEnd")


def test_a_quarter_of_the_arab_regulators(ask: Ask) -> None:
    rows = ask("figures/over-time", measure="regulators-with-data-protection")
    assert ("0.25", "arab-states") in told(rows, "value", "area")
    assert ("0.25", "europe") not in told(rows, "value", "area")


def test_figures_of_a_document_are_its_own(ask: Ask) -> None:
    assert {row["source"] for row in ask("figures/of-document", document="itu-council-004")} == {
        "itu-council-004"
    }
    ours = {row["figure"] for row in ask("figures/of-document", document="itu-council-000")}
    assert "internet-use-2005" not in ours


def test_givers_to_the_fund_are_governments_firms_and_others_without_an_amount(ask: Ask) -> None:
    rows = ask("bodies/contributors", receiver="id/body/itu-wsis-trust-fund")
    givers = {row["contributorTitle"] for row in rows}
    assert {"Government of Japan", "City of Liège", "Hewlett-Packard"} <= givers
    assert {(row["start"], row["end"]) for row in rows} == {("2011", "2014")}
    assert "International Telecommunication Union" not in givers


def test_partners_are_told_with_the_activity(ask: Ask) -> None:
    assert ("itu", "giga") in told(ask("bodies/partners", agency="unicef"), "partner", "activity")
    assert "unicef" not in {row["partner"] for row in ask("bodies/partners", agency="unicef")}


def test_the_councils_group_is_below_itu_through_the_council(ask: Ask) -> None:
    parts = told(ask("bodies/structure", body="itu"), "part", "above")
    assert ("cwg-wsis-sdg", "itu-council") in parts
    assert "ungis" not in {part for part, _ in parts}


def test_activities_per_region_keep_to_one_scheme(ask: Ask) -> None:
    rows = ask("activities/per-region", scheme="itu-regions")
    assert {("africa", "african-girls-can-code"), ("americas", "american-girls-can-code")} <= told(
        rows, "region", "activity"
    )
    other = ask("activities/per-region", scheme="itu-administrative-regions")
    assert "african-girls-can-code" not in {row["activity"] for row in other}


def test_programmes_name_who_runs_them(ask: Ask) -> None:
    rows = ask("activities/of-kind", kind="programme")
    assert ("itu-centres-of-excellence", "itu") in told(rows, "activity", "runner")
    assert "giga" not in {row["activity"] for row in rows}


def test_giga_has_no_goal_stated_but_the_matrix_gives_some(ask: Ask) -> None:
    [giga] = [row for row in ask("activities/without-goal", line="C2") if row["activity"] == "giga"]
    assert int(giga["goalsByMatrix"]) > 0
    assert "sdg9-at-wsis" not in {
        row["activity"] for row in ask("activities/without-goal", line="C7")
    }


def test_no_activity_is_said_to_serve_goal_1_and_one_serves_goal_9(ask: Ask) -> None:
    codes = {row["code"] for row in ask("matrix/goals-without-stated-activity")}
    assert "1" in codes
    assert "9" not in codes


def test_a_target_that_the_matrix_reaches_is_not_without_activity(ask: Ask) -> None:
    codes = {row["code"] for row in ask("matrix/targets-without-activity", goal="9")}
    assert "9.b" in codes
    assert "9.c" not in codes
    assert all(code.startswith("9.") for code in codes)


def test_minkin_certainly_chaired_the_group_in_2012_and_possibly_not_in_2016(ask: Ask) -> None:
    group = "id/body/cwg-wsis-sdg"
    then = told(ask("roles/chairs-on-date", body=group, on="2012-06-01"), "holder", "certainty")
    assert ("vladimir-minkin", "certain") in then
    later = told(ask("roles/chairs-on-date", body=group, on="2016-06-01"), "holder", "certainty")
    assert ("vladimir-minkin", "certain") not in later
    assert ("vladimir-minkin", "last stated in 2014") in later


def test_the_parts_in_c4_change_from_document_to_document(ask: Ask) -> None:
    rows = ask("roles/line-through-the-years", line="C4", agency="itu")
    years = [row["year"] for row in rows]
    assert years == sorted(years)
    roles = told(rows, "year", "role", "documentStatus")
    assert {
        ("2017", "co-facilitator", ""),
        ("2022", "coordinator", "proposed"),
        ("2024", "sole-facilitator", ""),
    } <= roles
    assert ("2017", "sole-facilitator", "") not in roles


def test_passages_that_mention_a_thing_say_how(ask: Ask) -> None:
    rows = ask("documents/passages-that-mention", thing="id/resolution/itu-pp-140")
    assert {"cites", "cites a version"} <= {row["how"] for row in rows}
    unicef = ask("documents/passages-that-mention", thing="id/agency/unicef")
    assert ("itu-council-002", "annex-2-i") in told(unicef, "document", "locator")
    assert "itu-council-003" not in {row["document"] for row in unicef}


def test_series_have_their_editions_and_nothing_elses(ask: Ask) -> None:
    rows = ask("series/editions", series="itu-contribution-wsis")
    assert next(row["date"] for row in rows if "date" in row) == "2010"
    assert {row["of"] for row in rows} == {"itu-contribution-wsis"}
    every = ask("series/editions")
    without = [row for row in every if "edition" not in row]
    assert without
    assert all("title" not in row for row in without)


def test_statements_about_a_thing_carry_their_passage(ask: Ask) -> None:
    rows = ask("evidence/about-thing", thing="C6")
    assert {"RoleStatement", "Linkage"} <= {row["class"] for row in rows}
    assert all(row["passage"] for row in rows)


def test_who_made_the_matrix_and_the_year_of_1334_are_contested(ask: Ask) -> None:
    pairs = told(ask("evidence/contradictions"), "one", "other")
    assert ("000-2-6-matrix-made-by", "003-resolves-6-matrix-made-by") in pairs
    assert ("004-1-2-1334-of-2011", "004-4-3-1334-in-2012") in pairs
    assert not {(other, one) for one, other in pairs} & pairs


def test_goals_of_an_activity_follow_each_other_as_numbers_do(ask: Ask) -> None:
    rows = ask("activities/goals-of-activity", activity="giga")
    codes = [row["code"] for row in rows]
    assert codes == ["1", "1.4", "8", "8.2", "9", "9.1", "9.a", "9.c", "11", "11.5", "11.b"]


def test_targets_follow_each_other_as_numbers_do(ask: Ask) -> None:
    under = list(dict.fromkeys(row["code"] for row in ask("matrix/targets-under-line", line="C6")))
    assert under.index("16.7") < under.index("16.10") < under.index("16.b")
    without = [row["code"] for row in ask("matrix/targets-without-activity", goal="17")]
    assert without.index("17.7") < without.index("17.10")

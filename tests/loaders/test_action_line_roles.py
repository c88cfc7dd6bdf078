"""Roles in action lines: contradictions stay, memory is marked, broken rows are refused."""

import pytest
from tests.loaders.conftest import Try

from wsisgraph.loading import Fact, Source
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import ORG, WSIS

COLUMNS = (
    *("action_line", "member", "role", "start", "end", "stated_as_of"),
    *("document", "locators", "confidence", "note"),
)


@pytest.fixture(scope="module")
def facts(sources: dict[str, Source]) -> list[Fact]:
    return sources["action-line-roles"].read()[0]


def statements(facts: list[Fact], member: str, line: str, status: str) -> set[tuple[str, str]]:
    """The roles of a body in a line, each with the first part of the key of its document."""
    roles = by_subject(facts, ORG.role)
    passages = by_subject(facts, WSIS.statedIn)
    wanted = {
        fact.subject
        for fact in facts
        if fact.predicate == ORG.member
        and fact.object.value.endswith(f"/{member}")
        and fact.status == status
    } & {
        fact.subject
        for fact in facts
        if fact.predicate == WSIS.roleIn and fact.object.value.endswith(f"/{line}")
    }
    return {
        (role.rpartition("/")[2], passage.partition("/document/")[2].partition("/")[0])
        for subject in wanted
        for role in roles[subject]
        for passage in passages[subject]
    }


def by_subject(facts: list[Fact], predicate: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for fact in facts:
        if fact.predicate == predicate:
            found.setdefault(fact.subject, set()).add(fact.object.value)
    return found


def test_the_accounts_of_itu_in_c4_stay_side_by_side(facts: list[Fact]) -> None:
    assert {
        ("co-facilitator", "itu-council-000"),
        ("coordinator", "itu-council-003"),
        ("sole-facilitator", "itu-council-002"),
        ("lead-facilitator", "itu-council-002"),
    } <= statements(facts, "itu", "c4", "accepted")


def test_undp_led_c6_until_a_printed_month_and_from_no_printed_one(facts: list[Fact]) -> None:
    role = iris.individual("role", "undp-c6-lead-facilitator-itu-council-002-annex-2-iv")
    dates = {fact.predicate: str(fact.object) for fact in facts if fact.subject == role}
    assert dates[WSIS.end] == '"2008-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    assert WSIS.start not in dates


def test_what_is_from_memory_or_only_inferred_is_unconfirmed(facts: list[Fact]) -> None:
    assert statements(facts, "unesco", "c9", "accepted") == set()
    assert statements(facts, "unesco", "c9", "unconfirmed") == {
        ("facilitator", "curators-notes"),
        ("moderator", "tunis-agenda"),
    }
    assert ("facilitator", "dig-watch-wsis-20-high-level-event-2025-07-11") in statements(
        facts, "upu", "c7-ebus", "unconfirmed"
    )


def test_the_status_stated_is_the_status_of_the_graph(facts: list[Fact]) -> None:
    stated = [fact for fact in facts if fact.predicate == WSIS.status]
    assert len(stated) == 116
    assert all(fact.object.value == iris.vocab("status", fact.status) for fact in stated)


def test_every_accepted_statement_has_a_date(facts: list[Fact]) -> None:
    accepted = {f.subject for f in facts if f.predicate == ORG.role and f.status == "accepted"}
    dates = (WSIS.start, WSIS.end, WSIS.statedAsOf)
    assert accepted == {
        fact.subject for fact in facts if fact.predicate in dates and fact.status == "accepted"
    }


def test_every_body_that_has_a_role_is_a_bundled_body(sources: dict[str, Source]) -> None:
    members = sources["action-line-roles"].manifest.values["member"].values()
    bodies = {fact.subject for fact in sources["un-bodies"].read()[0]}
    assert {iris.individual(*member.split("/")) for member in members} <= bodies


def test_every_passage_a_role_is_stated_in_is_somewhere(sources: dict[str, Source]) -> None:
    bundled = [source for source in sources.values() if source.manifest.is_bundled]
    facts = [fact for source in bundled for fact in source.read()[0]]
    passages = {fact.subject for fact in facts if fact.predicate == WSIS.locator}
    stated = {
        fact.object.value
        for fact in sources["action-line-roles"].read()[0]
        if fact.predicate == WSIS.statedIn
    }
    assert stated - passages == set()


@pytest.mark.parametrize(
    ("row", "found", "mend"),
    [
        ("C12,ITU,facilitator,,,2017,a,p,document,", "no action line “C12”", "C1 to C11"),
        ("9.c,ITU,facilitator,,,2017,a,p,document,", "“9.c”, a target", "C7-ehea"),
        ("C2,IUT,facilitator,,,2017,a,p,document,", "member is “IUT”", "ITU"),
        ("C2,ITU,boss,,,2017,a,p,document,", "role is “boss”", "soleFacilitator"),
        ("C2,ITU,facilitator,May 2008,,2017,a,p,document,", "start is “May 2008”", "2008-05"),
        ("C2,ITU,facilitator,,2008-13,2017,a,p,document,", "end is “2008-13”", "2008-05"),
        ("C2,ITU,facilitator,2009,2008-05,2017,a,p,document,", "before the start", "swap"),
        ("C2,ITU,facilitator,,,,a,p,document,", "no date", "stated_as_of"),
        ("C2,ITU,facilitator,,,2017,a,,document,", "locators “”", "itu-council-000"),
        ("C2,ITU,facilitator,,,2017,a,p,sure,", "confidence is “sure”", "from memory"),
        ("C2,ITU,partner,,,2017,b,q,document,", "already given", "delete"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_a_mend(
    attempt: Try, row: str, found: str, mend: str
) -> None:
    good = "C2,ITU,partner,,,2017,b,q,document,"
    facts, problems = attempt("action-line-roles", COLUMNS, good, row)
    assert len(problems) == 1, problems
    assert problems[0].where.endswith("rows.csv:3")
    assert found in problems[0].found
    assert mend in problems[0].mend
    assert len({fact.subject for fact in facts}) == 1


@pytest.mark.parametrize(
    ("printed", "datatype"),
    [("2008", "gYear"), ("2008-05", "gYearMonth"), ("2008-05-17", "date")],
)
def test_a_date_is_typed_by_the_precision_it_is_printed_in(
    attempt: Try, printed: str, datatype: str
) -> None:
    row = f"C2,ITU,partner,{printed},,2017,b,q,document,"
    facts, _ = attempt("action-line-roles", COLUMNS, row)
    (start,) = [fact.object for fact in facts if fact.predicate == WSIS.start]
    assert str(start) == f'"{printed}"^^<http://www.w3.org/2001/XMLSchema#{datatype}>'


def test_an_end_within_the_year_of_the_start_is_no_contradiction(attempt: Try) -> None:
    row = "C2,ITU,partner,2008-05,2008,2017,b,q,document,"
    assert attempt("action-line-roles", COLUMNS, row)[1] == []

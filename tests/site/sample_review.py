"""A yearly review with made-up data: an answer, a gap, entries that are accepted and proposed."""

from dataclasses import replace

from tests.site.sample import ITU, REPORT, UNIDO, line, page, question
from tests.site.sample.concepts import ASSERTION, en, passage, term, thing_of_ours

from wsisgraph.api.pages import (
    Answer,
    AnswerRow,
    Decision,
    Entry,
    Lead,
    Report,
    ReportedLine,
    ReportQuestion,
    ReportSection,
    ReportsPage,
    Share,
    Status,
    Term,
)

_LEAD = Lead(ITU, (thing_of_ours("role", "lead", "", "Lead facilitator"),), (ASSERTION,))
SHARES = (
    *("activities-with-result", "activities-with-objective", "activities-with-start"),
    *("activities-with-goal", "roles-with-start", "roles-with-end"),
    *("figures-with-period", "duties-with-due"),
)


def _entry(key: str, text: str, status: Status) -> Entry:
    decided = Decision(
        "x", "/id/decision/1", thing_of_ours("verdict", "accept", "", "Accept"), "", ""
    )
    made = (replace(decided, by="Grace Hopper", date="2026-11-22"),)
    return Entry(
        statement=thing_of_ours("review-entry", key, "", key),
        text=en(text),
        date="2026-03",
        bodies=(ITU, UNIDO),
        citation="Plan of the district, page 4",
        editor="Ada Lovelace",
        status=status,
        passages=(passage(REPORT, "row-4"),),
        decisions=made if status == "accepted" else (),
    )


def _questions() -> tuple[ReportQuestion, ...]:
    rows = tuple(
        AnswerRow(((term(body),), (Term("literal", "2024"),)), (ASSERTION,))
        for body in (ITU, UNIDO)
    )
    asked = replace(question("report/roles", "Who leads?"), href="/api/questions/report/roles")
    answer = Answer(asked, ("agency", "statedAsOf"), rows, 60)
    entries = (_entry("one", "Train 200 teachers.", "accepted"), _entry("two", "=1+1", "proposed"))
    return tuple(
        ReportQuestion(
            thing_of_ours("question", key, key, label), number, en(f"{label}?"), is_asked, said, own
        )
        for key, label, number, is_asked, said, own in (
            ("roles", "Roles", "1.1", True, answer, ()),
            ("objectives", "Objectives stated", "1.2", True, None, ()),
            ("plan", "Next steps", "1.3", False, None, entries),
            ("choice", "Best option", "1.4", False, None, ()),
        )
    )


def report(lang: str = "en") -> Report:
    questions = _questions()
    section = thing_of_ours("section", "situation", "situation", "Evidence")
    return Report(
        page=page("/report/c2?year=2024", lang),
        line=line("C2"),
        year=2024,
        issued="2026-11-22",
        leads=(_LEAD,),
        sections=(ReportSection(section, "1", questions),),
        shares=tuple(Share(key, at, 12) for at, key in enumerate(SHARES)),
        silent=(questions[1], questions[3]),
        documents=(REPORT,),
        answered=1,
        asked=2,
        proposed=1,
    )


def reports(lang: str = "en") -> ReportsPage:
    lines = (ReportedLine(line("C2"), "/report/c2", (_LEAD,)), ReportedLine(line("C4"), "/x", ()))
    return ReportsPage(page("/report", lang), 2024, lines)

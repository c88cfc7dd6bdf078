"""Putting the yearly review of a line together: template, answers, entries, gaps."""

from collections.abc import Iterable, Sequence

from wsisgraph.api.answers import short, table_of
from wsisgraph.api.issued import issued
from wsisgraph.api.pages import (
    Answer,
    Concept,
    Lead,
    Page,
    Passage,
    Report,
    ReportedLine,
    ReportQuestion,
    ReportSection,
    ReportsPage,
    Share,
    Text,
)
from wsisgraph.api.reading import Reading, alike, text, value
from wsisgraph.api.report.entries import entries_of
from wsisgraph.api.report.questions import query_of, values_of
from wsisgraph.terms import codes

PATH = "/report"

FIRST_YEAR, LAST_YEAR = 2003, 2100
"""The lines are of the Plan of Action of 2003."""

_MOST_ROWS = 40
"""Rows of one answer; the question that it links to has all."""


def address(line: str) -> str:
    """Return the page of a line's review: C7-egov → /report/c7-egov."""
    return f"{PATH}/{line.lower()}"


async def usual_year(reading: Reading) -> int:
    """Return the year that is reviewed unless another is asked for: that of the data set."""
    date = await issued(reading)
    return int(date[:4]) if date else FIRST_YEAR


async def compose(reading: Reading, page: Page, line: str, year: int) -> Report:
    """Return the review of a line, by its IRI, in a year."""
    template, lines, shares, leads, date, entries = await reading.together(
        reading.rows("api/report-template", {"lang": reading.lang}),
        reading.concepts([line]),
        reading.rows("api/report-shares", {"line": line}),
        leads_of(reading, year, line),
        issued(reading),
        entries_of(reading, line, year),
    )
    concepts = await reading.concepts(
        {value(row, name) for row in template for name in ("section", "item")}
    )
    queries = [query_of(reading, value(row, "key")) for row in template]
    answers = await reading.together(*(_answer(reading, name, line, year) for name in queries))
    told = {
        value(row, "item"): (name, answer)
        for row, name, answer in zip(template, queries, answers, strict=True)
    }
    sections = []
    for place, rows in enumerate(alike(template, "section"), start=1):
        questions = []
        for at, row in enumerate(rows, start=1):
            item = value(row, "item")
            name, answer = told[item]
            questions.append(
                ReportQuestion(
                    concept=concepts[item],
                    number=f"{place}.{at}",
                    text=text(row["text"]) or Text(""),
                    asked=bool(name),
                    answer=answer,
                    entries=entries.get(item, ()),
                )
            )
        section = concepts[value(rows[0], "section")]
        sections.append(ReportSection(section, str(place), tuple(questions)))
    every = [question for section in sections for question in section.questions]
    own = leads.get(line, ())
    return Report(
        page=page,
        line=lines[line],
        year=year,
        issued=date,
        leads=own,
        sections=tuple(sections),
        shares=tuple(
            Share(value(row, "share"), int(value(row, "have")), int(value(row, "of")))
            for row in shares
            if int(value(row, "of"))
        ),
        silent=tuple(each for each in every if each.answer is None and not each.entries),
        documents=_documents(every, own),
        answered=sum(each.answer is not None for each in every),
        asked=sum(each.asked for each in every),
        proposed=sum(entry.status == "proposed" for each in every for entry in each.entries),
    )


async def lines_page(reading: Reading, page: Page, year: int, agency: str = "") -> ReportsPage:
    """Return the list of reviews: of all lines, or of those that a body leads."""
    wanted = [codes.action_line_iri(line) for line in codes.ACTION_LINES]
    concepts, leads = await reading.together(
        reading.concepts(wanted), leads_of(reading, year, agency=agency)
    )
    return ReportsPage(
        page=page,
        year=year,
        lines=tuple(
            ReportedLine(concepts[iri], address(concepts[iri].code), leads.get(iri, ()))
            for iri in wanted
            if not agency or iri in leads
        ),
    )


async def leads_of(
    reading: Reading, year: int, line: str = "", agency: str = ""
) -> dict[str, tuple[Lead, ...]]:
    """Return who leads each line in a year, in the order of the lines."""
    asked = {"year": str(year), "line": line or None, "agency": agency or None}
    rows = await reading.rows("report/leads", asked)
    said = await reading.passages(value(row, "statement") for row in rows)
    concepts = await reading.concepts(
        value(row, name) for row in rows for name in ("member", "role")
    )
    found: dict[str, list[Lead]] = {}
    for same in alike(rows, "context", "member"):
        places = [place for row in same for place in said[value(row, "statement")]]
        found.setdefault(value(same[0], "context"), []).append(
            Lead(
                concepts[value(same[0], "member")],
                tuple(dict.fromkeys(concepts[value(row, "role")] for row in same)),
                tuple(dict.fromkeys(places)),
            )
        )
    return {iri: tuple(leads) for iri, leads in found.items()}


async def _answer(reading: Reading, name: str, line: str, year: int) -> Answer | None:
    if not name:
        return None
    values = values_of(reading, name, line, year)
    rows = await reading.rows(name, values)
    if not rows:
        return None
    shown = {key: short(given) for key, given in values.items() if key != "lang"}
    return await table_of(reading, name, rows, shown, _MOST_ROWS)


def _documents(questions: Iterable[ReportQuestion], leads: Sequence[Lead]) -> tuple[Concept, ...]:
    """Return the documents that the report cites, in the order of their first citation."""
    places: list[Passage] = [place for lead in leads for place in lead.passages]
    for question in questions:
        if question.answer is not None:
            places += [place for row in question.answer.rows for place in row.passages]
        places += [place for entry in question.entries for place in entry.passages]
    return tuple(dict.fromkeys(place.document for place in places))

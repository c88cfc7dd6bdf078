"""A review as a page of its own and as a sheet: what it says, and what it says is missing."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.reviews.conftest import Open

from wsisgraph.api.pages import Report
from wsisgraph.publishing.review_files import Reviewer, workbook
from wsisgraph.store.writer import Writer
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, RDF, WSIS

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
LINE = {name: codes.action_line_iri(name) for name in codes.ACTION_LINES}


@pytest.fixture(scope="module")
def c5(reviewer: Reviewer) -> Report:
    return reviewer.compose(LINE["C5"], 2024, "en")


def question(review: Report, key: str) -> Any:
    [found] = [q for section in review.sections for q in section.questions if q.concept.code == key]
    return found


def sheet_of(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def test_the_sections_are_those_of_a_review_in_their_order(c5: Report) -> None:
    assert [section.concept.code for section in c5.sections] == (
        ["situation", "objectives", "effectiveness", "options", "consultation", "measures", "plan"]
    )
    assert [q.number for q in c5.sections[1].questions] == ["2.1", "2.2", "2.3"]


def test_which_lines_a_body_leads_is_asked_of_the_graph(reviewer: Reviewer) -> None:
    itu = iris.individual("agency", "itu")
    assert reviewer.led_by(itu, 2024) == [LINE[name] for name in ("C2", "C4", "C5", "C6")]
    assert LINE["C6"] not in reviewer.led_by(itu, 2004)
    assert reviewer.led_by(iris.individual("agency", "wmo"), 2024) == [LINE["C7-eenv"]]


def test_what_the_sources_say_is_cited_row_by_row(c5: Report) -> None:
    told = [q for section in c5.sections for q in section.questions if q.answer]
    assert len(told) == c5.answered > 10
    for each in told:
        # What no source says is a finding of ours, and cites nothing.
        if each.answer and each.concept.code != "goals-without-activity":
            assert all(row.passages for row in each.answer.rows), each.concept.code


def test_what_is_loaded_of_a_prize_stands_in_the_review(data: Path, open_reviewer: Open) -> None:
    """It is asked by a query of the service's own, which has a summary and no question."""
    graph = iris.graph("prizes-of-a-test")
    document, told = (iris.individual(kind, "of-a-test") for kind in ("document", "statement"))
    facts = [
        (told, RDF.type, WSIS.Nomination),
        (told, WSIS.about, iris.individual("activity", "of-a-test")),
        (told, WSIS.prizeCategory, LINE["C5"]),
        (told, WSIS.statedIn, f"{document}/p/1"),
        (f"{document}/p/1", RDF.type, WSIS.Passage),
        (f"{document}/p/1", DCT.isPartOf, document),
    ]
    lines = [" ".join(f"<{iri}>" for iri in (*fact, graph)) + " .\n" for fact in facts]
    lines.append(f'<{document}/p/1> <{WSIS.locator}> "1" <{graph}> .\n')
    with Writer(data) as writer:
        quads = io.BytesIO("".join(lines).encode())
        writer.replace([graph], quads, agent="a test", message="a nomination")
    review = open_reviewer(data).compose(LINE["C5"], 2024, "fr")
    answer = question(review, "prizes").answer
    assert answer.total == 1
    assert answer.question.text.value


def test_what_no_source_says_is_told_and_not_made_up(reviewer: Reviewer, c5: Report) -> None:
    silent = {each.concept.code for each in c5.silent}
    assert {"objectives", "results", "plan", "choice"} <= silent
    assert c5.answered + sum(each.asked for each in c5.silent) == c5.asked
    # Of C4 a target is printed.
    of_c4 = reviewer.compose(LINE["C4"], 2024, "en")
    assert question(of_c4, "objectives").answer.total == 1
    page = reviewer.page(c5)
    assert re.search(r"Objectives that are stated</bdi></a>: nothing is stated for", page)
    [share] = [share for share in c5.shares if share.key == "activities-with-result"]
    assert f"{share.have} of {share.of} activities carry a result." in page
    assert share.have == 0 < share.of


def test_another_year_has_other_meetings(reviewer: Reviewer) -> None:
    def meetings(year: int) -> set[str]:
        answer = question(reviewer.compose(LINE["C5"], year, "en"), "meetings").answer
        return {row.values[0][0].value for row in answer.rows} if answer else set()

    assert meetings(2014)
    assert meetings(2024)
    assert not meetings(2014) & meetings(2024)
    assert meetings(2099) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_whole_in_one_file(reviewer: Reviewer, lang: str) -> None:
    page = reviewer.page(reviewer.compose(LINE["C6"], 2024, lang))
    assert f'<html lang="{lang if lang != "zh" else "zh"}' in page
    assert ('dir="rtl"' in page[:200]) == (lang == "ar")
    assert not re.search(r"<link|<script|\ssrc=|@import|url\(", page)
    assert 'href="/' not in page
    assert "<style>" in page
    assert page.count("</style>") == 1
    fragments = set(re.findall(r'href="#([^"]+)"', page))
    assert fragments
    assert fragments <= set(re.findall(r'\sid="([^"]+)"', page))


def test_every_line_can_be_reviewed(reviewer: Reviewer) -> None:
    for line in ("C1", "C7", "C7-egov", "C11"):
        review = reviewer.compose(LINE[line], 2024, "en")
        assert review.line.code == line
        assert len(review.sections) == 7


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_has_a_row_for_each_question_in_its_language(reviewer: Reviewer, lang: str) -> None:
    review = reviewer.compose(LINE["C5"], 2024, lang)
    sheet = sheet_of(reviewer.workbook(review))
    questions = [q for section in review.sections for q in section.questions]
    assert sheet.max_row == 2 + len(questions)
    assert next(cell.value for cell in sheet[2]) == f"#{lang}"
    assert sheet["C3"].value == f"1.1 {questions[0].text.value}"
    assert sheet["A3"].value == "c5/2024/roles"
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert bool(sheet.sheet_view.rightToLeft) == (lang == "ar")


def test_a_sheet_says_what_the_graph_says_and_where(reviewer: Reviewer, c5: Report) -> None:
    rows = {row[0]: row for row in sheet_of(reviewer.workbook(c5)).iter_rows(values_only=True)}
    _, _, _, graph, source, *filled = rows["c5/2024/roles"]
    assert "Sole facilitator" in graph
    assert f"<{iris.base_iri()}id/document/itu-council-002/p/" in source
    assert graph.count("\n") == source.count("\n")
    assert filled == [None] * 4
    assert rows["c5/2024/objectives"][3] == "Nothing is stated for C5 in our sources."


def test_no_cell_of_a_sheet_is_a_formula() -> None:
    hostile = [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        '=HYPERLINK("http://x.example")',
        "\x01",
        "x" * 40_000,
    ]
    sheet = sheet_of(workbook([["id"] * 9, ["#en"] * 9, [*hostile, ""]], "en"))
    for cell in sheet[3]:
        assert cell.data_type != "f"
        assert not str(cell.value or "").startswith(("=", "+", "-", "@"))
        assert len(str(cell.value or "")) <= 32_767

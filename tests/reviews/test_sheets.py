"""A sheet that comes back: answers are proposals of who wrote them, until they are accepted."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.review.command import run

from wsisgraph.loading import Context, Fact, discover
from wsisgraph.loading.facts import facts_of
from wsisgraph.loading.reviews import COLUMNS
from wsisgraph.terms import codes
from wsisgraph.terms.namespaces import DCT, WSIS

C5 = codes.action_line_iri("C5")
ANSWERS = {
    "plan": (
        "=Train 200 teachers",
        "March 2025",
        "ITU, UNESCO",
        "id/document/itu-council-002/p/2-b",
    ),
    "objectives": ("A person to call in every school.", "2027", "", "Plan of the district, page 4"),
}


def fill(path: Path, answers: Mapping[str, Sequence[str]]) -> None:
    book = load_workbook(path)
    for row in book.active.iter_rows(min_row=3):
        for cell, text in zip(
            row[5:], answers.get(str(row[0].value).rpartition("/")[2], ()), strict=False
        ):
            cell.value = text
            cell.data_type = "s"
    book.save(path)


def entries(reviewer: Any, lang: str = "en") -> dict[str, list[Any]]:
    review = reviewer.compose(C5, 2024, lang)
    return {
        q.concept.code: list(q.entries)
        for section in review.sections
        for q in section.questions
        if q.entries
    }


def test_a_filled_sheet_is_proposed_accepted_and_goes_out_again_unchanged(
    data: Path, tmp_path: Path, open_reviewer: Callable[[Path], Any]
) -> None:
    sheet = tmp_path / "c5.xlsx"
    done = run("report", "C5", "--year", "2024", "--lang", "fr", "--sheet", str(sheet))
    assert done.code == 0, done.told
    fill(sheet, ANSWERS)
    load = ("load", "review-sheet", str(sheet), "--editor", "Ada Lovelace", "--by", "tests")
    done = run(*load)
    assert done.code == 0, done.told
    assert "ReviewEntry: 2 added" in done.told
    told = entries(open_reviewer(data))
    assert {key: [each.status for each in found] for key, found in told.items()} == {
        "objectives": ["proposed"],
        "plan": ["proposed"],
    }
    [plan] = told["plan"]
    assert (plan.text.value, plan.text.lang, plan.date) == ("=Train 200 teachers", "fr", "2025-03")
    assert [body.code for body in plan.bodies] == ["ITU", "UNESCO"]
    assert plan.editor == "Ada Lovelace"
    assert "itu-council-002/p/2-b" in " ".join(place.iri for place in plan.passages)

    page = run("report", "C5", "--year", "2024").out
    assert '<div class="entry proposed">' in page
    assert "Answers of editors that are proposed and not accepted yet: 2." in page
    done = run("review", "accept", "review-entry/c5/2024/ada-lovelace/plan", "--by", "Grace")
    assert done.code == 0, done.told
    told = entries(open_reviewer(data))
    assert [each.status for each in told["plan"]] == ["accepted"]
    assert [each.by for each in told["plan"][0].decisions] == ["Grace"]
    assert [each.status for each in told["objectives"]] == ["proposed"]

    # Out and in again: nothing changes, and the answers keep the language they were written in.
    options = ("--year", "2024", "--lang", "ru", "--editor", "Ada Lovelace")
    assert run("report", "C5", *options, "--sheet", str(sheet)).code == 0
    done = run(*load, "--dry-run")
    assert "ReviewEntry: 2 as before" in done.told, done.told
    # For anybody else they are told, and not theirs to change.
    assert run("report", "C5", "--year", "2024", "--sheet", str(sheet)).code == 0
    rows = {row[0].value: row for row in load_workbook(sheet).active.iter_rows()}
    assert rows["c5/2024/plan"][5].value is None
    assert (
        "=Train 200 teachers (entered by Ada Lovelace, accepted)" in rows["c5/2024/plan"][3].value
    )


def test_nothing_is_loaded_where_rows_have_faults(data: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "c5.xlsx"
    assert run("report", "C5", "--year", "2024", "--sheet", str(sheet)).code == 0
    fill(sheet, {**ANSWERS, "effect": ("Faster.", "in spring", "Atlantis", "")})
    done = run("load", "review-sheet", str(sheet), "--editor", "Ada Lovelace")
    assert done.code == 3
    assert "row 22, “citation”: nothing is cited" in done.told
    assert "row 22, “date”: “in spring” is no date" in done.told
    assert "row 22, “responsible”: no body is known as “Atlantis”" in done.told
    assert "2 records can be taken, 1 row cannot" in done.told


def test_a_passage_that_is_not_there_is_no_citation(data: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "c5.csv"
    sheet.write_text(
        f"{','.join(COLUMNS)}\nc5/2024/effect,,,,,Faster.,,,id/document/itu-council-002/p/nowhere\n"
    )
    done = run("load", "review-sheet", str(sheet), "--editor", "Ada Lovelace")
    assert done.code == 3
    assert "c5.csv:2" in done.told
    assert "breaks the rule" in done.told


def read(tmp_path: Path, *rows: str) -> tuple[list[Fact], list[str]]:
    """Read rows that give id, answer, date, responsible and citation."""
    path = tmp_path / "sheet.csv"
    lines = []
    for row in rows:
        name, *filled = row.split("|")
        lines.append(",".join([name, "", "", "", "", *(f'"{text}"' for text in filled)]))
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    source = discover()["review-sheet"]
    context = Context(source.manifest)
    facts = list(facts_of(source.load([path], context)))
    return facts, [str(problem) for problem in context.problems]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("c5/2024/plan|Do it.|||", "“citation”: nothing is cited"),
        ("c5/2024/plan|Do it.|||x", "“citation”: the citation is “x”"),
        ("c5/2024/plan||2025||A document", "“answer”: there is no answer"),
        ("c5/2024/plan|Do it.|31/02/2025||A document", "“date”"),
        ("c5/2024/plan|Do it.||Atlantis|A document", "“responsible”: no body is known"),
        ("c5/2024/what|Do it.|||A document", "“id”: there is no question “what”"),
        ("c99/2024/plan|Do it.|||A document", "“id”: the id is “c99/2024/plan”"),
        ("9.c/2024/plan|Do it.|||A document", "“id”: the id is"),
        ("|Do it.|||A document", "“id”: the id is missing"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_by_row_and_column(
    tmp_path: Path, row: str, said: str
) -> None:
    facts, problems = read(tmp_path, "c5/2024/roles|Good.|||A document", row)
    assert len(problems) == 1
    assert "sheet.csv:3" in problems[0]
    assert said in problems[0]
    entry = {fact.subject for fact in facts if fact.status == "proposed"}
    assert len(entry) == 1


def test_rows_of_another_review_are_told(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "c5/2024/plan|One.|||A document", "c6/2024/plan|Two.|||A document")
    assert len(problems) == 1
    assert "the row is of c6/2024, and those above of c5/2024" in problems[0]


def test_an_empty_sheet_says_where_to_write(tmp_path: Path) -> None:
    facts, problems = read(tmp_path, "c5/2024/plan||||")
    assert facts == []
    assert "no row of the sheet has an answer" in problems[0]


def test_two_answers_to_one_question_are_two_statements_each_in_its_language(
    tmp_path: Path,
) -> None:
    facts, problems = read(
        tmp_path,
        "#ru||||",
        "c5/2024/plan|Первый шаг.|||Документ",
        "c5/2024/plan@en|Two.|||A document",
    )
    assert problems == []
    texts = {
        fact.subject.rpartition("/")[2]: str(fact.object)
        for fact in facts
        if fact.predicate == DCT.description
    }
    assert texts == {"plan": '"Первый шаг."@ru', "plan-2": '"Two."@en'}
    kinds = {fact.status for fact in facts if fact.subject.endswith(("/plan", "/plan-2"))}
    assert kinds == {"proposed", "accepted"}, "the rows are evidence, the answers are proposals"
    assert {fact.status for fact in facts if fact.predicate == WSIS.reviewQuestion} == {"proposed"}

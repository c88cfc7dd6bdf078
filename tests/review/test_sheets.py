"""A sheet goes out, is filled in, and comes back: whole or not at all, each fault with its row."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.review.command import review

from wsisgraph.review.docket import Docket
from wsisgraph.review.sheets import as_csv, as_xlsx
from wsisgraph.terms import iris

ADA = ("--by", "Ada Lovelace")
Open = Callable[[], Docket]
Rows = list[list[str]]


def read(file: Path) -> Rows:
    if file.suffix == ".csv":
        return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    rows = load_workbook(file)["review"].iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def save(file: Path, rows: Rows) -> None:
    """Write rows as a spreadsheet program does: it knows nothing of our escapes."""
    if file.suffix == ".csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        file.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        return
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)


def export(file: Path, *arguments: str) -> Rows:
    done = review("export", str(file), *arguments)
    assert done.code == 0, done.told
    return read(file)


def fill(rows: Rows, row: int, **cells: str) -> Rows:
    """Fill in cells of a row; `_` in a name of a column stands for `:`."""
    for name, text in cells.items():
        rows[row][rows[0].index(name.replace("_", ":"))] = text
    return rows


@pytest.fixture(params=["sheet.csv", "sheet.xlsx"])
def sheet(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / str(request.param)


def row_of(rows: Rows, name: str, status: str = "proposed") -> int:
    place = {column: number for number, column in enumerate(rows[0])}
    (found,) = (
        number
        for number, row in enumerate(rows)
        if row[place["id"]] == name and row[place["status"]] == status
    )
    return found


def test_a_sheet_filled_in_is_followed(sheet: Path, docket: Open) -> None:
    rows = export(sheet)
    fill(rows, row_of(rows, "role/itu-c2"), decision="correct", org_role="vocab/roles/chair")
    fill(rows, row_of(rows, "role/itu-c2", "unconfirmed"), decision="Reject", note="+no")
    fill(rows, row_of(rows, "activity-link/bridge/c2"), decision="accepted")
    save(sheet, rows)
    done = review("import", str(sheet), *ADA)
    assert done.code == 0, done.told
    assert "Decided: 1 accept, 1 correct, 1 reject." in done.told
    made = {(d.target.iri.rpartition("/id/")[2], d.verdict.value): d for d in docket().decisions}
    corrected = made["role/itu-c2", "correct"]
    (correction,) = corrected.corrections
    assert [value.value.rpartition("/")[2] for value in correction.new] == ["chair"]
    assert made["role/itu-c2", "reject"].note == "+no"


def test_a_sheet_left_alone_decides_nothing(sheet: Path, unchanged: Path) -> None:
    assert unchanged.is_dir()
    rows = export(sheet)
    save(sheet, rows)
    done = review("import", str(sheet), *ADA)
    assert (done.code, done.told.strip()) == (
        0,
        "No row has a decision; nothing was decided.",
    )


def test_no_cell_is_a_formula_and_what_was_escaped_comes_back_as_it_was(
    sheet: Path, docket: Open
) -> None:
    rows = export(sheet)
    cells = [cell for row in rows[1:] for cell in row]
    assert "'+ as printed" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    fill(rows, row_of(rows, "role/itu-c2"), decision="accept")
    save(sheet, rows)
    assert review("import", str(sheet), *ADA).code == 0
    assert docket().decisions[0].corrections == ()


def test_values_may_be_written_by_name_code_or_iri(sheet: Path, docket: Open) -> None:
    rows = export(sheet, "--class", "RoleStatement", "--source", "tiny")
    fill(rows, 1, decision="correct", org_role="Chair", wsis_statedAsOf="2017-05")
    save(sheet, rows)
    done = review("import", str(sheet), *ADA)
    assert done.code == 0, done.told
    new = {str(value) for c in docket().decisions[0].corrections for value in c.new}
    assert new == {
        "<https://w3id.org/wsis-sdg/vocab/roles/chair>",
        '"2017-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
    }


def test_a_line_may_be_written_by_its_code(sheet: Path, docket: Open) -> None:
    rows = export(sheet, "--class", "ActivityLink")
    save(sheet, fill(rows, 1, decision="correct", wsis_linksTo="C7 e-health"))
    assert review("import", str(sheet), *ADA).code == 0
    (correction,) = docket().decisions[0].corrections
    assert [value.value for value in correction.new] == [iris.vocab("action-lines", "c7-ehea")]


def test_numbers_that_a_spreadsheet_rewrote_are_no_change(sheet: Path, docket: Open) -> None:
    rows = export(sheet, "--class", "ActivityLink")
    fill(rows, 1, decision="accept", wsis_confidence="0,50")
    save(sheet, rows)
    done = review("import", str(sheet), *ADA)
    assert done.code == 0, done.told
    assert docket().decisions[0].corrections == ()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"decision": "perhaps"}, "the decision is “perhaps”; write one of accept, correct"),
        ({"decision": "correct"}, "it is corrected, and no value is changed"),
        ({"decision": "accept", "org_role": "vocab/roles/chair"}, "and values are changed"),
        ({"decision": "reject", "org_role": "vocab/roles/chair"}, "and values are changed"),
        ({"decision": "withdraw"}, "nobody decided on it"),
        ({"decision": "correct", "org_role": "boss"}, "org:role: nothing is called “boss”"),
        (
            {"decision": "correct", "wsis_statedAsOf": "31/02/2019"},
            "is no value of wsis:statedAsOf",
        ),
        ({"decision": "correct", "org_role": ""}, "would break the rule at shapes"),
        ({"decision": "accept", "id": "role/none"}, "no statement has this name"),
        ({"decision": "accept", "id": ""}, "the id is missing"),
        ({"decision": "accept", "source": "elsewhere"}, "in the source elsewhere"),
        ({"decision": "accept", "state": "0123456789abcdef"}, "was changed since the sheet was"),
        ({"org_role": "vocab/roles/chair"}, "was changed, and there is no decision"),
        ({"decision": "accept", "note": "x" * 5000}, "the note has 5,000 characters"),
    ],
)
def test_a_row_that_cannot_be_followed_is_named_and_no_other_is_followed(
    cells: dict[str, str], told: str, tmp_path: Path, unchanged: Path
) -> None:
    assert unchanged.is_dir()
    file = tmp_path / "sheet.csv"
    rows = export(file, "--status", "proposed")
    fill(rows, row_of(rows, "activity-link/bridge/c2"), decision="accept")
    number = row_of(rows, "role/itu-c2")
    save(file, fill(rows, number, **cells))
    done = review("import", str(file), *ADA)
    assert done.code == 3
    assert told in done.told
    assert f":{number + 1}: " in done.told


def test_every_fault_of_a_sheet_is_told_at_once(tmp_path: Path, unchanged: Path) -> None:
    assert unchanged.is_dir()
    file = tmp_path / "sheet.csv"
    rows = export(file)
    for number in range(1, len(rows)):
        fill(rows, number, decision="perhaps")
    save(file, rows)
    assert review("import", str(file), *ADA).told.count("the decision is “perhaps”") == 5


def test_what_was_decided_since_the_sheet_went_out_is_not_decided_again(
    sheet: Path, docket: Open
) -> None:
    rows = export(sheet, "--class", "ActivityLink")
    assert review("reject", "activity-link/bridge/c2", "--by", "Bo").code == 0
    save(sheet, fill(rows, 1, decision="accept"))
    done = review("import", str(sheet), *ADA)
    assert done.code == 3
    assert "was changed since the sheet was written (reject by Bo)" in done.told
    assert len(docket().decisions) == 1


def test_one_statement_in_two_rows_is_refused(tmp_path: Path, unchanged: Path) -> None:
    assert unchanged.is_dir()
    file = tmp_path / "sheet.csv"
    rows = export(file, "--class", "ActivityLink")
    fill(rows, 1, decision="accept")
    save(file, [*rows, rows[1]])
    assert "is decided on at" in review("import", str(file), *ADA).told


def test_a_dry_run_of_a_sheet_writes_nothing(tmp_path: Path, unchanged: Path) -> None:
    assert unchanged.is_dir()
    file = tmp_path / "sheet.csv"
    rows = export(file, "--class", "ActivityLink")
    save(file, fill(rows, 1, decision="accept"))
    assert "Would be decided: 1 accept" in review("import", str(file), *ADA, "--dry-run").told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "the column “decision” is missing"),
        (b"decision,id\naccept,role/itu-c2\n", "the column “state” is missing"),
        (b"\x00\x01\x02", "sheet.csv"),
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_a_file_that_is_no_sheet_of_ours_is_refused(
    content: bytes, told: str, tmp_path: Path
) -> None:
    file = tmp_path / "sheet.csv"
    file.write_bytes(content)
    done = review("import", str(file), *ADA)
    assert done.code == 3, done.told
    assert told in done.told


@pytest.mark.usefixtures("unchanged")
def test_a_file_that_is_not_there_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert review("import", str(tmp_path / "none.csv"), *ADA).code == 3
    assert "name a file that ends in .csv or .xlsx" in review("export", "sheet.ods").told
    assert "cannot be written" in review("export", str(tmp_path / "no" / "sheet.csv")).told


def test_signs_that_no_workbook_takes_are_replaced() -> None:
    rows = [["decision", "statement"], ["", "a\x00b\x0bc"]]
    file = io.BytesIO(as_xlsx(rows))
    assert load_workbook(file)["review"]["B2"].value == "a�b�c"
    assert as_csv(rows).startswith(b"\xef\xbb\xbfdecision")

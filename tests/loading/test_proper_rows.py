"""Rows of tables, without the notes, sums and headings that people write among and below them."""

from pathlib import Path

import openpyxl
import pytest

from wsisgraph import content
from wsisgraph.loading import Context, Kind, Remark
from wsisgraph.loading.manifest import read_manifest
from wsisgraph.loading.reading import open_table, proper_rows

HEADER = "ID,Title,Organisation,Country,Goals"


def read(path: Path, **options: bool) -> tuple[list[int], list[Remark]]:
    """The numbers of the rows, and what was told of others."""
    manifest = read_manifest(content.folder("loaders") / "stocktaking")
    remarks: list[Remark] = []
    context = Context(manifest, tell=remarks.append)
    table = open_table(path, context)
    assert table is not None
    return [number for number, _ in proper_rows(table, context, **options)], remarks


def csv(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("Total,3,,,", "a sum"),
        (",Grand total,3,,", "a sum"),
        ("Итого,3,,,", "a sum"),
        ("合计,3,,,", "a sum"),
        ("Note: provisional,,,,", "a note"),
        ("Source:,the secretariat,,,", "a note"),
        ("* as reported,,,,", "a note"),
        ("Примечание: черновик,,,,", "a note"),
        ("This list was made in March,,,,", "a note"),
        ("Note: made in March", "a note"),
        ("Note: made in March, with care", "a note"),
    ],
)
def test_what_stands_below_a_table_is_told_and_is_no_row(
    row: str, what: str, tmp_path: Path
) -> None:
    rows, remarks = read(csv(tmp_path / "t.csv", "1,A,Trust,Kenya,4", "2,B,Trust,Kenya,5", row))
    assert rows == [2, 3]
    (remark,) = remarks
    assert (remark.kind, remark.origin.line) == (Kind.UNKNOWN, 4)
    assert f"taken for {what}" in remark.found


@pytest.mark.parametrize("row", ["3,,,,", "C2,,,,", "3,Total Quality,Trust,,", "4,D,Trust,,"])
def test_a_row_that_lacks_cells_is_a_row_all_the_same(row: str, tmp_path: Path) -> None:
    rows, remarks = read(csv(tmp_path / "t.csv", "1,A,Trust,Kenya,4", row))
    assert rows == [2, 3]
    assert remarks == []


def test_a_heading_among_the_rows_is_a_problem(tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", "1,A,Trust,Kenya,4", "Category two,,,,", "2,B,Trust,Kenya,5")
    rows, (remark,) = read(path)
    assert rows == [2, 4]
    assert (remark.kind, remark.origin.line) == (Kind.PROBLEM, 3)
    assert "one cell only, “Category two”" in remark.found


def test_a_sum_and_a_header_among_the_rows_are_told(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "t.csv", "1,A,Trust,Kenya,4", "Subtotal,1,,,", HEADER, "2,B,Trust,Kenya,5"
    )
    rows, remarks = read(path)
    assert rows == [2, 5]
    assert [remark.kind for remark in remarks] == [Kind.UNKNOWN, Kind.UNKNOWN]
    assert {remark.origin.line for remark in remarks} == {3, 4}


def test_tables_that_were_joined_have_one_header(tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", "1,A,Trust,Kenya,4", f"\ufeff{HEADER}", "2,B,Trust,Kenya,5")
    rows, (remark,) = read(path)
    assert rows == [2, 4]
    assert "the header once more" in remark.found


def test_where_one_cell_may_be_a_row_it_is_one(tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", "1,A,Trust,Kenya,4", ",A radio in each village,,,")
    assert read(path, one_cell_is_a_row=True) == ([2, 3], [])


def test_notes_below_a_sheet_are_told_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for cells in (HEADER.split(","), [1, "A", "Trust", "Kenya", 4], [], ["Source: a ministry"]):
        book.active.append(cells)
    book.save(tmp_path / "t.xlsx")
    rows, (remark,) = read(tmp_path / "t.xlsx")
    assert rows == [2]
    assert (remark.origin.sheet, remark.origin.line) == ("Sheet", 4)


def test_rows_in_quotes_as_a_whole_are_no_notes(tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", '"1,A, B,Trust,Kenya,4"', '"2,B,Trust,Kenya,5"')
    rows, remarks = read(path)
    assert rows == []
    assert [(remark.kind, remark.origin.line) for remark in remarks] == [
        (Kind.PROBLEM, 2),
        (Kind.PROBLEM, 3),
    ]
    assert "quotes off" in remarks[0].mend

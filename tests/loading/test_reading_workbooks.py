"""Excel workbooks: what a person sees in them is read, and a hostile one harms nobody."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from tests.loading.reading import read, write

HEADER = ["title", "country", "start"]
ROW = ["Village libraries", "KENYA", date(2019, 2, 28)]


def workbook(path: Path, *sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def rezipped(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write a workbook again with its parts changed; None leaves a part out."""
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            changed = change(part.filename, old.read(part))
            if changed is not None:
                new.writestr(part.filename, changed)
    return write(path, data.getvalue())


def test_cells_come_as_a_person_sees_them(tmp_path: Path) -> None:
    values = [["a", "b"], ["text", 2015], [0.1, True], [date(2019, 2, 28), datetime(2019, 1, 2, 3)]]
    done = read(workbook(tmp_path / "t.xlsx", values))
    assert done.problems == []
    assert done.rows == [
        (2, ["text", "2015"]),
        (3, ["0.1", "true"]),
        (4, ["2019-02-28", "2019-01-02 03:00:00"]),
    ]
    assert str(done.table.origin(3, "a")).endswith("t.xlsx, sheet “Sheet 1”, row 3, “a”")


def test_a_table_that_begins_elsewhere_keeps_its_row_numbers(tmp_path: Path) -> None:
    rows: list[list[object]] = [[], ["", "Projects"], [], ["", *HEADER], ["", *ROW], [], ["", *ROW]]
    done = read(workbook(tmp_path / "t.xlsx", rows))
    assert done.table.columns[1:] == tuple(HEADER)
    assert [number for number, _ in done.rows] == [5, 7]
    assert "above it stands “Projects”" in done.told


def test_the_first_full_sheet_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [], [HEADER, ROW], [["other"], ["x"]])
    done = read(path)
    assert done.table.sheet == "Sheet 2"
    assert "the workbook has also “Sheet 3”" in done.told
    assert read(path, sheet="sheet 3").rows == [(2, ["x"])]
    assert "there is no sheet “Projects”" in read(path, sheet="Projects").found


def test_a_hidden_sheet_is_read_only_by_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    for row in (HEADER, ROW):
        hidden.append(row)
    book.save(tmp_path / "t.xlsx")
    assert "only its hidden sheet “Old” holds something" in read(tmp_path / "t.xlsx").found
    assert len(read(tmp_path / "t.xlsx", sheet="Old").rows) == 1


def test_a_workbook_that_changed_is_read_anew(tmp_path: Path) -> None:
    first = read(workbook(tmp_path / "t.xlsx", [HEADER, ROW]))
    second = read(workbook(tmp_path / "t.xlsx", [HEADER, ROW, ROW]))
    assert (len(first.rows), len(second.rows)) == (1, 2)


def test_a_formula_without_a_value_is_told(tmp_path: Path) -> None:
    done = read(workbook(tmp_path / "t.xlsx", [HEADER, ["=1+1", "KENYA", "=TODAY()"]]))
    assert done.rows == [(2, ["", "KENYA", ""])]
    assert "2 formulas of the workbook have no value" in done.told


def test_each_row_of_a_merged_area_has_its_value(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["country", "title"], ["KENYA", "a"], [None, "b"], ["PERU", "c"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "t.xlsx")
    done = read(tmp_path / "t.xlsx")
    assert [cells for _, cells in done.rows] == [["KENYA", "a"], ["KENYA", "b"], ["PERU", "c"]]
    assert "1 merged areas" in done.told


def test_a_million_empty_formatted_rows_are_no_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    empty = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (number, number)
        for number in range(3, 1_000_000)
    )
    rezipped(
        path,
        lambda name, data: (
            data.replace(b"</sheetData>", empty + b"</sheetData>") if "sheet1" in name else data
        ),
    )
    done = read(path)
    assert done.problems == []
    assert [number for number, _ in done.rows] == [2]


def test_a_cell_at_the_far_end_of_the_sheet_fills_no_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    rezipped(
        path,
        lambda name, data: (
            data.replace(b"</sheetData>", far + b"</sheetData>") if "sheet1" in name else data
        ),
    )
    done = read(path)
    assert re.search("MiB of memory|columns", done.found)


def test_links_to_other_workbooks_are_not_followed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            b'<Relationships><Relationship Target="http://127.0.0.1:1/x.xlsx"/></Relationships>',
        )
    assert read(path).rows == [(2, ["Village libraries", "KENYA", "2019-02-28"])]


def test_a_zip_bomb_is_told_and_not_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    rezipped(path, lambda name, data: data + b" " * 100_000_000 if "sheet1" in name else data)
    assert path.stat().st_size < 200_000
    assert "as in a zip bomb" in read(path).found


def test_entities_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    rezipped(
        path,
        lambda name, data: (
            data.replace(b"<worksheet", bomb + b"<worksheet") if "sheet1" in name else data
        ),
    )
    assert "declares XML entities" in read(path).found


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_told(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, *[ROW] * 50])
    data = path.read_bytes()
    done = read(write(path, data[: int(len(data) * share)]))
    assert done.problems
    assert done.rows == []


@pytest.mark.parametrize(
    "gone", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
def test_a_workbook_without_a_part_does_not_crash(tmp_path: Path, gone: str) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    rezipped(path, lambda name, data: None if name == gone else data)
    done = read(path)
    assert done.problems or done.rows


def test_a_workbook_whose_sheets_are_empty_is_told(tmp_path: Path) -> None:
    assert "its sheets are empty" in read(workbook(tmp_path / "t.xlsx", [])).found


def test_a_zip_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "a zip file without an Excel workbook" in read(path).found


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize("junk", [b"", b"<", b"\xff\xfe\0", b"<a><b></a>"])
def test_junk_in_a_part_does_not_crash(tmp_path: Path, part: str, junk: bytes) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    rezipped(path, lambda name, data: junk if name == part else data)
    done = read(path)
    assert done.problems or done.rows


def test_a_sheet_that_tells_about_the_workbook_is_not_taken_for_its_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, rows in (
        ("Read me", [["List of", "projects"], ["Contact", "the office"]]),
        ("Cover page", [["A list"], ["of projects"]]),
        ("Projects", [HEADER, ROW]),
        ("More", [HEADER, ROW]),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book["Sheet"])
    book.save(tmp_path / "t.xlsx")
    done = read(tmp_path / "t.xlsx")
    assert done.table.sheet == "Projects"
    assert "also “Read me”, “Cover page”, “More”" in done.told
    assert read(tmp_path / "t.xlsx", sheet="Read me").rows == [(2, ["Contact", "the office"])]


def test_where_no_sheet_looks_like_a_table_the_first_is_read(tmp_path: Path) -> None:
    assert read(workbook(tmp_path / "t.xlsx", [["a"], ["1"]], [["b"], ["2"]])).rows == [(2, ["1"])]


def test_formulas_without_a_value_are_told_of_the_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW], [["=1+1", "b"], ["1", "2"]])
    assert "t.xlsx: 1 formulas of the workbook have no value" in read(path).told


def test_the_names_of_groups_of_columns_are_not_the_header(tmp_path: Path) -> None:
    groups: list[object] = ["Project", "Project", "Body", "Body", "Links", "Links"]
    names: list[object] = ["ID", "Title", "Organisation", "Country", "Line", "SDG"]
    row: list[object] = [1, "Radio", "Trust", "Kenya", "C3", 4]
    done = read(workbook(tmp_path / "t.xlsx", [groups, names, row, row]))
    assert done.table.columns == tuple(names)
    assert [number for number, _ in done.rows] == [3, 4]


def test_a_header_with_a_name_twice_is_none_of_groups(tmp_path: Path) -> None:
    names: list[object] = ["Title", "Title", "Organisation", "Country"]
    done = read(workbook(tmp_path / "t.xlsx", [names, ["A", "B", "Trust", "Kenya"]]))
    assert "the columns A and B are both called “Title”" in done.found


def test_a_workbook_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    done = read(path.rename(tmp_path / "t.xls"))
    assert done.problems == []
    assert done.rows == [(2, ["Village libraries", "KENYA", "2019-02-28"])]


def test_hidden_rows_are_read_and_that_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEADER, ROW, ROW, ROW):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.save(tmp_path / "t.xlsx")
    done = read(tmp_path / "t.xlsx")
    assert len(done.rows) == 3
    assert "rows of the workbook are hidden (1), and are read as the others are" in done.told

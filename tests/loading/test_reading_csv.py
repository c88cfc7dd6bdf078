"""CSV as people save it, and as nobody should: what is read, and how the rest is told."""

from pathlib import Path

import pytest
from tests.loading.reading import read, write

from wsisgraph.loading.reading import limits

GOOD = "title,country\nVillage libraries,KENYA\nRain by text,CÔTE D’IVOIRE\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_its_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = GOOD.replace(",", delimiter)
    done = read(write(tmp_path / "t.csv", text.encode(encoding)))
    assert done.problems == []
    assert done.table is not None
    assert done.table.columns == ("title", "country")
    assert done.rows == [
        (2, ["Village libraries", "KENYA"]),
        (3, ["Rain by text", "CÔTE D’IVOIRE"]),
    ]


def test_windows_1252_is_recognised_and_told(tmp_path: Path) -> None:
    done = read(write(tmp_path / "t.csv", "title\nCréation d’écoles – été\n".encode("cp1252")))
    assert done.rows == [(2, ["Création d’écoles – été"])]
    assert "read as Windows-1252" in done.told


@pytest.mark.parametrize("encoding", ["cp1251", "gb18030", "koi8-r", "cp1256"])
def test_an_encoding_that_cannot_be_told_is_asked_for_and_not_guessed(
    tmp_path: Path, encoding: str
) -> None:
    text = {"gb18030": "名称\n乡村图书馆\n雨水短信\n", "cp1256": "العنوان\nمكتبات القرية\n"}.get(
        encoding, "название\nСельские библиотеки\n"
    )
    path = write(tmp_path / "t.csv", text.encode(encoding))
    asked = read(path)
    assert "neither in UTF-8 nor in Windows-1252" in asked.found
    assert asked.rows == []
    named = read(path, encoding=encoding)
    assert named.problems == []
    assert named.rows[0][1] == [text.split("\n")[1]]


def test_a_row_in_another_encoding_is_told_by_its_number_and_the_others_come(
    tmp_path: Path,
) -> None:
    data = "title,b\nécole,1\n".encode() + "école,2\n".encode("cp1252") + "été,3\nnoël,4\n".encode()
    done = read(write(tmp_path / "t.csv", data))
    assert [number for number, _ in done.rows] == [2, 4, 5]
    assert done.problems[0].origin.line == 3
    assert "the byte E9 that is no UTF-8 character" in done.found


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = 'title,b\n"two\nlines",1\n\n"x ""y"" z",2\n,\nlast,3\n'
    done = read(write(tmp_path / "t.csv", text))
    assert done.rows == [(2, ["two\nlines", "1"]), (4, ['x "y" z', "2"]), (6, ["last", "3"])]


def test_the_line_in_which_excel_names_its_delimiter_is_no_row(tmp_path: Path) -> None:
    done = read(write(tmp_path / "t.csv", "sep=;\r\ntitle;b\r\nx, y;1\r\n"))
    assert done.rows == [(3, ["x, y", "1"])]


def test_a_title_above_the_header_is_told_and_left_out(tmp_path: Path) -> None:
    text = "Projects of 2015,,\nas of May,,\n,,\ntitle,country,year\na,KENYA,2014\nb,PERU,2015\n"
    done = read(write(tmp_path / "t.csv", text))
    assert done.table is not None
    assert done.table.header_row == 4
    assert done.table.preamble == ("Projects of 2015", "as of May")
    assert [number for number, _ in done.rows] == [5, 6]
    assert "this row is taken for the header" in done.told


def test_formulas_are_text(tmp_path: Path) -> None:
    done = read(write(tmp_path / "t.csv", "title,b\n=1+1,\"=cmd|' /C calc'!A0\"\n"))
    assert done.rows == [(2, ["=1+1", "=cmd|' /C calc'!A0"])]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),
        (b"\n\n  \n", "it is empty"),
        (b"\0" * 5000, "binary data"),
        (bytes(range(256)) * 40, "binary data"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        (b"<!DOCTYPE html><html><table>", "a web page or XML"),
        (b"\x1f\x8b\x08\0", "gzip"),
        ("title," + "x," * 100_000 + "\n", "100,001 columns, more than 1,000"),
        ("title,title\n1,2\n", "are both called “title”"),
        ("Title, TITLE \n1,2\n", "are both called"),
        ("title,b\0c\n1,2\n", "column B has a NUL byte"),
        ("a" * 5_000_000 + ",b\n1,2\n", "more than 4,000,000 characters"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_reason(
    tmp_path: Path, data: bytes | str, found: str
) -> None:
    done = read(write(tmp_path / "t.csv", data))
    assert found in done.found
    assert done.rows == []


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("a\0b,2", "column A has a NUL byte"),
        ("x" * 1_000_000 + ",2", "column A has 1,000,000 characters, more than 100,000"),
        ("1," + "x" * 110_000, "column B has 110,000 characters"),
        ('"a"b,2', "a quote stands inside a quoted cell"),
        ("1,2,3", "the row has 3 cells, the header 2; column C has “3”"),
        ("1", "the row has 1 cells, the header 2"),
    ],
)
def test_a_bad_row_is_told_by_number_and_the_others_come(
    tmp_path: Path, row: str, found: str
) -> None:
    done = read(write(tmp_path / "t.csv", f"title,b\ngood,1\n{row}\nalso good,3\n"))
    assert [number for number, _ in done.rows] == [2, 4]
    assert [remark.origin.line for remark in done.problems] == [3]
    assert found in done.found


def test_an_open_quote_swallows_no_other_row(tmp_path: Path) -> None:
    rows = [f"row {number},{number}" for number in range(2, 20_000)]
    rows[5] = '"open,7'
    done = read(write(tmp_path / "t.csv", "title,b\n" + "\n".join(rows) + "\n"))
    assert len(done.rows) == len(rows) - 1
    assert [remark.origin.line for remark in done.problems] == [7]
    assert "a quote that opens here is not closed within 100,000 characters" in done.found


TITLES = "".join(f"Project {n},Kenya\n" for n in range(2, 40))


def test_a_long_cell_of_many_lines_is_one_row_and_not_its_lines(tmp_path: Path) -> None:
    cell = "one line\n" * 100_000
    data = f'title,country\n{TITLES}"{cell}",Kenya\nRain,Kenya\n'
    done = read(write(tmp_path / "t.csv", data))
    assert [remark.origin.line for remark in done.problems] == [40]
    assert "column A has 900,000 characters, more than 100,000" in done.found
    assert done.rows[-1] == (41, ["Rain", "Kenya"])
    assert len(done.rows) == 39


def test_an_open_quote_before_very_many_lines_that_are_no_rows_is_one_fault(
    tmp_path: Path,
) -> None:
    lines = "one line\n" * 50_000
    data = f'title,country\n{TITLES}"Open\n{lines}Rain,Kenya\n'
    done = read(write(tmp_path / "t.csv", data))
    assert [remark.origin.line for remark in done.problems] == [40]
    assert "a quote that opens here is not closed" in done.found
    assert done.rows[-1][1] == ["Rain", "Kenya"]
    assert len(done.rows) == 39


def test_rows_that_an_open_quote_swallows_come_though_another_quote_follows_far_below(
    tmp_path: Path,
) -> None:
    rows = "".join(f"Library {n},Kenya\n" for n in range(20_000))
    data = f'title,country\n{TITLES}"Open,Kenya\n{rows}"Closed",Kenya\nRain,Kenya\n'
    done = read(write(tmp_path / "t.csv", data))
    assert [remark.origin.line for remark in done.problems] == [40]
    assert len(done.rows) == 38 + 20_000 + 2


def test_a_row_beyond_all_measure_takes_no_other_with_it(tmp_path: Path) -> None:
    line = "x" * limits.MAX_CELL + ","
    long = line * (limits.MAX_ROW // len(line) + 2)
    done = read(write(tmp_path / "t.csv", f"title,country\n{TITLES}{long}\nRain,Kenya\n"))
    assert [remark.origin.line for remark in done.problems] == [40]
    assert "the row has more than 4,000,000 characters" in done.found
    assert done.rows[-1] == (41, ["Rain", "Kenya"])


def test_an_open_quote_at_the_end_is_told(tmp_path: Path) -> None:
    done = read(write(tmp_path / "t.csv", 'title,b\na,1\n"open,2\nc,3\n'))
    assert [number for number, _ in done.rows] == [2, 4]
    assert "is never closed" in done.found


def test_a_file_of_faults_is_given_up_and_the_giving_up_is_told(tmp_path: Path) -> None:
    done = read(
        write(tmp_path / "t.csv", "title,b\n" + "a rather long title of a row\0,1\n" * 5_000)
    )
    assert len(done.problems) == limits.MAX_BROKEN_ROWS + 1
    assert "the rest was not looked at" in done.problems[-1].found


def test_a_folder_a_missing_file_and_a_forbidden_one_are_told(tmp_path: Path) -> None:
    assert "it is a folder" in read(tmp_path).found
    assert "cannot be read" in read(tmp_path / "no-such.csv").found


def test_a_text_called_a_workbook_is_told(tmp_path: Path) -> None:
    assert "is a text file" in read(write(tmp_path / "t.xlsx", GOOD)).found


def test_cells_with_odd_spaces_and_digits_come_as_they_are(tmp_path: Path) -> None:
    done = read(write(tmp_path / "t.csv", "ti\u00a0tle,b\n\u00a0x\u3000y,１２٣\n"))
    assert done.table is not None
    assert done.table.columns == ("ti tle", "b")
    assert done.rows == [(2, ["\u00a0x\u3000y", "１２٣"])]


def test_half_a_pair_in_utf_16_is_told_by_row(tmp_path: Path) -> None:
    data = "title,b\nx,1\n\ud83d,2\n".encode("utf-16-le", "surrogatepass")
    done = read(write(tmp_path / "t.csv", b"\xff\xfe" + data))
    assert done.rows == [(2, ["x", "1"])]
    assert done.problems[0].origin.line == 3


def test_a_truncated_utf_16_file_does_not_crash(tmp_path: Path) -> None:
    data = b"\xff\xfe" + "title,b\nx,1\ny,2\n".encode("utf-16-le")
    done = read(write(tmp_path / "t.csv", data[:-3]))
    assert done.problems or len(done.rows) <= 2


def test_rows_in_utf_8_in_a_file_of_windows_1252_are_named(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = ["ID,Title", "1,École", "2,Café", "3,Radio", "4,Señal"]
    encodings = ["ascii", "cp1252", "cp1252", "ascii", "utf-8"]
    path.write_bytes(
        b"".join(f"{row}\n".encode(name) for row, name in zip(rows, encodings, strict=True))
    )
    done = read(path)
    assert [cells[1] for _, cells in done.rows] == ["École", "Café", "Radio"]
    assert "t.csv:5: column B is in UTF-8 (“Señal”)" in done.found
    assert "read as Windows-1252" in done.told


def test_rows_in_windows_1252_in_a_file_of_utf_8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("ID,Title\n1,École\n".encode() + "2,Café\n".encode("cp1252"))
    done = read(path)
    assert [cells[1] for _, cells in done.rows] == ["École"]
    assert "t.csv:3: column B has the byte E9 that is no UTF-8 character" in done.found

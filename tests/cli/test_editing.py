"""What goes out to an editor, comes back edited, and is decided on: by the commands alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.loading.editing.forms import edited, put, replaced
from tests.review.command import Done, run
from tests.service import copy_of

from wsisgraph.store.folder import DataFolder

Command = Callable[..., Done]

GAINED, TEXT = ("C5", "4"), ("linkage/wsis-sdg-matrix/c2-9.1", "text")
LOST, WORSE, NOWHERE = ("C2", "9"), ("C6", "9"), ("C8", "11")


@pytest.fixture
def data(built_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    folder = copy_of(built_data, tmp_path)
    monkeypatch.setenv("WSISGRAPH_DATA", str(folder))
    return folder


@pytest.fixture
def matrix(data: Path, tmp_path: Path) -> Path:
    """The matrix, exported."""
    file = tmp_path / "matrix.xlsx"
    assert run("export", "matrix", "--format", "xlsx", "--out", str(file)).code == 0
    return file


def load(file: Path, *options: str, what: str = "matrix") -> Done:
    return run("load", what, str(file), "--editor", "Ada Lovelace", *options)


def revision(data: Path) -> str:
    found = DataFolder(data).revision()
    assert found is not None
    return found.id


def change(
    file: Path, cells: dict[tuple[str, str], object], texts: dict[tuple[str, str], object]
) -> None:
    file.write_bytes(edited(file.read_bytes(), put(cells), put(texts)))


def text_at(file: Path, key: tuple[str, str]) -> str:
    sheet = load_workbook(file).worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    (row,) = (row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == key[0])
    cell = sheet.cell(row, columns[key[1]])
    return cell.comment.text if cell.comment else ""


@pytest.mark.parametrize(
    ("what", "kind", "lang"),
    [
        *(("matrix", "xlsx", "ar"), ("matrix", "docx", "zh"), ("roles", "docx", "fr")),
        *(("labels", "xlsx", "en"), ("activities", "xlsx", "ru")),
    ],
)
def test_what_comes_back_untouched_changes_nothing(
    what: str, kind: str, lang: str, data: Path, tmp_path: Path
) -> None:
    file, before = tmp_path / f"sent.{kind}", revision(data)
    assert run("export", what, "--format", kind, "--lang", lang, "--out", str(file)).code == 0
    done = load(file, what=what)
    assert (done.code, "Nothing changes" in done.told) == (0, True), done.told
    assert revision(data) == before


def test_errors_refuse_the_file_and_are_commented_at_their_cells(data: Path, matrix: Path) -> None:
    before = revision(data)
    change(
        matrix,
        {GAINED: "4.1, 4.3, 4.5, 4.4", LOST: "9.1, 9.a", WORSE: "9.z", NOWHERE: "18"},
        {TEXT: "Networks."},
    )
    done = load(matrix)
    assert done.code == 3
    assert "There is no target 9.z" in done.told
    assert "There is no goal 18" in done.told
    assert "C2 × goal 9: lost 9.c" in done.told
    assert "takes the good ones and leaves the others in the copy with comments" in done.told
    assert "to a file" not in done.told
    assert revision(data) == before
    copy = matrix.with_name("matrix.commented.xlsx")
    assert text_at(copy, WORSE).startswith("There is no target 9.z")
    assert text_at(copy, NOWHERE).startswith("There is no goal 18")
    assert text_at(copy, LOST) == ""

    # The copy is mended in part, and then all of it.
    change(copy, {NOWHERE: "11.4"}, {})
    assert load(copy).code == 3
    assert text_at(matrix.with_name("matrix.commented2.xlsx"), NOWHERE) == ""
    change(copy, {WORSE: "9.1, 9.c"}, {})
    mended = load(copy, "--dry-run")
    assert (mended.code, revision(data)) == (1, before), mended.told


def test_the_good_cells_are_taken_where_that_is_wanted(data: Path, matrix: Path) -> None:
    change(matrix, {LOST: "9.1, 9.a", WORSE: "9.z"}, {})
    done = load(matrix, "--keep-good")
    assert done.code == 1
    assert "Entries: 1 added" in done.told
    assert text_at(matrix.with_name("matrix.commented.xlsx"), WORSE)
    assert not list(matrix.parent.glob("*.rejected*"))


def test_proposals_count_when_they_were_accepted_and_not_when_that_is_taken_back(
    data: Path, matrix: Path
) -> None:
    change(matrix, {GAINED: "4.1, 4.3, 4.5, 4.4", LOST: "9.1, 9.a"}, {TEXT: "Networks."})
    assert load(matrix).code == 0
    assert "Nothing changes; revision" in load(matrix).told
    listed = run("review", "--status", "proposed", "--format", "csv").out.splitlines()
    ids = [line.split(",")[2] for line in listed if "matrix-ada-lovelace-r1" in line]
    assert len(ids) == 3

    def cell(line: str, goal: str) -> object:
        file = matrix.with_name("now.xlsx")
        run("export", "matrix", "--format", "xlsx", "--out", str(file))
        sheet = load_workbook(file).worksheets[0]
        columns = {one.value: one.column for one in sheet[1]}
        rows = {sheet.cell(at, 1).value: at for at in range(1, sheet.max_row + 1)}
        return sheet.cell(rows[line], columns[goal]).value

    assert (cell(*GAINED), cell(*LOST)) == ("4.1, 4.3, 4.5", "9.1, 9.a, 9.c")
    done = run("review", "accept", *ids, "--by", "Bob")
    assert done.code == 0, done.told
    assert (cell(*GAINED), cell(*LOST)) == ("4.1, 4.3, 4.4, 4.5", "9.1, 9.a")
    shown = run("review", "show", TEXT[0]).out
    assert "dct:description@en = Networks." in shown

    # Loaded again, the decided proposals are what they are.
    assert "Entries: 3 as before." in load(matrix).told
    done = run("review", "withdraw", *ids, "--by", "Bob")
    assert done.code == 0, done.told
    assert (cell(*GAINED), cell(*LOST)) == ("4.1, 4.3, 4.5", "9.1, 9.a, 9.c")
    assert "dct:description@en = " not in run("review", "show", TEXT[0]).out


def test_a_proposal_whose_statement_reads_otherwise_by_now_is_refused(
    data: Path, matrix: Path
) -> None:
    change(matrix, {}, {TEXT: "Networks."})
    assert load(matrix).code == 0
    (line,) = [
        line
        for line in run("review", "--status", "proposed", "--format", "csv").out.splitlines()
        if "matrix-ada-lovelace-r1" in line
    ]
    run("review", "reject", TEXT[0], "--by", "Bob")
    done = run("review", "accept", line.split(",")[2], "--by", "Bob")
    assert done.code == 3
    assert "linkage/wsis-sdg-matrix/c2-9.1 does not count any more" in done.told


def test_an_editor_may_take_every_change_back(data: Path, matrix: Path) -> None:
    untouched = matrix.read_bytes()
    change(matrix, {LOST: "9.1"}, {})
    assert load(matrix).code == 0
    matrix.write_bytes(untouched)
    done = load(matrix)
    assert done.code == 0
    assert "2 retired" in done.told


def test_a_document_is_commented_too(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "matrix.docx"
    run("export", "matrix", "--format", "docx", "--out", str(file))
    bad = replaced(file.read_bytes(), "word/document.xml", r">9\.1, 9\.a, 9\.c<", ">9.1, 9.q<", 1)
    file.write_bytes(bad)
    assert load(file).code == 3
    assert b"word/comments.xml" in (tmp_path / "matrix.commented.docx").read_bytes()


def test_what_is_not_written_so_is_told(data: Path, tmp_path: Path) -> None:
    assert run("export", "labels", "--format", "docx").code == 2
    assert run("export", "dataset", "--format", "xlsx").code == 2
    assert run("export", "roles").code == 2
    file = tmp_path / "a.csv"
    file.write_text("a,b\n")
    done = run("load", "stocktaking", str(file), "--editor", "Ada")
    assert (done.code, "has no editor" in done.told) == (2, True)

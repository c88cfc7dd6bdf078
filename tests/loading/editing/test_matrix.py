"""A matrix that was edited: what was gained, lost and changed, and what cannot be taken."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.loading.editing.forms import Edit, edited, matrix, put, replaced
from tests.loading.editing.reading import Read, read

from wsisgraph.publishing.editable import document, workbook
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, WSIS

CELLS = {("C2", "9"): "9.1, 9.c", ("C5", "8"): "8"}
TEXTS = {
    "linkage/a/c2-9": ("C2", "9", ""),
    "linkage/a/c2-9.1": ("C2", "9.1", "Networks need rules."),
    "linkage/a/c2-9.c": ("C2", "9.c", ""),
    "linkage/b/c2-9.c": ("C2", "9.c", "Said by another."),
    "linkage/a/c5-8": ("C5", "8", ""),
}
FORM = matrix(CELLS, TEXTS)
REJECTED = iris.vocab("status", "accepted"), iris.vocab("status", "rejected")


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., Read]:
    """Read the workbook after edits of its sheets."""

    def run(*edits: Edit, **options: bool) -> Read:
        return read("matrix", edited(workbook.write(FORM), *edits), tmp_path, **options)

    return run


Sent = Callable[..., Read]


def nothing(sheet: Worksheet) -> None:
    """Leave a sheet as it is."""


def test_what_is_added_deleted_and_rewritten_is_proposed(sent: Sent) -> None:
    found = sent(
        put({("C2", "9"): "9.1; 9.3", ("C5", "9"): "9.c"}),
        put({("linkage/a/c2-9.1", "text"): "Networks need rules, and money."}),
    )
    assert found.problems == []
    assert found.told == [
        "C2 × goal 9: gained 9.3; lost 9.c",
        "C5 × goal 9: gained 9, 9.c",
        "C2 × 9.1: text changed to “Networks need rules, and money.”",
    ]
    assert found.linkages == {"c2-9.3", "c5-9", "c5-9.c"}
    assert found.corrections() == {
        # Both sources that say so are proposed to be rejected.
        ("linkage/a/c2-9.c", WSIS.status): REJECTED,
        ("linkage/b/c2-9.c", WSIS.status): REJECTED,
        ("linkage/a/c2-9.1", DCT.description): (
            "Networks need rules.",
            "Networks need rules, and money.",
        ),
    }


def test_proposals_name_their_editor_and_the_export(sent: Sent) -> None:
    found = sent(put({("C5", "9"): "9"}))
    (subject,) = {fact.subject for fact in found.facts if "/linkage/" in fact.subject}
    assert subject.endswith("/id/linkage/matrix-ada-lovelace-r7/c5-9")
    assert "Ada Lovelace" in {getattr(fact.object, "value", "") for fact in found.facts}


def test_an_emptied_cell_loses_the_goal_too(sent: Sent) -> None:
    found = sent(put({("C5", "8"): ""}))
    assert found.told == ["C5 × goal 8: lost 8"]
    assert set(found.corrections()) == {("linkage/a/c5-8", WSIS.status)}


def test_the_goal_stays_where_only_targets_are_deleted(sent: Sent) -> None:
    assert sent(put({("C2", "9"): "9"})).told == ["C2 × goal 9: lost 9.1, 9.c"]


def test_only_spaces_and_order_change_nothing(sent: Sent) -> None:
    found = sent(
        put({("C2", "9"): " 9.C ,\n9.1 "}),
        put({("linkage/a/c2-9.1", "text"): "Networks  need rules. "}),
    )
    assert (found.facts, found.problems, found.told) == ([], [], [])


def test_rows_that_are_sorted_moved_and_parted_are_the_same_rows(sent: Sent) -> None:
    def turn(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        sheet.delete_rows(4, len(rows))
        for row in reversed(rows):
            sheet.append([])
            sheet.append(row)
        sheet.insert_cols(3)
        sheet.insert_rows(1, 2)
        sheet["C1"] = "Our matrix"

    found = sent(turn, turn)
    assert (found.facts, found.problems, found.told) == ([], [], [])


def test_a_new_row_of_texts_gives_its_reason_to_what_is_gained(sent: Sent) -> None:
    def add(sheet: Worksheet) -> None:
        sheet.append([None, "c5", "SDG 8.2", "", "Since trust sells."])

    for edit in (put({("C5", "8"): "8.2"}), nothing):
        found = sent(edit, add)
        assert found.problems == []
        assert found.linkages == {"c5-8.2"}
        texts = [fact.object.value for fact in found.facts if fact.predicate == DCT.description]
        assert texts == ["Since trust sells."]


def test_faults_are_told_with_their_cells_and_nothing_of_the_cell_is_taken(sent: Sent) -> None:
    found = sent(put({("C2", "9"): "9.1, 9.c, 9.3, 9.z", ("C5", "9"): "=1+1", ("C2", "8"): "18"}))
    assert sorted(str(problem.where).rpartition(", ")[2] for problem in found.problems) == [
        "“D4”",
        "“E4”",
        "“E5”",
    ]
    assert [problem.found for problem in found.problems if "E5" in problem.where] == [
        "it is a formula (=1+1)"
    ]
    assert found.linkages == set()


def test_a_row_under_the_identifier_of_another_is_refused(sent: Sent) -> None:
    def swap(sheet: Worksheet) -> None:
        sheet["A4"], sheet["A5"] = "C5", "C2"

    found = sent(swap)
    assert [problem.found for problem in found.problems] == [
        "“C2” stands here, and the hidden identifier of the row is that of “C5”",
        "“C5” stands here, and the hidden identifier of the row is that of “C2”",
    ]


def test_a_copied_row_and_an_unknown_line_are_refused(sent: Sent) -> None:
    def copy(sheet: Worksheet) -> None:
        sheet.append([cell.value for cell in sheet[4]])
        sheet.append([None, "C12", "", "8.1"])
        sheet.append([None, "C2", "", "8.1"])
        sheet.append(["C99", "C99", "", "8.1"])

    found = [problem.found for problem in sent(copy).problems]
    assert found == [
        "the row is a copy of the one at B4, identifier and all",
        "“C99” is the identifier of no row of this table",
        "the row has no hidden identifier, and there is no action line “C12”",
        "the row of C2 has no hidden identifier",
    ]


def test_a_row_that_is_gone_is_no_loss_by_mistake(sent: Sent) -> None:
    found = sent(lambda sheet: sheet.delete_rows(4))
    assert [problem.found for problem in found.problems] == [
        "the row of C2 is gone, or its hidden identifier is"
    ]
    assert found.corrections() == {}


def test_rows_of_texts_that_are_gone_are_told_and_refused_when_strict(sent: Sent) -> None:
    def cut(sheet: Worksheet) -> None:
        sheet.delete_rows(4, 3)

    found = sent(nothing, cut)
    assert (found.facts, found.problems) == ([], [])
    assert "C2 × 9, C2 × 9.1, C2 × 9.c" in found.told[0]
    assert sent(nothing, cut, strict=True).problems


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (lambda sheet: sheet.delete_cols(1), "the table “Matrix” is gone"),
        (lambda sheet: sheet.delete_rows(1), "the table “Matrix” is gone"),
        (lambda sheet: sheet.delete_cols(4), "the column “Goal 8 about” is gone"),
        (lambda sheet: sheet.cell(1, 5, "8"), "the column “Goal 8 about” is there twice"),
    ],
)
def test_deleted_identifiers_refuse_the_file(sent: Sent, edit: Edit, found: str) -> None:
    problems = sent(edit).problems
    assert found in " ".join(problem.found for problem in problems)
    assert all("export it again" in problem.mend for problem in problems)


def test_a_file_without_what_is_hidden_is_refused(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(workbook.write(FORM)))
    del book["wsisgraph"]
    out = io.BytesIO()
    book.save(out)
    (problem,) = read("matrix", out.getvalue(), tmp_path).problems
    assert "its hidden identifiers are gone" in problem.found


def test_another_export_is_refused_with_the_right_command(tmp_path: Path) -> None:
    (problem,) = read("roles", workbook.write(FORM), tmp_path).problems
    assert problem.found == "it is an export of matrix, and not of roles"
    assert problem.mend == "write wsisgraph load matrix FILE"


def test_a_date_that_a_spreadsheet_made_of_a_code_is_told(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(workbook.write(FORM)))
    cell = book.worksheets[0]["E5"]
    cell.value, cell.number_format = 45360, "d.mmm"
    out = io.BytesIO()
    book.save(out)
    (problem,) = read("matrix", out.getvalue(), tmp_path).problems
    assert problem.found == "“2024-03-09” is not a code"


CONTROL = r"(wsisgraph:0:1:3\"/>.*?<w:sdtContent><w:r>)(.*?)(</w:r>)"


def test_a_document_is_understood_as_a_workbook_is(tmp_path: Path) -> None:
    data = replaced(
        document.write(FORM), "word/document.xml", CONTROL, r"\1<w:t>9.c</w:t>\3", count=1
    )
    found = read("matrix", data, tmp_path)
    assert found.problems == []
    assert found.told == ["C5 × goal 9: gained 9, 9.c"]
    place = str(found.notices[0].origin)
    assert place.endswith("back.docx, sheet “Matrix”, row 3, “C5 × Goal 9”")


def test_a_cell_of_a_document_is_known_without_its_control(tmp_path: Path) -> None:
    data = document.write(FORM)
    bare = replaced(data, "word/document.xml", r"<w:(sdtPr>.*?</w:sdtPr|bookmark[^>]*)>", "")
    marked = replaced(data, "word/document.xml", r"<w:tag [^>]*wsisgraph:0:1:3[^>]*>", "")
    assert read("matrix", marked, tmp_path).problems == []
    (problem,) = read("matrix", bare, tmp_path).problems
    assert "the table “Matrix” is gone, or its hidden identifiers are" in problem.found


def test_what_a_word_processor_shows_in_an_empty_control_is_nothing(tmp_path: Path) -> None:
    data = replaced(
        document.write(FORM),
        "word/document.xml",
        r"(wsisgraph:0:0:3\"/>)(.*?<w:sdtContent><w:r>)(.*?)(</w:r>)",
        r"\1<w:showingPlcHdr/>\2<w:t>Click or tap here.</w:t>\4",
        count=1,
    )
    assert read("matrix", data, tmp_path).told == ["C2 × goal 9: lost 9, 9.1, 9.c"]


def test_tracked_changes_are_read_as_if_accepted(tmp_path: Path) -> None:
    data = replaced(
        document.write(FORM),
        "word/document.xml",
        r"<w:r><w:t xml:space=\"preserve\">9\.1, 9\.c</w:t></w:r>",
        '<w:r><w:t>9.1</w:t></w:r><w:del w:id="1"><w:r><w:delText>, 9.c</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>, 9.2</w:t></w:r></w:ins>',
        count=1,
    )
    assert read("matrix", data, tmp_path).told == ["C2 × goal 9: gained 9.2; lost 9.c"]

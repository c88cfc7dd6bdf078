"""The copy with comments: at the cells that were not taken, and otherwise the editor's own file."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.comments import Comment as Note
from tests.loading.editing.forms import edited, matrix, put, replaced
from tests.loading.editing.reading import read

from wsisgraph.loading.editing.marks import Comment, mark, order
from wsisgraph.publishing.editable import document, workbook

FORM = matrix({("C2", "9"): "9.1"}, {"linkage/a/c2-9.1": ("C2", "9.1", "Why.")})
FAULT = Comment("Matrix", 4, "E4", "There is no target 9.z. Write 9.a & co.")


def marked(data: bytes, *comments: Comment) -> bytes:
    return mark(order("back.docx" if b"word/" in data else "back.xlsx", comments, data))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_a_cell_of_a_workbook_gets_its_comment() -> None:
    bad = edited(workbook.write(FORM), put({("C2", "9"): "9.z"}))
    book = load_workbook(io.BytesIO(marked(bad, FAULT)))
    note = book.worksheets[0]["E4"].comment
    assert note is not None
    assert (note.author, note.text) == ("wsisgraph", FAULT.text)
    assert book.worksheets[0]["E4"].value == "9.z"
    assert book["wsisgraph"].sheet_state == "veryHidden"


def test_comments_of_others_stay_and_ours_are_said_once() -> None:
    book = load_workbook(io.BytesIO(workbook.write(FORM)))
    book.worksheets[0]["D4"].comment = Note("To be asked.", "Ada")
    out = io.BytesIO()
    book.save(out)
    twice = marked(marked(out.getvalue(), FAULT), FAULT)
    sheet = load_workbook(io.BytesIO(twice)).worksheets[0]
    notes = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert notes == {"D4": "To be asked.", "E4": FAULT.text}


def test_a_fault_of_a_row_or_of_the_whole_file_has_a_place_too() -> None:
    data = workbook.write(FORM)
    row, whole = Comment("Rationales", 4, "", "a row"), Comment("", None, "", "a file")
    sheets = load_workbook(io.BytesIO(marked(data, row, whole))).worksheets
    assert sheets[1]["B4"].comment.text == "a row"
    assert sheets[0]["B2"].comment.text == "a file"


def test_a_cell_of_a_document_gets_its_comment() -> None:
    data = document.write(FORM)
    comments = [Comment("Matrix", 2, "C2 × Goal 9", "first"), Comment("", None, "", "whole")]
    copy = marked(data, *comments)
    assert re.findall(r'w:author="(\w+)"', part(copy, "word/comments.xml")) == ["wsisgraph"] * 2
    text = part(copy, "word/document.xml")
    (cell,) = (one for one in text.split("<w:tc>") if "wsisgraph:0:0:3" in one)
    number = re.search(r'commentReference w:id="(\d)"', cell)
    assert number is not None
    said = re.search(
        rf'w:id="{number[1]}".*?<w:t [^>]*>(.*?)</w:t>', part(copy, "word/comments.xml")
    )
    assert said is not None
    assert said[1] == "first"
    assert "comments+xml" in part(copy, "[Content_Types].xml")


def test_what_is_marked_again_keeps_every_comment() -> None:
    once = marked(document.write(FORM), Comment("Matrix", 2, "C2 × Goal 9", "first"))
    again = part(marked(once, Comment("Matrix", 2, "C2 × Goal 8", "second")), "word/comments.xml")
    assert re.findall(r'<w:comment [^>]*w:id="(\d)"', again) == ["0", "1"]


def test_an_empty_paragraph_can_be_marked() -> None:
    data = replaced(
        document.write(FORM),
        "word/document.xml",
        r"<w:p>(?:(?!</w:p>).)*Goal 8.*?</w:p>",
        "<w:p/>",
        1,
    )
    copy = marked(data, Comment("", None, "", "x"))
    text = part(copy, "word/document.xml")
    ElementTree.fromstring(text)
    assert "commentReference" in text.partition("<!--<w:p/>-->")[0]


def test_a_copy_with_comments_reads_as_the_file_did(tmp_path: Path) -> None:
    for data in (workbook.write(FORM), document.write(FORM)):
        found = read("matrix", marked(data, Comment("", None, "", "whole")), tmp_path)
        assert (found.facts, found.problems, found.told) == ([], [], [])


def test_what_is_no_file_of_ours_gets_no_copy() -> None:
    assert marked(b"no zip at all", FAULT) == b""
    assert marked(workbook.write(FORM)[:-300], FAULT) == b""

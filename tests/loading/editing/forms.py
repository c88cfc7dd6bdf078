"""Small forms, and what an editor does to the files that hold them."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from wsisgraph.loading.editing.form import Column, Form, Table
from wsisgraph.loading.editing.matrix import CODE, LINE, MATRIX, TEXT, TEXTS
from wsisgraph.terms.namespaces import DCT

REVISION = "7-0123456789ab"


def matrix(
    cells: Mapping[tuple[str, str], str],
    texts: Mapping[str, tuple[str, str, str]] = {},
    *,
    language: str = "en",
    lines: tuple[str, ...] = ("C2", "C5"),
    goals: tuple[str, ...] = ("8", "9"),
) -> Form:
    """Return a matrix of some lines and goals.

    Args:
        cells: text by line and goal.
        texts: line, code and rationale by the identifier of the linkage.
        language: of the rationales.
        lines: the rows.
        goals: the columns.
    """
    return Form(
        what="matrix",
        language=language,
        revision=REVISION,
        title="Matrix",
        notes=["Edit it."],
        version="1.0",
        date="2026-01-02",
        tables=[
            Table(
                MATRIX,
                "Matrix",
                [
                    Column(LINE, "Line", kind="head"),
                    Column("name", "Name"),
                    *(Column(goal, f"Goal {goal}", "about", "codes") for goal in goals),
                ],
                {
                    line: [
                        line,
                        f"Name of {line}",
                        *(cells.get((line, goal), "") for goal in goals),
                    ]
                    for line in lines
                },
            ),
            Table(
                TEXTS,
                "Rationales",
                [
                    Column(LINE, "Line", kind="head"),
                    Column(CODE, "Code", kind="head"),
                    Column("name", "Name"),
                    Column(TEXT, "Why", kind="text", predicate=DCT.description, language=language),
                ],
                {
                    key: [line, code, f"Name of {code}", text]
                    for key, (line, code, text) in texts.items()
                },
                is_needed=False,
            ),
        ],
    )


Edit = Callable[[Worksheet], None]


def edited(data: bytes, *edits: Edit) -> bytes:
    """Return a workbook after each edit of its sheets, the first of the first sheet."""
    book = load_workbook(io.BytesIO(data))
    for sheet, edit in zip(book.worksheets, edits, strict=False):
        edit(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(values: Mapping[tuple[str, str], object]) -> Edit:
    """Return an edit that writes values into cells, by the identifiers of row and column."""

    def edit(sheet: Worksheet) -> None:
        rows = {sheet.cell(at, 1).value: at for at in range(1, sheet.max_row + 1)}
        columns = {sheet.cell(1, at).value: at for at in range(1, sheet.max_column + 1)}
        for (row, column), value in values.items():
            sheet.cell(rows[row], columns[column]).value = value  # type: ignore[union-attr]

    return edit


def replaced(data: bytes, part: str, pattern: str, by: str, count: int = 0) -> bytes:
    """Return a package with a part of it changed by a regular expression."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == part:
                text = re.sub(pattern, by, text.decode(), count=count, flags=re.DOTALL).encode()
            new.writestr(entry, text)
    return out.getvalue()

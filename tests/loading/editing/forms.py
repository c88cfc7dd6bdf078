"""Small forms, and what an editor does to the files that hold them."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from wsisgraph.loading.editing.form import Column, Form, Table
from wsisgraph.loading.editing.matrix import CODE, LINE, MATRIX, TEXT, TEXTS
from wsisgraph.loading.editing.records import NUMBER
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, ORG, SCHEMA, SKOS, WSIS

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


def records(what: str, columns: list[Column], rows: Mapping[str, list[str]]) -> Form:
    """Return a form of roles, labels or activities: numbers of the rows are put before."""
    numbered = {key: [str(at), *cells] for at, (key, cells) in enumerate(rows.items(), start=1)}
    table = Table(what, what.title(), [Column(NUMBER, "No", kind="head"), *columns], numbered)
    return Form(what, "en", REVISION, [table], title=what.title(), date="2026-01-02")


LINES = {
    "C2 Infrastructure": iris.vocab("action-lines", "c2"),
    "C5 Confidence": iris.vocab("action-lines", "c5"),
}
ROLES = {
    "Facilitator": iris.vocab("roles", "facilitator"),
    "Partner": iris.vocab("roles", "partner"),
}
BODIES = {"Union": iris.individual("agency", "itu"), "Programme": iris.individual("agency", "undp")}


def roles(rows: Mapping[str, list[str]]) -> Form:
    """Return a form of roles: line, role, body, start, end, date of the source, note."""
    lists = ((WSIS.roleIn, LINES), (ORG.role, ROLES), (ORG.member, BODIES))
    dates = ((WSIS.start, "Start"), (WSIS.end, "End"), (WSIS.statedAsOf, "As of"))
    columns = [
        *(
            Column(key, key, "", "choice", predicate, choices=choices, is_needed=True)
            for key, (predicate, choices) in zip(("in", "role", "member"), lists, strict=True)
        ),
        *(Column(head, head, kind="date", predicate=predicate) for predicate, head in dates),
        Column("note", "Note", kind="text", predicate=SKOS.editorialNote, language="en"),
    ]
    return records("roles", columns, rows)


def labels(rows: Mapping[str, list[str]]) -> Form:
    """Return a form of names: in English, in French."""
    columns = [
        Column(each, each, kind="text", predicate=SKOS.prefLabel, language=each)
        for each in ("en", "fr")
    ]
    return records("labels", columns, rows)


def activities(rows: Mapping[str, list[str]]) -> Form:
    """Return a form of activities: name, description, start."""
    columns = [
        Column("name", "Name", kind="text", predicate=SKOS.prefLabel, language="en"),
        Column("text", "Text", kind="text", predicate=DCT.description, language="en"),
        Column("start", "Start", kind="date", predicate=SCHEMA.startDate),
    ]
    return records("activities", columns, rows)


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

"""Sheets for reviewers: what waits goes out, what was decided comes back.

One row a statement. The reviewer writes accept, correct, reject or withdraw under “decision”, and
for a correction changes the values in the columns of the properties. A sheet is taken whole or not
at all, and each fault names its row.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wsisgraph.errors import InputRefused, Problem, WsisgraphError
from wsisgraph.loading import Context, Kind, Manifest, Origin, Remark
from wsisgraph.loading.reading import Layout, Table, open_table
from wsisgraph.review.deciding import Request
from wsisgraph.review.docket import Docket, Item
from wsisgraph.review.lines import Line, cell, lines, properties
from wsisgraph.review.model import Value, Verdict
from wsisgraph.review.values import Property, Reader, ValueRefused
from wsisgraph.review.words import Words

FIXED = (
    *("decision", "note", "id", "statement", "class", "status", "source"),
    *("document", "passage", "line", "text", "decided"),
)
"""Columns before those of the properties; only the first two are read, beside the values."""

STATE = "state"
"""Last column: how the statement stood when the sheet was written."""

KINDS = (".csv", ".xlsx")

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDTHS = {"statement": 60, "text": 60, "note": 30, "id": 34, "decision": 11, STATE: 18}
_USUAL_WIDTH = 18

_VERDICTS = {
    **{verdict.value: verdict for verdict in Verdict},
    **{"accepted": Verdict.ACCEPT, "corrected": Verdict.CORRECT},
    **{"rejected": Verdict.REJECT, "withdrawn": Verdict.WITHDRAW},
}


def kind_of(file: Path) -> str:
    """Return the ending of a sheet's name.

    Raises:
        WsisgraphError: it is none of a sheet.
    """
    if (kind := file.suffix.lower()) not in KINDS:
        raise WsisgraphError(
            "A sheet for review is a .csv or .xlsx file",
            where=str(file),
            mend="name a file that ends in .csv or .xlsx",
        )
    return kind


def table(shown: Sequence[Line]) -> list[list[str]]:
    """Return lines as rows of a sheet, the header first; no cell can be taken for a formula."""
    props = properties(shown)
    rows = [[*FIXED, *map(str, props), STATE]]
    for line in shown:
        evidence = line.evidence
        rows.append(
            [
                *("", "", line.id, line.statement, line.kind),
                *(line.item.place.status, line.item.place.source),
                "\n".join(dict.fromkeys(part.title or part.document for part in evidence)),
                "\n".join(part.locator for part in evidence),
                "\n".join(part.line for part in evidence),
                "\n".join(part.text for part in evidence if part.text),
                line.decided,
                *(cell(line.values.get(prop, ())) for prop in props),
                line.state,
            ]
        )
    return [[_escaped(text) for text in row] for row in rows]


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV; the mark at the beginning tells spreadsheets that it is UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a workbook, all cells text, with the verdicts to choose from."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    sheet = book.create_sheet("review")
    sheet.freeze_panes = "D2"
    for place, name in enumerate(rows[0], start=1):
        width = _WIDTHS.get(name, _USUAL_WIDTH)
        sheet.column_dimensions[get_column_letter(place)].width = width
    verdicts = ",".join(Verdict)
    choice = DataValidation(type="list", formula1=f'"{verdicts}"', allow_blank=True)
    sheet.data_validations.append(choice)
    choice.add(f"A2:A{max(2, len(rows))}")
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(rows):
        written = []
        for text in row:
            one = WriteOnlyCell(sheet, value=_UNPRINTABLE.sub("�", text))
            one.data_type = "s"
            one.alignment = wrapped
            if number == 0:
                one.font = bold
            written.append(one)
        sheet.append(written)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that a reviewer filled in.

    Attributes:
        where: file and row.
        cells: the text under each column, as it was before escaping.
    """

    where: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def read(file: Path) -> tuple[list[SheetRow], list[str]]:
    """Return the rows of a sheet, and what is worth telling of how it was read.

    Raises:
        WsisgraphError: it is no sheet.
        InputRefused: it cannot be read, or lacks a column; tells each place.
    """
    kind_of(file)
    remarks: list[Remark] = []
    context = Context(_ABOUT, tell=remarks.append)
    found = open_table(file, context, Layout(columns=(*FIXED, STATE)))
    rows: list[SheetRow] = []
    if found is not None:
        _check_columns(found, context)
        for number, texts in found.rows(context):
            cells = dict(zip(found.columns, map(_unescaped, texts), strict=True))
            rows.append(SheetRow(str(found.origin(number)), cells))
    problems = [remark.as_problem() for remark in remarks if remark.kind is Kind.PROBLEM]
    if problems:
        raise InputRefused("Nothing was decided: the sheet cannot be read", problems)
    return rows, [f"{remark.origin}: {remark.found}" for remark in remarks]


def requests(docket: Docket, rows: Iterable[SheetRow]) -> list[Request]:
    """Return what a reviewer asks for in the rows of a sheet; rows without decision are left out.

    Raises:
        InputRefused: a row cannot be understood, or its statement is gone or changed; tells each.
    """
    reader = Reader(docket.store)
    words = Words(docket.store)
    problems: list[Problem] = []
    found: list[Request] = []
    for row in rows:
        try:
            request = _request(docket, reader, words, row)
        except (LookupError, ValueRefused) as error:
            problems.append(Problem(row.where, *error.args))
        else:
            if request is not None:
                found.append(request)
    if problems:
        raise InputRefused("Nothing was decided", problems)
    return found


def _request(docket: Docket, reader: Reader, words: Words, row: SheetRow) -> Request | None:
    word = row["decision"].casefold()
    if not word and not row[STATE]:
        return None
    verdict = _VERDICTS.get(word)
    if word and verdict is None:
        raise ValueRefused(
            f"the decision is “{row['decision']}”", f"write one of {', '.join(Verdict)}"
        )
    if not row["id"]:
        raise ValueRefused("the id is missing", "leave that column as it was written")
    item = docket.one(row["id"], row["source"])
    (line,) = lines(docket, [item], words)
    if verdict is None:
        if row[STATE] == line.state and (changed := _wanted(reader, line, row)):
            raise ValueRefused(
                f"{', '.join(map(str, changed))} was changed, and there is no decision",
                "write correct under “decision”",
            )
        return None
    if row[STATE] != line.state:
        raise ValueRefused(
            f"{line.id} was changed since the sheet was written{_since(item)}",
            "export it again, and look at it as it stands now",
        )
    return Request(item, verdict, row["note"], _wanted(reader, line, row), row.where)


def _since(item: Item) -> str:
    decision = item.decision
    return f" ({decision.verdict} by {decision.by})" if decision is not None else ""


def _wanted(reader: Reader, line: Line, row: SheetRow) -> dict[Property, list[Value]]:
    """Return the values that differ from those that were written, by property."""
    wanted: dict[Property, list[Value]] = {}
    for column, text in row.cells.items():
        if column in FIXED or column == STATE or (":" not in column):
            continue
        known = next((prop for prop in line.values if str(prop) == column), None)
        present = line.values.get(known, ()) if known is not None else ()
        if _same(text, cell(present)):
            continue
        prop = known or reader.property(column)
        try:
            wanted[prop] = [reader.value(prop, part, present) for part in _parts(text)]
        except ValueRefused as error:
            found, mend = error.args
            raise ValueRefused(f"{column}: {found}", mend) from None
    return wanted


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in text.splitlines() if part.strip())


def _same(text: str, written: str) -> bool:
    """Tell whether a cell still says the same; spreadsheets rewrite numbers and truth values."""
    one, two = (sorted(_parts(some)) for some in (text, written))
    if one == two:
        return True
    if len(one) != len(two):
        return False
    return all(_plain(a) == _plain(b) for a, b in zip(one, two, strict=True))


def _plain(text: str) -> object:
    if text.casefold() in ("true", "false"):
        return text.casefold()
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _check_columns(found: Table, context: Context) -> None:
    for name in ("decision", "id", STATE):
        if name not in found.columns:
            context.problem(
                Origin(found.file),
                f"the column “{name}” is missing",
                "use the sheet that wsisgraph review export wrote",
            )


def _escaped(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _unescaped(text: str) -> str:
    return text[1:] if _ESCAPED.match(text) else text


_ABOUT = Manifest(
    id="review",
    folder=Path(),
    title="Sheet of a review",
    publisher="id/body/wsisgraph",
    licence="https://creativecommons.org/licenses/by/4.0/",
    source_terms="",
    citation="",
    issued="",
    language="en",
    inputs=(),
)

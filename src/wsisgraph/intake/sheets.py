"""Sheets that we write: CSV or a workbook, row by row, in which no cell is a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

_FORMULA = re.compile(r"\s*[=+\-@]|[\t\r\n]")
# What XML cannot hold (XML 1.0, production 2).
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def write_sheet(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows, the header first, to a file that ends in .csv or .xlsx, all at once.

    Raises:
        OSError: it cannot be written; a file of that name is as it was.
    """
    draft = path.with_name(f".{path.name}.new")
    try:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(draft, rows)
        else:
            # The mark at the beginning tells spreadsheets that it is UTF-8.
            with draft.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
                csv.writer(file).writerows(map(safe, row) for row in rows)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write_workbook(path: Path, rows: Iterable[Sequence[str]]) -> None:
    # Imported where it is used: most loads write no workbook.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        if number > _MOST_ROWS:
            break
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=_UNPRINTABLE.sub("�", safe(text))[:_LONGEST_CELL])
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(path)

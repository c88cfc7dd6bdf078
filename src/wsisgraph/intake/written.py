"""Reports as files, for machines and spreadsheets."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook

from wsisgraph.errors import WsisgraphError
from wsisgraph.intake.report import COLUMNS, Report, as_json, as_row

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_report(report: Report, path: Path) -> None:
    """Write a report in the form that the ending of `path` names.

    Raises:
        WsisgraphError: the ending is none of json, csv and xlsx, or the file cannot be written.
    """
    rows = [list(map(safe, as_row(remark))) for remark in report.remarks]
    ending = path.suffix.lower()
    if ending == ".json":
        data = as_json(report).encode()
    elif ending == ".csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
        data = text.getvalue().encode()
    elif ending == ".xlsx":
        data = _workbook(rows)
    else:
        raise WsisgraphError(
            f"A report cannot be written as “{ending or path.name}”",
            where=str(path),
            mend="let the name end in .json, .csv or .xlsx",
        )
    try:
        path.write_bytes(data)
    except OSError as error:
        raise WsisgraphError(
            f"The report cannot be written ({error.strerror})",
            where=str(path),
            mend="name a file in a folder that you may write to",
        ) from error


def _workbook(rows: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("remarks")
    for row in [list(COLUMNS), *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

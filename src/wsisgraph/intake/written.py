"""Reports as files, for machines and spreadsheets."""

from pathlib import Path

from wsisgraph.errors import WsisgraphError
from wsisgraph.intake.report import COLUMNS, Report, as_json, as_row
from wsisgraph.intake.sheets import write_sheet

_ENDINGS = (".json", ".csv", ".xlsx")


def check_name(path: Path) -> None:
    """See that a report can be written to a file of this name.

    Raises:
        WsisgraphError: the ending is none of json, csv and xlsx, or there is no such folder.
    """
    if path.suffix.lower() not in _ENDINGS:
        raise WsisgraphError(
            f"A report cannot be written as “{path.suffix or path.name}”",
            where=str(path),
            mend="let the name end in .json, .csv or .xlsx",
        )
    if not path.parent.is_dir():
        raise WsisgraphError(
            "There is no such folder",
            where=str(path.parent),
            mend="make it, or name another for the report",
        )


def write_report(report: Report, path: Path) -> None:
    """Write a report in the form that the ending of `path` names.

    Raises:
        WsisgraphError: the file cannot be written.
    """
    try:
        if path.suffix.lower() == ".json":
            path.write_text(as_json(report), encoding="utf-8")
        else:
            write_sheet(path, [COLUMNS, *map(as_row, report.remarks)])
    except OSError as error:
        raise WsisgraphError(
            f"The report cannot be written ({error.strerror})",
            where=str(path),
            mend="name a file in a folder that you may write to",
        ) from error

"""The process that reads a workbook: what it finds goes to stdout, a line of JSON at a time.

Run as `python -m wsisgraph.loading.reading.workbook_process FILE SHEET`; without a name of a sheet
(in small letters) it takes the first visible one that holds something.
"""

import datetime
import json
import re
import resource
import sys
import zipfile
from typing import Any

import python_calamine

from wsisgraph.loading.reading.limits import (
    MAX_COLUMNS,
    MAX_WORKBOOK,
    MAX_WORKBOOK_PARTS,
    MAX_WORKBOOK_UNZIPPED,
    MAX_ZIP_RATIO,
    MEBIBYTE,
    WORKBOOK_MEMORY,
    WORKBOOK_SECONDS,
    ZIP_RATIO_FROM,
)

_FORMULA = re.compile(rb"<f[ >/]")
_EMPTY_FORMULA = re.compile(rb"(?:</f>|<f[^<>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_BOMB = "save it anew in a spreadsheet program, or save the sheet as CSV UTF-8"
_CHUNK = MEBIBYTE


class RefusedError(Exception):
    """A workbook that cannot be read; says what was found and how to mend it."""

    def __init__(self, found: str, mend: str = "") -> None:
        super().__init__(found)
        self.found, self.mend = found, mend


# Sheets that people put before their table.
_PREFACE = re.compile(
    r"read[ _.-]?me|info(?:rmation)?|notes?|about|instructions?|cover|intro(?:duction)?|legend|key"
    r"|contents?|index|toc|metadata|lisez[ -]?moi|légende|l[ée]eme|instrucciones|leyenda|índice"
    r"|инструкция|описание|пояснения|легенда|说明|目录|تعليمات|دليل",
    re.IGNORECASE,
)


# Cells with an error, such as #REF!: the library gives them as empty.
_ERROR = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?: [a-z]+="[^"<>]{0,40}"){0,4} t="e"')
_MOST_ERRORS = 50
_HIDDEN = re.compile(rb'<(?:\w+:)?row [^<>]*\bhidden="(?:1|true)"')


def main(path: str, wanted: str) -> None:
    """Say which sheets a workbook has, and give the rows of the one that is wanted."""
    _limit(resource.RLIMIT_AS, WORKBOOK_MEMORY)
    _limit(resource.RLIMIT_CPU, WORKBOOK_SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    try:
        formulas, errors, hidden = _inspect(path)
        # Not by its path: the library would believe what a file is called.
        with open(path, "rb") as file:
            book = python_calamine.CalamineWorkbook.from_filelike(file)
        sheets = _sheets(book)
        meant = [sheet for sheet in sheets if _is_meant(sheet, wanted)]
        tables = [sheet for sheet in meant if wanted or _may_be_table(sheet)]
        chosen = next(iter(tables or meant), None)
        _say({"sheets": sheets, "chosen": chosen["name"] if chosen else ""})
        if chosen is not None:
            if errors:
                _say({"errors": errors})
            if hidden:
                _say({"hidden": hidden})
            _rows(book.get_sheet_by_index(chosen["index"]), formulas)
        _say({"end": True})
    except RefusedError as error:
        _say({"problem": [error.found, error.mend]})
    except python_calamine.PasswordError:
        _say({"problem": ["it has a password", "save it without one"]})
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        _say({"problem": [f"it is no whole Excel workbook ({reason})", ""]})
    sys.stdout.flush()


def _limit(kind: int, most: int) -> None:
    """Lower a limit, never below what this process may raise it to."""
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _is_meant(sheet: dict[str, Any], wanted: str) -> bool:
    if wanted:
        return bool(sheet["name"].casefold() == wanted)
    return bool(sheet["visible"] and sheet["full"])


def _may_be_table(sheet: dict[str, Any]) -> bool:
    """Tell whether a sheet is more than a page that tells about the workbook."""
    return bool(sheet["columns"] > 1 and not _PREFACE.fullmatch(sheet["name"].strip()))


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")) + "\n")


def _inspect(path: str) -> tuple[int, list[str], int]:
    """Measure what the zip holds; count formulas without a value, and name cells with an error.

    The last is the number of hidden rows.

    Raises:
        RefusedError: it is too large, a bomb, or holds no workbook.
    """
    total = formulas = hidden = 0
    errors: list[str] = []
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        zipped = sum(part.compress_size for part in parts)
        if zipped > MAX_WORKBOOK:
            raise RefusedError(
                f"the workbook has {zipped // MEBIBYTE:,} MiB, more than"
                f" {MAX_WORKBOOK // MEBIBYTE:,}",
                "save the sheet as CSV UTF-8, which is read without a limit of this kind",
            )
        if len(parts) > MAX_WORKBOOK_PARTS:
            raise RefusedError(f"the workbook has {len(parts):,} parts", _BOMB)
        names = {part.filename for part in parts}
        if not any(name.endswith("workbook.xml") for name in names):
            raise RefusedError("it is a zip file without an Excel workbook (.xlsx) in it", _BOMB)
        for part in parts:
            is_sheet = "/worksheets/" in part.filename
            size = 0
            with archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    total += len(chunk)
                    ratio = size / max(part.compress_size, 1)
                    if size > ZIP_RATIO_FROM and ratio > MAX_ZIP_RATIO:
                        raise RefusedError(
                            f"its part {part.filename[:80]} unpacks to more than {int(ratio):,}"
                            " times its size, as in a zip bomb",
                            _BOMB,
                        )
                    if total > MAX_WORKBOOK_UNZIPPED:
                        raise RefusedError(
                            f"it unpacks to more than {MAX_WORKBOOK_UNZIPPED // MEBIBYTE:,} MiB",
                            _BOMB,
                        )
                    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                        raise RefusedError(
                            f"its part {part.filename[:80]} declares XML entities", _BOMB
                        )
                    if is_sheet and _FORMULA.search(chunk):
                        formulas += len(_EMPTY_FORMULA.findall(chunk))
                    if is_sheet and b"hidden" in chunk:
                        hidden += len(_HIDDEN.findall(chunk))
                    if is_sheet and len(errors) < _MOST_ERRORS:
                        errors += [match[1].decode() for match in _ERROR.finditer(chunk)]
    return formulas, errors[:_MOST_ERRORS], hidden


def _sheets(book: python_calamine.CalamineWorkbook) -> list[dict[str, Any]]:
    """Describe the sheets: name, place, whether a person sees them and whether they are full."""
    found: list[dict[str, Any]] = []
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        visible = sheet.visible == python_calamine.SheetVisibleEnum.Visible
        sheet_ = book.get_sheet_by_index(index)
        start, end = sheet_.start, sheet_.end
        found.append(
            {
                "name": sheet.name,
                "index": index,
                "visible": visible,
                "full": start is not None,
                "columns": end[1] - start[1] + 1 if start and end else 0,
            }
        )
    return found


def _rows(sheet: python_calamine.CalamineSheet, formulas: int) -> None:
    start, end = sheet.start, sheet.end
    if start is None or end is None:
        return
    if formulas:
        _say({"formulas": formulas})
    if end[1] - start[1] >= MAX_COLUMNS * 16:
        raise RefusedError(f"the sheet has {end[1] + 1:,} columns", "delete the empty columns")
    merged = _merged(sheet, end)
    if merged:
        _say({"merged": sum(1 for area in sheet.merged_cell_ranges or () if area[0] != area[1])})
    left = [""] * start[1]
    held: dict[tuple[int, int], str] = {}
    # The rows come from the top of the sheet, the columns from the first that holds something.
    for at, cells in enumerate(sheet.iter_rows()):
        texts = left + [_text(cell) for cell in cells]
        if merged:
            for column in range(len(texts)):
                if (source := merged.get((at, column))) is None:
                    continue
                if source == (at, column):
                    held[source] = texts[column]
                elif not texts[column]:
                    texts[column] = held.get(source, "")
        if any(texts):
            while not texts[-1]:
                texts.pop()
            _say([at + 1, texts])


def _merged(
    sheet: python_calamine.CalamineSheet, end: tuple[int, int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the first cell of each cell of the vertical merged areas of the first column of each.

    An area that spans columns is a heading, whose text belongs to its first column only.
    """
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for top_left, bottom_right in sheet.merged_cell_ranges or ():
        for row in range(top_left[0], min(bottom_right[0], end[0]) + 1):
            if len(first) > 1_000_000:
                raise RefusedError("it has too many merged cells", "unmerge them")
            if bottom_right[0] > top_left[0]:
                first[row, top_left[1]] = top_left
    return first


def _text(cell: object) -> str:
    """Return a cell as the text that a person sees in it, as nearly as the file tells."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    return str(cell)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

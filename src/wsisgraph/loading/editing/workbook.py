"""Excel workbooks that came back: their cells, and the tables under hidden identifiers.

Only what a cell holds is read, by the names of ECMA-376 part 1, chapter 18, whatever program wrote
it; formats are looked at to tell dates from numbers.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.etree import ElementTree

from wsisgraph.loading.editing.form import MARK, unescaped
from wsisgraph.loading.editing.grid import Cell, Grid, Returned, Row
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.reading.table import letter
from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.package import Package

MEND = "save it anew in a spreadsheet program, as .xlsx"
HEAD, ABOUT, FORM = f"{MARK}:head", f"{MARK}:about", f"{MARK}:form"

_MOST_SHEETS = 200
_SEARCHED = 60
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What follows a date format that is built in, and letters of one that is not.
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_NO_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')


@dataclass(frozen=True, slots=True)
class Raw:
    """What a cell holds: its text, and `text`, `number`, `formula` or `error`."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the part of the package it is, and its cells by row and column."""

    name: str
    part: str
    cells: Mapping[tuple[int, int], Raw]


class Book(Package):
    """The parts of a workbook; made of bytes, raises `Unreadable` as a package does."""

    def _main(self) -> str:
        for kind, target, is_outside in self.relations("").values():
            if kind == "officeDocument" and not is_outside and target in self._names:
                if any(name.lower().endswith("vbaproject.bin") for name in self._names):
                    raise Unreadable("it carries macros", "save it as .xlsx, without macros")
                root = self.tree(target)
                if root is not None and local(root.tag) == "workbook":
                    return target
        raise Unreadable("it is a zip file, and no Excel workbook", MEND)


@dataclass(slots=True)
class _Styles:
    """Which formats of cells are dates."""

    dates: set[int] = field(default_factory=set)
    since_1904: bool = False


def read(data: bytes, file: str) -> Returned:
    """Return the tables of a workbook, and the form that is hidden in it.

    Raises:
        Unreadable: it is no whole workbook, or made to do harm.
    """
    form = ""
    grids: list[Grid] = []
    for sheet in sheets(Book(data)):
        if (hidden := _form(sheet)) is not None:
            form = hidden
        elif (grid := _grid(sheet, file)) is not None:
            grids.append(grid)
    return Returned(form, grids)


def sheets(book: Book) -> Iterator[Sheet]:
    """Give the sheets of a workbook, the hidden ones too; raises `Unreadable`."""
    root = book.tree(book.main)
    assert root is not None
    relations = book.relations(book.main)
    styles, strings = _Styles(), []
    for kind, target, _ in relations.values():
        if kind == "sharedStrings":
            strings = _strings(book, target)
        elif kind == "styles":
            styles = _styles(book, target)
    styles.since_1904 = any(
        local(each.tag) == "workbookPr" and each.get("date1904") in ("1", "true") for each in root
    )
    named = [each for each in root.iter() if local(each.tag) == "sheet"]
    for each in named[:_MOST_SHEETS]:
        relation = next((value for key, value in each.items() if local(key) == "id"), "")
        kind, target, is_outside = relations.get(relation, ("", "", True))
        if kind == "worksheet" and not is_outside and (part := book.part(target)) is not None:
            yield Sheet(each.get("name", ""), target, _cells(part, target, strings, styles))


def local(tag: str) -> str:
    """Return a name of XML without its namespace, of which OOXML has two."""
    return tag.rpartition("}")[2]


def _strings(book: Book, name: str) -> list[str]:
    data = book.part(name)
    found: list[str] = []
    for element in _ended(data or b"<sst/>", name):
        if local(element.tag) == "si":
            found.append(_said(element))
            element.clear()
    return found


def _said(element: ElementTree.Element) -> str:
    """Return the text of a string, without how it is pronounced."""
    parts: list[str] = []
    for each in element:
        if local(each.tag) == "t":
            parts.append(each.text or "")
        elif local(each.tag) == "r":
            parts += [inner.text or "" for inner in each if local(inner.tag) == "t"]
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), "".join(parts))


def _styles(book: Book, name: str) -> _Styles:
    root = book.tree(name)
    styles = _Styles()
    if root is None:
        return styles
    dates = set(_DATE_FORMATS)
    for each in root.iter():
        if local(each.tag) == "numFmt":
            code = _NO_LETTERS.sub("", each.get("formatCode", ""))
            if _DATE_LETTERS.search(code) and "General" not in code:
                dates.add(_number(each.get("numFmtId")))
    for each in root:
        if local(each.tag) == "cellXfs":
            formats = [_number(one.get("numFmtId")) for one in each]
            styles.dates = {index for index, number in enumerate(formats) if number in dates}
    return styles


def _cells(
    data: bytes, name: str, strings: list[str], styles: _Styles
) -> dict[tuple[int, int], Raw]:
    cells: dict[tuple[int, int], Raw] = {}
    row = 0
    for element in _ended(data, name):
        if local(element.tag) != "row":
            continue
        row = _number(element.get("r")) or row + 1
        column = 0
        for each in element:
            if local(each.tag) != "c":
                continue
            match = _REFERENCE.fullmatch(each.get("r", ""))
            column = _index(match[1]) if match is not None else column + 1
            raw = _raw(each, strings, styles)
            if raw.text or raw.kind != "text":
                cells[row, column] = raw
        element.clear()
    return cells


def _raw(element: ElementTree.Element, strings: list[str], styles: _Styles) -> Raw:
    inner = {local(each.tag): each for each in element}
    kind = element.get("t", "n")
    value = (inner["v"].text or "") if "v" in inner else ""
    if "f" in inner:
        return Raw(f"={inner['f'].text or ''}", "formula")
    if kind == "s":
        index = _number(value)
        return Raw(strings[index] if value and index < len(strings) else "", "text")
    if kind == "inlineStr":
        return Raw(_said(inner["is"]) if "is" in inner else "", "text")
    if kind == "e":
        return Raw(value, "error")
    if kind == "b":
        return Raw("true" if value == "1" else "false", "text")
    if kind == "n" and value:
        return _numeric(value, _number(element.get("s")) in styles.dates, styles.since_1904)
    return Raw(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), value), "text")


def _numeric(value: str, is_date: bool, since_1904: bool) -> Raw:
    try:
        number = float(value)
        if is_date:
            first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
            return Raw((first + timedelta(days=number)).date().isoformat(), "text")
        return Raw(str(int(number)) if number.is_integer() else repr(number), "number")
    except (ValueError, OverflowError):
        return Raw(value, "text")


def _ended(data: bytes, name: str) -> Iterator[ElementTree.Element]:
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(data)):
            yield element
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"{name} in it is no XML ({error})", MEND) from error


def _form(sheet: Sheet) -> str | None:
    """Return the form that a sheet hides; None if it is another sheet."""
    start = next((at for at, raw in sheet.cells.items() if raw.text == FORM), None)
    if start is None:
        return None
    row, column = start
    parts: list[str] = []
    while (raw := sheet.cells.get((row + 1 + len(parts), column))) is not None:
        parts.append(raw.text.removeprefix(":"))
    return "".join(parts)


def _grid(sheet: Sheet, file: str) -> Grid | None:
    """Return the table of a sheet; None if nothing in it says that there is one."""
    start = next(
        (
            at
            for at, raw in sorted(sheet.cells.items())
            if at[0] <= _SEARCHED and at[1] <= _SEARCHED and _is_corner(raw.text)
        ),
        None,
    )
    if start is None:
        return None
    top, left = start
    keys: dict[int, str] = {}
    doubled: set[str] = set()
    rows: dict[int, dict[int, Raw]] = {}
    for (row, column), raw in sheet.cells.items():
        if row == top:
            if column != left and raw.text:
                doubled |= {raw.text} & set(keys.values())
                keys[column] = raw.text
        else:
            rows.setdefault(row, {})[column] = raw
    found: list[Row] = []
    for number, cells in sorted(rows.items()):
        key = cells.pop(left).text.strip() if left in cells else ""
        if key in (HEAD, ABOUT):
            continue
        # A title that somebody put above the table is none of it.
        if number < top and not key:
            continue
        placed = {
            column: _cell(raw, Origin(file, number, f"{letter(column - 1)}{number}", sheet.name))
            for column, raw in sorted(cells.items())
        }
        named = {
            name: placed.get(
                column, Cell("", Origin(file, number, f"{letter(column - 1)}{number}", sheet.name))
            )
            for column, name in keys.items()
        }
        others = [cell for column, cell in placed.items() if column not in keys]
        place = Origin(file, number, f"{letter(min(keys, default=left) - 1)}{number}", sheet.name)
        found.append(Row(key, place, named, others))
    return Grid(
        sheet.cells[start].text.partition(":")[2],
        Origin(file, None, "", sheet.name),
        found,
        frozenset(keys.values()),
        frozenset(doubled),
    )


def _is_corner(text: str) -> bool:
    return text.startswith(f"{MARK}:") and text not in (HEAD, ABOUT, FORM)


def _cell(raw: Raw, origin: Origin) -> Cell:
    if raw.kind == "formula":
        shown = raw.text[:60]
        return Cell("", origin, f"it is a formula ({shown})", "write the text itself into the cell")
    if raw.kind == "error":
        return Cell("", origin, f"it is an error ({raw.text[:20]})", "write the text into the cell")
    return Cell(unescaped(raw.text), origin, is_number=raw.kind == "number")


def _index(letters: str) -> int:
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - 64
    return number


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0

"""Word documents that came back: the cells of their tables, under the tags of content controls.

Names of elements are those of ECMA-376 part 1, chapter 17. A cell is known by the tag of the
control in it (`wsisgraph:0:3:8`: table, row and column, from 0, as they went out), or by a bookmark
of the same name, since LibreOffice 7.4 drops tags. Where somebody deleted both, or pasted one cell
over another, the place of the cell among those of its row tells what it is.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from wsisgraph.loading.editing.form import MARK, FormError, Table, canonical, unpacked
from wsisgraph.loading.editing.grid import Cell, Grid, Returned, Row
from wsisgraph.loading.editing.workbook import local
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.package import Package

HEADING = "head"
"""Stands for the number of the row in the tags of what is above a table's rows."""

_TAG = re.compile(rf"{MARK}:(\d{{1,3}}):(\d{{1,6}}|{HEADING}):(\d{{1,3}})")
_BOOKMARK = re.compile(rf"_{MARK}_(\d{{1,3}})_(\d{{1,6}}|{HEADING})_(\d{{1,3}})")
# What was deleted or moved away under tracked changes still stands there.
_GONE = frozenset({"del", "moveFrom", "delText", "instrText"})

Mark = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a table: the marks of the controls in it, its text, and its number in the file."""

    marks: tuple[Mark, ...]
    text: str
    number: int


def read(data: bytes, file: str) -> Returned:
    """Return the tables of a document, and the form that is hidden in it.

    Raises:
        Unreadable: it is no whole document, or made to do harm.
    """
    return located(data, file)[0]


def located(data: bytes, file: str) -> tuple[Returned, dict[Origin, int]]:
    """Return what `read` does, and the numbers of the cells at the places that it tells.

    Cells are numbered from 0 in the order of the document; those inside of cells do not count.
    """
    package = Package(data)
    hidden = _form(package)
    try:
        form = unpacked(hidden)
    except FormError:
        return Returned(hidden), {}
    tree = package.tree(package.main)
    if tree is None:
        raise Unreadable("it has no text", "save it anew in a word processor, as .docx")
    rows: dict[int, list[list[Box]]] = defaultdict(list)
    last = -1
    for row in boxes(tree):
        tables = Counter(table for box in row for table, _, _ in box.marks)
        # A row without a mark was put in below another one.
        last = tables.most_common(1)[0][0] if tables else last
        if 0 <= last < len(form.tables):
            rows[last].append(row)
    numbers: dict[Origin, int] = {}
    grids = [
        _grid(form.tables[index], index, found, file, numbers) for index, found in rows.items()
    ]
    return Returned(hidden, grids), numbers


def boxes(tree: ElementTree.Element) -> Iterator[list[Box]]:
    """Give the rows of all tables; a table inside a cell is text of that cell."""
    number = 0
    for row in _rows(tree):
        found: list[Box] = []
        for cell, around in _cells(row, ()):
            marks = dict.fromkeys((*around, *_marks(cell)))
            found.append(Box(tuple(marks), "".join(_said(cell)), number))
            number += 1
        yield found


def _grid(
    table: Table, index: int, rows: Sequence[list[Box]], file: str, numbers: dict[Origin, int]
) -> Grid:
    columns = _columns(table, index, rows)
    keys = list(table.rows)
    found: list[Row] = []
    for line, row in enumerate(rows, start=1):
        own = [mark[1] for box in row for mark in box.marks[:1] if mark[0] == index]
        if _is_heading(row, own, table):
            continue
        named = Counter(mark for mark in own if mark != HEADING)
        number = int(named.most_common(1)[0][0]) if named else -1
        key = keys[number] if 0 <= number < len(keys) else ""
        placed = _placed(row, columns, table)
        said = _heads(table, key) if key else f"row {line}"
        cells = {}
        for column in table.columns:
            if column.key not in columns.values():
                continue
            box = placed.get(column.key)
            origin = Origin(file, line, f"{said} × {column.head}", table.title)
            fault = "" if box is not None else "its cell is gone, or joined with another"
            cells[column.key] = Cell(box.text if box else "", origin, fault, "restore the table")
            numbers[origin] = (box or row[0]).number
        origin = Origin(file, line, said, table.title)
        numbers[origin] = row[0].number
        found.append(Row(key, origin, cells))
    return Grid(table.key, Origin(file, None, "", table.title), found, frozenset(columns.values()))


def _is_heading(row: Sequence[Box], own: Sequence[str], table: Table) -> bool:
    """Tell whether a row names the columns, as it does again where a table is in parts."""
    if own:
        return 2 * own.count(HEADING) >= len(own)
    heads = {canonical(f"{column.head}\n{column.about}") for column in table.columns}
    return all(canonical(box.text) in heads for box in row)


def _columns(table: Table, index: int, rows: Sequence[list[Box]]) -> dict[int, str]:
    """Return which column stands at which place, as most of the cells there say."""
    told: dict[int, Counter[int]] = defaultdict(Counter)
    for row in rows:
        for place, box in enumerate(row):
            for mark in box.marks[:1]:
                if mark[0] == index and mark[2] < len(table.columns):
                    told[place][mark[2]] += 1
    found: dict[int, str] = {}
    for place, counted in sorted(told.items()):
        key = table.columns[counted.most_common(1)[0][0]].key
        if key not in found.values():
            found[place] = key
    return found


def _placed(row: Sequence[Box], columns: Mapping[int, str], table: Table) -> dict[str, Box]:
    """Return the cells of a row by their columns: by place, or by mark where cells are missing."""
    if len(row) >= len(columns):
        return {columns[place]: box for place, box in enumerate(row) if place in columns}
    return {
        table.columns[box.marks[0][2]].key: box
        for box in row
        if box.marks and box.marks[0][2] < len(table.columns)
    }


def _heads(table: Table, key: str) -> str:
    cells = zip(table.columns, table.rows[key], strict=True)
    return " ".join(cell for column, cell in cells if column.kind == "head") or key


def _rows(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for child in element:
        if local(child.tag) == "tr":
            yield child
        else:
            yield from _rows(child)


def _cells(
    element: ElementTree.Element, around: tuple[Mark, ...]
) -> Iterator[tuple[ElementTree.Element, tuple[Mark, ...]]]:
    for child in element:
        name = local(child.tag)
        if name == "tc":
            yield child, around
        elif name == "sdt":
            yield from _cells(child, (*around, *_own_marks(child)))
        else:
            yield from _cells(child, around)


def bookmark(tag: str) -> str:
    """Return the name of the bookmark that says the same as a tag."""
    return f"_{tag.replace(':', '_')}"


def _marks(element: ElementTree.Element) -> Iterator[Mark]:
    for child in element:
        if local(child.tag) == "sdt":
            yield from _own_marks(child)
        if local(child.tag) == "bookmarkStart":
            name = next((value for key, value in child.items() if local(key) == "name"), "")
            if (match := _BOOKMARK.fullmatch(name)) is not None:
                yield int(match[1]), match[2], int(match[3])
        if local(child.tag) != "tbl":
            yield from _marks(child)


def _own_marks(control: ElementTree.Element) -> Iterator[Mark]:
    for properties in control:
        if local(properties.tag) != "sdtPr":
            continue
        for each in properties:
            match = _TAG.fullmatch(_value(each)) if local(each.tag) == "tag" else None
            if match is not None:
                yield int(match[1]), match[2], int(match[3])


def _said(element: ElementTree.Element) -> Iterator[str]:
    """Give the text of a cell; paragraphs and breaks are lines."""
    for child in element:
        name = local(child.tag)
        if name in _GONE or (name == "sdt" and _is_placeholder(child)):
            continue
        if name == "t":
            yield child.text or ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "tab":
            yield " "
        elif name == "noBreakHyphen":
            yield "-"
        else:
            yield from _said(child)
            if name == "p":
                yield "\n"


def _is_placeholder(control: ElementTree.Element) -> bool:
    """Tell whether a control shows what a word processor writes into an empty one."""
    return any(
        local(each.tag) == "showingPlcHdr" and _value(each) not in ("0", "false", "off")
        for properties in control
        if local(properties.tag) == "sdtPr"
        for each in properties
    )


def _value(element: ElementTree.Element) -> str:
    return next((value for key, value in element.items() if local(key) == "val"), "")


def _form(package: Package) -> str:
    """Return the form that a document hides in a part of its own; empty without one."""
    for kind, target, is_outside in package.relations(package.main).values():
        if kind == "customXml" and not is_outside:
            tree = package.tree(target)
            if tree is not None and local(tree.tag) == "form" and MARK in tree.tag:
                return (tree.text or "").strip()
    return ""

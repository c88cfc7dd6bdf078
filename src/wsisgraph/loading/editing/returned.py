"""A file that came back, taken apart where it can do no harm."""

import codecs
import json
from collections.abc import Callable
from typing import Any

from wsisgraph.loading.editing import document, workbook
from wsisgraph.loading.editing.grid import Cell, Grid, Returned, Row
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.package import Package

Apart = Callable[[Callable[[bytes], bytes], bytes], bytes]

# Python reads an encoding from a file of its own when it is first used, and what takes a file apart
# can open none.
_ENCODINGS = ("cp437", "utf-8", "utf-16", "latin-1", "ascii")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_returned(data: bytes, file: str, apart: Apart) -> Returned:
    """Return the tables of a workbook or document, and the form that is hidden in it.

    Args:
        data: bytes of the file.
        file: what it is called.
        apart: runs the reading where it can do no harm.

    Raises:
        Unreadable: it is neither, is not whole, or is made to do harm.
        InputRefused: reading it takes too much.
    """
    learn()
    name = json.dumps(file).encode()
    told = json.loads(apart(take_apart, name + b"\n" + data))
    if "found" in told:
        raise Unreadable(told["found"], told["mend"])
    return Returned(told["form"], [_grid(grid, file) for grid in told["grids"]])


def learn() -> None:
    """Get ready to be run where nothing can be opened."""
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)


def take_apart(named: bytes) -> bytes:
    """Return the tables of a file as JSON, or what is wrong with it.

    Args:
        named: the name of the file as JSON, a line break, and its bytes.
    """
    name, _, data = named.partition(b"\n")
    try:
        returned = read(data, json.loads(name))
    except Unreadable as error:
        return json.dumps({"found": error.found, "mend": error.mend}).encode()
    grids = [_told(grid) for grid in returned.grids]
    return json.dumps({"form": returned.form, "grids": grids}).encode()


def read(data: bytes, file: str) -> Returned:
    """Return the tables of a file, whichever kind it is; raises `Unreadable`."""
    if data.startswith(_OLD):
        found = "it has a password, or is of a format older than 2007"
        raise Unreadable(found, "save it as .xlsx or .docx, without a password")
    return document.read(data, file) if is_document(data) else workbook.read(data, file)


def is_document(data: bytes) -> bool:
    """Tell whether bytes are a Word document, and not a workbook; raises `Unreadable`."""
    if not data.startswith(b"PK"):
        raise Unreadable("it is neither a workbook nor a document", "save it as .xlsx or .docx")
    try:
        Package(data)
    except Unreadable as error:
        if "Excel workbook" not in error.found:
            raise Unreadable(error.found, workbook.MEND) from error
        return False
    return True


def _told(grid: Grid) -> dict[str, Any]:
    return {
        "key": grid.key,
        "sheet": grid.origin.sheet,
        "columns": sorted(grid.columns),
        "doubled": sorted(grid.doubled),
        "rows": [
            [
                row.key,
                row.origin.line,
                row.origin.field,
                {key: _cell(cell) for key, cell in row.cells.items()},
                [_cell(cell) for cell in row.others],
            ]
            for row in grid.rows
        ],
    }


def _cell(cell: Cell) -> list[Any]:
    place = cell.origin
    return [cell.text, place.line, place.field, cell.fault, cell.mend, cell.is_number]


def _grid(told: dict[str, Any], file: str) -> Grid:
    sheet = told["sheet"]

    def cell(one: list[Any]) -> Cell:
        text, line, field, fault, mend, is_number = one
        return Cell(text, Origin(file, line, field, sheet), fault, mend, is_number)

    return Grid(
        told["key"],
        Origin(file, None, "", sheet),
        [
            Row(
                key,
                Origin(file, line, field, sheet),
                {name: cell(one) for name, one in cells.items()},
                [cell(one) for one in others],
            )
            for key, line, field, cells, others in told["rows"]
        ],
        frozenset(told["columns"]),
        frozenset(told["doubled"]),
    )

"""Tables in the form of a matrix: a row for each line, a column for each goal or target."""

from collections.abc import Iterator
from dataclasses import dataclass

from wsisgraph.loading.keys import plain
from wsisgraph.loading.lists import DENIALS, MARKS, STRENGTHS, closed_list
from wsisgraph.loading.mapping.places import NOTHING
from wsisgraph.loading.mentions import mentioned
from wsisgraph.loading.reading import Table
from wsisgraph.terms.codes import Code

# Fewer columns of goals than this are a list with a few flags, not a matrix.
_LEAST = 5
# In other tables these say nothing; in a matrix somebody has not decided yet.
_UNDECIDED = frozenset({"?", "??", "(?)", "tbd", "TBD"})


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the lines and the goals of a matrix stand.

    Attributes:
        head: index of the column that names what each row is about.
        columns: the goals (or lines) by index of their column.
        lines_in_rows: whether rows are lines; else columns are.
    """

    head: int
    columns: dict[int, Code]
    lines_in_rows: bool


def find_grid(table: Table) -> Grid | None:
    """Return the matrix that the header of a table shows, or None if it is a list."""
    goals: dict[int, Code] = {}
    lines: dict[int, Code] = {}
    for index, name in enumerate(table.columns):
        found = mentioned(name).codes
        if len(found) == 1:
            (lines if found[0].kind == "action-line" else goals)[index] = found[0]
    columns = max(goals, lines, key=len)
    if len(columns) < _LEAST:
        return None
    head = next((at for at in range(len(table.columns)) if at not in columns), None)
    return None if head is None else Grid(head, columns, columns is goals)


def left_aside(grid: Grid, table: Table) -> Iterator[tuple[str, str, str]]:
    """Yield the columns that are none of the matrix: name, what is odd about it, how to mend it.

    What is odd is empty where the header is merely unknown, and not a code that does not exist.
    """
    for index, name in enumerate(table.columns):
        if index == grid.head or index in grid.columns:
            continue
        found = mentioned(name)
        yield name, found.remark if found.wrong else "", found.mend


def meant(cell: str) -> tuple[bool, str] | None:
    """Return whether a cell of a matrix links, and its strength; None if nobody can tell."""
    text = plain(cell) or cell.strip()
    if cell.strip() in _UNDECIDED:
        return None
    if cell.strip().casefold() in NOTHING or text in DENIALS:
        return False, ""
    if cell.strip().casefold() in MARKS or text in MARKS:
        return True, ""
    strength = STRENGTHS.get(text) or closed_list("strength").get(text)
    return (True, strength) if strength else None


def cells(grid: Grid, row: list[str]) -> Iterator[tuple[int, Code, str]]:
    """Yield the columns of a matrix with their code and the cell of this row."""
    for index, code in grid.columns.items():
        yield index, code, row[index]

"""A table as it was read: named columns, and rows that know their number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Origin

# The number of a row as a spreadsheet shows it, and its cells, one for each column.
NumberedRow = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file.

    Attributes:
        path: the file.
        file: its name as people are told it.
        kind: `csv`, `xlsx`, `jsonl` or `json`.
        columns: names of the columns, none twice; a column without a name is called by its letter.
        header_row: number of the row that names the columns; 0 where the columns are fields.
        rows: reads the file anew, row by row, with little memory: the rows below the header, blank
            ones left out. Faults are told to the context that it is given.
        sheet: name of the sheet of a workbook.
        encoding: of a text file.
        preamble: the text above the header, row by row.
        comments: lines of metadata that stand behind a hash before the table, without it.
    """

    path: Path
    file: str
    kind: str
    columns: tuple[str, ...]
    header_row: int
    rows: Callable[[Context], Iterator[NumberedRow]]
    sheet: str = ""
    encoding: str = ""
    preamble: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()

    def origin(self, row: int | None = None, column: str = "") -> Origin:
        """Return the place of a row, or of one of its cells."""
        return Origin(self.file, row, column, self.sheet)


def letter(index: int) -> str:
    """Return the name of a column as spreadsheets show it: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

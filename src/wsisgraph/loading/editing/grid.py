"""A table as it came back in a file: rows and cells with their places, under their identifiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wsisgraph.loading.facts import Origin


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it came back.

    Attributes:
        text: what stands in it, as a person reads it.
        origin: where.
        fault: what makes it unreadable, as a sentence without a full stop; empty if nothing does.
        mend: how to mend that.
        is_number: whether a spreadsheet holds it as a number, which may have lost a zero.
    """

    text: str
    origin: Origin
    fault: str = ""
    mend: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it came back.

    Attributes:
        key: its identifier; empty where it has none.
        origin: where.
        cells: by the identifier of their column.
        others: those in columns without an identifier.
    """

    key: str
    origin: Origin
    cells: Mapping[str, Cell]
    others: Sequence[Cell] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        cells = (*self.cells.values(), *self.others)
        return not any(cell.text.strip() or cell.fault for cell in cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it came back.

    Attributes:
        key: its identifier.
        origin: where it is.
        rows: in the order of the file.
        columns: identifiers of the columns that are there.
        doubled: identifiers of the columns that are there twice.
    """

    key: str
    origin: Origin
    rows: Sequence[Row]
    columns: frozenset[str]
    doubled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Returned:
    """A file as it came back.

    Attributes:
        form: what is hidden in it: how it went out; empty where nothing is.
        grids: the tables that were found in it.
    """

    form: str
    grids: Sequence[Grid] = field(default_factory=tuple)

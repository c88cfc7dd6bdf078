"""What tables in PDFs are made of: pieces of lines, rows of pieces, and cells in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wsisgraph.loading.texts.pdf_page import Drawn, Line, Spaces

Say = Callable[[Sequence[Drawn]], str]
"""Puts the words, or letters, of a line in their order."""

_SAME_LINE = 0.35


@dataclass(frozen=True, slots=True)
class Look:
    """How a document looks.

    Attributes:
        say: what words, or letters, of a line say.
        from_right: whether lines are read from the right.
        leading: how far the lines of a paragraph are apart, in parts of the size of letters.
        spaces: what is between words.
    """

    say: Say
    from_right: bool
    leading: float
    spaces: Spaces


@dataclass(slots=True)
class TableRow:
    """A row of a table: its cells in the order of reading, what each says line by line.

    Attributes:
        numbers: of the pages, or lines, that it stands on.
    """

    cells: list[list[str]]
    numbers: tuple[int, ...]


@dataclass(slots=True)
class Table:
    """A table, or the part of one that stands on a page.

    Attributes:
        rows: from top to bottom.
        columns: from left to right, where each begins and ends on the page; empty where they do
            not stand below one another.
        top, bottom: the baselines of its first and last line.
        order: the place at which it stands among the lines of the page.
        is_ruled: whether rules part its columns.
    """

    rows: list[TableRow]
    columns: list[tuple[float, float]]
    top: float
    bottom: float
    order: int
    is_ruled: bool = False


@dataclass(slots=True)
class Piece:
    """A stretch of a line without a gap."""

    drawn: list[Drawn]
    line: Line
    left: float
    right: float


@dataclass(slots=True)
class Row:
    """What stands on one baseline, or nearly so, from left to right."""

    y: float
    size: float
    pieces: list[Piece] = field(default_factory=list)


def row_of(cells: Sequence[Sequence[Row]], look: Look) -> TableRow:
    """Return a row of a table.

    Args:
        cells: what stands in each of its columns, from left to right.
        look: of the document.
    """
    said = [lines_of(cell, look) for cell in cells]
    lines = [piece.line.number for cell in cells for row in cell for piece in row.pieces]
    return TableRow(said[::-1] if look.from_right else said, tuple(sorted(set(lines))))


def lines_of(rows: Sequence[Row], look: Look) -> list[str]:
    """Return the lines of a cell; what was drawn on one baseline is one."""
    lines: list[tuple[float, list[Drawn]]] = []
    for row in sorted(rows, key=lambda each: -each.y):
        drawn = [each for piece in row.pieces for each in piece.drawn]
        if lines and lines[-1][0] - row.y < _SAME_LINE * row.size:
            lines[-1][1].extend(drawn)
        else:
            lines.append((row.y, drawn))
    return [look.say(sorted(drawn, key=lambda each: each.left)) for _, drawn in lines]

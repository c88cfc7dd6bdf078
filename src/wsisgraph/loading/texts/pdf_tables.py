"""Tables of a page of a PDF: cells between rules, or pieces of lines that stand below one another.

Words are given to cells by their places; what a cell says in several lines is one text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wsisgraph.loading.texts.pdf_banded import banded_tables
from wsisgraph.loading.texts.pdf_cells import Look, Piece, Row, Table, TableRow, row_of
from wsisgraph.loading.texts.pdf_drawing import Rules
from wsisgraph.loading.texts.pdf_open_tables import Columns, open_tables
from wsisgraph.loading.texts.pdf_page import Drawn, Line
from wsisgraph.loading.texts.pdf_rules import Grid, loose, merged

_MOST_LINES = 400


def tables_of(
    lines: Sequence[Line],
    rules: Rules,
    grids_: Sequence[Grid],
    look: Look,
    above: Columns | None,
) -> tuple[list[Table], list[Line]]:
    """Return the tables of a page, and the lines that stand in none.

    Args:
        lines: of the page.
        rules: that are drawn on it.
        grids_: that they make.
        look: of the document.
        above: columns of a table without rules that may go on from the page before.
    """
    found: list[Table] = []
    left = list(lines)
    for grid in grids_:
        table, left = _ruled(grid, left, look)
        if table is not None:
            found.append(table)
    if len(left) > _MOST_LINES:
        return found, left
    across = merged(rules.across)
    for table, taken in banded_tables(left, loose(across, merged(rules.down)), look):
        left = _without(left, taken)
        found.append(table)
    for table, taken in open_tables(left, across, look, above):
        left = _without(left, taken)
        found.append(table)
    return found, left


def _without(lines: Sequence[Line], taken: Sequence[Line]) -> list[Line]:
    gone = {id(line) for line in taken}
    return [line for line in lines if id(line) not in gone]


def _ruled(grid: Grid, lines: Sequence[Line], look: Look) -> tuple[Table | None, list[Line]]:
    """Return the table of a grid, and the lines, or what is left of them, that are not in it."""
    left_, right, top, bottom = grid.columns[0], grid.columns[-1], grid.rows[0], grid.rows[-1]
    cells: dict[tuple[int, int], list[Row]] = {}
    others: list[Line] = []
    taken: list[Line] = []
    for line in lines:
        if not bottom < line.y + line.size / 4 < top or line.right < left_ or line.left > right:
            others.append(line)
            continue
        outside: list[Drawn] = []
        places: dict[tuple[int, int], list[Drawn]] = {}
        for each in line.drawn:
            place = grid.cell((each.left + each.right) / 2, line.y + line.size / 4)
            if place is None:
                outside.append(each)
            else:
                places.setdefault(place, []).append(each)
        for place, drawn in places.items():
            cells.setdefault(place, []).append(_row_of(line, drawn))
        if places:
            taken.append(line)
        if outside:
            others.append(_rest(line, outside, look) if places else line)
    width = len(grid.columns) - 1
    filled = {row for row, _ in cells}
    if not any(sum(row == its for its, _ in cells) > 1 for row in filled):
        return None, list(lines)
    rows: list[TableRow] = []
    for row in sorted(filled):
        of_row = [cells.get((row, column), []) for column in range(width)]
        for part in _parted(of_row):
            rows.append(row_of(part, look))
    used = [at for at in range(width) if any(row.cells[at] for row in rows)]
    first, last = taken[0], taken[-1]
    for row_ in rows:
        row_.cells = [row_.cells[at] for at in used]
    order = min(line.order for line in taken)
    columns = list(zip(grid.columns, grid.columns[1:], strict=False))
    return Table(rows, columns, first.y, last.y, order, is_ruled=True), others


def _row_of(line: Line, drawn: list[Drawn]) -> Row:
    piece = Piece(drawn, line, min(e.left for e in drawn), max(e.right for e in drawn))
    return Row(line.y, line.size, [piece])


def _rest(line: Line, drawn: list[Drawn], look: Look) -> Line:
    left, right = min(each.left for each in drawn), max(each.right for each in drawn)
    return replace(line, drawn=drawn, text=look.say(drawn), left=left, right=right)


def _parted(cells: list[list[Row]]) -> Iterator[list[list[Row]]]:
    """Yield the rows of a stretch between two rules: several, if no rule is drawn between them."""
    starts = sorted({row.y for cell in cells for row in cell}, reverse=True)
    size = max(row.size for cell in cells for row in cell)
    whole = [
        y for y in starts if sum(any(abs(row.y - y) < 1 for row in cell) for cell in cells) > 1
    ]
    used = sum(bool(cell) for cell in cells)
    counts = [len(cell) for cell in cells if cell]
    is_one = len(whole) < 3 or len(whole) < 0.7 * len(starts) or used < 2
    if is_one or min(counts) < 0.6 * max(counts) or _is_wrapped(cells, size):
        yield cells
        return
    for at, y in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else float("-inf")
        yield [[row for row in cell if end < row.y <= y] for cell in cells]


def _is_wrapped(cells: list[list[Row]], size: float) -> bool:
    """Tell whether the lines of cells go on with one another, as they do in one row."""
    going = sum(row.pieces[0].drawn[0].text[:1].islower() for cell in cells for row in cell[1:])
    return going > 0.3 * sum(max(len(cell) - 1, 0) for cell in cells)

"""Tables in PDFs whose columns no rules part: pieces of lines that stand below one another.

Two columns of running text are no table, nor is a list whose numbers stand in the margin.
"""

import itertools
from collections.abc import Iterator, Sequence
from statistics import median

from wsisgraph.loading.texts.numbers import number_at_start
from wsisgraph.loading.texts.pdf_cells import Look, Piece, Row, Table, TableRow, row_of
from wsisgraph.loading.texts.pdf_page import Line, pieces
from wsisgraph.loading.texts.pdf_ragged import Cells, ragged_rows
from wsisgraph.loading.texts.pdf_rules import Rule

Columns = list[tuple[float, float]]
"""Where columns begin and end, from left to right."""

# In parts of the size of letters: lines of one row of a table overlap, lines of one cell follow
# one another, and a table ends where no row follows.
_OVERLAP, _LEADING, _END = 0.85, 1.3, 4.5
# Lines of cells are hardly farther apart than those of paragraphs, and rows are.
_CLOSE, _WIDER = 1.12, 1.2
# In points.
_SLACK, _ALIGNED = 1.0, 3.5
_FEWEST, _FEWEST_OF_TWO, _MOST_ALIGNED = 2, 3, 0.7
# Columns of running text are as full, and their lines as long.
_FULL, _PROSE, _LONG = 0.72, 0.6, 18
# Rows of the head of a table that may be left on the page before.
_MOST_HEADS = 3
_STEPS = 24


def open_tables(
    lines: Sequence[Line], across: Sequence[Rule], look: Look, above: Columns | None
) -> Iterator[tuple[Table, list[Line]]]:
    """Yield the tables of a page without rules between columns, each with its lines.

    Args:
        lines: of the page.
        across: rules that may stand between rows.
        look: of the document.
        above: columns of a table that may go on from the page before.
    """
    rows = rows_of(lines, look)
    if above is not None and rows:
        end, columns = _run(rows, 0, across, above)
        if _goes_on(rows[:end], columns, look):
            yield _table(rows[:end], columns, across, look)
            rows = rows[end:]
    at = 0
    while at < len(rows):
        if len(rows[at].pieces) < 2:
            at += 1
            continue
        columns = [(piece.left, piece.right) for piece in rows[at].pieces]
        end, columns = _run(rows, at, across, columns)
        run = rows[at:end]
        columns = without_heads(run, columns)
        by_column = _by_column(run, columns)
        if _is_prose(by_column, columns, run):
            at = end
            continue
        if not _is_table(run, by_column, look):
            cells, behind = ragged_rows(rows, at, look)
            if cells:
                yield _ragged(cells, rows[at:behind], look)
            # Of a long stretch that is no table not every line is looked at as the first of one.
            at = max(behind, at + (end - at) // _STEPS)
            continue
        yield _table(run, columns, across, look)
        at = end


def _goes_on(run: Sequence[Row], columns: Columns, look: Look) -> bool:
    """Tell whether rows are of the table of the page before, and no list below it."""
    several = [row for row in run if len(row.pieces) > 1]
    if not several:
        return False
    first = [row.pieces[-1 if look.from_right else 0] for row in several]
    is_list = len(columns) > 2 and all(len(row.pieces) < len(columns) for row in several)
    return not is_list and not all(_is_mark(look.say(piece.drawn)) for piece in first)


def rows_above(lines: Sequence[Line], table: Table, look: Look) -> tuple[Table, list[Line]] | None:
    """Return the first rows of a table, left at the foot of the page before; None without any."""
    columns = list(table.columns)
    taken: list[Row] = []
    for row in reversed(rows_of(lines, look)):
        wider = _widened(columns, row) if len(row.pieces) > 1 else None
        if wider is None or len(wider) > len(columns) or len(taken) == _MOST_HEADS:
            break
        columns = wider
        taken.insert(0, row)
    return _table(taken, columns, (), look) if taken else None


def _ragged(cells: Sequence[Cells], run: Sequence[Row], look: Look) -> tuple[Table, list[Line]]:
    rows = [
        TableRow(
            [[look.say(piece.drawn) for piece in cell] for cell in row],
            tuple(sorted({piece.line.number for cell in row for piece in cell})),
        )
        for row in cells
    ]
    taken = [piece.line for row in run for piece in row.pieces]
    return Table(rows, [], run[0].y, run[-1].y, min(line.order for line in taken)), taken


def _table(
    run: Sequence[Row], columns: Columns, across: Sequence[Rule], look: Look
) -> tuple[Table, list[Line]]:
    rows = []
    for part in split(run, columns, across, look):
        cells: list[list[Row]] = [[] for _ in columns]
        for row in part:
            for piece in row.pieces:
                cells[column_of(columns, piece)].append(Row(row.y, row.size, [piece]))
        rows.append(row_of(cells, look))
    taken = [piece.line for row in run for piece in row.pieces]
    order = min(line.order for line in taken)
    return Table(rows, columns, run[0].y, run[-1].y, order), taken


def rows_of(lines: Sequence[Line], look: Look) -> list[Row]:
    """Return what stands on each baseline, from top to bottom."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda each: -each.y):
        found = [
            Piece(drawn, line, drawn[0].left, max(each.right for each in drawn))
            for drawn in pieces(line, look.spaces)
        ]
        if rows and rows[-1].y - line.y < 0.35 * min(rows[-1].size, line.size):
            rows[-1].pieces += found
        elif found:
            rows.append(Row(line.y, line.size, found))
    for row in rows:
        row.pieces.sort(key=lambda each: each.left)
    return rows


def column_of(columns: Columns, piece: Piece) -> int:
    """Return the column that a piece stands in."""
    return max(
        range(len(columns)),
        key=lambda at: min(columns[at][1], piece.right) - max(columns[at][0], piece.left),
    )


def _run(
    rows: Sequence[Row], start: int, across: Sequence[Rule], columns: Columns
) -> tuple[int, Columns]:
    """Return where the rows end that have these columns, and the columns."""
    end = kept = start
    kept_columns = columns
    while end < len(rows):
        row = rows[end]
        gap = (rows[end - 1].y - row.y) / row.size if end > start else 0.0
        if gap > _END and not _is_between(across, row.y, rows[end - 1].y):
            break
        wider = _widened(columns, row)
        if wider is None:
            break
        columns = wider
        end += 1
        # A line that stands alone below a table is not of it, unless it goes on with a cell.
        if len(row.pieces) > 1 or (0 < gap < _CLOSE * _LEADING and kept == end - 1):
            kept, kept_columns = end, columns
    return kept, kept_columns


def _widened(columns: Columns, row: Row) -> Columns | None:
    """Return the columns with those of a row; None if it does not stand in them."""
    found = list(columns)
    taken: set[int] = set()
    for piece in row.pieces:
        over = [
            at
            for at, (left, right) in enumerate(found)
            if left < piece.right - _SLACK and piece.left < right - _SLACK
        ]
        if len(over) > 1:
            return None
        if not over:
            if len(row.pieces) < 2:
                return None
            at = sum(left < piece.left for left, _ in found)
            found.insert(at, (piece.left, piece.right))
            taken = {each + (each >= at) for each in taken} | {at}
            continue
        at = over[0]
        if at in taken:
            return None
        taken.add(at)
        found[at] = (min(found[at][0], piece.left), max(found[at][1], piece.right))
    apart = all(right <= left for (_, right), (left, _) in itertools.pairwise(found))
    return found if apart else None


def without_heads(rows: Sequence[Row], columns: Columns) -> Columns:
    """Return the columns, those of a head that stands beside its column joined with it."""
    filled: list[set[int]] = [set() for _ in columns]
    for number, row in enumerate(rows):
        for piece in row.pieces:
            filled[column_of(columns, piece)].add(number)
    joined = [(columns[0], filled[0])]
    for column, its_rows in zip(columns[1:], filled[1:], strict=True):
        (left, _), before = joined[-1]
        is_head = min(before, its_rows, key=len) == {0}
        if not before & its_rows and (is_head or len(before | its_rows) > 2):
            joined[-1] = (left, column[1]), before | its_rows
        else:
            joined.append((column, its_rows))
    return [column for column, _ in joined]


def _is_between(across: Sequence[Rule], low: float, high: float) -> bool:
    return any(low < y < high for y, _, _ in across)


def _by_column(run: Sequence[Row], columns: Columns) -> list[list[Piece]]:
    found: list[list[Piece]] = [[] for _ in columns]
    for row in run:
        for piece in row.pieces:
            found[column_of(columns, piece)].append(piece)
    return found


def _is_table(run: Sequence[Row], by_column: Sequence[Sequence[Piece]], look: Look) -> bool:
    several = [row for row in run if len(row.pieces) > 1]
    width = len(by_column)
    if len(several) < (_FEWEST if width > 2 else _FEWEST_OF_TWO):
        return False
    if sum(len(row.pieces) for row in several) < 0.5 * width * len(several):
        return False
    if width == 2 and any(
        all(_is_mark(look.say(piece.drawn)) for piece in of_column) for of_column in by_column
    ):
        return False
    return sum(map(_are_aligned, by_column)) >= width - 1


def _are_aligned(pieces_: Sequence[Piece]) -> bool:
    """Tell whether pieces begin, end or have their middles below one another."""
    for places in (
        [piece.left for piece in pieces_],
        [piece.right for piece in pieces_],
        [(piece.left + piece.right) / 2 for piece in pieces_],
    ):
        middle = median(places)
        near = sum(abs(place - middle) < _ALIGNED for place in places)
        if near >= _MOST_ALIGNED * len(places):
            return True
    return False


def _is_mark(text: str) -> bool:
    """Tell whether a piece is the number or bullet of a list."""
    if len(text) > 8:
        return False
    number = number_at_start(f"{text}\tx")
    return number is not None and len(text) < len(number.printed) + 2


def _is_prose(
    by_column: Sequence[Sequence[Piece]],
    columns: Columns,
    run: Sequence[Row],
) -> bool:
    """Tell whether columns are of running text: they are full, or were drawn one by one."""
    several = [row for row in run if len(row.pieces) > 1]
    if len(several) < 4 or len(columns) > 3:
        return False
    is_long = all(
        median(sum(len(each.text) for each in piece.drawn) for piece in of_column) > _LONG
        for of_column in by_column
    )
    full = [
        sum(piece.right - piece.left > _FULL * (right - left) for piece in of_column)
        > _PROSE * len(of_column)
        for of_column, (left, right) in zip(by_column, columns, strict=True)
    ]
    if is_long and all(full):
        return True
    drawn = sorted(
        (piece.line.order, at) for at, of_column in enumerate(by_column) for piece in of_column
    )
    turns = sum(one[1] != other[1] for one, other in itertools.pairwise(drawn))
    return is_long and turns < len(columns)


def split(
    run: Sequence[Row], columns: Columns, across: Sequence[Rule], look: Look
) -> Iterator[list[Row]]:
    """Yield the baselines of each row of a table."""
    if len(run) == 1:
        yield list(run)
        return
    size = median(row.size for row in run)
    gaps = [(one.y - other.y) / size for one, other in itertools.pairwise(run)]
    ruled = [_is_between(across, other.y, one.y) for one, other in itertools.pairwise(run)]
    apart = [gap for gap in gaps if gap >= _OVERLAP]
    least = min(apart, default=1.0)
    most = max(apart, default=1.0)
    by_rules = sum(ruled) > 2 and sum(ruled) >= 0.3 * len(gaps)
    is_set_close = least < _CLOSE * look.leading
    by_gaps = most > _WIDER * least and is_set_close
    part = [run[0]]
    for before, row, gap, is_ruled in zip(run, run[1:], gaps, ruled, strict=False):
        if gap < _OVERLAP:
            begins = False
        elif by_rules:
            begins = is_ruled
        elif by_gaps:
            begins = is_ruled or gap > _WIDER * least
        else:
            begins = is_ruled or not is_set_close or _begins(row, before, columns, look)
        if begins:
            yield part
            part = []
        part.append(row)
    yield part


def _figures(row: Row, columns: Columns) -> set[int]:
    """Return the columns in which a figure stands alone."""
    alone = (piece for piece in row.pieces if len(piece.drawn) == 1)
    return {column_of(columns, each) for each in alone if each.drawn[0].text.isdigit()}


def _begins(row: Row, before: Row, columns: Columns, look: Look) -> bool:
    """Tell whether a baseline begins a row of a table whose lines are all as far apart."""
    first = len(columns) - 1 if look.from_right else 0
    if _figures(row, columns) & _figures(before, columns):
        # Figures do not go on in the next line.
        return True
    goes_on = all(piece.drawn[0].text[:1].islower() for piece in row.pieces)
    if goes_on or all(column_of(columns, piece) != first for piece in row.pieces):
        return False
    return len(row.pieces) > 1 or len(before.pieces) == 1

"""Tables in PDFs whose rows are parted by rules from side to side, and whose columns by none."""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from wsisgraph.loading.texts.line_kinds import is_caption
from wsisgraph.loading.texts.pdf_cells import Look, Row, Table, TableRow, row_of
from wsisgraph.loading.texts.pdf_open_tables import (
    Columns,
    column_of,
    rows_of,
    split,
    without_heads,
)
from wsisgraph.loading.texts.pdf_page import Line
from wsisgraph.loading.texts.pdf_rules import Rule

# In points: rules of one table begin and end as near, and are no farther from one another.
_SAME_EDGE, _FARTHEST = 6.0, 420.0
_FEWEST_RULES = 3
# A rule under a word is no rule of a table; parts of the width of the page's lines.
_SHORTEST = 0.3
# Parts of the width of a table: text that stands between two of them is wider; and of its rows: how
# many have several cells, and how few of them stand over two columns.
_WIDE, _SEVERAL, _FEW_OVER = 0.9, 0.5, 0.12
# Parts of the usual distance of lines: what is farther apart is in no cell.
_APART = 2.0
# More rules than this have each row between two of them.
_FEW = 4


def banded_tables(
    lines: Sequence[Line], across: Sequence[Rule], look: Look
) -> Iterator[tuple[Table, list[Line]]]:
    """Yield the tables whose rows stand between rules, each with its lines.

    Args:
        lines: of the page.
        across: its rules from left to right.
        look: of the document.
    """
    if not lines:
        return
    width = max(line.right for line in lines) - min(line.left for line in lines)
    for rules in _groups(across, _SHORTEST * width):
        for bands in _runs(list(_bands(lines, rules, look)), rules[0][2] - rules[0][1], look):
            found = _table(bands, look, has_all_rules=len(rules) > _FEW)
            if found is not None:
                yield found, [piece.line for row in chain(*bands) for piece in row.pieces]


def _table(bands: Sequence[list[Row]], look: Look, *, has_all_rules: bool) -> Table | None:
    """Return the table of rows between rules; None if it is none."""
    rows = list(chain(*bands))
    columns = _columns(rows)
    if columns:
        whole = [
            Row(band[0].y, band[0].size, [p for row in band for p in row.pieces]) for band in bands
        ]
        columns = without_heads(whole, columns)
    if len(columns) < 2 or len(bands) < 2:
        return None
    cells = [_cells(band, columns, look, is_one=has_all_rules) for band in bands]
    several = sum(sum(map(bool, row.cells)) > 1 for of_band in cells for row in of_band)
    if several < max(2, _SEVERAL * sum(map(len, cells))):
        return None
    order = min(piece.line.order for row in rows for piece in row.pieces)
    top, bottom = max(row.y for row in rows), min(row.y for row in rows)
    return Table([row for of_band in cells for row in of_band], columns, top, bottom, order)


def _groups(across: Sequence[Rule], shortest: float) -> Iterator[list[Rule]]:
    """Yield rules that stand below one another, from top to bottom."""
    left = sorted((rule for rule in across if rule[2] - rule[1] > shortest), reverse=True)
    while left:
        group = [left[0]]
        for rule in left[1:]:
            last = group[-1]
            is_alike = abs(rule[1] - last[1]) < _SAME_EDGE and abs(rule[2] - last[2]) < _SAME_EDGE
            if is_alike and last[0] - rule[0] < _FARTHEST:
                group.append(rule)
        left = [rule for rule in left if rule not in group]
        if len(group) >= _FEWEST_RULES:
            yield group


def _bands(lines: Sequence[Line], rules: Sequence[Rule], look: Look) -> Iterator[list[Row]]:
    """Yield what stands between each rule and the next, from top to bottom."""
    for (top, left, right), (bottom, _, _) in pairwise(rules):
        yield rows_of(
            [
                line
                for line in lines
                if bottom < line.y + line.size / 4 < top
                and line.right > left - _SAME_EDGE
                and line.left < right + _SAME_EDGE
            ],
            look,
        )


def _runs(bands: Sequence[list[Row]], width: float, look: Look) -> Iterator[list[list[Row]]]:
    """Yield bands that follow one another, without running text between them."""
    run: list[list[Row]] = []
    for band in bands:
        if _is_text(band, width, look):
            if run:
                yield run
            run = []
        elif band:
            run.append(band)
    if run:
        yield run


def _is_text(band: Sequence[Row], width: float, look: Look) -> bool:
    """Tell whether what stands between two rules stands between two tables."""
    if len(band) < 2:
        return False
    far = any(one.y - other.y > _APART * one.size * look.leading for one, other in pairwise(band))
    return far or any(
        piece.right - piece.left > _WIDE * width or is_caption(look.say(piece.drawn))
        for row in band
        for piece in row.pieces
    )


def _columns(rows: Sequence[Row]) -> Columns:
    """Return the columns that pieces stand in; a few pieces may go over several."""
    of_all, of_most = _covered(rows, 0), _covered(rows, int(_FEW_OVER * len(rows)))
    return of_all if len(of_all) >= len(of_most) else of_most


def _covered(rows: Sequence[Row], few: int) -> Columns:
    """Return from where to where more than a few pieces stand below one another."""
    edges = sorted(
        edge
        for row in rows
        for piece in row.pieces
        for edge in ((piece.left, 1), (piece.right, -1))
    )
    found: Columns = []
    over, begin = 0, 0.0
    for place, step in edges:
        if over == few and step > 0:
            begin = place
        over += step
        if over == few and step < 0:
            found.append((begin, place))
    return found


def _cells(rows: Sequence[Row], columns: Columns, look: Look, *, is_one: bool) -> list[TableRow]:
    """Return the rows between two rules, each with what its cells say line by line."""
    made = []
    for part in [rows] if is_one else split(rows, columns, (), look):
        cells: list[list[Row]] = [[] for _ in columns]
        for row in part:
            for piece in row.pieces:
                cells[column_of(columns, piece)].append(Row(row.y, row.size, [piece]))
        made.append(row_of(cells, look))
    return made

"""Rules that cross one another make grids, whose cells are parted where a rule is drawn."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wsisgraph.loading.texts.pdf_drawing import Rules

# In points: what is drawn as near is one rule, and what is as near crosses.
_ONE_RULE, _NEAR = 1.5, 4.0
# A page with more is a chart, or meant to do harm.
_MOST, _MOST_CELLS = 250, 4_000

Rule = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid: where its columns and rows end, and which of its cells are one.

    Attributes:
        columns: edges from left to right.
        rows: edges from top to bottom.
        cells: by row and column, the row and column in which the cell begins.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: dict[tuple[int, int], tuple[int, int]]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the row and column in which the cell begins that a place is in."""
        column = bisect_right(self.columns, x) - 1
        row = bisect_right([-edge for edge in self.rows], -y) - 1
        return self.cells.get((row, column))


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules that were drawn in pieces, each as one."""
    found: list[list[float]] = []
    open_: list[list[float]] = []
    for at, start, end in sorted(rules):
        open_ = [each for each in open_ if at - each[0] <= _ONE_RULE]
        for each in open_:
            if start <= each[2] + _NEAR and end >= each[1] - _NEAR:
                each[1], each[2] = min(each[1], start), max(each[2], end)
                break
        else:
            found.append([at, start, end])
            open_.append(found[-1])
    return [(at, start, end) for at, start, end in found]


def grids(rules: Rules) -> Iterator[Grid]:
    """Yield the grids of a page that have more than one column."""
    across, down = merged(rules.across), merged(rules.down)
    if len(across) > _MOST or len(down) > _MOST:
        return
    for flat, upright in _crossing(across, down):
        columns, rows = _edges(x for x, _, _ in upright), _edges(y for y, _, _ in flat)
        if len(columns) > 2 and len(rows) > 1 and len(columns) * len(rows) <= _MOST_CELLS:
            yield _grid(columns, rows[::-1], flat, upright)


def loose(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """Return the rules from left to right that no rule from top to bottom touches."""
    if len(across) > _MOST or len(down) > _MOST:
        return []
    return [rule for rule in across if not any(_touch(rule, other) for other in down)]


def _touch(across: Rule, down: Rule) -> bool:
    (y, left, right), (x, bottom, top) = across, down
    return left - _NEAR <= x <= right + _NEAR and bottom - _NEAR <= y <= top + _NEAR


def _crossing(
    across: Sequence[Rule], down: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the rules that cross, or touch, one another, and others that touch these."""
    group = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    for number, rule in enumerate(across):
        for other, upright_ in enumerate(down, start=len(across)):
            if _touch(rule, upright_):
                group[root(number)] = root(other)
    sets: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number in range(len(group)):
        flat, upright = sets.setdefault(root(number), ([], []))
        if number < len(across):
            flat.append(across[number])
        else:
            upright.append(down[number - len(across)])
    yield from sets.values()


def _edges(places: Iterable[float]) -> tuple[float, ...]:
    """Return places without those that are as near as the two sides of one rule."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return tuple(found)


def _grid(
    columns: tuple[float, ...],
    rows: tuple[float, ...],
    flat: Sequence[Rule],
    upright: Sequence[Rule],
) -> Grid:
    begins: dict[tuple[int, int], tuple[int, int]] = {}
    beside = [[rule for rule in upright if abs(rule[0] - edge) <= _NEAR] for edge in columns]
    below = [[rule for rule in flat if abs(rule[0] - edge) <= _NEAR] for edge in rows]
    for row in range(len(rows) - 1):
        middle = (rows[row] + rows[row + 1]) / 2
        for column in range(len(columns) - 1):
            here = begins[row, column] = begins.get((row, column), (row, column))
            if column + 2 < len(columns) and not _is_drawn(beside[column + 1], middle):
                # A cell over several rows is as wide in each of them.
                begins[row, column + 1] = here
            centre = (columns[column] + columns[column + 1]) / 2
            if row + 2 < len(rows) and not _is_drawn(below[row + 1], centre):
                begins.setdefault((row + 1, column), here)
    return Grid(columns, rows, begins)


def _is_drawn(rules: Sequence[Rule], through: float) -> bool:
    return any(start - 1 <= through <= end + 1 for _, start, end in rules)

"""Tables in plain text: lines whose cells are parted by strokes, tabs or columns of spaces.

One line alone is no table, since sentences have tabs and double spaces, too: what stands below it
must be parted in the same way. Some converters leave a blank line below each row.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from wsisgraph.loading.texts.numbers import number_at_start

_GAP = re.compile(r"[ \u00a0\u3000]{2,}")
_FRAME = re.compile(r"[\s|+:=_-]*[-=_]{3,}[\s|+:=_-]*")
_SENTENCE_END = re.compile(r"[.!?:;。！？：；؟؛]\Z")
_PAGE = re.compile(r"\.*\s*\d{1,3}\Z")
# Rows of columns of spaces; of others two are enough.
_FEWEST_SPACED = 3
_FEWEST = 2
_SLACK = 1
# Cells of a row with blank lines around it; a paragraph has its number and a tab, too. Rows of two
# short cells must be as many, and stand below the head of the document, which has such lines, too.
_FEWEST_LOOSE = 3
_LONGEST_OF_TWO = 60
_HEAD = 12
_NOTE = "[footnoteRef:"
_SHORT = 30


_Lines = Sequence[tuple[int, str]]


class Table(NamedTuple):
    """A table of a plain text.

    Attributes:
        rows: the cells of each row by the number of its line, from 1.
        frame: numbers of the lines that only draw it.
    """

    rows: dict[int, tuple[str, ...]]
    frame: tuple[int, ...]


def tables(lines: Sequence[str]) -> Iterator[Table]:
    """Yield the tables among lines, in order."""
    numbered = list(enumerate(lines, start=1))
    for is_blank, run in groupby(numbered, key=lambda each: not each[1].strip()):
        if is_blank:
            continue
        stretch = list(run)
        for part, read in ((_has_stroke, _stroked), (_has_tab, _tabbed), (_has_gap, _spaced)):
            for is_part, some in groupby(stretch, key=lambda each: part(each[1])):
                if is_part and (found := read(list(some))) is not None:
                    yield found
    yield from _loose(numbered)


def _loose(numbered: _Lines) -> Iterator[Table]:
    """Yield the tables whose rows, of cells between tabs, have a blank line between them."""
    run: list[tuple[int, str]] = []
    for number, line in (*numbered, (0, ".")):
        if not line.strip():
            continue
        is_row = _is_loose_row(numbered, number, line)
        if run and not (is_row and number == run[-1][0] + 2):
            found = _tabbed(run) if _are_many(run) else None
            marks = found is not None and all(_is_mark(row[0]) for row in found.rows.values())
            if found is not None and not marks:
                yield found
            run = []
        if is_row:
            run.append((number, line))


def _are_many(rows: _Lines) -> bool:
    """Tell whether rows that stand alone are enough for a table: of two cells, three."""
    return len(rows) >= _FEWEST_LOOSE or rows[0][1].count("\t") >= _FEWEST_LOOSE - 1


def _is_loose_row(numbered: _Lines, number: int, line: str) -> bool:
    """Tell whether a line may be a row that stands alone; `numbered` counts from 1."""
    cells = line.split("\t")
    if len(cells) < _FEWEST or "|" in line or _NOTE in line:
        return False
    if len(cells) < _FEWEST_LOOSE and (
        number <= _HEAD
        or _is_mark(cells[0].strip())
        or any(not cell.strip() or len(cell) > _LONGEST_OF_TWO for cell in cells)
    ):
        return False
    beside = (*numbered[max(number - 2, 0) : number - 1], *numbered[number : number + 1])
    alone = all(not text.strip() for _, text in beside)
    return alone and not any(_is_sentence(cell.strip()) for cell in cells)


def _is_sentence(cell: str) -> bool:
    """Tell whether a cell is one, and not an abbreviation: “2006 г.”."""
    return len(cell) > _SHORT and _SENTENCE_END.search(cell) is not None


def _has_stroke(line: str) -> bool:
    return "|" in line or _FRAME.fullmatch(line) is not None


def _has_tab(line: str) -> bool:
    return "|" not in line and ("\t" in line or _FRAME.fullmatch(line) is not None)


def _has_gap(line: str) -> bool:
    return (
        "|" not in line
        and "\t" not in line
        and (_GAP.search(line.strip()) is not None or _FRAME.fullmatch(line) is not None)
    )


def _stroked(lines: _Lines) -> Table | None:
    """Return the table of lines such as `| Kenya | 5000 |`; strokes and dashes frame it."""

    def cells(line: str) -> tuple[str, ...]:
        inner = line.strip()
        inner = inner[inner.startswith("|") : len(inner) - inner.endswith("|")]
        return tuple(cell.strip() for cell in inner.split("|"))

    return _table(lines, cells, slack=_SLACK)


def _tabbed(lines: _Lines) -> Table | None:
    """Return the table of lines with tabs, which lists with their numbers are not."""
    found = _table(lines, lambda line: tuple(cell.strip() for cell in line.split("\t")))
    if found is None:
        return None
    rows = list(found.rows.values())
    if any(not any(row[1:]) or not row[0] for row in rows[:1]):
        return None
    if len(rows[0]) == _FEWEST and any(_is_mark(row[0]) for row in rows):
        return None
    # Lists of contents: headings with their pages.
    if all(_PAGE.fullmatch(row[-1]) for row in rows):
        pages = [int(re.sub(r"\D", "", row[-1])) for row in rows]
        if pages == sorted(pages):
            return None
    return found


def _is_mark(cell: str) -> bool:
    """Tell whether a cell is the number or the bullet of a list."""
    number = number_at_start(f"{cell}\tx")
    return not cell or (number is not None and len(cell) < len(number.printed) + 3)


def _spaced(lines: _Lines) -> Table | None:
    """Return the table of lines whose columns begin below one another."""
    frame = tuple(number for number, line in lines if _FRAME.fullmatch(line))
    content = [(number, line) for number, line in lines if number not in frame]
    if len(content) < _FEWEST_SPACED:
        return None
    columns = _columns(content[0][1])
    if len(columns) < _FEWEST or any(_SENTENCE_END.search(cell) for _, cell in columns[:-1]):
        return None
    rows: dict[int, tuple[str, ...]] = {}
    for number, line in content:
        row = [""] * len(columns)
        for start, cell in _columns(line):
            place = next(
                (at for at, (column, _) in enumerate(columns) if abs(start - column) <= _SLACK),
                None,
            )
            if place is None or row[place]:
                return None
            row[place] = cell
        rows[number] = tuple(row)
    first = [row[0] for row in rows.values()]
    if len(columns) == _FEWEST and all(map(_is_mark, first)):
        return None
    return Table(rows, frame)


def _columns(line: str) -> list[tuple[int, str]]:
    """Return the cells of a line, each with the column in which it begins."""
    found: list[tuple[int, str]] = []
    start = len(line) - len(line.lstrip())
    for gap in (*_GAP.finditer(line.rstrip(), start), None):
        end = gap.start() if gap is not None else len(line.rstrip())
        found.append((width_of(line[:start]), line[start:end]))
        start = gap.end() if gap is not None else end
    return found


def width_of(text: str) -> int:
    """Return how many columns a text takes: a Chinese character has two, a mark on one none."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _table(lines: _Lines, cells: Callable[[str], tuple[str, ...]], slack: int = 0) -> Table | None:
    frame = tuple(number for number, line in lines if _FRAME.fullmatch(line))
    rows = {number: cells(line) for number, line in lines if number not in frame}
    widths = [len(row) for row in rows.values()]
    if len(rows) < _FEWEST or min(widths) < _FEWEST or max(widths) - min(widths) > slack:
        return None
    # Empty cells at the end of a row may have been left out.
    size = max(widths)
    return Table({at: (*row, *[""] * (size - len(row))) for at, row in rows.items()}, frame)

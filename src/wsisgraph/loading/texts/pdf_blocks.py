"""Pages of a PDF into blocks: paragraphs, rows of tables and notes, in the order of reading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wsisgraph.loading.texts.blocks import Block, tidy
from wsisgraph.loading.texts.line_kinds import is_contents, is_header, is_running_text
from wsisgraph.loading.texts.pdf_cells import Table
from wsisgraph.loading.texts.pdf_drawing import Rules
from wsisgraph.loading.texts.pdf_notes import with_marks, without_mark
from wsisgraph.loading.texts.pdf_page import Line
from wsisgraph.loading.texts.pdf_paragraphs import Setting
from wsisgraph.loading.texts.pdf_rules import Grid

_SENTENCE_ENDS = re.compile(r"[.!?。！？؟…][”\"»’')）\]]*\s*$")
# Rows of a table that may be the head of the first page.
_MOST_FRONT_ROWS = 8
# Of a table of contents: its lines, and the pages that it names.
_FEWEST_HEADINGS, _MOST_PAGES = 3, 400
# In points: how far the columns of a table may be elsewhere on its next page.
_SAME_COLUMN = 8.0


@dataclass(slots=True)
class Page:
    """A page.

    Attributes:
        lines: in the order of reading, but for those in tables, notes and at the edges.
        rules: that are drawn on it.
        grids: that they make.
        from_right: whether its lines are read from the right.
        tables: that stand on it.
        notes: marks of footnotes, each with its lines.
        edges: lines of its head and foot that are on other pages too.
    """

    lines: list[Line]
    rules: Rules
    grids: list[Grid]
    from_right: bool
    tables: list[Table] = field(default_factory=list)
    notes: list[tuple[str, list[Line]]] = field(default_factory=list)
    edges: list[Line] = field(default_factory=list)


class Blocks:
    """Goes through the pages of a document."""

    def __init__(self, pages: Sequence[Page], *, is_spaced: bool | None = None) -> None:
        """Begin with pages.

        Args:
            pages: of the document.
            is_spaced: whether paragraphs are farther apart than lines; None to find out.
        """
        self._pages = pages
        self._marks = {mark for page in pages for mark, _ in page.notes}
        right = sum(page.from_right for page in pages) * 2 > len(pages)
        self._setting = Setting([page.lines for page in pages], from_right=right)
        if is_spaced is not None:
            self._setting.is_spaced = is_spaced
        self._text = ""
        self._lines: list[Line] = []
        self._later: list[Block] = []
        self._last_table: Table | None = None
        self._table = 0
        self._head: tuple[str, ...] = ()
        self._row: Block | None = None
        self._has_text = False

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of all pages."""
        for page in self._pages:
            top = [line for line in page.edges if not page.lines or line.y > page.lines[0].y]
            self._later += map(self._residue, top)
            if not self._text:
                yield from self._put_down()
            tables = sorted(page.tables, key=lambda table: table.order)
            is_first = True
            for line in page.lines:
                while tables and tables[0].order < line.order:
                    yield from self._take_table(tables.pop(0), is_first)
                    is_first = False
                yield from self._take_line(line)
                is_first = False
            for table in tables:
                yield from self._take_table(table, is_first)
                is_first = False
            self._later += [self._note(mark, lines) for mark, lines in page.notes]
            self._later += [self._residue(line) for line in page.edges if line not in top]
        yield from self._put_down()

    def _take_line(self, line: Line) -> Iterator[Block]:
        if self._text and not self._setting.goes_on(self._text, self._lines, line):
            yield from self._put_down()
        self._last_table = None
        self._text = added(self._text, with_marks(line.text, self._marks))
        self._lines.append(line)
        self._has_text = self._has_text or is_running_text(self._text)

    def _put_down(self) -> Iterator[Block]:
        """Yield the paragraph that has come to its end, and what stood between its lines."""
        if self._text:
            bold = all(line.is_bold for line in self._lines)
            yield Block(self._text, _numbers(self._lines), is_bold=bold)
        self._text, self._lines = "", []
        yield from self._later
        self._later = []

    def _residue(self, line: Line) -> Block:
        return Block(with_marks(line.text, self._marks), (line.number,), "residue")

    def _note(self, mark: str, lines: Sequence[Line]) -> Block:
        text = without_mark(lines[0].text)
        for line in lines[1:]:
            text = added(text, with_marks(line.text, set()))
        return Block(text, _numbers(lines), "note", mark=mark)

    def _take_table(self, table: Table, is_first: bool) -> Iterator[Block]:
        if not self._has_text and self._table == 0 and _is_front(table):
            yield from self._put_down()
            for row in table.rows:
                for cell in row.cells:
                    yield from (Block(with_marks(line, self._marks), row.numbers) for line in cell)
            return
        rows = [
            Block("", row.numbers, "table-row", row=tuple(map(self._cell, row.cells)))
            for row in table.rows
            if any(row.cells)
        ]
        if _is_contents([row.row for row in rows]):
            yield from self._put_down()
            yield from (Block(tidy(" ".join(row.row)), row.lines, "residue") for row in rows)
            return
        before = self._last_table
        goes_on = is_first and before is not None and _are_alike(before, table)
        yield from self._put_down()
        if goes_on:
            if rows and rows[0].row == self._head:
                yield Block("\t".join(self._head), rows[0].lines, "residue")
                rows = rows[1:]
            if rows and self._row is not None and _is_rest(self._row.row, rows[0].row):
                self._row.row = tuple(map(added, self._row.row, rows[0].row))
                self._row.text = "\t".join(self._row.row)
                self._row.lines += rows[0].lines
                rows = rows[1:]
        else:
            self._table += 1
            self._head = rows[0].row if rows else ()
        for each in rows:
            each.text, each.table = "\t".join(each.row), self._table
            self._row = each
            yield each
        self._last_table = table
        self._has_text = True

    def _cell(self, lines: Sequence[str]) -> str:
        text = ""
        for line in lines:
            text = added(text, with_marks(line, self._marks))
        return text


def _numbers(lines: Sequence[Line]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(line.number for line in lines))


def _is_front(table: Table) -> bool:
    """Tell whether a table is the head of the first page: symbol, date, language."""
    cells = [cell for row in table.rows for cell in row.cells]
    is_short = max((len(tidy(" ".join(cell))) for cell in cells), default=0) < 120
    is_small = len(table.rows) <= _MOST_FRONT_ROWS and is_short
    return is_small and any(is_header(tidy(line)) for cell in cells for line in cell)


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows are of a table of contents: the last cell of each is a page."""
    if rows and all(is_contents(" ".join(row).rstrip()) for row in rows):
        return True
    pages = [row[-1].strip() for row in rows]
    if len(rows) < _FEWEST_HEADINGS or not all(page.isdigit() for page in pages):
        return False
    numbers = [int(page) for page in pages]
    return numbers == sorted(numbers) and numbers[-1] <= _MOST_PAGES


def _are_alike(one: Table, other: Table) -> bool:
    """Tell whether two tables have the same columns."""
    if one.is_ruled != other.is_ruled or len(one.rows[0].cells) != len(other.rows[0].cells):
        return False
    # Where no rule is, columns are as wide as what stands in them.
    return not one.is_ruled or all(
        abs(a - b) < _SAME_COLUMN
        for (a, _), (b, _) in zip(one.columns, other.columns, strict=False)
    )


def _is_rest(row: Sequence[str], rest: Sequence[str]) -> bool:
    """Tell whether the first row of a page is the rest of the last one of the page before."""
    filled = [before for before, cell in zip(row, rest, strict=True) if cell]
    are_open = all(before and not _SENTENCE_ENDS.search(before) for before in filled)
    return len(filled) < len(rest) and are_open


def added(text: str, line: str) -> str:
    """Return a text with its next line: without the hyphen of a word that was cut."""
    # U+FFFE stands for a hyphen at the end of a line.
    line = line.replace("\ufffe", "-").strip()
    if not text or not line:
        return text or line
    if text.endswith("-") and line[:1].islower() and text[-2:-1].islower():
        return text[:-1] + line
    is_han = "\u3000" <= text[-1] <= "\u9fff" or "\uff00" <= text[-1] <= "\uffef"
    return text + line if is_han else f"{text} {line}"

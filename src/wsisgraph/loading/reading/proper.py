"""The rows of a table without what people write among and below them: notes, sums, headings."""

import re
from collections.abc import Iterator, Sequence

from wsisgraph.loading.context import Context
from wsisgraph.loading.keys import plain
from wsisgraph.loading.reading.headers import tidy
from wsisgraph.loading.reading.table import NumberedRow, Table

# A note fills a cell of a row of some width; in a narrower table it may be a row.
_LEAST_WIDTH = 3
# So many rows below a table may be notes; were it more, it would be another table.
_MOST_NOTES = 30
_LONG = 20
_SUMS = """total totals subtotal sum count average mean totaux somme moyenne suma promedio
    итого всего сумма 总计 合计 小计 总数 المجموع الاجمالي اجمالي مجموع"""
_SUM = re.compile(rf"(?:grand |sub |sous |sub)?(?:{'|'.join(_SUMS.split())})(?!\w).*")
_NOTE = re.compile(
    r"\*|†|‡|(?:foot)?notes?\b|sources?\b|legend\b|remarks?\b|remarques?\b|légende\b|notas?\b"
    r"|fuentes?\b|leyenda\b|примечани|источник|注|说明|来源|资料来源|ملاحظ|المصدر",
    re.IGNORECASE,
)
_A_NOTE, _A_SUM = "a note", "a sum"
_DELETE = "delete the row, so that nobody takes it for one of the table"
# A whole row in quotes, as when a table is exported twice.
_CUTS = re.compile(r"[,;\t|]")
_IN_ONE = "take the quotes off that stand around the whole row, or export the table again"
_NUMBER = re.compile(r"[\d\s.,%]+")


def proper_rows(
    table: Table, context: Context, *, one_cell_is_a_row: bool = False
) -> Iterator[NumberedRow]:
    """Yield the rows of a table; what is none is told and passed over.

    Below the last row that is notes and sums; among the rows a header that comes again. A heading
    among the rows is a problem, since it may say something of the rows below it.

    Args:
        table: the table.
        context: takes faults and what is passed over.
        one_cell_is_a_row: whether a row of which one cell is filled may be whole.
    """
    width = len(table.columns)
    header = [name.casefold() for name in table.columns]
    held: list[tuple[int, list[str], str]] = []
    has_rows = False
    for number, cells in table.rows(context):
        # Most rows are full: nothing more is asked of them.
        if cells.count("") * 2 < width and cells[-1].casefold() != header[-1]:
            if held:
                yield from _among(held, table, context)
                held.clear()
            has_rows = True
            yield number, cells
            continue
        if [tidy(cell).casefold() for cell in cells] == header and table.header_row:
            context.unknown(
                table.origin(number), "the row is the header once more, and is passed over", _DELETE
            )
            continue
        what = _what(cells, width, one_cell_is_a_row=one_cell_is_a_row)
        if what and len(held) < _MOST_NOTES:
            held.append((number, cells, what))
            continue
        yield from _among(held, table, context)
        held.clear()
        has_rows = True
        yield number, cells
    if not has_rows:
        # Notes stand below rows: where there are none, something else is wrong.
        yield from _among(held, table, context)
        return
    for number, cells, what in held:
        said = next(cell.strip() for cell in cells if cell.strip())
        context.unknown(
            table.origin(number),
            f"“{said[:60]}” stands below the rows, is taken for {what}, and is passed over",
            _DELETE,
        )


def is_like_note(cells: Sequence[str], width: int) -> bool:
    """Tell whether a row that is shorter than its table may be a note below it or a heading."""
    return width >= _LEAST_WIDTH and (len(cells) == 1 or _NOTE.match(cells[0].strip()) is not None)


def _among(
    held: Sequence[tuple[int, list[str], str]], table: Table, context: Context
) -> Iterator[NumberedRow]:
    """Yield of the rows that were held back what may be rows; report headings."""
    for number, cells, what in held:
        if what == _A_SUM:
            said = next(cell.strip() for cell in cells if cell.strip())
            context.unknown(
                table.origin(number),
                f"“{said[:60]}” among the rows is taken for {what}, and is passed over",
                _DELETE,
            )
        elif _filled(cells) == 1:
            said = next(cell.strip() for cell in cells if cell.strip())
            context.problem(
                table.origin(number),
                f"the row has one cell only, “{said[:60]}”",
                _IN_ONE
                if _is_row(said, len(table.columns))
                else "fill its other cells; if it is a heading, delete it, and write what it says"
                " into a column of the rows below it",
            )
        else:
            yield number, cells


def _what(cells: Sequence[str], width: int, *, one_cell_is_a_row: bool) -> str:
    """Return what a row may be that is no row: a note, a sum; empty for a row."""
    if width < _LEAST_WIDTH:
        return ""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return ""
    first, rest = filled[0], filled[1:]
    if _SUM.fullmatch(plain(first)) and all(map(_is_number, rest)):
        return _A_SUM
    if len(filled) * 2 > width:
        return ""
    # A code or number alone is a row that lacks the rest.
    is_text = " " in first or len(first) >= _LONG or (not first.isascii() and len(first) >= 6)
    is_text = is_text or _is_row(first, width)
    if _NOTE.match(first) or (is_text and not rest and not one_cell_is_a_row):
        return _A_NOTE
    return ""


def _is_row(cell: str, width: int) -> bool:
    """Tell whether a cell holds a whole row."""
    return len(_CUTS.findall(cell)) + 1 >= width


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())

"""Tables in PDFs whose columns do not stand below one another: some programs only draw spaces."""

import re
from collections.abc import Sequence

from wsisgraph.loading.texts.numbers import number_at_start
from wsisgraph.loading.texts.pdf_cells import Look, Piece, Row

_SENTENCE_END = re.compile(r"[.!?;。！？；؟؛]\Z")
_FEWEST = 2
# Letters of a cell.
_LONGEST = 80
# In parts of the size of letters: a table ends where no row follows.
_END = 4.5
# Lines of one row are hardly farther apart than those of a paragraph, and the first is this full.
_CLOSE, _FULL = 1.12, 0.75

Cells = list[list[Piece]]


def ragged_rows(rows: Sequence[Row], start: int, look: Look) -> tuple[list[Cells], int]:
    """Return the rows of cells that begin at a place, and the place behind them.

    Args:
        rows: what stands on each baseline of the page.
        start: place of the first.
        look: of the document.
    """
    width = max(piece.right for row in rows for piece in row.pieces)
    found: list[Cells] = []
    at = start
    while at < len(rows):
        gap = (rows[at - 1].y - rows[at].y) / rows[at].size if at > start else 0.0
        cells = [[piece] for piece in rows[at].pieces]
        if look.from_right:
            cells.reverse()
        end = at + 1
        while end < len(rows) and _carries_on(rows[end - 1], rows[end], width, look):
            more = [[piece] for piece in rows[end].pieces]
            # The line may have been cut within a cell, or between two.
            if not found or len(cells) + len(more) > len(found[0]):
                cells[-1] += more.pop(0)
            cells += more
            end += 1
        if gap > _END or not _are_cells(cells, look) or (found and len(cells) != len(found[0])):
            break
        found.append(cells)
        at = end
    return (found, at) if len(found) >= _FEWEST else ([], start + 1)


def _carries_on(before: Row, row: Row, width: float, look: Look) -> bool:
    gap = (before.y - row.y) / row.size
    is_full = before.pieces[-1].right > _FULL * width and not look.from_right
    return gap < _CLOSE * look.leading and is_full and len(row.pieces) < len(before.pieces)


def _are_cells(cells: Cells, look: Look) -> bool:
    """Tell whether pieces are no number with its paragraph, and no sentences."""
    if len(cells) < 2:
        return False
    said = [look.say(cell[0].drawn) for cell in cells]
    if any(map(_SENTENCE_END.search, said[:-1])) or max(map(len, said)) > _LONGEST:
        return False
    number = number_at_start(f"{said[0]} x")
    if number is not None and (number.is_sure or len(number.values) > 1):
        return False
    return len(cells) > 2 or (number is None and len(said[0]) > 1)

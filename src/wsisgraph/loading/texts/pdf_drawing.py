"""The rules that a page of a PDF draws: lines, edges of boxes, and of whole grids."""

import ctypes
from dataclasses import dataclass, field

import pypdfium2

from wsisgraph.loading.texts.pdf_page import raw, turned_box

_MOST_RULES = 3_000
# In points: how thick a rule is at most, and how long at least.
_THIN, _SHORTEST = 3.0, 6.0


@dataclass(slots=True)
class Rules:
    """Lines that are drawn: `across` as (y, left, right), `down` as (x, bottom, top)."""

    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)


class RuleReader:
    """Reads the rules of pages, and no more of them than a document has."""

    def __init__(self, most: int = 150_000) -> None:
        """Begin; `most` objects are looked at in all."""
        self._left = most

    def read(self, page: pypdfium2.PdfPage, turned: int) -> Rules:
        """Return the rules of a page."""
        rules = Rules()
        count = min(raw.FPDFPage_CountObjects(page), self._left)
        self._left -= count
        edges = [ctypes.c_float() for _ in range(4)]
        for number in range(count):
            each = raw.FPDFPage_GetObject(page, number)
            if raw.FPDFPageObj_GetType(each) != raw.FPDF_PAGEOBJ_PATH:
                continue
            steps = raw.FPDFPath_CountSegments(each)
            if steps <= 6 and raw.FPDFPageObj_GetBounds(each, *edges):
                box = turned_box(turned, *(edge.value for edge in edges))
                _add_box(rules, *box)
            elif steps <= 2_000 and self._left > 0:
                self._left -= steps
                _add_path(rules, each, steps, turned)
        # A page with more has a picture, or is meant to do harm.
        return rules if max(len(rules.across), len(rules.down)) <= _MOST_RULES else Rules()


def _add_path(rules: Rules, path: object, steps: int, turned: int) -> None:
    """Add the straight pieces of a path, such as a whole grid that was drawn at once."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    last = (0.0, 0.0)
    for number in range(steps):
        step = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(step, x, y)
        across = matrix.a * x.value + matrix.c * y.value + matrix.e
        up = matrix.b * x.value + matrix.d * y.value + matrix.f
        point = turned_box(turned, across, up, across, up)[:2]
        if raw.FPDFPathSegment_GetType(step) == raw.FPDF_SEGMENT_LINETO:
            left, right = sorted((last[0], point[0]))
            bottom, top = sorted((last[1], point[1]))
            if right - left < _THIN or top - bottom < _THIN:
                _add_box(rules, left, bottom, right, top)
        last = point


def _add_box(rules: Rules, left: float, bottom: float, right: float, top: float) -> None:
    wide, high = right - left, top - bottom
    if high < _THIN:
        if wide > _SHORTEST:
            rules.across.append(((top + bottom) / 2, left, right))
    elif wide < _THIN:
        if high > _SHORTEST:
            rules.down.append(((left + right) / 2, bottom, top))
    elif wide > _SHORTEST and high > _SHORTEST:
        rules.across += [(bottom, left, right), (top, left, right)]
        rules.down += [(left, bottom, top), (right, bottom, top)]

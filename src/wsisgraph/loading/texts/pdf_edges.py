"""Headers and footers of pages: lines at the edge of a page that are on most others too."""

import re
from collections import Counter
from collections.abc import Sequence

from wsisgraph.loading.texts.blocks import tidy
from wsisgraph.loading.texts.line_kinds import is_footer
from wsisgraph.loading.texts.pdf_blocks import Page
from wsisgraph.loading.texts.pdf_page import USUAL_SPACES, Line, pieces
from wsisgraph.loading.texts.pdf_rules import Grid

_DIGITS = re.compile(r"\d+")
# A header or footer stands on so many of the pages.
_REPEATED = 0.5
_EDGE = 2
# What has as many pieces, and another line above it, is the head of a table.
_FEWEST_CELLS = 3


def take_edges(pages: Sequence[Page]) -> list[str]:
    """Take headers and footers from pages; return those of the first."""
    seen: Counter[str] = Counter()
    if len(pages) >= 3:
        for page in pages:
            seen.update({mask for line in _edge(page) if len(mask := _mask(line)) <= 120})
    repeated = {mask for mask, number in seen.items() if number >= max(3, _REPEATED * len(pages))}
    headers = {
        tidy(line.text) for page in pages[:2] for line in _edge(page) if _mask(line) in repeated
    }
    for page in pages:
        page.edges = [
            line
            for line in _edge(page)
            if _mask(line) in repeated or (said := tidy(line.text)).isdigit() or is_footer(said)
        ]
        taken = {id(line) for line in page.edges}
        page.lines = [line for line in page.lines if id(line) not in taken]
    return sorted(headers)


def _edge(page: Page) -> list[Line]:
    """Return the lines that stand highest and lowest on a page, each once.

    The head of a table, which is on every page that it goes over, is none of them.
    """
    lines = sorted(page.lines, key=lambda line: -line.y)
    edge = lines if len(lines) <= 2 * _EDGE else [*lines[:_EDGE], *lines[-_EDGE:]]
    first, last = lines[:1], lines[-1:]
    return [
        line
        for line in edge
        if not any(_is_in(line, grid) for grid in page.grids)
        and (line in first or line in last or len(pieces(line, USUAL_SPACES)) < _FEWEST_CELLS)
    ]


def _is_in(line: Line, grid: Grid) -> bool:
    return grid.cell(line.left + 1, line.y + line.size / 4) is not None


def _mask(line: Line) -> str:
    return _DIGITS.sub("0", tidy(line.text))

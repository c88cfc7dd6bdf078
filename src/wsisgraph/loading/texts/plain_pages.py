"""Plain text that keeps the layout of pages: columns by spaces, pages by form feeds.

A line of such a text has places as a line of a PDF has: each letter is as wide as another. So its
paragraphs, tables and page footers are told in the same way.
"""

import re
from collections.abc import Sequence

from wsisgraph.loading.texts.blocks import Block
from wsisgraph.loading.texts.line_kinds import is_running_text
from wsisgraph.loading.texts.pdf_blocks import Blocks, Page
from wsisgraph.loading.texts.pdf_cells import Look
from wsisgraph.loading.texts.pdf_drawing import Rules
from wsisgraph.loading.texts.pdf_edges import take_edges
from wsisgraph.loading.texts.pdf_page import Drawn, Line, Spaces, said_of
from wsisgraph.loading.texts.pdf_tables import tables_of
from wsisgraph.loading.texts.plain_tables import width_of

_GAP = re.compile(r"\S {2,}\S")
_MARK = re.compile(r"\d{1,2}")
# Where a figure stands at the end of a word, it may refer to a note.
_REFERENCE = re.compile(r"(?<=[a-zß-ÿа-яё]{3})(\d{1,2})(?=[.,;:)，。；：]*(?:\s|\Z))")
_WORD = re.compile(r"\S+")
_ARABIC = re.compile("[\u0621-\u064a]")
_STROKES = re.compile(r"[|\t]")
# As if letters were of this size, so wide, and lines so far apart.
_SIZE, _LETTER, _LINE = 10.0, 5.0, 12.0
_LEADING = _LINE / _SIZE
_SPACES = Spaces(_LETTER / _SIZE, are_drawn=False)
# Lines of a note, at the most.
_LONGEST_NOTE = 6
# Lines of such a text, and parts of it: how many are set in, or have gaps.
_FEWEST, _SHARE = 12, 0.25


def is_of_pages(lines: Sequence[str]) -> bool:
    """Tell whether a text keeps the layout of pages; a form feed begins a line with a page.

    Arabic does not: what it is converted by puts words in order, and leaves columns as they were.
    """
    if not any(line.startswith("\f") for line in lines):
        return False
    shown = [line.lstrip("\f") for line in lines if line.strip()]
    if len(shown) < _FEWEST or any(map(_STROKES.search, shown)):
        return False
    if sum(map(bool, map(_ARABIC.search, shown))) > _SHARE * len(shown):
        return False
    placed = sum(line.startswith("   ") or _GAP.search(line) is not None for line in shown)
    return placed > _SHARE * len(shown)


def blocks_of_pages(lines: Sequence[str]) -> tuple[list[Block], list[str]]:
    """Return the blocks of a text that keeps the layout of pages, and the headers of its pages."""
    pages: list[Page] = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("\f") or not pages:
            pages.append(Page([], Rules(), [], from_right=False))
        said = line.lstrip("\f")
        if said.strip():
            pages[-1].lines.append(_line(said, number))
    headers = take_edges(pages)
    look = Look(_say, from_right=False, leading=_LEADING, spaces=_SPACES)
    has_text = False
    for page in pages:
        # What stands before the text is no table: the symbol, and the date beside it.
        start = 0
        while not has_text and start < len(page.lines):
            has_text = is_running_text(page.lines[start].text)
            start += 1
        page.tables, rest = tables_of(page.lines[start:], page.rules, [], look, None)
        page.notes, page.lines = _notes([*page.lines[:start], *rest])
    return list(Blocks(pages, is_spaced=False).blocks()), headers


def _notes(lines: list[Line]) -> tuple[list[tuple[str, list[Line]]], list[Line]]:
    """Return the notes at the foot of a page, whose marks stand alone, and the other lines."""
    notes: list[tuple[str, list[Line]]] = []
    end = at = len(lines)
    while at > 0 and end - at < _LONGEST_NOTE:
        at -= 1
        line = lines[at]
        if _MARK.fullmatch(line.text) is not None:
            if at + 1 == end or lines[at + 1].left <= line.left:
                break
            notes.insert(0, (line.text, lines[at:end]))
            end = at
    return notes, lines[:end]


def _line(said: str, number: int) -> Line:
    y = -_LINE * number
    drawn = []
    for match in _WORD.finditer(said):
        left = _LETTER * width_of(said[: match.start()])
        right = left + _LETTER * width_of(match[0])
        drawn.append(Drawn(left, y, left, right, _SIZE, match[0]))
    left, right = drawn[0].left, drawn[-1].right
    text = _REFERENCE.sub("\ue000\\1\ue001", said_of(drawn, _SIZE))
    return Line(drawn, text, y, left, right, _SIZE, order=number, number=number)


def _say(words: Sequence[Drawn]) -> str:
    return _REFERENCE.sub("\ue000\\1\ue001", said_of(words, _SIZE).replace("\t", " "))

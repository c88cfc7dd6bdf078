"""Footnotes at the foot of a page of a PDF: small lines that begin with a mark."""

import re
from collections.abc import Sequence

from wsisgraph.loading.texts.pdf_page import NOTE_MARK, Line
from wsisgraph.loading.texts.pdf_rules import Rule

_MARK = re.compile(
    "(?:\ue000(?P<raised>\\d{1,3})\ue001|(?P<mark>\\d{1,3}|[*†‡]{1,3}))(?:\\s+|\\Z|(?=[^\\W\\d]))"
)
_SMALL = 0.93
# In parts of the size of the text: how far the rule above notes is from them; it is no longer than
# this part of the width of the page.
_NEAR, _LONGEST_RULE = 3.0, 0.55


def notes_of(
    lines: Sequence[Line], across: Sequence[Rule], size: float
) -> tuple[list[tuple[str, list[Line]]], list[Line]]:
    """Return the footnotes of a page, each with its mark and lines, and the other lines.

    Args:
        lines: of the page, without its foot.
        across: the rules of the page.
        size: of the letters of the document.
    """
    start = _start(lines, across, size)
    if start is None:
        return [], list(lines)
    below = [line for line in lines if line.y <= start]
    notes: list[tuple[str, list[Line]]] = []
    for line in sorted(below, key=lambda each: (-each.y, each.order)):
        mark = _mark(line)
        if mark and (not notes or _follows(notes[-1][0], mark)):
            notes.append((mark, [line]))
        elif notes:
            notes[-1][1].append(line)
    taken = {id(line) for _, its_lines in notes for line in its_lines}
    return notes, [line for line in lines if id(line) not in taken]


def _start(lines: Sequence[Line], across: Sequence[Rule], size: float) -> float | None:
    """Return the height of the first note's baseline; None if a page has no notes."""
    if not lines:
        return None
    width = max(line.right for line in lines) - min(line.left for line in lines)
    found: float | None = None
    for line in sorted(lines, key=lambda each: each.y):
        if line.size > _SMALL * size:
            rules = [
                y
                for y, left, right in across
                if 0 < y - line.y < _NEAR * size and right - left < _LONGEST_RULE * width
            ]
            if not (rules and _mark(line)) or line.size > 1.05 * size:
                break
        if _mark(line):
            found = line.y
    return found


def _mark(line: Line) -> str:
    match = _MARK.match(line.text)
    return (match["raised"] or match["mark"] or "") if match is not None else ""


def _follows(before: str, mark: str) -> bool:
    return not mark.isdigit() or not before.isdigit() or int(mark) == int(before) + 1


def without_mark(text: str) -> str:
    """Return the text of a note without its mark."""
    match = _MARK.match(text)
    return text[match.end() :].strip() if match is not None else text.strip()


def with_marks(text: str, marks: set[str]) -> str:
    """Return a text without raised figures that refer to notes; others stay."""
    if "\ue000" not in text:
        return text
    return NOTE_MARK.sub(lambda match: "" if match[1] in marks else match[1], text)

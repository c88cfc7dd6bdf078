"""Below a picture: what its signs mean, and the documents it was read from."""

from collections.abc import Callable, Sequence
from typing import Protocol

from wsisgraph.site.pictures.canvas import LINE, SMALL, Canvas
from wsisgraph.site.pictures.measure import width, wrapped
from wsisgraph.site.pictures.words import Named, Words

Sign = Callable[[float, float], None]
"""Draws a sign at a place: the middle of 26 by 14 pixels."""

_SIGN = 34.0
_GAP = 22.0


class HasSources(Protocol):
    """What was read from documents."""

    @property
    def sources(self) -> Sequence[Named]: ...


def legend(canvas: Canvas, y: float, signs: Sequence[tuple[Sign, str]]) -> float:
    """Draw signs with their meanings from `y` on; returns where they end."""
    x, row = 0.0, y + 14
    for sign, meaning in signs:
        room = canvas.width - _SIGN
        parts = wrapped(meaning, room, SMALL, 2)
        wide = _SIGN + max(width(part, SMALL) for part in parts) + _GAP
        if x and x + wide - _GAP > canvas.width:
            x, row = 0.0, row + LINE + 8
        sign(x + 14, row - 4)
        for at, part in enumerate(parts):
            canvas.text(x + _SIGN, row + at * LINE, part, "p-s")
        row += (len(parts) - 1) * LINE
        x += wide
    return row + 10 if signs else y


def sources(
    canvas: Canvas, y: float, documents: Sequence[Named], words: Words, numbered: bool = False
) -> float:
    """Write the documents from `y` on, each with its number if it has one; returns the end."""
    _ = words.said
    if not documents:
        return y
    row = y + 18
    canvas.text(0, row, _("Sources"), "p-s p-b")
    for at, document in enumerate(documents, 1):
        row += LINE
        mark = f"{words.number(at)}  " if numbered else "–  "
        canvas.text(0, row, mark, "p-s")
        high = canvas.lines(
            24, row, words.name(document), canvas.width - 30, "p-s", size=SMALL, height=14
        )
        row += high - 14
    return row + 8

"""How many there are of each: bars, with their numbers."""

from collections.abc import Sequence
from typing import Protocol

from wsisgraph.site.pictures.canvas import LINE, Canvas, Drawing
from wsisgraph.site.pictures.lineage import canvas_note
from wsisgraph.site.pictures.measure import wrapped
from wsisgraph.site.pictures.words import Named, Words

_WIDTH, _LABEL, _END = 760.0, 230.0, 60.0


class Bars(Protocol):
    """Things with numbers."""

    @property
    def bars(self) -> Sequence[tuple[Named, int]]: ...
    @property
    def empty(self) -> int: ...


def regions(data: Bars, about: Named | None, words: Words, name: str) -> Drawing:
    """Draw how many activities there are in each region."""
    _ = words.said
    canvas = Canvas(_WIDTH, name=name, mirrored=words.mirrored)
    most = max((count for _, count in data.bars), default=1) or 1
    y = 8.0
    for region, count in data.bars:
        label = wrapped(words.name(region), _LABEL - 14, 13, 2)
        high = max(28.0, len(label) * LINE + 8)
        middle = y + high / 2
        canvas.lines(
            _LABEL - 10, middle + 4, words.name(region), _LABEL - 14, anchor="end", centred=True
        )
        wide = (_WIDTH - _LABEL - _END) * count / most
        if count:
            canvas.rect(_LABEL, middle - 9, wide, 18, "p-bar")
        canvas.text(_LABEL + wide + 8, middle + 5, words.number(count), "p-t p-b")
        y += high
    canvas.line(_LABEL, 4, _LABEL, y, "p-a")
    note = _(
        "An activity that names several regions counts in each; one that names none counts "
        "nowhere. Schemes of regions are never mixed."
    )
    if data.empty:
        note = words.sentences(
            [
                note,
                _("Regions without any, left out here: %(count)s.", count=words.number(data.empty)),
            ]
        )
    y = canvas_note(canvas, y + 20, note)
    subject = words.name(about) if about is not None else ""
    told = words.listed(
        f"{words.name(region)} ({words.number(count)})" for region, count in data.bars
    )
    return canvas.done(y, _("Activities by region: %(subject)s", subject=subject), f"{told}.")

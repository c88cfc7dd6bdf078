"""Figures of one measure over time: points with what is printed, gaps left visible."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

from wsisgraph.site.pictures import legend
from wsisgraph.site.pictures.canvas import Canvas, Drawing
from wsisgraph.site.pictures.lineage import canvas_note
from wsisgraph.site.pictures.measure import width
from wsisgraph.site.pictures.words import Named, Words

_WIDTH, _LEFT, _RIGHT = 760.0, 64.0, 48.0
_PANEL = 220.0
_GAP_DAYS = 550
"""Figures further apart than a year and a half have years without any between them."""


class Point(Protocol):
    """A figure."""

    @property
    def value(self) -> float: ...
    @property
    def printed(self) -> str: ...
    @property
    def begin(self) -> str: ...
    @property
    def end(self) -> str: ...
    @property
    def comparator(self) -> str: ...
    @property
    def kind(self) -> Named | None: ...
    @property
    def unit(self) -> Named | None: ...
    @property
    def area(self) -> str: ...
    @property
    def population(self) -> str: ...


class Series(Protocol):
    """Figures of one measure."""

    @property
    def points(self) -> Sequence[Point]: ...
    @property
    def undated(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure with the middle of its time, in days."""

    point: Point
    day: float


_Kind = tuple[str, str, str]
"""Area, population and kind: figures that differ in one are no series."""


def series(
    data: Series, about: Named | None, documents: Sequence[Named], words: Words, name: str
) -> Drawing:
    """Draw the figures of a measure, each unit in a panel of its own."""
    _ = words.said
    canvas = Canvas(_WIDTH, name=name, mirrored=words.mirrored)
    placed = sorted((_Placed(point, _day(point)) for point in data.points), key=lambda p: p.day)
    first = date.fromordinal(int(placed[0].day)).year
    last = date.fromordinal(int(placed[-1].day)).year + 1
    units = list(dict.fromkeys(_unit(one.point, words) for one in placed))
    y = 10.0
    gaps = False
    for unit in units:
        own = [one for one in placed if _unit(one.point, words) == unit]
        gaps |= _panel(canvas, y, own, (first, last), unit, words)
        y += _PANEL + 58
    signs: list[tuple[legend.Sign, str]] = [
        (lambda x, y: canvas.circle(x, y, 5, "p-solid"), _("a figure, as printed")),
    ]
    if any(_goal(one.point) for one in placed):
        signs.append((lambda x, y: canvas.circle(x, y, 5, "p-hollow"), _("a target, not measured")))
    if gaps:
        signs.append(
            (
                lambda x, y: canvas.line(x - 13, y, x + 13, y, "p-open"),
                _("years between without any figure"),
            )
        )
    y = legend.legend(canvas, y - 8, signs)
    if data.undated:
        y = canvas_note(
            canvas,
            y + 14,
            _(
                "Figures without date or number, in the table only: %(count)s.",
                count=words.number(data.undated),
            ),
        )
    y = legend.sources(canvas, y, documents, words)
    subject = words.name(about) if about is not None else ""
    told = "; ".join(_told(one, words) for one in placed)
    return canvas.done(y, _("Figures over time: %(subject)s", subject=subject), f"{told}.")


def _told(one: _Placed, words: Words) -> str:
    unit = _unit(one.point, words)
    when = words.date(one.point.end)
    if one.point.begin != one.point.end:
        when = one.point.end[:4]
        if one.point.begin[:4] != when:
            when = f"{one.point.begin[:4]}–{when}"
    return f"{when}: {_value(one.point, words)} {unit}".rstrip()


def _value(point: Point, words: Words) -> str:
    """Return a number with the sign of what is printed before it: more than, about …"""
    sign = {
        "about": "≈ ",
        "at-least": "≥ ",
        "less-than": "< ",
        "more-than": "> ",
        "nearly": "≲ ",
    }.get(point.comparator, "")
    whole = point.value.is_integer() and abs(point.value) < 1e15
    return sign + words.number(int(point.value) if whole else repr(point.value))


def _unit(point: Point, words: Words) -> str:
    return words.name(point.unit) if point.unit is not None else ""


def _goal(point: Point) -> bool:
    return point.kind is not None and point.kind.iri.endswith("/target")


def _day(point: Point) -> float:
    return (_ordinal(point.begin, 1) + _ordinal(point.end, 12)) / 2


def _ordinal(printed: str, month: int) -> int:
    """Return a day as a number; of a year or month alone, one near its beginning or end."""
    parts = [int(part) for part in printed[:10].split("-") if part.isdigit()]
    try:
        return date(
            parts[0],
            parts[1] if len(parts) > 1 else month,
            parts[2] if len(parts) > 2 else (1 if month == 1 else 28),
        ).toordinal()
    except (ValueError, IndexError):
        return date(max(1, min(int(printed[:4]), 9999)), 6, 30).toordinal()


def _panel(
    canvas: Canvas,
    top: float,
    own: Sequence[_Placed],
    years: tuple[int, int],
    unit: str,
    words: Words,
) -> bool:
    """Draw the figures of one unit; tells whether there are gaps between them."""
    first, last = years
    begin, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()
    values = [one.point.value for one in own]
    ticks = _ticks(min(0.0, *values), max(0.0, *values))
    low, high = ticks[0], ticks[-1]
    bottom = top + 24 + _PANEL

    def x(day: float) -> float:
        return _LEFT + (day - begin) / (end - begin) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return bottom - (value - low) / (high - low) * (_PANEL - 16)

    canvas.text(0, top + 10, unit, "p-s p-b")
    for tick in ticks:
        canvas.line(_LEFT, y(tick), _WIDTH - _RIGHT + 20, y(tick), "p-a" if tick == 0 else "p-l")
        shown = words.number(int(tick) if tick.is_integer() else f"{tick:g}")
        canvas.text(_LEFT - 8, y(tick) + 4, shown, "p-s", anchor="end")
    step = next(
        s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / s <= 13 or s == 1000
    )
    for year in range(-(-first // step) * step, last + 1, step):
        at = x(date(year, 1, 1).toordinal())
        canvas.line(at, bottom, at, bottom + 5, "p-a")
        canvas.text(at, bottom + 18, str(year), "p-s", anchor="middle")
    gaps = False
    kinds = dict.fromkeys(_kind(one.point) for one in own)
    labels: list[tuple[float, float, float]] = []
    for at, kind in enumerate(kinds):
        same = [one for one in own if _kind(one.point) == kind]
        for one, other in pairwise(same):
            gap = other.day - one.day > _GAP_DAYS
            gaps |= gap
            style = "p-open" if gap else ("p-line", "p-line-dash", "p-line-dot")[at % 3]
            canvas.line(x(one.day), y(one.point.value), x(other.day), y(other.point.value), style)
    for one in own:
        place = x(one.day), y(one.point.value)
        canvas.circle(*place, 5, "p-hollow" if _goal(one.point) else "p-solid")
        _label(canvas, place, _value(one.point, words), labels)
    return gaps


def _label(
    canvas: Canvas, place: tuple[float, float], text: str, labels: list[tuple[float, float, float]]
) -> None:
    """Write a number above its point, or higher where another stands there."""
    half = width(text, 13, True) / 2 + 3
    x, y = place[0], place[1] - 10
    while any(abs(x - ox) < half + other and abs(y - oy) < 16 for ox, oy, other in labels):
        y -= 16
    labels.append((x, y, half))
    canvas.rect(x - half + 1, y - 12, 2 * half - 2, 15, "p-paper")
    canvas.text(x, y, text, "p-t p-b", anchor="middle")


def _kind(point: Point) -> _Kind:
    return point.area, point.population, point.kind.iri if point.kind is not None else ""


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers from below the lowest to above the highest."""
    reach = (high - low) or 1.0
    raw = reach / 4
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw)
    begin = math.floor(low / step)
    finish = math.ceil(high / step)
    return [round(float(step * at), 10) for at in range(begin, finish + 1)]

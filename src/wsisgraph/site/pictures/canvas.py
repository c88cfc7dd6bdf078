"""A sheet on which pictures are drawn: shapes and texts in SVG, mirrored where one reads so.

Whoever draws thinks from left to right; in a language that is read from right to left the sheet
turns every place around. Each shape has a class, whose look is told by `pictures.css`: on a page
as a style sheet, so that dark mode and forced colours take effect, in a file within the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from wsisgraph.site.pictures.measure import clean, turns, width, wrapped

Anchor = Literal["start", "middle", "end"]

SIZE = 13.0
SMALL = 11.5
LINE = 16.0

_LEAST = 11.0
"""The smallest letters."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture, without its frame.

    Attributes:
        width: in pixels.
        height: in pixels.
        body: the elements.
        title: what it is.
        description: what it says, with figures, for who does not see it.
    """

    width: float
    height: float
    body: Markup
    title: str
    description: str


class Canvas:
    """Takes shapes at places counted from the side where reading begins."""

    def __init__(self, width: float, *, name: str, mirrored: bool) -> None:
        """Begin a picture.

        Args:
            width: in pixels.
            name: begins the identifiers of patterns, which must differ from picture to picture.
            mirrored: whether one reads from right to left.
        """
        self.width = width
        self.name = name
        self.mirrored = mirrored
        self._parts: list[Markup] = []

    def rect(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        kind: str,
        *,
        fill: str = "",
        rx: float = 0,
    ) -> None:
        """Draw a rectangle; `fill` names a pattern."""
        left = self.width - x - wide if self.mirrored else x
        self._add(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}{}/>',
            kind,
            left,
            y,
            max(wide, 0.0),
            max(high, 0.0),
            Markup(' rx="{}"').format(_written(rx)) if rx else "",
            self._fill(fill),
        )

    def circle(self, x: float, y: float, radius: float, kind: str, *, fill: str = "") -> None:
        """Draw a circle."""
        self._add(
            '<circle class="{}" cx="{}" cy="{}" r="{}"{}/>',
            kind,
            self._x(x),
            y,
            radius,
            self._fill(fill),
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str, thick: float = 0) -> None:
        """Draw a straight line."""
        self._add(
            '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"{}/>',
            kind,
            self._x(x1),
            y1,
            self._x(x2),
            y2,
            Markup(' stroke-width="{}"').format(_written(thick)) if thick else "",
        )

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        kind: str,
        *,
        closed: bool = True,
        fill: str = "",
    ) -> None:
        """Draw a polygon, or a line through these points."""
        places = " ".join(f"{_written(self._x(x))},{_written(y)}" for x, y in points)
        self._add(
            '<{} class="{}" points="{}"{}/>',
            "polygon" if closed else "polyline",
            kind,
            places,
            self._fill(fill),
        )

    def ribbon(
        self,
        begin: tuple[float, float],
        end: tuple[float, float],
        high: float,
        kind: str,
        *,
        fill: str = "",
    ) -> None:
        """Draw a band of one height from the side of one thing to the side of another.

        Args:
            begin: the upper corner at the first.
            end: the upper corner at the second.
            high: how high it is.
            kind: its class.
            fill: names a pattern.
        """
        (x1, y1), (x2, y2) = (self._x(begin[0]), begin[1]), (self._x(end[0]), end[1])
        middle = (x1 + x2) / 2
        path = (
            f"M{_written(x1)} {_written(y1)}C{_written(middle)} {_written(y1)} "
            f"{_written(middle)} {_written(y2)} {_written(x2)} {_written(y2)}v{_written(high)}"
            f"C{_written(middle)} {_written(y2 + high)} {_written(middle)} {_written(y1 + high)} "
            f"{_written(x1)} {_written(y1 + high)}z"
        )
        self._add('<path class="{}" d="{}"{}/>', kind, path, self._fill(fill))

    def curve(
        self, begin: tuple[float, float], bend: float, end: tuple[float, float], kind: str
    ) -> None:
        """Draw a curve between two places at about the same side, bending out to `bend`."""
        (x1, y1), (x2, y2), out = (
            (self._x(begin[0]), begin[1]),
            (self._x(end[0]), end[1]),
            self._x(bend),
        )
        path = (
            f"M{_written(x1)} {_written(y1)}C{_written(out)} {_written(y1)} "
            f"{_written(out)} {_written(y2)} {_written(x2)} {_written(y2)}"
        )
        self._add('<path class="{}" d="{}"/>', kind, path)

    def arrow(self, x: float, y: float, kind: str, *, back: bool = False, size: float = 5) -> None:
        """Draw the head of an arrow that points along the reading, or back."""
        reach = -size * 1.5 if back else size * 1.5
        self.shape([(x, y), (x - reach, y - size), (x - reach, y + size)], kind)

    def text(
        self, x: float, y: float, text: str, kind: str = "p-t", *, anchor: Anchor = "start"
    ) -> None:
        """Write one line; `y` is where its letters stand."""
        if shown := clean(text):
            if width(shown, _LEAST) > self.width:
                [shown] = wrapped(shown, self.width, _LEAST, 1)
            self._add(
                '<text class="{}" x="{}" y="{}"{}>{}</text>',
                kind,
                self._x(x),
                y,
                anchored(anchor, self.mirrored),
                turned(shown, self.mirrored),
            )

    def lines(
        self,
        x: float,
        y: float,
        text: str,
        room: float,
        kind: str = "p-t",
        *,
        most: int = 2,
        anchor: Anchor = "start",
        size: float = SIZE,
        height: float = LINE,
        centred: bool = False,
    ) -> float:
        """Write a text in lines of at most `room`; returns how high they are.

        Args:
            x: where the lines begin, have their middle, or end, after `anchor`.
            y: where the letters of the first line stand; of the middle one, if `centred`.
            text: the text.
            room: how wide a line may be.
            kind: its class.
            most: how many lines there may be.
            anchor: which part of a line stands at `x`.
            size: of the letters.
            height: from line to line.
            centred: whether the lines are to stand around `y`.
        """
        parts = wrapped(text, room, size, most, "p-b" in kind.split())
        top = y - (len(parts) - 1) * height / 2 if centred else y
        for at, part in enumerate(parts):
            self.text(x, top + at * height, part, kind, anchor=anchor)
        return len(parts) * height

    def done(self, height: float, title: str, description: str) -> Drawing:
        """Return the picture."""
        return Drawing(
            self.width, height, Markup("\n").join(self._parts), clean(title), clean(description)
        )

    def _x(self, x: float) -> float:
        return self.width - x if self.mirrored else x

    def _fill(self, pattern: str) -> Markup:
        return Markup(' fill="url(#{}-{})"').format(self.name, pattern) if pattern else Markup()

    def _add(self, element: str, *values: object) -> None:
        shown = [_written(value) if isinstance(value, float | int) else value for value in values]
        self._parts.append(Markup(element).format(*shown))


def anchored(anchor: Anchor, mirrored: bool) -> Markup:
    """Return the attribute for what part of a line stands at its place, on the sheet as it lies.

    Not every program knows that “start” is on the right where one reads from right to left.
    """
    if mirrored and anchor != "middle":
        anchor = "end" if anchor == "start" else "start"
    return Markup() if anchor == "start" else Markup(' text-anchor="{}"').format(anchor)


def turned(text: str, mirrored: bool) -> str:
    """Return a line with its own direction: an English one keeps its full stop at its end."""
    if not mirrored:
        return text
    return f"\u2067{text}\u2069" if turns(text) else f"\u2066{text}\u2069"


def _written(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


PATTERNS = {
    "hatch": '<pattern id="{name}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="p-paper" width="7" height="7"/>'
    '<line class="p-hatch" x1="0" y1="0" x2="0" y2="7"/></pattern>',
    "dots": '<pattern id="{name}-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect class="p-paper" width="6" height="6"/><circle class="p-dot" cx="3" cy="3" r="1.3"/>'
    "</pattern>",
}
"""Fills that tell things apart without colour."""


def patterns(name: str, body: str) -> Markup:
    """Return the definitions of the patterns that a picture uses."""
    used = [told.format(name=escape(name)) for key, told in PATTERNS.items() if f"-{key})" in body]
    return Markup(f"<defs>{''.join(used)}</defs>") if used else Markup()

"""A governance chart: bodies in columns, what they belong to, what only a layout suggests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wsisgraph.site.pictures import legend
from wsisgraph.site.pictures.canvas import LINE, SMALL, Canvas, Drawing
from wsisgraph.site.pictures.measure import wrapped
from wsisgraph.site.pictures.words import Named, Text, Words

_WIDE, _GAP_X, _GAP_Y = 206.0, 84.0, 14.0
_INSIDE = 10.0


class Suggestion(Protocol):
    """What the order of the boxes alone suggests."""

    @property
    def text(self) -> Text: ...
    @property
    def members(self) -> Sequence[str]: ...


class Governance(Protocol):
    """The bodies of a chart."""

    @property
    def boxes(self) -> Sequence[Named]: ...
    @property
    def printed(self) -> frozenset[str]: ...
    @property
    def belongs(self) -> Sequence[tuple[str, str]]: ...
    @property
    def suggested(self) -> Sequence[Suggestion]: ...


@dataclass(frozen=True, slots=True)
class _Box:
    """A body, placed."""

    body: Named
    x: float
    y: float
    high: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.y + self.high / 2


def governance(
    data: Governance, about: Named | None, documents: Sequence[Named], words: Words, name: str
) -> Drawing:
    """Draw the bodies of a chart."""
    _ = words.said
    columns = _columns(data)
    width = max(len(columns) * (_WIDE + _GAP_X) - _GAP_X + 40, 720.0)
    canvas = Canvas(width, name=name, mirrored=words.mirrored)
    boxes, bottom = _placed(columns, words)
    for part, above in data.belongs:
        _edge(canvas, boxes[above], boxes[part], "p-edge-line")
    badges: list[tuple[float, float]] = []
    for at, suggestion in enumerate(data.suggested, 1):
        _suggested(canvas, [boxes[member] for member in suggestion.members], at, badges, words)
    for box in boxes.values():
        _box(canvas, box, box.body.iri in data.printed)
    y = legend.legend(canvas, bottom + 10, _signs(canvas, data, words))
    for at, suggestion in enumerate(data.suggested, 1):
        y += 6
        canvas.circle(9, y + 9, 8.5, "p-paper-edge")
        canvas.text(9, y + 13, words.number(at), "p-n", anchor="middle")
        y += canvas.lines(
            26, y + 13, suggestion.text.value, width - 30, "p-s", size=SMALL, most=2, height=15
        )
    y = legend.sources(canvas, y + 6, documents, words)
    title = _("Governance of WSIS, after the chart of a document")
    if about is not None:
        title = _("Governance of WSIS, after the chart in %(document)s", document=words.name(about))
    return canvas.done(y, title, _described(data, words))


def _columns(data: Governance) -> list[list[Named]]:
    """Return the bodies in columns: what belongs to another stands after it, at the nearest.

    Where a layout alone puts one before another, that decides between columns as well, so that its
    lines run along; it never turns what is known around.
    """
    order = {box.iri: at for at, box in enumerate(data.boxes)}
    above: dict[str, set[str]] = {iri: set() for iri in order}
    for part, over in data.belongs:
        above[part].add(over)
    for suggestion in data.suggested:
        first, *rest = suggestion.members
        # Two that belong to the same stand side by side, and so does a group.
        alone = len(rest) == 1 and not above[first] & above[rest[0]]
        if alone and rest[0] not in _over(first, above):
            above[rest[0]].add(first)
    depth: dict[str, int] = {}
    for iri in order:
        _depth(iri, above, depth, set())
    found: list[list[Named]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for box in data.boxes:
        found[depth[box.iri]].append(box)
    place: dict[str, float] = {}
    for column in found:
        # Each beside what it belongs to, so that few lines cross.
        column.sort(
            key=lambda box: (
                min((place[over] for over in above[box.iri] if over in place), default=-1.0),
                order[box.iri],
            )
        )
        for at, box in enumerate(column):
            place[box.iri] = at / max(len(column), 1)
    return found


def _over(iri: str, above: Mapping[str, set[str]]) -> set[str]:
    """Return all that stands above a body."""
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        for over in above[waiting.pop()] - found:
            found.add(over)
            waiting.append(over)
    return found


def _depth(iri: str, above: Mapping[str, set[str]], depth: dict[str, int], within: set[str]) -> int:
    """Return the column of a body; what belongs to itself in a circle begins anew."""
    if iri not in depth:
        if iri in within:
            return 0
        overs = [_depth(over, above, depth, within | {iri}) + 1 for over in above[iri]]
        depth[iri] = max(overs, default=0)
    return depth[iri]


def _placed(columns: Sequence[Sequence[Named]], words: Words) -> tuple[dict[str, _Box], float]:
    """Return the boxes at their places, and where the lowest ends."""
    made = []
    for column in columns:
        boxes = []
        for body in column:
            lines = tuple(wrapped(words.name(body), _WIDE - 2 * _INSIDE, 13, 4))
            boxes.append((body, lines, len(lines) * LINE + 14))
        made.append(boxes)
    heights = [sum(high + _GAP_Y for _, _, high in boxes) for boxes in made]
    tallest = max(heights)
    placed: dict[str, _Box] = {}
    for at, boxes in enumerate(made):
        y = (tallest - heights[at]) / 2 + 6
        for body, lines, high in boxes:
            placed[body.iri] = _Box(body, 2 + at * (_WIDE + _GAP_X), y, high, lines)
            y += high + _GAP_Y
    return placed, tallest + 6


def _box(canvas: Canvas, box: _Box, printed: bool) -> None:
    canvas.rect(box.x, box.y, _WIDE, box.high, "p-box" if printed else "p-box-soft", rx=4)
    top = box.middle - (len(box.lines) - 1) * LINE / 2 + 4.5
    for at, line in enumerate(box.lines):
        canvas.text(box.x + _INSIDE, top + at * LINE, line, "p-t")


def _edge(canvas: Canvas, above: _Box, part: _Box, kind: str) -> None:
    """Draw a line with corners from what is above to what belongs to it."""
    if part.x > above.x:
        begin, end = above.x + _WIDE, part.x
        turn = end - 20
        points = [
            (begin, above.middle),
            (turn, above.middle),
            (turn, part.middle),
            (end, part.middle),
        ]
    else:
        side = max(part.x, above.x) + _WIDE
        points = [
            (above.x + _WIDE, above.middle),
            (side + 14, above.middle),
            (side + 14, part.middle),
            (part.x + _WIDE, part.middle),
        ]
    canvas.shape(points, kind, closed=False)


def _suggested(
    canvas: Canvas,
    members: Sequence[_Box],
    number: int,
    badges: list[tuple[float, float]],
    words: Words,
) -> None:
    """Draw dashed lines from the first of a group to the others, with the number of the reason."""
    first, *rest = members
    middle = (0.0, 0.0)
    for box in rest:
        if box.x == first.x:
            # In one column: a bracket on the side where what belongs to these begins.
            side = first.x + _WIDE + 7 + 6 * (number % 4)
            points = [
                (first.x + _WIDE, first.middle - 6),
                (side, first.middle - 6),
                (side, box.middle - 6),
                (first.x + _WIDE, box.middle - 6),
            ]
            middle = (side, (first.middle + box.middle) / 2)
        else:
            near, far = sorted((first, box), key=lambda one: one.x)
            begin, end = near.x + _WIDE, far.x
            points = [
                (begin, near.middle + 7),
                (begin + 22, near.middle + 7),
                (begin + 22, far.middle + 7),
                (end, far.middle + 7),
            ]
            middle = (begin + 22, (near.middle + far.middle) / 2 + 7)
        canvas.shape(points, "p-dashed", closed=False)
    x, y = middle
    while any(abs(x - bx) < 18 and abs(y - by) < 18 for bx, by in badges):
        y += 19
    badges.append((x, y))
    canvas.circle(x, y, 8.5, "p-paper-edge")
    canvas.text(x, y + 4, words.number(number), "p-n", anchor="middle")


def _signs(canvas: Canvas, data: Governance, words: Words) -> list[tuple[legend.Sign, str]]:
    _ = words.said
    signs: list[tuple[legend.Sign, str]] = []
    if data.belongs:
        signs.append(
            (lambda x, y: canvas.line(x - 13, y, x + 13, y, "p-edge-line"), _("belongs to"))
        )
    if data.suggested:
        signs.append(
            (
                lambda x, y: canvas.line(x - 13, y, x + 13, y, "p-dashed"),
                _(
                    "inferred from the layout of the chart alone, accepted by nobody; "
                    "see the numbers"
                ),
            )
        )
    if any(box.iri not in data.printed for box in data.boxes):
        signs.append(
            (
                lambda x, y: canvas.rect(x - 13, y - 7, 26, 14, "p-box-soft", rx=3),
                _("not named in the chart"),
            )
        )
    return signs


def _described(data: Governance, words: Words) -> str:
    _ = words.said
    names = {box.iri: words.brief(box) for box in data.boxes}
    parts = [
        _(
            "Bodies and activities: %(boxes)s; known to belong to another: %(known)s; "
            "inferred from layout: %(inferred)s.",
            boxes=words.number(len(data.boxes)),
            known=words.number(len(data.belongs)),
            inferred=words.number(len(data.suggested)),
        )
    ]
    parts += [
        _("%(part)s belongs to %(above)s.", part=names[part], above=names[above])
        for part, above in data.belongs
    ]
    if data.suggested:
        parts.append(_("Inferred from layout, accepted by nobody:"))
        parts += [suggestion.text.value for suggestion in data.suggested]
    return words.sentences(parts)

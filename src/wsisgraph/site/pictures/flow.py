"""How activities flow: from bodies to action lines, and from there to goals."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from wsisgraph.site.pictures import legend
from wsisgraph.site.pictures.canvas import SMALL, Canvas, Drawing
from wsisgraph.site.pictures.lineage import canvas_note
from wsisgraph.site.pictures.measure import width
from wsisgraph.site.pictures.words import Named, Words

_WIDTH = 960.0
_BODY, _LINE, _GOAL = 210.0, 470.0, 730.0
"""Where the three columns begin."""
_NODE = 14.0
_APART = 9.0
_LOWEST = 30.0
"""What a node needs for its label."""
_HEIGHT = 620.0
_MOST_BODIES = 12


class Flow(Protocol):
    """Activities by body, line and goal."""

    @property
    def bodies(self) -> Sequence[Named]: ...
    @property
    def lines(self) -> Sequence[tuple[Named, int]]: ...
    @property
    def goals(self) -> Sequence[Named]: ...
    @property
    def carried(self) -> Sequence[tuple[str, str, int]]: ...
    @property
    def served(self) -> Sequence[tuple[str, str, int, int]]: ...


def flow(data: Flow, about: Named | None, words: Words, name: str) -> Drawing:
    """Draw how activities lead to lines and goals; every band is as high as its number says."""
    _ = words.said
    canvas = Canvas(_WIDTH, name=name, mirrored=words.mirrored)
    bodies, carried, left_out = _bodies(data)
    of_body: dict[str, int] = defaultdict(int)
    of_line: dict[str, int] = defaultdict(int)
    for carrier, line, count in carried:
        of_body[carrier] += count
        of_line[line] += count
    to_goal: dict[str, int] = defaultdict(int)
    from_line: dict[str, int] = defaultdict(int)
    for line, served, stated, potential in data.served:
        to_goal[served] += stated + potential
        from_line[line] += stated + potential
    sizes = [
        [of_body[body.iri] for body in bodies],
        [max(of_line[line.iri], from_line[line.iri], 1) for line, _n in data.lines],
        [to_goal[goal.iri] for goal in data.goals],
    ]
    scale = min(
        (_HEIGHT - len(column) * _APART) / max(sum(column), 1) for column in sizes if column
    )
    scale = min(scale, 14.0)
    top = 26.0
    places = [_stacked(column, scale, top) for column in sizes]
    bottom = max((end for column in places for _, end in column), default=top)
    places = [_centred(column, top, bottom) for column in places]
    _bands(canvas, data, bodies, carried, places, scale, of_line, from_line)
    canvas.text(_BODY + _NODE, 12, _("Carried out by"), "p-s p-b", anchor="end")
    canvas.text(_LINE, 12, _("Action line"), "p-s p-b")
    canvas.text(_GOAL, 12, _("Goal"), "p-s p-b")
    for carrying, (y, end) in zip(bodies, places[0], strict=True):
        _node(canvas, _BODY, y, end, words.brief(carrying), _BODY - 12, before=True)
    for (under, count), (y, end) in zip(data.lines, places[1], strict=True):
        _node(canvas, _LINE, y, end, f"{words.brief(under)} · {words.number(count)}", 90)
    for goal, (y, end) in zip(data.goals, places[2], strict=True):
        _node(canvas, _GOAL, y, end, words.name(goal), _WIDTH - _GOAL - _NODE - 10)
    signs: list[tuple[legend.Sign, str]] = [
        (lambda x, y: canvas.rect(x - 13, y - 6, 26, 12, "p-flow"), _("stated in a source")),
    ]
    if any(potential for _l, _g, _s, potential in data.served):
        signs.append(
            (
                lambda x, y: canvas.rect(x - 13, y - 6, 26, 12, "p-edge", fill="hatch"),
                _("potential: only the matrix links the line to the goal"),
            )
        )
    y = legend.legend(canvas, bottom + 12, signs)
    note = _(
        "A band is as high as the number of its activities. "
        "One activity may have several bodies, "
        "lines and goals: bands do not add up to activities."
    )
    if left_out:
        note = words.sentences(
            [
                note,
                _(
                    "Bodies with fewer activities, left out here: %(count)s.",
                    count=words.number(left_out),
                ),
            ]
        )
    y = canvas_note(canvas, y + 14, note)
    if about is not None:
        title = _("From activities to goals: %(subject)s", subject=words.name(about))
    else:
        title = _("From activities by action line to goals")
    return canvas.done(y + 4, title, _described(data, words))


def _bodies(data: Flow) -> tuple[list[Named], list[tuple[str, str, int]], int]:
    """Return the bodies with most, what they carry out, and how many bodies are left out."""
    total: dict[str, int] = defaultdict(int)
    for body, _, count in data.carried:
        total[body] += count
    ordered = sorted(data.bodies, key=lambda body: (-total[body.iri], body.iri))
    kept = ordered[:_MOST_BODIES]
    names = {body.iri for body in kept}
    return kept, [row for row in data.carried if row[0] in names], len(ordered) - len(kept)


def _stacked(sizes: Sequence[int], scale: float, top: float) -> list[tuple[float, float]]:
    """Return where each node of a column begins and ends, with room for its label."""
    found = []
    y = top
    for size in sizes:
        high = max(size * scale, 2.0)
        room = max(high, _LOWEST)
        found.append((y + (room - high) / 2, y + (room + high) / 2))
        y += room + _APART
    return found


def _centred(
    column: Sequence[tuple[float, float]], top: float, bottom: float
) -> list[tuple[float, float]]:
    if not column:
        return []
    shift = (bottom - top - (column[-1][1] - column[0][0])) / 2 - (column[0][0] - top)
    return [(begin + shift, end + shift) for begin, end in column]


def _bands(
    canvas: Canvas,
    data: Flow,
    bodies: Sequence[Named],
    carried: Sequence[tuple[str, str, int]],
    places: Sequence[Sequence[tuple[float, float]]],
    scale: float,
    of_line: dict[str, int],
    from_line: dict[str, int],
) -> None:
    body_at = {body.iri: y for body, (y, _) in zip(bodies, places[0], strict=True)}
    middle = {
        line.iri: (y + end) / 2 for (line, _), (y, end) in zip(data.lines, places[1], strict=True)
    }
    goal_at = {goal.iri: y for goal, (y, _) in zip(data.goals, places[2], strict=True)}
    into = {iri: at - of_line[iri] * scale / 2 for iri, at in middle.items()}
    out = {iri: at - from_line[iri] * scale / 2 for iri, at in middle.items()}
    order = {body.iri: at for at, body in enumerate(bodies)}
    lines = {line.iri: at for at, (line, _) in enumerate(data.lines)}
    for body, line, count in sorted(carried, key=lambda row: (lines[row[1]], order[row[0]])):
        high = count * scale
        canvas.ribbon((_BODY + _NODE, body_at[body]), (_LINE, into[line]), high, "p-flow")
        body_at[body] += high
        into[line] += high
    goals = {goal.iri: at for at, goal in enumerate(data.goals)}
    for line, goal, stated, potential in sorted(
        data.served, key=lambda row: (lines[row[0]], goals[row[1]])
    ):
        for count, kind, fill in ((stated, "p-flow", ""), (potential, "p-edge-soft", "hatch")):
            if count:
                high = count * scale
                begin, end = (_LINE + _NODE, out[line]), (_GOAL, goal_at[goal])
                canvas.ribbon(begin, end, high, kind, fill=fill)
                out[line] += high
                goal_at[goal] += high


def _node(
    canvas: Canvas, x: float, y: float, end: float, label: str, room: float, *, before: bool = False
) -> None:
    """Draw a node with its label after it, or before it."""
    canvas.rect(x, y, _NODE, end - y, "p-solid")
    place = x - 6 if before else x + _NODE + 6
    if x == _LINE:
        canvas.rect(place - 3, (y + end) / 2 - 9, width(label, SMALL + 1) + 6, 18, "p-paper")
    canvas.lines(
        place,
        (y + end) / 2 + 4,
        label,
        room,
        "p-t",
        anchor="end" if before else "start",
        size=SMALL + 1,
        height=14,
        centred=True,
    )


def _described(data: Flow, words: Words) -> str:
    _ = words.said
    names = {goal.iri: words.brief(goal) for goal in data.goals}
    parts = []
    for line, count in data.lines:
        stated = [(g, s) for one, g, s, _p in data.served if one == line.iri and s]
        potential = [(g, p) for one, g, _s, p in data.served if one == line.iri and p]
        parts.append(
            _("%(line)s: activities: %(count)s.", line=words.name(line), count=words.number(count))
        )
        for some, text in (
            (stated, _("Goals that a source states")),
            (potential, _("Goals by the matrix alone")),
        ):
            if some:
                told = words.listed(f"{names[goal]} ({words.number(n)})" for goal, n in some)
                parts.append(f"{text}: {told}.")
    return words.sentences(parts)

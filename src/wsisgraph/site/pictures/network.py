"""The network of action lines and goals: near each other what has many linkages.

Places are those of least stress (Kamada and Kawai 1989, by majorisation after Gansner, Koren and
North 2004) over distances that networkx finds; docs/decisions says why not its own layouts.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from wsisgraph.site.pictures import legend
from wsisgraph.site.pictures.canvas import Canvas, Drawing
from wsisgraph.site.pictures.lineage import canvas_note
from wsisgraph.site.pictures.measure import width, wrapped
from wsisgraph.site.pictures.words import Named, Words

_WIDTH, _HEIGHT = 860.0, 640.0
_RADIUS = 19.0
_ROUNDS = 90
_STEPS = 200

Links = tuple[tuple[str, str, int], ...]
Places = dict[str, tuple[float, float]]


class Network(Protocol):
    """Lines, goals, and how many linkages join them."""

    @property
    def lines(self) -> Sequence[Named]: ...
    @property
    def goals(self) -> Sequence[Named]: ...
    @property
    def links(self) -> Sequence[tuple[str, str, int]]: ...


def network(data: Network, words: Words, name: str) -> Drawing:
    """Draw lines and goals, joined by lines as thick as there are linkages."""
    _ = words.said
    canvas = Canvas(_WIDTH, name=name, mirrored=words.mirrored)
    nodes = tuple(node.iri for node in (*data.lines, *data.goals))
    places = spread(nodes, tuple(data.links))
    most = max(count for _, _, count in data.links)
    for one, other, count in sorted(data.links, key=lambda link: link[2]):
        (x1, y1), (x2, y2) = places[one], places[other]
        strong = count >= max(2.0, most / 2)
        kind = "p-link-strong" if strong else "p-link"
        canvas.line(x1, y1, x2, y2, kind, 0.7 + 5.3 * count / most)
    for line in data.lines:
        x, y = places[line.iri]
        label = _label(line, words)
        half = max(22.0, width(label, 12.5, True) / 2 + 6)
        canvas.rect(x - half, y - 13, 2 * half, 26, "p-solid", rx=4)
        canvas.text(x, y + 4.5, label, "p-c p-inverse", anchor="middle")
    for goal in data.goals:
        x, y = places[goal.iri]
        canvas.circle(x, y, _RADIUS, "p-node")
        canvas.text(x, y + 5, _label(goal, words), "p-c", anchor="middle")
    signs: list[tuple[legend.Sign, str]] = [
        (lambda x, y: canvas.rect(x - 14, y - 8, 28, 16, "p-solid", rx=3), _("action line")),
        (lambda x, y: canvas.circle(x, y, 9, "p-node"), _("Goal")),
        (lambda x, y: canvas.line(x - 13, y, x + 13, y, "p-link", 1.2), _("few linkages")),
        (
            lambda x, y: canvas.line(x - 13, y, x + 13, y, "p-link-strong", 6),
            _("many linkages, at most %(count)s", count=words.number(most)),
        ),
    ]
    y = legend.legend(canvas, _HEIGHT + 8, signs)
    y = _keys(canvas, y + 6, data, words)
    y = canvas_note(
        canvas,
        y + 14,
        _(
            "Lines and goals with many linkages stand near each other; "
            "the places mean nothing else."
        ),
    )
    return canvas.done(y, _("Action lines and goals, by their linkages"), _described(data, words))


def _label(node: Named, words: Words) -> str:
    """Return what stands in the sign of a line or goal: its code, or as much as goes in."""
    return next(iter(wrapped(words.brief(node), 64, 12.5, 1, True)), "")


def spread(nodes: tuple[str, ...], links: Links) -> Places:
    """Return a place on the sheet for each node; the same for the same links, in every process."""
    return _fitted(_stressed(nodes, links))


@lru_cache(maxsize=4)
def _stressed(nodes: tuple[str, ...], links: Links) -> tuple[tuple[str, float, float], ...]:
    # It takes a tenth of a second and some memory to load, and only this picture needs it.
    from networkx import Graph, all_pairs_dijkstra_path_length

    graph = Graph()
    graph.add_nodes_from(nodes)
    for one, other, count in links:
        # Twice as many linkages are nearer, not twice as near.
        graph.add_edge(one, other, far=1 / math.sqrt(count) + 0.35)
    lengths = dict(all_pairs_dijkstra_path_length(graph, weight="far"))
    farthest = max((far for own in lengths.values() for far in own.values()), default=1.0)
    many = len(nodes)
    wanted = [[lengths[one].get(other, farthest * 1.3) for other in nodes] for one in nodes]
    x = [math.cos(2 * math.pi * at / many) for at in range(many)]
    y = [math.sin(2 * math.pi * at / many) for at in range(many)]
    for _ in range(_ROUNDS):
        for this in range(many):
            sum_x = sum_y = weights = 0.0
            own = wanted[this]
            for that in range(many):
                if that != this:
                    far = own[that]
                    weight = 1 / (far * far)
                    dx, dy = x[this] - x[that], y[this] - y[that]
                    now = math.sqrt(dx * dx + dy * dy) or 1e-6
                    sum_x += weight * (x[that] + far * dx / now)
                    sum_y += weight * (y[that] + far * dy / now)
                    weights += weight
            x[this], y[this] = sum_x / weights, sum_y / weights
    return tuple(zip(nodes, x, y, strict=True))


def _fitted(found: Sequence[tuple[str, float, float]]) -> Places:
    """Return places that fill the sheet, none so near another that their signs would touch."""
    xs, ys = [x for _, x, _ in found], [y for _, _, y in found]
    wide, high = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    room_x, room_y = _WIDTH - 80, _HEIGHT - 60
    places = [
        [40 + (x - min(xs)) / wide * room_x, 30 + (y - min(ys)) / high * room_y]
        for _, x, y in found
    ]
    apart_x, apart_y = 76.0, 46.0
    for _ in range(_STEPS):
        moved = False
        for at, one in enumerate(places):
            for other in places[at + 1 :]:
                dx, dy = other[0] - one[0], other[1] - one[1]
                if abs(dx) < apart_x and abs(dy) < apart_y:
                    moved = True
                    # Along the shorter way, half each.
                    if apart_x - abs(dx) < apart_y - abs(dy):
                        push = (apart_x - abs(dx)) / 2 + 0.5
                        one[0] -= push if dx >= 0 else -push
                        other[0] += push if dx >= 0 else -push
                    else:
                        push = (apart_y - abs(dy)) / 2 + 0.5
                        one[1] -= push if dy >= 0 else -push
                        other[1] += push if dy >= 0 else -push
        for place in places:
            place[0] = min(max(place[0], 38.0), _WIDTH - 38)
            place[1] = min(max(place[1], 24.0), _HEIGHT - 24)
        if not moved:
            break
    return {iri: (place[0], place[1]) for (iri, _, _), place in zip(found, places, strict=True)}


def _keys(canvas: Canvas, y: float, data: Network, words: Words) -> float:
    """Write what the codes stand for, in two columns."""
    named = [*data.lines, *data.goals]
    each = -(-len(named) // 2)
    for at, node in enumerate(named):
        column, row = divmod(at, each)
        x = column * (_WIDTH / 2)
        canvas.lines(
            x, y + 14 + row * 16, words.name(node), _WIDTH / 2 - 16, "p-s", most=1, size=11.5
        )
    return y + each * 16 + 6


def _described(data: Network, words: Words) -> str:
    _ = words.said
    names = {node.iri: words.brief(node) for node in (*data.lines, *data.goals)}
    strongest = sorted(data.links, key=lambda link: (-link[2], link[0], link[1]))[:10]
    parts = [
        _(
            "Action lines: %(lines)s; goals: %(goals)s; pairs that are linked: %(pairs)s; "
            "linkages: %(links)s.",
            lines=words.number(len(data.lines)),
            goals=words.number(len(data.goals)),
            pairs=words.number(len(data.links)),
            links=words.number(sum(count for _, _, count in data.links)),
        ),
        _("Most linkages:"),
        words.listed(
            f"{names[line]} – {names[goal]} ({words.number(count)})"
            for line, goal, count in strongest
        )
        + ".",
    ]
    return words.sentences(parts)

"""Pictures of numbers: how activities flow, how lines and goals hang together, regions, figures."""

from collections.abc import Mapping
from math import isfinite

from wsisgraph.api.pages import Bars, Concept, Flow, Network, Point, Series
from wsisgraph.api.pictures.asked import Asked, Composed, made, unique
from wsisgraph.api.reading import Reading, Row, alike, key, value
from wsisgraph.terms import codes, iris

SCHEMES: Mapping[str, str] = {
    **{
        iris.VOCAB + name: name
        for name in ("itu-regions", "itu-administrative-regions", "regional-commission-membership")
    },
    "http://metadata.un.org/sdg/codes/geoAreaCodes": "m49",
}
"""Each scheme of regions, and what questions call it."""

_MOST_BARS = 30
"""A scheme with more regions is drawn without those that have nothing."""

LINES = {codes.action_line_iri(line): at for at, line in enumerate(codes.ACTION_LINES)}
_GOALS = {iris.sdg(goal): at for at, goal in enumerate(codes.GOALS)}


async def flow(reading: Reading, iri: str) -> Composed | None:
    """Return how activities lead to lines and goals, of one line or of all; None without any."""
    asked = Asked("activities/flow", {"line": iri} if iri else {})
    rows = await asked.rows(reading)
    alone = [row for row in rows if "agency" not in row and "goal" not in row]
    if not alone:
        return None
    concepts = await reading.concepts(
        value(row, name) for row in rows for name in ("agency", "line", "goal") if name in row
    )
    carried = [row for row in rows if "agency" in row]
    served = [row for row in rows if "goal" in row]
    drawn = Flow(
        bodies=tuple(concepts[body] for body in unique(value(row, "agency") for row in carried)),
        lines=tuple(
            (concepts[value(row, "line")], _count(row, "activities"))
            for row in sorted(alone, key=lambda row: _place(LINES, row, "line"))
        ),
        goals=tuple(
            concepts[goal]
            for goal in unique(
                value(row, "goal")
                for row in sorted(served, key=lambda row: _place(_GOALS, row, "goal"))
            )
        ),
        carried=tuple(
            (value(row, "agency"), value(row, "line"), _count(row, "activities")) for row in carried
        ),
        served=tuple(
            (
                value(row, "line"),
                value(row, "goal"),
                _count(row, "activities"),
                _count(row, "byMatrix"),
            )
            for row in served
        ),
    )
    return await made(reading, "flow", iri, asked, rows, drawn)


async def network(reading: Reading, iri: str) -> Composed | None:
    """Return lines and goals with the linkages between them; None without any."""
    asked = Asked("matrix/linkages-per-line-and-goal", {})
    rows = await asked.rows(reading)
    if not rows or iri:
        return None
    concepts = await reading.concepts(value(row, name) for row in rows for name in ("line", "goal"))

    def ends(name: str, places: Mapping[str, int]) -> list[str]:
        found = sorted(rows, key=lambda row: _place(places, row, name))
        return list(unique(value(row, name) for row in found))

    drawn = Network(
        lines=tuple(concepts[line] for line in ends("line", LINES)),
        goals=tuple(concepts[goal] for goal in ends("goal", _GOALS)),
        links=tuple(
            (value(row, "line"), value(row, "goal"), _count(row, "linkages")) for row in rows
        ),
    )
    return await made(reading, "network", "", asked, rows, drawn)


async def regions(reading: Reading, iri: str) -> Composed | None:
    """Return how many activities there are in each region of a scheme; None for no scheme."""
    if iri not in SCHEMES:
        return None
    asked = Asked("activities/count-per-region", {"scheme": SCHEMES[iri]})
    rows = await asked.rows(reading)
    counted = [(value(row, "region"), _count(row, "activities")) for row in rows if "region" in row]
    kept = [pair for pair in counted if pair[1]] if len(counted) > _MOST_BARS else counted
    if not any(count for _, count in kept):
        return None
    concepts = await reading.concepts(region for region, _ in kept)
    drawn = Bars(
        tuple((concepts[region], count) for region, count in kept),
        empty=len(counted) - len(kept),
    )
    told = [row for row in rows if value(row, "region") in concepts]
    return await made(reading, "regions", iri, asked, told, drawn)


async def figures(reading: Reading, iri: str) -> Composed | None:
    """Return the figures of a measure over time; None where fewer than two times are known."""
    asked = Asked("figures/over-time", {"measure": iri})
    rows = await asked.rows(reading)
    all_figures = alike(rows, "figure")
    concepts = await reading.concepts(
        value(row, name) for row in rows for name in ("kind", "unit", "area") if name in row
    )
    points = [point for same in all_figures if (point := _point(same[0], concepts)) is not None]
    if len({point.end for point in points}) < 2:
        return None
    drawn = Series(tuple(points), undated=len(all_figures) - len(points))
    return await made(reading, "figures", iri, asked, rows, drawn)


def _point(row: Row, named: Mapping[str, Concept]) -> Point | None:
    """Return a figure as a point; None where it has no number or no date."""
    try:
        number = float(value(row, "value"))
    except ValueError:
        return None
    begin = value(row, "periodStart") or value(row, "periodEnd")
    if not isfinite(number) or not begin[:4].isdigit():
        return None
    area = named.get(value(row, "area"))
    return Point(
        figure=value(row, "figure"),
        value=number,
        printed=value(row, "printed") or value(row, "value"),
        begin=begin,
        end=value(row, "periodEnd") or begin,
        period=value(row, "period"),
        comparator=key(row, "comparator"),
        kind=named.get(value(row, "kind")),
        unit=named.get(value(row, "unit")),
        area=area.label.value if area is not None else "",
        population=value(row, "population"),
    )


def _count(row: Row, name: str) -> int:
    return int(value(row, name) or 0)


def _place(places: Mapping[str, int], row: Row, name: str) -> tuple[int, str]:
    iri = value(row, name)
    return places.get(iri, len(places)), iri

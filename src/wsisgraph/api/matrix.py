"""/api/matrix: lines × goals, and lines × targets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import links, peers, problems
from wsisgraph.api.activities import PARAMETERS as ACTIVITY_PARAMETERS
from wsisgraph.api.activities import (
    Asked,
    choices,
    find,
    inside,
    read,
)
from wsisgraph.api.coded import read_codes
from wsisgraph.api.envelope import Json, table, thing
from wsisgraph.api.filters import STATUSES
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import (
    Cell,
    CellState,
    Concept,
    Table,
)
from wsisgraph.api.reading import Reading, value
from wsisgraph.api.service import (
    COMMON,
    RDF_FORMS,
    Service,
    bytes_of,
    parameters,
    rdf_of,
)
from wsisgraph.terms import codes, iris

Measure = Literal["linkages", "activities"]
Counting = tuple[str, dict[str, str | Sequence[str] | None]]

OF_ACTIVITIES = ("agency", "region", "country", "since", "until", "source", "basis")
"""Parameters that narrow activities; linkages have neither agency nor place, time nor basis."""

PARAMETERS = {
    "rows": "action-lines",
    "columns": "goals, targets, or one goal, whose targets are meant: 9",
    "measure": "linkages (linked targets, or 1 for the goal as a whole) or activities",
    **{name: f"{ACTIVITY_PARAMETERS[name]}; for measure=activities" for name in OF_ACTIVITIES},
    "status": ACTIVITY_PARAMETERS["status"],
    **peers.PARAMETER,
    **COMMON,
}
_MOST_ACTIVITIES = 1000


async def read_table(
    reading: Reading,
    measure: Measure = "linkages",
    *,
    statuses: Sequence[str] = ("accepted",),
    asked: Asked | None = None,
) -> Table:
    """Return lines × goals; a cell nobody speaks of is `not-stated`, never “none”."""
    rows, columns = await heads(reading)
    asked = asked or Asked()
    counting = await _counting(reading, measure, statuses, asked)
    counts = await _counts(reading, measure, counting, statuses, asked)
    cells = []
    ours = counts
    if reading.peers:
        # Peers cannot make two things of ours one, so the difference is what they bring.
        ours = await _counts(reading.alone, measure, counting, statuses, asked)
    for row in rows:
        for column in columns:
            count, by_matrix = counts.get((row.iri, column.iri), (0, 0))
            state: CellState = "linked" if count or by_matrix else "not-stated"
            path = links.cell(row.code, column.code)
            theirs = count - ours.get((row.iri, column.iri), (0, 0))[0]
            cells.append(Cell(row.code, column.code, count, state, path, by_matrix, theirs))
    return Table(measure, tuple(rows), tuple(columns), tuple(cells))


async def heads(reading: Reading) -> tuple[list[Concept], list[Concept]]:
    """Return the rows and columns of the matrix: the lines without parts, and the goals."""
    found = await reading.rows("api/matrix-heads")
    concepts = await reading.concepts(value(row, "thing") for row in found)
    rows = [concepts[value(row, "thing")] for row in found if value(row, "kind") == "row"]
    columns = [concepts[value(row, "thing")] for row in found if value(row, "kind") == "column"]
    return rows, columns


async def read_targets(
    reading: Reading, goals: Sequence[str] = codes.GOALS, statuses: Sequence[str] = ("accepted",)
) -> Table:
    """Return lines × the targets of these goals, each cell with its linkages."""
    rows, columns = await heads(reading)
    above = [goal for goal in columns if goal.code in goals]
    wanted = {goal.code: tuple(codes.targets_of(goal.code)) for goal in above}
    named = [target for targets in wanted.values() for target in targets]
    concepts = await reading.concepts(iris.sdg(target) for target in named)
    counting = _counting_targets(goals, statuses)
    found = await _linked(reading, counting, statuses)
    ours = await _linked(reading.alone, counting, statuses) if reading.peers else found
    cells = []
    for row in rows:
        for target in named:
            place = row.iri, iris.sdg(target)
            count = found.get(place, 0)
            state: CellState = "linked" if count else "not-stated"
            path, theirs = links.cell(row.code, target), count - ours.get(place, 0)
            cells.append(Cell(row.code, target, count, state, path, by_peers=theirs))
    return Table(
        "linkages",
        tuple(rows),
        tuple(concepts[iris.sdg(target)] for target in named),
        tuple(cells),
        tuple((goal, len(wanted[goal.code])) for goal in above),
    )


async def _linked(
    reading: Reading, counting: Counting, statuses: Sequence[str]
) -> dict[tuple[str, str], int]:
    return {
        (value(row, "line"), value(row, "target")): int(value(row, "linkages"))
        for row in await reading.rows(*counting, statuses=statuses)
    }


def _counting_targets(goals: Sequence[str], statuses: Sequence[str]) -> Counting:
    targets = [iris.sdg(target) for goal in goals for target in codes.targets_of(goal)]
    return "api/matrix-targets", {"target": targets, "status": list(statuses)}


async def matrix(service: Service, request: Request) -> Response:
    """Answer /api/matrix."""
    given = parameters(request, PARAMETERS)
    _only(given, "rows", "action-lines")
    goals = _goals_opened(given)
    measure = measure_of(given)
    if goals and measure != "linkages":
        raise problems.bad_parameter(
            "columns",
            "Activities are counted by goal",
            mend="leave columns= away, or count linkages",
        )
    for name in OF_ACTIVITIES:
        if name in given and measure != "activities":
            raise problems.bad_parameter(
                name,
                f"Linkages are not told apart by {name}",
                mend="count activities instead: measure=activities",
            )
    with_peers = peers.names(service, given)
    statuses = choices(given, "status", STATUSES) or ("accepted",)
    offered = ("json", "csv", *(RDF_FORMS if with_peers is None else ()))
    form = chosen_format(request, offered)

    async def build(reading: Reading) -> Response:
        asked = await read(reading, given)
        kind = measure
        if goals:
            found = await read_targets(reading, goals, statuses)
        else:
            found = await read_table(reading, kind, statuses=statuses, asked=asked)
        if form == "csv":
            return bytes_of(_sheet(found), "csv")
        if form in RDF_FORMS:
            nodes = await _counted(reading, kind, statuses, asked)
            return await rdf_of(reading, nodes, form, statuses)
        if goals:
            name, values = _counting_targets(goals, statuses)
        else:
            name, values = await _counting(reading, kind, statuses, asked)
        cells = [cell_json(cell, found.measure, reading) for cell in found.cells]
        body: Json = {
            "measure": found.measure,
            "rows": [thing(row) for row in found.rows],
            "columns": [thing(column) for column in found.columns],
            "cells": cells,
            "total": len(cells),
            "question": "api/matrix",
            "parameters": given,
            "query": reading.text(name, values),
            "revision": reading.revision.id,
            "lang": reading.lang,
            "missing": {"labels": len(reading.missing_labels), "dates": 0},
            "left_out": await left_out(reading, kind, statuses, asked),
        }
        return service.linked(request, peers.told(reading, body))

    if with_peers is not None:
        return await peers.answer(service, request, form, with_peers, build, given)
    return await service.answer(request, form, build)


def cell_json(found: Cell, measure: str, reading: Reading) -> Json:
    """Return one cell; counts of activities by the matrix stand apart, as do those by peers."""
    body: Json = {
        "row": found.row,
        "column": found.column,
        "count": found.count,
        "state": found.state,
    }
    if measure == "activities":
        body["by_matrix"] = found.by_matrix
    if reading.peers:
        body["by_peers"] = found.by_peers
    return body


async def _counts(
    reading: Reading,
    measure: Measure,
    counting: Counting,
    statuses: Sequence[str],
    asked: Asked,
) -> dict[tuple[str, str], tuple[int, int]]:
    rows = await reading.rows(*counting, statuses=statuses)
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        if "goal" not in row:
            continue
        place = value(row, "line"), value(row, "goal")
        if measure == "linkages":
            # No target: the row links the goal as a whole.
            counts[place] = (int(value(row, "targets")) or 1, 0)
        else:
            counts[place] = (
                int(value(row, "asserted")) if _said(asked) else 0,
                int(value(row, "byMatrix")) if "matrix" in asked.bases else 0,
            )
    return counts


async def _counting(
    reading: Reading, measure: Measure, statuses: Sequence[str], asked: Asked
) -> Counting:
    """Return the query that counts, with its values."""
    if measure == "linkages":
        return "api/matrix-linkages", {"status": list(statuses)}
    within, _ = await inside(reading, asked)
    return "api/matrix-activities", {
        "status": list(statuses),
        "agency": list(asked.agency) or None,
        "activity": None if within is None else sorted(within),
        "basis": _said(asked) or None,
        "source": asked.source or None,
    }


def _said(asked: Asked) -> list[str]:
    """Return the bases asked for on which a source says it; by the matrix nobody does."""
    return [basis for basis in asked.bases if basis != "matrix"]


async def _counted(
    reading: Reading, measure: Measure, statuses: Sequence[str], asked: Asked
) -> list[str]:
    """Return the statements that the cells count."""
    if measure == "linkages":
        rows = await reading.rows("api/linkages", {"status": list(statuses)}, statuses=statuses)
        return [value(row, "linkage") for row in rows]
    everything = replace(asked, bases=tuple(_said(asked)), statuses=tuple(statuses))
    return list((await find(reading, everything, 0, _MOST_ACTIVITIES)).nodes)


async def left_out(
    reading: Reading, measure: Measure, statuses: Sequence[str], asked: Asked
) -> int:
    """Return how many unconfirmed statements the cells do not count."""
    if "unconfirmed" in statuses:
        return 0
    counting = await _counting(reading, measure, ["unconfirmed"], asked)
    apart = await _counts(reading, measure, counting, ["unconfirmed"], asked)
    return sum(count for count, _ in apart.values())


def _sheet(found: Table) -> str:
    counts = {(cell.row, cell.column): cell for cell in found.cells}
    columns = ["line", "label", *(column.code for column in found.columns)]
    if found.measure == "activities":
        columns += [f"{column.code} by the matrix" for column in found.columns]
    lines = []
    for row in found.rows:
        cells = [counts[row.code, column.code] for column in found.columns]
        counts_told = [_told(cell, cell.count) for cell in cells]
        line: list[object] = [row.code, row.label.value, *counts_told]
        if found.measure == "activities":
            line += [_told(cell, cell.by_matrix) for cell in cells]
        lines.append(line)
    return table(columns, lines)


def _told(cell: Cell, count: int) -> object:
    """Return a count; what no source speaks of is left empty, as 0 would say “none”."""
    return "" if cell.state == "not-stated" else count


def measure_of(given: Mapping[str, str]) -> Measure:
    """Return what the cells count.

    Raises:
        HttpProblem: 400, something else than linkages or activities.
    """
    measure = given.get("measure", "linkages")
    if measure not in ("linkages", "activities"):
        raise problems.bad_parameter(
            "measure",
            f"There is no measure “{measure}”",
            valid_values=("linkages", "activities"),
        )
    return cast(Measure, measure)


def _goals_opened(given: Mapping[str, str]) -> tuple[str, ...]:
    """Return the goals whose targets are the columns, () where the columns are the goals."""
    asked = given.get("columns", "goals")
    if asked == "goals":
        return ()
    if asked == "targets":
        return codes.GOALS
    return tuple(code.notation for code in read_codes("columns", asked, ("goal",)))


def _only(given: Mapping[str, str], name: str, only: str) -> None:
    if given.get(name, only) != only:
        raise problems.bad_parameter(
            name, f"There are no {name} “{given[name]}”", valid_values=(only,)
        )

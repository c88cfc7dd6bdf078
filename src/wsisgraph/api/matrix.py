"""/api/matrix: lines × goals, and the evidence behind one cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import links, peers, problems
from wsisgraph.api.activities import (
    COLUMNS,
    Asked,
    Listing,
    as_json,
    choices,
    find,
    inside,
    read,
)
from wsisgraph.api.activities import PARAMETERS as ACTIVITY_PARAMETERS
from wsisgraph.api.activities import PATH as ACTIVITIES
from wsisgraph.api.citations import citations
from wsisgraph.api.coded import Kind, read_codes
from wsisgraph.api.envelope import Json, envelope, passages, table, thing
from wsisgraph.api.filters import STATUSES
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import (
    Cell,
    CellPage,
    CellState,
    Concept,
    Evidence,
    Page,
    Status,
    Table,
    Text,
)
from wsisgraph.api.reading import Reading, key, text, value
from wsisgraph.api.service import (
    COMMON,
    RDF_FORMS,
    Service,
    bytes_of,
    format_links,
    html,
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
CELL_PARAMETERS = {
    **{name: f"{ACTIVITY_PARAMETERS[name]}; of the activities" for name in OF_ACTIVITIES},
    "status": ACTIVITY_PARAMETERS["status"],
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
    for row in rows:
        for column in columns:
            count, by_matrix = counts.get((row.iri, column.iri), (0, 0))
            state: CellState = "linked" if count or by_matrix else "not-stated"
            path = links.cell(row.code, column.code)
            cells.append(Cell(row.code, column.code, count, state, path, by_matrix))
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
    found = {
        (value(row, "line"), value(row, "target")): int(value(row, "linkages"))
        for row in await reading.rows(*counting, statuses=statuses)
    }
    cells = []
    for row in rows:
        for target in named:
            count = found.get((row.iri, iris.sdg(target)), 0)
            state: CellState = "linked" if count else "not-stated"
            cells.append(Cell(row.code, target, count, state, links.cell(row.code, target)))
    return Table(
        "linkages",
        tuple(rows),
        tuple(concepts[iris.sdg(target)] for target in named),
        tuple(cells),
        tuple((goal, len(wanted[goal.code])) for goal in above),
    )


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
    offered = ("json", "csv", *RDF_FORMS) if with_peers is None else peers.FORMS
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
        cells = [cell_json(cell, found.measure) for cell in found.cells]
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
        return await peers.answer(service, request, form, with_peers, build)
    return await service.answer(request, form, build)


async def cell(service: Service, request: Request) -> Response:
    """Answer /api/matrix/{row}/{column} and its page /m/{row}/{column}."""
    given = parameters(request, CELL_PARAMETERS)
    row, column = _head(request, "row"), _head(request, "column")
    statuses = choices(given, "status", STATUSES) or ("accepted",)
    page_first = ("html", "json") if request.url.path.startswith("/m/") else ("json", "html")
    offered = service.forms(*page_first, "csv", *RDF_FORMS)
    form = chosen_format(request, offered)
    narrowed = {name: text for name, text in given.items() if name in OF_ACTIVITIES}
    objects = _objects(column)

    async def build(reading: Reading) -> Response:
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, format_links(request, offered))
            place = (row.notation, column.notation)
            return html(service.pages.cell(await cell_page(reading, page, place, given)))
        line = codes.action_line_iri(row.notation)
        values = {"line": line, "object": objects, "status": list(statuses)}
        evidence = await read_evidence(reading, values, statuses)
        concepts = await reading.concepts([line, objects[0]])
        asked = replace(await read(reading, narrowed), statuses=tuple(statuses))
        listing = await _meeting(reading, asked, line, objects, column)
        state: CellState = "linked" if evidence else "not-stated"
        if form == "csv":
            return bytes_of(_evidence_sheet(row.notation, evidence), "csv")
        if form in RDF_FORMS:
            nodes = [item.linkage.iri for item in evidence]
            nodes += [place.iri for item in evidence for place in item.passages]
            nodes += listing.nodes
            return await rdf_of(reading, list(dict.fromkeys(nodes)), form, statuses)
        said = tuple(item for item in listing.shown if _meets(item.matches))
        potential = tuple(item for item in listing.shown if not _meets(item.matches))
        targets = sum("." in item.object.code for item in evidence)
        more: Json = {
            "row": thing(concepts[line]),
            "column": thing(concepts[objects[0]]),
            "state": state,
            "count": targets or len(evidence),
            "activities": {
                "asserted": [as_json(item) for item in said],
                "matrix": [as_json(item) for item in potential],
                "total": listing.total,
                "stated": listing.stated,
                "next": _following(row, column, given, listing) or None,
            },
        }
        body = envelope(
            [evidence_json(item) for item in evidence],
            reading=reading,
            total=len(evidence),
            limit=_MOST_ACTIVITIES,
            offset=0,
            next_path="",
            question="api/matrix/cell",
            parameters={"row": row.notation, "column": column.notation, **given},
            query=reading.text("api/cell", values),
            left_out=await _cell_left_out(reading, values, statuses),
            more=more,
        )
        return service.linked(request, body)

    return await service.answer(request, form, build)


async def cell_page(
    reading: Reading, page: Page, place: tuple[str, str], given: Mapping[str, str]
) -> CellPage:
    """Return what the page of a cell shows.

    Args:
        reading: reads the revision.
        page: the frame.
        place: the codes of the line and of the goal or target.
        given: the parameters that narrow the activities and name the standing of the linkages.

    Raises:
        BadParameter, UnknownCode, HttpProblem: a code or a value that is not known.
    """
    [row], [column] = (codes.parse_codes(code) for code in place)
    statuses = choices(given, "status", STATUSES) or ("accepted",)
    narrowed = {name: text for name, text in given.items() if name in OF_ACTIVITIES}
    objects = _objects(column)
    line = codes.action_line_iri(row.notation)
    goal = column.notation.partition(".")[0]
    values = {"line": line, "object": objects, "status": list(statuses)}
    asked = replace(await read(reading, narrowed), statuses=tuple(statuses))
    evidence, concepts, listing, opened, apart = await reading.together(
        read_evidence(reading, values, statuses),
        reading.concepts([line, objects[0], iris.sdg(goal)]),
        _meeting(reading, asked, line, objects, column),
        read_targets(reading, [goal], statuses),
        _cell_left_out(reading, values, statuses),
    )
    said = tuple(item for item in listing.shown if _meets(item.matches))
    cited = [item.primary_source for item in evidence if item.primary_source]
    cited += [where.document for item in evidence for where in item.passages]
    return described(
        CellPage(
            page=page,
            row=concepts[line],
            column=concepts[objects[0]],
            state="linked" if evidence else "not-stated",
            evidence=evidence,
            asserted=said,
            by_matrix=tuple(item for item in listing.shown if not _meets(item.matches)),
            goal=concepts[iris.sdg(goal)] if column.kind == "target" else None,
            targets=tuple(item for item in opened.cells if item.row == row.notation),
            stated=listing.stated,
            potential=listing.total - listing.stated,
            also_by_matrix=listing.also_by_matrix,
            citations=tuple(
                (await citations(reading, (document.iri for document in cited))).values()
            ),
            query=reading.text("api/cell", values),
            filters=tuple(narrowed.items()),
            left_out=apart,
        )
    )


def _following(
    row: codes.Code, column: codes.Code, given: Mapping[str, str], listing: Listing
) -> str:
    """Return where the list of a cell's activities goes on, "" where all of it was told.

    That is the list of activities of the same line and goal or target, which has pages.
    """
    if len(listing.shown) == listing.total:
        return ""
    kept = {name: text for name, text in given.items() if name not in ("format", "offset")}
    asked = {column.kind: column.notation, "action_line": row.notation, **kept}
    paging = {"limit": str(_MOST_ACTIVITIES), "offset": str(len(listing.shown))}
    return f"{ACTIVITIES}?{urlencode({**asked, **paging})}"


def _objects(column: codes.Code) -> list[str]:
    """Return the goal or target of a column, a goal with its targets."""
    targets = codes.targets_of(column.notation) if column.kind == "goal" else ()
    return [iris.sdg(column.notation), *(iris.sdg(target) for target in targets)]


def cell_json(found: Cell, measure: str) -> Json:
    """Return one cell; counts of activities by the matrix stand apart."""
    body: Json = {
        "row": found.row,
        "column": found.column,
        "count": found.count,
        "state": found.state,
    }
    if measure == "activities":
        body["by_matrix"] = found.by_matrix
    return body


def evidence_json(found: Evidence) -> Json:
    """Return one linkage with its passages and the source they copy."""
    return {
        "linkage": thing(found.linkage),
        "object": thing(found.object),
        "direction": found.direction or None,
        "confidence": float(found.confidence) if found.confidence else None,
        "strength": found.strength or None,
        "status": found.status,
        "passages": passages(found.passages),
        "primary_source": thing(found.primary_source) if found.primary_source else None,
        "rationales": [{"value": said.value, "lang": said.lang} for said in found.rationales],
    }


def _meets(matches: Sequence[object]) -> bool:
    return any(getattr(match, "basis", "") != "matrix" for match in matches)


async def _meeting(
    reading: Reading, narrowed: Asked, line: str, objects: Sequence[str], column: codes.Code
) -> Listing:
    concepts = [*objects, iris.SDG] if column.kind == "goal" else objects
    asked = replace(narrowed, concepts=tuple(concepts), lines=(line,))
    return await find(reading, asked, 0, _MOST_ACTIVITIES)


async def read_evidence(
    reading: Reading, values: Mapping[str, str | Sequence[str] | None], statuses: Sequence[str]
) -> tuple[Evidence, ...]:
    """Return linkages with their passages, in the order of the Agenda."""
    rows = await reading.rows("api/cell", values, statuses=statuses)
    nodes = {value(row, "linkage") for row in rows}
    named = {
        value(row, name) for row in rows for name in ("line", "object", "source") if name in row
    }
    said_in, concepts = await reading.together(
        reading.passages(nodes, statuses=statuses),
        reading.concepts(nodes | named, nameless=nodes),
    )
    found: dict[str, Evidence] = {}
    why: dict[str, dict[Text, None]] = {}
    for row in rows:
        linkage = value(row, "linkage")
        if (rationale := text(row.get("rationale"))) is not None:
            why.setdefault(linkage, {})[rationale] = None
        found[linkage] = Evidence(
            linkage=concepts[linkage],
            line=concepts[value(row, "line")],
            object=concepts[value(row, "object")],
            direction=key(row, "direction"),
            confidence=value(row, "confidence"),
            strength=key(row, "strength"),
            status=cast(Status, key(row, "status")),
            passages=said_in[linkage],
            primary_source=concepts[value(row, "source")] if "source" in row else None,
            rationales=tuple(why.get(linkage, ())),
        )
    return tuple(sorted(found.values(), key=lambda item: agenda_order(item.object)))


def agenda_order(concept: Concept) -> tuple[int, int, str]:
    """Order goals and targets as the 2030 Agenda does: 9, 9.1, 9.2, 9.10, 9.a."""
    goal, _, target = concept.code.partition(".")
    return (
        int(goal) if goal.isdigit() else 0,
        int(target) if target.isdigit() else (0 if not target else 100),
        target,
    )


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


async def _cell_left_out(
    reading: Reading, values: Mapping[str, str | Sequence[str] | None], statuses: Sequence[str]
) -> int:
    if "unconfirmed" in statuses:
        return 0
    apart = ["unconfirmed"]
    return len(await reading.rows("api/cell", {**values, "status": apart}, statuses=apart))


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


def _evidence_sheet(row: str, evidence: Sequence[Evidence]) -> str:
    columns = ["line", "object", "label", "direction", "confidence", "strength", "status"]
    columns += [*COLUMNS[-3:], "primary_source"]
    lines: list[list[object]] = []
    for item in evidence:
        for place in item.passages:
            lines.append(
                [
                    row,
                    item.object.code,
                    item.object.label.value,
                    item.direction,
                    item.confidence,
                    item.strength,
                    item.status,
                    place.document.iri,
                    place.locator,
                    place.iri,
                    item.primary_source.iri if item.primary_source else "",
                ]
            )
    return table(columns, lines)


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


def _head(request: Request, name: str) -> codes.Code:
    kinds: tuple[Kind, ...] = ("action-line",) if name == "row" else ("goal", "target")
    several = read_codes(name, request.path_params[name], kinds)
    if len(several) != 1:
        raise problems.bad_parameter(
            name, f"“{request.path_params[name]}” names several codes", mend="give one code"
        )
    [found] = several
    if found.notation == "C7":
        raise problems.bad_parameter(
            "row",
            "C7 as a whole is no row of the matrix",
            mend="ask for one of its eight parts",
            valid_values=codes.MATRIX_LINES,
        )
    return found

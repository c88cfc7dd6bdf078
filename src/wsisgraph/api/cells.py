"""/api/matrix/{row}/{column} and the pages of cells: the evidence, and what meets in a cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import peers, problems
from wsisgraph.api.activities import COLUMNS, Asked, Listing, as_json, choices, find, read
from wsisgraph.api.activities import PARAMETERS as ACTIVITY_PARAMETERS
from wsisgraph.api.activities import PATH as ACTIVITIES
from wsisgraph.api.citations import citations
from wsisgraph.api.coded import Kind, read_codes
from wsisgraph.api.envelope import Json, envelope, passages, table, thing, voices_json
from wsisgraph.api.filters import STATUSES
from wsisgraph.api.machine import described
from wsisgraph.api.matrix import OF_ACTIVITIES, read_targets
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import CellPage, CellState, Concept, Evidence, Page, Status, Text
from wsisgraph.api.reading import Reading, key, text, value
from wsisgraph.api.sayers import voices
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

PARAMETERS = {
    **{name: f"{ACTIVITY_PARAMETERS[name]}; of the activities" for name in OF_ACTIVITIES},
    "status": ACTIVITY_PARAMETERS["status"],
    **peers.PARAMETER,
    **COMMON,
}

_MOST_ACTIVITIES = 1000


async def cell(service: Service, request: Request) -> Response:
    """Answer /api/matrix/{row}/{column} and its page /m/{row}/{column}."""
    given = parameters(request, PARAMETERS)
    row, column = _head(request, "row"), _head(request, "column")
    statuses = choices(given, "status", STATUSES) or ("accepted",)
    with_peers = peers.names(service, given)
    page_first = ("html", "json") if request.url.path.startswith("/m/") else ("json", "html")
    # A description in RDF would be of data that are not ours.
    offered = service.forms(*page_first, "csv", *(RDF_FORMS if with_peers is None else ()))
    form = chosen_format(request, offered)
    narrowed = {name: text for name, text in given.items() if name in OF_ACTIVITIES}
    objects = _objects(column)

    async def build(reading: Reading) -> Response:
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, format_links(request, offered))
            place = (row.notation, column.notation)
            data = await cell_page(reading, page, place, given)
            data = replace(data, beside=peers.beside(service, reading, given))
            return html(service.pages.cell(data))
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
        # As the matrix counts: a target once, whoever else links it too.
        targets = len({item.object.iri for item in evidence if "." in item.object.code})
        more: Json = {
            "row": thing(concepts[line]),
            "column": thing(concepts[objects[0]]),
            "state": state,
            "count": targets or min(len(evidence), 1),
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
        return service.linked(request, peers.told(reading, body))

    if with_peers is not None:
        return await peers.answer(service, request, form, with_peers, build, given)
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
        **voices_json(found.said_by, found.disputes),
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
    said_in, concepts, heard = await reading.together(
        reading.passages(nodes, statuses=statuses),
        reading.concepts(nodes | named, nameless=nodes),
        voices(reading, nodes, statuses),
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
            said_by=heard.sayers((linkage,)),
            disputes=heard.disputed((linkage,)),
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


async def _cell_left_out(
    reading: Reading, values: Mapping[str, str | Sequence[str] | None], statuses: Sequence[str]
) -> int:
    if "unconfirmed" in statuses:
        return 0
    apart = ["unconfirmed"]
    return len(await reading.rows("api/cell", {**values, "status": apart}, statuses=apart))


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

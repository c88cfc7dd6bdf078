"""How a list of activities is told: as a page, as JSON, as CSV, as RDF."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import peers
from wsisgraph.api.activities.asked import FILTERS, PARAMETERS, PATH, read
from wsisgraph.api.activities.found import Listing, find
from wsisgraph.api.envelope import (
    Json,
    envelope,
    followed,
    joined,
    next_path,
    passages,
    table,
    thing,
    voices_json,
)
from wsisgraph.api.filters import fields
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import Activities, Activity, Page, Passage, Picture
from wsisgraph.api.pictures import ITU_REGIONS, some
from wsisgraph.api.reading import Reading
from wsisgraph.api.service import (
    COMMON,
    LIST_FORMS,
    PAGING,
    RDF_FORMS,
    Service,
    bytes_of,
    format_links,
    html,
    number,
    parameters,
    rdf_of,
)


async def activities(service: Service, request: Request) -> Response:
    """Answer /api/activities."""
    given = parameters(request, PARAMETERS)
    with_peers = peers.names(service, given)
    offered = service.forms(*(LIST_FORMS if with_peers is None else peers.FORMS))
    form = chosen_format(request, offered)
    limit = number(given, "limit", 50, 1, 1000)
    offset = number(given, "offset", 0, 0, 10**9 - 1)

    async def build(reading: Reading) -> Response:
        asked = await read(reading, given)
        found = await find(reading, asked, offset, limit)
        following = next_path(request, offset, limit, found.total)
        if form in RDF_FORMS:
            return followed(await rdf_of(reading, found.nodes, form, asked.statuses), following)
        if form == "csv":
            return followed(
                bytes_of(sheet(found, with_peers=bool(reading.peers)), "csv"), following
            )
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, format_links(request, offered))
            data = await list_page(reading, page, given, found, (offset, limit, following))
            data = replace(data, beside=peers.beside(service, reading, given))
            return html(service.pages.activities(data))
        body = envelope(
            [as_json(item) for item in found.shown],
            reading=reading,
            total=found.total,
            limit=limit,
            offset=offset,
            next_path=following,
            question="api/activities",
            parameters=given,
            query=found.query,
            left_out=found.left_out,
            undated=found.undated,
        )
        return service.linked(request, peers.told(reading, body))

    if with_peers is not None:
        return await peers.answer(service, request, form, with_peers, build, given)
    return await service.answer(request, form, build)


async def list_page(
    reading: Reading,
    page: Page,
    given: Mapping[str, str],
    found: Listing,
    place: tuple[int, int, str],
) -> Activities:
    """Return what the page of a list shows: its offset and limit, and where it goes on."""
    offset, limit, following = place
    kept = {name: text for name, text in given.items() if name not in ("status", "offset")}
    both = urlencode({**kept, "status": "accepted,unconfirmed"})
    return described(
        Activities(
            page=page,
            asserted=tuple(item for item in found.shown if _is_said(item)),
            by_matrix=tuple(item for item in found.shown if not _is_said(item)),
            filters=tuple(
                (name, text) for name, text in given.items() if name not in (*PAGING, *COMMON)
            ),
            total=found.total,
            stated=found.stated,
            offset=offset,
            limit=limit,
            next=following,
            left_out=found.left_out,
            with_left_out=f"{PATH}?{both}" if found.left_out else "",
            fields=await fields(reading, given, (*FILTERS, "basis", "status")),
            pictures=await _pictures(reading, kept, offset),
        )
    )


async def _pictures(reading: Reading, asked: Mapping[str, str], offset: int) -> tuple[Picture, ...]:
    """Return the pictures of all activities, where all are listed; on the first page only."""
    if offset or any(name not in (*PAGING, *COMMON) for name in asked):
        return ()
    return await some(reading, ("flow", ""), ("regions", ITU_REGIONS))


COLUMNS = (
    "activity",
    "activity_label",
    "agencies",
    "action_lines",
    "concept",
    "concept_code",
    "concept_label",
    "basis",
    "status",
    "confidence",
    "scope",
    "document",
    "locator",
    "passage",
)


def sheet(found: Listing, *, with_peers: bool = False) -> str:
    """Return a list as CSV; with peers a last column tells who says it besides our sources."""
    rows = _rows(found.shown, with_peers)
    return table((*COLUMNS, "said_by") if with_peers else COLUMNS, rows)


def as_json(item: Activity) -> Json:
    """Return one item of the list."""
    return {
        "activity": thing(item.activity),
        "agencies": [thing(agency) for agency in item.agencies],
        "action_lines": [thing(line) for line in item.action_lines],
        "matches": [
            {
                "concept": thing(match.concept),
                "basis": match.basis,
                "status": match.status,
                "confidence": float(match.confidence) if match.confidence else None,
                "scope": "all-goals" if match.all_goals else None,
                "passages": passages(match.passages),
                **voices_json(match.said_by, match.disputes),
            }
            for match in item.matches
        ],
    }


def _is_said(item: Activity) -> bool:
    return any(match.basis != "matrix" for match in item.matches)


def _rows(items: Iterable[Activity], with_peers: bool) -> Iterable[Sequence[object]]:
    for item in items:
        head = (
            item.activity.iri,
            item.activity.label.value,
            joined(item.agencies),
            joined(item.action_lines),
        )
        for match in item.matches:
            middle = (
                match.concept.iri,
                match.concept.code,
                match.concept.label.value,
                match.basis,
                match.status,
                match.confidence,
                "all-goals" if match.all_goals else "",
            )
            said_by = (", ".join(one.name for one in match.said_by),) if with_peers else ()
            for passage in match.passages or (None,):
                yield (*head, *middle, *_place(passage), *said_by)


def _place(passage: Passage | None) -> tuple[str, str, str]:
    if passage is None:
        return "", "", ""
    return passage.document.iri, passage.locator, passage.iri

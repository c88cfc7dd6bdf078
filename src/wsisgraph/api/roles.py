"""/api/roles: who held which role when, how certain that is, and which passage says so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.activities import choices, line_codes, lines_with_parts
from wsisgraph.api.envelope import (
    Json,
    envelope,
    followed,
    next_path,
    passages,
    table,
    thing,
    voices_json,
)
from wsisgraph.api.filters import STATUSES
from wsisgraph.api.known import check_known
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import Role, Roles, Status
from wsisgraph.api.reading import Reading, Row, key, value
from wsisgraph.api.sayers import voices
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
from wsisgraph.questions import Parameter

PARAMETERS = {
    "action_line": "action line: C6; C7 stands for itself and its eight parts",
    "agency": "agency, by key or IRI: itu",
    "on": "a day, YYYY-MM-DD: says how certain each role is on that day",
    "status": "accepted, unconfirmed, proposed, rejected, or several",
    **PAGING,
    **COMMON,
}
COLUMNS = (
    "statement",
    "agency",
    "agency_label",
    "role",
    "role_label",
    "context",
    "start",
    "end",
    "stated_as_of",
    "certainty",
    "not_printed",
    "status",
    "document",
    "locator",
    "passage",
)
_QUESTION = "roles/in-line-on-date"
_AGENCY = Parameter("agency", "iri", "Agency", classes=("wsis:Body",))

Certainty = Literal["", "certain", "possible", "last-stated"]


async def roles(service: Service, request: Request) -> Response:
    """Answer /api/roles."""
    given = parameters(request, PARAMETERS)
    offered = service.forms(*LIST_FORMS)
    form = chosen_format(request, offered)
    limit = number(given, "limit", 50, 1, 1000)
    offset = number(given, "offset", 0, 0, 10**9 - 1)
    statuses = choices(given, "status", STATUSES) or ("accepted",)
    agency = (
        [term[1:-1] for term in _AGENCY.terms(given["agency"]).split()]
        if ("agency" in given)
        else []
    )
    values: dict[str, str | Sequence[str] | None] = {
        "line": lines_with_parts(line_codes(given)) or None,
        "agency": agency or None,
        "on": given.get("on"),
    }

    async def build(reading: Reading) -> Response:
        await check_known(reading, "agency", agency, "wsis:Body")
        bound = {**values, "status": list(statuses), "lang": reading.lang}
        found = await listed(reading, values, statuses)
        page = found[offset : offset + limit]
        following = next_path(request, offset, limit, len(found))
        if form in RDF_FORMS:
            nodes = [role.statement.iri for role, _ in page]
            return followed(await rdf_of(reading, nodes, form, statuses), following)
        if form == "csv":
            return followed(bytes_of(sheet(page), "csv"), following)
        if form == "html" and service.pages is not None:
            data = Roles(
                page=service.page(request, reading, format_links(request, offered)),
                roles=tuple(role for role, _ in page),
                filters=tuple(
                    (name, text) for name, text in given.items() if name not in (*PAGING, *COMMON)
                ),
                total=len(found),
                offset=offset,
                limit=limit,
                next=following,
            )
            return html(service.pages.roles(described(data)))
        body = envelope(
            [as_json(role, row) for role, row in page],
            reading=reading,
            total=len(found),
            limit=limit,
            offset=offset,
            next_path=following,
            question=_QUESTION,
            parameters=given,
            query=reading.text(_QUESTION, bound),
            left_out=await _left_out(reading, values, statuses),
        )
        return service.linked(request, body)

    return await service.answer(request, form, build)


async def listed(
    reading: Reading,
    values: Mapping[str, str | Sequence[str] | None],
    statuses: Sequence[str] = ("accepted",),
) -> list[tuple[Role, Row]]:
    """Return the roles that are asked for, in order, each with the row it was read from."""
    bound = {**values, "status": list(statuses), "lang": reading.lang}
    rows = await reading.rows(_QUESTION, bound, statuses=statuses)
    return await _roles(reading, rows, statuses)


def sheet(found: Sequence[tuple[Role, Row]]) -> str:
    """Return roles as CSV."""
    return table(COLUMNS, [line for item in found for line in _lines(*item)])


def as_json(role: Role, row: Row) -> Json:
    """Return one role; `certainty` is null unless a day was asked for."""
    return {
        "statement": thing(role.statement),
        "agency": thing(role.agency),
        "role": thing(role.role),
        "context": thing(role.context),
        "start": role.start or None,
        "end": role.end or None,
        "stated_as_of": role.stated_as_of or None,
        "certainty": value(row, "certainty") or None,
        "not_printed": value(row, "notPrinted") or None,
        "status": role.status,
        "passages": passages(role.passages),
        **voices_json((), role.disputes),
    }


async def _roles(
    reading: Reading, rows: Sequence[Row], statuses: Sequence[str]
) -> list[tuple[Role, Row]]:
    """Return the roles in the order of the rows, one per statement, each with its first row."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(value(row, "statement"), row)
    said_in, heard = await reading.together(
        reading.passages(first, statuses=statuses), voices(reading, first, statuses)
    )
    concepts = await reading.concepts(
        value(row, name) for row in first.values() for name in ("agency", "role", "context")
    )
    # A statement of a role has no label of its own: that none is there is no gap.
    missing = set(reading.missing_labels)
    statements = await reading.concepts(first)
    reading.missing_labels = missing
    return [
        (
            Role(
                statement=replace(statements[statement], label=concepts[value(row, "role")].label),
                agency=concepts[value(row, "agency")],
                role=concepts[value(row, "role")],
                context=concepts[value(row, "context")],
                start=value(row, "start"),
                end=value(row, "end"),
                stated_as_of=value(row, "statedAsOf"),
                certainty=_certainty(value(row, "certainty")),
                status=cast(Status, key(row, "standing")),
                passages=said_in[statement],
                disputes=heard.disputed((statement,)),
            ),
            row,
        )
        for statement, row in first.items()
    ]


def _certainty(text: str) -> Certainty:
    if text.startswith("last stated"):
        return "last-stated"
    return cast(Certainty, text)


def _lines(role: Role, row: Row) -> list[list[object]]:
    return [
        [
            role.statement.iri,
            role.agency.code or role.agency.iri,
            role.agency.label.value,
            role.role.code,
            role.role.label.value,
            role.context.code or role.context.label.value,
            role.start,
            role.end,
            role.stated_as_of,
            value(row, "certainty"),
            value(row, "notPrinted"),
            role.status,
            place.document.iri,
            place.locator,
            place.iri,
        ]
        for place in role.passages
    ]


async def _left_out(
    reading: Reading,
    values: Mapping[str, str | Sequence[str] | None],
    statuses: Sequence[str],
) -> int:
    if "unconfirmed" in statuses:
        return 0
    apart = ["unconfirmed"]
    rows = await reading.rows(_QUESTION, {**values, "status": apart, "lang": "en"}, statuses=apart)
    return len({value(row, "statement") for row in rows})

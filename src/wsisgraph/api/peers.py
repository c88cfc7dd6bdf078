"""`peers=`: the activities and the matrix with what peers say, and who said it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wsisgraph.api import problems
from wsisgraph.api.envelope import Json
from wsisgraph.api.negotiation import chosen_language
from wsisgraph.api.pages import Beside
from wsisgraph.api.peers_reading import PeersReading
from wsisgraph.api.reading import Reading
from wsisgraph.api.service import Service, as_sheet
from wsisgraph.federation.gathering import Said
from wsisgraph.federation.kept import Kept
from wsisgraph.federation.peers import Peer

PARAMETER = {"peers": "peers to ask as well: all, or names with commas; see /api/peers"}
FORMS = ("json", "html", "csv")
"""What there is with peers; a description in RDF would be of data that are not ours."""


def names(service: Service, given: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the peers that are asked for, None where none are.

    Raises:
        HttpProblem: 400, one that is not listed, or a standing in which no peer says anything.
    """
    if "peers" not in given:
        return None
    if "accepted" not in (given.get("status") or "accepted").split(","):
        raise problems.bad_parameter(
            "status",
            "Peers are asked for what they hold for accepted alone, and nothing of that is asked"
            f" for with status={given['status']}",
            mend="add accepted to status=, or leave peers= away",
        )
    listed = service.federation.peers.all() if service.federation is not None else {}
    asked = [part.strip() for part in given["peers"].split(",") if part.strip()]
    if asked == ["all"]:
        return tuple(listed)
    for name in asked:
        if name not in listed:
            raise problems.bad_parameter(
                "peers", f"There is no peer “{name}”", valid_values=("all", *listed)
            )
    return tuple(dict.fromkeys(asked))


async def answer(
    service: Service,
    request: Request,
    form: str,
    asked: Sequence[str],
    build: Callable[[Reading], Awaitable[Response]],
    given: Mapping[str, str] = {},
) -> Response:
    """Return what `build` makes of our revision and of what peers say at this moment.

    Args:
        service: what answers.
        request: what is asked.
        form: the form of the answer.
        asked: the peers.
        build: makes the answer.
        given: the parameters: which standings are read, and whether sources are told apart.
    """
    assert service.federation is not None
    said = await service.federation.gather(asked)
    statuses = [part.strip() for part in given.get("status", "").split(",") if part.strip()]
    reading = PeersReading(
        service,
        chosen_language(request),
        said,
        statuses=statuses or ("accepted",),
        with_sources="source" in given,
    )
    if form == "html":
        reading.issued = await service.issued(reading)
    async with reading.joined():
        response = await build(reading)
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Cache-Control"] = "no-store"
    if absent := [one.peer.name for one in said if not one.fresh]:
        response.headers["X-Missing-Peers"] = ", ".join(absent)
    return as_sheet(request, response) if form == "csv" else response


def beside(service: Service, reading: Reading, given: Mapping[str, str]) -> Beside | None:
    """Return which peers a page can show and does; None where none is listed."""
    listed = service.federation.peers.all() if service.federation is not None else {}
    if not listed:
        return None
    return Beside(tuple(listed), given.get("peers", ""), tuple(reading.peers.values()))


def told(reading: Reading, body: Json) -> Json:
    """Return an answer with who said what, and who is missing; unchanged where nobody was asked."""
    if not isinstance(reading, PeersReading):
        return body
    lists = body.get("activities", {})
    items = [*body.get("items", ()), *lists.get("asserted", ()), *lists.get("matrix", ())]
    for item in items:
        if "activity" in item:
            item["said_by"] = reading.sayers(item["activity"]["iri"])
    return {
        **body,
        "peers": [_told_of(one) for one in reading.said],
        "complete": all(one.fresh for one in reading.said),
        "missing": [_missing(one) for one in reading.said if not one.fresh],
        "untold": body["missing"],
    }


def _told_of(one: Said) -> Json:
    return {
        "peer": one.peer.name,
        "level": one.peer.level,
        "address": one.peer.url or None,
        "agency": one.peer.agency or None,
        "fresh": one.fresh,
        "asked": one.kept.asked or None,
        "age_seconds": one.age,
        "revision": one.kept.revision or None,
        "activities": one.kept.activities,
        "links": one.kept.links,
        "linkages": one.kept.linkages,
        "unread_columns": list(one.kept.unread_columns),
    }


def _missing(one: Said) -> Json:
    counted = one.statements is not None
    what = (
        f"what it says since {one.kept.asked}; the {one.kept.activities} activities and"
        f" {one.kept.linkages} linkages of that answer are counted"
        if counted
        else "all that it says: nothing of it is counted"
    )
    return {
        "peer": one.peer.name,
        "reason": one.kept.reason,
        "since": one.kept.since,
        "until": one.kept.until or None,
        "what": what,
        "counted": counted,
        "asked": one.kept.asked or None,
        "age_seconds": one.age,
    }


async def listed(service: Service, request: Request) -> Response:
    """Answer /api/peers: who is listed, and how they answered last; nobody is asked for it."""
    known: Mapping[str, Peer] = {}
    if service.federation is not None:
        known = service.federation.peers.all()
    items: list[dict[str, Any]] = []
    for peer in known.values():
        assert service.federation is not None
        kept = Kept.read(service.federation.peers.folder(peer.name))
        one = _told_of(Said(peer, kept, None, fresh=not kept.since and bool(kept.asked)))
        failing = {"since": kept.since, "reason": kept.reason, "until": kept.until or None}
        one["failing"] = failing if kept.since else None
        items.append({**one, "vocabulary": peer.vocabulary})
    return JSONResponse(
        {"items": items, "total": len(items)}, headers={"Cache-Control": "no-cache"}
    )

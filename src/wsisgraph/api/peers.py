"""`peers=`: the activities and the matrix with what peers say, and who said it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wsisgraph.api import problems
from wsisgraph.api.envelope import Json
from wsisgraph.api.negotiation import chosen_language
from wsisgraph.api.reading import Reading, Row, Values, parse
from wsisgraph.api.service import Service, as_sheet
from wsisgraph.federation.client import Union
from wsisgraph.federation.federation import Federation
from wsisgraph.federation.gathering import Said
from wsisgraph.federation.kept import Kept
from wsisgraph.federation.peers import Peer

PARAMETER = {"peers": "peers to ask as well: all, or names with commas; see /api/peers"}
FORMS = ("json", "csv")
"""What there is with peers: a page has no place yet for what is missing."""

_NOT_WITH_PEERS = ("source", "status")
TOGETHER = frozenset(
    {
        "api/activities-asserted",
        "api/activities-under",
        "api/activities-where",
        "api/linked-lines",
        "api/matrix-activities",
        "api/matrix-linkages",
        "api/matrix-targets",
    }
)
"""Questions that are answered over our facts and those of peers at once."""
BOTH = frozenset({"api/activities-about", "api/passages-of", "api/labels"})

"""Questions that both answer, each of what it knows; our names come first."""


class PeersReading(Reading):
    """A reading in which peers have a part.

    Attributes:
        said: what each of them says.
    """

    def __init__(self, service: Service, lang: str, said: Sequence[Said]) -> None:
        super().__init__(service.store, service.catalogue, service.settings, lang)
        assert service.federation is not None
        self.said = said
        self._federation: Federation = service.federation
        self._union: Union | None = None

    async def prepare(self) -> None:
        """Put together what is read.

        Raises:
            RevisionMoved: another revision was published meanwhile.
            StoreError: it cannot be held.
        """
        self._union = await self._federation.together(self.said, self.revision.id, self._ours)

    async def _ours(self) -> tuple[bytes, bytes]:
        known = await self.ask(self.text("peers/identities"), ["json"])
        return known, await self.ask(self.text("peers/local"), ["ntriples"])

    async def rows(
        self, name: str, values: Values | None = None, *, statuses: Sequence[str] = ("accepted",)
    ) -> Sequence[Row]:
        """Return the solutions of a query of the catalogue, those of peers among them."""
        if name in TOGETHER and tuple(statuses) == ("accepted",):
            return await self._of_all(name, values)
        found = await super().rows(name, values, statuses=statuses)
        if name not in BOTH:
            return found
        theirs = await self._of_all(name, values)
        if name == "api/labels":
            named = {row["thing"].value for row in found}
            theirs = [row for row in theirs if row["thing"].value not in named]
        return list({tuple(sorted(row.items())): row for row in (*found, *theirs)}.values())

    async def _of_all(self, name: str, values: Values | None) -> Sequence[Row]:
        assert self._union is not None
        return parse(await self._union.solutions(self.text(name, values)))

    def sayers(self, activity: str) -> list[Json]:
        """Return who says something of an activity."""
        assert self._union is not None
        names: Sequence[str] = self._union.told["said"].get(activity, ["local"])
        by_name = {one.peer.name: one for one in self.said}
        return [
            {"peer": "local", "asked": None, "revision": self.revision.id}
            if name == "local"
            else {
                "peer": name,
                "asked": by_name[name].kept.asked,
                "revision": by_name[name].kept.revision or None,
            }
            for name in names
        ]


def names(service: Service, given: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the peers that are asked for, None where none are.

    Raises:
        HttpProblem: 400, one that is not listed, or what cannot be asked together with peers.
    """
    if "peers" not in given:
        return None
    for name in _NOT_WITH_PEERS:
        if name in given:
            raise problems.bad_parameter(
                name,
                f"With peers= there is no {name}=: what peers accept is all that they are asked",
                mend=f"leave {name}= or peers= away",
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
) -> Response:
    """Return what `build` makes of our revision and of what peers say at this moment."""
    assert service.federation is not None
    said = await service.federation.gather(asked)
    reading = PeersReading(service, chosen_language(request), said)
    await reading.prepare()
    response = await build(reading)
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Cache-Control"] = "no-store"
    if absent := [one.peer.name for one in said if not one.fresh]:
        response.headers["X-Missing-Peers"] = ", ".join(absent)
    return as_sheet(request, response) if form == "csv" else response


def told(reading: Reading, body: Json) -> Json:
    """Return an answer with who said what, and who is missing; unchanged where nobody was asked."""
    if not isinstance(reading, PeersReading):
        return body
    for item in body.get("items", ()):
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
        failing = {"since": kept.since, "reason": kept.reason} if kept.since else None
        items.append({**one, "vocabulary": peer.vocabulary, "failing": failing})
    return JSONResponse(
        {"items": items, "total": len(items)}, headers={"Cache-Control": "no-cache"}
    )

"""A reading in which peers have a part: our revision, and what they say, as one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from wsisgraph.api.envelope import Json
from wsisgraph.api.pages import PeerTold
from wsisgraph.api.reading import Reading, RevisionMoved, Row, Values, parse
from wsisgraph.api.service import Service
from wsisgraph.federation.client import Union
from wsisgraph.federation.federation import Federation
from wsisgraph.federation.gathering import Said
from wsisgraph.federation.reasons import understood
from wsisgraph.terms import iris

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

BOTH: Mapping[str, str] = {
    "api/activities-about": "",
    "api/passages-of": "",
    "api/stated-in": "",
    "api/sources": "",
    "api/labels": "thing",
    "api/known": "thing",
    "api/cell": "linkage",
}
"""Questions that both answer, each of what it knows. Of what we know too, told by this column, only
we are heard: our names come first, and we tell more of our own linkages.
"""

_OURS_APART = frozenset({"api/stated-in", "api/sources"})
"""Of these the graphs that stand for peers are taken of what the peers say, and ours of ours."""


class PeersReading(Reading):
    """A reading in which peers have a part.

    Attributes:
        said: what each of them says.
    """

    def __init__(
        self,
        service: Service,
        lang: str,
        said: Sequence[Said],
        *,
        statuses: Sequence[str] = ("accepted",),
        with_sources: bool = False,
    ) -> None:
        """Begin to read; questions are asked within `joined`.

        Args:
            service: what answers.
            lang: the language of labels.
            said: what peers say.
            statuses: the standings of our facts that are asked for.
            with_sources: whether it is asked which of our graphs states a link.
        """
        super().__init__(service.store, service.catalogue, service.settings, lang)
        assert service.federation is not None
        self.said = said
        self.peers = {one.peer.name: told_of(one) for one in said}
        self._federation: Federation = service.federation
        self._statuses = tuple(statuses)
        self._with_sources = with_sources
        self._union: Union | None = None
        self._base = f"{iris.base_iri()}graph/peer/"
        self._elsewhere: set[str] = set()
        self._of_peers = f"{iris.base_iri()}id/peer/"

    @property
    def alone(self) -> Reading:
        """The same without what peers say."""
        found = Reading(self._store, self._catalogue, self._settings, self.lang)
        if found.revision != self.revision:
            raise RevisionMoved
        return found

    @asynccontextmanager
    async def joined(self) -> AsyncIterator[None]:
        """Put together what is read, and keep it to the end of the block.

        Raises:
            RevisionMoved: another revision was published meanwhile.
            StoreError: it cannot be held.
        """
        which = (self.revision.id, self._statuses, self._with_sources)
        async with self._federation.together(self.said, which, self._ours) as union:
            self._union = union
            yield

    async def _ours(self) -> Sequence[bytes]:
        known = await self.ask(self.text("peers/identities"), ["json"])
        facts = await self.ask(self.text("peers/local"), ["ntriples"], statuses=self._statuses)
        if not self._with_sources:
            return known, facts, b""
        return known, facts, await self.ask(self.text("peers/sources"), ["json"])

    async def rows(
        self, name: str, values: Values | None = None, *, statuses: Sequence[str] = ("accepted",)
    ) -> Sequence[Row]:
        """Return the solutions of a query of the catalogue, those of peers among them."""
        if name in TOGETHER and tuple(statuses) == self._statuses:
            return await self._of_all(name, values)
        found = await super().rows(name, values, statuses=statuses)
        if name not in BOTH:
            return found
        theirs = await self._of_all(name, values)
        if name in _OURS_APART:
            theirs = [row for row in theirs if row["graph"].value.startswith(self._base)]
            found = [row for row in found if not row["graph"].value.startswith(self._base)]
        if column := BOTH[name]:
            known = {row[column].value for row in found}
            theirs = [row for row in theirs if row[column].value not in known]
            self._elsewhere |= {row[column].value for row in theirs}
        if name == "api/passages-of":
            known = {row["passage"].value for row in found}
            self._elsewhere |= {row["passage"].value for row in theirs} - known
        return list({tuple(sorted(row.items())): row for row in (*found, *theirs)}.values())

    async def _of_all(self, name: str, values: Values | None) -> Sequence[Row]:
        assert self._union is not None
        return parse(await self._union.solutions(self.text(name, values)))

    def place(self, iri: str) -> str:
        """Return the path of a page, "" for what has a name of ours and only peers speak of."""
        path = super().place(iri)
        theirs = iri in self._elsewhere or iri.startswith(self._of_peers)
        return "" if theirs and path.startswith("/") else path

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


def told_of(one: Said) -> PeerTold:
    """Return what a page tells of a peer."""
    return PeerTold(
        name=one.peer.name,
        level=one.peer.level,
        address=one.peer.url,
        agency=one.peer.agency,
        fresh=one.fresh,
        counted=one.statements is not None,
        asked=one.kept.asked,
        revision=one.kept.revision,
        activities=one.kept.activities,
        linkages=one.kept.linkages,
        reason="" if one.fresh else one.kept.reason,
        why={} if one.fresh else understood(one.kept.reason),
        since="" if one.fresh else one.kept.since,
    )

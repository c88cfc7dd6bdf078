"""What the service has of federation: the list of peers, and the processes that ask and read."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from pathlib import Path

from wsisgraph.errors import PeerRefused
from wsisgraph.federation import service
from wsisgraph.federation.client import Processes, Union
from wsisgraph.federation.gathering import Gathering, Said
from wsisgraph.federation.peers import Peers
from wsisgraph.federation.service import Ask, Federated
from wsisgraph.terms import iris

QUERIES_AT_ONCE = 8
"""Queries with SERVICE that are carried out at once; more wait for their turn."""


class Federation:
    """Federation over a data folder; an async context manager that starts nothing by itself.

    Attributes:
        peers: whom may be asked.
        processes: those that ask and read.
    """

    def __init__(self, data: Path, *, sandbox: bool = True) -> None:
        self.peers = Peers(data)
        self.processes = Processes(data, sandbox=sandbox)
        self._gathering = Gathering(self.peers, self.processes)
        self._ours: tuple[Hashable, Sequence[bytes]] = (None, ())
        self._union: tuple[Hashable, Union] | None = None
        self._turn = asyncio.Lock()
        self._queries = asyncio.Semaphore(QUERIES_AT_ONCE)

    async def __aenter__(self) -> "Federation":
        await self.processes.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._union is not None:
            await self._union[1].close()
        await self.processes.__aexit__()

    @property
    def has_endpoints(self) -> bool:
        """True when a peer is listed that answers SPARQL."""
        try:
            return any(peer.level == "sparql" for peer in self.peers.all().values())
        except PeerRefused:
            return False

    async def without_service(self, text: str, base: str, ask: Ask) -> Federated:
        """Return a query with what peers answered in the places of SERVICE; see `service`."""
        async with self._queries:
            return await service.federated(text, base, self.peers, self.processes, ask)

    async def gather(self, names: Sequence[str]) -> list[Said]:
        """Return what these peers say now, or said last; see `gathering`.

        Raises:
            PeerRefused: one of them is not listed.
        """
        return await self._gathering.gather([self.peers.of(name) for name in names])

    async def together(
        self,
        said: Sequence[Said],
        revision: Hashable,
        ours: Callable[[], Awaitable[Sequence[bytes]]],
    ) -> Union:
        """Return what answers queries over our facts and what peers say.

        It is kept for the next who asks, as long as nobody says anything else.

        Args:
            said: what peers say.
            revision: the revision of our facts, and which of them are meant.
            ours: reads what we know things by (SPARQL results in JSON), our facts (N-Triples), and
                which graphs state them (SPARQL results in JSON, b"" where nobody asks).

        Raises:
            StoreError: it cannot be held.
        """
        heard = [one for one in said if one.statements is not None]
        key = (revision, *((one.peer.name, one.kept.digest) for one in heard))
        async with self._turn:
            if self._union is not None:
                if self._union[0] == key and self._union[1].is_there:
                    return self._union[1]
                await self._union[1].close()
                self._union = None
            if self._ours[0] != revision:
                self._ours = (revision, await ours())
            bodies = [one.statements or b"" for one in heard]
            task = {"graphs": _graphs(heard)}
            found = await self.processes.union(task, *self._ours[1], *bodies)
            self._union = (key, found)
            return found

    async def merged(self, said: Sequence[Said], identities: bytes) -> bytes:
        """Return what peers say as N-Quads, a graph for each; what is the same has one name.

        Args:
            said: what peers say.
            identities: what we know things by (SPARQL results in JSON).

        Raises:
            StoreError: it cannot be read.
        """
        heard = [one for one in said if one.statements is not None]
        task = {"do": "merge", "graphs": _graphs(heard)}
        bodies = [one.statements or b"" for one in heard]
        return (await self.processes.read(task, identities, *bodies)).body


def _graphs(heard: Sequence[Said]) -> dict[str, str]:
    return {one.peer.name: iris.graph(f"peer/{one.peer.name}") for one in heard}

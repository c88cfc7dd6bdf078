"""What the service has of federation: the list of peers, and the processes that ask and read."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
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

_UNIONS_AT_ONCE = 3
"""Unions of what different peers say that are in use at once."""


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
        self._users: Counter[Union] = Counter()
        self._left = asyncio.Event()
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

    @asynccontextmanager
    async def together(
        self,
        said: Sequence[Said],
        revision: Hashable,
        ours: Callable[[], Awaitable[Sequence[bytes]]],
    ) -> AsyncIterator[Union]:
        """Give what answers queries over our facts and what peers say.

        It is kept for the next who asks, as long as nobody says anything else. Where somebody else
        needs another meanwhile, it is there until the end of the block.

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
            found = await self._found(key, heard, revision, ours)
            self._users[found] += 1
        try:
            yield found
        finally:
            self._users[found] -= 1
            if not self._users[found]:
                del self._users[found]
                if self._union is None or self._union[1] is not found:
                    self._left.set()
                    await found.close()

    async def _found(
        self,
        key: Hashable,
        heard: Sequence[Said],
        revision: Hashable,
        ours: Callable[[], Awaitable[Sequence[bytes]]],
    ) -> Union:
        """Return the union that is kept, or put another in its place."""
        if self._union is not None:
            if self._union[0] == key and self._union[1].is_there:
                return self._union[1]
            (_, before), self._union = self._union, None
            if not self._users[before]:
                del self._users[before]
                await before.close()
        # Each takes memory: what is in use besides has to end before there is one more.
        while len(self._users) >= _UNIONS_AT_ONCE:
            self._left.clear()
            await self._left.wait()
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

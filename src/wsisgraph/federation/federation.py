"""What the service has of federation: the list of peers, and the processes that ask and read."""

from pathlib import Path

from wsisgraph.errors import PeerRefused
from wsisgraph.federation import service
from wsisgraph.federation.client import Processes
from wsisgraph.federation.peers import Peers
from wsisgraph.federation.service import Ask, Federated


class Federation:
    """Federation over a data folder; an async context manager that starts nothing by itself.

    Attributes:
        peers: whom may be asked.
        processes: those that ask and read.
    """

    def __init__(self, data: Path, *, sandbox: bool = True) -> None:
        self.peers = Peers(data)
        self.processes = Processes(data, sandbox=sandbox)

    async def __aenter__(self) -> "Federation":
        await self.processes.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
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
        return await service.federated(text, base, self.peers, self.processes, ask)

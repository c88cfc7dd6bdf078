"""A service over the tiny world with three peers, and what the activities of each are."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.federation.places import Place, place
from tests.federation.worlds import BASE, ESCAP, SHEET, UNESCO, built
from tests.service import serving

from wsisgraph.federation.peers import Peer, Peers

__all__ = ["ALL_GOALS", "BASE", "CANARY_MANNERS", "OURS", "THEIRS", "World", "list_three", "opened"]

# For goal 9 and its targets: what each says, written down by hand.
OURS = {f"{BASE}id/activity/sdg9-at-wsis"}
ALL_GOALS = {f"{BASE}id/activity/ict4sdg"}
THEIRS = {
    "escap": {"https://escap.example/apis", f"{BASE}id/activity/giga"},
    "unesco": {
        "https://escap.example/apis",
        "https://unesco.example/codes",
        "https://unesco.example/lines",
    },
    "habitat": {f"{BASE}id/peer/habitat/e-1"},
}
CANARY_MANNERS = ("page", "dies", "slow", "garbage", "unavailable", "redirect", "cut")


@dataclass
class World:
    url: str
    data: Path
    peers: Peers
    escap: Place
    unesco: Place
    canary: Place

    def page(self, path: str, accept: str = "text/html", **asked: str) -> httpx.Response:
        headers = {"Accept": accept}
        return httpx.get(f"{self.url}{path}", params=asked, headers=headers, timeout=60)

    def get(self, path: str, **asked: str) -> Any:
        answer = self.page(path, "application/json", **asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def goal_9(self, peers: str) -> tuple[set[str], Any]:
        told = self.get("/api/activities", goal="9", peers=peers, basis="asserted,roadmap")
        return {item["activity"]["iri"] for item in told["items"]}, told


@contextmanager
def opened(folder: Path) -> Iterator[World]:
    """Serve the tiny world and its peers until the block ends."""
    data = built(folder)
    with ExitStack() as stack:
        service = stack.enter_context(serving(data))
        escap, unesco = stack.enter_context(place(ESCAP)), stack.enter_context(place(UNESCO))
        canary = stack.enter_context(place())
        yield World(service.url, data, Peers(data), escap, unesco, canary)


def list_three(world: World) -> None:
    """List three peers, of whom nothing is known yet."""
    for name in list(world.peers.all()):
        world.peers.remove(name, purge=True)
    world.escap.manner = world.unesco.manner = ""
    add = world.peers.add
    add(Peer("escap", world.escap.url, "sparql", reach="loopback", timeout=4))
    add(
        Peer(
            "unesco",
            world.unesco.url,
            "sparql",
            vocabulary="schema",
            agency="unesco",
            reach="loopback",
            timeout=4,
        )
    )
    add(Peer("habitat", "", "file", format="csv"), SHEET.encode())

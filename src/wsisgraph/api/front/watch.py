"""What the service tells of itself: a line a request, and figures to be scraped."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from wsisgraph.api.front.logs import Sink
from wsisgraph.api.front.visit import Visit

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the latency histogram, in seconds."""


@dataclass
class Latency:
    """How long requests of one route took: how many fell into each bucket, and all together."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        """Count one request."""
        place = next((i for i, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))
        self.counts[place] += 1
        self.seconds += seconds


class Watch:
    """Counts what happens, and writes it down.

    Attributes:
        requests: finished requests by method, route and status.
        latency: how long they took, by route.
        refusals: requests that no handler saw, by status.
        unfair: requests that were refused since a client had its share, by reason.
        running: requests that are being answered.
        sent: bytes of answers.
        engine_seconds: seconds that engines computed for requests.
        connections: gives the number of open connections.
        began: when this process began, in seconds since 1970.
    """

    def __init__(self, sink: Sink | None = None) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.latency: dict[str, Latency] = {}
        self.refusals: Counter[int] = Counter()
        self.unfair: Counter[str] = Counter()
        self.running = 0
        self.sent = 0
        self.engine_seconds = 0.0
        self.connections: Callable[[], int] = lambda: 0
        self.began = time.time()
        self._sink = sink

    @property
    def lost_lines(self) -> int:
        """Lines that were not written since nobody took those before."""
        return self._sink.lost if self._sink is not None else 0

    def arrived(self) -> None:
        """A request is being answered."""
        self.running += 1

    def finished(self, visit: Visit, route: str, revision: str) -> None:
        """A request was answered, or its client went away."""
        self.running -= 1
        seconds = visit.seconds
        self.requests[visit.method, route, visit.status] += 1
        self.latency.setdefault(route, Latency()).add(seconds)
        self.sent += visit.sent
        self.engine_seconds += visit.meter.seconds
        if self._sink is not None:
            self._sink.tell(visit.line(revision))

    def refused(self, status: int, peer: tuple[str, int] | None) -> None:
        """A request was refused before it was read whole."""
        self.refusals[status] += 1
        if self._sink is not None:
            self._sink.tell(Visit.of_peer(peer, status).line(""))

"""Fair use: what one client may have of the service, so that others have the rest.

Counted by token, else by address. Three things are bounded: requests at once, seconds of engines,
and requests that were refused. The two latter drain like a leaking bucket, so that whoever stops
for a moment may go on.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from wsisgraph.api import problems
from wsisgraph.api.front.clients import key_of
from wsisgraph.api.front.visit import Visit
from wsisgraph.api.front.watch import Watch
from wsisgraph.api.problems import HttpProblem

_MINUTE = 60.0
_FREE = ("/health", "/ready", "/metrics", "/assets/")
"""Paths that cost next to nothing, and tell whoever runs the service how it is."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one client may have.

    Attributes:
        at_once: requests that are answered at the same time.
        engine_seconds: seconds a minute that engines compute for it.
        errors: requests a minute that are refused.
        clients: how many clients are remembered; then the one that was seen longest ago is not.
    """

    at_once: int = 32
    engine_seconds: float = 60.0
    errors: float = 300.0
    clients: int = 20_000


class _Bucket:
    """Runs over at `size`, and drains by `size` a minute; twice the size is remembered."""

    __slots__ = ("_at", "_level", "_size")

    def __init__(self, size: float) -> None:
        self._size = size
        self._level = 0.0
        self._at = 0.0

    def level(self, now: float) -> float:
        return max(0.0, self._level - (now - self._at) * self._size / _MINUTE)

    def add(self, amount: float, now: float) -> None:
        # More than twice would shut a client out for longer than it can make sense of.
        self._level, self._at = min(2 * self._size, self.level(now) + amount), now

    def wait(self, now: float) -> float:
        """Return the seconds until it no longer runs over, and has room for something."""
        excess = self.level(now) - self._size
        return 0.0 if excess < 0 else (excess + 0.1 * self._size) * _MINUTE / self._size


class Share:
    """What one client has."""

    __slots__ = ("computed", "errors", "running")

    def __init__(self, allowance: Allowance) -> None:
        self.running = 0
        self.computed = _Bucket(allowance.engine_seconds)
        self.errors = _Bucket(allowance.errors)


class Shares:
    """The shares of all clients; memory for so many, and no more."""

    def __init__(
        self, allowance: Allowance, watch: Watch, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowance = allowance
        self._watch = watch
        self._clock = clock
        self._shares: OrderedDict[str, Share] = OrderedDict()

    def __len__(self) -> int:
        return len(self._shares)

    def enter(self, key: str) -> Share:
        """Begin a request of a client.

        Raises:
            HttpProblem: 429, the client has its share already.
        """
        share = self._shares.get(key)
        if share is None:
            share = self._shares[key] = Share(self._allowance)
            self._forget()
        self._shares.move_to_end(key)
        now, allowed = self._clock(), self._allowance
        if share.running >= allowed.at_once:
            raise self._refusal(
                "concurrency", f"{share.running} requests of yours are being answered already", 1
            )
        if wait := share.computed.wait(now):
            raise self._refusal(
                "engine-seconds",
                f"Your queries have computed for {allowed.engine_seconds:g} seconds and more within"
                " a minute, which is what one client may have",
                wait,
            )
        if wait := share.errors.wait(now):
            raise self._refusal(
                "errors",
                f"More than {allowed.errors:g} of your requests could not be answered within a"
                " minute",
                wait,
            )
        share.running += 1
        return share

    def leave(self, key: str, share: Share, seconds: float, *, failed: bool) -> None:
        """End a request of a client, with what it cost."""
        share.running -= 1
        now = self._clock()
        share.computed.add(seconds, now)
        if failed:
            share.errors.add(1, now)
        if not (share.running or share.computed.level(now) or share.errors.level(now)):
            self._shares.pop(key, None)

    def _forget(self) -> None:
        while len(self._shares) > self._allowance.clients:
            # Whoever is being answered is counted on; connections, not memory, bound those.
            oldest = next((key for key, share in self._shares.items() if not share.running), None)
            if oldest is None:
                return
            del self._shares[oldest]

    def _refusal(self, reason: str, message: str, wait: float) -> HttpProblem:
        self._watch.unfair[reason] += 1
        seconds = max(1, math.ceil(wait))
        again = "in a second" if seconds == 1 else f"in {seconds} seconds"
        return HttpProblem(
            problems.TOO_MANY,
            message,
            mend=f"ask again {again}",
            headers={"Retry-After": str(seconds)},
        )


class FairUse:
    """Holds every client to its share."""

    def __init__(self, app: ASGIApp, shares: Shares) -> None:
        self._app = app
        self._shares = shares

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, unless its client has its share already."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        visit: Visit = scope["state"]["visit"]
        key = f"token {visit.identity.name}" if visit.identity else key_of(visit.address)
        share = self._shares.enter(key)
        try:
            await self._app(scope, receive, send)
        finally:
            # What was refused is an error of the client; what we could not do is none.
            failed = 400 <= visit.status < 500 and visit.status != 429
            self._shares.leave(key, share, visit.meter.seconds, failed=failed)

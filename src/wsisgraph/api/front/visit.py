"""One request, from its arrival to its end: who asks, and what it cost."""

import re
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wsisgraph.access import Identity
from wsisgraph.api.front.clients import Address, read, truncated
from wsisgraph.api.front.heads import METHODS
from wsisgraph.store.metering import Meter

_SANE_ID = re.compile(r"[A-Za-z0-9._:-]{8,80}")
_SECRET = re.compile(r"wsis_[0-9a-f]{12}_[A-Za-z0-9_-]+")
_LONGEST_PATH = 300

GONE = 499
"""The status that is noted, never sent, of a request whose client went away."""


@dataclass
class Visit:
    """A request on its way.

    Attributes:
        method: one of those that are answered somewhere, or “other”.
        path: the path that was asked for.
        address: whom the request came from; None when nobody can tell.
        identity: whose token came with it; None for none that is known.
        id: the name of the request.
        digest: the beginning of a hash of what was asked: the same for the same query.
        status: the status of the answer, 0 before there is one.
        sent: bytes of the body of the answer.
        meter: what engines computed for it.
    """

    method: str
    path: str
    address: Address | None = None
    identity: Identity | None = None
    id: str = ""
    digest: str = ""
    status: int = 0
    sent: int = 0
    meter: Meter = field(default_factory=Meter)
    began: float = field(default_factory=time.monotonic)

    @classmethod
    def of_peer(cls, peer: tuple[str, int] | None, status: int) -> "Visit":
        """Return what is known of a request that was never read whole."""
        return cls("other", "", read(peer[0]) if peer else None, status=status)

    @property
    def seconds(self) -> float:
        """How long it has been here."""
        return time.monotonic() - self.began

    def line(self, revision: str) -> dict[str, object]:
        """Return what is written down of it: no token, no query, no whole address."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        told: dict[str, object] = {
            "time": now,
            "id": self.id,
            "method": self.method,
            "path": without_secrets(self.path)[:_LONGEST_PATH],
            "status": self.status,
            "ms": round(self.seconds * 1000, 1),
            "bytes": self.sent,
            "client": truncated(self.address),
            "token": self.identity.name if self.identity else "",
            "engine_ms": round(self.meter.seconds * 1000, 1),
            "digest": self.digest,
            "revision": revision,
        }
        return {name: value for name, value in told.items() if value not in ("", None)}


def known_method(method: str) -> str:
    """Return a method, or “other” for one that nobody knows: strangers make up many."""
    return method if method in METHODS else "other"


def request_id(given: str) -> str:
    """Return the name that the client gave its request, where it is fit, else a new one."""
    return given if _SANE_ID.fullmatch(given) else secrets.token_hex(8)


def without_secrets(text: str) -> str:
    """Return a text without the tokens that somebody put into it."""
    return _SECRET.sub("wsis_…", text)

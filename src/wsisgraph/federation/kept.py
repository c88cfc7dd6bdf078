"""What is kept of a peer: its last good answer, when it came, and since when it does not answer."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from wsisgraph.federation.peers import kept_json, write

LONGEST_REST = 24 * 3600.0
"""Seconds for which a peer is left alone at most, whatever it asks for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a peer.

    Attributes:
        asked: when it last answered; "" for never.
        heard: when it first gave the answer that it gives now.
        revision: what it told of the revision it answered from.
        tag: ETag of that answer.
        digest, mapping: SHA-256 of the answer and what maps it, and of what maps it alone.
        activities, links, linkages, triples: how much it says.
        feed: whether it names a feed of its changes (LDES).
        unread_columns: columns of its table that are not understood, and say nothing.
        since: when it began to fail; "" where it does not.
        reason: why it fails.
        until: when it may be asked again, as it wishes; "" for at once.
    """

    asked: str = ""
    heard: str = ""
    revision: str = ""
    tag: str = ""
    digest: str = ""
    mapping: str = ""
    activities: int = 0
    links: int = 0
    linkages: int = 0
    triples: int = 0
    feed: bool = False
    unread_columns: tuple[str, ...] = ()
    since: str = ""
    reason: str = ""
    until: str = ""

    @classmethod
    def read(cls, folder: Path) -> "Kept":
        """Return what is kept in a peer's folder."""
        known = {one.name for one in fields(cls)}
        found = kept_json(folder / "state.json")
        found["unread_columns"] = tuple(found.get("unread_columns", ()))
        return cls(**{name: value for name, value in found.items() if name in known})

    def write(self, folder: Path, answer: bytes | None = None) -> None:
        """Keep this, and an answer in our words where there is a new one."""
        folder.mkdir(parents=True, exist_ok=True)
        if answer is not None:
            write(folder / "answer.nt", answer)
        write(folder / "state.json", (json.dumps(asdict(self), indent=1) + "\n").encode())

    def failing(self, reason: str, until: str = "") -> "Kept":
        """Return this with the reason of a failure; since when stays."""
        return replace(self, since=self.since or now(), reason=reason, until=until)

    @property
    def is_left_alone(self) -> bool:
        """True as long as it wishes not to be asked."""
        if not self.until:
            return False
        # One that lies further ahead than any is written was written before the clock was set back.
        left = (datetime.fromisoformat(self.until) - datetime.now(UTC)).total_seconds()
        return 0 < left <= LONGEST_REST


def now() -> str:
    """Return this moment, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def rest(retry_after: str) -> float | None:
    """Return for how many seconds a Retry-After asks to be left alone; None where it tells none.

    It is a number of seconds, or a date (RFC 9110 §10.2.3). More than a day is taken for a day.
    """
    if retry_after.isascii() and retry_after.isdigit():
        seconds = float(retry_after)
    else:
        try:
            when = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        seconds = (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(0.0, seconds), LONGEST_REST)


def after(seconds: float) -> str:
    """Return the moment after so many seconds, rounded up, in UTC."""
    return (datetime.now(UTC) + timedelta(seconds=seconds + 0.999)).isoformat(timespec="seconds")


def answer_of(folder: Path) -> bytes | None:
    """Return the last good answer, None where there is none."""
    try:
        return (folder / "answer.nt").read_bytes()
    except OSError:
        return None

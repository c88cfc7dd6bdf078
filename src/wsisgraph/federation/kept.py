"""What is kept of a peer: its last good answer, when it came, and since when it does not answer."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from wsisgraph.federation.peers import kept_json, write


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
        since: when it began to fail; "" where it does not.
        reason: why it fails.
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
    since: str = ""
    reason: str = ""

    @classmethod
    def read(cls, folder: Path) -> "Kept":
        """Return what is kept in a peer's folder."""
        known = {one.name for one in fields(cls)}
        found = kept_json(folder / "state.json")
        return cls(**{name: value for name, value in found.items() if name in known})

    def write(self, folder: Path, answer: bytes | None = None) -> None:
        """Keep this, and an answer in our words where there is a new one."""
        folder.mkdir(parents=True, exist_ok=True)
        if answer is not None:
            write(folder / "answer.nt", answer)
        write(folder / "state.json", (json.dumps(asdict(self), indent=1) + "\n").encode())

    def failing(self, reason: str) -> "Kept":
        """Return this with the reason of a failure; since when stays."""
        return replace(self, since=self.since or now(), reason=reason)


def now() -> str:
    """Return this moment, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def answer_of(folder: Path) -> bytes | None:
    """Return the last good answer, None where there is none."""
    try:
        return (folder / "answer.nt").read_bytes()
    except OSError:
        return None

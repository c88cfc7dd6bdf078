"""What was written over HTTP, as the journal has it: who, when, for which agency, how much.

The journal is the only place where it stands: what is known here is read from it again whenever the
service begins, so quotas hold over a restart.
"""

import asyncio
import math
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from wsisgraph.access import Identity
from wsisgraph.errors import QuotaSpent
from wsisgraph.store import news
from wsisgraph.store.headers import Headers
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.record import Position, revision_of

MOST = 100_000
"""Writes that are remembered; older ones stand in the journal alone."""

_DAY = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One write.

    Attributes:
        sequence: number of its record in the journal.
        revision: id of the revision that it made.
        previous: hash of the record before.
        time: when it was committed, ISO 8601, UTC.
        agency: key of the agency for which it was written.
        by: name of the token.
        request: what was asked: method and address.
        graphs: the graphs that it changed, the first hundred.
        added, removed: statements that came and went, with those that follow by the rules.
    """

    sequence: int
    revision: str
    previous: str
    time: str
    agency: str
    by: str
    request: str
    graphs: tuple[str, ...]
    added: int
    removed: int

    @property
    def moment(self) -> float:
        """When it was committed, in seconds since 1970."""
        return datetime.fromisoformat(self.time).timestamp()


class Audit:
    """The writes for agencies, the newest first; those that are under way are counted."""

    def __init__(self, journal: Path) -> None:
        """Know those that a journal keeps; nothing is read yet."""
        self._journal = journal
        self._headers = Headers(journal, seconds=math.inf)
        self._entries: deque[Entry] = deque(maxlen=MOST)
        self._under_way: Counter[str] = Counter()
        self._over: Counter[str] = Counter()
        self._one_at_a_time = asyncio.Lock()

    async def entries(self) -> Sequence[Entry]:
        """Return the writes for agencies, the newest first."""
        async with self._one_at_a_time:
            for header in await asyncio.to_thread(self._headers.new):
                if (entry := _entry(header)) is not None:
                    self._entries.appendleft(entry)
        return self._entries

    def changes(self, entry: Entry) -> dict[str, Any]:
        """Return what became of which things, as the journal has it.

        Raises:
            JournalDamaged: the journal does not hold the record whole.
        """
        before = Position(entry.sequence - 1, entry.previous)
        reader = JournalReader(self._journal, before)
        try:
            found = [news.of(record, {"": ()}).get("") for record in reader.read(entry.sequence)]
        finally:
            reader.close()
        told = found[0] if found else None
        if told is None:
            return {"counts": dict.fromkeys(news.MARKS, 0), "changes": []}
        return {
            "counts": dict(zip(news.MARKS, told.counts, strict=True)),
            "changes": [
                {
                    "thing": change.thing,
                    "kind": change.kind or None,
                    "mark": change.mark,
                    "graph": change.graph,
                }
                for change in told.changes
            ],
            "kinds": [
                {"kind": kind, "mark": mark, "number": number} for kind, mark, number in told.kinds
            ],
        }

    @asynccontextmanager
    async def counting(self, identity: Identity) -> AsyncIterator[None]:
        """Count a write for as long as it is under way.

        Raises:
            QuotaSpent: the token has made as many writes as it may in a day.
        """
        most = identity.most_writes
        if most is None:
            yield
            return
        earliest = time.time() - _DAY
        while True:
            over = self._over[identity.name]
            entries = await self.entries()
            # One that ended while the journal was read may stand neither there nor under way.
            if over == self._over[identity.name]:
                break
        made: list[float] = []
        for entry in entries:
            if entry.moment < earliest:
                break
            if entry.by == identity.name:
                made.append(entry.moment)
        if len(made) + self._under_way[identity.name] >= most:
            raise QuotaSpent(
                f"“{identity.name}” has made {most:,} writes in the last 24 hours, which is as many"
                " as its token may",
                mend="send more in one write, or ask whoever runs this service for more",
                retry_after=max(1, math.ceil(made[-1] - earliest)) if made else 60,
            )
        self._under_way[identity.name] += 1
        try:
            yield
        finally:
            self._under_way[identity.name] -= 1
            self._over[identity.name] += 1


def _entry(header: dict[str, Any]) -> Entry | None:
    about = header.get("about")
    if not about:
        return None
    return Entry(
        header["sequence"],
        revision_of(header["sequence"], header["hash"]).id,
        header["previous"],
        header["time"],
        about["agency"],
        header["agent"],
        header["message"],
        tuple(about["graphs"]),
        header["added_quads"],
        header["removed_quads"],
    )

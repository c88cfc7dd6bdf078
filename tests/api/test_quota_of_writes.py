"""The writes of a token are counted, also while others of its writes come to their end."""

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wsisgraph.access import Identity, Role
from wsisgraph.api.audit import Audit
from wsisgraph.errors import QuotaSpent

ITU = Identity("itu", Role.CONTRIBUTOR, "itu", 1)


class Journal:
    """The headers of a journal, the second reading of which takes until it is told to end."""

    def __init__(self) -> None:
        self.written: list[dict[str, Any]] = []
        self.readings = 0
        self.is_read = threading.Event()
        self.goes_on = threading.Event()

    def new(self) -> list[dict[str, Any]]:
        self.readings += 1
        found, self.written = self.written, []
        if self.readings == 2:
            self.is_read.set()
            assert self.goes_on.wait(30)
        return found

    def append(self) -> None:
        self.written.append(
            {
                **{"sequence": 1, "hash": "0" * 64, "previous": "0" * 64},
                **{"time": datetime.now(UTC).isoformat(), "agent": "itu", "message": "PUT"},
                **{"added_quads": 1, "removed_quads": 0},
                "about": {"agency": "itu", "graphs": []},
            }
        )


def test_a_write_that_ends_while_the_journal_is_read_counts(tmp_path: Path) -> None:
    async def work() -> None:
        audit, journal = Audit(tmp_path), Journal()
        audit._headers = journal  # type: ignore[assignment]

        async def second() -> None:
            async with audit.counting(ITU):
                raise AssertionError("a second write was let through")

        async with audit.counting(ITU):
            waiting = asyncio.create_task(second())
            await asyncio.to_thread(journal.is_read.wait, 30)
            journal.append()
        # Now it is under way no more, and the second has read the journal before it stood there.
        journal.goes_on.set()
        with pytest.raises(QuotaSpent):
            await waiting

    asyncio.run(asyncio.wait_for(work(), 30))

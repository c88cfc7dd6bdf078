"""When writes end, as whoever asked for them sees it; and what is known of them until then."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from wsisgraph.errors import StoreUnavailable
from wsisgraph.store import writes
from wsisgraph.store.answers import StreamedAnswer
from wsisgraph.store.changes import Change, Outcome
from wsisgraph.store.protocol import EMPTY, Author, Revision, Written
from wsisgraph.store.writes import Work, Writes

NEXT = Revision(1, "1-abcdefabcdef")
WORK = Work({}, (), "update", 5.0)
ANYBODY = Author("test", "because", lambda graph: True)


class SlowWriter:
    """A store whose writer takes a change, and answers when it is told to."""

    def __init__(self) -> None:
        self.revision = EMPTY
        self.begun = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.fails = False

    async def compute(self, work: Work) -> StreamedAnswer:
        told = {
            **{name: [] for name in ("graphs", "created", "dropped", "empty", "bare_dropped")},
            **{"default": False, "added": 1, "removed": 0, "added_bytes": 0},
        }
        answer = SimpleNamespace(
            told={"written": told}, revision=EMPTY, size=0, content=b"", discard=lambda: None
        )
        return cast(StreamedAnswer, answer)

    async def make_room(self) -> None:
        return None

    async def commit(self, change: Change, *, agent: str, message: str) -> Outcome:
        self.begun.set()
        await self.goes_on.wait()
        if self.fails:
            raise StoreUnavailable("The writer went away")
        self.revision = NEXT
        return Outcome(NEXT, 1, 0)


def limited(work: Coroutine[Any, Any, None]) -> None:
    async def run() -> None:
        await asyncio.wait_for(work, 30)

    asyncio.run(run())


def test_a_write_that_nobody_awaits_is_under_way_until_its_commit_is_over(tmp_path: Path) -> None:
    async def work() -> None:
        side = SlowWriter()
        turns = Writes(side, tmp_path, derived=False)
        written: asyncio.Task[Written] = asyncio.create_task(turns.write(WORK, author=ANYBODY))
        await side.begun.wait()
        written.cancel()
        for _ in range(10):
            await asyncio.sleep(0)
        # Were it over, its key would be free, and the same could be written once more.
        assert not written.done()
        side.goes_on.set()
        with pytest.raises(asyncio.CancelledError):
            await written
        assert side.revision == NEXT

    limited(work())


@pytest.mark.parametrize("fails", [False, True], ids=["committed after all", "nothing came of it"])
def test_a_request_that_was_given_up_is_not_done_twice_for_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    monkeypatch.setattr(writes, "FOR_THE_WRITER", 0.0)
    author = replace(ANYBODY, key="a key", request="a hash")
    hasty = replace(WORK, seconds=0.05)

    async def work() -> None:
        side = SlowWriter()
        side.fails = fails
        turns = Writes(side, tmp_path, derived=False)
        with pytest.raises(StoreUnavailable, match="may yet be committed"):
            await turns.write(hasty, author=author)
        with pytest.raises(StoreUnavailable, match="begun before"):
            await turns.write(WORK, author=author)
        side.goes_on.set()
        while turns._turn.locked():
            await asyncio.sleep(0)
        side.fails = False
        if fails:
            assert (await turns.write(WORK, author=author)).revision == NEXT
        else:
            # Whoever looks into the journal first finds it there.
            with pytest.raises(StoreUnavailable, match="begun before"):
                await turns.write(WORK, author=author)

    limited(work())

"""What is put together for one asker stays, whatever others ask meanwhile."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, cast

from wsisgraph.federation.federation import Federation
from wsisgraph.federation.gathering import Said
from wsisgraph.federation.kept import Kept
from wsisgraph.federation.peers import Peer

PEERS = [f"peer-{number}" for number in range(5)]


class Held:
    """Stands for a process that holds what several say."""

    def __init__(self) -> None:
        self.is_there = True

    async def close(self) -> None:
        self.is_there = False


class Holders:
    """Makes such processes."""

    def __init__(self) -> None:
        self.made: list[Held] = []

    @property
    def there(self) -> int:
        return sum(held.is_there for held in self.made)

    async def union(self, task: dict[str, Any], *bodies: bytes) -> Held:
        self.made.append(Held())
        return self.made[-1]


def federation(folder: Path) -> tuple[Federation, Holders]:
    found, holders = Federation(folder), Holders()
    found.processes = holders  # type: ignore[assignment]
    return found, holders


def said(name: str) -> list[Said]:
    return [Said(Peer(name, "https://x.example/", "sparql"), Kept(digest=name), b"", fresh=True)]


async def ours() -> Sequence[bytes]:
    return b"", b"", b""


def limited(work: Coroutine[Any, Any, None]) -> None:
    async def run() -> None:
        await asyncio.wait_for(work, 30)

    asyncio.run(run())


def test_who_asks_of_other_peers_takes_nothing_from_who_asked_before(tmp_path: Path) -> None:
    async def work() -> None:
        federated, holders = federation(tmp_path)
        async with federated.together(said("one"), "1", ours) as first:
            async with federated.together(said("two"), "1", ours) as second:
                assert first is not second
                assert cast(Held, first).is_there
            # The last is kept for the next who asks the same.
            async with federated.together(said("two"), "1", ours) as third:
                assert third is second
            assert cast(Held, first).is_there
        assert not cast(Held, first).is_there
        assert holders.there == 1

    limited(work())


def test_so_many_are_there_at_once_and_the_next_waits(tmp_path: Path) -> None:
    async def work() -> None:
        federated, holders = federation(tmp_path)

        async def asks(name: str) -> None:
            async with federated.together(said(name), "1", ours):
                pass

        async with AsyncExitStack() as stack:
            for name in PEERS[:3]:
                await stack.enter_async_context(federated.together(said(name), "1", ours))
            fourth = asyncio.create_task(asks(PEERS[3]))
            for _ in range(20):
                await asyncio.sleep(0)
            assert not fourth.done()
            assert holders.there == 3
        await fourth
        assert holders.there == 1

    limited(work())


def test_who_fails_or_goes_away_leaves_nothing_behind(tmp_path: Path) -> None:
    async def work() -> None:
        federated, holders = federation(tmp_path)
        inside = asyncio.Event()

        async def asks() -> None:
            async with federated.together(said("one"), "1", ours):
                inside.set()
                await asyncio.Event().wait()

        gone = asyncio.create_task(asks())
        await inside.wait()
        gone.cancel()
        await asyncio.wait({gone})
        async with federated.together(said("two"), "1", ours):
            assert holders.there == 1

    limited(work())

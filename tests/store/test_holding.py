"""A revision that one asker holds while others write."""

import asyncio
import os
import signal
from pathlib import Path

from tests.drills.watching import tree
from tests.store.tiny import add, alive, quads, rows, run, serving

from wsisgraph.store import holding
from wsisgraph.store.changes import Difference
from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.processes import Readers

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


async def count(store: EmbeddedStore) -> str:
    [row] = await rows(store, COUNT, own=True)
    return row["n"]


async def commit(store: EmbeddedStore, number: int) -> None:
    await store.commit(Difference(quads([number]), b""), agent="test", message="one more")


def test_who_holds_a_revision_goes_on_reading_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3, own_workers=2) as store:
            async with store.hold():
                before = store.revision
                for number in range(10, 14):
                    await commit(store, number)
                    assert await count(store) == "3"
                assert store.revision == before
                assert await asyncio.create_task(count(store)) == "3"
            assert await count(store) == "7"
            assert store.revision.sequence == before.sequence + 4

    run(work())


def test_others_read_the_newest_meanwhile(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3, own_workers=2) as store:
            written, done = asyncio.Event(), asyncio.Event()

            async def holds() -> str:
                async with store.hold():
                    written.set()
                    await done.wait()
                    return await count(store)

            holder = asyncio.create_task(holds())
            await written.wait()
            await commit(store, 10)
            assert await count(store) == "4"
            done.set()
            assert await holder == "3"

    run(work())


def test_what_goes_on_longer_than_the_hold_reads_the_newest(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3, own_workers=2) as store:
            go_on = asyncio.Event()

            async def later() -> str:
                await go_on.wait()
                return await count(store)

            async with store.hold():
                task = asyncio.create_task(later())
                await commit(store, 10)
            go_on.set()
            assert await task == "4"

    run(work())


def test_a_held_worker_that_dies_leaves_its_asker_with_the_newest(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3, own_workers=2) as store, store.hold():
            lease = holding.held()
            assert lease is not None
            await commit(store, 10)
            os.kill(lease.worker.pid, signal.SIGKILL)
            while holding.held() is not None:
                await asyncio.sleep(0.01)
            assert await count(store) == "4"

    run(work())


def test_no_worker_is_left_over(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3, own_workers=2) as store:
            held: list[int] = []

            async def holds() -> None:
                async with store.hold():
                    lease = holding.held()
                    assert lease is not None
                    held.append(lease.worker.pid)
                    await asyncio.gather(*(count(store) for _ in range(5)))

            await asyncio.gather(*(holds() for _ in range(3 * holding.AT_ONCE)))
            assert len(set(held)) == 3 * holding.AT_ONCE
            while any(alive(pid) for pid in held):
                await asyncio.sleep(0.01)
            assert await count(store) == "3"

    run(work())


def test_who_goes_away_at_any_moment_leaves_no_worker(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3, own_workers=2) as store:

            async def holds() -> None:
                async with store.hold():
                    await count(store)

            await holds()
            before = len(tree(os.getpid()))
            for turn in range(60):
                asker = asyncio.create_task(holds())
                for _ in range(turn % 12):
                    await asyncio.sleep(0)
                if turn % 3:
                    await asyncio.sleep(0.002 * (turn % 7))
                asker.cancel()
                await asyncio.wait([asker])
            while len(tree(os.getpid())) > before:
                await asyncio.sleep(0.01)

    run(work())


def test_a_hold_sees_what_was_written_before_it(tmp_path: Path) -> None:
    add(tmp_path, quads(range(2)))

    async def work() -> None:
        async with serving(tmp_path, own_workers=2) as store:
            for number in range(10, 20):
                await commit(store, number)
                async with store.hold():
                    assert await count(store) == str(number - 7)

    run(work())


def test_nobody_holds_a_revision_that_the_others_do_not_read_yet(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3, own_workers=2) as store:
            attach, advanced, lent = store._abreast.attach, asyncio.Event(), asyncio.Event()

            async def attach_late(readers: Readers) -> None:
                advanced.set()
                await lent.wait()
                await attach(readers)

            async def holds() -> tuple[int, int]:
                async with store.hold():
                    return store.revision.sequence, store._pool.revision.sequence

            store._abreast.attach = attach_late  # type: ignore[method-assign]
            written = asyncio.create_task(commit(store, 10))
            await advanced.wait()
            # From now on a parent that is ahead forks, while everybody still reads what was.
            holder = asyncio.create_task(holds())
            while not any(worker.lent for worker in store._own_pool.workers):
                await asyncio.sleep(0.01)
            for _ in range(10):
                await asyncio.sleep(0)
            lent.set()
            held, read = await holder
            assert held == read
            await written

    run(work())

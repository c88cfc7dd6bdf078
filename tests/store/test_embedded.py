"""The store as a whole: revisions, durability, and readers beside a writer."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.store.tiny import APART, A, B, add, alive, quad, quads, rows, run, serving

from wsisgraph.errors import ChangeRefused, StoreError, StoreLocked, StoreUnavailable
from wsisgraph.store import sandbox
from wsisgraph.store.changes import Difference, Replacement
from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.writer import Writer

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def put(added: bytes = b"", removed: bytes = b"") -> Difference:
    return Difference(added, removed)


async def commit(store: EmbeddedStore, change: Difference | Replacement) -> None:
    await store.commit(change, agent="test", message="because")


async def writer_pid(store: EmbeddedStore) -> int:
    while store._writer is None or store._writer._child is None:
        await asyncio.sleep(0.01)
    return store._writer._child.pid


async def until_written(store: EmbeddedStore, change: Difference) -> None:
    """Commit as soon as a writer is there again."""
    while True:
        try:
            return await commit(store, change)
        except StoreUnavailable:
            await asyncio.sleep(0.02)


def test_an_empty_store_answers(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            assert store.revision.id == "0-000000000000"
            assert await rows(store, COUNT) == [{"n": "0"}]

    run(work())


def test_what_was_written_is_read_by_the_next_query(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            for number in range(1, 6):
                await commit(store, put(quads([number])))
                assert store.revision.sequence == number
                assert await rows(store, COUNT) == [{"n": str(number)}]

    run(work())


def test_an_answer_tells_the_revision_it_was_read_from(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=1) as store:
            before = store.revision
            assert (await store.query(COUNT, formats=["json"])).revision == before
            await commit(store, put(quads([7])))
            after = await store.query(COUNT, formats=["json"])
            assert after.revision == store.revision != before

    run(work())


def test_a_running_query_keeps_its_revision_while_a_new_one_comes(tmp_path: Path) -> None:
    slow = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?b = ?h) }"

    async def work() -> None:
        async with serving(tmp_path, size=220, query_timeout=30) as store:
            running = asyncio.create_task(rows(store, slow))
            await asyncio.sleep(0.1)
            await commit(store, put(quads(range(500, 510))))
            assert await rows(store, COUNT) == [{"n": "230"}]
            assert not running.done()
            assert await running == [{"n": "220"}]

    run(work())


def test_nobody_sees_half_a_revision(tmp_path: Path) -> None:
    """Every revision holds the same value twenty times in one graph and once in another."""
    invariant = (
        f"SELECT ?v (COUNT(*) AS ?n) ?w {{ GRAPH <{A}> {{ ?s ?p ?v }} GRAPH <{B}> {{ ?t ?q ?w }} }}"
        " GROUP BY ?v ?w"
    )

    def revision(number: int) -> bytes:
        lines = [quad(i, A, str(number)) for i in range(20)] + [quad(0, B, str(number))]
        return "".join(lines).encode()

    async def work() -> None:
        async with serving(tmp_path / "data") as store:
            file = tmp_path / "dataset.nq"
            file.write_bytes(revision(0))
            await commit(store, Replacement([A, B], file))
            seen: set[str] = set()
            finished = False

            async def read(reader: int) -> None:
                turn = 0
                while not finished:
                    turn += 1
                    (row,) = await rows(store, f"{invariant} # {reader} {turn}")
                    assert row["n"] == "20"
                    assert row["v"] == row["w"]
                    seen.add(row["v"])

            readers = [asyncio.create_task(read(i)) for i in range(3)]
            for number in range(1, 15):
                file.write_bytes(revision(number))
                await commit(store, Replacement([A, B], file))
            finished = True
            await asyncio.gather(*readers)
            assert len(seen) > 5

    run(work())


@pytest.mark.parametrize("lost", [None, "store", "checkpoints"])
def test_kill_9_after_an_acknowledged_write_loses_nothing(tmp_path: Path, lost: str | None) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            for number in range(5):
                await commit(store, put(quads([number])))
            os.kill(await writer_pid(store), signal.SIGKILL)
        if lost is not None:
            shutil.rmtree(tmp_path / lost)
        async with serving(tmp_path) as store:
            assert store.revision.sequence == 5
            assert await rows(store, COUNT) == [{"n": "5"}]

    run(work())


def test_a_writer_that_dies_is_started_again_and_readers_notice_nothing(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3) as store:
            os.kill(await writer_pid(store), signal.SIGKILL)
            assert await rows(store, COUNT) == [{"n": "3"}]
            await until_written(store, put(quads([7])))
            assert await rows(store, COUNT) == [{"n": "4"}]

    run(work())


def test_a_crash_between_journal_and_store_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    writer = Writer(tmp_path)
    writer.commit(put(quads([1])), agent="test", message="")
    writer.settle()
    monkeypatch.setattr(writer._applied, "_apply", crash)
    monkeypatch.setattr(writer, "checkpoint", lambda: None)
    writer.commit(put(quads([2])), agent="test", message="")
    with pytest.raises(KeyboardInterrupt):
        writer.settle()
    writer.close()

    async def work() -> None:
        async with serving(tmp_path) as store:
            assert await rows(store, COUNT) == [{"n": "2"}]

    run(work())


def test_a_second_service_over_the_same_folder_is_refused(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path):
            with pytest.raises(StoreLocked):
                await EmbeddedStore(tmp_path).start()

    run(work())


def test_a_reader_alone_needs_no_lock(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3), EmbeddedStore(tmp_path, writer=False) as other:
            assert await rows(other, COUNT) == [{"n": "3"}]

    run(work())


def test_a_refused_change_is_told_to_whoever_sent_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3) as store:
            with pytest.raises(ChangeRefused, match="not N-Quads"):
                await commit(store, put(b"nonsense"))
            with pytest.raises(ChangeRefused, match="cannot be read"):
                await commit(store, Replacement([A], tmp_path / "missing.nq"))
            assert store.revision.sequence == 1

    run(work())


def test_graphs_apart_are_reached_by_name_and_never_counted_unasked(tmp_path: Path) -> None:
    add(tmp_path, quads(range(3)) + quads(range(2, 6), APART))

    async def work() -> None:
        async with serving(tmp_path) as store:
            assert await rows(store, COUNT) == [{"n": "3"}]
            apart = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{APART}> {{ ?s ?p ?o }} }}"
            assert await rows(store, apart) == [{"n": "4"}]

    run(work())


def test_strict_mode_has_a_plain_default_graph(tmp_path: Path) -> None:
    plain = b'<http://example.org/s> <http://example.org/p> "x" .\n'

    async def work() -> None:
        async with serving(tmp_path, strict=True) as store:
            await commit(store, put(plain + quads(range(3))))
            assert await rows(store, COUNT) == [{"n": "1"}]

    run(work())


def test_a_repeated_query_is_answered_from_the_cache_until_the_next_revision(
    tmp_path: Path,
) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3) as store:
            first = await rows(store, COUNT)
            asked = sum(worker.answered for worker in store._pool.workers)
            assert await rows(store, COUNT) == first
            assert sum(worker.answered for worker in store._pool.workers) == asked
            await commit(store, put(quads([9])))
            assert await rows(store, COUNT) == [{"n": "4"}]

    run(work())


def test_random_answers_are_not_repeated(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            drawn = [await rows(store, "SELECT (UUID() AS ?u) {}") for _ in range(3)]
            assert len({row["u"] for (row,) in drawn}) == 3

    run(work())


def test_rows_are_cut_where_asked_and_it_is_told(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=5) as store:
            every = "SELECT ?s { ?s ?p ?o }"
            assert len(await rows(store, every, max_rows=2)) == 2
            assert len(await rows(store, every, max_rows=5)) == 5
            cut = await store.query(every, formats=["json"], max_rows=4)
            assert cut.truncated
            assert not (await store.query(every, formats=["json"], max_rows=5)).truncated
            graph = "CONSTRUCT WHERE { ?s ?p ?o }"
            triples = await store.query(graph, formats=["ntriples"], max_rows=3)
            assert triples.truncated
            assert (await triples.read()).count(b"\n") == 3

    run(work())


def test_graphs_are_written_with_the_given_prefixes(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=1) as store:
            for format in ("turtle", "trig", "rdfxml"):
                answer = await store.query(
                    "CONSTRUCT WHERE { ?s ?p ?o }",
                    formats=[format],
                    graph_prefixes={"ex": "http://example.org/"},
                )
                assert b"ex:p" in await answer.read()

    run(work())


def test_a_data_folder_may_lie_deep(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / ("e" * 100)

    async def work() -> None:
        async with serving(deep) as store:
            await commit(store, put(quads([1])))
            assert await rows(store, COUNT) == [{"n": "1"}]

    run(work())


def test_only_the_own_user_may_reach_the_writer(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path):
            assert (tmp_path / "writer.sock").stat().st_mode & 0o777 == 0o600

    run(work())


def test_without_a_sandbox_the_service_does_not_start_unless_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wsisgraph.store.reader_process import ReaderParent

    monkeypatch.setattr(sandbox, "is_supported", lambda: False)
    with pytest.raises(StoreError, match="WSISGRAPH_SANDBOX=off"):
        ReaderParent(tmp_path, merged=True, memory=1 << 28, filtered=True)
    ReaderParent(tmp_path, merged=True, memory=1 << 28, filtered=False).end()


def test_without_sandbox_queries_are_answered_too(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=2, sandbox=False) as store:
            assert await rows(store, COUNT) == [{"n": "2"}]

    run(work())


def test_the_front_imports_no_engine() -> None:
    code = (
        "import sys, wsisgraph.store.embedded, wsisgraph.store.client, wsisgraph.store.guard\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('pyoxigraph', 'rdflib', 'pyshacl')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_readers_start_anew_when_their_memory_is_mostly_waste(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3) as store:
            before = store._abreast.readers
            assert before is not None
            advance = before.advance

            async def wasteful(sequence: int) -> None:
                await advance(sequence)
                before.state["wasteful"] = True

            monkeypatch.setattr(before, "advance", wasteful)
            await commit(store, put(quads([9])))
            assert store._abreast.readers is before, "no checkpoint is without the waste yet"
            await commit(store, put(quads(range(10, 6010))))
            for _ in range(100):
                if store._abreast.readers is not before:
                    break
                await asyncio.sleep(0.05)
            assert store._abreast.readers is not before
            assert await rows(store, COUNT) == [{"n": "6004"}]
            for _ in range(100):
                if not alive(before.pid):
                    break
                await asyncio.sleep(0.05)
            assert not alive(before.pid)

    run(work())


def test_when_the_front_is_killed_everything_ends_with_it(tmp_path: Path) -> None:
    code = (
        "import asyncio, pathlib, sys\n"
        "from wsisgraph.store.embedded import EmbeddedStore\n"
        "async def main():\n"
        "    store = EmbeddedStore(pathlib.Path(sys.argv[1]))\n"
        "    await store.start()\n"
        "    pids = [worker.pid for worker in store._pool.workers]\n"
        "    print(*pids, store._abreast.readers.pid, store._writer._child.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as front:
        assert front.stdout is not None
        pids = [int(pid) for pid in front.stdout.readline().split()]
        front.kill()
    assert len(pids) >= 4
    for _ in range(100):
        if not any(map(alive, pids)):
            break
        time.sleep(0.05)
    assert not [pid for pid in pids if alive(pid)]
    add(tmp_path, quads([1]))

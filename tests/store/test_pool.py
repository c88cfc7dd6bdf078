"""What hostile and heavy queries do to their askers, and not to anybody else."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
from tests.store.tiny import (
    APART,
    PRODUCT,
    SMALL,
    A,
    B,
    add,
    alive,
    gone,
    quads,
    rows,
    run,
    serving,
)

from wsisgraph.errors import (
    Forbidden,
    NotAcceptable,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    QueueFull,
    StoreUnavailable,
    WsisgraphError,
)
from wsisgraph.store import greed, pool
from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.processes import Readers
from wsisgraph.store.protocol import Revision

DOUBLING = (
    'SELECT (STRLEN(?x40) AS ?n) { BIND("0123456789" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
    + " }"
)
CONCAT = "SELECT (GROUP_CONCAT(CONCAT(?a, ?b, ?c)) AS ?x) { ?s ?p ?a . ?t ?q ?b . ?u ?r ?c }"
DISTINCT = "SELECT DISTINCT ?a ?b ?c { ?s ?p ?a . ?t ?q ?b . ?u ?r ?c }"
ORDER = "SELECT * { ?s ?p ?a . ?t ?q ?b . ?u ?r ?c } ORDER BY ?c ?b"


async def timed(work: Awaitable[object]) -> tuple[object, float]:
    """A result, or the error in its place, and the seconds it took."""
    start = time.monotonic()
    result: object
    try:
        result = await work
    except WsisgraphError as error:
        result = error
    return result, time.monotonic() - start


async def ask(store: EmbeddedStore, text: str, timeout: float | None = None) -> object:
    answer = await store.query(text, formats=["json", "turtle"], timeout=timeout)
    return await answer.read()


async def small_answers(store: EmbeddedStore, seconds: float) -> list[float]:
    """Ask small queries, each of its own, for a while; how long each took."""
    took = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        query = f"{SMALL} # {time.monotonic()}"
        answer, lasted = await timed(rows(store, query))
        assert answer == [{"o": "value 1"}]
        took.append(lasted)
        await asyncio.sleep(0.02)
    return took


def test_a_product_ends_at_its_deadline_and_others_are_answered_meanwhile(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=2000) as store:
            bomb = asyncio.create_task(timed(ask(store, PRODUCT, timeout=1.5)))
            took = await small_answers(store, 1.0)
            assert max(took) < 0.5
            error, lasted = await bomb
            assert isinstance(error, QueryTimeout)
            assert 1.4 < lasted < 2.5

    run(work())


def test_eight_bombs_at_once_starve_nobody_and_each_ends_in_an_error(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=2000) as store:
            kinds = [PRODUCT, CONCAT, DISTINCT, ORDER] * 2
            bombs = [asyncio.create_task(timed(ask(store, bomb, timeout=2))) for bomb in kinds]
            took = await small_answers(store, 2.0)
            assert max(took) < 0.5
            for bomb in bombs:
                error, lasted = await bomb
                assert isinstance(error, QueryTimeout | QueryTooLarge)
                assert lasted < 3

    run(work())


def test_a_longer_query_is_answered_although_bombs_run(tmp_path: Path) -> None:
    """Bombs must not keep every place for heavy queries until their deadline."""
    longer = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y FILTER(STR(?x) < STR(?y)) }"

    async def work() -> None:
        async with serving(tmp_path, size=400) as store:
            bombs = [asyncio.create_task(timed(ask(store, PRODUCT))) for _ in range(5)]
            await asyncio.sleep(0.6)
            answer, lasted = await timed(rows(store, longer))
            assert answer == [{"n": str(400 * 399 // 2)}]
            assert lasted < 4.5
            for bomb in bombs:
                assert isinstance((await bomb)[0], QueryTimeout)

    run(work())


@pytest.mark.parametrize("bomb", [DOUBLING, CONCAT, DISTINCT, ORDER])
def test_a_memory_bomb_is_ended_and_told_so(tmp_path: Path, bomb: str) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=1000, query_memory=64) as store:
            error, _ = await timed(ask(store, bomb))
            assert isinstance(error, QueryTooLarge)
            assert "64 MiB" in str(error)
            assert await rows(store, SMALL) == [{"o": "value 1"}]

    run(work())


def test_when_all_workers_hold_too_much_the_largest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(greed, "TOGETHER", 100 / 4096)

    async def work() -> None:
        async with serving(tmp_path, size=1000, query_memory=4096) as store:
            error, _ = await timed(ask(store, DISTINCT))
            assert isinstance(error, QueryTooLarge)
            assert "together" in str(error)

    run(work())


@pytest.mark.parametrize(
    "bomb",
    [
        "SELECT * " + "{" * 10_000 + "}" * 10_000,
        "SELECT * { FILTER(" + "!" * 10_000 + "true) }",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 10_000 + "}",
        "SELECT (1" + "-1" * 10_000 + " AS ?x) {}",
    ],
    ids=["brackets", "negations", "optionals", "subtractions"],
)
def test_deep_queries_harm_nobody(tmp_path: Path, bomb: str) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3) as store:
            attempt = asyncio.create_task(timed(ask(store, bomb)))
            await small_answers(store, 0.3)
            assert isinstance((await attempt)[0], QueryTooDeep)

    run(work())


def test_service_and_load_are_refused(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            for text in ("SELECT * { SERVICE <http://example.org/> {} }", "LOAD <x:y>"):
                with pytest.raises(Forbidden):
                    await store.query(text, formats=["json"])

    run(work())


def test_a_syntax_error_tells_line_and_column(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            with pytest.raises(QuerySyntaxError) as caught:
                await store.query("SELECT ?x\nWHERE { ?x ?y ?z FILTER(1 + ) }", formats=["json"])
            assert (caught.value.line, caught.value.column) == (2, 32)
            with pytest.raises(QuerySyntaxError, match="no PREFIX line declares"):
                await store.query("SELECT ?x { ?x a none:Thing }", formats=["json"])

    run(work())


def test_formats_that_do_not_fit_the_query_are_refused(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            with pytest.raises(NotAcceptable, match="json, xml, csv, tsv"):
                await store.query("SELECT * {}", formats=["turtle"])
            with pytest.raises(NotAcceptable, match="turtle"):
                await store.query("CONSTRUCT WHERE { ?s ?p ?o }", formats=["json"])

    run(work())


def test_an_asker_who_leaves_frees_the_worker(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=2000) as store:
            bombs = [asyncio.create_task(ask(store, PRODUCT)) for _ in range(6)]
            await asyncio.sleep(0.5)
            busy = {worker.pid for worker in store._pool.workers if worker.job}
            assert busy
            for bomb in bombs:
                bomb.cancel()
            await asyncio.gather(*bombs, return_exceptions=True)
            await asyncio.sleep(0.3)
            assert not [pid for pid in busy if alive(pid)]
            assert not any(worker.job for worker in store._pool.workers)

    run(work())


def test_an_answer_of_megabytes_that_comes_too_late_is_an_error(tmp_path: Path) -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    async def work() -> None:
        async with serving(tmp_path, size=500) as store:
            bomb = asyncio.create_task(store.query(endless, formats=["csv"], timeout=1))
            while store._spool.used < 2 << 20:
                await asyncio.sleep(0.01)
            with pytest.raises(QueryTimeout):
                await bomb
            assert store._spool.used == 0

    run(work())


def test_an_asker_who_leaves_leaves_nothing_of_a_large_answer(tmp_path: Path) -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    async def work() -> None:
        async with serving(tmp_path, size=500) as store:
            bomb = asyncio.create_task(store.query(endless, formats=["csv"]))
            while store._spool.used < 2 << 20:
                await asyncio.sleep(0.01)
            bomb.cancel()
            await asyncio.gather(bomb, return_exceptions=True)
            assert store._spool.used == 0
            assert not any(worker.job for worker in store._pool.workers)

    run(work())


def test_answers_that_nobody_fetches_fill_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "ALL_ANSWERS", 8 << 20)
    monkeypatch.setattr(pool, "LARGEST_SHARE", 2 << 20)
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f }"

    async def work() -> None:
        async with serving(tmp_path, size=250) as store:
            waiting = await store.query(large, formats=["csv"])
            assert 4 << 20 < waiting.size < 8 << 20
            with pytest.raises(QueryTooLarge, match="wait to be fetched"):
                await store.query(large + " # again", formats=["csv"])
            assert await rows(store, SMALL) == [{"o": "value 1"}]
            await waiting.aclose()
            again = await store.query(large + " # again", formats=["csv"])
            assert (await again.read()).count(b"\r\n") == 250 * 250 + 1

    run(work())


def test_an_answer_larger_than_all_bounds_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "LARGEST_ANSWER", 3 << 20)
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    async def work() -> None:
        async with serving(tmp_path, size=500) as store:
            with pytest.raises(QueryTooLarge, match="larger than 3 MiB"):
                await store.query(endless, formats=["csv"])

    run(work())


def test_an_answer_given_up_is_not_read_on(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=250) as store:
            answer = await store.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", formats=["csv"])
            await answer.aclose()
            with pytest.raises(RuntimeError, match="given up"):
                await answer.read()

    run(work())


def test_one_huge_value_is_answered_whole(tmp_path: Path) -> None:
    huge = (
        'SELECT ?x20 { BIND("0123456789" AS ?x0) '
        + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(20))
        + " }"
    )

    async def work() -> None:
        async with serving(tmp_path) as store:
            ((value,),) = [row.values() for row in await rows(store, huge)]
            assert value == "0123456789" * 2**20

    run(work())


def test_a_worker_that_talks_nonsense_is_ended(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=2000) as store:
            bomb = asyncio.create_task(timed(ask(store, PRODUCT)))
            await asyncio.sleep(0.1)
            (worker,) = [worker for worker in store._pool.workers if worker.job]
            worker.data_received(b"D" + (1 << 31).to_bytes(4, "big"))
            assert isinstance((await bomb)[0], StoreUnavailable)
            assert await rows(store, SMALL) == [{"o": "value 1"}]

    run(work())


def test_a_slow_reader_holds_no_worker_and_gets_every_byte(tmp_path: Path) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"

    async def work() -> None:
        async with serving(tmp_path, size=250) as store:
            answer = await store.query(query, formats=["csv"])
            assert not any(worker.job for worker in store._pool.workers)
            assert answer.size > 4 << 20
            whole = await answer.read()
            assert len(whole) > 4 << 20
            assert whole.count(b"\r\n") == 250 * 250 + 1
            with pytest.raises(RuntimeError):
                await answer.read()
            assert list((tmp_path / "spool").iterdir()) == []

    run(work())


def test_too_many_at_once_are_sent_away(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=2000, workers=1) as store:
            asked = [timed(ask(store, f"{PRODUCT} # {i}", 1)) for i in range(100)]
            results = [result for result, _ in await asyncio.gather(*asked)]
            assert any(isinstance(result, QueueFull) for result in results)
            assert all(isinstance(result, QueueFull | QueryTimeout) for result in results)
            assert await rows(store, SMALL) == [{"o": "value 1"}]

    run(work())


def test_when_the_parent_of_the_readers_dies_the_query_is_answered_by_the_next(
    tmp_path: Path,
) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=10) as store:
            assert store._abreast.readers is not None
            workers = [worker.pid for worker in store._pool.workers]
            parent = store._abreast.readers.pid
            os.kill(parent, signal.SIGKILL)
            # Until it is dead its workers may still answer; they die with it.
            await gone(parent)
            assert await rows(store, SMALL) == [{"o": "value 1"}]
            for pid in workers:
                await gone(pid)

    run(work())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_somebody_else_ends_is_not_blamed_on_the_query(
    tmp_path: Path, number: int
) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=2000) as store:
            bomb = asyncio.create_task(ask(store, PRODUCT))
            await asyncio.sleep(0.3)
            (busy,) = [worker for worker in store._pool.workers if worker.job is not None]
            os.kill(busy.pid, number)
            with pytest.raises(StoreUnavailable, match="from outside"):
                await bomb

    run(work())


def test_nothing_is_left_running_when_the_store_stops(tmp_path: Path) -> None:
    async def work() -> list[int]:
        async with serving(tmp_path, size=2000) as store:
            bomb = asyncio.create_task(ask(store, PRODUCT))
            await asyncio.sleep(0.4)
            assert store._abreast.readers is not None
            assert store._writer is not None
            assert store._writer._child is not None
            pids = [worker.pid for worker in store._pool.workers]
            pids += [store._abreast.readers.pid, store._writer._child.pid]
        with pytest.raises(StoreUnavailable):
            await bomb
        return pids

    pids = run(work())
    assert not [pid for pid in pids if alive(pid)]


def test_the_parent_has_one_thread_when_it_forks(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=10) as store:
            assert store._abreast.readers is not None
            await rows(store, SMALL)
            assert len(os.listdir(f"/proc/{store._abreast.readers.pid}/task")) == 1

    run(work())


def test_two_default_graphs_are_merged_without_doubles(tmp_path: Path) -> None:
    add(tmp_path, quads(range(3)) + quads(range(5), B))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    async def work() -> None:
        async with serving(tmp_path) as store:
            assert await rows(store, count, default_graphs=[A, B]) == [{"n": "5"}]
            assert await rows(store, count, default_graphs=[A]) == [{"n": "3"}]
            assert await rows(store, count, named_graphs=[A]) == [{"n": "0"}]
            assert await rows(store, graphs, default_graphs=[A, B]) == [{"n": "0"}]
            assert await rows(store, graphs) == [{"n": "2"}]
            both = f"FROM <{A}> FROM <{B}>"
            assert await rows(store, count.replace("{", f"{both} {{")) == [{"n": "5"}]
            named = f"{both} FROM NAMED <{A}>"
            assert await rows(store, graphs.replace("{", f"{named} {{", 1)) == [{"n": "1"}]

    run(work())


@pytest.mark.parametrize("shared", [False, True])
def test_all_accepted_graphs_and_one_apart_are_read_without_copying_them(
    tmp_path: Path, shared: bool
) -> None:
    add(tmp_path, quads(range(3)) + quads(range(2, 5), B))
    add(tmp_path, quads(range(4, 7) if shared else range(5, 7), APART))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    async def work() -> None:
        async with serving(tmp_path, workers=1) as store:
            before = {worker.pid for worker in store._pool.workers}
            for number in range(6):
                all_three = {"default_graphs": [A, B, APART]}
                text = f"{count} # {number}"
                assert await rows(store, text, **all_three) == [{"n": "7"}]
                assert await rows(store, f"{graphs} # {number}") == [{"n": "9" if shared else "8"}]
            # Whoever copies into its own store is let go afterwards.
            assert before & {worker.pid for worker in store._pool.workers} == before

    run(work())


def test_own_questions_do_not_wait_for_those_of_strangers(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=400, workers=1, own_workers=1) as store:
            bombs = [
                asyncio.create_task(store.query(f"{PRODUCT} # {number}", formats=["json"]))
                for number in range(12)
            ]
            await asyncio.sleep(0.3)
            for number in range(20):
                found = await rows(store, f"{SMALL} # {number}", own=True)
                assert found == [{"o": "value 1"}]
                assert not any(bomb.done() for bomb in bombs)
            assert store.census().running > 0
            for bomb in bombs:
                bomb.cancel()
            await asyncio.gather(*bombs, return_exceptions=True)

    run(work())


def test_processes_for_own_questions_are_kept_and_have_walked_over_the_data(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=5000, own_workers=1) as store:
            for _ in range(200):
                if all(worker.warm for worker in store._own_pool._staff.idle):
                    break
                await asyncio.sleep(0.05)
            before = {worker.pid for worker in store._own_pool.workers}
            await asyncio.sleep(2)
            await rows(store, SMALL, own=True)
            assert {worker.pid for worker in store._own_pool.workers} == before
            assert all(worker.warm for worker in store._own_pool._staff.idle)

    run(work())


class Exhausted:
    """A parent that can fork so many, and then no more."""

    def __init__(self, readers: Readers, forks: int) -> None:
        self._readers = readers
        self._forks = forks

    def __getattr__(self, name: str) -> Any:
        return getattr(self._readers, name)

    async def fork(self) -> tuple[int, socket.socket, Revision]:
        self._forks -= 1
        if self._forks < 0:
            raise StoreUnavailable("There is no room for another process")
        return await self._readers.fork()


@pytest.mark.parametrize("forks", [1, 2], ids=["the first pool", "the second pool"])
def test_workers_that_were_prepared_for_nothing_are_let_go(tmp_path: Path, forks: int) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3, own_workers=2) as store:
            assert store._abreast.readers is not None
            parent = Exhausted(store._abreast.readers, forks)
            with pytest.raises(StoreUnavailable):
                await store._abreast.attach(parent)  # type: ignore[arg-type]
            # Counted, and asked by nobody, they would stand in the way of others.
            every = store._pool.workers | store._own_pool.workers
            assert every
            assert not any(isinstance(worker.readers, Exhausted) for worker in every)

    run(work())

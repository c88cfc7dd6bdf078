"""Updates among others: in turn, ended in the middle, and never seen in part."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
from tests.store.tiny import A, rows, run, serving
from tests.store.updating import dump, graphs, update, values

from wsisgraph.errors import (
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    RevisionMismatch,
    StoreError,
    StoreUnavailable,
)
from wsisgraph.store.changes import Difference
from wsisgraph.store.protocol import Author, Revision, Written
from wsisgraph.terms import iris

SLOW = "INSERT { GRAPH g:x { ?a :p ?d } } WHERE { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j } }"


def test_an_expected_revision_is_compared_with_the_one_that_is_changed(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            first = await update(
                store, "INSERT DATA { GRAPH g:a { :s :p 1 } }", expected=store.revision
            )
            two = [f"INSERT DATA {{ GRAPH g:a {{ :s :p {n} }} }}" for n in (2, 3)]
            ends = await asyncio.gather(
                *(update(store, text, expected=first.revision) for text in two),
                return_exceptions=True,
            )
            assert Counter(map(type, ends)) == Counter([Written, RevisionMismatch])
            assert len(await values(store)) == 2
            with pytest.raises(RevisionMismatch, match="not at 9-"):
                await update(store, two[0], expected=Revision(9, "9-000000000000"))

    run(work())


def test_of_many_writers_at_once_none_is_lost(tmp_path: Path) -> None:
    bump = "DELETE { GRAPH g:a { :n :is ?n } } INSERT { GRAPH g:a { :n :is ?m } } WHERE { GRAPH g:a"
    bump += " { :n :is ?n } BIND(?n + 1 AS ?m) }"

    async def work() -> None:
        async with serving(tmp_path) as store:
            await update(store, "INSERT DATA { GRAPH g:a { :n :is 0 } }")
            await asyncio.gather(*(update(store, bump) for _ in range(20)))
            assert await values(store) == {"20"}

    run(work())


def test_a_long_update_lets_others_write_and_is_computed_again(tmp_path: Path) -> None:
    # It counts what is there: had it been committed as first computed, it would have miscounted.
    slow = (
        "INSERT { GRAPH g:x { :all :number ?n } } WHERE { { SELECT (COUNT(*) AS ?n) {"
        " GRAPH g:a { ?a :p ?x . ?b :p ?y . ?c :p ?z } } } }"
    )

    async def work() -> None:
        async with serving(tmp_path, query_timeout=30.0) as store:
            many = " ".join(f":s{n} :p {n} ." for n in range(300))
            await update(store, f"INSERT DATA {{ GRAPH g:a {{ {many} }} }}")
            long = asyncio.create_task(update(store, slow))
            await asyncio.sleep(0.35)
            await update(store, "INSERT DATA { GRAPH g:a { :more :p 1 } }")
            assert not long.done()
            await long
            assert await values(store, iris.graph("x")) == {str(301**3)}

    run(work())


def test_a_change_by_the_command_line_in_the_meantime_is_no_harm(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            base = await update(store, "INSERT DATA { GRAPH g:a { :s :p 1 } }")
            compute, met = store.compute, []

            async def disturbed(given: Any) -> Any:
                answer = await compute(given)
                if not met:
                    line = f'<x:s> <x:p> "other" <{A}> .\n'.encode()
                    met.append(await store.commit(Difference(line), agent="cli", message=""))
                return answer

            store.compute = disturbed  # type: ignore[method-assign]
            written = await update(store, "DELETE WHERE { GRAPH g:a { ?s ?p ?o } }")
            assert (written.removed, written.revision.sequence) == (2, base.revision.sequence + 2)
            met.clear()
            with pytest.raises(RevisionMismatch):
                await update(
                    store, "INSERT DATA { GRAPH g:a { :s :p 1 } }", expected=written.revision
                )

    run(work())


def test_a_worker_killed_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=300) as store:
            before = await dump(store)
            long = asyncio.create_task(update(store, SLOW))
            await asyncio.sleep(0.3)
            busy = [worker for worker in store._pool.workers if worker.job is not None]
            assert len(busy) == 1
            os.kill(busy[0].pid, signal.SIGKILL)
            with pytest.raises(StoreUnavailable, match="from outside"):
                await long
            assert await dump(store) == before
            assert (await update(store, "INSERT DATA { GRAPH g:x { :s :p 1 } }")).added == 1

    run(work())


async def ends(work: Awaitable[object]) -> BaseException | None:
    try:
        await work
    except StoreError as error:
        return error
    return None


def test_bombs_are_ended_and_others_read_and_write_meanwhile(tmp_path: Path) -> None:
    concat = (
        "INSERT { GRAPH g:x { :s :p ?x } } WHERE { { SELECT (GROUP_CONCAT(?o) AS ?x) {"
        " GRAPH ?g { ?a ?b ?o . ?c ?d ?e . ?f ?h ?i } } } }"
    )
    deep = "INSERT DATA { GRAPH g:x { :s :p " + "(" * 5000 + ")" * 5000 + " } }"

    async def work() -> None:
        async with serving(tmp_path, size=2000, query_timeout=2.0, query_memory=64) as store:
            before = store.revision
            bombs = [asyncio.create_task(ends(update(store, text))) for text in (SLOW, concat)]
            with pytest.raises(QueryTooDeep):
                await update(store, deep)
            written = await update(store, "INSERT DATA { GRAPH g:y { :s :p 1 } }")
            assert await values(store, iris.graph("y")) == {"1"}
            for error in await asyncio.gather(*bombs):
                assert isinstance(error, (QueryTimeout, QueryTooLarge))
            assert store.revision == written.revision != before

    run(work())


def test_a_client_that_goes_away_ends_the_computing_but_never_half_a_commit(
    tmp_path: Path,
) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=300) as store:
            gone = asyncio.create_task(update(store, SLOW))
            await asyncio.sleep(0.1)
            gone.cancel()
            with pytest.raises(asyncio.CancelledError):
                await gone
            for pause in (0.0, 0.001, 0.002, 0.004, 0.008):
                text = "INSERT DATA { GRAPH g:x { :s :p 1 ; :q 1 } GRAPH g:y { :s :p 1 } }"
                hasty = asyncio.create_task(update(store, text))
                await asyncio.sleep(pause)
                hasty.cancel()
                await asyncio.wait({hasty})
                await update(store, "INSERT DATA { GRAPH g:z { :s :p 1 } }")
                there = await graphs(store) & {iris.graph("x"), iris.graph("y")}
                assert len(there) in (0, 2)
                await update(store, "DROP SILENT GRAPH g:x ; DROP SILENT GRAPH g:y ; DROP NAMED")

    run(work())


def test_readers_see_a_write_whole_or_not_at_all(tmp_path: Path) -> None:
    count = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"

    async def work() -> None:
        async with serving(tmp_path) as store:
            over = asyncio.Event()
            seen: set[tuple[str, ...]] = set()

            async def look() -> None:
                while not over.is_set():
                    seen.add(tuple(sorted(row["n"] for row in await rows(store, count))))
                    await asyncio.sleep(0.001)

            readers = [asyncio.create_task(look()) for _ in range(3)]
            many = " ".join(f":s{n} :p {n} ." for n in range(200))
            for _ in range(5):
                data = f"GRAPH g:a {{ {many} }} GRAPH g:b {{ {many} }}"
                await update(store, f"INSERT DATA {{ {data} }}")
                await update(store, "DROP GRAPH g:a ; DROP GRAPH g:b")
            over.set()
            await asyncio.gather(*readers)
            assert seen <= {(), ("200", "200")}

    run(work())


def test_the_journal_tells_who_wrote_and_why(tmp_path: Path) -> None:
    from wsisgraph.store.journal import JournalReader

    async def work() -> None:
        async with serving(tmp_path) as store:
            author = Author("itu", "a new role", lambda graph: True)
            await update(store, "INSERT DATA { GRAPH g:a { :s :p 1 } }", author=author)

    run(work())
    (record,) = JournalReader(tmp_path / "journal").read()
    assert (record.agent, record.message, record.added_quads) == ("itu", "a new role", 1)

"""Updates: whole or not at all, by those who may, in both modes, and for good."""

import asyncio
import os
import shutil
import signal
from collections import Counter
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
from tests.store.tiny import APART, A, B, rows, run, serving

from wsisgraph.errors import (
    DefaultGraphDerived,
    Forbidden,
    QueryFailed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    RevisionMismatch,
    StoreError,
    StoreUnavailable,
    WriteNotAllowed,
)
from wsisgraph.store.changes import Difference
from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.protocol import Author, Revision, Scope, Written
from wsisgraph.terms import iris

ANYBODY = Author("test", "because", lambda graph: True)
INFERRED = iris.graph("inferred")
P = "PREFIX : <http://example.org/> PREFIX g: <https://w3id.org/wsis-sdg/graph/> "
EVERYTHING = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
SLOW = "INSERT { GRAPH g:x { ?a :p ?d } } WHERE { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j } }"

modes = pytest.mark.parametrize("strict", [False, True], ids=["merged", "strict"])


async def update(store: EmbeddedStore, text: str, **arguments: Any) -> Written:
    return await store.update(P + text, **{"author": ANYBODY, **arguments})


async def graphs(store: EmbeddedStore) -> set[str]:
    return {row["g"] for row in await rows(store, "SELECT ?g { GRAPH ?g {} }")}


async def dump(store: EmbeddedStore) -> Counter[str]:
    answer = await store.graph(Scope.DATASET, formats=["nquads"])
    return Counter((await answer.read()).decode().splitlines())


async def values(store: EmbeddedStore, graph: str = A) -> set[str]:
    found = await rows(store, f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return {row["o"] for row in found}


def derive_nothing(dataset: object) -> list[Any]:
    """Rules that derive nothing."""
    return []


@modes
def test_an_update_is_read_by_the_next_query_and_tells_what_it_did(
    tmp_path: Path, strict: bool
) -> None:
    async def work() -> None:
        async with serving(tmp_path, strict=strict) as store:
            first = await update(store, "INSERT DATA { GRAPH g:a { :s :p 'one', 'two' } }")
            assert (first.added, first.removed, first.created) == (2, 0, (A,))
            assert first.revision == store.revision
            assert await values(store) == {"one", "two"}
            second = await update(
                store,
                "DELETE { GRAPH g:a { ?s ?p 'one' } } INSERT { GRAPH g:b { ?s ?p 'three' } }"
                "WHERE { GRAPH g:a { ?s ?p 'one' } }",
            )
            assert (second.added, second.removed, second.created) == (1, 1, (B,))
            assert await values(store) == {"two"}
            assert await values(store, B) == {"three"}

    run(work())


def test_what_changes_nothing_makes_no_revision(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            before = await update(store, "INSERT DATA { GRAPH g:a { :s :p 1.50 } }")
            for text in (
                "INSERT DATA { GRAPH g:a { :s :p 1.5 } }",
                "DELETE DATA { GRAPH g:a { :s :p 2 } }",
                "DELETE WHERE { GRAPH g:a { ?s :none ?o } }",
                "INSERT DATA { GRAPH g:a { :s :p 3 } } ; DELETE DATA { GRAPH g:a { :s :p 3 } }",
                "INSERT { GRAPH g:a { ?s :x 1 } } WHERE { GRAPH g:a { ?s ?p ?o } };"
                "DELETE WHERE { GRAPH g:a { ?s :x ?o } }",
            ):
                assert await update(store, text) == Written(before.revision, 0, 0)

    run(work())


OPERATIONS = "INSERT DATA { GRAPH g:a { :s :p 1 } } ; "


@modes
@pytest.mark.parametrize(
    ("failing", "error"),
    [
        ("CREATE GRAPH g:a", QueryFailed),
        ("DROP GRAPH g:none", QueryFailed),
        ("INSERT DATA { GRAPH g:a { :s :p } }", QuerySyntaxError),
        ("INSERT { ?s :q ?o } WHERE { ?s :p ?o } nonsense", QuerySyntaxError),
        ("LOAD <http://example.org/>", Forbidden),
        ("INSERT { GRAPH g:a { ?s ?p ?o } } WHERE { SERVICE :x { ?s ?p ?o } }", Forbidden),
    ],
)
def test_several_operations_are_done_all_or_none(
    tmp_path: Path, strict: bool, failing: str, error: type[StoreError]
) -> None:
    async def work() -> None:
        async with serving(tmp_path, strict=strict) as store:
            with pytest.raises(error):
                await update(store, OPERATIONS + failing)
            assert store.revision.sequence == 0
            # The worker that began it answers nobody any more.
            for _ in range(8):
                assert await graphs(store) == set()

    run(work())


def test_a_syntax_error_tells_line_and_column(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            for arguments in ({}, {"using": [A]}):
                with pytest.raises(QuerySyntaxError, match="update is not SPARQL") as told:
                    await store.update(
                        "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } } ;\n DELETE { ?s } WHERE {}",
                        author=ANYBODY,
                        **arguments,  # type: ignore[arg-type]
                    )
                assert (told.value.line, told.value.column) == (2, 16)

    run(work())


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { :s :p 'new' }",
        "INSERT DATA { GRAPH g:x { :s :p 1 } :s :p 'new' }",
        "INSERT DATA { :s :p 'there' }",
        "DELETE DATA { :s :p 'there' }",
        "DELETE DATA { :s :p 'not there' }",
        "ADD g:b TO DEFAULT",
        "ADD SILENT g:not-there TO DEFAULT",
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT { ?s :q ?o } WHERE { ?s ?p ?o }",
        "CLEAR DEFAULT",
        "CLEAR ALL",
        "DROP DEFAULT",
        "DROP ALL",
        "COPY g:b TO DEFAULT",
        "MOVE g:b TO DEFAULT",
        "MOVE DEFAULT TO g:x",
        "INSERT DATA { GRAPH g:x { :s :p 1 } } ; CLEAR DEFAULT",
        "CREATE GRAPH g:x ; INSERT { :s :p 'new' } WHERE {}",
    ],
)
def test_the_merged_default_graph_is_not_written_and_the_mend_is_told(
    tmp_path: Path, text: str
) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            await update(store, "INSERT DATA { GRAPH g:a { :s :p 'there' } GRAPH g:b { :t :p 1 } }")
            before = await dump(store)
            with pytest.raises(DefaultGraphDerived, match="named graph"):
                await update(store, text)
            assert await dump(store) == before

    run(work())


@pytest.mark.parametrize("text", ["CLEAR NAMED", "DROP NAMED", "COPY DEFAULT TO g:x"])
def test_what_leaves_the_default_graph_alone_passes(tmp_path: Path, text: str) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            await update(store, "INSERT DATA { GRAPH g:a { :s :p 'there' } }")
            assert (await update(store, text)).revision.sequence == 2
            expected = {"there"} if "COPY" in text else set()
            assert await values(store, iris.graph("x")) == expected

    run(work())


def test_where_reads_the_merged_graph_and_what_earlier_operations_wrote(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            await update(store, "INSERT DATA { GRAPH g:a { :s :p 1 } }")
            await update(
                store,
                f"INSERT DATA {{ GRAPH g:b {{ :t :p 2 }} GRAPH <{APART}> {{ :u :p 3 }} }} ;"
                "DELETE DATA { GRAPH g:a { :s :p 1 } } ;"
                "INSERT { GRAPH g:x { ?s :q ?o } } WHERE { ?s :p ?o } ;"
                "INSERT { GRAPH g:y { ?s :r ?o } } WHERE { ?s :q ?o } ;"
                "DROP GRAPH g:x",
            )
            assert await values(store, iris.graph("y")) == {"2"}
            assert await graphs(store) == {A, B, APART, iris.graph("y")}
            assert await rows(store, "SELECT ?o { ?s ?p ?o }") == [{"o": "2"}] * 2

    run(work())


def test_the_strict_default_graph_is_an_ordinary_one_and_survives(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, strict=True) as store:
            written = await update(store, "INSERT DATA { :s :p 1 , 2 }")
            assert (written.added, written.created) == (2, ())
            await update(store, "DELETE DATA { :s :p 1 } ; COPY DEFAULT TO g:a")
        async with serving(tmp_path, strict=True) as store:
            assert await rows(store, "SELECT ?o { ?s ?p ?o }") == [{"o": "2"}]
            assert await values(store) == {"2"}
            await update(store, "CLEAR ALL")
            assert await dump(store) == Counter()

    run(work())


@modes
@pytest.mark.parametrize("start", ["checkpoint", "journal"])
def test_graphs_without_quads_are_there_until_they_are_dropped(
    tmp_path: Path, strict: bool, start: str
) -> None:
    empty = {iris.graph(name) for name in ("made", "cleared", "emptied", "unsaid")}

    async def work() -> None:
        async with serving(tmp_path, strict=strict) as store:
            await update(store, "CREATE GRAPH g:made ; CREATE GRAPH g:dropped")
            for name in ("cleared", "emptied", "unsaid", "filled"):
                await update(store, f"INSERT DATA {{ GRAPH g:{name} {{ :s :p 1 }} }}")
            await update(
                store, "CLEAR GRAPH g:cleared ; DELETE WHERE { GRAPH g:emptied {?s ?p ?o}}"
            )
            await update(store, "DELETE DATA { GRAPH g:unsaid { :s :p 1 } }")
            last = await update(store, "DROP GRAPH g:dropped ; MOVE g:filled TO g:moved")
            assert set(last.dropped) == {iris.graph("dropped"), iris.graph("filled")}
            assert last.created == (iris.graph("moved"),)
            assert await graphs(store) == {*empty, iris.graph("moved")}
        shutil.rmtree(tmp_path / "store")
        if start == "journal":
            shutil.rmtree(tmp_path / "checkpoints")
        async with serving(tmp_path, strict=strict) as store:
            assert await graphs(store) == {*empty, iris.graph("moved")}
            assert (await update(store, "DROP NAMED")).removed == 1
            assert await graphs(store) == set()

    run(work())


def test_blank_nodes_of_two_requests_are_two_and_stay_the_same_over_a_restart(
    tmp_path: Path,
) -> None:
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH g:a { ?s ?p ?o } }"

    async def work() -> None:
        async with serving(tmp_path) as store:
            # Workers forked from one parent must not draw the same names.
            texts = [f"INSERT DATA {{ GRAPH g:a {{ _:b :p {i} ; :q {i} }} }}" for i in range(8)]
            await asyncio.gather(*(update(store, text) for text in texts))
            await update(store, "INSERT { GRAPH g:a { _:b :p 'x' } } WHERE {}")
            await update(store, "INSERT { GRAPH g:a { _:b :p 'x' } } WHERE {}")
            assert await rows(store, P + count) == [{"n": "10"}]
            before = await dump(store)
        async with serving(tmp_path) as store:
            assert await dump(store) == before
            await update(store, "DELETE WHERE { GRAPH g:a { ?s :q ?o } }")
            assert await rows(store, P + count) == [{"n": "10"}]

    run(work())


def test_a_dataset_given_beside_the_update_is_what_where_reads(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, strict=True) as store:
            await update(
                store,
                "INSERT DATA { :d :p 0 GRAPH g:a { :s :p 1 } GRAPH g:b { :s :p 2 }"
                " GRAPH g:c { :s :p 3 } }",
            )
            insert = "INSERT { GRAPH g:x { ?s :q ?o } } WHERE { ?s :p ?o } ; "
            await update(store, insert + insert.replace(":q", ":r"), using=[A, B])
            assert await values(store, iris.graph("x")) == {"1", "2"}
            await update(
                store,
                "INSERT { GRAPH g:y { ?s ?g ?o } } WHERE { GRAPH ?g { ?s :p ?o } }",
                using_named=[B],
            )
            assert await values(store, iris.graph("y")) == {"2"}
            await update(store, "DELETE WHERE { GRAPH ?g { ?s :p ?o } }", using_named=[A, B])
            assert await values(store, A) == await values(store, B) == set()
            assert await values(store, iris.graph("c")) == {"3"}
            await update(store, "INSERT DATA { :d :p 5 } ; DELETE DATA { :d :p 0 }", using=[A])
            assert await rows(store, "SELECT ?o { ?s ?p ?o }") == [{"o": "5"}]

    run(work())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("WITH g:a DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "USING or WITH"),
        ("INSERT { GRAPH g:a { ?s ?p ?o } } USING g:b WHERE { ?s ?p ?o }", "USING or WITH"),
        ("INSERT DATA { GRAPH g:a { :s :p 1 } } ; DELETE {} USING NAMED g:b WHERE {}", "USING"),
    ],
)
def test_a_dataset_in_the_update_and_beside_it_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            for arguments in ({"using": [A]}, {"using_named": [A]}):
                with pytest.raises(QuerySyntaxError, match=message):
                    await update(store, text, **arguments)
            for name in ("relative", "x:a> <x:b", "urn:wsisgraph:state"):
                with pytest.raises(QuerySyntaxError, match="no name of a graph"):
                    await update(store, "INSERT DATA {}", using=[name])
            assert store.revision.sequence == 0

    run(work())


def test_relative_iris_are_resolved_against_the_base(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            for text in ("INSERT DATA { GRAPH <g> { <s> <p> <o> } }", "CREATE GRAPH <e>"):
                await store.update(text, author=ANYBODY, base="http://base.example/d/")
            assert await graphs(store) == {"http://base.example/d/g", "http://base.example/d/e"}
            answer = await store.query(
                "ASK { <s> <p> <o> }", formats=["csv"], base="http://base.example/d/"
            )
            assert b"true" in await answer.read()
            other = await store.query(
                "ASK { <s> <p> <o> }", formats=["csv"], base="http://other.example/d/"
            )
            assert b"false" in await other.read()

    run(work())


def test_who_may_not_write_a_graph_changes_none(tmp_path: Path) -> None:
    own = Author("itu", "because", lambda graph: graph == A)
    asked: list[str | None] = []

    def may_write(graph: str | None) -> bool:
        asked.append(graph)
        return graph == A

    async def work() -> None:
        async with serving(tmp_path, strict=True) as store:
            await update(store, "INSERT DATA { GRAPH g:b { :s :p 1 } }")
            await update(store, "INSERT DATA { GRAPH g:a { :s :p 1 } }", author=own)
            both = "INSERT DATA { :s :p 1 GRAPH g:a { :s :p 2 } GRAPH g:b { :s :p 2 } }"
            with pytest.raises(WriteNotAllowed, match="“itu” may not change") as told:
                await update(store, both, author=Author("itu", "", may_write))
            assert set(told.value.graphs) == {B, None}
            assert set(asked) == {A, B, None}
            for text in (
                "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
                "DROP GRAPH g:b",
                "INSERT DATA { GRAPH g:b { :s :p 1 } }",
                "DELETE DATA { GRAPH g:b { :s :p 'not there' } }",
                "INSERT DATA { GRAPH g:b { :s :p 2 } } ; DELETE DATA { GRAPH g:b { :s :p 2 } }",
                "CREATE GRAPH g:c",
                "CLEAR ALL",
                "MOVE g:b TO g:a",
                # What is named is asked for though nothing match, or be there already.
                "INSERT { GRAPH g:b { ?s ?p ?o } } WHERE { ?s ?p 'no such value' }",
                "DELETE { GRAPH g:b { ?s ?p ?o } } WHERE { ?s ?p 'no such value' BIND(1 AS ?o) }",
                "DELETE WHERE { GRAPH g:b { ?s ?p 'no such value' } }",
                "WITH g:b DELETE { ?s ?p ?o } WHERE { ?s ?p 'no such value' BIND(1 AS ?o) }",
                "WITH g:a INSERT { GRAPH <http://example.org/g> { :s :p ?o } } WHERE { :x :y ?o }",
                "INSERT { :s :p ?o } WHERE { :x :y ?o }",
                "CREATE SILENT GRAPH g:b",
                "CREATE SILENT GRAPH g:a ; DROP SILENT GRAPH <http://example.org/none>",
                "ADD SILENT <http://example.org/none> TO g:b",
                "COPY g:a TO DEFAULT",
            ):
                with pytest.raises(WriteNotAllowed):
                    await update(store, text, author=own)
            for text in (
                "INSERT { GRAPH g:a { ?s ?p 1 } } WHERE { GRAPH g:b { ?s ?p ?o } }",
                "WITH g:a DELETE { ?s ?p 2 } INSERT { ?s ?p 1 } WHERE { GRAPH g:b { ?s ?p ?o } }",
                "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(?g = g:a)}"
                " ; COPY g:b TO g:a",
            ):
                await update(store, text, author=own)
            assert await values(store, A) == await values(store, B) == {"1"}

    run(work())


def test_what_the_rules_derive_is_not_written_by_others(tmp_path: Path) -> None:
    async def work() -> None:
        derive = "tests.store.test_updates:derive_nothing"
        async with serving(tmp_path, derive=derive) as store:
            with pytest.raises(WriteNotAllowed, match="the rules derive"):
                await update(store, f"INSERT DATA {{ GRAPH <{INFERRED}> {{ :s :p 1 }} }}")

    run(work())


def test_names_of_the_store_itself_are_refused(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            with pytest.raises(StoreError, match="belongs to the store itself"):
                await update(store, "INSERT DATA { GRAPH <urn:wsisgraph:state> { :s :p 1 } }")

    run(work())


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
            busy = [worker for worker in store._pool._workers if worker.job is not None]
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

"""What updates do, in both modes: read at once, whole or not at all, and for good."""

import asyncio
import shutil
from collections import Counter
from pathlib import Path

import pytest
from tests.store.tiny import APART, A, B, rows, run, serving
from tests.store.updating import ANYBODY, P, dump, graphs, modes, update, values

from wsisgraph.errors import (
    DefaultGraphDerived,
    Forbidden,
    QueryFailed,
    QuerySyntaxError,
    StoreError,
)
from wsisgraph.store.protocol import Written
from wsisgraph.terms import iris


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

"""What a store promises, kept by our own and by three SPARQL servers: the same tests over all."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests import engines
from tests.store.remote.servers import RemoteOrOwn, Server, opened, started
from tests.store.tiny import run

from wsisgraph.errors import (
    Forbidden,
    GraphNotFound,
    QueryFailed,
    QuerySyntaxError,
    RevisionMismatch,
    WriteNotAllowed,
)
from wsisgraph.store.protocol import Author, Data, Scope

A, B, C = "http://example.org/a", "http://example.org/b", "http://example.org/c"
S, P = "<http://example.org/s>", "<http://example.org/p>"
ANYBODY = Author("anybody", "a test", lambda graph: True)


@pytest.fixture(scope="module", params=["embedded", *engines.NAMES])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server | None]:
    if request.param == "embedded":
        yield None
        return
    with started(request.param, tmp_path_factory.mktemp(request.param)) as found:
        yield found


async def values(store: RemoteOrOwn, text: str, **told: object) -> list[tuple[str, ...]]:
    answer = await store.query(text, formats=["json"], **told)  # type: ignore[arg-type]
    found = json.loads(await answer.read())
    rows = found["results"]["bindings"]
    return sorted(
        tuple(row[name]["value"] if name in row else "" for name in found["head"]["vars"])
        for row in rows
    )


def turtle(body: str) -> list[Data]:
    return [Data(body.encode(), "turtle", "http://example.org/")]


def test_what_was_written_is_read_by_the_next_query_once(
    server: Server | None, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            before = store.revision
            text = (
                f'INSERT DATA {{ GRAPH <{A}> {{ {S} {P} "one", "two"@en, 3, 2.50, true,'
                ' "2024"^^<http://www.w3.org/2001/XMLSchema#gYear>, "é\\"\\n\\u2028" }'
                f' GRAPH <{B}> {{ {S} {P} "one" }} }}'
            )
            written = await store.update(text, author=ANYBODY)
            assert (written.added, written.removed, set(written.created)) == (8, 0, {A, B})
            assert written.revision == store.revision != before
            expected = ["one", "two", "3", "2.5", "true", "2024", 'é"\n\u2028']
            assert await values(store, f"SELECT ?o {{ {S} {P} ?o }}") == sorted(
                (value,) for value in expected
            )
            assert await values(store, "SELECT ?g { GRAPH ?g { ?s ?p 'one' } }") == [(A,), (B,)]
            gone = await store.update(
                f'DELETE DATA {{ GRAPH <{A}> {{ {S} {P} "one", 2.50 }} }}', author=ANYBODY
            )
            assert (gone.added, gone.removed) == (0, 2)
            # The other graph holds it still.
            assert await values(store, f"SELECT ?o {{ {S} {P} ?o FILTER(STR(?o) = '2.5') }}") == []
            assert await values(store, "SELECT ?s { ?s ?p 'one' }") == [("http://example.org/s",)]

    run(work())


def test_every_form_is_answered_in_the_format_asked_for(
    server: Server | None, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            await store.write_graph(A, turtle(f'{S} {P} "x", true .'), replace=True, author=ANYBODY)
            select = f"SELECT ?o {{ {S} {P} ?o }} ORDER BY DESC(STR(?o))"
            csv = await store.query(select, formats=["csv"])
            assert (csv.kind, csv.media_type) == ("solutions", "text/csv; charset=utf-8")
            assert await csv.read() == b"o\r\nx\r\ntrue\r\n"
            tsv = await store.query(select, formats=["tsv"])
            assert await tsv.read() == b'?o\n"x"\ntrue\n'
            xml = await (await store.query(select, formats=["xml"])).read()
            assert b"<literal>x</literal>" in xml
            for text, told in (("ASK { ?s ?p 'x' }", True), ("ASK { ?s ?p 'y' }", False)):
                answer = await store.query(text, formats=["json"])
                assert answer.kind == "boolean"
                assert json.loads(await answer.read())["boolean"] is told
            graph = await store.query(
                "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?o = 'x') }",
                formats=["turtle"],
                graph_prefixes={"ex": "http://example.org/"},
            )
            assert graph.kind == "graph"
            assert b'ex:s ex:p "x"' in await graph.read()
            cut = await store.query(select, formats=["json"], max_rows=1)
            assert len(json.loads(await cut.read())["results"]["bindings"]) == 1
            assert cut.truncated

    run(work())


def test_several_default_graphs_are_merged_and_none_counts_twice(
    server: Server | None, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            await store.update(
                f"INSERT DATA {{ GRAPH <{A}> {{ {S} {P} 1, 2 }} GRAPH <{B}> {{ {S} {P} 2, 3 }}"
                f" GRAPH <{C}> {{ {S} {P} 3, 4 }} }}",
                author=ANYBODY,
            )
            count = "SELECT (COUNT(*) AS ?n)"
            for text, told, number in (
                (f"{count} {{ ?s ?p ?o }}", {}, "4"),
                (f"{count} FROM <{A}> FROM <{B}> {{ ?s ?p ?o }}", {}, "3"),
                (f"{count} FROM <{C}> {{ ?s ?p ?o }}", {}, "2"),
                (f"{count} {{ ?s ?p ?o }}", {"default_graphs": [B, C]}, "3"),
                (f"{count} FROM <{A}> {{ ?s ?p ?o }}", {"default_graphs": [B, C]}, "3"),
                (f"{count} {{ GRAPH ?g {{ ?s ?p ?o }} }}", {"named_graphs": [A, C]}, "4"),
                (f"{count} FROM NAMED <{B}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}, "2"),
                (f"{count} {{ ?s ?p ?o }}", {"named_graphs": [A]}, "0"),
            ):
                assert await values(store, text, **told) == [(number,)], (text, told)

    run(work())


def test_a_graph_is_replaced_merged_given_out_and_deleted(
    server: Server | None, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            written = await store.write_graph(
                A, turtle(f"{S} {P} [ {P} 1 ], 3.10 ."), replace=True, author=ANYBODY
            )
            assert written.created == (A,)
            await store.write_graph(A, turtle(f"{S} {P} 'x' ."), replace=False, author=ANYBODY)
            # Blank nodes are the same in the graph, and in the merge of all.
            joined = f"SELECT ?n {{ {S} {P} ?b . GRAPH <{A}> {{ ?b {P} ?n }} }}"
            assert await values(store, joined) == [("1",)]
            given = await (await store.graph(A, formats=["ntriples"])).read()
            assert len(given.splitlines()) == 4
            whole = await (await store.graph(Scope.DATASET, formats=["nquads"])).read()
            assert {line.split()[-2] for line in whole.splitlines()} == {f"<{A}>".encode()}
            await store.write_graph(A, turtle(f"{S} {P} 'y' ."), replace=True, author=ANYBODY)
            assert await values(store, "SELECT ?o { ?s ?p ?o }") == [("y",)]
            dropped = await store.delete_graph(A, author=ANYBODY)
            assert dropped.dropped == (A,)
            with pytest.raises(GraphNotFound):
                await store.graph(A, formats=["turtle"])
            assert await values(store, "SELECT ?o { ?s ?p ?o }") == []

    run(work())


def test_a_large_graph_goes_over_whole_and_what_changes_in_it_after(
    server: Server | None, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            lines = "".join(f"<http://example.org/s{n}> {P} {n} .\n" for n in range(6000))
            await store.write_graph(B, turtle("<s1> <p> 1 ."), replace=True, author=ANYBODY)
            await store.write_graph(A, turtle(lines), replace=True, author=ANYBODY)
            count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            assert await values(store, count) == [("6000",)]
            less = lines.partition("\n")[2]
            await store.write_graph(A, turtle(less), replace=True, author=ANYBODY)
            assert await values(store, count) == [("5999",)]
            await store.write_graph(A, turtle("<s9> <p> 9 ."), replace=True, author=ANYBODY)
            assert await values(store, count) == [("2",)]

    run(work())


def test_a_refused_write_changes_nothing(server: Server | None, tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            await store.write_graph(A, turtle(f"{S} {P} 1 ."), replace=True, author=ANYBODY)
            held = store.revision
            some = Author("some", "a test", lambda graph: graph == B)
            with pytest.raises(WriteNotAllowed):
                await store.update(
                    f"INSERT DATA {{ GRAPH <{B}> {{ {S} {P} 2 }} }} ; CLEAR GRAPH <{A}>",
                    author=some,
                )
            with pytest.raises(QuerySyntaxError):
                await store.update(
                    f"INSERT DATA {{ GRAPH <{B}> {{ {S} {P} 2 }} }} ; CLEAR GRAF", author=ANYBODY
                )
            assert store.revision == held
            assert await values(store, "SELECT ?o { ?s ?p ?o }") == [("1",)]
            await store.update(
                f"INSERT DATA {{ GRAPH <{B}> {{ {S} {P} 2 }} }}", author=ANYBODY, expected=held
            )
            with pytest.raises(RevisionMismatch):
                await store.update(
                    f"INSERT DATA {{ GRAPH <{B}> {{ {S} {P} 3 }} }}", author=ANYBODY, expected=held
                )

    run(work())


def test_a_rehearsal_tells_what_a_write_would_do_and_writes_nothing(
    server: Server | None, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            await store.write_graph(A, turtle(f"{S} {P} 1 ."), replace=True, author=ANYBODY)
            held = store.revision
            rehearses = replace(ANYBODY, rehearses=True)
            put = await store.write_graph(
                A, turtle(f"{S} {P} 2, 3 ."), replace=True, author=rehearses, expected=held
            )
            assert put.rehearsed is not None
            assert (put.added, put.removed, put.revision) == (2, 1, held)
            assert put.rehearsed.removed.startswith(f'{S} {P} "1"')
            text = f"CLEAR GRAPH <{A}> ; INSERT DATA {{ GRAPH <{B}> {{ {S} {P} 4 }} }}"
            updated = await store.update(text, author=rehearses)
            assert (updated.added, updated.removed, updated.created) == (1, 1, (B,))
            dropped = await store.delete_graph(A, author=rehearses)
            assert dropped.dropped == (A,)
            some = Author("some", "a test", lambda graph: graph == B, rehearses=True)
            with pytest.raises(WriteNotAllowed):
                await store.update(text, author=some)
            assert store.revision == held
            assert await values(store, f"SELECT ?g ?o {{ GRAPH ?g {{ {S} ?p ?o }} }}") == [(A, "1")]
            assert store.rehearses

    run(work())


def test_what_is_no_sparql_and_what_calls_elsewhere_is_refused_with_its_place(
    server: Server | None, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            with pytest.raises(QuerySyntaxError) as wrong:
                await store.query("SELECT *\n{ ?s ?p", formats=["json"])
            assert wrong.value.line == 2
            for text in (
                "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
                "SELECT * { ?s ?p ?o FILTER(\\u0045XISTS { \\u0053ERVICE <http://x/> {} }) }",
            ):
                with pytest.raises((Forbidden, QuerySyntaxError)):
                    await store.query(text, formats=["json"])

    run(work())


def test_a_literal_that_no_statement_may_hold_over_there_stops_nobody(
    server: Server | None, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            year = '"P1Y"^^<http://www.w3.org/2001/XMLSchema#duration>'
            await store.update(
                f"INSERT DATA {{ GRAPH <{A}> {{ {S} {P} {year}, 'x' }} }}", author=ANYBODY
            )
            assert ("x",) in await values(store, "SELECT ?o { ?s ?p ?o }")
            await store.update(f"INSERT DATA {{ GRAPH <{B}> {{ {S} {P} 'y' }} }}", author=ANYBODY)
            assert ("y",) in await values(store, "SELECT ?o { ?s ?p ?o }")

    run(work())


def test_functions_of_the_machine_over_there_are_not_called(
    server: Server | None, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            for text in (
                "PREFIX bif: <bif:> SELECT (bif:system('id') AS ?x) {}",
                "SELECT (<java:java.lang.System.exit>(1) AS ?x) {}",
                "define get:soft 'replace' SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }",
                "SELECT (bif:version() AS ?x) {}",
            ):
                with contextlib.suppress(QuerySyntaxError, Forbidden, QueryFailed):
                    answer = await store.query(text, formats=["json"])
                    # Our own knows no such function: the value is missing.
                    assert server is None
                    assert json.loads(await answer.read())["results"]["bindings"] == [{}]

    run(work())

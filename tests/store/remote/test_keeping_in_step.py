"""What becomes of a data folder and a SPARQL server when either goes its own way, or is away."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from tests.store.remote.servers import OPTIONS, Server, opened, started
from tests.store.remote.test_contract import ANYBODY, A, B, P, S, turtle, values
from tests.store.tiny import run

from wsisgraph.errors import (
    BadSetting,
    Forbidden,
    QueryTooLarge,
    StoreError,
    StoreUnavailable,
)
from wsisgraph.settings import Settings
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.redacting import redact
from wsisgraph.store.remote import RemoteStore
from wsisgraph.store.remote_engine import Engine
from wsisgraph.store.remote_step import OUTSIDE

READ = "SELECT ?o { ?s ?p ?o }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started("oxigraph", tmp_path_factory.mktemp("oxigraph")) as found:
        yield found


def agents(data: Path) -> list[str]:
    reader = JournalReader(data / "journal")
    try:
        return [record.agent for record in reader.read()]
    finally:
        reader.close()


async def until(store: RemoteStore, wanted: list[tuple[str, ...]]) -> None:
    """Wait until queries are answered so."""
    async with asyncio.timeout(30):
        while True:
            try:
                if await values(store, READ) == wanted:
                    return
            except StoreUnavailable:
                pass
            await asyncio.sleep(0.1)


def test_a_server_that_is_away_is_told_and_missed_no_longer_than_it_is(
    server: Server, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            assert isinstance(store, RemoteStore)
            await store.write_graph(A, turtle(f"{S} {P} 'x' ."), replace=True, author=ANYBODY)
            server.engine.stop()
            try:
                for _ in range(2):
                    with pytest.raises(StoreUnavailable) as away:
                        await store.query("SELECT * { ?a ?b ?c }", formats=["json"])
                    assert "127.0.0.1" not in str(away.value)
                with pytest.raises(StoreUnavailable):
                    await store.update(
                        f"INSERT DATA {{ GRAPH <{A}> {{ {S} {P} 'y' }} }}", author=ANYBODY
                    )
            finally:
                server.engine.start()
            await until(store, [("x",)])
            await store.write_graph(A, turtle(f"{S} {P} 'z' ."), replace=True, author=ANYBODY)
            assert await values(store, READ) == [("z",)]

    run(work())


def test_a_service_starts_while_the_server_is_away(server: Server, tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            await store.write_graph(A, turtle(f"{S} {P} 'x' ."), replace=True, author=ANYBODY)
        server.engine.stop()
        try:
            late = RemoteStore(server.settings(tmp_path), OPTIONS)
            await late.start()
        finally:
            server.engine.start()
        try:
            await until(late, [("x",)])
        finally:
            await late.stop()

    run(work())


def test_what_others_write_is_said_and_becomes_a_revision(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            assert isinstance(store, RemoteStore)
            await store.write_graph(A, turtle(f"{S} {P} 'x' ."), replace=True, author=ANYBODY)
            before = store.revision
            server.update(f"INSERT DATA {{ GRAPH <{B}> {{ {S} {P} 'outside' }} }}")
            await until(store, [("outside",), ("x",)])
            assert store.revision.sequence == before.sequence + 1
            assert "outside" in agents(tmp_path)
            # What they take away is seen before the next write, and not put back.
            server.update(f"DROP GRAPH <{A}>")
            await asyncio.sleep(1.1)
            await store.update(f"INSERT DATA {{ GRAPH <{B}> {{ {S} {P} 'y' }} }}", author=ANYBODY)
            assert await values(store, READ) == [("outside",), ("y",)]

    with caplog.at_level(logging.WARNING):
        run(work())
    assert f"<{B}> had 0 statements and has 1" in caplog.text


def test_a_server_that_lost_everything_is_filled_again(server: Server, tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(server, tmp_path) as store:
            await store.write_graph(A, turtle(f"{S} {P} 'x' ."), replace=True, author=ANYBODY)
        # It empties the server.
        async with opened(server, tmp_path) as store:
            assert await values(store, READ) == [("x",)]

    run(work())


def test_another_folder_goes_on_where_the_server_is(server: Server, tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(server, tmp_path / "one") as store:
            for value in "xyz":
                body = turtle(f"{S} {P} '{value}' .")
                await store.write_graph(A, body, replace=True, author=ANYBODY)
            left = store.revision
        async with RemoteStore(server.settings(tmp_path / "two"), OPTIONS) as other:
            assert await values(other, READ) == [("z",)]
            assert other.revision.sequence > left.sequence
            await other.write_graph(B, turtle(f"{S} {P} 'two' ."), replace=True, author=ANYBODY)
        async with RemoteStore(server.settings(tmp_path / "one"), OPTIONS) as first:
            assert await values(first, READ) == [("two",), ("z",)]

    run(work())


@pytest.mark.parametrize("broken", [1, 2, 3, 4])
def test_a_change_that_breaks_off_in_the_middle_is_done_to_its_end(
    server: Server, tmp_path: Path, broken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"<http://example.org/s{n}> {P} {n} .\n" for n in range(6000))
    left = [broken]
    really = Engine._write

    async def write(self: Engine, *told: object, **more: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise StoreUnavailable("The connection broke")
        await really(self, *told, **more)  # type: ignore[arg-type]

    async def work() -> None:
        async with opened(server, tmp_path) as store:
            await store.write_graph(A, turtle(f"{S} {P} 'x' ."), replace=True, author=ANYBODY)
            with monkeypatch.context() as patch:
                patch.setattr(Engine, "_write", write)
                with contextlib.suppress(StoreError):
                    await store.write_graph(A, turtle(lines), replace=False, author=ANYBODY)
        async with RemoteStore(server.settings(tmp_path), OPTIONS) as again:
            for count in (
                "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
                f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{A}> {{ ?s ?p ?o }} }}",
            ):
                assert await values(again, count) == [("6001",)]
        assert agents(tmp_path) == ["anybody", "anybody"]

    run(work())


@pytest.mark.parametrize("is_told", [True, False])
def test_what_is_taken_out_for_good_goes_from_the_server_too(
    server: Server, tmp_path: Path, is_told: bool
) -> None:
    """Also where it was done without a word to the server, and the journal tells no more what."""
    settings = server.settings(tmp_path)
    alone = replace(settings, store="", store_update="", store_graphs="")
    person = NamedNode("http://example.org/person")

    async def begin() -> None:
        async with opened(server, tmp_path) as store:
            await store.write_graph(A, turtle(f"{S} {P} 'x' ."), replace=True, author=ANYBODY)
            body = turtle(f"{person} {P} 'name' . {S} {P} 'y' .")
            await store.write_graph(B, body, replace=True, author=ANYBODY)

    async def end() -> None:
        async with RemoteStore(settings, OPTIONS) as store:
            assert await values(store, READ) == [("x",), ("y",)]
            await store.write_graph(A, turtle(f"{S} {P} 'z' ."), replace=True, author=ANYBODY)
            assert await values(store, READ) == [("y",), ("z",)]

    run(begin())
    done = redact(
        settings if is_told else alone,
        lambda quad: quad.subject == person,
        agent="a test",
        reason="their wish",
        derive=None,
    )
    assert done.quads == 2
    if is_told:
        assert not server.asks(f"ASK {{ GRAPH ?g {{ {person} ?p ?o }} }}")
    run(end())
    for asked in (f"ASK {{ GRAPH ?g {{ {person} ?p ?o }} }}", f"ASK {{ {person} ?p ?o }}"):
        assert not server.asks(asked)
    assert OUTSIDE not in agents(tmp_path)


def test_nothing_is_taken_out_while_the_server_is_away(server: Server, tmp_path: Path) -> None:
    async def begin() -> None:
        async with opened(server, tmp_path) as store:
            await store.write_graph(A, turtle(f"{S} {P} 'x' ."), replace=True, author=ANYBODY)

    run(begin())
    server.engine.stop()
    try:
        with pytest.raises(StoreUnavailable):
            redact(
                server.settings(tmp_path),
                lambda quad: True,
                agent="a test",
                reason="their wish",
                derive=None,
            )
    finally:
        server.engine.start()
    assert agents(tmp_path) == ["anybody"]


def test_without_an_address_for_updates_nothing_is_written_anywhere(
    server: Server, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(server, tmp_path / "writes") as store:
            await store.write_graph(A, turtle(f"{S} {P} 'x' ."), replace=True, author=ANYBODY)
        told = {"WSISGRAPH_STORE_UPDATE": "", "WSISGRAPH_STORE_GRAPHS": ""}
        settings = server.settings(tmp_path / "reads", **told)
        async with RemoteStore(settings, OPTIONS) as reader:
            assert await values(reader, READ) == [("x",)]
            with pytest.raises(Forbidden):
                await reader.update(f"CLEAR GRAPH <{A}>", author=ANYBODY)
        assert not (tmp_path / "reads").exists()

    run(work())


def test_an_answer_that_the_server_cuts_is_an_error_and_never_a_short_answer(
    tmp_path: Path,
) -> None:
    async def work(server: Server) -> None:
        async with opened(server, tmp_path / "data") as store:
            lines = "".join(f"<http://example.org/s{n}> {P} {n} .\n" for n in range(200))
            await store.write_graph(A, turtle(lines), replace=True, author=ANYBODY)
            for text in (
                "SELECT * { ?a ?b ?c . ?d ?e ?f }",
                "CONSTRUCT { ?a ?b ?d } { ?a ?b ?c . ?d ?e ?f }",
            ):
                with pytest.raises(QueryTooLarge, match="20000 rows"):
                    await store.query(text, formats=["json", "ntriples"])

    with started("virtuoso", tmp_path / "virtuoso") as server:
        run(work(server))


def test_a_wrong_password_is_told_and_shown_to_nobody(tmp_path: Path) -> None:
    async def work(server: Server) -> None:
        told = {"WSISGRAPH_STORE_PASSWORD": "not-the-secret"}
        settings = server.settings(tmp_path / "data", **told)
        assert "not-the-secret" not in repr(settings)
        async with RemoteStore(settings, OPTIONS) as store:
            with pytest.raises(StoreUnavailable, match="does not let this service in") as refused:
                await store.query(READ, formats=["json"])
            assert "not-the-secret" not in str(refused.value)

    with started("fuseki", tmp_path / "fuseki") as server:
        run(work(server))


@pytest.mark.parametrize(
    "variables",
    [
        {"WSISGRAPH_STORE": "localhost:7878"},
        {"WSISGRAPH_STORE": "http://name:secret@localhost/query"},
        {"WSISGRAPH_STORE_UPDATE": "http://localhost/update"},
        {"WSISGRAPH_STORE": "http://localhost/query", "WSISGRAPH_STORE_GRAPHS": "file:///etc"},
    ],
)
def test_an_address_that_cannot_be_one_is_refused_without_its_secrets(
    variables: dict[str, str],
) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.from_environment(variables)
    assert "secret" not in str(refused.value)

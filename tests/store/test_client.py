"""The store from the command line, with a service and without."""

import asyncio
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from pyoxigraph import RdfFormat, parse
from tests.store.tiny import A, add, quads, rows, run, serving

from wsisgraph.errors import QueryTimeout, RevisionMismatch, StoreLocked
from wsisgraph.settings import Settings
from wsisgraph.store import client
from wsisgraph.store.changes import Difference, Outcome, Replacement, Step
from wsisgraph.store.client import commit, open_reader, read_dataset
from wsisgraph.store.writer import Writer

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def change(settings: Settings, added: bytes) -> Outcome:
    return commit(settings, Difference(added), agent="test", message="because")


def test_a_question_is_answered_without_a_service(tmp_path: Path) -> None:
    revision = add(tmp_path, quads(range(3))).revision
    with open_reader(Settings(data=tmp_path)) as reader:
        assert reader.revision == revision
        answer = reader.query(COUNT, formats=["csv"])
        assert answer.content == b"n\r\n3\r\n"
        assert reader.query("ASK {}", formats=["json"]).kind == "boolean"


def test_a_deadline_holds_without_a_service_too(tmp_path: Path) -> None:
    add(tmp_path, quads(range(2000)))
    with open_reader(Settings(data=tmp_path)) as reader:
        with pytest.raises(QueryTimeout):
            reader.query(
                "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
                formats=["csv"],
                timeout=0.5,
            )
        assert reader.query(COUNT, formats=["csv"]).content == b"n\r\n2000\r\n"


def test_a_question_takes_no_lock(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.commit(Difference(quads(range(3))), agent="test", message="")
        with open_reader(Settings(data=tmp_path)) as reader:
            assert reader.query(COUNT, formats=["csv"]).content == b"n\r\n3\r\n"


def test_a_change_without_a_service_takes_the_lock_and_gives_it_back(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert change(settings, quads(range(3))).added == 3
    assert change(settings, quads(range(4))).added == 1


def test_a_change_beside_a_service_is_seen_by_it_at_once(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=1) as store:
            outcome = await asyncio.to_thread(change, Settings(data=tmp_path), quads([5]))
            assert store.revision == outcome.revision
            assert await rows(store, COUNT) == [{"n": "2"}]

    run(work())


def test_a_large_replacement_goes_through_the_socket(tmp_path: Path) -> None:
    file = tmp_path / "new.nq"
    file.write_bytes(quads(range(20_000)))
    graphs = [A, *(f"{A}/{number}" for number in range(5000))]

    async def work() -> None:
        async with serving(tmp_path / "data", size=1) as store:
            await asyncio.to_thread(
                commit,
                Settings(data=tmp_path / "data"),
                Replacement(graphs, file),
                agent="test",
                message="large",
            )
            assert await rows(store, COUNT) == [{"n": "20000"}]

    run(work())


def test_a_folder_held_by_another_is_told_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_PATIENCE", 0.2)
    with Writer(tmp_path), pytest.raises(StoreLocked):
        change(Settings(data=tmp_path), quads([1]))


def test_the_whole_dataset_is_read_from_checkpoint_and_journal(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert read_dataset(settings) is None
    add(tmp_path, quads(range(5)))
    with Writer(tmp_path) as writer:
        writer.commit(Difference(quads([7]), quads([0])), agent="test", message="")
        wanted = set(parse(quads([1, 2, 3, 4, 7]), format=RdfFormat.N_QUADS))
        assert set(read_dataset(settings) or []) == wanted
    assert set(read_dataset(settings) or []) == wanted


def test_one_graph_is_read_without_the_others(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    add(tmp_path, quads(range(5)))
    with Writer(tmp_path) as writer:
        writer.checkpoint()
        apart = b"<urn:s> <urn:p> <urn:o> <urn:apart> .\n"
        writer.commit(Difference(apart + quads([7])), agent="test", message="")
    assert set(read_dataset(settings, ["urn:apart"]) or []) == set(
        parse(apart, format=RdfFormat.N_QUADS)
    )
    assert read_dataset(settings, ["urn:none"]) == []
    whole = read_dataset(
        settings, {q.graph_name.value for q in parse(quads([0]), format=RdfFormat.N_QUADS)}
    )
    assert set(whole or []) == set(parse(quads([0, 1, 2, 3, 4, 7]), format=RdfFormat.N_QUADS))


def test_a_step_is_taken_without_a_service_and_not_twice(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    base = add(tmp_path, quads(range(2))).revision
    added = quads([7])

    def step() -> Outcome:
        with TemporaryFile() as file:
            file.write(added)
            wanted = Step(base=base, quads=file, added=1, removed=0, added_bytes=len(added))
            return commit(settings, wanted, agent="test", message="")

    assert step().added == 1
    with pytest.raises(RevisionMismatch):
        step()

"""Data that readers read on the disk: what holds in memory holds there; what differs is told."""

import asyncio
import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store
from tests import needs
from tests.store import (
    test_embedded,
    test_graphs,
    test_judging,
    test_spellings,
    test_update_rights,
    test_updates,
    test_updates_at_once,
    tiny,
)
from tests.store.test_embedded import commit, put
from tests.store.tiny import APART, A, B, quad, quads, rows, run, serving
from tests.store.updating import update

from wsisgraph.errors import QueryFailed, QueryTooLarge, StoreError, StoreUnavailable
from wsisgraph.settings import Settings
from wsisgraph.store import checkpoint, landlock, merging, nquads, sandbox, worker
from wsisgraph.store.changes import Difference
from wsisgraph.store.checkpoint import STATE
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.names import DEFAULT
from wsisgraph.store.protocol import Scope
from wsisgraph.store.redacting import redact
from wsisgraph.store.shelf import Shelves
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPHS = "SELECT ?g { GRAPH ?g {} }"
ALL_ON_DISK = -1
PROPOSED_B = iris.graph("proposed/b")


@pytest.fixture(autouse=True)
def shut_in() -> None:
    """Reading the disk in the sandbox takes Landlock."""
    if platform.system() != "Linux" or not landlock.is_supported():
        needs.missing("who reads data on the disk is shut in by Landlock, which is not here")


@pytest.mark.parametrize(
    "claim",
    [
        test_embedded.test_nobody_sees_half_a_revision,
        test_embedded.test_a_running_query_keeps_its_revision_while_a_new_one_comes,
        partial(test_embedded.test_kill_9_after_an_acknowledged_write_loses_nothing, lost=None),
        test_embedded.test_a_writer_that_dies_is_started_again_and_readers_notice_nothing,
        test_embedded.test_a_reader_alone_needs_no_lock,
        test_embedded.test_graphs_apart_are_reached_by_name_and_never_counted_unasked,
        test_embedded.test_strict_mode_has_a_plain_default_graph,
        test_embedded.test_without_sandbox_queries_are_answered_too,
        partial(test_graphs.test_a_graph_is_replaced_merged_given_out_and_deleted, strict=False),
        partial(test_graphs.test_a_graph_is_replaced_merged_given_out_and_deleted, strict=True),
        partial(
            test_graphs.test_the_dataset_given_out_can_be_put_back, strict=False, format="nquads"
        ),
        test_judging.test_what_breaks_a_must_is_refused_with_every_finding,
        partial(test_judging.test_taking_away_what_others_refer_to_is_refused, many=False),
        test_spellings.test_data_of_an_update_come_back_as_they_were_sent,
        test_updates.test_the_strict_default_graph_is_an_ordinary_one_and_survives,
        test_update_rights.test_who_may_not_write_a_graph_changes_none,
        test_updates_at_once.test_readers_see_a_write_whole_or_not_at_all,
    ],
    ids=lambda claim: getattr(claim, "func", claim).__name__.removeprefix("test_"),
)
def test_on_disk_too(
    claim: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiny, "OPTIONS", replace(tiny.OPTIONS, memory_quads=ALL_ON_DISK))
    claim(tmp_path)


def test_more_data_than_memory_is_to_hold_go_to_the_disk_and_fewer_come_back(
    tmp_path: Path,
) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=3, memory_quads=5) as store:
            places = []
            for change in (put(quads([7])), put(quads([8, 9])), put(b"", quads([7, 8]))):
                await commit(store, change)
                assert store._abreast.readers is not None
                places.append((store._abreast.readers.on_disk, await rows(store, COUNT)))
            assert places == [(False, [{"n": "4"}]), (True, [{"n": "6"}]), (False, [{"n": "4"}])]
        async with serving(tmp_path, memory_quads=1) as store:
            assert store._abreast.readers is not None
            assert store._abreast.readers.on_disk
            assert await rows(store, COUNT) == [{"n": "4"}]
            assert await rows(store, GRAPHS) == [{"g": A}]

    run(work())


@pytest.mark.parametrize("size", [40, 7_000])
def test_a_triple_of_two_accepted_graphs_is_merged_once_until_both_let_it_go(
    tmp_path: Path, size: int
) -> None:
    some = range(size)
    half = range(size // 2)

    async def work() -> None:
        async with serving(tmp_path, size=1, memory_quads=ALL_ON_DISK) as store:
            await commit(store, put(quads(some) + quads(half, B) + quads(some, APART)))
            assert await rows(store, COUNT) == [{"n": str(size)}]
            await commit(store, put(b"", quads(half)))
            assert await rows(store, COUNT) == [{"n": str(size)}]
            await commit(store, put(b"", quads(half, B)))
            assert await rows(store, COUNT) == [{"n": str(size - len(half))}]
        # What is merged is in no journal, no export and no memory that is filled from the disk.
        async with serving(tmp_path, memory_quads=10**9) as store:
            assert await rows(store, COUNT) == [{"n": str(size - len(half))}]
            answer = await store.graph(Scope.DATASET, formats=["nquads"])
            assert len((await answer.read()).splitlines()) == 2 * size - len(half)

    run(work())


def test_default_graphs_with_triples_in_common_are_merged_for_a_query(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=4, memory_quads=ALL_ON_DISK) as store:
            await commit(store, put(quads([2, 3, 4], B) + quads([3, 9], APART)))
            for graphs, number in (([A, B], 5), ([A, B, APART], 6), ([A], 4), ([APART, B], 4)):
                assert await rows(store, COUNT, default_graphs=graphs) == [{"n": str(number)}]
            assert await rows(store, COUNT) == [{"n": "5"}]

    run(work())


def test_an_update_that_searches_after_others_changed_the_data_is_refused_with_the_mend(
    tmp_path: Path,
) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=2, memory_quads=ALL_ON_DISK) as store:
            before = store.revision
            with pytest.raises(QueryFailed) as refused:
                await update(
                    store,
                    "INSERT DATA { GRAPH g:a { :s :p 1 } } ;"
                    "INSERT { GRAPH g:b { ?s ?p ?o } } WHERE { ?s ?p ?o }",
                )
            assert "one by one" in (refused.value.mend or "")
            assert store.revision == before

    run(work())


def test_updates_that_search_give_what_they_give_in_memory(tmp_path: Path) -> None:
    begun = (
        "INSERT DATA { GRAPH g:a { :s :p 1 , 'x'@en ; :q _:b . _:b :p 1.50 }"
        " GRAPH g:b { :s :p 1 . :t :p 2 } }"
    )
    texts = [
        "WITH g:a DELETE { ?s :p ?o } INSERT { ?s :r ?o } WHERE { ?s :p ?o FILTER(isLiteral(?o)) }",
        "INSERT { GRAPH g:c { ?s :n [ :o ?o ] } } WHERE { GRAPH ?g { ?s :p ?o } }",
        "INSERT { GRAPH ?g { ?s :in ?g } } USING NAMED g:b WHERE { GRAPH ?g { ?s :p ?o } }",
        "DELETE WHERE { GRAPH g:b { ?s :p 2 } }",
        "INSERT { GRAPH g:d { :s :u ?x } } WHERE { OPTIONAL { :s :none ?x } }",
        "COPY g:a TO g:e ; ADD SILENT g:none TO g:e ; MOVE g:b TO g:f ; CLEAR GRAPH g:a",
        "DROP GRAPH g:f ; CREATE GRAPH g:g",
    ]

    async def told(folder: Path, memory_quads: int) -> list[object]:
        seen: list[object] = []
        async with serving(folder, memory_quads=memory_quads) as store:
            for text in (begun, *texts):
                written = await update(store, text)
                counts = await rows(
                    store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
                )
                graphs = sorted(row["g"] for row in await rows(store, GRAPHS))
                seen.append((text, written.added, written.removed, graphs))
                seen.append(sorted((row["g"], row["n"]) for row in counts))
                seen.append(await rows(store, COUNT))
        return seen

    async def work() -> None:
        on_disk = await told(tmp_path / "disk", ALL_ON_DISK)
        assert on_disk == await told(tmp_path / "memory", 10**9)

    run(work())


def test_an_earlier_revision_is_read_on_though_its_checkpoint_is_gone(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path, size=300, memory_quads=ALL_ON_DISK) as store:
            slow = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x ?b ?c . ?d ?e ?f . FILTER(?b = ?e) }"
            asked = asyncio.create_task(store.query(slow, formats=["json"], timeout=30))
            await asyncio.sleep(0.05)
            for number in range(1000, 1004):
                await commit(store, put(quads([number])))
            assert (await asked).revision.sequence == 1
            kept = DataFolder(tmp_path).all_checkpoints()
            assert [int(path.name) for path in kept] == [4, 5]

    run(work())
    assert list(DataFolder(tmp_path).shelves.iterdir()) == []


def test_a_crash_while_a_checkpoint_is_made_costs_nothing(tmp_path: Path) -> None:
    with Writer(tmp_path, memory_quads=ALL_ON_DISK) as writer:
        writer.commit(Difference(quads(range(5))), agent="test", message="add")
    # As if it ended between taking away how the store stands and writing it again.
    store = Store(str(tmp_path / "store"))
    store.remove_graph(STATE)
    del store
    with Writer(tmp_path, memory_quads=ALL_ON_DISK) as writer:
        assert writer.revision.sequence == 1
        assert checkpoint.standing_of(writer._applied.store).quads == 5
        writer.commit(Difference(quads([7])), agent="test", message="add")
    assert (checkpoint.told(tmp_path / "checkpoints" / "2") or checkpoint.Standing()).quads == 6


@pytest.mark.parametrize("broken", ["merge_lines", "merge_all"])
def test_what_ends_in_the_middle_of_a_large_change_is_made_whole_and_nobody_saw_a_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    limit = 10 if broken == "merge_all" else ALL_ON_DISK
    with Writer(tmp_path, memory_quads=limit) as writer:
        writer.commit(Difference(quads(range(3))), agent="test", message="add")
    whole = getattr(merging, broken)

    def half(store: Store, *lines: bytes) -> None:
        whole(store, *(piece[: piece.index(b"\n", len(piece) // 2) + 1] for piece in lines))
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(merging, broken, half)
        writer = Writer(tmp_path, memory_quads=limit)
        writer.commit(Difference(quads(range(10, 7010))), agent="test", message="add")
        with pytest.raises((StoreUnavailable, OSError)):
            writer.settle()
        seen = [int(path.name) for path in DataFolder(tmp_path).all_checkpoints()]
        assert max(seen) == 1
        # As if it were killed: nothing is settled at the end.
        writer._journal.close()
        writer._applied.close()
        os.close(writer._lock)
    with Writer(tmp_path, memory_quads=limit) as writer:
        assert writer.on_disk
        assert len(list(writer._applied.store.quads_for_pattern(None, None, None, DEFAULT))) == 7003
        assert checkpoint.standing_of(writer._applied.store).quads == 7003


def test_who_may_not_write_in_the_folder_reads_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Writer(tmp_path, memory_quads=ALL_ON_DISK) as writer:
        writer.commit(Difference(quads([1])), agent="test", message="add")

    def refuse(*_: object) -> None:
        raise PermissionError(1, "not permitted")

    monkeypatch.setattr(os, "link", refuse)
    shelves = Shelves(DataFolder(tmp_path), merged=True, filtered=False)
    assert shelves.take()
    shelves.clear()
    assert DataFolder(tmp_path).newest_checkpoint() is not None


def test_a_store_that_was_lost_is_made_again_with_what_is_merged(tmp_path: Path) -> None:
    with Writer(tmp_path, memory_quads=ALL_ON_DISK) as writer:
        writer.commit(Difference(quads(range(5)) + quads([1], B)), agent="test", message="add")
    shutil.rmtree(tmp_path / "store")
    shutil.rmtree(tmp_path / "checkpoints")
    with Writer(tmp_path, memory_quads=ALL_ON_DISK) as writer:
        assert len(list(writer._applied.store.quads_for_pattern(None, None, None, DEFAULT))) == 5


def test_a_default_graph_with_statements_of_its_own_stays_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    line = b'<http://example.org/s> <http://example.org/p> "x" .\n'
    with Writer(tmp_path, strict=True) as writer:
        writer.commit(Difference(line + quads([1])), agent="test", message="add")
    with Writer(tmp_path, memory_quads=ALL_ON_DISK) as writer:
        assert not writer.on_disk
        assert not writer.will_be_on_disk
    assert "statements of its own" in caplog.text

    async def work() -> None:
        async with serving(tmp_path, strict=True, memory_quads=ALL_ON_DISK) as store:
            assert store._abreast.readers is not None
            assert store._abreast.readers.on_disk
            assert await rows(store, COUNT) == [{"n": "1"}]

    run(work())


def test_of_all_files_a_reader_may_open_those_of_the_data_alone_and_only_to_read(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "shelf"
    store = Store(str(tmp_path / "store"))
    store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), NamedNode("x:o")))
    store.backup(str(folder))
    (tmp_path / "secret").write_text("secret")
    opened: list[Store] = []

    def tried(flags: int, path: Path) -> str:
        try:
            os.close(os.open(path, flags))
        except PermissionError:
            return "refused"
        return "opened"

    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            sandbox.confine(
                memory=256 << 20,
                keep=sender,
                readable=folder,
                prepare=lambda: opened.append(Store.read_only(str(folder))),
            )
            found = [
                str(len(list(opened[0]))),
                tried(os.O_RDONLY, folder / "CURRENT"),
                tried(os.O_RDWR, folder / "CURRENT"),
                tried(os.O_RDONLY, tmp_path / "secret"),
                tried(os.O_RDONLY, Path("/etc/passwd")),
                tried(os.O_WRONLY | os.O_CREAT, folder / "new"),
            ]
            os.write(sender, " ".join(found).encode())
        finally:
            os._exit(0)
    os.close(sender)
    with os.fdopen(receiver) as pipe:
        assert pipe.read() == "1 opened refused refused refused refused"
    os.waitpid(child, 0)


def test_without_landlock_nobody_reads_the_disk_unless_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Writer(tmp_path, memory_quads=ALL_ON_DISK) as writer:
        writer.commit(Difference(quads([1])), agent="test", message="add")
    monkeypatch.setattr(landlock, "is_supported", lambda: False)
    folder = DataFolder(tmp_path)
    with pytest.raises(StoreError, match="Landlock"):
        Shelves(folder, merged=True, filtered=True).take()
    shelves = Shelves(folder, merged=True, filtered=False)
    assert shelves.take()
    shelves.current.open()
    assert isinstance(shelves.current.snapshot(), Snapshot)
    shelves.clear()


def test_what_is_redacted_lies_nowhere(tmp_path: Path) -> None:
    secret = quad(9, value="a secret").encode()
    with Writer(tmp_path, memory_quads=ALL_ON_DISK) as writer:
        writer.commit(Difference(quads(range(5)) + secret), agent="test", message="add")
    # As a parent leaves it that is killed.
    shelves = Shelves(DataFolder(tmp_path), merged=True, filtered=False)
    assert shelves.take()
    redact(
        Settings(data=tmp_path),
        lambda found: "secret" in str(found.object),
        agent="test",
        reason="test",
        derive=None,
    )
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"a secret" in path.read_bytes() for path in files)
    with Writer(tmp_path, memory_quads=ALL_ON_DISK) as writer:
        assert writer.on_disk
        assert checkpoint.standing_of(writer._applied.store).quads == 5


def test_too_much_to_be_merged_for_a_query_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_MOST_COPIED", 5)
    store = Store(str(tmp_path / "store"))
    store.extend(nquads.read(quads(range(3), APART) + quads(range(3), PROPOSED_B)))
    asked = worker.Worker(Snapshot(store=store), 0)
    with pytest.raises(QueryTooLarge, match="in common"):
        asked._dataset([APART, PROPOSED_B], [])
    assert asked._dataset([APART, A], []) != {}

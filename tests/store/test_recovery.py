"""What a power cut leaves behind is mended at the next start, without a hand."""

import json
import os
import shutil
import socket
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store
from tests.store.tiny import OPTIONS, add, quads, rows, run, serving

from wsisgraph.errors import JournalDamaged, StoreUnavailable
from wsisgraph.settings import Settings
from wsisgraph.store import changes, recovery, writer_process
from wsisgraph.store.changes import Difference
from wsisgraph.store.client import read_dataset
from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import files_of
from wsisgraph.store.local import open_local
from wsisgraph.store.writer import Writer

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of three revisions."""
    folder = tmp_path / "data"
    for start in range(0, 3000, 1000):
        add(folder, quads(range(start, start + 1000)))
    return folder


def contents(data: Path) -> set[Quad]:
    return set(read_dataset(Settings(data=data)) or [])


def shorten(folder: Path, lost: int) -> None:
    for file in folder.iterdir():
        if file.is_file():
            os.truncate(file, max(0, file.stat().st_size - lost))


def tables(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.sst"))


def lose_a_table(folder: Path, lost: int) -> None:
    tables(folder)[0].unlink()


def zero_the_tail(folder: Path, lost: int) -> None:
    for file in tables(folder):
        content = bytearray(file.read_bytes())
        kept = max(0, len(content) - lost)
        content[kept:] = bytes(len(content) - kept)
        # A new file: the checkpoints share the old one.
        file.unlink()
        file.write_bytes(content)


@pytest.mark.parametrize("lost", [64 << 10, 1 << 20])
@pytest.mark.parametrize("harm", [shorten, lose_a_table, zero_the_tail])
def test_a_damaged_store_is_made_anew(
    data: Path, harm: Callable[[Path, int], None], lost: int
) -> None:
    before, revision = contents(data), DataFolder(data).revision()
    harm(data / "store", lost)
    with Writer(data) as writer:
        assert writer.revision == revision
    assert contents(data) == before


@pytest.mark.parametrize("lost", [64 << 10, 1 << 20])
def test_store_and_checkpoints_that_share_a_damage_are_made_anew(data: Path, lost: int) -> None:
    before = contents(data)
    shorten(data / "store", lost)
    for path in DataFolder(data).all_checkpoints():
        shorten(path, lost)
    with Writer(data):
        pass
    assert contents(data) == before
    assert DataFolder(data).newest_checkpoint() is not None


def test_what_a_checkpoint_holds_was_acknowledged_and_is_missed_in_the_journal(data: Path) -> None:
    """It is told, and not taken for what a crash left: readers would go on from the checkpoint."""
    (last,) = files_of(data / "journal")
    left = last.stat().st_size - 100
    os.truncate(last, left)
    shutil.rmtree(data / "store")
    (data / "current").unlink()
    with pytest.raises(JournalDamaged, match="acknowledged"):
        Writer(data)
    # Nobody cut the rest off.
    assert last.stat().st_size == left


def test_a_checkpoint_that_cannot_be_copied_is_passed_over(data: Path) -> None:
    """Some files of a store are missed only when they are read."""
    before = contents(data)
    newest = DataFolder(data).newest_checkpoint()
    assert newest is not None
    for table in sorted(tables(newest), key=lambda table: table.stat().st_size)[:2]:
        again = data / "again"
        shutil.copytree(data, again, ignore=shutil.ignore_patterns("again"))
        (again / "store" / table.name).unlink()
        (again / "checkpoints" / newest.name / table.name).unlink()
        with Writer(again) as writer:
            assert writer.revision.sequence == 3
        assert contents(again) == before
        shutil.rmtree(again)


def test_damage_that_shows_while_it_is_written_is_mended_by_the_next_writer(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise RuntimeError("Corruption: block checksum mismatch")

    identity = (data / "store" / "IDENTITY").read_text()
    with Writer(data) as writer:
        more = Difference(added=b"<x:s> <x:p> <x:o> <http://example.org/g> .\n")
        committed = writer.commit(more, agent="a test", message="more").revision
        with monkeypatch.context() as patch:
            patch.setattr(recovery.checkpoint, "mark", damaged)
            with pytest.raises(recovery.StoreDamaged) as found:
                writer.commit(more, agent="a test", message="more")
        # Its frames would keep the store open.
        cause = found.value.__cause__
        while cause is not None:
            traceback.clear_frames(cause.__traceback__)
            cause = cause.__cause__
    with Writer(data) as writer:
        assert writer.revision == committed
        writer.commit(Difference(removed=more.added), agent="a test", message="less")
    assert (data / "store" / "IDENTITY").read_text() != identity
    assert len(contents(data)) == 3000
    identity = (data / "store" / "IDENTITY").read_text()
    with Writer(data):
        pass
    assert (data / "store" / "IDENTITY").read_text() == identity


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RuntimeError("Corruption: block checksum mismatch"), "made anew"),
        (TypeError("an argument is missing"), "cannot be written"),
    ],
    ids=["damage", "a fault of ours"],
)
def test_a_writer_that_cannot_go_on_answers_and_makes_room_for_the_next(
    data: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    gone: list[int] = []
    ended = threading.Event()

    def leave(status: int) -> None:
        gone.append(status)
        ended.set()

    monkeypatch.setattr(writer_process.os, "_exit", leave)
    with Writer(data) as writer:

        def take(*_: object, **__: object) -> None:
            with recovery.watched(writer.folder):
                raise error

        monkeypatch.setattr(writer, "take", take)
        ours, theirs = socket.socketpair()
        server = writer_process.WriterServer(writer, ours)
        listener = threading.Thread(target=server.serve)
        listener.start()
        change = Difference(added=b"<x:s> <x:p> <x:o> <http://example.org/g> .\n")
        with theirs:
            assert json.loads(theirs.recv(1 << 16))["sequence"] == 3
            with pytest.raises(StoreUnavailable, match=told):
                changes.ask(writer.folder, change, agent="a test", message="more")
        # The answer is there before the writer leaves.
        assert ended.wait(30)
        listener.join()
        ours.close()
    assert gone == [1]


def test_a_service_starts_over_what_a_power_cut_left(data: Path) -> None:
    shorten(data / "store", 64 << 10)
    for path in DataFolder(data).all_checkpoints():
        shorten(path, 64 << 10)
    (data / "current").write_bytes(b"")

    async def count() -> str:
        async with serving(data) as store:
            return (await rows(store, COUNT))[0]["n"]

    assert run(count()) == "3000"


def test_readers_follow_the_journal_where_a_checkpoint_breaks_while_it_is_read(
    data: Path,
) -> None:
    async def count() -> str:
        async with EmbeddedStore(data, OPTIONS, writer=False) as store:
            return (await rows(store, COUNT))[0]["n"]

    shorten(DataFolder(data).newest_checkpoint() or data, 1 << 20)
    assert run(count()) == "3000"


def test_commands_read_the_journal_where_a_checkpoint_is_damaged(data: Path) -> None:
    before, newest = contents(data), DataFolder(data).newest_checkpoint()
    assert newest is not None
    for table in tables(newest):
        content = bytearray(table.read_bytes())
        for place in range(0, len(content) - 2000, 50):
            content[place] ^= 1
        table.unlink()
        table.write_bytes(content)
    with pytest.raises((OSError, RuntimeError)):
        list(Store.read_only(str(newest)))
    assert contents(data) == before
    assert set(open_local(Settings(data=data)).snapshot.quads()) == before


def test_a_folder_that_cannot_be_written_is_no_damage() -> None:
    for error in (PermissionError(13, "no"), OSError(28, "No space left on device")):
        assert not recovery.is_damage(error)
    assert not recovery.is_damage(RuntimeError("IO error: No space left on device"))


def test_a_store_without_its_checkpoints_goes_on(data: Path) -> None:
    before = contents(data)
    shutil.rmtree(data / "checkpoints")
    with Writer(data):
        pass
    assert contents(data) == before


def test_a_checkpoint_goes_at_once_and_what_a_crash_left_of_one_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, taken_apart = DataFolder(tmp_path), []
    whole = shutil.rmtree

    def watched(path: Path, *arguments: object, **options: object) -> None:
        if Path(path).exists():
            taken_apart.append(Path(path).name)
            if Path(path).name == "going-1":
                # As if it ended here.
                return
        whole(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(shutil, "rmtree", watched)
    with Writer(tmp_path) as writer:
        for number in range(4):
            writer.commit(Difference(quads([number]), b""), agent="a test", message="more")
            writer.checkpoint()
        assert [path.name for path in folder.all_checkpoints()] == ["3", "4"]
        # Whoever reads checkpoints knows them by their numbers.
        assert taken_apart == ["going-1", "going-1", "going-2"]
        monkeypatch.setattr(shutil, "rmtree", whole)
        writer.commit(Difference(quads([9]), b""), agent="a test", message="more")
        writer.checkpoint()
    assert sorted(path.name for path in folder.checkpoints.iterdir()) == ["4", "5"]

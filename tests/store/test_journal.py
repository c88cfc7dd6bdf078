import json
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from wsisgraph.errors import JournalDamaged
from wsisgraph.store import journal, record
from wsisgraph.store.journal import Journal, JournalReader, verify
from wsisgraph.store.record import Position, Record


def append(log: Journal, added: bytes, removed: bytes = b"") -> Record:
    return log.append(
        agent="test", message="why", removed=removed, added=added, removed_quads=1, added_quads=1
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A journal of three records."""
    log = Journal(tmp_path / "journal")
    for name in (b"one\n", b"two\n", b"three\n"):
        append(log, name, b"gone\n")
    log.close()
    return tmp_path / "journal"


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def read(folder: Path, position: Position | None = None) -> list[Record]:
    return list(JournalReader(folder, position or Position()).read())


def test_what_was_appended_is_read_back_in_order(folder: Path) -> None:
    records = read(folder)
    assert [(r.sequence, r.added, r.removed) for r in records] == [
        (1, b"one\n", b"gone\n"),
        (2, b"two\n", b"gone\n"),
        (3, b"three\n", b"gone\n"),
    ]
    assert records[0].agent == "test"
    assert records[0].message == "why"


def test_a_reader_goes_on_from_a_known_place(folder: Path) -> None:
    first = read(folder)[0]
    assert [r.sequence for r in read(folder, Position(1, first.hash))] == [2, 3]


def test_a_reader_sees_what_is_appended_after_it_reached_the_end(folder: Path) -> None:
    reader = JournalReader(folder)
    assert len(list(reader.read())) == 3
    append(Journal(folder), b"four\n")
    assert [r.added for r in reader.read(until=4)] == [b"four\n"]


@pytest.mark.parametrize("lost", [1, 5, 7, 100])
def test_a_torn_tail_is_cut_and_the_next_record_takes_its_place(folder: Path, lost: int) -> None:
    file = only_file(folder)
    file.write_bytes(file.read_bytes()[:-lost])
    log = Journal(folder)
    assert log.end.sequence == 2
    append(log, b"again\n")
    assert [r.added for r in read(folder)] == [b"one\n", b"two\n", b"again\n"]
    assert verify(folder).records == 3


def test_a_tail_of_zeros_is_cut(folder: Path) -> None:
    file = only_file(folder)
    file.write_bytes(file.read_bytes() + bytes(5000))
    assert Journal(folder).end.sequence == 3
    assert verify(folder).records == 3


def test_a_torn_tail_that_was_acknowledged_is_told_and_not_cut(folder: Path) -> None:
    file = only_file(folder)
    torn = file.read_bytes()[:-3]
    file.write_bytes(torn)
    with pytest.raises(JournalDamaged):
        Journal(folder, acknowledged=3)
    assert file.read_bytes() == torn


def test_a_missing_record_that_was_acknowledged_is_told(folder: Path) -> None:
    with pytest.raises(JournalDamaged, match="ends with record 3, yet 4"):
        Journal(folder, acknowledged=4)


def test_a_flipped_byte_anywhere_is_found(folder: Path) -> None:
    file = only_file(folder)
    whole = file.read_bytes()
    missed = []
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            verify(folder)
        except JournalDamaged:
            continue
        missed.append(place)
    assert missed == []


def test_damage_in_the_middle_is_told_and_not_cut(folder: Path) -> None:
    file = only_file(folder)
    changed = file.read_bytes().replace(b"two\n", b"too\n")
    file.write_bytes(changed)
    with pytest.raises(JournalDamaged) as caught:
        Journal(folder)
    assert str(file) in str(caught.value)
    assert file.read_bytes() == changed


def forget(line: bytes) -> bytes:
    header = json.loads(line)
    header["message"] = "another reason"
    del header["hash"]
    header["hash"] = record.hash_of(header)
    return record.line_of(header).rstrip(b"\n")


@pytest.mark.parametrize(
    "forge",
    [
        lambda lines: lines[:3] + lines[6:],
        lambda lines: [forget(lines[0]), *lines[1:]],
    ],
    ids=["a record taken out", "a record rewritten with a right hash of its own"],
)
def test_history_cannot_be_rewritten(
    folder: Path, forge: Callable[[list[bytes]], list[bytes]]
) -> None:
    file = only_file(folder)
    # Each record here is three lines: header, removed, added; and an empty one that ends it.
    lines = file.read_bytes().split(b"\n\n")
    records = [part.split(b"\n") for part in lines]
    flat = [line for record in records for line in record]
    parts = forge(flat)
    file.write_bytes(b"\n\n".join(b"\n".join(parts[i : i + 3]) for i in range(0, len(parts), 3)))
    with pytest.raises(JournalDamaged):
        verify(folder)


def test_a_long_journal_is_kept_in_several_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_ROTATE_AFTER", 1000)
    log = Journal(tmp_path)
    for number in range(10):
        append(log, b"%d\n" % number * 100)
    log.close()
    assert len(list(tmp_path.iterdir())) > 2
    assert [r.sequence for r in read(tmp_path)] == list(range(1, 11))
    fifth = read(tmp_path)[4]
    assert [r.sequence for r in read(tmp_path, Position(5, fifth.hash))] == list(range(6, 11))
    assert Journal(tmp_path).end.sequence == 10
    assert verify(tmp_path).records == 10


def test_a_crash_right_after_a_new_file_was_made_loses_nothing(folder: Path) -> None:
    (folder / "000000000004.journal").write_bytes(b'{"sequ')
    log = Journal(folder)
    assert log.end.sequence == 3
    append(log, b"four\n")
    assert verify(folder).records == 4


def test_a_write_that_fails_is_taken_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Journal(folder)

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            append(log, b"lost\n")
    append(log, b"four\n")
    assert [r.added for r in read(folder)][3:] == [b"four\n"]


def test_a_disk_that_does_not_even_take_the_cut_refuses_until_it_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Journal(folder)

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", broken)
        for _ in range(2):
            with pytest.raises(OSError, match="Input/output"):
                append(log, b"lost\n")
    append(log, b"four\n")
    log.close()
    assert [r.added for r in read(folder)][3:] == [b"four\n"]
    assert verify(folder).records == 4


def test_times_never_go_back_though_the_clock_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(folder)[-1].time
    log = Journal(folder)

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "SetBack":
            return cls(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr(journal, "datetime", SetBack)
    assert append(log, b"four\n").time == before
    log.close()
    assert append(Journal(folder), b"five\n").time == before

"""What is redacted is nowhere in the folder, and the chain still holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad
from tests.store.tiny import add, quad, quads

from wsisgraph.errors import JournalDamaged, StoreLocked
from wsisgraph.settings import Settings
from wsisgraph.store import journal, redaction
from wsisgraph.store.client import read_dataset
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.record import Record
from wsisgraph.store.redacting import redact
from wsisgraph.store.redaction import Redacted
from wsisgraph.store.writer import Writer

SECRET = "a secret"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A secret comes, goes, comes back, and others come and go beside it."""
    folder = tmp_path / "data"
    add(folder, quads(range(10)) + quad(100, value=SECRET).encode())
    add(folder, quad(11).encode(), quad(100, value=SECRET).encode())
    add(folder, quad(100, value=SECRET).encode())
    add(folder, quads(range(20, 30)), quads(range(5)))
    return folder


def is_secret(quad: Quad) -> bool:
    return SECRET in str(quad.object)


def take_out(data: Path) -> Redacted:
    return redact(Settings(data=data), is_secret, agent="test", reason="test", derive=None)


def records(data: Path) -> list[Record]:
    return list(JournalReader(data / "journal").read())


def bytes_of(data: Path) -> Iterator[bytes]:
    for path in data.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def test_what_is_redacted_is_nowhere_and_the_rest_is_as_it_was(data: Path) -> None:
    before = set(read_dataset(Settings(data=data)) or [])
    revisions = [record.revision for record in records(data)]
    assert any(SECRET.encode() in content for content in bytes_of(data))
    done = take_out(data)
    assert (done.records, done.quads) == (4, 4)
    assert not any(SECRET.encode() in content for content in bytes_of(data))
    assert set(read_dataset(Settings(data=data)) or []) == {q for q in before if not is_secret(q)}
    assert journal.verify(data / "journal").records == 6
    assert [record.revision for record in records(data)][:4] == revisions
    add(data, quad(200).encode())
    assert journal.verify(data / "journal").records == 7


def test_a_second_redaction_of_the_same_records_holds_too(data: Path) -> None:
    take_out(data)
    done = redact(
        Settings(data=data),
        lambda quad: "value 3" in str(quad.object),
        agent="test",
        reason="more",
        derive=None,
    )
    assert done.records == 2
    journal.verify(data / "journal")


def test_what_nobody_vouches_for_is_told(data: Path) -> None:
    """Whoever takes quads out by hand is found out."""
    take_out(data)
    last = journal.files_of(data / "journal")[-1]
    assert b'"redacts"' in last.read_bytes()
    last.unlink()
    with pytest.raises(JournalDamaged, match="vouches"):
        journal.verify(data / "journal")


@pytest.mark.parametrize("after", ["drafts", "record"])
def test_a_crash_on_the_way_is_made_good(
    data: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    class Crash(BaseException):
        pass

    def crash(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        if after == "drafts":
            patched.setattr(journal.Journal, "begin_file", crash)
            patched.setattr(redaction, "_forget", lambda folder: None)
        else:
            patched.setattr(redaction, "finish", crash)
        folder = DataFolder(data)
        log = journal.Journal(folder.journal)
        with pytest.raises(Crash):
            redaction.redact(folder, log, is_secret, agent="test", reason="test")
    with Writer(data):
        pass
    journal.verify(data / "journal")
    assert not [path for path in (data / "journal").iterdir() if "redacted" in path.name]
    assert any(SECRET.encode() in content for content in bytes_of(data)) == (after == "drafts")


def test_nothing_is_redacted_beside_a_running_writer(data: Path) -> None:
    with Writer(data), pytest.raises(StoreLocked):
        take_out(data)


def test_a_redaction_of_nothing_leaves_no_record(data: Path) -> None:
    take_out(data)
    before = len(records(data))
    assert take_out(data).record is None
    assert len(records(data)) == before

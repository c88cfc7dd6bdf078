"""RDF Patch and the records that it is made of."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.tiny import add, quad, quads

from wsisgraph.errors import JournalDamaged
from wsisgraph.store import patch
from wsisgraph.store.archive import Archive
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import Journal


def name(sequence: int) -> str:
    return f"http://example.org/changes/{sequence}"


def lines(rows: bytes) -> list[bytes]:
    return rows.splitlines(keepends=True)


def test_a_patch_says_what_went_and_what_came(tmp_path: Path) -> None:
    add(tmp_path, quads([1, 2]))
    add(tmp_path, quads([3]), quads([1]))
    archive = Archive(DataFolder(tmp_path).journal)
    raw = archive.record(2)
    assert raw is not None
    rows = b"".join(patch.rows(raw, name)).decode().splitlines()
    assert rows[:2] == [f"H id <{name(2)}> .", f"H prev <{name(1)}> ."]
    assert rows[3:] == ["TX .", "D " + quad(1).strip(), "A " + quad(3).strip(), "TC ."]


def test_the_first_patch_has_none_before_it(tmp_path: Path) -> None:
    add(tmp_path, quads([1]))
    raw = Archive(DataFolder(tmp_path).journal).record(1)
    assert raw is not None
    assert b"H prev" not in b"".join(patch.rows(raw, name))


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_the_record_comes_out_of_its_patch_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[str, str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    log = Journal(folder)
    for agent, message, going, coming in written:
        log.append(
            agent=agent,
            message=message,
            removed=quads(range(going)),
            added=quads(range(coming)),
            removed_quads=going,
            added_quads=coming,
        )
    log.close()
    out = io.BytesIO()
    archive = Archive(folder)
    for sequence in range(1, len(written) + 1):
        raw = archive.record(sequence)
        assert raw is not None
        header = patch.write_record(lines(b"".join(patch.rows(raw, name))), out)
        assert header["sequence"] == sequence
    assert archive.record(len(written) + 1) is None
    assert out.getvalue() == b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<html>\n",
        b"TX .\nTC .\n",
        b'H record "{}" .\nTX .\nA <x:s> <x:p> <x:o> .\n',
        b'H record "{" .\nTX .\nTC .\n',
        b'H record "{}" .\nTX .\nTC .\n<html>\n',
    ],
)
def test_what_is_no_patch_is_told(broken: bytes) -> None:
    with pytest.raises(JournalDamaged, match="not whole"):
        patch.write_record(lines(broken), io.BytesIO())


def test_an_archive_follows_a_journal_that_grows(tmp_path: Path) -> None:
    archive = Archive(DataFolder(tmp_path).journal)
    assert archive.last() == 0
    assert archive.record(1) is None
    add(tmp_path, quads([1]))
    assert archive.last() == 1
    add(tmp_path, quads([2]))
    raw = archive.record(2)
    assert raw is not None
    assert raw.added.read() == quads([2])
    assert [header["sequence"] for header in archive.headers([1, 2])] == [1, 2]


def test_half_a_record_is_not_there_yet(tmp_path: Path) -> None:
    add(tmp_path, quads([1]))
    folder = DataFolder(tmp_path).journal
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    archive = Archive(folder)
    with file.open("ab") as end:
        end.write(whole[: len(whole) // 2])
    assert archive.last() == 1

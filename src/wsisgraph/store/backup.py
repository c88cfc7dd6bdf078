"""Backups: the journal, and what else cannot be made anew, copied while the service runs.

The journal only grows, so what was copied once stays good: a second backup into the same folder
copies what came since. What was copied is read again from the copy, hash by hash, before the list
of the backup names it; a backup that broke off leaves the one before as it was.
"""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from wsisgraph.errors import JournalDamaged, StoreError, StoreUnavailable
from wsisgraph.store import journal
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.record import GENESIS, Position, Record

LIST = "backup.json"
"""The file that tells what a backup holds; written last."""

ALSO = ("tokens.json", "peers.json")
"""Files of a data folder, beside the journal, that cannot be made anew."""

_PIECE = 1 << 20

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes:
        sequence: how many records.
        hash: the hash of the last, which vouches for all.
        time: when that was committed.
        file: the file of the journal that holds the last.
        size: how much of that file belongs to it.
    """

    sequence: int
    hash: str
    time: str
    file: str
    size: int

    @property
    def position(self) -> Position:
        """The place in the history at which it ends."""
        return Position(self.sequence, self.hash)


_NOTHING = Backup(0, GENESIS, "", "", 0)


def back_up(folder: DataFolder, into: Path, progress: Progress) -> Backup:
    """Copy a data folder's journal into `into`, beside a running service or without one.

    Raises:
        StoreUnavailable: there is nothing to copy.
        JournalDamaged: the journal, or the backup that stands there, is not what was written.
        StoreError: the folder holds something else, or another history, or cannot be written.
    """
    if folder.revision() is None:
        raise StoreUnavailable(
            "There is no graph yet, so nothing to back up",
            where=str(folder.root),
            mend="run wsisgraph build, or set WSISGRAPH_DATA to the folder that holds the graph",
        )
    before = _standing(into)
    copied = into / "journal"
    try:
        copied.mkdir(parents=True, exist_ok=True)
        if before is None:
            _write_list(into, _NOTHING)
        else:
            _go_on(folder.journal, copied, before)
        _copy_journal(folder.journal, copied, progress)
        made = _verified(copied, progress)
        for name in ALSO:
            _copy_small(folder.root / name, into / name)
        _write_list(into, made)
        journal.sync(into)
    except OSError as error:
        raise StoreError(
            f"The backup cannot be written ({error.strerror})",
            where=str(error.filename or into),
            mend="see that the disk has room, and back up again: what was copied stays good",
        ) from error
    return made


def restore(source: Path, data: Path, progress: Progress, *, until: int | None = None) -> Position:
    """Make a data folder of a backup; the writer makes the rest from it.

    Nothing is there before all of it is: the copy is checked under another name.

    Args:
        source: the folder of a backup.
        data: the data folder to make; it must not hold a graph.
        progress: told of the copying.
        until: the last record to take; all of them without.

    Raises:
        StoreError: there is no backup, or the data folder is in use.
        JournalDamaged: the backup is not what was written.
    """
    held = read_list(source)
    if held is None or not held.sequence:
        raise StoreError(
            f"This is no backup: there is no {LIST} of a whole one",
            where=str(source),
            mend="name the folder that wsisgraph backup wrote",
        )
    if until is not None and not 0 < until <= held.sequence:
        raise StoreError(
            f"The backup holds the records 1 to {held.sequence}, and no {until}",
            where=str(source),
            mend="name one of these",
        )
    folder = DataFolder(data)
    if folder.revision() is not None or (folder.journal.exists() and any(folder.journal.iterdir())):
        raise StoreError(
            "There is a graph in the data folder already",
            where=str(data),
            mend="set WSISGRAPH_DATA to a new folder, or move this one away",
        )
    draft = data / "journal.restoring"
    try:
        data.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        _copy_journal(source / "journal", draft, progress)
        end = _cut_after(draft, until or held.sequence)
        if until is None and end.hash != held.hash:
            raise JournalDamaged(
                f"Record {end.sequence} is not the one that {LIST} names",
                where=str(source),
                mend="take another backup",
            )
        for name in ALSO:
            _copy_small(source / name, data / name)
        if folder.journal.exists():
            folder.journal.rmdir()
        draft.rename(folder.journal)
        journal.sync(data)
    except OSError as error:
        raise StoreError(
            f"The backup cannot be restored ({error.strerror})",
            where=str(error.filename or data),
            mend="see that the disk has room, and that WSISGRAPH_DATA may be written to",
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return end


def read_list(folder: Path) -> Backup | None:
    """Return what the backup in a folder says that it holds; None when there is none."""
    try:
        told = json.loads((folder / LIST).read_bytes())
        return Backup(
            int(told["sequence"]),
            str(told["hash"]),
            str(told["time"]),
            str(told["file"]),
            int(told["size"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _standing(into: Path) -> Backup | None:
    """Return the backup that stands in a folder; None for a new one."""
    held = read_list(into)
    if held is None and into.exists():
        if not into.is_dir():
            raise StoreError("This is no folder", where=str(into), mend="name another")
        others = {entry.name for entry in into.iterdir()}
        if others:
            raise StoreError(
                f"The folder holds something else ({min(others)})",
                where=str(into),
                mend="name a new folder, or one that holds a backup of this graph",
            )
    return held


def _copy_journal(source: Path, into: Path, progress: Progress) -> None:
    """Copy what a journal has more than its copy; in the order in which it was written."""
    sizes = {path: path.stat().st_size for path in journal.files_of(source)}
    total = sum(sizes.values())
    done = 0
    for path, size in sizes.items():
        with path.open("rb") as there, (into / path.name).open("ab") as here:
            start = min(here.tell(), size)
            here.truncate(start)
            there.seek(start)
            done += start
            while start < size and (piece := there.read(min(_PIECE, size - start))):
                here.write(piece)
                start += len(piece)
                done += len(piece)
                progress(done, total)
            here.flush()
            os.fsync(here.fileno())
    journal.sync(into)


def _go_on(source: Path, copied: Path, before: Backup) -> None:
    """See that a copied journal is the beginning of another, and cut off what a crash left of it.

    Every header vouches for all before it; so the last file tells whether the rest is the same.

    Raises:
        StoreError: it is no beginning.
    """
    for path in journal.files_of(copied):
        if path.name > before.file:
            path.unlink()
    if not before.sequence:
        return
    here, there = copied / before.file, source / before.file
    if here.exists() and here.stat().st_size > before.size:
        os.truncate(here, before.size)
    if not there.exists() or not _begins_with(there, here, before.size):
        raise StoreError(
            "The folder holds a backup of another graph, or of another history of it",
            where=str(copied.parent),
            mend="name a new folder",
        )


def _begins_with(whole: Path, part: Path, size: int) -> bool:
    with whole.open("rb") as one, part.open("rb") as other:
        while size:
            pieces = one.read(min(_PIECE, size)), other.read(min(_PIECE, size))
            if pieces[0] != pieces[1] or not pieces[0]:
                return False
            size -= len(pieces[0])
    return True


def _verified(copied: Path, progress: Progress) -> Backup:
    """Read a copied journal through, cut off what is no whole record, and say what it holds.

    Raises:
        JournalDamaged: a record is not what was written.
    """
    reader = JournalReader(copied)
    made = _NOTHING
    try:
        for record in reader.read():
            made = _ending_with(record)
            progress(record.sequence, record.sequence)
    finally:
        reader.close()
    _cut(copied, made)
    return made


def _cut_after(copied: Path, sequence: int) -> Position:
    """Cut a journal off after a record; return the place there.

    Raises:
        JournalDamaged: it does not hold the records up to there as they were written.
    """
    reader = JournalReader(copied)
    end = _NOTHING
    try:
        for record in reader.read(sequence):
            end = _ending_with(record)
    finally:
        reader.close()
    _cut(copied, end)
    return end.position


def _ending_with(record: Record) -> Backup:
    span = record.added_span
    assert isinstance(span.file, Path)
    # The line feed after the payload belongs to the record.
    size = span.start + span.size + 1
    return Backup(record.sequence, record.hash, record.time, span.file.name, size)


def _cut(copied: Path, end: Backup) -> None:
    for path in journal.files_of(copied):
        if path.name > end.file:
            path.unlink()
        elif path.name == end.file:
            os.truncate(path, end.size)


def _write_list(into: Path, made: Backup) -> None:
    _write(into / LIST, json.dumps(asdict(made), indent=1).encode() + b"\n")


def _copy_small(source: Path, into: Path) -> None:
    """Copy a file that only its owner may read, in one step; nothing where there is none."""
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        return
    _write(into, content)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".new")
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

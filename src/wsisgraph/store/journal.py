"""The journal: every change ever committed, in order, in files that only grow.

It is the audit log, the backup, the change feed and the way from one engine to another; the store
and the checkpoints beside it are derived from it. `record` tells how one change is written down.

Because each hash covers the one before it, one hash vouches for the whole history. A record is
acknowledged only after `fsync`; what a crash left half-written at the end was never acknowledged
and is cut off when the journal is opened for writing. Damage anywhere else is told, never cut.
"""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from wsisgraph.errors import JournalDamaged
from wsisgraph.store.frames import write_all
from wsisgraph.store.record import (
    BEGINNING,
    Position,
    Record,
    damaged,
    digest,
    hash_of,
    line_of,
    read_record,
    record_of,
)
from wsisgraph.store.spans import Quads, Span, pieces_of, size_of

_ROTATE_AFTER = 64 * 2**20
_ADOPTED_PIECE = 1 << 20
SUFFIX = ".journal"
"""Files of a journal are named by the sequence of their first record, and end so."""


class Journal:
    """The journal opened for writing; there is one such object at a time, under the lock."""

    def __init__(self, folder: Path, *, acknowledged: int = 0) -> None:
        """Open the journal in `folder`, cutting off a record that was never acknowledged.

        Args:
            folder: the directory; made if it is missing.
            acknowledged: the last sequence known to have been acknowledged, from elsewhere.

        Raises:
            JournalDamaged: the last file holds damage that a crash while writing cannot explain.
        """
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        sync(folder.parent)
        self._file: FileIO | None = None
        self._torn_from: int | None = None
        self._end, self._time = _cut_torn_tail(folder, acknowledged)

    @property
    def end(self) -> Position:
        """The place after the last record."""
        return self._end

    def append(
        self,
        *,
        agent: str,
        message: str,
        removed: Quads,
        added: Quads,
        removed_quads: int,
        added_quads: int,
        empty: Sequence[str] = (),
        dropped: Sequence[str] = (),
        key: Mapping[str, Any] | None = None,
        about: Mapping[str, Any] | None = None,
        redacts: Mapping[int, str] | None = None,
    ) -> Record:
        """Write one record; when this returns, it is on the disk.

        Raises:
            OSError: it could not be written; what was written of it is taken back, now or before
                the next record.
        """
        payload = digest(chain(pieces_of(removed), pieces_of(added)))
        header: dict[str, Any] = {
            "sequence": self._end.sequence + 1,
            "time": self._now(),
            "agent": agent,
            "message": message,
            "removed": size_of(removed),
            "added": size_of(added),
            "removed_quads": removed_quads,
            "added_quads": added_quads,
            "payload": payload,
            "previous": self._end.hash,
            **({"empty": list(empty)} if empty else {}),
            **({"dropped": list(dropped)} if dropped else {}),
            **({"key": dict(key)} if key else {}),
            **({"about": dict(about)} if about else {}),
            **({"redacts": {str(n): redacts[n] for n in redacts}} if redacts else {}),
        }
        header["hash"] = hash_of(header)
        size = header["removed"] + header["added"]
        file = self._file_to_append()
        start = file.tell()
        line = line_of(header)
        written = hashlib.sha256()
        self._torn_from = start
        try:
            waiting = line
            for piece in chain(pieces_of(removed), pieces_of(added)):
                written.update(piece)
                write_all(file.fileno(), waiting + piece)
                waiting = b""
            if written.hexdigest() != payload:
                raise OSError("the quads changed while they were written down")
            write_all(file.fileno(), waiting + b"\n")
            os.fsync(file.fileno())
        except OSError:
            self._take_back(file)
            raise
        self._torn_from = None
        record = record_of(header, Span(Path(str(file.name)), start + len(line), size))
        self._end, self._time = Position(record.sequence, record.hash), record.time
        return record

    def adopt(self, records: BinaryIO) -> tuple[int, int]:
        """Write records of another journal that follow the last one here, as they stand there.

        All of them or none; when this returns, they are on the disk.

        Args:
            records: a file on a disk, read from its beginning to its end.

        Returns:
            How many quads came, and how many went.

        Raises:
            JournalDamaged: one is broken, or does not follow the one before it.
            OSError: they could not be written; see `append`.
        """
        end, time, coming, going = self._end, self._time, 0, 0
        records.seek(0)
        size = os.fstat(records.fileno()).st_size
        path = Path("(adopted records)")
        while (place := records.tell()) < size:
            header, payload = read_record(records, path, 0)
            where = f"{path}, byte {place}"
            if header is None or payload is None:
                raise damaged(where, "is not whole")
            if (header["sequence"], header["previous"]) != (end.sequence + 1, end.hash):
                raise damaged(where, "does not follow the last one of this journal")
            end, time = Position(header["sequence"], header["hash"]), header["time"]
            coming += header["added_quads"]
            going += header["removed_quads"]
        file = self._file_to_append()
        start = file.tell()
        self._torn_from = start
        try:
            records.seek(0)
            while piece := records.read(_ADOPTED_PIECE):
                write_all(file.fileno(), piece)
            os.fsync(file.fileno())
        except OSError:
            self._take_back(file)
            raise
        self._torn_from = None
        self._end, self._time = end, max(time, self._time)
        return coming, going

    def begin_file(self) -> None:
        """Let the next record stand in a file of its own."""
        self.close()
        path = self._folder / f"{self._end.sequence + 1:012d}{SUFFIX}"
        self._file = FileIO(path, "ab")
        sync(self._folder)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _now(self) -> str:
        """Return the time of a record: that of the last one where the clock was set back since."""
        return max(datetime.now(UTC).isoformat(timespec="milliseconds"), self._time)

    def _take_back(self, file: FileIO) -> None:
        """Cut off what was written of a record that is not acknowledged.

        A disk that fails may refuse this too. Then the next record does it first, or is refused.
        """
        with contextlib.suppress(OSError):
            self._cut(file)

    def _cut(self, file: FileIO) -> None:
        if self._torn_from is not None:
            file.truncate(self._torn_from)
            file.seek(self._torn_from)
            os.fsync(file.fileno())
            self._torn_from = None

    def _file_to_append(self) -> FileIO:
        if self._file is not None:
            self._cut(self._file)
        if self._file is not None and self._file.tell() >= _ROTATE_AFTER:
            self.close()
        if self._file is None:
            last = files_of(self._folder)[-1:]
            if last and last[0].stat().st_size < _ROTATE_AFTER:
                path = last[0]
                self._file = FileIO(path, "ab")
            else:
                self.begin_file()
        assert self._file is not None
        return self._file


class JournalReader:
    """Walks through the journal from a known place, checking the chain on the way.

    Any number of readers may walk while one process appends.
    """

    def __init__(self, folder: Path, position: Position = BEGINNING) -> None:
        """Start after `position`."""
        self._folder = folder
        self._position = position
        self._file: BinaryIO | None = None
        self._path: Path | None = None

    @property
    def position(self) -> Position:
        """The place that was reached."""
        return self._position

    def read(self, until: int | None = None) -> Iterator[Record]:
        """Give the records after the current place, up to and with sequence `until`.

        Without `until`, stop at the end, or before a record that is still being written.

        Raises:
            JournalDamaged: a record is broken or out of order, or `until` is not there.
        """
        while until is None or self._position.sequence < until:
            header, payload, where = self._next()
            if header is None or payload is None:
                if until is None:
                    return
                raise JournalDamaged(
                    f"The journal ends before record {self._position.sequence + 1}",
                    where=where,
                    mend="restore the journal folder from a backup",
                )
            if header["sequence"] <= self._position.sequence:
                continue
            if (header["sequence"], header["previous"]) != (
                self._position.sequence + 1,
                self._position.hash,
            ):
                raise damaged(where, "does not follow the record before it")
            record = record_of(header, payload)
            self._position = Position(record.sequence, record.hash)
            yield record

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _next(self) -> tuple[dict[str, Any] | None, Span | None, str]:
        while True:
            if self._file is None and not self._open_next():
                return None, None, str(self._folder)
            assert self._file is not None
            assert self._path is not None
            start = self._file.tell()
            where = f"{self._path}, byte {start}"
            header, payload = read_record(self._file, self._path, self._position.sequence)
            if header is None:
                self._file.seek(start)
                if self._open_next():
                    continue
            return header, payload, where

    def _open_next(self) -> bool:
        files = files_of(self._folder)
        if self._path is None:
            # The file that holds the next record is the last that starts at or before it.
            candidates = [f for f in files if _first(f) <= self._position.sequence + 1]
            following = candidates[-1:] or files[:1]
        else:
            following = [f for f in files if _first(f) > _first(self._path)][:1]
        if not following:
            return False
        self.close()
        self._path = following[0]
        self._file = self._path.open("rb")
        return True


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: how many records, and the place after the last."""

    records: int
    end: Position


def verify(
    folder: Path, progress: Callable[[int, int], None] = lambda done, of: None
) -> Verification:
    """Check every record's hash and the chain through all of them.

    Args:
        folder: the journal's.
        progress: told of each record, and of how many there are at least.

    Raises:
        JournalDamaged: names the file, the byte and the record where it first goes wrong.
    """
    reader = JournalReader(folder)
    records = 0
    left: dict[int, str] = {}
    told: dict[int, str] = {}
    try:
        for record in reader.read():
            records += 1
            if record.left:
                left[record.sequence] = record.left
            told.update(record.redacts)
            progress(records, record.sequence)
        leftover = _bytes_after(reader)
    finally:
        reader.close()
    if leftover:
        raise JournalDamaged(
            f"After record {reader.position.sequence} stand {leftover} bytes that are no record",
            where=str(folder),
            mend="start the service once: it cuts off what was never acknowledged",
        )
    for sequence, found in left.items():
        if told.get(sequence) != found:
            raise JournalDamaged(
                f"Quads were taken out of record {sequence}, and no later record vouches for that",
                where=str(folder),
                mend="restore the journal folder from a backup",
            )
    return Verification(records, reader.position)


def _bytes_after(reader: JournalReader) -> int:
    if reader._file is None:
        return 0
    return os.fstat(reader._file.fileno()).st_size - reader._file.tell()


def _cut_torn_tail(folder: Path, acknowledged: int) -> tuple[Position, str]:
    """Return the place after the last whole record and its time; what follows it is cut off."""
    files = files_of(folder)
    if not files:
        if acknowledged:
            raise JournalDamaged(
                f"The journal is empty, yet {acknowledged} records were acknowledged",
                where=str(folder),
                mend="restore the journal folder from a backup",
            )
        return BEGINNING, ""
    last = files[-1]
    position: Position | None = None
    time = ""
    with last.open("r+b") as file:
        end = 0
        while True:
            file.seek(end)
            try:
                header, _ = read_record(file, last, 0)
            except JournalDamaged:
                sequence = _first(last) if position is None else position.sequence + 1
                if sequence <= acknowledged or _more_follows(file, end):
                    raise
                header = None
            if header is None:
                break
            if position is not None and header["previous"] != position.hash:
                raise damaged(f"{last}, byte {end}", "does not follow the record before it")
            position = Position(header["sequence"], header["hash"])
            time = header["time"]
            end = file.tell()
        if end < os.fstat(file.fileno()).st_size:
            reached = _first(last) - 1 if position is None else position.sequence
            if reached < acknowledged:
                raise damaged(f"{last}, byte {end}", "was acknowledged, and is not whole")
            file.truncate(end)
            os.fsync(file.fileno())
    if position is None:
        # Not one whole record in it: the crash came right after the file was made.
        last.unlink()
        sync(folder)
        return _cut_torn_tail(folder, acknowledged)
    if position.sequence < acknowledged:
        raise JournalDamaged(
            f"The journal ends with record {position.sequence}, yet {acknowledged} were"
            " acknowledged",
            where=str(last),
            mend="restore the journal folder from a backup",
        )
    return position, time


def _more_follows(file: BinaryIO, start: int) -> bool:
    """Tell whether a record stands after the broken one at `start`: then no crash broke it."""
    file.seek(start)
    return b'\n{"sequence":' in file.read()


def files_of(folder: Path) -> list[Path]:
    """Return the files of a journal, in the order in which they were written."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def _first(path: Path) -> int:
    return int(path.name.removesuffix(SUFFIX))


def sync(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)

"""The journal: every change ever committed, in order, in files that only grow.

It is the audit log, the backup, the change feed and the way from one engine to another; the store
and the checkpoints beside it are derived from it. A record is

    header\\n payload \\n

The header is one line of JSON: `sequence` (1, 2, 3 …), `time`, `agent`, `message`, `removed` and
`added` (bytes of the two parts of the payload), `removed_quads` and `added_quads`, `payload` (its
SHA-256), `previous` (the hash of the record before) and `hash` (the SHA-256 of the header without
`hash`). Where a record leaves a graph that exists and holds nothing, `empty` names it; where it
takes away one that held nothing, `dropped` does; other graphs come and go with their quads. The
payload is the removed quads, then the added ones, as N-Quads, as they were sent.

Because each hash covers the one before it, one hash vouches for the whole history. A record is
acknowledged only after `fsync`; what a crash left half-written at the end was never acknowledged
and is cut off when the journal is opened for writing. Damage anywhere else is told, never cut.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from wsisgraph.errors import JournalDamaged
from wsisgraph.store.frames import write_all
from wsisgraph.store.protocol import Revision
from wsisgraph.store.spans import Quads, Span, pieces_of, size_of

GENESIS = "0" * 64
"""The hash before the first record."""

_ROTATE_AFTER = 64 * 2**20
_LONGEST_HEADER = 1 << 24
_PIECE = 1 << 18
_SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class Record:
    """One committed change.

    Attributes:
        sequence: its number, from 1 without gaps.
        time: when it was committed, UTC, ISO 8601.
        agent: who committed it.
        message: why, in the agent's words.
        removed_span: where the removed quads lie, as N-Quads.
        added_span: where the added quads lie, as N-Quads.
        removed_quads: how many were removed.
        added_quads: how many were added.
        previous: hash of the record before.
        hash: its own hash, which covers all else.
        empty: graphs that it leaves without quads, yet there.
        dropped: graphs without quads that it takes away.
    """

    sequence: int
    time: str
    agent: str
    message: str
    removed_span: Span
    added_span: Span
    removed_quads: int
    added_quads: int
    previous: str
    hash: str
    empty: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def removed(self) -> bytes:
        """The removed quads, all of them in memory."""
        return self.removed_span.read()

    @property
    def added(self) -> bytes:
        """The added quads, all of them in memory."""
        return self.added_span.read()

    @property
    def revision(self) -> Revision:
        """The revision that this record made."""
        return revision_of(self.sequence, self.hash)


def revision_of(sequence: int, chain_hash: str) -> Revision:
    """Return the revision that stands after `sequence` records ending in `chain_hash`."""
    return Revision(sequence, f"{sequence}-{chain_hash[:12]}")


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two records: after `sequence`, whose record had `hash`."""

    sequence: int = 0
    hash: str = GENESIS

    @property
    def revision(self) -> Revision:
        """The revision at this place."""
        return revision_of(self.sequence, self.hash)


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
        _sync(folder.parent)
        self._file: FileIO | None = None
        self._end = _cut_torn_tail(folder, acknowledged)

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
    ) -> Record:
        """Write one record; when this returns, it is on the disk.

        Raises:
            OSError: it could not be written; what was written of it is taken back.
        """
        digest = _digest(chain(pieces_of(removed), pieces_of(added)))
        header: dict[str, Any] = {
            "sequence": self._end.sequence + 1,
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "agent": agent,
            "message": message,
            "removed": size_of(removed),
            "added": size_of(added),
            "removed_quads": removed_quads,
            "added_quads": added_quads,
            "payload": digest,
            "previous": self._end.hash,
            **({"empty": list(empty)} if empty else {}),
            **({"dropped": list(dropped)} if dropped else {}),
        }
        header["hash"] = _hash(header)
        size = header["removed"] + header["added"]
        file = self._file_to_append()
        start = file.tell()
        line = _line(header)
        written = hashlib.sha256()
        try:
            waiting = line
            for piece in chain(pieces_of(removed), pieces_of(added)):
                written.update(piece)
                write_all(file.fileno(), waiting + piece)
                waiting = b""
            if written.hexdigest() != digest:
                raise OSError("the quads changed while they were written down")
            write_all(file.fileno(), waiting + b"\n")
            os.fsync(file.fileno())
        except OSError:
            file.truncate(start)
            raise
        record = _record(header, Span(Path(str(file.name)), start + len(line), size))
        self._end = Position(record.sequence, record.hash)
        return record

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _file_to_append(self) -> FileIO:
        if self._file is not None and self._file.tell() >= _ROTATE_AFTER:
            self.close()
        if self._file is None:
            last = _files(self._folder)[-1:]
            if last and last[0].stat().st_size < _ROTATE_AFTER:
                path = last[0]
            else:
                path = self._folder / f"{self._end.sequence + 1:012d}{_SUFFIX}"
            self._file = FileIO(path, "ab")
            _sync(self._folder)
        return self._file


class JournalReader:
    """Walks through the journal from a known place, checking the chain on the way.

    Any number of readers may walk while one process appends.
    """

    def __init__(self, folder: Path, position: Position = Position()) -> None:
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
                raise _damaged(where, "does not follow the record before it")
            record = _record(header, payload)
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
            header, payload = _read_record(self._file, self._path, self._position.sequence)
            if header is None:
                self._file.seek(start)
                if self._open_next():
                    continue
            return header, payload, where

    def _open_next(self) -> bool:
        files = _files(self._folder)
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


def verify(folder: Path) -> Verification:
    """Check every record's hash and the chain through all of them.

    Raises:
        JournalDamaged: names the file, the byte and the record where it first goes wrong.
    """
    reader = JournalReader(folder)
    records = 0
    try:
        for _ in reader.read():
            records += 1
        leftover = _bytes_after(reader)
    finally:
        reader.close()
    if leftover:
        raise JournalDamaged(
            f"After record {reader.position.sequence} stand {leftover} bytes that are no record",
            where=str(folder),
            mend="start the service once: it cuts off what was never acknowledged",
        )
    return Verification(records, reader.position)


def _bytes_after(reader: JournalReader) -> int:
    if reader._file is None:
        return 0
    return os.fstat(reader._file.fileno()).st_size - reader._file.tell()


def _cut_torn_tail(folder: Path, acknowledged: int) -> Position:
    """Return the place after the last whole record, having cut off what follows it."""
    files = _files(folder)
    if not files:
        if acknowledged:
            raise JournalDamaged(
                f"The journal is empty, yet {acknowledged} records were acknowledged",
                where=str(folder),
                mend="restore the journal folder from a backup",
            )
        return Position()
    last = files[-1]
    position: Position | None = None
    with last.open("r+b") as file:
        end = 0
        while True:
            file.seek(end)
            try:
                header, _ = _read_record(file, last, 0)
            except JournalDamaged:
                sequence = _first(last) if position is None else position.sequence + 1
                if sequence <= acknowledged or _more_follows(file, end):
                    raise
                header = None
            if header is None:
                break
            if position is not None and header["previous"] != position.hash:
                raise _damaged(f"{last}, byte {end}", "does not follow the record before it")
            position = Position(header["sequence"], header["hash"])
            end = file.tell()
        if end < os.fstat(file.fileno()).st_size:
            reached = _first(last) - 1 if position is None else position.sequence
            if reached < acknowledged:
                raise _damaged(f"{last}, byte {end}", "was acknowledged, and is not whole")
            file.truncate(end)
            os.fsync(file.fileno())
    if position is None:
        # Not one whole record in it: the crash came right after the file was made.
        last.unlink()
        _sync(folder)
        return _cut_torn_tail(folder, acknowledged)
    if position.sequence < acknowledged:
        raise JournalDamaged(
            f"The journal ends with record {position.sequence}, yet {acknowledged} were"
            " acknowledged",
            where=str(last),
            mend="restore the journal folder from a backup",
        )
    return position


def _more_follows(file: BinaryIO, start: int) -> bool:
    """Tell whether a record stands after the broken one at `start`: then no crash broke it."""
    file.seek(start)
    return b'\n{"sequence":' in file.read()


def _read_record(
    file: BinaryIO, path: Path, skip_through: int
) -> tuple[dict[str, Any] | None, Span | None]:
    """Read the record at the file's place; (None, None) when it is not whole yet.

    Records up to `skip_through` are passed over without looking at their payload.
    """
    where = f"{path}, byte {file.tell()}"
    line = file.readline(_LONGEST_HEADER)
    if not line.endswith(b"\n"):
        if len(line) == _LONGEST_HEADER:
            raise _damaged(where, "has no header")
        return None, None
    try:
        header = json.loads(line)
        told = header["hash"]
        size = header["removed"] + header["added"]
        right = told == _hash({key: header[key] for key in header if key != "hash"})
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(where, "has a header that cannot be read") from error
    if not right:
        raise _damaged(where, "has a header that is not what was written")
    payload = Span(path, file.tell(), size)
    if header["sequence"] <= skip_through:
        file.seek(size + 1, os.SEEK_CUR)
        return header, payload
    digest = _digest(_pieces(file, size))
    end = file.read(1)
    if not end:
        return None, None
    if digest != header["payload"] or end != b"\n":
        raise _damaged(where, "has quads that are not what was written")
    return header, payload


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Give the next bytes of a file, or what there is of them."""
    while size and (piece := file.read(min(size, _PIECE))):
        size -= len(piece)
        yield piece


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _record(header: dict[str, Any], payload: Span) -> Record:
    cut = header["removed"]
    return Record(
        sequence=header["sequence"],
        time=header["time"],
        agent=header["agent"],
        message=header["message"],
        removed_span=Span(payload.file, payload.start, cut),
        added_span=Span(payload.file, payload.start + cut, payload.size - cut),
        removed_quads=header["removed_quads"],
        added_quads=header["added_quads"],
        previous=header["previous"],
        hash=header["hash"],
        empty=tuple(header.get("empty", ())),
        dropped=tuple(header.get("dropped", ())),
    )


def _damaged(where: str, what: str) -> JournalDamaged:
    return JournalDamaged(
        f"The record here {what}",
        where=where,
        mend="restore the journal folder from a backup",
    )


def _line(header: dict[str, Any]) -> bytes:
    return json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _hash(header: dict[str, Any]) -> str:
    return hashlib.sha256(_line(header)).hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_SUFFIX}"))


def _first(path: Path) -> int:
    return int(path.name.removesuffix(_SUFFIX))


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)

"""Records of the journal: how one is written down, told apart from damage, and read again.

A record is

    header\\n payload \\n

The header is one line of JSON: `sequence` (1, 2, 3 …), `time`, `agent`, `message`, `removed` and
`added` (bytes of the two parts of the payload), `removed_quads` and `added_quads`, `payload` (its
SHA-256), `previous` (the hash of the record before) and `hash` (the SHA-256 of the header without
`hash`). Where a record leaves a graph that exists and holds nothing, `empty` names it; where it
takes away one that held nothing, `dropped` does; other graphs come and go with their quads. `key`
tells which request it answered, if that bore an Idempotency-Key, and which graphs it made; `about`
for which agency somebody wrote, and which graphs that changed. The payload is the removed quads,
then the added ones, as N-Quads, as they were sent.

Of a payload quads can be taken out (`redaction`). The header stays as it was, so the chain holds,
and `redacted` beside it, which no hash covers, tells sizes, counts and SHA-256 of what is left. A
later record vouches for that: its `redacts` names the sequence and that SHA-256.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from wsisgraph.errors import JournalDamaged
from wsisgraph.store.protocol import Revision
from wsisgraph.store.spans import Span

GENESIS = "0" * 64
"""The hash before the first record."""

_LONGEST_HEADER = 1 << 24
_PIECE = 1 << 18
_NOT_HASHED = frozenset(["hash", "redacted"])


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
        left: the SHA-256 of what a redaction left of its quads; "" where all are there.
        redacts: records that it took quads out of, by sequence, each with what was left.
        about: for which agency it was written, and which graphs that changed; empty for none.
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
    left: str = ""
    redacts: Mapping[int, str] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)

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


BEGINNING = Position()
"""The place before the first record."""


def read_record(
    file: BinaryIO, path: Path, skip_through: int
) -> tuple[dict[str, Any] | None, Span | None]:
    """Read the record at the file's place; (None, None) when it is not whole yet.

    Records up to `skip_through` are passed over without looking at their payload.
    """
    where = f"{path}, byte {file.tell()}"
    line = file.readline(_LONGEST_HEADER)
    if not line.endswith(b"\n"):
        if len(line) == _LONGEST_HEADER:
            raise damaged(where, "has no header")
        return None, None
    try:
        header = json.loads(line)
        told = header["hash"]
        right = told == hash_of({k: header[k] for k in header if k not in _NOT_HASHED})
        header = effective(header)
        size = header["removed"] + header["added"]
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(where, "has a header that cannot be read") from error
    if not right:
        raise damaged(where, "has a header that is not what was written")
    payload = Span(path, file.tell(), size)
    if header["sequence"] <= skip_through:
        file.seek(size + 1, os.SEEK_CUR)
        return header, payload
    found = digest(_pieces(file, size))
    end = file.read(1)
    if not end:
        return None, None
    if found != header["payload"] or end != b"\n":
        raise damaged(where, "has quads that are not what was written")
    return header, payload


def effective(header: dict[str, Any]) -> dict[str, Any]:
    """Return a header with the sizes and counts of what is left of its payload."""
    return {**header, **header.get("redacted", {})}


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Give the next bytes of a file, or what there is of them."""
    while size and (piece := file.read(min(size, _PIECE))):
        size -= len(piece)
        yield piece


def digest(pieces: Iterable[bytes]) -> str:
    """Return the SHA-256 of some bytes."""
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def record_of(header: dict[str, Any], payload: Span) -> Record:
    """Return what a header says of the quads in `payload`."""
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
        left=header["payload"] if "redacted" in header else "",
        redacts={int(number): left for number, left in header.get("redacts", {}).items()},
        about=header.get("about", {}),
    )


def damaged(where: str, what: str) -> JournalDamaged:
    """Return what is said of a record that is not what was written."""
    return JournalDamaged(
        f"The record here {what}",
        where=where,
        mend="restore the journal folder from a backup",
    )


def line_of(header: dict[str, Any]) -> bytes:
    """Return a header as it is written."""
    return json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def hash_of(header: dict[str, Any]) -> str:
    """Return the hash of a header that does not hold it yet."""
    return hashlib.sha256(line_of(header)).hexdigest()

"""Redaction: taking content out of the data and out of its history, for good.

A person's name that must go, a text that we may not keep: removing it leaves it in the journal. A
redaction takes the quads out of every record that ever brought or took them. The records' headers
stay as they were, so that the chain still holds and each revision keeps its name, and a new record
tells which were touched, by whom and why, and vouches for what is left of them. Nothing tells what
was taken out.

The files that are to take the place of others are written first, under another name; then the
record that vouches for them; then they take their place. A crash on the way is made good when the
folder is next opened: by going on if the record stands, else by forgetting the files.

Stores and checkpoints are made anew from what is left. Backups, replicas and published files of
before still hold it: they are beyond our reach.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pyoxigraph import Quad

from wsisgraph.store import journal, nquads
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import Journal, JournalReader
from wsisgraph.store.record import Record, digest, line_of, read_record, record_of
from wsisgraph.store.spans import Span

_DRAFT = re.compile(r"(?P<file>\d+\.journal)\.redacted-(?P<announced>\d+)")
_PIECE = 1 << 20

Matches = Callable[[Quad], bool]
"""Tells whether a quad is to be taken out."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a redaction did: the record that tells of it, the records touched, the quads gone.

    A quad counts once for each record that it was taken out of.
    """

    record: Record | None
    records: int
    quads: int


def redact(
    folder: DataFolder, log: Journal, matches: Matches, *, agent: str, reason: str
) -> Redacted:
    """Take the quads that match out of every record.

    The caller holds the folder's lock, has removed the quads from the data, and opens the folder
    anew afterwards.

    Raises:
        OSError: the disk does not take it; nothing was taken out.
    """
    announced = log.end.sequence + 1
    left: dict[int, str] = {}
    gone = 0
    try:
        for path in journal.files_of(folder.journal):
            gone += _rewrite(path, _draft(path, announced), matches, left)
        if not left:
            return Redacted(None, 0, 0)
        # The record must not stand in a file whose place another is about to take.
        log.begin_file()
        record = log.append(
            agent=agent,
            message=f"Redaction of {len(left)} records: {reason}",
            removed=b"",
            added=b"",
            removed_quads=0,
            added_quads=0,
            redacts=left,
        )
    except BaseException:
        _forget(folder)
        raise
    finish(folder)
    return Redacted(record, len(left), gone)


def finish(folder: DataFolder) -> None:
    """Make good what a crash left of a redaction: go on with it, or forget it."""
    drafts = _drafts(folder)
    if not drafts:
        return
    announced = int(next(iter(drafts.values()))["announced"])
    if not _stands(folder, announced):
        _forget(folder)
        return
    # What was made of the old records goes first: it would be taken for theirs otherwise.
    shutil.rmtree(folder.store, ignore_errors=True)
    shutil.rmtree(folder.checkpoints, ignore_errors=True)
    shutil.rmtree(folder.shelves, ignore_errors=True)
    folder.checkpoints.mkdir()
    for draft, named in drafts.items():
        draft.replace(draft.with_name(named["file"]))
    journal.sync(folder.journal)


def _stands(folder: DataFolder, announced: int) -> bool:
    """Tell whether the record that vouches for the drafts was written whole."""
    path = folder.journal / f"{announced:012d}{journal.SUFFIX}"
    if not path.exists():
        return False
    reader = JournalReader(folder.journal)
    try:
        return any(record.sequence == announced and record.redacts for record in reader.read())
    finally:
        reader.close()


def _rewrite(path: Path, draft: Path, matches: Matches, left: dict[int, str]) -> int:
    """Write a file's records without the quads that match; no file where there are none."""
    gone = 0
    with draft.open("wb") as out:
        for begin, end, record in _records(path):
            removed, fewer = _without(record.removed_span, matches)
            added, less = _without(record.added_span, matches)
            if not fewer and not less:
                _copy(path, begin, end, out)
                continue
            gone += fewer + less
            header = _header(path, begin)
            header["redacted"] = {
                "removed": len(removed),
                "added": len(added),
                "removed_quads": record.removed_quads - fewer,
                "added_quads": record.added_quads - less,
                "payload": digest([removed, added]),
            }
            left[record.sequence] = header["redacted"]["payload"]
            out.write(line_of(header) + removed + added + b"\n")
        out.flush()
        os.fsync(out.fileno())
    if not gone:
        draft.unlink()
    return gone


def _records(path: Path) -> Iterator[tuple[int, int, Record]]:
    """Give each record, and where it begins and ends."""
    with path.open("rb") as file:
        while True:
            begin = file.tell()
            header, payload = read_record(file, path, 0)
            if header is None or payload is None:
                return
            yield begin, file.tell(), record_of(header, payload)


def _header(path: Path, begin: int) -> dict[str, Any]:
    """Return a header as it was first written."""
    with path.open("rb") as file:
        file.seek(begin)
        written: dict[str, Any] = json.loads(file.readline())
    written.pop("redacted", None)
    return written


def _without(span: Span, matches: Matches) -> tuple[bytes, int]:
    """Return the lines whose quads do not match, as they were sent, and how many others."""
    kept, count = [], 0
    for line in span.read().splitlines(keepends=True):
        if any(matches(quad) for quad in nquads.read(line)):
            count += 1
        else:
            kept.append(line)
    return b"".join(kept), count


def _copy(path: Path, start: int, end: int, out: IO[bytes]) -> None:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(_PIECE, end - start))):
            out.write(piece)
            start += len(piece)


def _draft(path: Path, announced: int) -> Path:
    return path.with_name(f"{path.name}.redacted-{announced}")


def _drafts(folder: DataFolder) -> dict[Path, re.Match[str]]:
    if not folder.journal.exists():
        return {}
    found = {path: _DRAFT.fullmatch(path.name) for path in sorted(folder.journal.iterdir())}
    return {path: named for path, named in found.items() if named}


def _forget(folder: DataFolder) -> None:
    for draft in _drafts(folder):
        draft.unlink()

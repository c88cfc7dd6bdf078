"""Dated dumps: the whole data set, and how it differs from the dump before.

A dump is a folder named for the day and the revision. It holds the data set as canonical N-Quads
and as TriG, the quads that came and went since the dump before (as N-Quads, and together as an RDF
Patch), the checksums, and `dump.json`, which says all this to a program. The same revision after
the same dump gives the same bytes: nothing tells when or where it was made.
"""

import gzip
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from pyoxigraph import Quad

from wsisgraph.errors import InputRefused, Problem, WsisgraphError
from wsisgraph.graph.files import NAME, Sorted, write

NOTE = "dump.json"
CHECKSUMS = "SHA256SUMS"

_QUADS = f"{NAME}.nq.gz"
_TRIG = f"{NAME}.trig.gz"
_ADDED, _REMOVED, _PATCH = "added.nq.gz", "removed.nq.gz", "difference.rdfp.gz"


@dataclass(frozen=True, slots=True)
class Dumped:
    """What a dump holds.

    Attributes:
        folder: where it is.
        is_new: False when it was there already, and nothing was written.
        previous: the name of the dump that it is compared with, "" for the first.
        quads: how many it has.
        added: how many came since.
        removed: how many went.
    """

    folder: Path
    is_new: bool
    previous: str
    quads: int
    added: int
    removed: int


def dump(quads: Iterable[Quad], into: Path, *, revision: str, sequence: int, time: str) -> Dumped:
    """Write the dump of a revision below a folder, unless it is there.

    Args:
        quads: the data set.
        into: the folder of all dumps; made if it is missing.
        revision: the id of the revision.
        sequence: its number, by which dumps follow each other.
        time: when it was committed, ISO 8601.

    Raises:
        InputRefused: the dump before is damaged.
        WsisgraphError: the folder cannot be written.
    """
    folder = into / f"{time[:10]}-{revision}"
    if (folder / NOTE).is_file():
        return _dumped(folder, _note(folder), is_new=False)
    before = _before(into, sequence)
    try:
        into.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".making-", dir=into))
        try:
            with Sorted(quads) as ordered:
                note = _write(ordered, draft, before)
            told = {"revision": revision, "sequence": sequence, "time": time, **note}
            (draft / NOTE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
            sums = "".join(f"{sha}  {name}\n" for name, sha in sorted(note["sha256"].items()))
            (draft / CHECKSUMS).write_text(sums, encoding="ascii")
            draft.chmod(0o755)
            os.rename(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise WsisgraphError(
            f"The dump cannot be written ({error.strerror})",
            where=str(into),
            mend="name a folder that you may write to",
        ) from error
    return _dumped(folder, told, is_new=True)


def _write(ordered: Sorted, draft: Path, before: Path | None) -> dict[str, Any]:
    counts = {" ": 0, "+": 0, "-": 0}
    with (
        _zipped(draft / _QUADS) as whole,
        _zipped(draft / _ADDED) as added,
        _zipped(draft / _REMOVED) as removed,
        _zipped(draft / _PATCH) as patch,
        _lines(before) as old,
    ):
        patch.write(b"TX .\n")
        for mark, line in _compared(old, ordered.lines()):
            counts[mark] += 1
            if mark != "-":
                whole.write(line)
            if mark != " ":
                (added if mark == "+" else removed).write(line)
                patch.write((b"A " if mark == "+" else b"D ") + line)
        patch.write(b"TC .\n")
    with _zipped(draft / _TRIG) as trig:
        write(ordered, "trig", cast(BinaryIO, trig))
    if before is None:
        # All of the first dump is new, and said once.
        for name in (_ADDED, _REMOVED, _PATCH):
            (draft / name).unlink()
    return {
        "previous": before.name if before else "",
        "quads": counts[" "] + counts["+"],
        "added": counts["+"] if before else 0,
        "removed": counts["-"],
        "sha256": {path.name: _digest(path) for path in sorted(draft.iterdir())},
    }


def _compared(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
    """Give the lines of two sorted sequences: in both " ", gone "-", new "+"."""
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left < right):
            assert left is not None
            yield "-", left
            left = next(old, None)
        elif left is None or right < left:
            yield "+", right
            right = next(new, None)
        else:
            yield " ", right
            left, right = next(old, None), next(new, None)


def _before(into: Path, sequence: int) -> Path | None:
    """Return the latest dump of an earlier revision.

    Raises:
        InputRefused: it is not what was written.
    """
    found = [(int(_note(path.parent)["sequence"]), path.parent) for path in into.glob(f"*/{NOTE}")]
    earlier = sorted(pair for pair in found if pair[0] < sequence)
    if not earlier:
        return None
    folder = earlier[-1][1]
    path = folder / _QUADS
    if not path.is_file() or _digest(path) != _note(folder)["sha256"].get(_QUADS):
        raise _damaged(path, "it is not the file whose checksum was noted")
    return folder


def _note(folder: Path) -> dict[str, Any]:
    path = folder / NOTE
    try:
        told = json.loads(path.read_text("utf-8"))
        if {"sequence", "previous", "quads", "added", "removed", "sha256"} <= told.keys():
            return dict(told)
    except (OSError, ValueError, AttributeError):
        pass
    raise _damaged(path, "it does not say which revision this is a dump of")


def _damaged(path: Path, found: str) -> InputRefused:
    mend = "restore the folder of that dump, or take it away"
    return InputRefused("A dump is damaged", [Problem(str(path), found, mend)])


def _dumped(folder: Path, note: dict[str, Any], *, is_new: bool) -> Dumped:
    return Dumped(folder, is_new, note["previous"], note["quads"], note["added"], note["removed"])


@contextmanager
def _zipped(path: Path) -> Iterator[gzip.GzipFile]:
    """Give a file to write, compressed without its name and time."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as zipped,
    ):
        yield zipped


@contextmanager
def _lines(folder: Path | None) -> Iterator[Iterator[bytes]]:
    if folder is None:
        yield iter(())
        return
    with gzip.open(folder / _QUADS, "rb") as file:
        yield iter(cast(IO[bytes], file))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

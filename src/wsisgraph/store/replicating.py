"""Replicating: taking over the records of another service, one patch after another.

A replica has the very records of its source: the same journal, with the same hashes. So two equal
revisions have the same name, and what a replica holds is proved by its own `journal verify`. It
goes on where it stopped, after a moment or a week; what it took over it never asks for again.

Where the source took content out of its history (a redaction), the replica takes over the whole
history anew, without that content.
"""

import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from wsisgraph.errors import ChangeRefused, JournalDamaged, StoreLocked, StoreUnavailable
from wsisgraph.settings import Settings
from wsisgraph.store import patch, replica
from wsisgraph.store.changes import Adoption
from wsisgraph.store.client import commit
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import Journal, JournalReader, sync
from wsisgraph.store.locking import lock
from wsisgraph.store.protocol import Revision
from wsisgraph.store.record import BEGINNING, Position
from wsisgraph.store.writer import Writer

TIMEOUT = httpx.Timeout(60, connect=10)
_BATCH_BYTES = 8 << 20
_BATCH_RECORDS = 500
_BRANCH = "journal.replicating"
_OLD = "journal.replaced"


@dataclass(frozen=True, slots=True)
class Caught:
    """How far a replica came: the revision that it holds, and how many records that took."""

    revision: Revision
    records: int
    anew: bool = False
    """Whether the whole history was taken over again, because the source redacted it."""


class Source:
    """The feed of the service that is replicated."""

    def __init__(self, address: str, client: httpx.Client) -> None:
        """Name the source.

        Args:
            address: of the service, or of its feed (`…/changes`).
            client: asks it.
        """
        stem = address.rstrip("/")
        self.feed = stem if stem.endswith("/changes") else f"{stem}/changes"
        self._client = client

    @property
    def dataset(self) -> str:
        """Where the source gives all its data."""
        return f"{self.feed.removesuffix('/changes')}/graphs"

    def fetch(self, sequence: int, out: IO[bytes]) -> dict[str, object] | None:
        """Write one record to a file; None where the source has no such record yet.

        Raises:
            StoreUnavailable: the source does not answer, or with something else.
        """
        url = f"{self.feed}/{sequence}.rdfp"
        place = out.tell()
        try:
            with self._client.stream("GET", url) as answer:
                if answer.status_code == 404:
                    return None
                if answer.status_code != 200:
                    raise _strange(url, f"answered {answer.status_code}")
                return patch.write_record(_lines(answer), out)
        except httpx.HTTPError as error:
            out.seek(place)
            out.truncate()
            raise self._unreachable(url, error) from error
        except JournalDamaged as error:
            raise _strange(url, f"answered with no patch of ours ({error.message})") from error

    def hash_of(self, sequence: int) -> str | None:
        """Return the hash of a record; None where the source has no such record.

        Raises:
            StoreUnavailable: the source does not answer, or with something else.
        """
        with tempfile.TemporaryFile() as out:
            header = self.fetch(sequence, out)
        return None if header is None else str(header.get("hash"))

    def is_there(self) -> None:
        """See that there is a feed.

        Raises:
            StoreUnavailable: there is none.
        """
        # A service first, then files.
        for url in (self.feed, f"{self.feed}/index.ttl"):
            try:
                answer = self._client.get(url, headers={"Accept": "text/turtle"})
            except httpx.HTTPError as error:
                raise self._unreachable(url, error) from error
            if answer.status_code == 200 and b"w3id.org/ldes#EventStream" in answer.content:
                return
        raise _strange(self.feed, f"answered {answer.status_code}, and not with a feed of ours")

    def _unreachable(self, url: str, error: httpx.HTTPError) -> StoreUnavailable:
        return StoreUnavailable(
            f"The source cannot be reached ({error or type(error).__name__})",
            where=url,
            mend="see that the service runs and that the address is right; what was taken over"
            " is kept, and the next try goes on from there",
        )


def catch_up(
    settings: Settings,
    source: Source,
    progress: Callable[[int], None] = lambda taken: None,
) -> Caught:
    """Take over all records that the source has and this folder has not.

    A service that runs over the folder takes them, and its readers see them when this returns;
    with none running, the folder's lock is taken for as long as each batch lasts.

    Args:
        settings: name the folder.
        source: the service that is replicated.
        progress: told how many records were taken over so far.

    Raises:
        ChangeRefused: the history of the source is another than that of this folder.
        StoreUnavailable: the source does not answer.
        StoreError: the folder cannot be used.
    """
    folder = DataFolder(settings.data)
    _mend(folder)
    known = replica.source_of(folder)
    if known is None and folder.revision() is not None:
        raise ChangeRefused(
            "The folder holds a graph of its own, and is no replica",
            where=str(folder.root),
            mend="set WSISGRAPH_DATA to an empty folder",
        )
    source.is_there()
    if known != source.feed:
        replica.become(folder, source.feed)
    _check_history(folder, source)
    taken = 0
    while True:
        reached = folder.revision() or BEGINNING.revision
        with tempfile.TemporaryFile(dir=folder.root) as batch:
            count, redacted = _fetch(source, reached.sequence, batch)
            if redacted and _holds_more(folder, redacted):
                return _anew(settings, source, progress)
            if not count:
                return Caught(reached, taken)
            try:
                commit(settings, Adoption(batch), agent="", message="")
            except ChangeRefused as error:
                raise _another(source, error.message) from error
        taken += count
        progress(taken)


def _check_history(folder: DataFolder, source: Source) -> None:
    """See that the last record here is one of the source.

    Raises:
        ChangeRefused: it is not.
    """
    reader = JournalReader(folder.journal)
    try:
        # The last of them all; each before it is looked at on the way.
        last = next(iter(deque(reader.read(), maxlen=1)), None)
    finally:
        reader.close()
    if last is not None:
        theirs = source.hash_of(last.sequence)
        if theirs is None:
            raise _another(source, f"it ends before record {last.sequence}")
        if theirs != last.hash:
            raise _another(source, f"record {last.sequence} is another there")


def _fetch(source: Source, after: int, batch: IO[bytes]) -> tuple[int, dict[int, str]]:
    """Write the next records to a file; return how many, and what they redact."""
    count, redacted = 0, dict[int, str]()
    while count < _BATCH_RECORDS and batch.tell() < _BATCH_BYTES:
        header = source.fetch(after + count + 1, batch)
        if header is None:
            break
        count += 1
        told = header.get("redacts")
        if isinstance(told, dict):
            redacted.update({int(number): str(left) for number, left in told.items()})
    return count, redacted


def _holds_more(folder: DataFolder, redacted: dict[int, str]) -> bool:
    """Tell whether the journal here still has quads that a redaction took out."""
    reader = JournalReader(folder.journal)
    try:
        last = max(redacted)
        for record in reader.read():
            if record.sequence in redacted and record.left != redacted[record.sequence]:
                return True
            if record.sequence >= last:
                break
        return False
    finally:
        reader.close()


def _anew(settings: Settings, source: Source, progress: Callable[[int], None]) -> Caught:
    """Take over the whole history into a journal of its own, then let it take the place."""
    folder = DataFolder(settings.data)
    try:
        held = lock(folder.lock)
    except StoreLocked as error:
        raise StoreLocked(
            "The source took content out of its history, and so must this replica",
            where=str(folder.root),
            mend="stop the service that runs over this folder, replicate once, start it again",
        ) from error
    try:
        branch = folder.root / _BRANCH
        shutil.rmtree(branch, ignore_errors=True)
        end, taken = _copied(source, branch, progress)
        # What was made of the old records goes first: it would be taken for theirs otherwise.
        for derived in (folder.store, folder.checkpoints):
            shutil.rmtree(derived, ignore_errors=True)
        old = folder.root / _OLD
        os.rename(folder.journal, old)
        os.rename(branch, folder.journal)
        folder.publish(end.revision)
        sync(folder.root)
        shutil.rmtree(old)
    finally:
        os.close(held)
    with Writer(settings.data, strict=settings.default_graph == "strict"):
        # Store and checkpoints are made of the new history.
        pass
    return Caught(end.revision, taken, anew=True)


def _mend(folder: DataFolder) -> None:
    """Make good what a crash left of taking over a history anew."""
    old = folder.root / _OLD
    if old.is_dir():
        if folder.journal.is_dir():
            shutil.rmtree(old)
        else:
            os.rename(old, folder.journal)


def _copied(source: Source, into: Path, progress: Callable[[int], None]) -> tuple[Position, int]:
    log = Journal(into)
    try:
        while True:
            with tempfile.TemporaryFile(dir=into) as batch:
                count, _ = _fetch(source, log.end.sequence, batch)
                if not count:
                    return log.end, log.end.sequence
                log.adopt(batch)
            progress(log.end.sequence)
    finally:
        log.close()


def _lines(answer: httpx.Response) -> Iterator[bytes]:
    rest = b""
    for piece in answer.iter_bytes():
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line + b"\n"
    if rest:
        yield rest


def _another(source: Source, why: str) -> ChangeRefused:
    return ChangeRefused(
        f"The history of the source is not that of this folder ({why})",
        where=source.feed,
        mend="the source was restored from a backup, or is another: set WSISGRAPH_DATA to an empty"
        " folder and replicate into that",
    )


def _strange(url: str, what: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"The source {what}",
        where=url,
        mend="give the address of a wsisgraph service, or of its feed (…/changes)",
    )

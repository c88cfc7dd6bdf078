"""The current revision of a data folder, in memory: newest checkpoint, then the journal."""

from pathlib import Path

from pyoxigraph import RdfFormat, parse

from wsisgraph.errors import StoreError
from wsisgraph.store import checkpoint
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import JournalReader, Position
from wsisgraph.store.snapshot import Snapshot

_ATTEMPTS = 3


def current_snapshot(data: Path, *, merged: bool = True) -> Snapshot:
    """Return the current revision, with or without the merged default graph.

    Beside a running service nothing of it is touched: checkpoints and journal are only read.

    Raises:
        StoreError: the data cannot be read.
        JournalDamaged: the journal is not what was written.
    """
    folder = DataFolder(data)
    snapshot, position = load_checkpoint(folder, merged)
    journal = JournalReader(folder.journal, position)
    try:
        for record in journal.read():
            snapshot.apply(
                added=parse(record.added, format=RdfFormat.N_QUADS),
                removed=parse(record.removed, format=RdfFormat.N_QUADS),
            )
    finally:
        journal.close()
    return snapshot


def load_checkpoint(folder: DataFolder, merged: bool) -> tuple[Snapshot, Position]:
    """Return the newest checkpoint and the place in the journal it stands for.

    Raises:
        StoreError: it cannot be read.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        snapshot = Snapshot(merged=merged)
        newest = folder.newest_checkpoint()
        if newest is None:
            return snapshot, Position()
        try:
            return snapshot, checkpoint.load(newest, snapshot)
        except StoreError:
            # The writer may just have replaced it by a newer one.
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")

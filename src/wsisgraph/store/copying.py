"""A private copy of the current revision, on disk: to see what a change would make of it.

It is made of hard links, so it costs next to no room and time; writing in it disturbs nobody.
"""

import shutil
from pathlib import Path

from pyoxigraph import Store

from wsisgraph.errors import StoreError
from wsisgraph.store import checkpoint, nquads
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.protocol import Revision
from wsisgraph.store.record import Position

_ATTEMPTS = 5


def copy(folder: DataFolder, into: Path) -> tuple[Revision, Store]:
    """Return the current revision, and a store below `into` that holds its quads.

    Its default graph may hold what is merged from others, as it was.

    Raises:
        StoreError: the folder cannot be read.
    """
    store, position = _newest_checkpoint(folder, into)
    store.remove_graph(checkpoint.STATE)
    journal = JournalReader(folder.journal, position)
    try:
        for record in journal.read():
            with record.removed_span.open() as removed:
                for quad in nquads.read(removed):
                    store.remove(quad)
            with record.added_span.open() as added:
                for lines in nquads.pieces(added):
                    nquads.fill(store, lines)
        return journal.position.revision, store
    finally:
        journal.close()


def _newest_checkpoint(folder: DataFolder, into: Path) -> tuple[Store, Position]:
    for _ in range(_ATTEMPTS):
        newest = folder.newest_checkpoint()
        if newest is None:
            return Store(str(into)), Position()
        try:
            Store.read_only(str(newest)).backup(str(into))
            store = Store(str(into))
        except OSError:
            # It was just replaced by a newer one.
            shutil.rmtree(into, ignore_errors=True)
            continue
        return store, checkpoint.read_standing(newest, store).position
    raise StoreError(
        "The checkpoint cannot be copied",
        where=str(folder.checkpoints),
        mend="see that the disk has room and the folder may be read, then try again",
    )

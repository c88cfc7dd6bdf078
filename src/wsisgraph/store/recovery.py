"""What a crash or a power cut did to the folders that are made from the journal.

RocksDB tells at opening when a file of its own was cut short or is gone. What it cannot read is
thrown away and made anew: from the newest checkpoint that can be read, else from the journal
alone. Nobody is asked, since nothing is lost by it. A full disk, or a folder that may not be read,
is no damage, and nothing is thrown away for it.
"""

import logging
import shutil
from pathlib import Path

from pyoxigraph import Store

from wsisgraph.errors import StoreError
from wsisgraph.store import checkpoint
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.spellings import Spellings

_LOG = logging.getLogger(__name__)


def is_damage(error: Exception) -> bool:
    """Tell whether the engine says that its files are not what it wrote."""
    return isinstance(error, FileNotFoundError) or (
        isinstance(error, RuntimeError) and "Corruption" in str(error)
    )


def discard_broken_checkpoints(folder: DataFolder) -> None:
    """Remove the checkpoints that cannot be opened: the next one is made from the store."""
    for path in folder.all_checkpoints():
        try:
            Store.read_only(str(path))
            checkpoint.told(path)
            Spellings().load(path)
        except (OSError, RuntimeError, StoreError) as error:
            _LOG.warning("%s cannot be read (%s); it is removed", path, error)
            shutil.rmtree(path, ignore_errors=True)


def opened(folder: DataFolder) -> Store:
    """Open the writer's store; where it is damaged, begin it anew.

    Raises:
        StoreError: it cannot be opened, and that is no damage.
    """
    try:
        store = Store(str(folder.store))
        checkpoint.see_to_place(store, folder)
        return store
    except (OSError, RuntimeError) as error:
        if not is_damage(error):
            raise _unusable(folder.store, error) from error
        _LOG.warning("%s is damaged (%s); it is made anew from the journal", folder.store, error)
        return begun_anew(folder)


def begun_anew(folder: DataFolder, *, from_checkpoint: bool = True) -> Store:
    """Throw the writer's store away, and begin it from the newest checkpoint or from nothing.

    Raises:
        StoreError: the new one cannot be made.
    """
    try:
        if folder.store.exists():
            shutil.rmtree(folder.store)
        newest = folder.newest_checkpoint() if from_checkpoint else None
        if newest is not None:
            Store.read_only(str(newest)).backup(str(folder.store))
        store = Store(str(folder.store))
        if newest is not None and (standing := checkpoint.told(newest)) is not None:
            checkpoint.mark(store, standing)
        return store
    except (OSError, RuntimeError) as error:
        raise _unusable(folder.store, error) from error


def _unusable(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"The store folder cannot be opened ({error})",
        where=str(path),
        mend="see that the disk has room and that the folder may be written to",
    )

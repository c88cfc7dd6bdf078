"""What a crash or a power cut did to the folders that are made from the journal.

RocksDB tells at opening when a file of its own was cut short or is gone. What it cannot read is
thrown away and made anew: from the newest checkpoint that can be read, else from the journal
alone. Nobody is asked, since nothing is lost by it. A full disk, or a folder that may not be read,
is no damage, and nothing is thrown away for it.

Other damage shows only when the place is read. Then the folder is condemned: whoever opens it next
makes it anew from the journal alone, since the checkpoints share its files.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from wsisgraph.errors import StoreError, StoreUnavailable
from wsisgraph.store import checkpoint
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.spellings import Spellings

_LOG = logging.getLogger(__name__)
_ENGINE = "IO error"
"""So begins what the engine says of a file, which other errors of files do not."""


class StoreDamaged(StoreUnavailable):
    """The store folder turned out to be damaged; the next writer makes it anew."""


@contextmanager
def watched(folder: DataFolder) -> Iterator[None]:
    """Condemn the store folder if the block finds it damaged.

    Raises:
        StoreDamaged: it is. What was written to the journal stands.
    """
    try:
        yield
    except (OSError, RuntimeError, StoreUnavailable) as error:
        told = error.__cause__ if isinstance(error, StoreUnavailable) else error
        if not isinstance(told, Exception) or not is_damage(told):
            raise
        if isinstance(told, FileNotFoundError) and not str(told).startswith(_ENGINE):
            raise
        _LOG.warning("%s is damaged (%s)", folder.store, str(told))
        _mark(folder).touch()
        raise StoreDamaged(
            f"The store folder is damaged ({told}), and is made anew from the journal",
            where=str(folder.store),
            mend="look in a moment whether the change was written, and write it again if not",
        ) from told


def _mark(folder: DataFolder) -> Path:
    return folder.root / "store.damaged"


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
            checkpoint.remove(path)


def opened(folder: DataFolder) -> Store:
    """Open the writer's store; where it is damaged, begin it anew.

    Raises:
        StoreError: it cannot be opened, and that is no damage.
    """
    if _mark(folder).exists():
        store = begun_anew(folder, from_checkpoint=False)
        _mark(folder).unlink()
        return store
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
    """Throw the writer's store away, and begin it from a checkpoint or from nothing.

    Raises:
        StoreError: the new one cannot be made.
    """
    try:
        if folder.store.exists():
            shutil.rmtree(folder.store)
        for newest in reversed(folder.all_checkpoints() if from_checkpoint else []):
            if (copy := _copy(newest, folder)) is not None:
                return copy
        return Store(str(folder.store))
    except (OSError, RuntimeError) as error:
        raise _unusable(folder.store, error) from error


def _copy(path: Path, folder: DataFolder) -> Store | None:
    """Begin the store from a checkpoint; where that is damaged, remove it and return None."""
    try:
        Store.read_only(str(path)).backup(str(folder.store))
        store = Store(str(folder.store))
        if (standing := checkpoint.told(path)) is not None:
            checkpoint.mark(store, standing)
        return store
    except (OSError, RuntimeError) as error:
        if not is_damage(error):
            raise
        _LOG.warning("%s cannot be copied (%s); it is removed", path, error)
    checkpoint.remove(path)
    shutil.rmtree(folder.store, ignore_errors=True)
    return None


def _unusable(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"The store folder cannot be opened ({error})",
        where=str(path),
        mend="see that the disk has room and that the folder may be written to",
    )

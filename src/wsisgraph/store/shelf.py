"""Checkpoints that readers read where they lie, since the data are too many for memory.

The parent of the readers opens none of them: opening starts threads, and a process with threads
must not fork. It only keeps the files of a checkpoint at hand, by hard links of its own, for as
long as any worker reads them, though the writer have removed it long ago. Each worker opens it for
itself, after it has given up all other files and before it gives up the rest (`sandbox`).
"""

import contextlib
import os
import shutil
from pathlib import Path

from pyoxigraph import Store

from wsisgraph.errors import StoreError
from wsisgraph.store import checkpoint, sandbox
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.record import BEGINNING, Position
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.store.spellings import Spellings

_ATTEMPTS = 5


class Shelf:
    """One checkpoint at hand.

    Attributes:
        path: where its files are linked.
        position: its place in the journal.
    """

    def __init__(self, path: Path, position: Position, *, merged: bool) -> None:
        self.path = path
        self.position = position
        self._merged = merged
        self._spellings = Spellings()
        self._spellings.load(path)
        self._store: Store | None = None

    def open(self) -> None:
        """Open it, in a worker."""
        self._store = Store.read_only(str(self.path))

    def snapshot(self) -> Snapshot:
        """Return what a worker reads, once it is open."""
        assert self._store is not None
        return Snapshot(merged=self._merged, store=self._store, spellings=self._spellings)


class Shelves:
    """The checkpoints that a parent has at hand: one for new workers, and earlier ones in use."""

    def __init__(self, folder: DataFolder, *, merged: bool, filtered: bool) -> None:
        self._folder = folder
        self._merged = merged
        self._filtered = filtered
        self._shelf: Shelf | None = None
        self._lent: dict[int, Shelf] = {}
        self._number = 0

    @property
    def current(self) -> Shelf:
        """The one that new workers read."""
        assert self._shelf is not None
        return self._shelf

    @property
    def position(self) -> Position:
        """Its place in the journal."""
        return self._shelf.position if self._shelf is not None else BEGINNING

    def take(self, sequence: int = 0) -> bool:
        """Take the newest checkpoint; False when it is not one to be read where it lies.

        Args:
            sequence: it is at least that far.

        Raises:
            StoreError: it is not there, or cannot be read, or the platform cannot shut in whoever
                reads it.
        """
        for _ in range(_ATTEMPTS):
            newest = self._folder.newest_checkpoint()
            if newest is None or int(newest.name) < sequence:
                break
            # The writer may just replace it by a newer one.
            with contextlib.suppress(FileNotFoundError):
                try:
                    standing = checkpoint.told(newest)
                except StoreError:
                    break
                if standing is None and not newest.exists():
                    continue
                if standing is None or not (standing.on_disk and self._is_fit(standing)):
                    return False
                self._put_up(newest, standing.position)
                return True
        if not sequence:
            return False
        raise StoreError(
            f"There is no checkpoint of revision {sequence} that can be read",
            where=str(self._folder.checkpoints),
            mend="see that the disk has room; the next change makes another",
        )

    def lend(self, pid: int) -> None:
        """Take note that a worker reads the current one."""
        if self._shelf is not None:
            self._lent[pid] = self._shelf

    def give_back(self, pid: int) -> None:
        """Take note that a worker is gone."""
        shelf = self._lent.pop(pid, None)
        if shelf is not None and shelf is not self._shelf and shelf not in self._lent.values():
            self._take_down(shelf.path)

    def clear(self) -> None:
        """Take all of them away; no worker is left."""
        for shelf in {*self._lent.values(), *([self._shelf] if self._shelf else [])}:
            self._take_down(shelf.path)
        self._lent.clear()
        self._shelf = None

    def _is_fit(self, standing: checkpoint.Standing) -> bool:
        """Tell whether its default graph is the one that is asked for."""
        return standing.whole if self._merged else not standing.merged

    def _put_up(self, newest: Path, position: Position) -> None:
        if self._filtered and not sandbox.reads_files():
            raise StoreError(
                "This platform has no Landlock, so who reads data on the disk cannot be shut in",
                mend="hold them in memory (WSISGRAPH_MEMORY_QUADS), run on Linux 5.13 or newer, or"
                " set WSISGRAPH_SANDBOX=off and let only people you trust send queries",
            )
        if self._shelf is None:
            _sweep(self._folder.shelves)
        self._number += 1
        path = self._folder.shelves / f"{os.getpid()}-{self._number}"
        try:
            path = _linked(newest, path)
            if not checkpoint.is_readable(path):
                raise FileNotFoundError(path)
            shelf = Shelf(path, position, merged=self._merged)
        except BaseException:
            self._take_down(path)
            raise
        before, self._shelf = self._shelf, shelf
        if before is not None and before not in self._lent.values():
            self._take_down(before.path)

    def _take_down(self, path: Path) -> None:
        # Never the writer's own.
        if path.parent == self._folder.shelves:
            shutil.rmtree(path, ignore_errors=True)


def _linked(newest: Path, path: Path) -> Path:
    """Return where the files of a checkpoint are linked; itself, where nothing may be written.

    Who reads it there sees an error when the writer has removed it meanwhile, and asks again.

    Raises:
        FileNotFoundError: the writer has just replaced it.
    """
    try:
        path.mkdir(parents=True)
        for file in newest.iterdir():
            os.link(file, path / file.name)
    except PermissionError:
        shutil.rmtree(path, ignore_errors=True)
        return newest
    return path


def _sweep(folder: Path) -> None:
    """Remove what parents left that were killed."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        pid = path.name.partition("-")[0]
        if not Path(f"/proc/{pid}").exists():
            shutil.rmtree(path, ignore_errors=True)

"""The store folder: what is applied of the journal, brought up record by record.

It is derived, and may be behind: one that is, or is gone, is brought up from the journal when the
writer opens, before the next change, or when there is time. Checkpoints of it are what readers
begin from.
"""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from wsisgraph.errors import JournalDamaged, StoreUnavailable
from wsisgraph.store import checkpoint, merging, nquads, recovery
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.names import DEFAULT, GraphNode, named
from wsisgraph.store.record import Position, Record
from wsisgraph.store.snapshot import chunks, is_empty
from wsisgraph.store.spellings import Spellings

_LOG = logging.getLogger(__name__)

_CHECKPOINT_EVERY = 32
_CHECKPOINT_QUADS = 5000
_BULK = 5000
_AT_ONCE = 25_000


class Applied:
    """The writer's store folder, with its checkpoints.

    Attributes:
        store: the dataset as far as it is applied.
        standing: how that stands.
    """

    def __init__(self, folder: DataFolder, *, strict: bool, memory_quads: int | None) -> None:
        """Open it; where it is damaged, begin it anew.

        Args:
            folder: the data folder.
            strict: whether the default graph is an ordinary one.
            memory_quads: the most quads that readers hold in memory; None leaves it as it is.

        Raises:
            StoreError: it cannot be opened.
        """
        self._folder = folder
        self._strict = strict
        self._memory_quads = memory_quads
        self._coming = 0
        self._unsaved_quads = 0
        self._saved = 0
        self._follower: JournalReader | None = None
        self.store = recovery.opened(folder)
        self.standing = checkpoint.standing_of(self.store)

    def begin_anew(self) -> None:
        """Throw away what was read of it, which is damaged; so are the checkpoints, maybe.

        Raises:
            StoreError: a new one cannot be made.
        """
        del self.store
        self.store = recovery.begun_anew(self._folder, from_checkpoint=False)
        self.standing = checkpoint.standing_of(self.store)

    @property
    def on_disk(self) -> bool:
        """Whether readers are to read checkpoints where they lie."""
        return self.standing.on_disk

    @property
    def will_be_on_disk(self) -> bool:
        """Whether that is so once all that stands in the journal is applied."""
        if self._memory_quads is None:
            return self.on_disk
        return (self.standing.quads or 0) + self._coming > self._memory_quads

    def expect(self, added: int, removed: int) -> None:
        """Take note that the journal has a change more: so many quads come, so many go."""
        self._unsaved_quads += added + removed
        self._coming += added - removed

    # Following the journal.

    def come_up(self, end: Position) -> None:
        """Follow a journal that was just opened; whatever of it is applied is found here.

        Raises:
            JournalDamaged: it is not this store's.
            OSError, RuntimeError: the disk, or the engine.
        """
        reached = self.standing.position
        if reached.sequence == end.sequence and reached.hash != end.hash:
            raise JournalDamaged(
                f"The store and the journal tell different histories of {end.sequence} records",
                where=str(self._folder.root),
                mend=f"delete {self._folder.store}: it is made anew from the journal",
            )
        newest = self._folder.newest_checkpoint()
        self._spellings = self._spellings_until(reached, newest)
        self._follow(end)
        self._saved = int(newest.name) if newest else 0

    def follow(self, end: Position) -> None:
        """Apply what the journal has up to its end.

        Raises:
            StoreUnavailable: that cannot be done now. Nothing is lost by it.
        """
        try:
            self._follow(end)
        except (OSError, RuntimeError) as error:
            raise cannot_follow(error) from error

    def _follow(self, end: Position) -> None:
        # The reader stays open: finding the place anew costs more the longer the journal is.
        reader, self._follower = self._follower, None
        if reader is None:
            reader = JournalReader(self._folder.journal, self.standing.position)
        try:
            for record in reader.read(until=end.sequence):
                self._apply(record)
        except BaseException:
            # It is past a record that was not applied.
            reader.close()
            raise
        self._follower = reader
        self._coming = 0

    def _apply(self, record: Record) -> None:
        """Go one record further; doing it twice does no harm.

        The place is marked last, so a crash on the way means doing it again from the journal.
        """
        bare: dict[GraphNode, None] = {}
        merged = self.standing.merged
        with record.removed_span.open() as file:
            for some in chunks(nquads.read(file), _AT_ONCE):
                for quad in some:
                    self.store.remove(quad)
                    bare[quad.graph_name] = None
                if merged:
                    merging.let_go(self.store, some)
                self._spellings.forget(some)
                self._empty_memory(some)
        with record.added_span.open() as file:
            if record.added_quads > _BULK:
                for lines in nquads.pieces(file):
                    nquads.fill(self.store, lines)
                    if merged:
                        merging.merge_lines(self.store, lines)
                    self._spellings.note_lines(lines)
            else:
                some = list(nquads.read(file))
                self.store.extend(some)
                if merged:
                    merging.merge(self.store, some)
                self._spellings.note(some)
        for graph in bare:
            if graph != DEFAULT and is_empty(self.store, graph):
                self.store.remove_graph(graph)
        for name in record.dropped:
            self.store.remove_graph(named(name))
        for name in record.empty:
            self.store.add_graph(named(name))
        before, more = self.standing.quads, record.added_quads - record.removed_quads
        self._mark(
            position=Position(record.sequence, record.hash),
            quads=None if before is None else before + more,
        )

    def _mark(self, **changed: Any) -> None:
        standing = replace(self.standing, **changed)
        checkpoint.mark(self.store, standing)
        self.standing = standing

    def _empty_memory(self, changed: list[Quad]) -> None:
        """Let what was changed go to the disk: the engine would keep up to 128 MiB of it."""
        if len(changed) == _AT_ONCE:
            self.store.flush()

    def _spellings_until(self, reached: Position, newest: Path | None) -> Spellings:
        """Return the spellings at the place that the store folder has reached.

        They are those of the newest checkpoint, and what the journal tells since.
        """
        spellings = Spellings()
        since = Position() if newest is None else spellings.load(newest) or reached
        reader = JournalReader(self._folder.journal, since)
        try:
            for record in reader.read(until=reached.sequence):
                with record.removed_span.open() as removed:
                    spellings.forget(nquads.read(removed))
                with record.added_span.open() as added:
                    spellings.note(nquads.read(added))
        finally:
            reader.close()
        return spellings

    # Checkpoints.

    @property
    def is_due(self) -> bool:
        """Whether it is time for a checkpoint, all that the journal has being applied."""
        unsaved = self.standing.position.sequence - self._saved
        if not unsaved:
            return False
        return (
            self.on_disk
            or self.will_be_on_disk
            or not self._saved
            or self._unsaved_quads >= _CHECKPOINT_QUADS
            or unsaved >= _CHECKPOINT_EVERY
        )

    def save(self) -> None:
        """Make a checkpoint of what is applied, unless there is one."""
        sequence = self.standing.position.sequence
        if sequence > self._saved:
            checkpoint.save(self.store, self._spellings, self._folder, self.standing)
            self._saved = sequence
            self._unsaved_quads = 0

    def choose_place(self) -> None:
        """Have readers hold the data in memory, or read them on the disk, by how many they are.

        When this returns, those that are to be read on the disk have a checkpoint that can be.
        """
        if self._memory_quads is None:
            return
        if self.standing.quads is None:
            # A folder of an earlier edition; the quad that tells its place is none of the data.
            told = self.store.quads_for_pattern(None, None, None, checkpoint.STATE)
            self._mark(quads=len(self.store) - sum(1 for _ in told))
        assert self.standing.quads is not None
        on_disk = self.standing.quads > self._memory_quads
        changes = False
        if on_disk and not self._strict and not self.standing.whole:
            on_disk = changes = self._merge()
        elif self._strict and self.standing.merged:
            self._unmerge()
            changes = True
        if on_disk != self.on_disk:
            self._mark(on_disk=on_disk)
            changes = True
        if changes:
            checkpoint.discard(self._folder, self.standing.position.sequence)
            self._saved = 0
        if changes or on_disk:
            self.save()

    def _merge(self) -> bool:
        """Make the merged default graph; tell whether there can be one."""
        if not self.standing.merged and not is_empty(self.store, DEFAULT):
            _LOG.warning(
                "The default graph of %s holds statements of its own, written while"
                " WSISGRAPH_DEFAULT_GRAPH was strict: readers hold all data in memory, since beside"
                " these a merged default graph cannot be kept on disk",
                self._folder.root,
            )
            self._memory_quads = None
            return False
        self._mark(merged=True)
        merging.merge_all(self.store)
        self._mark(whole=True)
        return True

    def _unmerge(self) -> None:
        """Make the default graph a plain one, which holds nothing yet."""
        self._mark(whole=False)
        for some in chunks(self.store.quads_for_pattern(None, None, None, DEFAULT), _AT_ONCE):
            for quad in some:
                self.store.remove(quad)
        self._mark(merged=False)

    def close(self) -> None:
        """Let go of it."""
        if self._follower is not None:
            self._follower.close()
        del self.store


def cannot_follow(error: Exception) -> StoreUnavailable:
    """Return what is told of a journal that could not be applied."""
    # The engine tells paths of this machine, which whoever writes need not know.
    reason = str(error).partition(": While")[0]
    return StoreUnavailable(
        f"What stands in the journal could not be applied yet ({reason}), so nothing more is"
        " written",
        mend="see that the disk has room, then write it again: what stands is applied first",
    )

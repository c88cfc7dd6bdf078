"""The writer: the one owner of a data folder, who commits changes.

A commit computes what really differs, lets the rules derive what follows, appends one record to
the journal, waits for the disk, names the new revision, and returns. Everything but the journal is
derived, and can wait: the store folder and the checkpoints follow in `settle`, or before the next
change; one that is behind, or gone, is brought up from the journal when the writer opens.
"""

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from pyoxigraph import NamedNode, Quad

from wsisgraph.errors import ChangeRefused, JournalDamaged, RevisionMismatch, StoreUnavailable
from wsisgraph.store import recovery, redaction, replica
from wsisgraph.store.applied import Applied, cannot_follow
from wsisgraph.store.arriving import quads_of
from wsisgraph.store.changes import Change, Outcome, describe
from wsisgraph.store.deriving import Deriving, Whole
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import Journal
from wsisgraph.store.locking import lock
from wsisgraph.store.protocol import Revision
from wsisgraph.store.rules import Derive
from wsisgraph.store.snapshot import as_stored
from wsisgraph.store.spans import Span


class Writer:
    """Owns a data folder from opening to `close`; a context manager."""

    def __init__(
        self,
        data: Path,
        *,
        derive: Derive | None = None,
        strict: bool = False,
        memory_quads: int | None = None,
    ) -> None:
        """Take the lock and bring the store folder up to the journal's end.

        Args:
            data: the data folder; made if it is missing.
            derive: rules that are run at every commit, into `graph/inferred`.
            strict: take quads of the default graph, which otherwise is derived from the others.
            memory_quads: the most quads that readers hold in memory; with more, they read
                checkpoints where they lie. None leaves it as it is.

        Raises:
            StoreLocked: another process owns the folder.
            JournalDamaged: the journal is not what was written, or not this store's.
            StoreError: the folder cannot be used.
        """
        self.folder = DataFolder(data)
        self._strict = strict
        self.folder.create()
        self._lock = lock(self.folder.lock)
        try:
            redaction.finish(self.folder)
            recovery.discard_broken_checkpoints(self.folder)
            self._applied = Applied(self.folder, strict=strict, memory_quads=memory_quads)
            try:
                self._come_up()
            except (OSError, RuntimeError) as error:
                if not recovery.is_damage(error):
                    raise cannot_follow(error) from error
                # Only what was read of it now is damaged, and the checkpoints share its files.
                self._applied.begin_anew()
                self._come_up()
            self._applied.choose_place()
            self._deriving = Deriving(derive, self._applied, self.folder, strict=strict)
            self.folder.publish(self.revision)
        except BaseException:
            os.close(self._lock)
            raise

    def _come_up(self) -> None:
        """Open the journal and bring the store up to its end."""
        published = self.folder.revision()
        newest = self.folder.newest_checkpoint()
        acknowledged = max(
            self._applied.standing.position.sequence,
            published.sequence if published else 0,
            int(newest.name) if newest else 0,
        )
        self._journal = Journal(self.folder.journal, acknowledged=acknowledged)
        self._applied.come_up(self._journal.end)

    @property
    def revision(self) -> Revision:
        """The current revision."""
        return self._journal.end.revision

    @property
    def on_disk(self) -> bool:
        """Whether readers are to read checkpoints where they lie."""
        return self._applied.on_disk

    @property
    def will_be_on_disk(self) -> bool:
        """Whether that is so once all that stands in the journal is applied."""
        return self._applied.will_be_on_disk

    def commit(self, change: Change, *, agent: str, message: str) -> Outcome:
        """Commit a change; when this returns, no crash can lose it.

        Raises:
            ChangeRefused: it cannot be taken; nothing was changed.
            InputRefused: the rules cannot be run on what it would give; nothing was changed.
        """
        told, file = describe(change)
        with file:
            return self.take(told, file, agent=agent, message=message)

    def take(self, told: dict[str, Any], file: IO[bytes], *, agent: str, message: str) -> Outcome:
        """Commit a change as `changes.describe` tells it; see `commit`.

        Raises:
            StoreDamaged: this writer can go on no more; the next one makes the store anew.
        """
        with recovery.watched(self.folder):
            return self._take(told, file, agent=agent, message=message)

    def _take(self, told: dict[str, Any], file: IO[bytes], *, agent: str, message: str) -> Outcome:
        if told.get("adopted"):
            return self.adopt(file)
        if (source := replica.source_of(self.folder)) is not None:
            raise ChangeRefused(
                f"This folder is a replica of {source}, and takes only what is written there",
                where=str(self.folder.root),
                mend="write to the source, or set WSISGRAPH_DATA to a folder of your own",
            )
        if "graphs" in told:
            return self.replace(told["graphs"], file, agent=agent, message=message)
        if "base" in told:
            return self.step(told, file, agent=agent, message=message)
        removed = file.read(told["removed"])
        return self.differ(removed, file.read(), agent=agent, message=message)

    def replace(
        self, graphs: Iterable[str], quads: IO[bytes], *, agent: str, message: str
    ) -> Outcome:
        """Let `graphs` hold exactly the N-Quads of `quads`; see `Replacement`."""
        self._applied.follow(self._journal.end)
        names = {NamedNode(graph) for graph in graphs}
        wanted = as_stored(quads_of(quads, strict=self._strict))
        for quad in wanted:
            if quad.graph_name not in names:
                raise ChangeRefused(
                    f"A quad of graph {quad.graph_name} came with the replacement of other graphs",
                    mend="name every graph of the file among the graphs to replace",
                )
        names -= {self._deriving.owns}
        store = self._applied.store
        held = {q for name in names for q in store.quads_for_pattern(None, None, None, name)}
        added = {q: sent for q, sent in wanted.items() if q not in held and q.graph_name in names}
        return self._commit(added, held - wanted.keys(), agent, message)

    def differ(self, removed: bytes, added: bytes, *, agent: str, message: str) -> Outcome:
        """Take some N-Quads out and put others in; see `Difference`."""
        self._applied.follow(self._journal.end)
        store = self._applied.store
        put_in = as_stored(quads_of(added, strict=self._strict))
        taken_out = as_stored(quads_of(removed, strict=self._strict)).keys() - put_in.keys()
        return self._commit(
            {q: sent for q, sent in put_in.items() if q not in store},
            {q for q in taken_out if q in store},
            agent,
            message,
        )

    def adopt(self, records: IO[bytes]) -> Outcome:
        """Take over records of another journal; see `Adoption`.

        Nothing is derived or judged: that was done where they come from.

        Raises:
            ChangeRefused: they do not follow the last record here, or are damaged.
        """
        self._applied.follow(self._journal.end)
        try:
            coming, going = self._journal.adopt(cast(BinaryIO, records))
        except JournalDamaged as error:
            raise ChangeRefused(error.message, where=error.where, mend=error.mend) from error
        return self._stands(coming, going)

    def step(self, told: dict[str, Any], quads: IO[bytes], *, agent: str, message: str) -> Outcome:
        """Go one exact step from a revision to the next; see `Step`.

        Raises:
            RevisionMismatch: the revision it was computed on is not the current one any more.
        """
        self._applied.follow(self._journal.end)
        if told["base"] != self.revision.id:
            raise RevisionMismatch(
                "Somebody else wrote in the meantime", mend="look again, then write again"
            )
        cut, end = told["added_bytes"], quads.seek(0, os.SEEK_END)
        added = Span(quads.fileno(), 0, cut)
        removed = Span(quads.fileno(), cut, max(0, end - cut))
        names: dict[str, Any] = {
            name: told.get(name) for name in ("empty", "dropped", "key", "about")
        }
        with self._deriving.whole_step(added, removed, told["added"], told["removed"]) as whole:
            return self._record(whole, agent=agent, message=message, **names)

    def rehearse(self) -> None:
        """Read the rules before the first change needs them."""
        self._deriving.rehearse()

    def settle(self) -> bool:
        """Do what nobody needs to wait for: bring the store folder up, make a checkpoint if due.

        Returns:
            Whether there is a new checkpoint.

        Raises:
            StoreUnavailable: the disk does not take it. Nothing is lost, and it may be done again.
            StoreDamaged: this writer can go on no more; the next one makes the store anew.
        """
        with recovery.watched(self.folder):
            return self._settle()

    def _settle(self) -> bool:
        self._applied.follow(self._journal.end)
        if not self._applied.is_due:
            return False
        try:
            self.checkpoint()
        except (OSError, RuntimeError) as error:
            raise cannot_follow(error) from error
        return True

    def checkpoint(self) -> None:
        """Make a checkpoint of the current revision, unless there is one."""
        self._applied.follow(self._journal.end)
        self._applied.choose_place()
        self._applied.save()

    def close(self) -> None:
        """Make a last checkpoint and let go of the folder."""
        try:
            # All that was committed stands in the journal.
            with contextlib.suppress(recovery.StoreDamaged), recovery.watched(self.folder):
                self.checkpoint()
        finally:
            self._journal.close()
            self._applied.close()
            os.close(self._lock)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _commit(
        self, added: dict[Quad, Quad], removed: set[Quad], agent: str, message: str
    ) -> Outcome:
        return self._record(self._deriving.whole(added, removed), agent=agent, message=message)

    def _record(
        self,
        whole: Whole,
        *,
        agent: str,
        message: str,
        empty: Sequence[str] | None = None,
        dropped: Sequence[str] | None = None,
        key: Mapping[str, Any] | None = None,
        about: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Write the change to the journal: then it stands."""
        if not (whole.added_quads or whole.removed_quads or empty or dropped):
            return Outcome(self.revision, 0, 0)
        self._journal.append(
            agent=agent,
            message=message,
            removed=whole.removed,
            added=whole.added,
            removed_quads=whole.removed_quads,
            added_quads=whole.added_quads,
            empty=empty or (),
            dropped=dropped or (),
            key=key,
            about=about,
        )
        return self._stands(whole.added_quads, whole.removed_quads)

    def _stands(self, added_quads: int, removed_quads: int) -> Outcome:
        """Name the revision that the journal now ends with."""
        self._applied.expect(added_quads, removed_quads)
        try:
            self.folder.publish(self.revision)
        except OSError as error:
            raise StoreUnavailable(
                f"The change stands in the journal, and could not be named as the current one"
                f" ({error.strerror})",
                mend="see that the disk has room; the next change names both",
            ) from error
        return Outcome(self.revision, added_quads, removed_quads)

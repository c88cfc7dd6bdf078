"""The writer: the one owner of a data folder, who commits changes.

A commit computes what really differs, lets the rules derive what follows, appends one record to
the journal, waits for the disk, names the new revision, and returns. Everything but the journal is
derived, and can wait: the store folder and the checkpoints follow in `settle`, or before the next
change; one that is behind, or gone, is brought up from the journal when the writer opens.
"""

import contextlib
import fcntl
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, serialize

from wsisgraph.errors import (
    ChangeRefused,
    JournalDamaged,
    RevisionMismatch,
    StoreLocked,
    StoreUnavailable,
)
from wsisgraph.store import (
    amending,
    checkpoint,
    merging,
    nquads,
    recovery,
    redaction,
    replica,
    vitals,
)
from wsisgraph.store.amending import Amending
from wsisgraph.store.changes import OWN, Change, Outcome, describe
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.following import Following
from wsisgraph.store.journal import Journal, JournalReader
from wsisgraph.store.names import DEFAULT, GraphNode, named
from wsisgraph.store.protocol import Revision
from wsisgraph.store.record import Position, Record
from wsisgraph.store.snapshot import as_stored, chunks, is_empty
from wsisgraph.store.spans import Quads, Span
from wsisgraph.store.spellings import Spellings
from wsisgraph.terms import iris

Derive = Callable[[Iterable[Quad]], Iterable[Quad]]
"""The rules: from the quads of the dataset to those of `graph/inferred`.

An attribute `reads`, if there is one, is a set of predicates: what is derived depends only on the
triples that have one of them. A method `portions`, if there is one, gives what can be run on parts
of a large change (`following.Portions`).
"""

_LOG = logging.getLogger(__name__)

_CHECKPOINT_EVERY = 32
_CHECKPOINT_QUADS = 5000
_BULK = 5000
_AT_ONCE = 25_000
_GIB = 1 << 30
# What a new quad that the rules read takes while they run on all at once, with what follows from
# it: measured at a load of 582,000 quads, of which they read 220,000.
_BYTES_AT_ONCE = 4_608


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
        self._derive = derive
        self._reads: frozenset[str] | None = getattr(derive, "reads", None)
        self._strict = strict
        self._memory_quads = memory_quads
        self._coming = 0
        self.folder.create()
        self._lock = lock(self.folder.lock)
        try:
            redaction.finish(self.folder)
            recovery.discard_broken_checkpoints(self.folder)
            self._store = recovery.opened(self.folder)
            self._follower: JournalReader | None = None
            try:
                newest = self._come_up()
            except (OSError, RuntimeError) as error:
                if not recovery.is_damage(error):
                    raise self._cannot_follow(error) from error
                # Only what was read of it now is damaged, and the checkpoints share its files.
                del self._store
                self._store = recovery.begun_anew(self.folder, from_checkpoint=False)
                newest = self._come_up()
            self._saved = int(newest.name) if newest else 0
            self._unsaved_quads = 0
            self._choose_place()
            self.folder.publish(self.revision)
        except BaseException:
            os.close(self._lock)
            raise

    def _come_up(self) -> Path | None:
        """Open the journal and bring the store up to its end; return the newest checkpoint."""
        self._standing = checkpoint.standing_of(self._store)
        reached = self._standing.position
        published = self.folder.revision()
        newest = self.folder.newest_checkpoint()
        acknowledged = max(
            reached.sequence,
            published.sequence if published else 0,
            int(newest.name) if newest else 0,
        )
        self._journal = Journal(self.folder.journal, acknowledged=acknowledged)
        self._check_history(reached)
        self._spellings = self._spellings_until(reached, newest)
        self._catch_up()
        return newest

    @property
    def revision(self) -> Revision:
        """The current revision."""
        return self._journal.end.revision

    @property
    def on_disk(self) -> bool:
        """Whether readers are to read checkpoints where they lie."""
        return self._standing.on_disk

    @property
    def will_be_on_disk(self) -> bool:
        """Whether that is so once all that stands in the journal is applied."""
        if self._memory_quads is None:
            return self.on_disk
        return (self._standing.quads or 0) + self._coming > self._memory_quads

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
        self._make_good()
        names = {NamedNode(graph) for graph in graphs}
        wanted = as_stored(self._parse(quads))
        for quad in wanted:
            if quad.graph_name not in names:
                raise ChangeRefused(
                    f"A quad of graph {quad.graph_name} came with the replacement of other graphs",
                    mend="name every graph of the file among the graphs to replace",
                )
        if self._derive:
            names.discard(_inferred())
        held = {quad for name in names for quad in self._quads_of(name)}
        added = {q: sent for q, sent in wanted.items() if q not in held and q.graph_name in names}
        return self._commit(added, held - wanted.keys(), agent, message)

    def differ(self, removed: bytes, added: bytes, *, agent: str, message: str) -> Outcome:
        """Take some N-Quads out and put others in; see `Difference`."""
        self._make_good()
        put_in = {q: sent for q, sent in as_stored(self._parse(added)).items()}
        taken_out = as_stored(self._parse(removed)).keys() - put_in.keys()
        return self._commit(
            {q: sent for q, sent in put_in.items() if q not in self._store},
            {q for q in taken_out if q in self._store},
            agent,
            message,
        )

    def adopt(self, records: IO[bytes]) -> Outcome:
        """Take over records of another journal; see `Adoption`.

        Nothing is derived or judged: that was done where they come from.

        Raises:
            ChangeRefused: they do not follow the last record here, or are damaged.
        """
        self._make_good()
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
        self._make_good()
        if told["base"] != self.revision.id:
            raise RevisionMismatch(
                "Somebody else wrote in the meantime", mend="look again, then write again"
            )
        cut, end = told["added_bytes"], quads.seek(0, os.SEEK_END)
        added = Span(quads.fileno(), 0, cut)
        removed = Span(quads.fileno(), cut, max(0, end - cut))
        following = self._following(told["added"])
        coming = self._look_through(added, told["added"], following)
        going = self._look_through(removed, told["removed"])
        written: tuple[Quads, Quads] = added, removed
        numbers = {"added_quads": told["added"], "removed_quads": told["removed"]}
        names: dict[str, Any] = {
            name: told.get(name) for name in ("empty", "dropped", "key", "about")
        }
        if following is not None:
            if not going.matters and not coming.inferred and following.prepare():
                with TemporaryFile(dir=self.folder.root) as out:
                    numbers["added_quads"] += following.write(self._quads_in(added), out)
                    follows = Span(out.fileno(), 0, out.tell())
                    return self._record(
                        agent=agent,
                        message=message,
                        added=(added, follows),
                        removed=removed,
                        **numbers,
                        **names,
                    )
            if coming.number > amending.MOST:
                _see_that_there_is_room(coming.number)
            coming = self._look_through(added, told["added"])
        if coming.matters or going.matters:
            if self._reads is None or coming.inferred or going.inferred:
                put_in = {quad: quad for quad in self._quads_in(added)}
                taken_out = set(self._quads_in(removed))
                return self._commit(put_in, taken_out, agent, message, **names)
            # What the rules do not read need not be in memory.
            gained, lost = self._amended(coming.read, going.read) or self._follows(
                {q: q for q in coming.read}, set(going.read)
            )
            written = (added, _nquads(gained.values())), (removed, _nquads(lost))
            numbers["added_quads"] += len(gained)
            numbers["removed_quads"] += len(lost)
        return self._record(
            agent=agent,
            message=message,
            added=written[0],
            removed=written[1],
            **numbers,
            **names,
        )

    def rehearse(self) -> None:
        """Read the rules before the first change needs them."""
        if portions := getattr(self._derive, "portions", None):
            portions()

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
        self._make_good()
        end = self._journal.end.sequence
        unsaved = end - self._saved
        if not unsaved or (
            not (self.on_disk or self.will_be_on_disk)
            and self._saved
            and self._unsaved_quads < _CHECKPOINT_QUADS
            and unsaved < _CHECKPOINT_EVERY
        ):
            return False
        try:
            self.checkpoint()
        except (OSError, RuntimeError) as error:
            raise self._cannot_follow(error) from error
        return True

    def checkpoint(self) -> None:
        """Make a checkpoint of the current revision, unless there is one."""
        self._make_good()
        self._choose_place()
        self._save()

    def _save(self) -> None:
        end = self._journal.end
        if end.sequence > self._saved:
            checkpoint.save(self._store, self._spellings, self.folder, self._standing)
            self._saved = end.sequence
            self._unsaved_quads = 0

    def close(self) -> None:
        """Make a last checkpoint and let go of the folder."""
        try:
            # All that was committed stands in the journal.
            with contextlib.suppress(recovery.StoreDamaged), recovery.watched(self.folder):
                self.checkpoint()
        finally:
            self._journal.close()
            if self._follower is not None:
                self._follower.close()
            del self._store
            os.close(self._lock)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _commit(
        self,
        added: dict[Quad, Quad],
        removed: set[Quad],
        agent: str,
        message: str,
        *,
        empty: Sequence[str] = (),
        dropped: Sequence[str] = (),
        key: Mapping[str, Any] | None = None,
        about: Mapping[str, Any] | None = None,
    ) -> Outcome:
        if self._derive:
            self._infer(added, removed)
        return self._record(
            agent=agent,
            message=message,
            removed=_nquads(removed),
            added=_nquads(added.values()),
            removed_quads=len(removed),
            added_quads=len(added),
            empty=empty,
            dropped=dropped,
            key=key,
            about=about,
        )

    def _record(self, *, added_quads: int, removed_quads: int, **told: Any) -> Outcome:
        """Write the change to the journal: then it stands."""
        if not (added_quads or removed_quads or told["empty"] or told["dropped"]):
            return Outcome(self.revision, 0, 0)
        self._journal.append(added_quads=added_quads, removed_quads=removed_quads, **told)
        return self._stands(added_quads, removed_quads)

    def _stands(self, added_quads: int, removed_quads: int) -> Outcome:
        """Name the revision that the journal now ends with."""
        self._unsaved_quads += added_quads + removed_quads
        self._coming += added_quads - removed_quads
        try:
            self.folder.publish(self.revision)
        except OSError as error:
            raise StoreUnavailable(
                f"The change stands in the journal, and could not be named as the current one"
                f" ({error.strerror})",
                mend="see that the disk has room; the next change names both",
            ) from error
        return Outcome(self.revision, added_quads, removed_quads)

    def _following(self, added: int) -> Following | None:
        """Return what computes what follows from quads that come; None where nothing can."""
        portions = getattr(self._derive, "portions", None)
        if not added or portions is None:
            return None
        inferred = _inferred()
        return Following(
            portions(), self._store, inferred, lambda g: iris.is_accepted(g.value), added
        )

    def _look_through(
        self, quads: Span, number: int, following: Following | None = None
    ) -> "_Seen":
        """See that N-Quads can be taken; tell what of them the rules read, or wrote.

        What they read is told to `following`, if there is one, and else kept.

        Raises:
            ChangeRefused: they are not N-Quads, or not that many, or of a graph nobody may write.
        """
        seen = _Seen()
        found = 0
        accepted: dict[GraphNode, bool] = {}
        inferred = _inferred()
        for found, quad in enumerate(self._quads_in(quads), 1):  # noqa: B007
            if self._derive is None:
                continue
            graph = quad.graph_name
            if graph not in accepted:
                accepted[graph] = isinstance(graph, NamedNode) and iris.is_accepted(graph.value)
            if not accepted[graph]:
                continue
            if self._reads is None:
                seen.matters = True
            elif graph == inferred:
                seen.matters = seen.inferred = True
            elif quad.predicate.value in self._reads:
                seen.matters = True
                seen.number += 1
                if following is None:
                    seen.read.append(quad)
                else:
                    following.note(quad)
        if found != number:
            raise ChangeRefused(f"{found} quads came where {number} were told")
        return seen

    def _infer(self, added: dict[Quad, Quad], removed: set[Quad]) -> None:
        """Add to the change what `graph/inferred` gains and loses by it."""
        inferred = _inferred()
        for quad in [q for q in added if q.graph_name == inferred]:
            del added[quad]
        removed.difference_update([q for q in removed if q.graph_name == inferred])
        gained, lost = self._follows(added, removed)
        added.update(gained)
        removed.update(lost)

    def _amended(
        self, coming: Sequence[Quad], going: Sequence[Quad]
    ) -> tuple[dict[Quad, Quad], set[Quad]] | None:
        """Return the same as `_follows` from the things that change; None where that cannot be."""
        portions = getattr(self._derive, "portions", None)
        if portions is None:
            return None
        rules = Amending(portions(), self._store, _inferred(), lambda g: iris.is_accepted(g.value))
        if (found := rules.run(coming, going)) is None:
            _see_that_there_is_room(len(coming))
            return None
        gained, lost = found
        return {quad: quad for quad in gained}, lost

    def _follows(
        self, added: Mapping[Quad, Quad], removed: set[Quad]
    ) -> tuple[dict[Quad, Quad], set[Quad]]:
        """Return what `graph/inferred` gains and loses by a change."""
        assert self._derive is not None
        follows = as_stored(self._derive(self._as_it_would_be(added, removed)))
        held = set(self._quads_of(_inferred()))
        gained = {q: sent for q, sent in follows.items() if q not in held}
        return gained, held - follows.keys()

    def _as_it_would_be(self, added: Iterable[Quad], removed: set[Quad]) -> Iterator[Quad]:
        """Give the quads that the rules read, as they would be after the change."""
        if self._reads is None:
            held: Iterable[Quad] = self._store
        else:
            held = (
                quad
                for predicate in sorted(self._reads)
                for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None)
            )
        derived = {checkpoint.STATE, *([DEFAULT] if self._standing.merged else [])}
        for quad in held:
            if quad.graph_name not in derived and quad not in removed:
                yield quad
        yield from added

    def _apply(self, record: Record) -> None:
        """Bring the store folder one record further; doing it twice does no harm.

        The place is marked last, so a crash on the way means doing it again from the journal.
        """
        bare: dict[GraphNode, None] = {}
        merged = self._standing.merged
        with record.removed_span.open() as file:
            for some in chunks(nquads.read(file), _AT_ONCE):
                for quad in some:
                    self._store.remove(quad)
                    bare[quad.graph_name] = None
                if merged:
                    merging.let_go(self._store, some)
                self._spellings.forget(some)
                self._empty_memory(some)
        with record.added_span.open() as file:
            if record.added_quads > _BULK:
                for lines in nquads.pieces(file):
                    nquads.fill(self._store, lines)
                    if merged:
                        merging.merge_lines(self._store, lines)
                    self._spellings.note_lines(lines)
            else:
                some = list(nquads.read(file))
                self._store.extend(some)
                if merged:
                    merging.merge(self._store, some)
                self._spellings.note(some)
        for graph in bare:
            if graph != DEFAULT and is_empty(self._store, graph):
                self._store.remove_graph(graph)
        for name in record.dropped:
            self._store.remove_graph(named(name))
        for name in record.empty:
            self._store.add_graph(named(name))
        before, more = self._standing.quads, record.added_quads - record.removed_quads
        self._mark(
            position=Position(record.sequence, record.hash),
            quads=None if before is None else before + more,
        )
        if record.sequence == self._journal.end.sequence:
            self._coming = 0

    def _mark(self, **changed: Any) -> None:
        standing = replace(self._standing, **changed)
        checkpoint.mark(self._store, standing)
        self._standing = standing

    def _choose_place(self) -> None:
        """Have readers hold the data in memory, or read them on the disk, by how many they are.

        When this returns, those that are to be read on the disk have a checkpoint that can be.
        """
        if self._memory_quads is None:
            return
        if self._standing.quads is None:
            # A folder of an earlier edition; the quad that tells its place is none of the data.
            told = sum(1 for _ in self._quads_of(checkpoint.STATE))
            self._mark(quads=len(self._store) - told)
        assert self._standing.quads is not None
        on_disk = self._standing.quads > self._memory_quads
        changes = False
        if on_disk and not self._strict and not self._standing.whole:
            on_disk = changes = self._merge()
        elif self._strict and self._standing.merged:
            self._unmerge()
            changes = True
        if on_disk != self.on_disk:
            self._mark(on_disk=on_disk)
            changes = True
        if changes:
            checkpoint.discard(self.folder, self._standing.position.sequence)
            self._saved = 0
        if changes or on_disk:
            self._save()

    def _merge(self) -> bool:
        """Make the merged default graph; tell whether there can be one."""
        if not self._standing.merged and not is_empty(self._store, DEFAULT):
            _LOG.warning(
                "The default graph of %s holds statements of its own, written while"
                " WSISGRAPH_DEFAULT_GRAPH was strict: readers hold all data in memory, since beside"
                " these a merged default graph cannot be kept on disk",
                self.folder.root,
            )
            self._memory_quads = None
            return False
        self._mark(merged=True)
        merging.merge_all(self._store)
        self._mark(whole=True)
        return True

    def _unmerge(self) -> None:
        """Make the default graph a plain one, which holds nothing yet."""
        self._mark(whole=False)
        for some in chunks(self._store.quads_for_pattern(None, None, None, DEFAULT), _AT_ONCE):
            for quad in some:
                self._store.remove(quad)
        self._mark(merged=False)

    def _spellings_until(self, reached: Position, newest: Path | None) -> Spellings:
        """Return the spellings at the place that the store folder has reached.

        They are those of the newest checkpoint, and what the journal tells since.
        """
        spellings = Spellings()
        since = Position() if newest is None else spellings.load(newest) or reached
        reader = JournalReader(self.folder.journal, since)
        try:
            for record in reader.read(until=reached.sequence):
                with record.removed_span.open() as removed:
                    spellings.forget(nquads.read(removed))
                with record.added_span.open() as added:
                    spellings.note(nquads.read(added))
        finally:
            reader.close()
        return spellings

    def _empty_memory(self, changed: list[Quad]) -> None:
        """Let what was changed go to the disk: the engine would keep up to 128 MiB of it."""
        if len(changed) == _AT_ONCE:
            self._store.flush()

    def _make_good(self) -> None:
        """Apply what earlier commits wrote to the journal."""
        try:
            self._catch_up()
        except (OSError, RuntimeError) as error:
            raise self._cannot_follow(error) from error

    def _cannot_follow(self, error: Exception) -> StoreUnavailable:
        # The engine tells paths of this machine, which whoever writes need not know.
        reason = str(error).partition(": While")[0]
        return StoreUnavailable(
            f"What stands in the journal could not be applied yet ({reason}), so nothing more is"
            " written",
            mend="see that the disk has room, then write it again: what stands is applied first",
        )

    def _check_history(self, reached: Position) -> None:
        end = self._journal.end
        if reached.sequence == end.sequence and reached.hash != end.hash:
            raise JournalDamaged(
                f"The store and the journal tell different histories of {end.sequence} records",
                where=str(self.folder.root),
                mend=f"delete {self.folder.store}: it is made anew from the journal",
            )

    def _catch_up(self) -> None:
        """Bring the store folder up to the journal's end."""
        # It stays open: finding the place anew costs more the longer the journal is.
        reader, self._follower = self._follower, None
        if reader is None:
            reader = JournalReader(self.folder.journal, self._standing.position)
        try:
            for record in reader.read(until=self._journal.end.sequence):
                self._apply(record)
        except BaseException:
            # It is past a record that was not applied.
            reader.close()
            raise
        self._follower = reader

    def _quads_of(self, graph: NamedNode) -> Iterable[Quad]:
        return self._store.quads_for_pattern(None, None, None, graph)

    def _quads_in(self, span: Span) -> Iterator[Quad]:
        with span.open() as file:
            yield from self._parse(file)

    def _parse(self, quads: IO[bytes] | bytes) -> Iterator[Quad]:
        known: set[GraphNode] = set()
        try:
            for quad in nquads.read(quads):
                graph = quad.graph_name
                if graph not in known:
                    self._check(graph)
                    known.add(graph)
                yield quad
        except SyntaxError as error:
            raise ChangeRefused(f"The quads are not N-Quads ({error})") from error

    def _check(self, graph: GraphNode) -> None:
        """Refuse quads of graphs that nobody may write."""
        if isinstance(graph, NamedNode) and graph.value.startswith(OWN):
            raise ChangeRefused(f"The graph {graph} belongs to the store itself")
        if isinstance(graph, DefaultGraph) and not self._strict:
            raise ChangeRefused(
                "A quad without graph: the default graph is the merge of the others",
                mend="name a graph, or set WSISGRAPH_DEFAULT_GRAPH=strict",
            )


@dataclass(slots=True)
class _Seen:
    """What is in a part of a change: whether it matters to the rules, and what of it they read."""

    matters: bool = False
    inferred: bool = False
    number: int = 0
    read: list[Quad] = field(default_factory=list)


def _see_that_there_is_room(number: int) -> None:
    """Refuse to run the rules on more new quads at once than memory has room for.

    Raises:
        ChangeRefused: it has not.
    """
    needed, room = number * _BYTES_AT_ONCE, vitals.free()
    if room is not None and needed > room:
        raise ChangeRefused(
            f"The rules have to be run at once on the {number:,} new statements that they read,"
            f" which needs about {needed / _GIB:,.1f} GiB of memory; {room / _GIB:,.1f} GiB are"
            " free here",
            mend="write it in parts, first what others refer to, or use a machine with more memory",
        )


def _inferred() -> NamedNode:
    return NamedNode(iris.graph("inferred"))


def _nquads(quads: Iterable[Quad]) -> bytes:
    lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))


def lock(path: Path) -> int:
    """Take the lock of a data folder; return the descriptor that holds it.

    Raises:
        StoreLocked: another process has it.
    """
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(fd, 32, 0).decode("ascii", "replace").strip()
        os.close(fd)
        raise StoreLocked(
            f"Another process ({holder or 'unknown'}) writes to this data folder",
            where=str(path.parent),
            mend="wait for it, stop it, or set WSISGRAPH_DATA to another folder",
        ) from error
    os.ftruncate(fd, 0)
    os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
    return fd

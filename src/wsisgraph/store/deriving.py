"""What follows from a change, as the writer adds it: found in the cheapest way that is right.

From much that only comes, part by part onto the disk (`following`); where things change that
stand, from these things and what rests on them (`amending`); else by running all the rules on all
that they read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from wsisgraph.errors import ChangeRefused
from wsisgraph.store import amending, checkpoint, vitals
from wsisgraph.store.amending import Amending
from wsisgraph.store.applied import Applied
from wsisgraph.store.arriving import quads_of
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.following import Following
from wsisgraph.store.names import DEFAULT
from wsisgraph.store.rules import Derive, Portions, Premises, inferred
from wsisgraph.store.snapshot import as_stored
from wsisgraph.store.spans import Quads, Span

_GIB = 1 << 30
# What a new quad that the rules read takes while they run on all at once, with what follows from
# it: measured at a load of 582,000 quads, of which they read 220,000.
_BYTES_AT_ONCE = 4_608


@dataclass(frozen=True, slots=True)
class Whole:
    """A change with what follows from it.

    Attributes:
        added: the quads that come.
        removed: the quads that go.
        added_quads: how many come.
        removed_quads: how many go.
    """

    added: Quads
    removed: Quads
    added_quads: int
    removed_quads: int


@dataclass(slots=True)
class _Seen:
    """What is in a part of a change: whether it matters to the rules, and what of it they read."""

    matters: bool = False
    inferred: bool = False
    number: int = 0
    read: list[Quad] = field(default_factory=list)


class Deriving:
    """Runs the rules, if there are any, on each change."""

    def __init__(
        self, derive: Derive | None, applied: Applied, folder: DataFolder, *, strict: bool
    ) -> None:
        """Prepare.

        Args:
            derive: the rules; None derives nothing.
            applied: the dataset as it is.
            folder: the data folder, for what does not stay in memory.
            strict: whether the default graph is an ordinary one.
        """
        self._derive = derive
        self._reads: frozenset[str] | None = getattr(derive, "reads", None)
        self._applied = applied
        self._folder = folder
        self._strict = strict

    @property
    def owns(self) -> NamedNode | None:
        """The graph that nobody else writes; None without rules."""
        return inferred() if self._derive else None

    def rehearse(self) -> None:
        """Read the rules before the first change needs them."""
        self._portions()

    def whole(self, added: dict[Quad, Quad], removed: set[Quad]) -> Whole:
        """Return a change that is held in memory with what follows from it."""
        if self._derive:
            self._infer(added, removed)
        return Whole(_nquads(added.values()), _nquads(removed), len(added), len(removed))

    @contextmanager
    def whole_step(
        self, added: Span, removed: Span, added_quads: int, removed_quads: int
    ) -> Iterator[Whole]:
        """Give a change that lies in a file with what follows from it.

        Raises:
            ChangeRefused: it is not N-Quads, or not that many, or of a graph nobody may write; or
                it needs more memory than there is.
        """
        following = self._following(added_quads)
        coming = self._look_through(added, added_quads, following)
        going = self._look_through(removed, removed_quads)
        if following is not None:
            if not going.matters and not coming.inferred and following.prepare():
                with TemporaryFile(dir=self._folder.root) as out:
                    more = following.write(self._quads_in(added), out)
                    follows = Span(out.fileno(), 0, out.tell())
                    yield Whole((added, follows), removed, added_quads + more, removed_quads)
                return
            if coming.number > amending.MOST:
                _see_that_there_is_room(coming.number)
            coming = self._look_through(added, added_quads)
        if not (coming.matters or going.matters):
            yield Whole(added, removed, added_quads, removed_quads)
        elif self._reads is None or coming.inferred or going.inferred:
            put_in = {quad: quad for quad in self._quads_in(added)}
            yield self.whole(put_in, set(self._quads_in(removed)))
        else:
            # What the rules do not read need not be in memory.
            gained, lost = self._amended(coming.read, going.read) or self._follows(
                {q: q for q in coming.read}, set(going.read)
            )
            yield Whole(
                (added, _nquads(gained.values())),
                (removed, _nquads(lost)),
                added_quads + len(gained),
                removed_quads + len(lost),
            )

    def _portions(self) -> Portions | None:
        if learn := getattr(self._derive, "learn", None):
            learn(self._folder.cache)
        portions = getattr(self._derive, "portions", None)
        return None if portions is None else portions()

    def _following(self, added: int) -> Following | None:
        """Return what computes what follows from quads that come; None where nothing can."""
        if not added or (portions := self._portions()) is None:
            return None
        return Following(portions, Premises(self._applied.store), added)

    def _look_through(self, quads: Span, number: int, following: Following | None = None) -> _Seen:
        """See that N-Quads can be taken; tell what of them the rules read, or wrote.

        What they read is told to `following`, if there is one, and else kept.
        """
        seen = _Seen()
        found = 0
        premises = Premises(self._applied.store)
        for found, quad in enumerate(self._quads_in(quads), 1):  # noqa: B007
            if self._derive is None or not premises.hold_or_conclude(quad):
                continue
            if self._reads is None:
                seen.matters = True
            elif quad.graph_name == premises.conclusions:
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
        conclusions = inferred()
        for quad in [q for q in added if q.graph_name == conclusions]:
            del added[quad]
        removed.difference_update([q for q in removed if q.graph_name == conclusions])
        gained, lost = self._follows(added, removed)
        added.update(gained)
        removed.update(lost)

    def _amended(
        self, coming: Sequence[Quad], going: Sequence[Quad]
    ) -> tuple[dict[Quad, Quad], set[Quad]] | None:
        """Return the same as `_follows` from the things that change; None where that cannot be."""
        if (portions := self._portions()) is None:
            return None
        rules = Amending(portions, Premises(self._applied.store))
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
        held = set(self._applied.store.quads_for_pattern(None, None, None, inferred()))
        gained = {q: sent for q, sent in follows.items() if q not in held}
        return gained, held - follows.keys()

    def _as_it_would_be(self, added: Iterable[Quad], removed: set[Quad]) -> Iterator[Quad]:
        """Give the quads that the rules read, as they would be after the change."""
        store = self._applied.store
        if self._reads is None:
            held: Iterable[Quad] = store
        else:
            held = (
                quad
                for predicate in sorted(self._reads)
                for quad in store.quads_for_pattern(None, NamedNode(predicate), None)
            )
        derived = {checkpoint.STATE, *([DEFAULT] if self._applied.standing.merged else [])}
        for quad in held:
            if quad.graph_name not in derived and quad not in removed:
                yield quad
        yield from added

    def _quads_in(self, span: Span) -> Iterator[Quad]:
        return quads_of(span, strict=self._strict)


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


def _nquads(quads: Iterable[Quad]) -> bytes:
    lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))

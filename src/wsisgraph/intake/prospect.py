"""The dataset as it would be after a load: what stands, and on top of it what is to come.

Most of what a load asks of it leads from a thing to its values, and is answered from the two as
they lie. A store that holds all of it is made only where something has to be looked up backwards.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from wsisgraph.graph.checker.data import Stored
from wsisgraph.graph.checker.layered import Layered, Said
from wsisgraph.intake.candidate import Candidate, Odd, note, survey
from wsisgraph.intake.ground import size_of
from wsisgraph.intake.quads import is_empty
from wsisgraph.intake.windows import windows
from wsisgraph.store.seen import Seen
from wsisgraph.terms import iris

IN_MEMORY = 200 << 20
"""Bytes of quads up to which the graph as it would be is made in memory, which is faster."""

# The least that the engine needs for a thing, and what few loads go beyond: more things than that
# are remembered with some doubt.
_BYTES_OF_A_THING = 64
_THINGS_TO_COME = 1 << 18

# Windows that are loaded together: the engine would take gigabytes for all of a large file at once.
_WINDOWS = 8

_REFERENCE = re.compile(rb"^<([^<>]*)> <[^<>]*> (<[^<>]*>) ", re.MULTILINE)


def left_apart() -> frozenset[NamedNode]:
    """Return the graphs that are derived anew when facts are committed; no MUST asks for them."""
    return frozenset(NamedNode(iris.graph(name)) for name in ("inferred", "shapes", "questions"))


def room_for(folder: Path) -> Seen:
    """Return what can remember all that a dataset in a folder speaks of, and what a load adds."""
    return Seen(size_of(folder) // _BYTES_OF_A_THING + _THINGS_TO_COME)


class Prospect:
    """The dataset as it would be.

    Attributes:
        candidate: what is to come.
        is_first: whether the graphs that it fills hold nothing yet.
        is_large: whether there is more of it than is held in memory.
        place: a folder for what is noted.
    """

    def __init__(
        self,
        held: Store,
        folder: Path,
        graphs: list[str],
        candidate: Path,
        place: Path,
        seen: Seen | None = None,
    ) -> None:
        """Look through what is to come.

        Args:
            held: the dataset as it is.
            folder: where that is.
            graphs: the graphs that are to hold what comes, and nothing else.
            candidate: the file of that.
            place: a folder for what is noted.
            seen: what the dataset speaks of, where that is at hand.
        """
        self._held = held
        self._graphs = [NamedNode(graph) for graph in graphs]
        self._folder = folder
        self.place = place
        self._seen: Seen | None = None
        left = {*self._graphs, *left_apart()}
        kept = [graph for graph in held.named_graphs() if graph not in left]
        # One may be named by a blank node, which is as good.
        self._kept = cast(list[NamedNode], kept)
        self.is_first = all(is_empty(held, graph) for graph in graphs)
        self.is_large = candidate.stat().st_size + size_of(folder) > IN_MEMORY
        if seen is None or not self.is_first:
            # What is replaced counts as if it were not there.
            seen = room_for(folder)
            note(seen, self._standing())
        self._look_at(candidate, place, seen)

    def _look_at(self, candidate: Path, place: Path, stands: Seen) -> None:
        self.place = place
        self._seen = None if self.is_large else stands.copy()
        self.candidate: Candidate = survey(candidate, stands, place / "places.sqlite")

    def again(self, candidate: Path, place: Path) -> "Prospect":
        """Return the dataset as it would be with another candidate, no larger than this one.

        Args:
            candidate: the file of what is to come.
            place: a folder for what is noted.
        """
        if self._seen is None:
            return Prospect(
                self._held, self._folder, [g.value for g in self._graphs], candidate, place
            )
        other = copy(self)
        other.__dict__.pop("data", None)
        other.__dict__.pop("whole", None)
        other._look_at(candidate, place, self._seen)
        return other

    @cached_property
    def data(self) -> Layered:
        """What can be asked without an index of what comes."""
        return Layered(Stored(self._held, self._kept), self.candidate)

    def reopened(self) -> Layered:
        """Return the same for a process that was forked from this one.

        What this one wrote must be on the disk (`settle`).
        """
        return Layered(Stored(Store.read_only(str(self._folder)), self._kept), self.candidate)

    def settle(self) -> None:
        """Bring to the disk what other processes are to see."""
        self._held.flush()

    @cached_property
    def whole(self) -> Store:
        """A store of all of it; takes long where that is much."""
        store = Store(str(self.place / "whole")) if self.is_large else Store()
        store.bulk_extend(self._standing())
        waiting: list[bytes] = []
        for _, data in windows(self.candidate.path):
            waiting.append(data)
            if len(waiting) == _WINDOWS:
                store.bulk_load(b"".join(waiting), format=RdfFormat.N_QUADS)
                waiting.clear()
        store.bulk_load(b"".join(waiting), format=RdfFormat.N_QUADS)
        store.flush()
        return store

    def said_of(self, thing: NamedNode) -> Said:
        """Return what that which comes says of a thing."""
        with suppress(Odd):
            if self.candidate.is_plain:
                return self.candidate.said_of(thing)
        said: dict[NamedNode, list[Any]] = {}
        for graph in self._graphs:
            for quad in self.whole.quads_for_pattern(thing, None, None, graph):
                said.setdefault(quad.predicate, []).append(quad.object)
        return said

    def stands(self, thing: NamedNode) -> bool:
        """Tell whether anything is said of a thing."""
        if not self.candidate.is_plain:
            return next(self.whole.quads_for_pattern(thing, None, None), None) is not None
        if self.candidate.places.of(str(thing).encode()):
            return True
        return any(map(self._is_kept, self._held.quads_for_pattern(thing, None, None)))

    def users(self, things: Collection[NamedNode]) -> Iterator[str]:
        """Give the things that refer to some others, which memory holds."""
        for thing in things:
            for quad in self._held.quads_for_pattern(None, None, thing):
                if self._is_kept(quad) and isinstance(quad.subject, NamedNode):
                    yield quad.subject.value
        wanted = {str(thing).encode() for thing in things}
        for _, data in windows(self.candidate.path) if wanted else ():
            for user, used in _REFERENCE.findall(data):
                if used in wanted:
                    yield user.decode()

    def _is_kept(self, quad: Quad) -> bool:
        return quad.graph_name in self._kept

    def _standing(self) -> Iterator[Quad]:
        """Give the quads of other graphs, which stand."""
        for graph in self._kept:
            yield from self._held.quads_for_pattern(None, None, None, graph)

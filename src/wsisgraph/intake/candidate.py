"""What a load would put into the graphs of its source: a file of quads, and what is known of it.

It is looked through once, to know where it speaks of what; all else is read from it when it is
needed, in windows, so that no index of it is made however long it is.
"""

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from wsisgraph.graph.checker.layered import Said
from wsisgraph.intake.described import Described, Describer, Odd, Tally
from wsisgraph.intake.places import Places
from wsisgraph.intake.windows import RUN, windows
from wsisgraph.store.seen import Seen

# So many things that stand at several places are remembered.
_MOST_SCATTERED = 200_000


@dataclass(slots=True)
class Candidate:
    """Quads that are to be in the graphs of a source, in a file of N-Quads.

    Attributes:
        path: the file.
        places: where it speaks of what.
        windows: its parts, from byte to byte; none cuts what follows on one subject.
        scattered: things (`<…>`) that several windows speak of, or the dataset beside it.
        is_plain: whether it is written as ours are; else nothing but its path is to be trusted.
    """

    path: Path
    places: Places
    windows: list[tuple[int, int]] = field(default_factory=list)
    scattered: Container[bytes] = frozenset()
    is_plain: bool = True
    _describer: Describer = field(default_factory=Describer)
    _used: dict[NamedNode, bool] = field(default_factory=dict)

    def things(self) -> Iterator[str]:
        """Give the IRIs of the things that are spoken of, in order, however they are written."""
        for window in self.windows:
            quads = parse(self._read(window), format=RdfFormat.N_QUADS, lenient=True)
            yield from dict.fromkeys(
                quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)
            )

    def describe(self, window: tuple[int, int], tally: Tally) -> tuple[list[NamedNode], Described]:
        """Return the things of a window, and all that is said of those that stand nowhere else.

        Raises:
            Odd: it is not written as ours are.
            ValueError: it has a term that RDF 1.1 does not have.
        """
        described = self._describer.describe(self._read(window), tally)
        things = list(described)
        for thing in things:
            if str(thing).encode() in self.scattered:
                del described[thing]
        return things, described

    def said_of(self, thing: NamedNode) -> Said:
        """Return what is said of a thing, wherever that stands."""
        runs = self.places.of(str(thing).encode())
        if not runs:
            return {}
        return self._describer.describe(b"".join(lines for _, lines in runs)).get(thing, {})

    def uses(self, predicate: NamedNode) -> bool:
        """Tell whether a property is used; where a text holds its name, too."""
        known = self._used.get(predicate)
        if known is None:
            name = f" {predicate} ".encode()
            known = self._used[predicate] = any(name in data for _, data in windows(self.path))
        return known

    def settle(self, tally: Tally) -> bool:
        """Put right what windows counted each for itself; tell whether the tally is known then."""
        if not self.is_plain or not isinstance(self.scattered, frozenset):
            return False
        starts = [start for start, _ in self.windows]
        for thing in self.scattered:
            runs = self.places.of(thing)
            self._describer.describe(b"".join(lines for _, lines in runs), here := Tally())
            tally.has_doubles |= here.has_doubles
            for graph in here.graphs:
                end = b" " + graph + b" .\n"
                counted = {bisect_right(starts, at) for at, lines in runs if end in lines}
                tally.of(graph).things -= len(counted) - 1
        return not tally.has_doubles

    def _read(self, window: tuple[int, int]) -> bytes:
        start, stop = window
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(stop - start)


def survey(path: Path, seen: Seen, database: Path) -> Candidate:
    """Look through a file of quads.

    Args:
        path: the file.
        seen: what the dataset beside it speaks of; what is to come is noted there too.
        database: is made, for places.
    """
    found = Candidate(path, Places(path, database))
    is_new = seen.is_new
    again: set[bytes] = set()
    for start, data in windows(path):
        found.windows.append((start, start + len(data)))
        found.is_plain &= _look(data, start, found.places, is_new, again)
    found.places.finish()
    found.scattered = frozenset(again) if len(again) < _MOST_SCATTERED else _Everything()
    return found


def _look(
    data: bytes, start: int, places: Places, is_new: Callable[[bytes], bool], again: set[bytes]
) -> bool:
    """Take note of what a window speaks of; tell whether it is written as ours are."""
    covered = 0
    here: set[bytes] = set()
    runs: list[tuple[int, int]] = []
    for run in RUN.finditer(data):
        begin, end = run.span()
        covered += end - begin
        thing = run[1][:-1]
        runs.append((hash(thing), start + begin))
        if thing not in here:
            here.add(thing)
            if not is_new(thing) and len(again) < _MOST_SCATTERED:
                again.add(thing)
    places.note(runs)
    return covered == len(data)


class _Everything:
    """Has any thing in it."""

    def __contains__(self, thing: object) -> bool:
        return True


def note(seen: Seen, quads: Iterable[Quad]) -> None:
    """Take note of what quads speak of, which come ordered by that as far as may be."""
    last: object = None
    for quad in quads:
        subject = quad.subject
        if subject != last:
            last = subject
            if isinstance(subject, NamedNode):
                seen.is_new(str(subject).encode())


def subjects(store: Store, graph: NamedNode) -> Iterator[NamedNode]:
    """Give the named things that a graph speaks of, each once.

    The engine holds them all in memory, and none of the quads that it need not: that is six times
    as fast as to look at each quad.
    """
    query = "SELECT DISTINCT ?subject WHERE { ?subject ?predicate ?object }"
    for solution in cast(QuerySolutions, store.query(query, default_graph=graph)):
        if isinstance(subject := solution[0], NamedNode):
            yield subject


__all__ = ["Candidate", "Odd", "note", "subjects", "survey"]

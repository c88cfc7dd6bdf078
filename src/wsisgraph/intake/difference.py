"""What a load changes: the exact quads for the writer, and for people the entries and things.

An entry whose facts are as before has not changed, wherever in the file it stands now: where it
was read (its passage and what states it) is told apart, as moved.
"""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from wsisgraph.intake.candidate import Candidate
from wsisgraph.intake.described import Tally
from wsisgraph.intake.spool import Entry, Spool
from wsisgraph.loading import Origin
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS, WSIS

_AT_ONCE = 2000
_MOST_LISTED = 1000
_MOST_DETAILS = 12

_TYPE = NamedNode(RDF.type)
_WHERE_READ = frozenset({WSIS.statedIn})
_PLACES = frozenset({WSIS.Passage, WSIS.Document})
_TITLES = (SKOS.prefLabel, DCT.title)


class Verb(StrEnum):
    """What became of an entry or thing."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"
    MOVED = "moved"
    SAME = "as before"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is not as it was.

    Attributes:
        verb: what became of it.
        iri: its main thing.
        title: how people call that, or an empty string.
        record: its key; empty for a retired one, whose key nobody has any more.
        origin: where it stands in the file; None for a retired one.
        details: of a changed one, the facts that went (`-`) and came (`+`), as short text.
    """

    verb: Verb
    iri: str
    title: str
    record: str = ""
    origin: Origin | None = None
    details: tuple[str, ...] = ()


@dataclass(slots=True)
class Difference:
    """What differs between the graph as it is and as it would be.

    Attributes:
        came: a file of the quads that come, N-Quads.
        went: a file of those that go.
        added: how many come.
        removed: how many go.
        entries: entries by what became of them.
        things: things of each class (its short name) by what became of them.
        changes: the first entries that are not as they were.
    """

    came: Path
    went: Path
    added: int = 0
    removed: int = 0
    entries: Counter[Verb] = field(default_factory=Counter)
    things: dict[str, Counter[Verb]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def change(self, added: Sequence[Quad], removed: Sequence[Quad]) -> None:
        """Add quads beside those of the source's graphs, its description."""
        for path, quads in ((self.came, added), (self.went, removed)):
            with path.open("ab") as file:
                file.write(_nquads(quads))
        self.added += len(added)
        self.removed += len(removed)

    def gathered(self) -> tuple[Path, int]:
        """Bring all quads into one file, those that come first; return it, and their bytes."""
        size = self.came.stat().st_size
        with self.came.open("ab") as whole, self.went.open("rb") as went:
            shutil.copyfileobj(went, whole, 1 << 20)
        return self.came, size

    def leaving(self) -> Iterator[Quad]:
        """Give the quads that go."""
        with self.went.open("rb") as file:
            yield from parse(file, format=RdfFormat.N_QUADS)


class Comparison:
    """Compares a source's graphs as they stand with those to come."""

    def __init__(self, held: Store, after: Store, graphs: Iterable[str], spool: Spool) -> None:
        """Begin.

        Args:
            held: the dataset as it is.
            after: as it would be.
            graphs: the source's graphs.
            spool: what was read; entries are told by it.
        """
        self._held = held
        self._after = after
        self._graphs = [NamedNode(graph) for graph in graphs]
        self._spool = spool
        # Things of which anything came or went, and whether that is more than where it was read.
        self._touched = sqlite3.connect("")
        self._touched.execute("CREATE TABLE touched (iri TEXT PRIMARY KEY, matters INTEGER)")
        self.is_first = all(_is_empty(held, graph) for graph in self._graphs)

    def run(self, folder: Path) -> Difference:
        """Return the difference; its quads go to a file of `folder`."""
        difference = Difference(folder / "came.nq", folder / "went.nq")
        with difference.came.open("wb") as came, difference.went.open("wb") as went:
            for graph in self._graphs:
                difference.added += self._missing(self._after, self._held, graph, came)
                difference.removed += self._missing(self._held, self._after, graph, went)
        self._count_things(difference)
        self._count_entries(difference)
        return difference

    def _missing(self, here: Store, there: Store, graph: NamedNode, out: IO[bytes]) -> int:
        """Write the quads of a graph that stand here and not there; return how many."""
        number = 0
        quads = here.quads_for_pattern(None, None, None, graph)
        is_fresh = _is_empty(there, graph)
        while some := list(islice(quads, _AT_ONCE)):
            missing = some if is_fresh else [quad for quad in some if quad not in there]
            out.write(_nquads(missing))
            number += len(missing)
            if not self.is_first:
                self._touched.executemany(
                    "INSERT INTO touched VALUES (?, ?)"
                    " ON CONFLICT DO UPDATE SET matters = max(matters, excluded.matters)",
                    [
                        (quad.subject.value, quad.predicate.value not in _WHERE_READ)
                        for quad in missing
                        if isinstance(quad.subject, NamedNode)
                    ],
                )
        return number

    def _count_things(self, difference: Difference) -> None:
        for graph in self._graphs:
            for thing, name in _typed(self._after, graph):
                counts = difference.things.setdefault(name, Counter())
                counts[self._verb(thing)] += 1
            for thing, name in _typed(self._held, graph):
                if not self._stands(self._after, thing):
                    difference.things.setdefault(name, Counter())[Verb.RETIRED] += 1

    def _verb(self, thing: NamedNode) -> Verb:
        if self.is_first or not self._stands(self._held, thing):
            return Verb.ADDED
        matters = self._matters(thing.value)
        return {None: Verb.SAME, False: Verb.MOVED, True: Verb.CHANGED}[matters]

    def _matters(self, iri: str) -> bool | None:
        """Tell whether more of a thing changed than where it was read; None: nothing did."""
        row = self._touched.execute("SELECT matters FROM touched WHERE iri = ?", (iri,)).fetchone()
        return None if row is None else bool(row[0])

    def _stands(self, store: Store, thing: NamedNode) -> bool:
        return any(
            next(store.quads_for_pattern(thing, None, None, graph), None) is not None
            for graph in self._graphs
        )

    def _count_entries(self, difference: Difference) -> None:
        kinds: Counter[NamedNode] = Counter()
        for entry, subjects in _main_entries(self._spool):
            main = NamedNode(subjects[0])
            verb = self._entry_verb(main, subjects)
            difference.entries[verb] += 1
            if not self.is_first:
                kinds.update(_classes(self._after, main))
            if verb in (Verb.ADDED, Verb.CHANGED) and len(difference.changes) < _MOST_LISTED:
                details = self._details(subjects) if verb is Verb.CHANGED else ()
                title = _title(self._after, main)
                difference.changes.append(
                    Change(verb, main.value, title, entry.record, entry.origin, details)
                )
        if not self.is_first:
            self._find_retired(difference, set(kinds))

    def _entry_verb(self, main: NamedNode, subjects: Sequence[str]) -> Verb:
        if self.is_first or not self._stands(self._held, main):
            return Verb.ADDED
        touched = [matters for s in subjects if (matters := self._matters_here(s)) is not None]
        return Verb.CHANGED if any(touched) else Verb.MOVED if touched else Verb.SAME

    def _matters_here(self, iri: str) -> bool | None:
        matters = self._matters(iri)
        if matters and any(c.value in _PLACES for c in _classes(self._after, NamedNode(iri))):
            return False
        return matters

    def _find_retired(self, difference: Difference, kinds: set[NamedNode]) -> None:
        """Find the main things that are no more: those of the kinds that entries are about."""
        for graph in self._graphs:
            for quad in self._held.quads_for_pattern(None, _TYPE, None, graph):
                thing = quad.subject
                if not isinstance(thing, NamedNode) or self._stands(self._after, thing):
                    continue
                if kinds and quad.object not in kinds:
                    continue
                difference.entries[Verb.RETIRED] += 1
                if len(difference.changes) < 2 * _MOST_LISTED:
                    title = _title(self._held, thing)
                    difference.changes.append(Change(Verb.RETIRED, thing.value, title))

    def _details(self, subjects: Sequence[str]) -> tuple[str, ...]:
        said: list[str] = []
        for subject in subjects:
            if not self._matters_here(subject):
                continue
            before, after = self._said(self._held, subject), self._said(self._after, subject)
            said += [f"- {text}" for text in sorted(before - after)]
            said += [f"+ {text}" for text in sorted(after - before)]
        if len(said) > _MOST_DETAILS:
            said[_MOST_DETAILS:] = [f"… and {len(said) - _MOST_DETAILS} more"]
        return tuple(said)

    def _said(self, store: Store, subject: str) -> set[str]:
        return {
            f"{short(subject)} {short(quad.predicate.value)} {_shown(quad)}"
            for graph in self._graphs
            for quad in store.quads_for_pattern(NamedNode(subject), None, None, graph)
            if quad.predicate.value not in _WHERE_READ
        }


def all_new(
    candidate: Candidate, tally: Tally, spool: Spool, graphs: Iterable[str], folder: Path
) -> Difference:
    """Return the difference of a first load to nothing, which need not be computed.

    Args:
        candidate: what comes.
        tally: what there was to count of it.
        spool: what was read.
        graphs: the source's graphs.
        folder: takes a file of the quads that go, which are none.
    """
    counted = [tally.statistics(graph) for graph in graphs]
    difference = Difference(candidate.path, folder / "went.nq", sum(c.triples for c in counted))
    difference.went.write_bytes(b"")
    for statistics in counted:
        for class_, number in statistics.classes.items():
            difference.things.setdefault(short(class_), Counter())[Verb.ADDED] += number
    difference.entries[Verb.ADDED] = spool.number_of_records()
    for entry, subjects in islice(_main_entries(spool), _MOST_LISTED):
        said = candidate.said_of(NamedNode(subjects[0]))
        names = (said.get(NamedNode(predicate), []) for predicate in _TITLES)
        title = next(filter(None, map(_name, names)), "")
        difference.changes.append(
            Change(Verb.ADDED, subjects[0], title, entry.record, entry.origin)
        )
    return difference


def _main_entries(spool: Spool) -> Iterator[tuple[Entry, list[str]]]:
    """Give the first entry of each record, each with its subjects in the order of its facts."""
    last = ""
    for entry, lines in spool.lines_of_entries():
        if entry.record and entry.record != last:
            last = entry.record
            subjects = dict.fromkeys(line[1 : line.find(b">")] for line in lines)
            yield entry, [subject.decode() for subject in subjects]


def short(iri: str) -> str:
    """Return an IRI as people read it: without our base, or its last part."""
    base = iris.base_iri()
    if iri.startswith(base) and not iri.startswith(iris.DEF):
        return iri.removeprefix(base)
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


def _shown(quad: Quad) -> str:
    if isinstance(quad.object, Literal):
        text = quad.object.value
        text = text if len(text) <= 80 else f"{text[:79]}…"
        return f"“{text}”" + (f"@{quad.object.language}" if quad.object.language else "")
    return short(quad.object.value) if isinstance(quad.object, NamedNode) else str(quad.object)


def _typed(store: Store, graph: NamedNode) -> Iterator[tuple[NamedNode, str]]:
    for quad in store.quads_for_pattern(None, _TYPE, None, graph):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject, short(quad.object.value)


def _classes(store: Store, thing: NamedNode) -> list[NamedNode]:
    quads = store.quads_for_pattern(thing, _TYPE, None)
    return [quad.object for quad in quads if isinstance(quad.object, NamedNode)]


def _title(store: Store, thing: NamedNode) -> str:
    for predicate in _TITLES:
        quads = store.quads_for_pattern(thing, NamedNode(predicate), None)
        if name := _name(quad.object for quad in quads):
            return name
    return ""


def _name(terms: Iterable[object]) -> str:
    """Return one of several names, the English one if there is one."""
    names = {term.language or "": term.value for term in terms if isinstance(term, Literal)}
    return (names.get("en") or min(names.values())) if names else ""


def _is_empty(store: Store, graph: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None


def _nquads(quads: Sequence[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b"" if quads else b""

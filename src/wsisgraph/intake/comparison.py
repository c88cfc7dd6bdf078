"""What stands in the graphs of a source, compared with what is to come.

Both are compared as lines, share after share (`shares`), so that it costs what reading them costs
and no index of either is made. What is looked up anywhere is only what differs.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, RdfFormat, Store, parse, serialize

from wsisgraph.graph.checker.layered import Said
from wsisgraph.intake.difference import (
    MOST_LISTED,
    TITLES,
    Change,
    Difference,
    Verb,
    main_entries,
    name_of,
    short,
    shown,
)
from wsisgraph.intake.prospect import Prospect
from wsisgraph.intake.shares import Shares, number_for, pieces
from wsisgraph.intake.spool import Entry, Spool
from wsisgraph.store.spellings import as_kept, is_changed
from wsisgraph.terms.namespaces import RDF, WSIS

_MOST_DETAILS = 12
_WHERE_READ = frozenset({WSIS.statedIn})
_WHERE_READ_BYTES = frozenset(f"<{each}>".encode() for each in _WHERE_READ)
_PLACES = frozenset(f"<{each}>".encode() for each in (WSIS.Passage, WSIS.Document))
_TYPE = f"<{RDF.type}>".encode()
_TYPED = b" " + _TYPE + b" "

_TABLES = """
CREATE TABLE touched (
    iri TEXT PRIMARY KEY, matters INTEGER, is_place INTEGER, stood INTEGER
) WITHOUT ROWID;
CREATE TABLE gone (iri TEXT, class TEXT);
"""

Classes = dict[bytes, list[bytes]]
"""The classes of things, once for each graph that has them."""


class Comparison:
    """Compares a source's graphs as they stand with those to come."""

    def __init__(
        self, held: Store, prospect: Prospect, graphs: Iterable[str], spool: Spool
    ) -> None:
        """Begin.

        Args:
            held: the dataset as it is.
            prospect: as it would be.
            graphs: the source's graphs.
            spool: what was read; entries are told by it.
        """
        self._held = held
        self._prospect = prospect
        self._graphs = [NamedNode(graph) for graph in graphs]
        self._spool = spool
        # Things of which anything came or went, and whether that is more than where it was read;
        # and those that are no more.
        self._touched = sqlite3.connect("")
        self._touched.executescript(_TABLES)

    def run(self, folder: Path) -> Difference:
        """Return the difference; its quads go to a file of `folder`."""
        difference = Difference(folder / "came.nq", folder / "went.nq")
        dumps = [folder / f"standing-{number}.nt" for number in range(len(self._graphs))]
        with ExitStack() as stack:
            for graph, path in zip(self._graphs, dumps, strict=True):
                stack.callback(path.unlink, missing_ok=True)
                self._held.dump(path, RdfFormat.N_TRIPLES, from_graph=graph)
            coming = self._prospect.candidate.path
            sizes = [path.stat().st_size for path in (coming, *dumps)]
            number = number_for(max(sizes))
            after = stack.enter_context(Shares(folder, "after", number))
            before = stack.enter_context(Shares(folder, "before", number))
            for graph, path in zip(self._graphs, dumps, strict=True):
                end = b" " + str(graph).encode() + b" .\n"
                for lines in pieces(path):
                    before.deal([line[:-3] + end for line in lines])
            for lines in self._lines_to_come():
                after.deal(lines)
            came = stack.enter_context(difference.came.open("wb"))
            went = stack.enter_context(difference.went.open("wb"))
            for share in range(number):
                self._compare(
                    set(after.lines(share)), set(before.lines(share)), difference, came, went
                )
        self._count_entries(difference)
        return difference

    def _lines_to_come(self) -> Iterator[list[bytes]]:
        candidate = self._prospect.candidate
        for lines in pieces(candidate.path):
            yield lines if candidate.is_plain else _as_ours(lines)

    def _compare(
        self,
        after: set[bytes],
        before: set[bytes],
        difference: Difference,
        came: IO[bytes],
        went: IO[bytes],
    ) -> None:
        """Compare one share: what stands there, and what is to."""
        coming = after - before
        if coming:
            # The engine keeps some values otherwise than they are written.
            kept = set(_as_ours(coming))
            if kept != coming:
                after = (after - coming) | kept
                coming = kept - before
        going = before - after
        came.writelines(sorted(coming))
        went.writelines(sorted(going))
        difference.added += len(coming)
        difference.removed += len(going)

        matters: dict[bytes, bool] = {}
        for line in (*coming, *going):
            thing, predicate, _ = line.split(b" ", 2)
            matters[thing] = matters.get(thing, False) or predicate not in _WHERE_READ_BYTES
        stood = matters.keys() & set(map(_subject, before)) if matters else set()
        stands = matters.keys() & set(map(_subject, after)) if matters else set()
        classes = _classes(after)
        for thing, each in classes.items():
            verb = _verb(matters.get(thing), thing in stood)
            for class_ in each:
                difference.things.setdefault(short(_iri(class_)), Counter())[verb] += 1
        gone = _classes(line for line in going if _subject(line) not in stands)
        for each in gone.values():
            for class_ in each:
                difference.things.setdefault(short(_iri(class_)), Counter())[Verb.RETIRED] += 1
        self._touched.executemany(
            "INSERT INTO touched VALUES (?, ?, ?, ?)",
            [
                (_iri(thing), more, not _PLACES.isdisjoint(classes.get(thing, ())), thing in stood)
                for thing, more in matters.items()
            ],
        )
        self._touched.executemany(
            "INSERT INTO gone VALUES (?, ?)",
            [(_iri(thing), _iri(class_)) for thing in sorted(gone) for class_ in gone[thing]],
        )

    def _count_entries(self, difference: Difference) -> None:
        kinds: set[str] = set()
        for entry, subjects, classes in main_entries(self._spool):
            kinds |= classes
            main = subjects[0]
            verb = self._entry_verb(main, subjects)
            difference.entries[verb] += 1
            if verb in (Verb.ADDED, Verb.CHANGED) and len(difference.changes) < MOST_LISTED:
                difference.changes.append(self._change(verb, entry, main, subjects))
        self._find_retired(difference, kinds)

    def _entry_verb(self, main: str, subjects: Sequence[str]) -> Verb:
        # SQLite takes at least 999 values in a query.
        rows = [
            row
            for first in range(0, len(subjects), 900)
            for row in self._touched.execute(
                "SELECT iri, matters AND NOT is_place, stood FROM touched WHERE iri IN"
                f" ({','.join('?' * len(subjects[first : first + 900]))})",
                subjects[first : first + 900],
            )
        ]
        if not rows:
            return Verb.SAME
        if any(iri == main and not stood for iri, _, stood in rows):
            return Verb.ADDED
        return Verb.CHANGED if any(matters for _, matters, _ in rows) else Verb.MOVED

    def _change(self, verb: Verb, entry: Entry, main: str, subjects: Sequence[str]) -> Change:
        said = self._prospect.said_of(NamedNode(main))
        details = self._details(subjects) if verb is Verb.CHANGED else ()
        return Change(verb, main, _title(said), entry.record, entry.origin, details)

    def _find_retired(self, difference: Difference, kinds: set[str]) -> None:
        """Find the main things that are no more: those of the kinds that entries are about."""
        for iri, class_ in self._touched.execute("SELECT iri, class FROM gone ORDER BY rowid"):
            if kinds and class_ not in kinds:
                continue
            difference.entries[Verb.RETIRED] += 1
            if len(difference.changes) < 2 * MOST_LISTED:
                title = _title(self._said_before(iri))
                difference.changes.append(Change(Verb.RETIRED, iri, title))

    def _details(self, subjects: Sequence[str]) -> tuple[str, ...]:
        told: list[str] = []
        for subject in subjects:
            row = self._touched.execute(
                "SELECT matters AND NOT is_place FROM touched WHERE iri = ?", (subject,)
            ).fetchone()
            if row is None or not row[0]:
                continue
            before = _told(subject, self._said_before(subject))
            after = _told(subject, self._prospect.said_of(NamedNode(subject)))
            told += [f"- {text}" for text in sorted(before - after)]
            told += [f"+ {text}" for text in sorted(after - before)]
        if len(told) > _MOST_DETAILS:
            told[_MOST_DETAILS:] = [f"… and {len(told) - _MOST_DETAILS} more"]
        return tuple(told)

    def _said_before(self, iri: str) -> Said:
        said: dict[NamedNode, list[object]] = {}
        for graph in self._graphs:
            for quad in self._held.quads_for_pattern(NamedNode(iri), None, None, graph):
                said.setdefault(quad.predicate, []).append(quad.object)
        return said


def _verb(matters: bool | None, stood: bool) -> Verb:
    if matters is None:
        return Verb.SAME
    if not stood:
        return Verb.ADDED
    return Verb.CHANGED if matters else Verb.MOVED


def _subject(line: bytes) -> bytes:
    return line[: line.find(b" ")]


def _iri(node: bytes) -> str:
    return node[1:-1].decode()


def _classes(lines: Iterable[bytes]) -> Classes:
    """Return the classes of the things that lines speak of."""
    found: Classes = {}
    for line in lines:
        if _TYPED in line:
            thing, predicate, rest = line.split(b" ", 2)
            if predicate == _TYPE:
                found.setdefault(thing, []).append(rest[: rest.find(b" ")])
    return found


def _as_ours(lines: Iterable[bytes]) -> list[bytes]:
    """Return lines as the engine writes them, with the values that it keeps."""
    read = parse(b"".join(lines), format=RdfFormat.N_QUADS, lenient=True)
    quads = (as_kept(quad) if is_changed(quad) else quad for quad in read)
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def _title(said: Said) -> str:
    return next(filter(None, (name_of(said.get(each, ())) for each in TITLES)), "")


def _told(subject: str, said: Said) -> set[str]:
    return {
        f"{short(subject)} {short(predicate.value)} {shown(value)}"
        for predicate, values in said.items()
        if predicate.value not in _WHERE_READ
        for value in values
    }

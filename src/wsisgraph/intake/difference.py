"""What a load changes: the exact quads for the writer, and for people the entries and things.

An entry whose facts are as before has not changed, wherever in the file it stands now: where it
was read (its passage and what states it) is told apart, as moved.
"""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from wsisgraph.intake.candidate import Candidate
from wsisgraph.intake.described import Tally
from wsisgraph.intake.spool import Entry, Spool
from wsisgraph.loading import Origin
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS

MOST_LISTED = 1000
"""So many entries that came or changed are told one by one, and as many that went."""

TITLES = (NamedNode(SKOS.prefLabel), NamedNode(DCT.title))
"""What says how people call a thing, the first that does."""


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
    for entry, subjects, _ in islice(main_entries(spool), MOST_LISTED):
        said = candidate.said_of(NamedNode(subjects[0]))
        names = (said.get(predicate, []) for predicate in TITLES)
        title = next(filter(None, map(name_of, names)), "")
        difference.changes.append(
            Change(Verb.ADDED, subjects[0], title, entry.record, entry.origin)
        )
    return difference


def main_entries(spool: Spool) -> Iterator[tuple[Entry, list[str], set[str]]]:
    """Give the first entry of each record.

    Yields:
        The entry, its subjects in the order of its facts, and the classes of the first of them.
    """
    last = ""
    for entry, lines in spool.lines_of_entries():
        if entry.record and entry.record != last:
            last = entry.record
            subjects = dict.fromkeys(line[1 : line.find(b">")] for line in lines)
            typed = b"<%b> <%b> <" % (next(iter(subjects)), RDF.type.encode())
            classes = {
                line[len(typed) : line.find(b">", len(typed))].decode()
                for line in lines
                if line.startswith(typed)
            }
            yield entry, [subject.decode() for subject in subjects], classes


def short(iri: str) -> str:
    """Return an IRI as people read it: without our base, or its last part."""
    base = iris.base_iri()
    if iri.startswith(base) and not iri.startswith(iris.DEF):
        return iri.removeprefix(base)
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


def shown(value: object) -> str:
    """Return a value as people read it, a long text without its end."""
    if isinstance(value, Literal):
        text = value.value if len(value.value) <= 80 else f"{value.value[:79]}…"
        return f"“{text}”" + (f"@{value.language}" if value.language else "")
    return short(value.value) if isinstance(value, NamedNode) else str(value)


def name_of(terms: Iterable[object]) -> str:
    """Return one of several names, the English one if there is one."""
    names = {term.language or "": term.value for term in terms if isinstance(term, Literal)}
    return (names.get("en") or min(names.values())) if names else ""


def _nquads(quads: Sequence[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b"" if quads else b""

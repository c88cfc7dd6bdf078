"""Writing what is read to the disk, fact by fact; `spool` looks at it again.

However many rows a file has, memory holds a few thousand facts at a time.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from pyoxigraph import BlankNode, Literal, NamedNode

from wsisgraph.intake.spool import INSERT_REMARK, STATUSES, as_row, cut, graphs_of
from wsisgraph.loading import Fact, Lines, Origin, Remark

_ROWS_AT_ONCE = 2000
_BUFFER = 1 << 20

_TABLES = """
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, record TEXT, file TEXT, sheet TEXT, line INTEGER,
    start INTEGER, stop INTEGER, facts INTEGER, out INTEGER DEFAULT 0
);
CREATE TABLE remarks (
    id INTEGER PRIMARY KEY, kind TEXT, file TEXT, sheet TEXT, line INTEGER, field TEXT,
    found TEXT, mend TEXT, record TEXT
);
"""


_INSERT_ENTRY = (
    "INSERT INTO entries (record, file, sheet, line, start, stop, facts)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


class BadFact(Exception):
    """A loader gave what is no fact; the sentence says what."""


class SpoolFull(Exception):
    """What was read cannot be written; the sentence says why."""


class SpoolWriter:
    """Writes facts and remarks as they come; a context manager.

    Attributes:
        facts: number of facts so far.
        entries: number of entries so far.
        remarks: number of remarks so far.
    """

    def __init__(self, folder: Path, source_id: str, names: Mapping[str, str] = {}) -> None:
        """Begin a spool in `folder`; `names` are what files are called instead of their paths."""
        self._names = names
        self.facts = self.entries = self.remarks = 0
        self._quads = (folder / "quads.nq").open("wb", buffering=_BUFFER)
        self._database = sqlite3.connect(folder / "spool.sqlite")
        # Nothing here outlives the load.
        self._database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        self.call_it(source_id)
        self._predicates: dict[str, str] = {}
        self._waiting: list[tuple[str, str, str, int | None, int, int, int]] = []
        self._told: list[tuple[str, ...]] = []
        self._place = 0

    def call_it(self, source_id: str) -> None:
        """Name the graphs of the facts to come after a source."""
        self._graphs = {status: f" <{graph}> .\n" for status, graph in graphs_of(source_id).items()}

    def take(self, facts: Iterable[Fact | Lines]) -> Iterator[int]:
        """Write facts; yields the number of entries after each, so that somebody may count.

        Raises:
            BadFact: one is not a fact; what came before it is written.
        """
        lines: list[str] = []
        record, origin = "", Origin("")
        known_subject, subject_text = "", ""
        predicates, graphs = self._predicates, self._graphs
        try:
            for fact in facts:
                graphs = self._graphs
                if isinstance(fact, Lines):
                    if lines:
                        self._end_entry(record, origin, lines)
                        lines = []
                    self._take_lines(fact)
                    yield self.entries
                    continue
                try:
                    subject, predicate, term, place, status, key = fact
                except (TypeError, ValueError):
                    raise BadFact(f"gave {_shown(fact)} where a Fact was expected") from None
                if (place is not origin or key != record) and lines:
                    if key != record or not _same_row(place, origin):
                        self._end_entry(record, origin, lines)
                        lines = []
                        yield self.entries
                        record, origin = key, place
                elif not lines:
                    record, origin = key, place
                if subject is not known_subject:
                    known_subject, subject_text = subject, _node(subject)
                predicate_text = predicates.get(predicate)
                if predicate_text is None:
                    predicate_text = predicates[predicate] = f" {_node(predicate)} "
                if term.__class__ is not Literal and term.__class__ is not NamedNode:
                    raise BadFact(_no_term(term, subject, predicate))
                graph = graphs.get(status)
                if graph is None:
                    raise BadFact(_no_status(status))
                lines.append(f"{subject_text}{predicate_text}{term}{graph}")
        finally:
            if lines:
                self._end_entry(record, origin, lines)
        yield self.entries

    def remark(self, remark: Remark) -> None:
        """Write a remark."""
        self.remarks += 1
        self._told.append(as_row(remark, self._names))
        if len(self._told) >= _ROWS_AT_ONCE:
            self._flush()

    def __enter__(self) -> "SpoolWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._flush()
        self._database.close()
        try:
            self._quads.close()
        except OSError as error:
            raise SpoolFull(error.strerror or str(error)) from error

    def _take_lines(self, read: Lines) -> None:
        end = self._graphs.get(read.status)
        if end is None:
            raise BadFact(_no_status(read.status))
        if read.triples:
            text = f"{end.join(read.triples)}{end}"
            if "\\u" in text or "\\U" in text:
                # A character may be written so; what follows looks for IRIs as the engine has them.
                text = "".join(f"{_triple(fact)}{end}" for fact in read.facts())
            self._write(read.record, read.origin, text, len(read.triples))

    def _end_entry(self, record: str, origin: Origin, lines: Sequence[str]) -> None:
        self._write(record, origin, "".join(lines), len(lines))

    def _write(self, record: str, origin: Origin, text: str, number: int) -> None:
        if not isinstance(origin, Origin):
            raise BadFact(f"gave {_shown(origin)} where an Origin was expected")
        if not isinstance(record, str):
            raise BadFact(f"gave {_shown(record)} as the key of a record, which is a text")
        data = text.encode()
        try:
            self._quads.write(data)
        except OSError as error:
            raise SpoolFull(error.strerror or str(error)) from error
        start, self._place = self._place, self._place + len(data)
        self._waiting.append(
            (
                record,
                self._names.get(origin.file, origin.file),
                origin.sheet,
                origin.line,
                start,
                self._place,
                number,
            )
        )
        self.facts += number
        self.entries += 1
        if len(self._waiting) >= _ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        try:
            self._database.executemany(_INSERT_ENTRY, self._waiting)
            self._database.executemany(INSERT_REMARK, self._told)
            self._database.commit()
        except sqlite3.Error as error:
            raise SpoolFull(str(error)) from error
        self._waiting.clear()
        self._told.clear()


def _triple(fact: Fact) -> str:
    return f"{NamedNode(fact.subject)} {NamedNode(fact.predicate)} {fact.object}"


def _same_row(one: Origin, other: Origin) -> bool:
    if not isinstance(one, Origin):
        return False
    return one.line == other.line and one.file == other.file and one.sheet == other.sheet


def _node(iri: object) -> str:
    if not isinstance(iri, str):
        raise BadFact(f"gave {_shown(iri)} as a subject or predicate, which are IRIs as text")
    try:
        return str(NamedNode(iri))
    except ValueError as error:
        raise BadFact(f"gave “{cut(iri)}” as an IRI ({error})") from error


def _no_status(status: object) -> str:
    return f"gave the status “{status}”; known are {', '.join(STATUSES)}"


def _no_term(term: object, subject: str, predicate: str) -> str:
    if isinstance(term, BlankNode):
        return f"gave a blank node under <{predicate}> of <{subject}>; give it an IRI of its own"
    return (
        f"gave {_shown(term)} as the object of <{predicate}> of <{subject}>;"
        " objects are made by node() and literal()"
    )


def _shown(value: object) -> str:
    return f"{cut(repr(value))} ({type(value).__name__})"

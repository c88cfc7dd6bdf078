"""What was read, on disk: quads as text, and a small database of entries and remarks.

However many rows a file has, memory holds a few thousand facts at a time. An entry is a run of
facts of one record and place; its quads are one piece of the file of quads, so that leaving a
record out is leaving out a piece.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType

from pyoxigraph import BlankNode, Literal, NamedNode

from wsisgraph.loading import Fact, Kind, Lines, Origin, Remark
from wsisgraph.terms import iris

STATUSES = ("accepted", "unconfirmed", "proposed", "rejected")

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


class BadFact(Exception):
    """A loader gave what is no fact; the sentence says what."""


class SpoolFull(Exception):
    """What was read cannot be written; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A run of facts of one record (or of none, when `record` is empty) and place."""

    record: str
    origin: Origin
    start: int
    stop: int


def graphs_of(source_id: str) -> dict[str, str]:
    """Return the IRI of a source's graph for each status."""
    return {
        status: iris.graph(source_id if status == "accepted" else f"{status}/{source_id}")
        for status in STATUSES
    }


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
        self._told.append(_as_row(remark, self._names))
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
            self._database.executemany(_INSERT_REMARK, self._told)
            self._database.commit()
        except sqlite3.Error as error:
            raise SpoolFull(str(error)) from error
        self._waiting.clear()
        self._told.clear()


class Spool:
    """What was read, looked at again; a context manager."""

    def __init__(self, folder: Path) -> None:
        self.quads = folder / "quads.nq"
        self._database = sqlite3.connect(folder / "spool.sqlite")
        self._database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def remark(self, remarks: Iterable[Remark]) -> None:
        """Add remarks of the gate's own."""
        self._database.executemany(_INSERT_REMARK, map(_as_row, remarks))

    def remarks(self, kind: Kind | None = None) -> Iterator[Remark]:
        """Give the remarks, or those of one kind, as they came."""
        where, values = ("WHERE kind = ?", (kind.value,)) if kind else ("", ())
        rows = self._database.execute(
            "SELECT kind, file, sheet, line, field, found, mend, record FROM remarks"
            f" {where} ORDER BY id",
            values,
        )
        for kind_, file, sheet, line, field, found, mend, record in rows:
            yield Remark(Kind(kind_), Origin(file, line, field, sheet), found, mend, record)

    def number_of_remarks(self) -> dict[Kind, int]:
        """Return how many remarks of each kind there are."""
        told = dict(self._database.execute("SELECT kind, count(*) FROM remarks GROUP BY kind"))
        return {kind: told.get(kind.value, 0) for kind in Kind}

    def find_doubles(self) -> None:
        """Report each record key that stands at more than one place."""
        doubles = self._database.execute(
            "WITH doubled AS (SELECT record, min(id) AS first FROM entries WHERE record <> ''"
            " GROUP BY record HAVING count(*) > 1)"
            " SELECT e.record, e.file, e.sheet, e.line, f.file, f.sheet, f.line"
            " FROM doubled JOIN entries e USING (record) JOIN entries f ON f.id = doubled.first"
            " WHERE e.id <> doubled.first ORDER BY e.id"
        )
        self.remark(
            Remark(
                Kind.PROBLEM,
                Origin(file, line, sheet=sheet),
                f"the key “{_cut(record)}” was already given at"
                f" {Origin(first_file, first_line, sheet=first_sheet)}",
                "keep one of the two, or give one another key",
            )
            for record, file, sheet, line, first_file, first_sheet, first_line in doubles
        )

    def leave_out(self) -> None:
        """Leave out every record that a problem names, or whose row one names."""
        self._database.executescript(
            "CREATE INDEX IF NOT EXISTS by_record ON entries (record);"
            "CREATE INDEX IF NOT EXISTS by_row ON entries (file, sheet, line);"
            # The same record of another file may be the row mended.
            "UPDATE entries SET out = 1 WHERE record <> '' AND (record, file) IN"
            " (SELECT record, file FROM remarks WHERE kind = 'problem');"
            "UPDATE entries SET out = 1 WHERE record <> '' AND (file, sheet, line) IN"
            " (SELECT file, sheet, line FROM remarks WHERE kind = 'problem' AND record = '');"
        )

    def beyond_rows(self) -> Iterator[Remark]:
        """Give the problems that are of no row and no record, but of a whole file."""
        return (
            remark
            for remark in self.remarks(Kind.PROBLEM)
            if remark.origin.line is None and not remark.record
        )

    def refused_rows(self) -> Iterator[tuple[Origin, str]]:
        """Give each row that was not taken, in order, with the reasons."""
        rows = self._database.execute(
            "WITH reasons AS (SELECT id, file, sheet, line, record,"
            "   CASE field WHEN '' THEN '' ELSE field || ': ' END || found"
            "   || CASE mend WHEN '' THEN '' ELSE ' (' || mend || ')' END AS reason"
            "  FROM remarks WHERE kind = 'problem')"
            " SELECT file, sheet, line, group_concat(reason, '; ') FROM ("
            "  SELECT id, file, sheet, line, reason FROM reasons WHERE line IS NOT NULL"
            # Another row of the record goes with it, as the first of two with one key.
            "  UNION SELECT r.id, e.file, e.sheet, e.line,"
            "   CASE WHEN r.line IS NULL THEN r.reason"
            "    ELSE 'left out with row ' || r.line || ': ' || r.reason END"
            "  FROM reasons r JOIN entries e"
            "   ON r.record <> '' AND e.record = r.record AND e.file = r.file"
            "  WHERE e.line IS NOT NULL AND (r.line IS NULL OR e.line <> r.line)"
            "  ORDER BY id"
            ") GROUP BY file, sheet, line ORDER BY file, sheet, line"
        )
        for file, sheet, line, reasons in rows:
            yield Origin(file, line, sheet=sheet), reasons

    def counts(self) -> tuple[int, int, int]:
        """Return how many records were taken, how many rows were not, and the facts taken."""
        taken, facts = self._database.execute(
            "SELECT count(DISTINCT record) - max(record = ''), sum(facts)"
            " FROM entries WHERE NOT out"
        ).fetchone()
        return taken or 0, sum(1 for _ in self.refused_rows()), facts or 0

    def number_of_records(self) -> int:
        """Return how many records are taken."""
        row = self._database.execute(
            "SELECT count(DISTINCT record) FROM entries WHERE NOT out AND record <> ''"
        ).fetchone()
        return int(row[0])

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Give the pieces of the file of quads that are taken, neighbours joined."""
        start = stop = 0
        for next_start, next_stop in self._database.execute(
            "SELECT start, stop FROM entries WHERE NOT out ORDER BY id"
        ):
            if next_start == stop:
                stop = next_stop
                continue
            if stop > start:
                yield start, stop
            start, stop = next_start, next_stop
        if stop > start:
            yield start, stop

    def is_taken_whole(self) -> bool:
        """Tell whether the file of quads holds nothing but what is taken."""
        return list(islice(self.pieces(), 2)) == [(0, self.quads.stat().st_size)]

    def entries(self) -> Iterator[Entry]:
        """Give the entries that are taken, in order."""
        for record, file, sheet, line, start, stop in self._database.execute(
            "SELECT record, file, sheet, line, start, stop FROM entries WHERE NOT out ORDER BY id"
        ):
            yield Entry(record, Origin(file, line, sheet=sheet), start, stop)

    def lines_of_entries(self) -> Iterator[tuple[Entry, list[bytes]]]:
        """Give the entries that are taken, each with its quads as lines."""
        with self.quads.open("rb") as file:
            for entry in self.entries():
                file.seek(entry.start)
                yield entry, file.read(entry.stop - entry.start).splitlines()

    def leave_out_records(self, records: Iterable[str]) -> None:
        """Leave out records by their keys."""
        self._database.executemany(
            "UPDATE entries SET out = 1 WHERE record = ? AND record <> ''",
            [(record,) for record in records],
        )

    def entries_of(self, subjects: set[str]) -> dict[str, Entry]:
        """Return the first entry in which each of these IRIs is a subject."""
        wanted = {f"<{subject}>".encode(): subject for subject in subjects}
        found: dict[str, Entry] = {}
        with self.quads.open("rb") as file:
            for entry in self.entries():
                file.seek(entry.start)
                for line in file.read(entry.stop - entry.start).splitlines():
                    subject = wanted.get(line[: line.find(b">") + 1])
                    if subject is not None:
                        found.setdefault(subject, entry)
                if len(found) == len(wanted):
                    break
        return found


_INSERT_ENTRY = (
    "INSERT INTO entries (record, file, sheet, line, start, stop, facts)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_REMARK = (
    "INSERT INTO remarks (kind, file, sheet, line, field, found, mend, record)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def _as_row(remark: Remark, names: Mapping[str, str] = {}) -> tuple[str, ...]:
    place = remark.origin
    return (  # type: ignore[return-value]  # the line is a number or None
        remark.kind.value,
        names.get(place.file, place.file),
        place.sheet,
        place.line,
        place.field,
        remark.found,
        remark.mend,
        remark.record,
    )


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
        raise BadFact(f"gave “{_cut(iri)}” as an IRI ({error})") from error


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
    return f"{_cut(repr(value))} ({type(value).__name__})"


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"

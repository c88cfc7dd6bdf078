"""What was read, on disk: quads as text, and a small database of entries and remarks.

However many rows a file has, memory holds a few thousand facts at a time. An entry is a run of
facts of one record and place; its quads are one piece of the file of quads, so that leaving a
record out is leaving out a piece.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from wsisgraph.loading import Kind, Origin, Remark
from wsisgraph.terms import iris

_PIECE = 1 << 20
_SUBJECT = re.compile(rb"^(<[^<>]*>) ", re.MULTILINE)
_VALUE = re.compile(rb" (<[^<>]*>) <[^<>]*> \.$", re.MULTILINE)

STATUSES = ("accepted", "unconfirmed", "proposed", "rejected")


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
        self._database.executemany(INSERT_REMARK, map(as_row, remarks))

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
                f"the key “{cut(record)}” was already given at"
                f" {Origin(first_file, first_line, sheet=first_sheet)}",
                "keep one of the two, or give one another key",
            )
            for record, file, sheet, line, first_file, first_sheet, first_line in doubles
        )

    def leave_out(self) -> None:
        """Leave out every record that a problem names, or whose row one names.

        What else was read from its row goes with it, unless something that is taken refers to that:
        an organisation that other rows name stays.
        """
        self._database.executescript(
            "CREATE INDEX IF NOT EXISTS by_record ON entries (record);"
            "CREATE INDEX IF NOT EXISTS by_row ON entries (file, sheet, line);"
            # The same record of another file may be the row mended.
            "UPDATE entries SET out = 1 WHERE record <> '' AND (record, file) IN"
            " (SELECT record, file FROM remarks WHERE kind = 'problem');"
            "UPDATE entries SET out = 1 WHERE record <> '' AND (file, sheet, line) IN"
            " (SELECT file, sheet, line FROM remarks WHERE kind = 'problem' AND record = '');"
        )
        self._leave_out_what_went_with_it()

    def _leave_out_what_went_with_it(self) -> None:
        """Leave out what stands beside records that are left out, and is not referred to."""
        rows = self._database.execute(
            "SELECT id, start, stop FROM entries WHERE NOT out AND record = '' AND line IS NOT NULL"
            " AND (file, sheet, line) IN (SELECT file, sheet, line FROM entries WHERE out)"
        ).fetchall()
        if not rows:
            return
        self._set_out(1, (number for number, _, _ in rows))
        speaking: dict[bytes, list[int]] = {}
        beside: dict[int, bytes] = {}
        for number, start, stop in rows:
            beside[number] = b"".join(self._lines(start, stop))
            for subject in dict.fromkeys(_SUBJECT.findall(beside[number])):
                speaking.setdefault(subject, []).append(number)
        needed: set[int] = set()
        for start, stop in self.pieces():
            for lines in self._lines(start, stop):
                rest = [lines]
                while rest:
                    values = speaking.keys() & _VALUE.findall(rest.pop())
                    found = {number for value in values for number in speaking[value]} - needed
                    needed |= found
                    rest += [beside[number] for number in found]
        self._set_out(0, needed)

    def _set_out(self, out: int, entries: Iterable[int]) -> None:
        self._database.executemany(
            "UPDATE entries SET out = ? WHERE id = ?", ((out, number) for number in entries)
        )

    def _lines(self, start: int, stop: int) -> Iterator[bytes]:
        """Give the whole lines between two places, many at a time."""
        with self.quads.open("rb") as file:
            file.seek(start)
            while start < stop:
                lines = file.read(min(stop - start, _PIECE))
                lines += file.readline() if not lines.endswith(b"\n") else b""
                start += len(lines)
                yield lines

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

    def quads_of_entries(self) -> Iterator[tuple[Entry, bytes]]:
        """Give the entries that are taken, each with its quads as they are written."""
        place = 0
        with self.quads.open("rb") as file:
            for entry in self.entries():
                if place != entry.start:
                    file.seek(entry.start)
                yield entry, file.read(entry.stop - entry.start)
                place = entry.stop

    def lines_of_entries(self) -> Iterator[tuple[Entry, list[bytes]]]:
        """Give the entries that are taken, each with its quads as lines."""
        for entry, quads in self.quads_of_entries():
            yield entry, quads.splitlines()

    def main_thing(self, entry: Entry) -> str:
        """Return the IRI of the first thing of an entry, which it is about."""
        with self.quads.open("rb") as file:
            file.seek(entry.start)
            return file.readline()[1:].partition(b">")[0].decode()

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
        for entry, lines in self.lines_of_entries():
            for line in lines:
                subject = wanted.get(line[: line.find(b">") + 1])
                if subject is not None:
                    found.setdefault(subject, entry)
            if len(found) == len(wanted):
                break
        return found


INSERT_REMARK = (
    "INSERT INTO remarks (kind, file, sheet, line, field, found, mend, record)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def as_row(remark: Remark, names: Mapping[str, str] = {}) -> tuple[str, ...]:
    """Return a remark as a row of the table of remarks; `names` are what files are called."""
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


def cut(text: str) -> str:
    """Return a text that is long enough to be known again."""
    return text if len(text) <= 120 else f"{text[:119]}…"

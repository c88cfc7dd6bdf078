"""Where a file of quads speaks of each thing: a small database beside it, no index of all."""

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

_PRAGMAS = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000;"
_PIECE = 1 << 14


class Places:
    """The places of the lines on each thing.

    Things are told apart by a hash that this process and those it forks agree on.
    """

    def __init__(self, quads: Path, database: Path) -> None:
        """Begin, knowing none.

        Args:
            quads: the file of N-Quads.
            database: is made.
        """
        self._quads = quads
        self._database = database
        database.unlink(missing_ok=True)
        self._connection = sqlite3.connect(database, isolation_level=None)
        self._owner = os.getpid()
        self._connection.executescript(
            f"{_PRAGMAS} CREATE TABLE places (thing INTEGER, place INTEGER)"
        )
        self._connection.execute("BEGIN")

    def note(self, runs: Iterable[tuple[int, int]]) -> None:
        """Take note of the hashes of things, each with the place of lines on it."""
        self._connection.executemany("INSERT INTO places VALUES (?, ?)", runs)

    def finish(self) -> None:
        """Take note that these are all."""
        self._connection.execute("COMMIT")
        self._connection.execute("CREATE INDEX by_thing ON places (thing, place)")

    def of(self, thing: bytes) -> list[tuple[int, bytes]]:
        """Return all lines on a thing (`<…>`), as they stand together, each with its place."""
        if self._owner != os.getpid():
            # What is open in the process that this one was forked from is that one's.
            self._connection = sqlite3.connect(self._database, isolation_level=None)
            self._owner = os.getpid()
        rows = self._connection.execute(
            "SELECT place FROM places WHERE thing = ? ORDER BY place", (hash(thing),)
        )
        start = thing + b" "
        with self._quads.open("rb", buffering=0) as file:
            found = [(place, _run(file.fileno(), place, start)) for (place,) in rows]
        # Another thing may have the same hash.
        return [(place, lines) for place, lines in found if lines]


def _run(fd: int, place: int, start: bytes) -> bytes:
    """Return the lines from a place on that begin so."""
    data = b""
    end = 0
    while piece := os.pread(fd, _PIECE, place + len(data)):
        data += piece
        while (line := data.find(b"\n", end) + 1) and data.startswith(start, end):
            end = line
        if len(data) - end >= len(start) and not data.startswith(start, end):
            break
    return data[:end]

"""The index as one SQLite file, which the service opens to read."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from wsisgraph.search.index import Index

_SCHEMA = """
CREATE TABLE thing (
  id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, within TEXT, locator TEXT
);
CREATE TABLE unit (
  id INTEGER PRIMARY KEY, thing INTEGER, lang TEXT, status TEXT, tag TEXT,
  label TEXT, other TEXT, text TEXT
);
CREATE TABLE posting (
  lang TEXT, term TEXT, unit INTEGER, weight INTEGER, PRIMARY KEY (lang, term, unit)
) WITHOUT ROWID;
CREATE TABLE word (
  lang TEXT, term TEXT, surface TEXT, units INTEGER, PRIMARY KEY (lang, term)
) WITHOUT ROWID;
CREATE TABLE name (key TEXT, place INTEGER, thing INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE line (thing INTEGER, code TEXT, PRIMARY KEY (thing, code)) WITHOUT ROWID;
CREATE TABLE goal (thing INTEGER, code TEXT, PRIMARY KEY (thing, code)) WITHOUT ROWID;
"""

BETWEEN = "\n"
"""Stands between the texts of one kind."""


def write(index: Index, path: Path) -> None:
    """Write an index into a new file."""
    # Nobody reads it before it is whole, and a broken one is made anew: it need not be safe.
    base = sqlite3.connect(path, isolation_level=None)
    try:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        base.execute("BEGIN")
        base.executemany(
            "INSERT INTO thing VALUES (?, ?, ?, ?, ?)",
            (
                (at, thing.iri, thing.kind, thing.within, thing.locator)
                for at, thing in enumerate(index.material.things)
            ),
        )
        base.executemany(
            "INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(at, unit.thing, unit.lang, unit.status, unit.tag),
                    *(BETWEEN.join(texts) for texts in (unit.labels, unit.others, unit.texts)),
                )
                for at, unit in enumerate(index.material.units)
            ),
        )
        base.executemany("INSERT INTO posting VALUES (?, ?, ?, ?)", _postings(index))
        base.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", _words(index))
        base.executemany(
            "INSERT INTO name VALUES (?, ?, ?)",
            (
                (key, place, thing)
                for key, things in index.names.items()
                for place, thing in enumerate(things)
            ),
        )
        for name in ("line", "goal"):
            base.executemany(
                f"INSERT OR IGNORE INTO {name} VALUES (?, ?)",
                (
                    (at, code)
                    for at, thing in enumerate(index.material.things)
                    for code in (thing.lines if name == "line" else thing.goals)
                ),
            )
        base.execute("COMMIT")
        base.execute("ANALYZE")
    finally:
        base.close()


def _postings(index: Index) -> Iterator[tuple[str, str, int, int]]:
    for lang, terms in index.postings.items():
        for term, found in terms.items():
            for unit, weight in found:
                yield lang, term, unit, weight


def _words(index: Index) -> Iterator[tuple[str, str, str, int]]:
    for lang, terms in index.postings.items():
        for term, found in terms.items():
            yield lang, term, index.surfaces[lang][term], len(found)

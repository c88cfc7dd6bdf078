"""Asking the index: which things hold the words, how many of each kind, and what was meant.

All of it is SQLite's work, with a deadline; nothing of what was asked is ever part of a statement.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from wsisgraph.search.analysis import LANGUAGES, keys, words
from wsisgraph.search.spelling import nearest

MOST_WORDS = 16
"""Words of a search that are looked for; of more the first ones."""

_MOST_ENDINGS = 60
_SHORTEST_BEGINNING = 3
_OF_A_BEGINNING = 0.4
"""What a word counts that only begins with what was asked."""

_OWN, _ENGLISH, _FOREIGN = 1.0, 0.8, 0.6
"""What a text counts in the reader's language, in English and in others."""

_NAMED = 1e6
"""What counts for a thing that the whole text names."""

_CHECK = 20_000
"""Steps of the database between two looks at the clock."""

FACETS = ("type", "language", "line", "goal")

EVERY = "all"
"""As a language: the texts of all languages."""


class TooSlow(Exception):
    """The deadline passed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        text: the words.
        lang: the reader's language: its texts and the English ones are searched.
        kinds: types of things; () for all.
        languages: languages of the texts that must hold the words; () for the reader's and
            English, `all` for every one.
        lines: action lines that the things belong to.
        goals: goals that they belong to.
        statuses: the standings of the texts.
        offset: how many things to pass over.
        limit: how many to give.
    """

    text: str
    lang: str = "en"
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("accepted",)
    offset: int = 0
    limit: int = 20

    @property
    def searched(self) -> tuple[str, ...]:
        """The languages whose texts are searched."""
        if EVERY in self.languages:
            return LANGUAGES
        return self.languages or tuple(dict.fromkeys((self.lang, "en")))


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, and the text that it was found by.

    Attributes:
        named: it is what the whole text names: a code, a name.
    """

    iri: str
    kind: str
    within: str
    locator: str
    status: str
    lang: str
    """The language whose words the text was searched by, and `tag` as it is written at it."""
    tag: str
    labels: tuple[str, ...]
    others: tuple[str, ...]
    texts: tuple[str, ...]
    named: bool = False


@dataclass(slots=True)
class Found:
    """What a search found.

    Attributes:
        total: how many things.
        hits: those of the page asked for.
        facets: by facet, how many things each value has, the other filters kept.
        terms: by language, the words that were looked for.
        every: whether all words are held; else nothing held all, and some are.
        suggestion: another spelling that would find something, "" for none.
        elsewhere: how many things texts of other languages would give.
        left_out: how many match by texts of other standings alone.
        unread: how many words too many there were.
        wordless: nothing was left to look for: what was asked is of words that are in every text.
    """

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    terms: dict[str, set[str]] = field(default_factory=dict)
    every: bool = True
    suggestion: str = ""
    elsewhere: int = 0
    left_out: int = 0
    unread: int = 0
    wordless: bool = False


def ask(path: Path, asked: Asked, patience: float = 2.0) -> Found:
    """Return what an index holds of what is asked.

    Raises:
        TooSlow: it takes longer than `patience` seconds.
        sqlite3.Error: the file is no index.
    """
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as base:
        base.execute("PRAGMA temp_store=MEMORY")
        end = time.monotonic() + patience
        base.set_progress_handler(lambda: time.monotonic() > end, _CHECK)
        try:
            return _Search(base, asked).found()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise TooSlow from error
            raise


class _Search:
    """One search over an open index."""

    def __init__(self, base: sqlite3.Connection, asked: Asked) -> None:
        self._base = base
        self._asked = asked
        self._groups: dict[str, list[str]] = {}
        unread = 0
        for lang in LANGUAGES:
            terms = [word.term for word in words(asked.text, lang, asked=True) if word.term]
            distinct = list(dict.fromkeys(terms))
            self._groups[lang] = distinct[:MOST_WORDS]
            unread = max(unread, len(distinct) - MOST_WORDS)
        looked_at = {*asked.searched, asked.lang, "en"}
        self._result = Found(
            unread=max(unread, 0),
            wordless=not any(self._groups.get(lang) for lang in looked_at),
        )

    def found(self) -> Found:
        """Carry it out."""
        self._look(every=True)
        if not self._count("hit") and max(map(len, self._groups.values())) > 1:
            self._look(every=False)
            self._result.every = not self._count("hit")
        found = self._result
        self._filter()
        found.total = self._count("kept")
        found.hits = list(self._hits())
        found.facets = {facet: self._facet(facet) for facet in FACETS}
        found.elsewhere = self._number(
            "SELECT COUNT(DISTINCT thing) FROM hit WHERE shown"
            " AND thing NOT IN (SELECT thing FROM hit WHERE shown AND searched)"
        )
        found.left_out = self._number(
            "SELECT COUNT(DISTINCT thing) FROM hit WHERE NOT shown AND searched"
            " AND thing NOT IN (SELECT thing FROM hit WHERE shown AND searched)"
        )
        if not found.total or not found.every:
            found.suggestion = self._suggestion()
        return found

    def _look(self, *, every: bool) -> None:
        """Fill the table of hits: units with what they count, whatever the filters."""
        run = self._base.execute
        self._base.executescript(
            "DROP TABLE IF EXISTS temp.hit; DROP TABLE IF EXISTS temp.asked;"
            "DROP TABLE IF EXISTS temp.named;"
            "CREATE TEMP TABLE asked (part INTEGER, term TEXT, share REAL);"
            "CREATE TEMP TABLE named (thing INTEGER PRIMARY KEY, place INTEGER);"
            "CREATE TEMP TABLE hit (unit INTEGER, thing INTEGER, lang TEXT, score REAL,"
            " shown INTEGER, searched INTEGER);"
        )
        for key in keys(self._asked.text):
            run(
                "INSERT OR IGNORE INTO named SELECT thing, (SELECT COUNT(*) FROM named) + place"
                " FROM name WHERE key = ?",
                (key,),
            )
        shown = ",".join("?" * len(self._asked.statuses))
        searched = ",".join("?" * len(self._asked.searched))
        for lang, terms in self._groups.items():
            run("DELETE FROM asked")
            self._result.terms[lang] = set()
            for part, term in enumerate(terms):
                for looked_for, share in self._forms(lang, term):
                    run("INSERT INTO asked VALUES (?, ?, ?)", (part, looked_for, share))
                    self._result.terms[lang].add(looked_for)
            if terms:
                run(
                    "INSERT INTO hit SELECT m.unit, u.thing, u.lang, m.score * ?,"
                    f" u.status IN ({shown}), u.lang IN ({searched}) FROM ("
                    " SELECT unit, SUM(best) AS score, COUNT(*) AS parts FROM ("
                    "  SELECT p.unit AS unit, MAX(p.weight * a.share) AS best"
                    "  FROM asked a CROSS JOIN posting p ON p.lang = ? AND p.term = a.term"
                    "  GROUP BY p.unit, a.part"
                    " ) GROUP BY unit HAVING parts >= ?"
                    ") m JOIN unit u ON u.id = m.unit",
                    (
                        self._share(lang),
                        *self._asked.statuses,
                        *self._asked.searched,
                        lang,
                        len(terms) if every else 1,
                    ),
                )
        # What the whole text names is found, also where no word of it is; in the reader's language.
        for lang, score in ((self._asked.lang, _NAMED), ("en", _NAMED / 2)):
            run(
                "INSERT INTO hit SELECT u.id, u.thing, u.lang, ?, 1, 1 FROM named n"
                " JOIN unit u ON u.thing = n.thing WHERE u.status = 'accepted' AND u.lang = ?"
                f" AND u.lang IN ({searched})",
                (score, lang, *self._asked.searched),
            )

    def _forms(self, lang: str, term: str) -> Iterator[tuple[str, float]]:
        """Give the words of the index that a word of the search stands for."""
        row = self._base.execute("SELECT 1 FROM word WHERE lang = ? AND term = ?", (lang, term))
        if row.fetchone():
            yield term, 1.0
        elif len(term) >= _SHORTEST_BEGINNING:
            found = self._base.execute(
                "SELECT term FROM word WHERE lang = ? AND term >= ? AND term < ?"
                " ORDER BY units DESC, term LIMIT ?",
                (lang, term, term + "\U0010ffff", _MOST_ENDINGS),
            )
            for (longer,) in found.fetchall():
                yield longer, _OF_A_BEGINNING

    def _share(self, lang: str) -> float:
        if lang == self._asked.lang:
            return _OWN
        return _ENGLISH if lang == "en" else _FOREIGN

    def _filter(self, without: str = "", table: str = "kept") -> None:
        """Fill a table with the things that pass the filters, but for one."""
        asked = self._asked
        conditions: list[str] = ["h.shown"]
        values: list[str] = []
        if without != "language":
            conditions.append("h.searched")
        for facet, given in (("type", asked.kinds), ("line", asked.lines), ("goal", asked.goals)):
            if given and facet != without:
                marks = ",".join("?" * len(given))
                conditions.append(
                    f"t.kind IN ({marks})"
                    if facet == "type"
                    else f"h.thing IN (SELECT thing FROM {facet} WHERE code IN ({marks}))"
                )
                values += given
        self._base.execute(f"DROP TABLE IF EXISTS temp.{table}")
        # Beside MAX the other columns are those of the row that has it (SQLite, “bare columns”).
        self._base.execute(
            f"CREATE TEMP TABLE {table} AS SELECT h.thing, h.unit, MAX(h.score) AS score"
            f" FROM hit h JOIN thing t ON t.id = h.thing WHERE {' AND '.join(conditions)}"
            " GROUP BY h.thing",
            values,
        )

    def _hits(self) -> Iterator[Hit]:
        rows = self._base.execute(
            "SELECT t.iri, t.kind, t.within, t.locator, u.status, u.lang, u.tag, u.label, u.other,"
            " u.text, n.place IS NOT NULL FROM kept k JOIN thing t ON t.id = k.thing"
            " JOIN unit u ON u.id = k.unit LEFT JOIN named n ON n.thing = k.thing"
            " ORDER BY n.place IS NULL, n.place, k.score DESC, t.iri LIMIT ? OFFSET ?",
            (self._asked.limit, self._asked.offset),
        )
        for iri, kind, within, locator, status, lang, tag, label, other, text, named in rows:
            labels, others, texts = (
                tuple(part.split("\n")) if part else () for part in (label, other, text)
            )
            place = (iri, kind, within, locator)
            yield Hit(*place, status, lang, tag, labels, others, texts, bool(named))

    def _facet(self, facet: str) -> dict[str, int]:
        """Return how many things each value has, were it chosen with the other filters kept."""
        if facet == "language":
            return self._languages()
        chosen = {"type": self._asked.kinds, "line": self._asked.lines, "goal": self._asked.goals}
        table = "kept"
        if chosen[facet]:
            table = "others"
            self._filter(without=facet, table=table)
        query = {
            "type": f"SELECT t.kind, COUNT(*) FROM {table} k JOIN thing t ON t.id = k.thing"
            " GROUP BY t.kind",
        }.get(
            facet,
            f"SELECT f.code, COUNT(*) FROM {table} k JOIN {facet} f ON f.thing = k.thing"
            " GROUP BY f.code",
        )
        found = self._base.execute(query).fetchall()
        if facet == "type":
            return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))
        return dict(sorted(found, key=lambda pair: _numbered(pair[0])))

    def _languages(self) -> dict[str, int]:
        self._filter(without="language", table="others")
        rows = self._base.execute(
            "SELECT h.lang, COUNT(DISTINCT h.thing) FROM hit h JOIN others o ON o.thing = h.thing"
            " WHERE h.shown GROUP BY h.lang"
        )
        found = dict(rows.fetchall())
        return {lang: found[lang] for lang in LANGUAGES if lang in found}

    def _suggestion(self) -> str:
        """Return the text with its unknown words replaced by known ones like them."""
        text, replaced = self._asked.text, False
        lang = self._asked.lang
        for word in reversed(list(words(self._asked.text, lang, asked=True))):
            if not word.term or self._is_known(word.term):
                continue
            for among in dict.fromkeys((lang, "en", *LANGUAGES)):
                near = nearest(word.surface, self._alike(among, word.surface))
                if near:
                    text = text[: word.start] + near + text[word.end :]
                    replaced = True
                    break
        return text if replaced else ""

    def _is_known(self, term: str) -> bool:
        return bool(self._number("SELECT COUNT(*) FROM word WHERE term = ?", (term,)))

    def _alike(self, lang: str, surface: str) -> Sequence[tuple[str, int]]:
        """Return words that begin alike, or with the second letter, with how often they stand."""
        begins = dict.fromkeys((surface[:1], surface[1:2]))
        found: list[tuple[str, int]] = []
        for begin in begins:
            if begin:
                rows = self._base.execute(
                    "SELECT surface, units FROM word WHERE lang = ? AND term >= ? AND term < ?"
                    " AND ABS(LENGTH(surface) - ?) <= 2",
                    (lang, begin, begin + "\U0010ffff", len(surface)),
                )
                found += rows.fetchall()
        return found

    def _count(self, table: str) -> int:
        if table == "hit":
            return self._number("SELECT COUNT(*) FROM hit WHERE shown AND searched")
        return self._number(f"SELECT COUNT(*) FROM {table}")

    def _number(self, query: str, values: Sequence[object] = ()) -> int:
        return int(self._base.execute(query, values).fetchone()[0])


def _numbered(code: str) -> tuple[int, str]:
    digits = "".join(sign for sign in code.partition("-")[0] if sign.isdigit())
    return int(digits or 0), code

"""A question without its texts, so that it is asked once and not in each language.

Our questions find a text in the language that is asked for, or else in English, in one way:

    OPTIONAL { ?activity skos:prefLabel ?titleAsked . FILTER(LANG(?titleAsked) = ?lang) }
    OPTIONAL { ?activity skos:prefLabel ?titleEnglish . FILTER(LANG(?titleEnglish) = "en") }
    BIND(COALESCE(?titleAsked, ?titleEnglish) AS ?title)

What else they find is the same in all languages. Here these lines are taken out, and it is told
which texts of what belong into which column. A question that needs its language for anything else
is left alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wsisgraph.questions import scan
from wsisgraph.questions.catalogue import Question

_NAME = r"\?(\w+)"
_OPTIONAL = (
    rf"OPTIONAL\s*\{{\s*{_NAME}\s+([\w:|-]+)\s+{_NAME}\s*\.\s*"
    rf"FILTER\(LANG\({_NAME}\)\s*=\s*(\?lang|\"en\")\)\s*\}}"
)
_ASKED = re.compile(_OPTIONAL)
_CHOSEN = re.compile(rf"BIND\(COALESCE\({_NAME}, {_NAME}\) AS {_NAME}\)")
_PREFIX = re.compile(r"PREFIX\s+(\w*):\s*<([^>]*)>")
_SELECT = re.compile(r"SELECT\s+DISTINCT\s+((?:\?\w+\s+)+)WHERE\b")
_ORDER = re.compile(r"ORDER BY\b.*\Z", re.DOTALL)
_CUT = re.compile(r"\b(?:LIMIT|OFFSET)\b")

ENGLISH = "en"
"""The language of a text that is not there in the one asked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """The texts of one column.

    Attributes:
        column: the column.
        subject: the column with the thing whose text it is.
        properties: the IRIs of the properties that give it.
        or_english: where there is none in a language, the English one is told.
    """

    column: str
    subject: str
    properties: tuple[str, ...]
    or_english: bool


@dataclass(frozen=True, slots=True)
class Textless:
    """A question without its texts.

    Attributes:
        question: the question, in which the parameter `lang` has no effect any more.
        told: the texts that its solutions lack.
        added: columns that stand there for the sake of the texts alone.
    """

    question: Question
    told: tuple[Told, ...]
    added: tuple[str, ...]


def textless(question: Question) -> Textless | None:
    """Return a question without its texts; None where it cannot be asked so."""
    text = question.text
    select = _SELECT.search(text)
    if "lang" not in question.params or select is None or "GROUP BY" in text:
        return None
    if text.count("SELECT") != 1:
        return None
    found = _told(text)
    if not found:
        return None
    columns = [name[1:] for name in select[1].split()]
    texts = {told.column for told in found}
    kept = [name for name in columns if name not in texts]
    added = dict.fromkeys(told.subject for told in found if told.subject not in kept)
    bare = _without(text, found)
    if bare is None or not texts <= set(columns):
        return None
    written = " ".join(f"?{name}" for name in (*kept, *added))
    bare = _SELECT.sub(lambda _: f"SELECT DISTINCT {written}\nWHERE", bare, count=1)
    names = [token.text[1:] for token in scan.tokens(bare) if token.kind == "variable"]
    if not texts.isdisjoint(names) or names.count("lang") != 1:
        return None
    rows = tuple(row for row in scan.values(bare) if row.variable in question.params)
    return Textless(replace(question, text=bare, _rows=rows), tuple(found), tuple(added))


def _told(text: str) -> list[Told]:
    """Return the texts that a query finds in the usual way."""
    prefixes = dict(_PREFIX.findall(text))
    asked: dict[str, tuple[str, str]] = {}
    english: dict[str, tuple[str, str]] = {}
    for subject, path, name, filtered, language in _ASKED.findall(text):
        if name == filtered:
            (asked if language == "?lang" else english)[name] = subject, path
    chosen = {first: (second, column) for first, second, column in _CHOSEN.findall(text)}
    found = []
    for name, (subject, path) in asked.items():
        second, column = chosen.get(name, ("", name))
        properties = _expanded(path, prefixes)
        if properties is None or (second and english.get(second) != (subject, path)):
            return []
        found.append(Told(column, subject, properties, bool(second)))
    return found


def _expanded(path: str, prefixes: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the IRIs of the alternatives of a path; None where one cannot be told."""
    parts = [step.partition(":") for step in path.split("|")]
    if any(prefix not in prefixes or not colon for prefix, colon, _ in parts):
        return None
    return tuple(prefixes[prefix] + local for prefix, _, local in parts)


def _without(text: str, found: Sequence[Told]) -> str | None:
    """Return a query without the lines that find texts, and without an order by them.

    An order may have a text as its last part alone, where it decides about nothing but texts. The
    row of VALUES for the language stays, since without it the engine may begin at another end.
    """
    columns = {told.column for told in found}

    def cut(match: re.Match[str]) -> str:
        return "" if match[3] in columns else match[0]

    bare = _CHOSEN.sub(cut, _ASKED.sub("", text))
    order = _ORDER.search(bare)
    if order is None or _CUT.search(order[0]):
        return None
    last = re.compile(rf"(?:\s+\?(?:{'|'.join(sorted(columns))}))+\s*\Z")
    return bare[: order.start()] + last.sub("\n", order[0])

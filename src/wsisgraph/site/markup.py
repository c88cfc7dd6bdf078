"""What templates call: addresses, texts of the graph, terms, shades.

Everything here meets foreign text, so everything returns either plain `str` (escaped by the
template) or `Markup`, in which every foreign text went through `escape`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from math import ceil
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from wsisgraph.site import locales
from wsisgraph.site.theme import in_order
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PREFIXES, RDF, SKOS

# The longest first: `wsis:` and `shapes:` begin alike, and so do the UN's codes and ontology.
_PREFIXES = sorted(
    {
        **PREFIXES,
        "rdf": RDF.iri,
        "shapes": iris.SHAPES,
        "vann": "http://purl.org/vocab/vann/",
    }.items(),
    key=lambda pair: -len(pair[1]),
)

_SCRIPTS = (
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("ru", re.compile("[\u0410-\u044f]")),
)
"""Signs that of the six languages only one is written in."""

SHADES = 5
"""Steps of shading in the matrix."""


class Words(Protocol):
    """A text of the graph with its language."""

    @property
    def value(self) -> str: ...
    @property
    def lang(self) -> str: ...


class Value(Protocol):
    """A value of a property."""

    @property
    def term(self) -> Words: ...


class Stated(Protocol):
    """A value with the graphs that say so."""

    @property
    def graphs(self) -> Sequence[object]: ...


class Sayer(Protocol):
    """Somebody who says a thing in a graph of their own."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


class Dispute(Protocol):
    """A statement that holds another to be wrong."""

    @property
    def iri(self) -> str: ...


class Match(Protocol):
    """Why an activity is listed, on what standing, and where that is said."""

    @property
    def basis(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def confidence(self) -> str: ...
    @property
    def all_goals(self) -> bool: ...
    @property
    def said_by(self) -> Sequence[Sayer]: ...
    @property
    def disputes(self) -> Sequence[Dispute]: ...
    @property
    def passages(self) -> Sequence[object]: ...


class Counted(Protocol):
    """A cell with its count."""

    @property
    def count(self) -> int: ...


class Grouped(Protocol):
    """A choice, and what it has in common with those beside it."""

    @property
    def group(self) -> Words | None: ...
    @property
    def label(self) -> Words: ...


class Headed(Protocol):
    """A head of a table."""

    @property
    def code(self) -> str: ...


_Head = TypeVar("_Head", bound=Headed)
_Head_co = TypeVar("_Head_co", bound=Headed, covariant=True)
_Cell = TypeVar("_Cell")
_Cell_co = TypeVar("_Cell_co", covariant=True)


class Table(Protocol[_Head_co, _Cell_co]):
    """A table whose cells stand row by row."""

    @property
    def rows(self) -> Sequence[_Head_co]: ...
    @property
    def columns(self) -> Sequence[object]: ...
    @property
    def cells(self) -> Sequence[_Cell_co]: ...


class Type(Protocol):
    """A class of a thing."""

    @property
    def value(self) -> str: ...


_Type = TypeVar("_Type", bound=Type)
_Choice = TypeVar("_Choice", bound=Grouped)


def address(href: str) -> str:
    """Return `href` when a page may link to it, else "".

    Kept: paths of this server and http(s) or mailto addresses. Refused: `javascript:`, `data:`,
    "//elsewhere" and whatever else a graph may hold.
    """
    if href.startswith("/"):
        # browsers read "\" as "/" and drop tabs and newlines: "/\t/x" is another host to them
        return "" if len(href) > 1 and href[1] in "/\\\t\r\n" else href
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https"):
        return href if parts.netloc else ""
    return href if parts.scheme == "mailto" else ""


def in_language(path: str, lang: str) -> str:
    """Return a path of this server with `lang=` added, one of our language codes."""
    base, hash_sign, fragment = path.partition("#")
    return f"{base}{'&' if '?' in base else '?'}lang={lang}{hash_sign}{fragment}"


def links(lang: str, *, chosen: bool) -> Callable[[str], str]:
    """Return what tells where a link goes, keeping the language if the reader chose it."""

    def href(target: str) -> str:
        safe = address(target)
        if chosen and safe.startswith("/") and not safe.startswith("/assets/"):
            return in_language(safe, lang)
        return safe

    return href


def texts(interface_lang: str) -> Callable[[Words], Markup]:
    """Return what shows a text of the graph: apart from the text around it, its language marked."""

    def text(words: Words) -> Markup:
        lang = spoken_in(words.value, words.lang)
        if lang and lang != interface_lang:
            return Markup(f'<bdi lang="{escape(lang)}">{escape(words.value)}</bdi>')
        return Markup(f"<bdi>{escape(words.value)}</bdi>")

    return text


def spoken_in(value: str, lang: str) -> str:
    """Return the language of a text: the one it is marked with, else what its script gives away.

    What a source prints (“2023年底”) has no language in the graph; unmarked it would be read out in
    that of the page, and drawn with its signs. "" where the script does not tell.
    """
    if lang or value.isascii():
        return lang
    return next((told for told, sign in _SCRIPTS if sign.search(value)), "")


def short(iri: str) -> str:
    """Return an IRI as people write it: `wsis:linksTo`, or its last part with its host.

    >>> short("http://www.w3.org/2004/02/skos/core#broader")
    'skos:broader'
    """
    for prefix, namespace in _PREFIXES:
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix("https://").removeprefix("http://")


def tail(iri: str) -> str:
    """Return what tells a thing of ours from others of its kind: its IRI after the kind.

    >>> tail("https://w3id.org/wsis-sdg/id/document/itu-council-000/p/2-6")
    'itu-council-000/p/2-6'
    """
    _, _, path = iri.partition("/id/")
    return path.partition("/")[2] or iri.rpartition("/")[2]


def shade(count: int, highest: int) -> int:
    """Return the step of shading of a count, 1 to SHADES; 0 for none."""
    return ceil(count * SHADES / highest) if count and highest else 0


def highest(cells: Iterable[Counted]) -> int:
    """Return the highest count among cells."""
    return max((cell.count for cell in cells), default=0)


def rows_of(
    table: Table[_Head, _Cell], first: tuple[str, ...]
) -> list[tuple[_Head, Sequence[_Cell]]]:
    """Return the rows of a table with their cells, those before the others that `first` names."""
    many = len(table.columns)
    cells = {
        row.code: table.cells[at * many : (at + 1) * many] for at, row in enumerate(table.rows)
    }
    return [(row, cells[row.code]) for row in in_order(table.rows, first)]


def alike(matches: Iterable[Match]) -> list[list[Match]]:
    """Group neighbouring matches that differ in their concept only, to be shown as one."""

    def ground(match: Match) -> tuple[object, ...]:
        said_by = [(one.kind, one.name) for one in match.said_by]
        disputes = [one.iri for one in match.disputes]
        shown = match.basis, match.status, match.confidence, match.all_goals, match.passages
        return *shown, said_by, disputes

    return [list(group) for _, group in groupby(matches, key=ground)]


def same_graphs(values: Sequence[Stated]) -> bool:
    """Tell whether the same graphs say all of some values; no values are said by none."""
    return bool(values) and all(value.graphs == values[0].graphs for value in values)


def grouped(choices: Sequence[_Choice], lang: str) -> list[tuple[str, list[_Choice]]]:
    """Return neighbouring choices by the text of their group, "" for those without one.

    Names of the graph come in the order of the language, keys of ours in the order given.
    """

    def group_of(choice: _Choice) -> str:
        return choice.group.value if choice.group else ""

    found = []
    for group, members in groupby(choices, key=group_of):
        some = list(members)
        named = all(choice.label.lang for choice in some)
        found.append((group, locales.in_order(some, _label, lang) if named else some))
    return found


def _label(choice: Grouped) -> str:
    return choice.label.value


def narrow_types(types: Sequence[_Type]) -> list[_Type]:
    """Return the classes of a thing without the one that every concept has, if it has another."""
    narrow = [type_ for type_ in types if type_.value != SKOS.Concept]
    return narrow or list(types)


def is_code(notation: str) -> bool:
    """Tell whether people use a notation as a code: "C2", "9.c", "ITU", but not "co-facilitator".

    The notation of most concepts is only the key in their IRI, which a label says better.
    """
    return any(letter.isupper() or letter.isdigit() for letter in notation)


def readable(values: Sequence[Value], lang: str) -> list[Value]:
    """Return the values a reader needs: of texts in several languages, those in `lang`.

    Where none is in `lang` the English ones stay, and where there are none either, all of them.
    """
    said_in = {value.term.lang for value in values}
    for wanted in (lang, "en"):
        if wanted in said_in:
            return [value for value in values if value.term.lang in (wanted, "")]
    return list(values)

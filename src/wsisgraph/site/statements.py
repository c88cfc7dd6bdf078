"""How statement nodes are laid out: which parts, in which order, as a table or one by one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from wsisgraph.site import locales
from wsisgraph.terms.namespaces import ORG, SKOS, WSIS

NOTE = SKOS.editorialNote
"""Shown below the passage, not as a column: it is long and rare."""

_FIRST = (
    ORG.member,
    WSIS.roleIn,
    ORG.role,
    WSIS.actionLine,
    WSIS.activity,
    WSIS.linksTo,
    WSIS.scope,
    WSIS.measure,
    WSIS.valuePrinted,
    WSIS.value,
    WSIS.unit,
    WSIS.start,
    WSIS.end,
    WSIS.statedAsOf,
    WSIS.direction,
    WSIS.confidence,
    WSIS.strength,
)
"""Who, what, where, when come first; other predicates follow in the order given."""

_NAMING = ((WSIS.actionLine, WSIS.linksTo), (ORG.member, ORG.role, WSIS.roleIn))
"""What a node without a name is called by: all of one of these."""

_FULL_STOPS = frozenset(".!?。！？؟")

_FEWEST_ROWS = 4
_MOST_COLUMNS = 7


class Named(Protocol):
    """A term with its IRI or text, and its code if it has one."""

    @property
    def value(self) -> str: ...
    @property
    def code(self) -> str: ...


class Label(Protocol):
    """A label; without language it is only the key in the IRI."""

    @property
    def value(self) -> str: ...
    @property
    def lang(self) -> str: ...


class Labelled(Named, Protocol):
    """A term that may have a label."""

    @property
    def label(self) -> Label | None: ...


class Value(Protocol):
    """A value of a part."""

    @property
    def term(self) -> Labelled: ...


class Part(Protocol):
    """A predicate of a statement with its values."""

    @property
    def predicate(self) -> Named: ...
    @property
    def values(self) -> Sequence[Value]: ...


_P = TypeVar("_P", bound=Part)
_T_co = TypeVar("_T_co", covariant=True)


class Node(Protocol):
    """The statement node itself."""

    @property
    def label(self) -> Label: ...


class Statement(Protocol):
    """A statement node, as far as its layout goes."""

    @property
    def statement(self) -> Node: ...
    @property
    def description(self) -> object | None: ...
    @property
    def parts(self) -> Sequence[Part]: ...


def told_parts(parts: Sequence[_P], here: str) -> list[_P]:
    """Return the parts worth telling on the page of `here`, the telling ones first.

    A part whose only value is the page's own thing says nothing there.
    """
    told = [part for part in parts if [value.term.value for value in part.values] != [here]]
    return sorted(told, key=lambda part: _rank(part.predicate.value))


def naming(properties: Sequence[Part]) -> list[Labelled]:
    """Return what a statement node that has no name is called by, [] where that does not tell it.

    A linkage is called by its line and its goal, a role by who holds which where.
    """
    told = by_predicate(properties)
    for predicates in _NAMING:
        parts = [told[predicate] for predicate in predicates]
        terms = [part.values[0].term for part in parts if part and len(part.values) == 1]
        if len(terms) == len(predicates):
            return terms
    return []


def table_columns(statements: Sequence[Statement], here: str) -> list[Named]:
    """Return the predicates under which statements of one kind make a table, [] if they do not.

    They do when there are several, all told by their parts alone, with few predicates in all.
    """
    if len(statements) < _FEWEST_ROWS:
        return []
    if any(node.description is not None or node.statement.label.lang for node in statements):
        return []
    columns = {
        part.predicate.value: part.predicate
        for node in statements
        for part in told_parts(node.parts, here)
        if part.predicate.value != NOTE
    }
    if len(columns) > _MOST_COLUMNS:
        return []
    return sorted(columns.values(), key=lambda predicate: _rank(predicate.value))


_L = TypeVar("_L", bound=Labelled)
_V = TypeVar("_V", bound=Value)
_S = TypeVar("_S", bound=Statement)


def in_order(values: Sequence[_V], lang: str) -> list[_V]:
    """Return values that all have codes in the order of these, 9 before 10.

    Those that all have names come in the order of the language, others in that of their IRIs: so
    the passages of a document stay together, and numbers in IRIs count by their value as well.
    """
    if all(value.term.code for value in values):
        return sorted(values, key=lambda value: _natural(value.term.code))
    if all(value.term.label and value.term.label.lang for value in values):
        return locales.in_order(values, _name, lang)
    return sorted(values, key=lambda value: _natural(value.term.value))


def alike_in_name(values: Sequence[Value]) -> bool:
    """Tell whether values without names cannot be told apart by the ends of their IRIs.

    Passages of several documents, and links of several activities to one line, end alike.
    """
    nameless = [
        value.term.value for value in values if value.term.label and not value.term.label.lang
    ]
    ends = {iri.rpartition("/")[2] for iri in nameless}
    return len(ends) < len(nameless) or any("/p/" in iri for iri in nameless)


def by_name(terms: Sequence[_L], lang: str) -> list[_L]:
    """Return terms in the order of their names in a language."""
    return locales.in_order(terms, lambda term: term.label.value if term.label else "", lang)


def between(value: Value, lang: str) -> str:
    """Return what stands between this value and the next in a line: nothing after a full stop."""
    literal = value.term.label is None
    ends = literal and value.term.value.rstrip()[-1:] in _FULL_STOPS
    return " " if ends else locales.comma(lang)


def _name(value: Value) -> str:
    return value.term.label.value if value.term.label else ""


def rows_in_order(statements: Sequence[_S], predicate: str) -> list[_S]:
    """Return statements in the order of their first value of a predicate, codes as in `in_order`.

    Statements about the same thing so come to stand side by side, whether they agree or not.
    """

    def key(node: Statement) -> tuple[tuple[int, int, str], ...]:
        part = by_predicate(node.parts)[predicate]
        terms = [value.term for value in part.values] if part else []
        return _natural(terms[0].code or terms[0].value) if terms else ()

    return sorted(statements, key=key)


class Fact(Protocol):
    """A fact read from a passage."""

    @property
    def kind(self) -> Named: ...


_F = TypeVar("_F", bound=Fact)


def by_kind(facts: Iterable[_F]) -> list[list[_F]]:
    """Return facts by their kinds, these in the order in which they come."""
    found: dict[str, list[_F]] = {}
    for fact in facts:
        found.setdefault(fact.kind.value, []).append(fact)
    return list(found.values())


def by_predicate(parts: Sequence[Part]) -> defaultdict[str, Part | None]:
    """Return parts by the IRI of their predicate; None for those that are not there."""
    found: defaultdict[str, Part | None] = defaultdict(lambda: None)
    found.update({part.predicate.value: part for part in parts})
    return found


class Term(Named, Protocol):
    """A value of an answer."""

    @property
    def lang(self) -> str: ...


_T = TypeVar("_T", bound=Term)


class Row(Protocol[_T_co]):
    """A row of an answer: for each column its values."""

    @property
    def values(self) -> Sequence[Sequence[_T_co]]: ...


class Answer(Protocol[_T_co]):
    """The answer of a question."""

    @property
    def head(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[Row[_T_co]]: ...


def result_columns(head: Sequence[str], *, named: bool) -> list[tuple[int, str]]:
    """Return the columns that a page shows of an answer, with where they stand in a row.

    Of a question of ours (`named`), the label of what stands beside it, and the place that names
    the passage beside it, are not told twice. Data and downloads have all of them.
    """

    def repeats(name: str) -> bool:
        beside = "passage" if name == "locator" else name.removesuffix("Title")
        return beside != name and beside in head

    return [(at, name) for at, name in enumerate(head) if not (named and repeats(name))]


_NODES = ("statement", "duty", "linkage", "contribution", "recommendation", "clause")
"""Columns of statement nodes: a row links to them once, where it says its passage."""

_TOLD_BY_OTHERS = frozenset({"class", "documentStatus", "state"})


def answer_columns(answer: Answer[Term], here: str) -> list[tuple[int, str]]:
    """Return the columns worth a place on the page of `here`, with where they stand in a row.

    A column that only repeats the page's own thing, the same standing throughout, or the code of
    what stands beside it, says nothing.
    """
    found = []
    for at, name in enumerate(answer.head):
        told = {term.value for row in answer.rows for term in row.values[at]}
        if name in _NODES or name in _TOLD_BY_OTHERS or told <= {here}:
            continue
        if name == "standing" and all(value.endswith("/accepted") for value in told):
            continue
        if name == "code" and all(_has_code(row, at) for row in answer.rows):
            continue
        found.append((at, name))
    return found


def _has_code(row: Row[Term], at: int) -> bool:
    """Tell whether a code only repeats that of a thing told in the same row."""
    others = {term.code for place, terms in enumerate(row.values) if place != at for term in terms}
    return {term.value for term in row.values[at]} <= others


def answer_node(answer: Answer[_T], row: Row[_T]) -> _T | None:
    """Return the statement node that a row tells, if it tells one."""
    for name in _NODES:
        if name in answer.head and (terms := row.values[answer.head.index(name)]):
            return terms[0]
    return None


def by_column(answer: Answer[_T], row: Row[_T]) -> defaultdict[str, Sequence[_T]]:
    """Return the values of a row by the names of their columns; () for those that are not there."""
    found: defaultdict[str, Sequence[_T]] = defaultdict(tuple)
    found.update(zip(answer.head, row.values, strict=True))
    return found


def by_first(answer: Answer[_T], column: str) -> list[tuple[str, list[Row[_T]]]]:
    """Group neighbouring rows of an answer by their first value of a column, "" for none."""

    def first(row: Row[_T]) -> str:
        terms = by_column(answer, row)[column]
        return terms[0].value if terms else ""

    return [(value, list(rows)) for value, rows in groupby(answer.rows, key=first)]


class Why(Protocol):
    """A linkage, with the reason for it and where that is told."""

    @property
    def rationales(self) -> Sequence[object]: ...
    @property
    def primary_source(self) -> object | None: ...


class Linked(Protocol):
    """What is linked, as a whole or by its parts."""

    @property
    def whole(self) -> Why | None: ...
    @property
    def evidence(self) -> Sequence[Why]: ...


def explained(opened: Iterable[Linked]) -> bool:
    """Tell whether a source's words on why things are linked are loaded for any of them."""
    return any(why.rationales for why in _linkages(opened))


def source_of(heads: Iterable[tuple[object, Sequence[Linked]]]) -> object | None:
    """Return where the reasons are told that are not loaded here; None where some are."""
    opened = [item for _, items in heads for item in items]
    if explained(opened):
        return None
    return next((why.primary_source for why in _linkages(opened) if why.primary_source), None)


def _linkages(opened: Iterable[Linked]) -> Iterator[Why]:
    for item in opened:
        if item.whole is not None:
            yield item.whole
        yield from item.evidence


def told_once(terms: Sequence[_T], lang: str) -> list[_T]:
    """Return terms without those that say the same in another language than the page's."""
    said_in = {term.lang for term in terms}
    for wanted in (lang, "en"):
        if wanted in said_in:
            return [term for term in terms if term.lang in (wanted, "")]
    return list(terms)


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that puts 9 before 10, and 9.2 before 9.b."""
    # By length and digits: a hostile code of five thousand digits is no number worth computing.
    return tuple(
        (0, len(digits), digits)
        if (digits := piece.lstrip("0")).isdecimal() or not digits
        else (1, 0, piece.lower())
        for piece in re.findall(r"[0-9]+|[^0-9]+", text)
    )


def _rank(predicate: str) -> int:
    return _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)

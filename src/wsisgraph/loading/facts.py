"""A fact: one triple that remembers the file and line it was read from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from wsisgraph.terms import iris

Term = NamedNode | Literal


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A place in a source file.

    Attributes:
        file: name of the file as it is told to people.
        line: line of a text, row of a sheet, from 1; None where neither means anything.
        field: the column or field concerned; empty for the whole row.
        sheet: name of the sheet of a workbook; empty for other files.
    """

    file: str
    line: int | None = None
    field: str = ""
    sheet: str = ""

    def at(self, field: str) -> "Origin":
        """Return the place of one field of the same row."""
        return replace(self, field=field)

    def __str__(self) -> str:
        if self.sheet:
            place = f"{self.file}, sheet “{self.sheet}”"
            place += "" if self.line is None else f", row {self.line}"
        else:
            place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}, “{self.field}”" if self.field else place


class Fact(NamedTuple):
    """One triple of a source.

    Attributes:
        subject: IRI; blank nodes are never used, so that a rebuild is byte-identical.
        predicate: IRI.
        object: node or literal.
        origin: file and line it was read from.
        status: `accepted`, or one of the statuses that live in graphs of their own (design §3.13).
        record: key of the row or entry that it belongs to, unique in the source; the facts of a
            record follow one another, those of its main thing first. Empty for facts that belong
            to no single row, such as those of the document that was read: they are taken whatever
            becomes of the rows.
    """

    # A tuple, since a load makes millions of them: three times as fast as a frozen data class.
    subject: str
    predicate: str
    object: Term
    origin: Origin
    status: str = "accepted"
    record: str = ""

    def quad(self, source_id: str) -> Quad:
        """Return the fact in the graph of its source and status."""
        name = source_id if self.status == "accepted" else f"{self.status}/{source_id}"
        return Quad(
            NamedNode(self.subject),
            NamedNode(self.predicate),
            self.object,
            NamedNode(iris.graph(name)),
        )


class Lines(NamedTuple):
    """The facts of one record, written already: for sources of very many rows.

    A loader gives them instead of facts to a context that takes them (`Context.takes_lines`).

    Attributes:
        triples: each a line of N-Triples without the full stop, those of its main thing first.
        origin: as of a fact.
        status: as of a fact.
        record: as of a fact.
    """

    triples: Sequence[str]
    origin: Origin
    status: str = "accepted"
    record: str = ""

    def facts(self) -> Iterator[Fact]:
        """Give the facts one by one."""
        text = "".join(f"{triple} .\n" for triple in self.triples)
        for triple in parse(text, format=RdfFormat.N_TRIPLES):
            yield Fact(
                triple.subject.value,
                triple.predicate.value,
                triple.object,
                self.origin,
                self.status,
                self.record,
            )


def facts_of(read: Iterable[Fact | Lines]) -> Iterator[Fact]:
    """Give what a loader gave as facts, one by one."""
    for each in read:
        if isinstance(each, Lines):
            yield from each.facts()
        else:
            yield each


def quoted(text: str) -> str:
    """Return a text as N-Triples writes it, without the quotes around it.

    Raises:
        ValueError: it has half a character (a surrogate), which no RDF can hold.
    """
    # https://www.w3.org/TR/n-triples/#grammar-production-STRING_LITERAL_QUOTE
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return str(Literal(text))[1:-1]


def node(iri: str) -> NamedNode:
    """Return an IRI as an object of a fact.

    Raises:
        ValueError: `iri` is not an absolute IRI.
    """
    return NamedNode(iri)


def literal(
    text: str | int | float, *, language: str | None = None, datatype: str | None = None
) -> Literal:
    """Return a literal with a language or a datatype IRI (a plain string without either)."""
    if language is not None:
        return Literal(str(text), language=language)
    if datatype is not None:
        return Literal(str(text), datatype=NamedNode(datatype))
    return Literal(text)

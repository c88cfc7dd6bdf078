"""A fact: one triple that remembers the file and line it was read from."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from wsisgraph.terms import iris

Term = NamedNode | Literal


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A place in a source file; `str()` gives `file:line`, or the file where lines mean nothing."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One triple of a source.

    Attributes:
        subject: IRI; blank nodes are never used, so that a rebuild is byte-identical.
        predicate: IRI.
        object: node or literal.
        origin: file and line it was read from.
        status: `accepted`, or one of the statuses that live in graphs of their own (design §3.13).
    """

    subject: str
    predicate: str
    object: Term
    origin: Origin
    status: str = "accepted"

    def quad(self, source_id: str) -> Quad:
        """Return the fact in the graph of its source and status."""
        name = source_id if self.status == "accepted" else f"{self.status}/{source_id}"
        return Quad(
            NamedNode(self.subject),
            NamedNode(self.predicate),
            self.object,
            NamedNode(iris.graph(name)),
        )


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

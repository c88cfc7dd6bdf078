"""The shapes as a graph: what they say of a node, and refusals that name the shape."""

from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from wsisgraph.errors import ShapesRefused
from wsisgraph.graph.checker.data import Term, is_rdf11
from wsisgraph.terms.namespaces import RDF, RDFS, SH, XSD

_FIRST, _REST, _NIL = NamedNode(RDF.first), NamedNode(RDF.rest), NamedNode(RDF.nil)
_TYPE, _SUBCLASS = NamedNode(RDF.type), NamedNode(RDFS.iri + "subClassOf")
_TRUE = Literal("true", datatype=NamedNode(XSD.boolean))
_FALSE = Literal("false", datatype=NamedNode(XSD.boolean))
_WHOLE = NamedNode(XSD.integer)


def sh(name: str) -> NamedNode:
    """Return a term of SHACL."""
    return NamedNode(SH.iri + name)


class ShapesGraph:
    """The shapes, whatever graphs they came in, merged."""

    def __init__(self, statements: Iterable[Quad | Triple]) -> None:
        """Take the statements.

        Raises:
            ShapesRefused: a term that RDF 1.1 does not have.
        """
        self._quads: dict[Term, list[Quad]] = {}
        self._users: dict[NamedNode, list[Quad]] = {}
        seen = set()
        for each in statements:
            if not is_rdf11(each.subject) or not is_rdf11(each.object):
                raise ShapesRefused(
                    f"The shapes use a term that RDF 1.1 does not have, in {each}",
                    mend="say it in RDF 1.1: SHACL knows nothing else",
                )
            quad = Quad(each.subject, each.predicate, each.object)
            if quad not in seen:
                seen.add(quad)
                self._quads.setdefault(quad.subject, []).append(quad)  # type: ignore[arg-type]
                self._users.setdefault(quad.predicate, []).append(quad)

    def objects(self, subject: Term, predicate: NamedNode) -> list[Any]:
        """Return the values of a property, in a fixed order."""
        found = (q.object for q in self.description(subject) if q.predicate == predicate)
        return sorted(found, key=str)

    def subjects(self, predicate: NamedNode, value: Term | None = None) -> list[Any]:
        """Return what has this value of a property, or any value, in a fixed order."""
        quads = self._users.get(predicate, ())
        return sorted({q.subject for q in quads if value in (None, q.object)}, key=str)

    def description(self, subject: Term) -> list[Quad]:
        """Return what is said of a node."""
        return self._quads.get(subject, [])

    def one(self, subject: Term, predicate: NamedNode, shape: Term) -> Any:
        """Return the only value of a property, or None.

        Raises:
            ShapesRefused: there are several.
        """
        found = self.objects(subject, predicate)
        if len(found) > 1:
            raise self.refused(shape, f"has more than one {_short(predicate)}")
        return found[0] if found else None

    def items(self, head: Term, shape: Term) -> list[Any]:
        """Return the members of a list.

        Raises:
            ShapesRefused: it is no list, or leads back to itself.
        """
        members, seen = [], {head}
        while head != _NIL:
            first, rest = self.objects(head, _FIRST), self.objects(head, _REST)
            if len(first) != 1 or len(rest) != 1 or rest[0] in seen:
                raise self.refused(shape, "has a list that is broken or leads back to itself")
            members.append(first[0])
            head = rest[0]
            seen.add(head)
        return members

    def flag(self, subject: Term, name: str, shape: Term) -> bool:
        """Say whether a parameter is true: the literal true and nothing else switches it on.

        Raises:
            ShapesRefused: there are several values, or one that is no xsd:boolean.
        """
        value = self.one(subject, sh(name), shape)
        if value is None or value == _FALSE:
            return False
        if isinstance(value, Literal) and value.datatype == _TRUE.datatype:
            return value == _TRUE
        raise self.refused(shape, f"has an sh:{name} that is neither true nor false")

    def number(self, subject: Term, name: str, shape: Term) -> int | None:
        """Return a whole number from 0, or None.

        Raises:
            ShapesRefused: there are several values, or one that is no such number.
        """
        value = self.one(subject, sh(name), shape)
        if value is None:
            return None
        if isinstance(value, Literal) and value.datatype == _WHOLE and value.value.isdecimal():
            return int(value.value)
        raise self.refused(shape, f"has an sh:{name} that is no whole number from 0")

    def iri(self, value: Term, name: str, shape: Term) -> NamedNode:
        """Return a value that must be an IRI.

        Raises:
            ShapesRefused: it is none.
        """
        if isinstance(value, NamedNode):
            return value
        raise self.refused(shape, f"has an sh:{name} that is no IRI: {value}")

    def is_a(self, node: Term, class_: NamedNode) -> bool:
        """Say whether a node of the shapes is an instance of a class or of a subclass."""
        rest, seen = self.objects(node, _TYPE), set()
        while rest:
            each = rest.pop()
            if each == class_:
                return True
            if each not in seen:
                seen.add(each)
                rest.extend(self.objects(each, _SUBCLASS))
        return False

    @staticmethod
    def refused(shape: Term, found: str, mend: str | None = None) -> ShapesRefused:
        """Say what cannot be used, and in which shape."""
        named = "a shape without a name" if isinstance(shape, BlankNode) else str(shape)
        return ShapesRefused(f"The shapes cannot be used: {named} {found}", mend=mend)


def _short(predicate: NamedNode) -> str:
    return f"sh:{predicate.value.removeprefix(SH.iri)}"

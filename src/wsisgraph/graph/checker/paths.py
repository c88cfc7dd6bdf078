"""Property paths (SHACL section 2.3.1), read once and walked over the data."""

from collections.abc import Iterable
from typing import Any, Protocol

from pyoxigraph import BlankNode, NamedNode, Triple

from wsisgraph.graph.checker.data import Data, Term
from wsisgraph.graph.checker.reading import ShapesGraph, sh
from wsisgraph.terms.namespaces import RDF

_DEEPEST = 50
_FIRST, _REST, _NIL = NamedNode(RDF.first), NamedNode(RDF.rest), NamedNode(RDF.nil)
_INVERSE, _ALTERNATIVE = sh("inversePath"), sh("alternativePath")
# Whether the path of that name may have no step, more than one, and how SPARQL marks it.
_STARS = {
    "zeroOrMorePath": (True, True, "*"),
    "oneOrMorePath": (False, True, "+"),
    "zeroOrOnePath": (True, False, "?"),
}


class Walk(Protocol):
    """A path without its place in the shapes."""

    def forth(self, data: Data, node: Term) -> list[Any]:
        """Return what the path leads to from a node, each once."""

    def back(self, data: Data, node: Term) -> list[Any]:
        """Return from where the path leads to a node, each once."""

    def sparql(self) -> str:
        """Return the path as SPARQL writes it."""

    def described(self) -> tuple[NamedNode | BlankNode, list[Triple]]:
        """Return the path as RDF, in nodes of its own."""


class Path:
    """The path of a property shape.

    Attributes:
        predicate: the property, when it is nothing but that.
        walk: how to follow it.
    """

    __slots__ = ("predicate", "walk")

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.predicate = walk.predicate if isinstance(walk, _Step) else None

    def values(self, data: Data, focus: Term) -> list[Any]:
        """Return the value nodes of a focus node."""
        return self.walk.forth(data, focus)

    def __str__(self) -> str:
        """Return the IRI of the property; a path of more than that as SPARQL writes it."""
        return self.walk.sparql() if self.predicate is None else self.predicate.value


def read_path(shapes: ShapesGraph, node: Term, shape: Term) -> Path:
    """Read the path at `node`, the sh:path of `shape`.

    Raises:
        ShapesRefused: it is none, or nests too deep.
    """
    return Path(_read(shapes, node, shape, 0))


def _read(shapes: ShapesGraph, node: Term, shape: Term, depth: int) -> Walk:
    if isinstance(node, NamedNode):
        return _Step(node)
    if depth > _DEEPEST:
        raise shapes.refused(shape, "has a path that leads back to itself or nests too deep")

    def inner(each: Term) -> Walk:
        return _read(shapes, each, shape, depth + 1)

    def several(head: Term) -> list[Walk]:
        members = [inner(each) for each in shapes.items(head, shape)]
        if len(members) < 2:
            raise shapes.refused(shape, "has a path whose list has fewer than two members")
        return members

    if shapes.objects(node, _FIRST):
        return _Sequence(several(node))
    for name in ("inversePath", "alternativePath", *_STARS):
        if (found := shapes.one(node, sh(name), shape)) is None:
            continue
        if name == "inversePath":
            return _Inverse(inner(found))
        if name == "alternativePath":
            return _Alternative(several(found))
        return _Repeated(inner(found), name)
    raise shapes.refused(shape, "has an sh:path that is no path of SHACL (section 2.3.1)")


class _Step:
    def __init__(self, predicate: NamedNode) -> None:
        self.predicate = predicate

    def forth(self, data: Data, node: Term) -> list[Any]:
        return data.objects(node, self.predicate)

    def back(self, data: Data, node: Term) -> list[Any]:
        return data.subjects(self.predicate, node)

    def sparql(self) -> str:
        return str(self.predicate)

    def described(self) -> tuple[NamedNode | BlankNode, list[Triple]]:
        return self.predicate, []


class _Inverse:
    def __init__(self, inner: Walk) -> None:
        self._inner = inner

    def forth(self, data: Data, node: Term) -> list[Any]:
        return self._inner.back(data, node)

    def back(self, data: Data, node: Term) -> list[Any]:
        return self._inner.forth(data, node)

    def sparql(self) -> str:
        return f"^({self._inner.sparql()})"

    def described(self) -> tuple[NamedNode | BlankNode, list[Triple]]:
        return _node(_INVERSE, *self._inner.described())


class _Sequence:
    def __init__(self, steps: list[Walk]) -> None:
        self._steps = steps

    def forth(self, data: Data, node: Term) -> list[Any]:
        found = [node]
        for step in self._steps:
            found = _merged(step.forth(data, each) for each in found)
        return found

    def back(self, data: Data, node: Term) -> list[Any]:
        found = [node]
        for step in reversed(self._steps):
            found = _merged(step.back(data, each) for each in found)
        return found

    def sparql(self) -> str:
        return f"({'/'.join(step.sparql() for step in self._steps)})"

    def described(self) -> tuple[NamedNode | BlankNode, list[Triple]]:
        return _list(self._steps)


class _Alternative:
    def __init__(self, choices: list[Walk]) -> None:
        self._choices = choices

    def forth(self, data: Data, node: Term) -> list[Any]:
        return _merged(choice.forth(data, node) for choice in self._choices)

    def back(self, data: Data, node: Term) -> list[Any]:
        return _merged(choice.back(data, node) for choice in self._choices)

    def sparql(self) -> str:
        return f"({'|'.join(choice.sparql() for choice in self._choices)})"

    def described(self) -> tuple[NamedNode | BlankNode, list[Triple]]:
        return _node(_ALTERNATIVE, *_list(self._choices))


class _Repeated:
    def __init__(self, inner: Walk, name: str) -> None:
        self._inner = inner
        self._name = name
        zero, more, self._mark = _STARS[name]
        self._zero = zero
        self._more = more

    def forth(self, data: Data, node: Term) -> list[Any]:
        return self._walked(data, node, self._inner.forth)

    def back(self, data: Data, node: Term) -> list[Any]:
        return self._walked(data, node, self._inner.back)

    def _walked(self, data: Data, node: Term, step: Any) -> list[Any]:
        found: dict[Term, None] = {node: None} if self._zero else {}
        rest = [node]
        while rest:
            for each in step(data, rest.pop()):
                if each not in found:
                    found[each] = None
                    if self._more:
                        rest.append(each)
        return list(found)

    def sparql(self) -> str:
        return f"({self._inner.sparql()}){self._mark}"

    def described(self) -> tuple[NamedNode | BlankNode, list[Triple]]:
        return _node(sh(self._name), *self._inner.described())


def _merged(found: Iterable[list[Any]]) -> list[Any]:
    return list(dict.fromkeys(each for part in found for each in part))


def _node(
    predicate: NamedNode, inner: NamedNode | BlankNode, triples: list[Triple]
) -> tuple[BlankNode, list[Triple]]:
    node = BlankNode()
    return node, [Triple(node, predicate, inner), *triples]


def _list(parts: list[Walk]) -> tuple[NamedNode | BlankNode, list[Triple]]:
    head: NamedNode | BlankNode = _NIL
    triples: list[Triple] = []
    for part in reversed(parts):
        first, inner = part.described()
        cell = BlankNode()
        triples += [Triple(cell, _FIRST, first), Triple(cell, _REST, head), *inner]
        head = cell
    return head, triples

"""Demands written in SPARQL: sh:sparql, and the validators of one's own components.

SHACL sections 5 and 6.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from wsisgraph.graph.checker.data import Data, Term
from wsisgraph.graph.checker.queries import BoundQuery
from wsisgraph.graph.checker.reading import ShapesGraph, sh
from wsisgraph.graph.checker.results import Result
from wsisgraph.graph.checker.shape import Pairs, Shape
from wsisgraph.terms.namespaces import OWL, RDF, RDFS

_PLACE = re.compile(r"\{[?$](\w+)\}")
_IMPORTS = NamedNode(OWL.iri + "imports")
# Known without being declared, as in the reference.
_KNOWN = {"rdf": RDF.iri, "rdfs": RDFS.iri, "owl": OWL.iri}


class Select:
    """A SELECT query: each solution is a result.

    Args:
        component: the constraint component.
        query: the query.
        fixed: what is bound beside `$this`.
        messages: what the constraint says; the shape's own messages if it says nothing.
        constraint: the SPARQL-based constraint.
    """

    def __init__(
        self,
        component: NamedNode,
        query: BoundQuery,
        fixed: Mapping[str, Term],
        messages: tuple[Literal, ...],
        constraint: Term | None,
    ) -> None:
        self._component = component
        self._query = query
        self._fixed = fixed
        self._messages = messages
        self._constraint = constraint

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield the solutions, over all focus nodes that can have one.

        Raises:
            ShapesRefused: a solution says that the check fails (`?failure`).
        """
        objects = data.objects
        nodes = [focus for focus, _ in pairs]
        for need in self._query.needs:
            nodes = [focus for focus in nodes if objects(focus, need)]
        rows = [{**self._fixed, "this": focus} for focus in nodes]
        for number, solution in self._query.run(data, rows):
            if _is_true(solution.get("failure")):
                raise ShapesGraph.refused(shape.node, "has a query that tells of a failure")
            focus = solution.get("this") or nodes[number]
            value = solution.get("value")
            if value is None and shape.path is None:
                value = focus
            path = solution.get("path")
            yield Result(
                focus,
                path if isinstance(path, NamedNode) else shape.path,
                value,
                self._said(shape, {**rows[number], **solution}, solution.get("message")),
                shape.severity,
                shape.node,
                self._component,
                self._constraint,
            )

    def _said(self, shape: Shape, bound: Mapping[str, Any], message: Any) -> tuple[Literal, ...]:
        if isinstance(message, Literal):
            return (message,)
        return tuple(_filled(each, bound) for each in self._messages or shape.messages)


class Ask:
    """An ASK query that is true of a good value node.

    Args:
        component: the constraint component.
        query: the query.
        fixed: what is bound beside `$this` and `$value`.
        messages: what the validator says; the shape's own messages if it says nothing.
    """

    def __init__(
        self,
        component: NamedNode,
        query: BoundQuery,
        fixed: Mapping[str, Term],
        messages: tuple[Literal, ...],
    ) -> None:
        self._component = component
        self._query = query
        self._fixed = fixed
        self._messages = messages

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each value node of which the query is not true."""
        rows = [
            {**self._fixed, "this": focus, "value": value}
            for focus, values in pairs
            for value in values
        ]
        good = {number for number, _ in self._query.run(data, rows)}
        for number, row in enumerate(rows):
            if number not in good:
                yield Result(
                    row["this"],
                    shape.path,
                    row["value"],
                    tuple(_filled(each, row) for each in self._messages or shape.messages),
                    shape.severity,
                    shape.node,
                    self._component,
                )


def prefixes(shapes: ShapesGraph, node: Term, shape: Term) -> dict[str, str]:
    """Return the prefixes that a query may use: those of sh:prefixes/owl:imports*/sh:declare.

    Raises:
        ShapesRefused: a declaration is not whole.
    """
    found = dict(_KNOWN)
    rest, seen = shapes.objects(node, sh("prefixes")), set()
    while rest:
        declaring = rest.pop()
        if declaring in seen:
            continue
        seen.add(declaring)
        rest.extend(shapes.objects(declaring, _IMPORTS))
        for declaration in shapes.objects(declaring, sh("declare")):
            prefix = shapes.one(declaration, sh("prefix"), shape)
            namespace = shapes.one(declaration, sh("namespace"), shape)
            if not isinstance(prefix, Literal) or not isinstance(namespace, Literal):
                raise shapes.refused(shape, "declares a prefix without sh:prefix or sh:namespace")
            found[prefix.value] = namespace.value
    return found


def messages(shapes: ShapesGraph, node: Term) -> tuple[Literal, ...]:
    """Return what a shape or a constraint says of whatever breaks it."""
    found = shapes.objects(node, sh("message"))
    return tuple(each for each in found if isinstance(each, Literal))


def _filled(message: Literal, bound: Mapping[str, Any]) -> Literal:
    """Put values in the place of `{?name}` and `{$name}`."""

    def value(match: re.Match[str]) -> str:
        term = bound.get(match[1])
        return match[0] if term is None else str(term.value)

    if "{" not in message.value:
        return message
    return Literal(_PLACE.sub(value, message.value), language=message.language)


def _is_true(value: Any) -> bool:
    return isinstance(value, Literal) and value.value == "true"

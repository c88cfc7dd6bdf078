"""Judging data: by our shapes, knowing what the data refer to, or by shapes that came with them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad, Triple
from rdflib.term import URIRef

from wsisgraph.errors import DataSyntaxError
from wsisgraph.graph.checker import Checker
from wsisgraph.graph.shacl import as_rdflib, check
from wsisgraph.terms.namespaces import OWL
from wsisgraph.validation.knowledge import SUBCLASS, TYPE, Knowledge

_IMPORTS = URIRef(OWL.iri + "imports")

KindsOf = Callable[[Sequence[str]], Iterable[Quad]]
"""Asks the store for the rdf:type of things; gives it as quads."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of a validation.

    Attributes:
        report: the validation report, as SHACL section 3.6 has it.
        shapes: the shapes it was made by.
        checked: how many things of the data a rule of ours is about; None for other shapes.
        notes: what a reader of the report should know, as sentences.
    """

    report: rdflib.Graph
    shapes: rdflib.Graph
    checked: int | None
    notes: tuple[str, ...]


def by_our_shapes(quads: Iterable[Quad], known: Knowledge, kinds_of: KindsOf) -> Judged:
    """Judge what the data describe: the things to which they themselves give a class.

    What those refer to is of the kind that the data, our vocabularies or the store say; the store's
    own description of a thing that the data describe is not looked at.

    Raises:
        DataSyntaxError: the data use terms that RDF 1.1 does not have.
    """
    data = list(quads)
    given: dict[NamedNode | BlankNode, set[Any]] = {}
    for quad in data:
        if quad.predicate == TYPE and not isinstance(quad.subject, Triple):
            given.setdefault(quad.subject, set()).add(quad.object)
    world = [quad for quad in known.kinds if quad.predicate != TYPE or quad.subject not in given]
    typed = {quad.subject for quad in world if quad.predicate == TYPE} | given.keys()
    named = {quad.object for quad in data if isinstance(quad.object, NamedNode)}
    world += data
    if strange := sorted(each.value for each in named - typed):
        world += kinds_of(strange)
    checked = _count(known.checker, world, given.values())
    notes = []
    if not checked:
        notes.append(
            "Nothing was checked: the data call nothing by a class that our shapes are about, such"
            " as wsis:Linkage or wsis:Activity."
        )
    try:
        report = as_rdflib(known.checker.report(world, focus=given))
    except ValueError as error:
        raise _not_rdf11("data", error) from error
    return Judged(report, known.shapes, checked, tuple(notes))


def by_given_shapes(data: Iterable[Quad], shapes: Iterable[Quad]) -> Judged:
    """Judge data by these shapes and nothing else.

    Raises:
        DataSyntaxError: data or shapes use terms that RDF 1.1 does not have.
        ShapesRefused, Forbidden: the shapes cannot be used.
    """
    rules = _graph(shapes, "shapes")
    notes = [
        f"<{imported}> was not fetched (owl:imports): send what it holds with the shapes."
        for imported in sorted(set(rules.objects(None, _IMPORTS)), key=str)
        if (imported, None, None) not in rules
    ]
    return Judged(check(_graph(data, "data"), rules), rules, None, tuple(notes))


def _graph(quads: Iterable[Quad], name: str) -> rdflib.Graph:
    try:
        return as_rdflib(quads)
    except ValueError as error:
        raise _not_rdf11(name, error) from error


def _not_rdf11(name: str, error: ValueError) -> DataSyntaxError:
    return DataSyntaxError(
        f"The {name} have {error}", mend="say it in RDF 1.1: SHACL knows nothing else"
    )


def _count(checker: Checker, world: Iterable[Quad], given: Iterable[set[Any]]) -> int:
    """Return of how many things the classes that are given, or classes above them, are targets."""
    above: dict[Any, set[Any]] = {}
    for quad in world:
        if quad.predicate == SUBCLASS:
            above.setdefault(quad.subject, set()).add(quad.object)

    def is_target(kinds: set[Any]) -> bool:
        rest, seen = list(kinds), set(kinds)
        while rest:
            new = above.get(rest.pop(), set()) - seen
            seen |= new
            rest.extend(new)
        return not checker.classes.isdisjoint(seen)

    return sum(is_target(kinds) for kinds in given)

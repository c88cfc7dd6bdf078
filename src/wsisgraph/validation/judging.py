"""Judging data: by our shapes, knowing what the data refer to, or by shapes that came with them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import rdflib
from pyoxigraph import Quad
from rdflib.term import Node, URIRef

from wsisgraph.errors import DataSyntaxError
from wsisgraph.graph.shacl import as_rdflib, check
from wsisgraph.terms.namespaces import OWL, RDF, RDFS, SH
from wsisgraph.validation.knowledge import Knowledge

_TYPE = URIRef(RDF.type)
_SUBCLASS = URIRef(RDFS.iri + "subClassOf")
_TARGET_CLASS, _TARGET_NODE = URIRef(SH.targetClass), URIRef(SH.iri + "targetNode")
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
    data = _graph(quads, "data")
    described = {node: set(data.objects(node, _TYPE)) for node in data.subjects(_TYPE, unique=True)}
    world = known.kinds
    for node in described:
        world.remove((node, _TYPE, None))
    world += data
    strange = sorted(
        str(node)
        for node in set(data.objects())
        if isinstance(node, URIRef) and (node, _TYPE, None) not in world
    )
    if strange:
        world += as_rdflib(kinds_of(strange))
    checked = _aim(known.shapes, world, described)
    notes = []
    if not checked:
        notes.append(
            "Nothing was checked: the data call nothing by a class that our shapes are about, such"
            " as wsis:Linkage or wsis:Activity."
        )
    return Judged(check(world, known.shapes), known.shapes, checked, tuple(notes))


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
        raise DataSyntaxError(
            f"The {name} have {error}",
            mend="say it in RDF 1.1: SHACL knows nothing else",
        ) from error


def _aim(shapes: rdflib.Graph, world: rdflib.Graph, described: dict[Node, set[Node]]) -> int:
    """Aim shapes at the nodes of their class that the data describe; return how many those are.

    Otherwise every term of the vocabularies that the data refer to would be checked as well,
    without its description.
    """
    kinds = {kind for given in described.values() for kind in given}
    above = {kind: set(world.transitive_objects(kind, _SUBCLASS)) for kind in kinds}
    aimed: set[Node] = set()
    for shape, target in list(shapes.subject_objects(_TARGET_CLASS)):
        shapes.remove((shape, _TARGET_CLASS, target))
        for node, given in described.items():
            if any(target in above[kind] for kind in given):
                shapes.add((shape, _TARGET_NODE, node))
                aimed.add(node)
    return len(aimed)

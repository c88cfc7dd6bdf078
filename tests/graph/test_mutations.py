"""Break one bundled fact for each MUST: the check names the fact, its file and line, and the rule.

The mutations are made from the shapes themselves, so a new MUST is tested the day it is written.
The reference finds them, and the checker of the build finds the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH, XSD

from wsisgraph.graph import Built
from wsisgraph.graph.assemble import Assembly, assemble, own_sources, read_shapes
from wsisgraph.graph.build import violations
from wsisgraph.graph.checker import Checker
from wsisgraph.graph.shacl import as_rdflib, as_triples, tell_languages
from wsisgraph.graph.validation import read_report
from wsisgraph.loading import bundled
from wsisgraph.terms import iris

NOWHERE = URIRef("https://example.org/nowhere")
SEVERITY = (None, SH.Violation)

Triple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]


@dataclass(frozen=True)
class Must:
    """One constraint of a property shape (or node shape) that is a MUST for a class."""

    shape: URIRef
    component: URIRef
    parameter: rdflib.term.Node
    path: URIRef
    target: URIRef

    def __str__(self) -> str:
        name = self.component.rpartition("#")[2].removesuffix("ConstraintComponent")
        return f"{self.target.rpartition('#')[2]}-{self.shape.rpartition('#')[2]}-{name}"


def component(name: str) -> URIRef:
    return SH[f"{name}ConstraintComponent"]


# What to do to a fact so that it breaks a constraint; the rest are broken in `special` below.
BREAKABLE = {
    SH.minCount: component("MinCount"),
    SH.maxCount: component("MaxCount"),
    SH["class"]: component("Class"),
    SH.pattern: component("Pattern"),
    SH.datatype: component("Datatype"),
    SH.nodeKind: component("NodeKind"),
    SH.hasValue: component("HasValue"),
    SH["in"]: component("In"),
    SH.minInclusive: component("MinInclusive"),
    SH.maxInclusive: component("MaxInclusive"),
    SH.uniqueLang: component("UniqueLang"),
    SH.languageIn: component("LanguageIn"),
    SH.qualifiedMinCount: component("QualifiedMinCount"),
    SH["or"]: component("Or"),
    SH.lessThanOrEquals: component("LessThanOrEquals"),
}


def shapes_graph() -> Graph:
    graph = Graph()
    for path in read_shapes()[0].input_paths:
        graph.parse(path, format="turtle")
    return graph


SHAPES = shapes_graph()
CHECKER = Checker(read_shapes()[1])


def musts() -> Iterator[Must]:
    for node_shape, target in sorted(SHAPES.subject_objects(SH.targetClass)):
        for shape in sorted(SHAPES.objects(node_shape, SH.property)):
            if SHAPES.value(shape, SH.severity) not in SEVERITY:
                continue
            path = SHAPES.value(shape, SH.path)
            for predicate, parameter in sorted(SHAPES.predicate_objects(shape)):
                if predicate in BREAKABLE and isinstance(path, URIRef):
                    assert isinstance(shape, URIRef)
                    assert isinstance(target, URIRef)
                    yield Must(shape, BREAKABLE[predicate], parameter, path, target)


MUSTS = list(musts())


@pytest.fixture(scope="module")
def assembly() -> Assembly:
    made = assemble([*own_sources().values(), *bundled()])
    manifest, _ = read_shapes()
    made.manifests[manifest.id] = manifest
    return made


@pytest.fixture(scope="module")
def data(built: Built) -> Graph:
    apart = {iris.graph("shapes"), iris.graph("questions")}
    return as_rdflib(
        quad
        for quad in parse(built.nquads, format=RdfFormat.N_QUADS)
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in apart
    )


def focus_of(must: Must, data: Graph) -> URIRef | None:
    """Return a bundled thing of the class, one that has the property where one has."""
    things = sorted(
        thing for thing in data.subjects(RDF.type, must.target) if isinstance(thing, URIRef)
    )
    with_value = [thing for thing in things if (thing, must.path, None) in data]
    return next(iter(with_value or things), None)


def mutation(must: Must, focus: URIRef, data: Graph) -> tuple[list[Triple], list[Triple]]:
    """Return what to take out and what to put in so that the constraint is broken."""
    held = sorted((focus, must.path, value) for value in data.objects(focus, must.path))
    name = must.component.rpartition("#")[2].removesuffix("ConstraintComponent")
    if name in {"MinCount", "HasValue", "QualifiedMinCount"}:
        return list(held), []
    if name == "MaxCount":
        most = int(str(must.parameter))
        copies: list[Triple] = [
            (focus, must.path, URIRef(f"{NOWHERE}/{number}")) for number in range(most + 1)
        ]
        return [], copies
    if name == "UniqueLang":
        return [], [(focus, must.path, Literal(text, lang="en")) for text in ("one", "two")]
    if name == "LessThanOrEquals":
        assert isinstance(must.parameter, URIRef)
        late = Literal("9999-12-31", datatype=XSD.date)
        early = Literal("1000-01-01", datatype=XSD.date)
        return list(held), [(focus, must.path, late), (focus, must.parameter, early)]
    if name in {"MinInclusive", "MaxInclusive"}:
        wrong = Literal("-7" if name == "MinInclusive" else "7000000", datatype=XSD.decimal)
        return list(held), [(focus, must.path, wrong)]
    if name == "LanguageIn":
        return list(held), [(focus, must.path, Literal("x", lang="tlh"))]
    if name == "NodeKind":
        wrong_kind = Literal("x") if must.parameter == SH.IRI else NOWHERE
        return list(held), [(focus, must.path, wrong_kind)]
    if name in {"Class", "In"}:
        return list(held), [(focus, must.path, NOWHERE)]
    # Pattern, Datatype and alternatives of both: a text that no rule of ours allows.
    return list(held), [(focus, must.path, Literal("\u2205 no such thing \u2205", lang="tlh"))]


def neighbourhood(focus: URIRef, data: Graph, removed: list[Triple], added: list[Triple]) -> Graph:
    """Return the mutated thing with what rules about it look at: its values' own statements.

    (pyshacl's `focus_nodes` would be the plain way, but it filters the nodes of nested shapes too,
    so that `sh:or` and qualified shapes find nothing.)
    """
    small = Graph()
    for triple in data.triples((focus, None, None)):
        if triple not in removed:
            small.add(triple)
            for about in data.triples((triple[2], None, None)):
                small.add(about)
    for triple in data.triples((None, RDFS.subClassOf, None)):
        small.add(triple)
    for triple in added:
        small.add(triple)
    return small


@pytest.mark.parametrize("must", MUSTS, ids=str)
def test_a_broken_must_is_found_and_named(must: Must, data: Graph, assembly: Assembly) -> None:
    focus = focus_of(must, data)
    if focus is None:
        assert must.target in unused_classes(data)
        return
    removed, added = mutation(must, focus, data)
    small = neighbourhood(focus, data, removed, added)
    _, report, _ = validate(small, shacl_graph=SHAPES, inplace=True)
    assert isinstance(report, Graph)
    tell_languages(report, SHAPES)
    found = sorted(read_report(report))
    quads = [Quad(each.subject, each.predicate, each.object) for each in as_triples(small)]
    assert CHECKER.check(quads) == found
    findings = [
        finding
        for finding in found
        if (finding.focus, finding.component) == (str(focus), str(must.component))
    ]
    assert findings, f"breaking {must.path} of {focus} was not noticed"
    places = [problem.where for problem in violations(findings, assembly)]
    if focus.startswith(iris.base_iri()) and not is_described_by_us(focus):
        assert all(":" in place.replace("https://", "") for place in places), places


def is_described_by_us(focus: str) -> bool:
    """Graphs and files are described by the build itself: they have no line to name."""
    return "/graph/" in focus or focus.endswith("/dataset")


def unused_classes(data: Graph) -> set[URIRef]:
    """Return the classes whose entry in the ontology says that no bundled data uses them."""
    notes = data.subject_objects(URIRef("http://www.w3.org/2004/02/skos/core#editorialNote"))
    return {
        subject
        for subject, note in notes
        if isinstance(subject, URIRef) and "no bundled data" in str(note).lower()
    }


def test_every_kind_of_constraint_is_broken_somewhere() -> None:
    used = {
        predicate
        for must in MUSTS
        for predicate in BREAKABLE
        if (must.shape, predicate, None) in SHAPES
    }
    declared = {
        predicate
        for shape in SHAPES.subjects(RDF.type, SH.PropertyShape)
        if (None, SH.property, shape) in SHAPES
        for predicate in SHAPES.predicates(shape)
        if predicate.startswith(str(SH))
    }
    about = {SH[name] for name in ("path", "severity", "message", "name", "description", "order")}
    about |= {SH.qualifiedValueShape, SH.flags}
    assert declared - about - used == set()

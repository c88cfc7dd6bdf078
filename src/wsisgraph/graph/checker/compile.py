"""Shapes read into what can be run: each once, whatever refers to it.

What cannot be compiled is refused with the name of the shape; nothing is passed over.
"""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode

from wsisgraph.errors import ShapesRefused
from wsisgraph.graph.checker.components import Component, constraints_of, read_components
from wsisgraph.graph.checker.data import TYPE, Term
from wsisgraph.graph.checker.parameters import MAKERS, OF_PROPERTIES
from wsisgraph.graph.checker.paths import Path, read_path
from wsisgraph.graph.checker.reading import ShapesGraph, sh
from wsisgraph.graph.checker.shape import Constraint, Shape, Targets
from wsisgraph.graph.checker.sparql import messages
from wsisgraph.terms.namespaces import RDFS, SH

_CLASS = NamedNode(RDFS.iri + "Class")
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
# What describes a shape, or goes with a parameter, and demands nothing by itself.
_SILENT = {
    *("path", "severity", "message", "name", "description", "order", "group", "defaultValue"),
    *("deactivated", "flags", "ignoredProperties", *_TARGETS),
    *("qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"),
    # A shape may be a constraint, an ontology or a parameter as well.
    *("select", "ask", "prefixes", "declare", "optional", "labelTemplate"),
    *("parameter", "validator", "nodeValidator", "propertyValidator"),
}
# Of the Advanced Features and the JavaScript Extensions; SHACL section 3.2 demands to refuse the
# first.
_NOT_DONE = ("entailment", "expression", "js", "jsFunctionName", "rule", "target")
_DEEPEST = 30


class Compiler:
    """Compiles the shapes of a graph.

    Attributes:
        graph: the graph.
    """

    def __init__(self, graph: ShapesGraph) -> None:
        """Take the graph."""
        self.graph = graph
        self._components: list[Component] = read_components(graph)
        self._known: dict[Term, Shape] = {}
        self._open: list[Term] = []

    def targeted(self) -> list[Shape]:
        """Return every shape that has a target.

        Raises:
            ShapesRefused: shapes that are not SHACL, or ask for what is not done.
            Forbidden: a query of the shapes looks outside of the data.
        """
        graph = self.graph
        for name in _NOT_DONE:
            if users := graph.subjects(sh(name)):
                raise self._not_done(users[0], name)
        nodes = {node for name in _TARGETS for node in graph.subjects(sh(name))}
        for kind in ("NodeShape", "PropertyShape"):
            nodes.update(graph.subjects(TYPE, sh(kind)))
        shapes = [self.shape(node) for node in sorted(nodes, key=str)]
        return [shape for shape in shapes if shape.targets]

    def shape(self, node: Term) -> Shape:
        """Return the shape of that name.

        Raises:
            ShapesRefused, Forbidden: as above.
        """
        if node in self._known:
            return self._known[node]
        graph = self.graph
        if isinstance(node, Literal):
            raise graph.refused(node, "is named as a shape, and is a literal")
        if node in self._open or len(self._open) > _DEEPEST:
            raise graph.refused(node, "leads back to itself, or nests too deep", "write it flatter")
        self._open.append(node)
        place = graph.one(node, sh("path"), node)
        path = None if place is None else read_path(graph, place, node)
        if path is None and graph.is_a(node, sh("PropertyShape")):
            raise graph.refused(node, "is a property shape without sh:path")
        severity = graph.one(node, sh("severity"), node) or sh("Violation")
        shape = Shape(
            node,
            path,
            graph.iri(severity, "severity", node),
            messages(graph, node),
            graph.flag(node, "deactivated", node),
            self._targets(node),
        )
        shape.constraints = list(self._constraints(node, path))
        self._open.pop()
        self._known[node] = shape
        return shape

    def _targets(self, node: Term) -> Targets:
        graph = self.graph
        classes, nodes, subjects_of, objects_of = (graph.objects(node, sh(n)) for n in _TARGETS)
        shapely = any(graph.is_a(node, sh(kind)) for kind in ("NodeShape", "PropertyShape"))
        if shapely and graph.is_a(node, _CLASS):
            # A class that is a shape as well is its own target (SHACL section 2.1.3.3).
            classes = [*classes, node]
        iris = [
            [graph.iri(each, name, node) for each in found]
            for name, found in (
                ("targetClass", classes),
                ("targetSubjectsOf", subjects_of),
                ("targetObjectsOf", objects_of),
            )
        ]
        if any(isinstance(each, BlankNode) for each in nodes):
            raise graph.refused(node, "has a blank node as sh:targetNode")
        return Targets(iris[0], nodes, iris[1], iris[2])

    def _constraints(self, node: Term, path: Path | None) -> Iterator[Constraint]:
        graph = self.graph
        names = {
            quad.predicate.value.removeprefix(SH.iri)
            for quad in graph.description(node)
            if quad.predicate.value.startswith(SH.iri)
        }
        for name in sorted(names - _SILENT):
            if (make := MAKERS.get(name)) is None:
                raise self._not_done(node, name)
            if name in OF_PROPERTIES and path is None:
                raise graph.refused(node, f"has sh:{name}, which only a property shape may have")
            yield from make(self, node, path)
        yield from constraints_of(graph, node, path, self._components)

    def _not_done(self, node: Term, name: str) -> ShapesRefused:
        named = "A shape without a name" if isinstance(node, BlankNode) else str(node)
        return ShapesRefused(
            f"The shapes use sh:{name}, which is not done here: {named} has it",
            mend="say it with SHACL Core or with sh:sparql",
        )

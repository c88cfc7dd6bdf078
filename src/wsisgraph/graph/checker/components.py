"""Constraint components of one's own, written in SPARQL (SHACL section 6)."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from wsisgraph.graph.checker.data import Term
from wsisgraph.graph.checker.paths import Path
from wsisgraph.graph.checker.queries import BoundQuery
from wsisgraph.graph.checker.reading import ShapesGraph, sh
from wsisgraph.graph.checker.shape import Constraint
from wsisgraph.graph.checker.sparql import Ask, Select, messages, prefixes

_RESERVED = {"this", "shapesGraph", "currentShape", "path", "PATH", "value"}


@dataclass(frozen=True, slots=True)
class Component:
    """A component that the shapes declare.

    Attributes:
        node: its IRI.
        parameters: its parameters, by the name of their variable.
        optional: the names of those that a shape may leave out.
    """

    node: NamedNode
    parameters: dict[str, NamedNode]
    optional: frozenset[str]


def read_components(shapes: ShapesGraph) -> list[Component]:
    """Return the components that the shapes declare.

    Raises:
        ShapesRefused: one is not declared as SHACL section 6.2 has it.
    """
    declared = [node for node in shapes.subjects(sh("parameter")) if shapes.is_a(node, _COMPONENT)]
    return [_component(shapes, node) for node in declared]


def constraints_of(
    shapes: ShapesGraph, shape: Term, path: Path | None, components: list[Component]
) -> Iterator[Constraint]:
    """Yield what a shape demands by components of the shapes' own.

    Raises:
        ShapesRefused: a component cannot be used there.
    """
    for component in components:
        given = {
            name: shapes.objects(shape, predicate)
            for name, predicate in component.parameters.items()
        }
        if any(not given[name] for name in given if name not in component.optional):
            continue
        given = {name: values for name, values in given.items() if values}
        if len(given) > 1 and any(len(values) > 1 for values in given.values()):
            raise shapes.refused(shape, f"has several values for a parameter of {component.node}")
        first = next(iter(given))
        for value in given[first]:
            fixed = {name: value if name == first else values[0] for name, values in given.items()}
            yield _constraint(shapes, shape, path, component, fixed)


_COMPONENT = sh("ConstraintComponent")


def _component(shapes: ShapesGraph, node: Term) -> Component:
    parameters: dict[str, NamedNode] = {}
    optional = set()
    for parameter in shapes.objects(node, sh("parameter")):
        path = shapes.one(parameter, sh("path"), node)
        if not isinstance(path, NamedNode):
            raise shapes.refused(node, "has a parameter whose sh:path is no IRI")
        name = path.value.replace("#", "/").rpartition("/")[2]
        if name in _RESERVED or not name.isidentifier():
            raise shapes.refused(node, f"has a parameter “{name}”, which no variable may be named")
        parameters[name] = path
        if shapes.flag(parameter, "optional", node):
            optional.add(name)
    if not isinstance(node, NamedNode) or len(optional) == len(parameters):
        raise shapes.refused(node, "is a component without an IRI or a parameter that is needed")
    return Component(node, parameters, frozenset(optional))


def _constraint(
    shapes: ShapesGraph,
    shape: Term,
    path: Path | None,
    component: Component,
    fixed: dict[str, Term],
) -> Constraint:
    special = "nodeValidator" if path is None else "propertyValidator"
    node, asks = shapes.one(component.node, sh(special), shape), False
    if node is None:
        node, asks = shapes.one(component.node, sh("validator"), shape), True
    if node is None:
        raise shapes.refused(shape, f"uses {component.node}, which has no validator for it")
    text = shapes.one(node, sh("ask" if asks else "select"), shape)
    if not isinstance(text, Literal):
        wanted = "sh:ask" if asks else "sh:select"
        raise shapes.refused(shape, f"uses {component.node}, whose validator has no {wanted}")
    bound = frozenset(component.parameters) | {"this", "currentShape"}
    query = BoundQuery(
        text.value,
        prefixes(shapes, node, shape),
        bound | {"value"} if asks else bound,
        shapes,
        shape,
        None if path is None else path.walk.sparql(),
    )
    said = messages(shapes, node) or messages(shapes, component.node)
    fixed = {**fixed, "currentShape": shape}
    if asks:
        return Ask(component.node, query, fixed, said)
    return Select(component.node, query, fixed, said, None)

"""A compiled shape: where it looks, what it demands there, and what it reports."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode

from wsisgraph.graph.checker.data import Data, Term, Test
from wsisgraph.graph.checker.paths import Path
from wsisgraph.graph.checker.results import Result

Pairs = Sequence[tuple[Term, list[Any]]]
"""Focus nodes, each with its value nodes."""

Holds = Callable[[Term, list[Any]], bool]


class Constraint(Protocol):
    """One demand of a shape (SHACL section 4 or 5), compiled.

    A constraint may also have `holds(data)`, which gives a function that says of one focus node and
    its value nodes whether they keep it, faster than by looking for results.
    """

    def results(self, data: Data, shape: "Shape", pairs: Pairs) -> Iterable[Result]:
        """Return what breaks it, over all focus nodes at once."""


class ValueConstraint:
    """A demand on each value node by itself.

    Attributes:
        component: its constraint component.
    """

    def __init__(self, component: NamedNode) -> None:
        self.component = component

    def test(self, data: Data) -> Test:
        """Return the test that a value node must pass."""
        raise NotImplementedError

    def results(self, data: Data, shape: "Shape", pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each value node that does not pass."""
        passes = self.test(data)
        for focus, values in pairs:
            for value in values:
                if not passes(value):
                    yield shape.result(focus, self.component, value)

    def holds(self, data: Data) -> Holds:
        """See Constraint."""
        passes = self.test(data)
        return lambda focus, values: all(map(passes, values))


@dataclass(slots=True)
class Targets:
    """Where a shape finds its focus nodes (SHACL section 2.1.3)."""

    classes: list[NamedNode] = field(default_factory=list)
    nodes: list[Term] = field(default_factory=list)
    subjects_of: list[NamedNode] = field(default_factory=list)
    objects_of: list[NamedNode] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.classes or self.nodes or self.subjects_of or self.objects_of)

    @property
    def key(self) -> tuple[tuple[Term, ...], ...]:
        """Equal for equal targets."""
        each = (self.classes, self.nodes, self.subjects_of, self.objects_of)
        return tuple(tuple(terms) for terms in each)

    def focus_nodes(self, data: Data) -> list[Term]:
        """Return every focus node, each once."""
        found = dict.fromkeys(self.nodes)
        for class_ in self.classes:
            found.update(dict.fromkeys(data.instances(class_)))
        for predicate in self.subjects_of:
            found.update(dict.fromkeys(data.subjects(predicate, None)))
        for predicate in self.objects_of:
            found.update(dict.fromkeys(data.values(predicate)))
        return list(found)

    def reach(self, data: Data, node: Term, classes: set[Term]) -> bool:
        """Say whether a node, of these classes and those above them, is a focus node."""
        return (
            not classes.isdisjoint(self.classes)
            or node in self.nodes
            or any(data.objects(node, each) for each in self.subjects_of)
            or any(data.subjects(each, node) for each in self.objects_of)
        )


@dataclass(slots=True, eq=False)
class Shape:
    """A node shape, or a property shape if it has a path.

    Attributes:
        node: its name in the shapes graph.
        path: its path.
        severity: the severity of its results.
        messages: what it says of whatever breaks it.
        deactivated: whether it demands nothing.
        targets: where it finds its focus nodes.
        constraints: what it demands.
    """

    node: Term
    path: Path | None
    severity: NamedNode
    messages: tuple[Literal, ...]
    deactivated: bool
    targets: Targets
    constraints: list[Constraint] = field(default_factory=list)

    def results(self, data: Data, focus_nodes: Sequence[Term]) -> Iterator[Result]:
        """Yield what these nodes break."""
        if self.deactivated or not focus_nodes:
            return
        pairs: Pairs
        if self.path is None:
            pairs = [(focus, [focus]) for focus in focus_nodes]
        elif (predicate := self.path.predicate) is not None:
            objects = data.objects
            pairs = [(focus, objects(focus, predicate)) for focus in focus_nodes]
        else:
            values = self.path.values
            pairs = [(focus, values(data, focus)) for focus in focus_nodes]
        for constraint in self.constraints:
            yield from constraint.results(data, self, pairs)

    def test(self, data: Data) -> Test:
        """Return the test whether a node conforms to the shape."""
        return data.test(self, lambda: self._made(data))

    def _made(self, data: Data) -> Test:
        if self.deactivated:
            return lambda node: True
        if self.path is None and len(self.constraints) == 1:
            only = self.constraints[0]
            if isinstance(only, ValueConstraint):
                return only.test(data)
        all_hold = [self._holding(each, data) for each in self.constraints]
        if self.path is None:
            return lambda node: all(holds(node, [node]) for holds in all_hold)
        values = self.path.values

        def test(node: Term) -> bool:
            found = values(data, node)
            return all(holds(node, found) for holds in all_hold)

        return test

    def _holding(self, constraint: Constraint, data: Data) -> Holds:
        if hasattr(constraint, "holds"):
            made: Holds = constraint.holds(data)
            return made

        def holds(focus: Term, values: list[Any]) -> bool:
            return not any(True for _ in constraint.results(data, self, [(focus, values)]))

        return holds

    def result(
        self,
        focus: Term,
        component: NamedNode,
        value: Term | None = None,
        path: NamedNode | None = None,
    ) -> Result:
        """Return a result in the name of the shape."""
        return Result(
            focus, path or self.path, value, self.messages, self.severity, self.node, component
        )

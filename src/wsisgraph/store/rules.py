"""The rules, as the writer runs them, and what of the data they may read."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from pyoxigraph import NamedNode, Quad, Store

from wsisgraph.terms import iris

Derive = Callable[[Iterable[Quad]], Iterable[Quad]]
"""The rules: from the quads of the dataset to those of `graph/inferred`.

An attribute `reads`, if there is one, is a set of predicates: what is derived depends only on the
triples that have one of them. A method `portions`, if there is one, gives what can be run on parts
of a change (`Portions`). A method `learn`, if there is one, reads the rules from a folder that
keeps them as they were understood before.
"""

Find = Callable[[NamedNode | None, NamedNode], Iterable[Quad]]


class Portions(Protocol):
    """Rules that can be run on parts of a change; see `graph.portions`."""

    def reads(self, quad: Quad) -> bool:
        """Tell whether a rule reads a quad."""

    def note(self, quad: Quad) -> bool:
        """Take note of a new quad; tell whether a rule reads it."""

    def prepare(self, find: Find) -> bool:
        """Gather what the rules need of that which stands; tell whether there can be portions."""

    def conclude(self, quads: Iterable[Quad]) -> set[bytes]:
        """Return what follows from some of the new quads, as lines of N-Triples."""

    def sources(
        self, thing: NamedNode, predicate: str, find: Find, users: Find
    ) -> set[NamedNode] | None:
        """Return on what a conclusion about a thing may rest; None if that is not known."""


class Premises:
    """What stands in the graphs that rules may read.

    Attributes:
        store: the dataset as it is.
        conclusions: the graph of what the rules conclude.
    """

    def __init__(self, store: Store) -> None:
        """Look into a store."""
        self.store = store
        self.conclusions = inferred()
        self._known: dict[object, bool] = {self.conclusions: False}

    def hold(self, quad: Quad) -> bool:
        """Tell whether a quad is of a graph that rules may read."""
        graph = quad.graph_name
        known = self._known.get(graph)
        if known is None:
            known = isinstance(graph, NamedNode) and iris.is_accepted(graph.value)
            self._known[graph] = known
        return known

    def hold_or_conclude(self, quad: Quad) -> bool:
        """Tell whether a quad is stated there, or was concluded from what is."""
        return quad.graph_name == self.conclusions or self.hold(quad)

    def of(self, subject: NamedNode | None, predicate: NamedNode | None) -> Iterator[Quad]:
        """Give what is said of a subject, with a predicate; None stands for any."""
        return filter(self.hold, self.store.quads_for_pattern(subject, predicate, None))

    def with_value(self, value: NamedNode | None, predicate: NamedNode) -> Iterator[Quad]:
        """Give what is said with a value, and a predicate."""
        return filter(self.hold, self.store.quads_for_pattern(None, predicate, value))


def inferred() -> NamedNode:
    """Return the graph of what the rules conclude."""
    return NamedNode(iris.graph("inferred"))

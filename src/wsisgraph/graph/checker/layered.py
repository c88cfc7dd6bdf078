"""Data of which one part comes on top of another, and is looked up where it lies, unindexed."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from wsisgraph.graph.checker.data import Data, Indexed, Stored, Term

Said = Mapping[NamedNode, list[Any]]
"""What is said of a thing: the values of each property."""

_NOTHING: Said = {}
_MOST_AT_HAND = 5_000


class LooksBack(Exception):
    """A shape asks what refers to a thing, or queries all data: that takes an index of them."""


class Coming(Protocol):
    """Data that come on top of others."""

    def said_of(self, thing: NamedNode) -> Said:
        """Return what they say of a thing, wherever in them that stands."""

    def uses(self, predicate: NamedNode) -> bool:
        """Tell whether they use a property; rather too often yes."""


class Patched(Stored):
    """Data in something that finds quads as a store does, and answers no queries."""

    def store(self) -> tuple[Store, frozenset[NamedNode] | None]:
        """Raise LooksBack: there is no such store."""
        raise LooksBack

    def about(self, things: Iterable[Term]) -> Data:
        """See Data."""
        return described(self, things)


class Layered(Data):
    """Data that stand, and data that come on top of them.

    It answers whatever leads from a thing to its values, and so on from those. What leads backwards
    it answers only where the data that come have no part in it.
    """

    def __init__(self, base: Data, coming: Coming) -> None:
        """Take the data that stand, and those that come."""
        super().__init__()
        self._base = base
        self._coming = coming
        self._said: Mapping[Any, Said] = {}
        self._elsewhere: dict[Any, Said] = {}

    def foretell(self, described: Mapping[Any, Said]) -> None:
        """Take at hand all that is said of some things, instead of what was at hand before."""
        self._said = described

    def objects(self, subject: Term, predicate: NamedNode) -> list[Any]:
        """See Data."""
        said = self._said.get(subject)
        if said is None:
            said = self._anywhere(subject)
        return said.get(predicate) or []

    def description(self, subject: Term) -> list[tuple[NamedNode, Any]]:
        """See Data."""
        said = self._said.get(subject) or self._anywhere(subject)
        return [(predicate, value) for predicate, values in said.items() for value in values]

    def subjects(self, predicate: NamedNode, value: Term | None) -> list[Any]:
        """See Data.

        Raises:
            LooksBack: the data that come use the property.
        """
        self._see_that_they_do_not_use(predicate)
        return self._base.subjects(predicate, value)

    def values(self, predicate: NamedNode) -> list[Any]:
        """See Data; raises as `subjects`."""
        self._see_that_they_do_not_use(predicate)
        return self._base.values(predicate)

    def store(self) -> tuple[Store, frozenset[NamedNode] | None]:
        """Raise LooksBack: there is no such store."""
        raise LooksBack

    def about(self, things: Iterable[Term]) -> Data:
        """See Data."""
        return described(self, things)

    def forget(self) -> None:
        """See Data."""
        super().forget()
        if len(self._elsewhere) > _MOST_AT_HAND:
            self._elsewhere.clear()

    def _see_that_they_do_not_use(self, predicate: NamedNode) -> None:
        if self._coming.uses(predicate):
            raise LooksBack

    def _anywhere(self, subject: Term) -> Said:
        if not isinstance(subject, NamedNode | BlankNode):
            return _NOTHING
        known = self._elsewhere.get(subject)
        if known is None:
            known = self._elsewhere[subject] = self._found(subject)
        return known

    def _found(self, subject: NamedNode | BlankNode) -> Said:
        found: dict[NamedNode, list[Any]] = {}
        for predicate, value in self._base.description(subject):
            found.setdefault(predicate, []).append(value)
        if isinstance(subject, BlankNode):
            return found
        for predicate, values in self._coming.said_of(subject).items():
            found[predicate] = list(dict.fromkeys([*found.get(predicate, ()), *values]))
        return found


def described(data: Data, things: Iterable[Term]) -> Indexed:
    """Return all that data say of some things."""
    return Indexed(
        Quad(thing, predicate, value)
        for thing in things
        if isinstance(thing, NamedNode | BlankNode)
        for predicate, value in data.description(thing)
    )

"""Demands on each value node: its kind, range, text, and the shapes it conforms to.

SHACL sections 4.1, 4.3, 4.4, 4.6, 4.7 and 4.8.3.
"""

import re
from collections.abc import Callable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from wsisgraph.graph.checker.data import Data, Term, Test
from wsisgraph.graph.checker.shape import Shape, ValueConstraint
from wsisgraph.graph.checker.values import less, of_datatype


class IsInstance(ValueConstraint):
    """sh:class."""

    def __init__(self, component: NamedNode, class_: NamedNode) -> None:
        super().__init__(component)
        self._class = class_

    def test(self, data: Data) -> Test:
        """See ValueConstraint; the same values are asked about again and again."""
        return data.test(self._class, lambda: self._made(data))

    def _made(self, data: Data) -> Test:
        below, types = data.below(self._class), data.types
        known: dict[Term, bool] = {}

        def test(value: Term) -> bool:
            answer = known.get(value)
            if answer is None:
                literal = value.__class__ is Literal
                answer = known[value] = not literal and not below.isdisjoint(types(value))
            return answer

        return test


class Plain(ValueConstraint):
    """A demand that the value node alone decides, without the data."""

    def __init__(self, component: NamedNode, test: Test) -> None:
        super().__init__(component)
        self._test = test

    def test(self, data: Data) -> Test:
        """See ValueConstraint."""
        return self._test


class Conforms(ValueConstraint):
    """sh:node, sh:not, sh:and, sh:or, sh:xone: which of several shapes a value conforms to."""

    def __init__(
        self,
        component: NamedNode,
        shapes: Sequence[Shape],
        combined: Callable[[Sequence[Test]], Test],
    ) -> None:
        super().__init__(component)
        self._shapes = shapes
        self._combined = combined

    def test(self, data: Data) -> Test:
        """See ValueConstraint."""
        return self._combined([shape.test(data) for shape in self._shapes])


def all_of(tests: Sequence[Test]) -> Test:
    """Return the test that is passed where all are."""
    return lambda value: all(test(value) for test in tests)


def any_of(tests: Sequence[Test]) -> Test:
    """Return the test that is passed where one is, or more."""

    def passed(value: Term) -> bool:
        for test in tests:  # noqa: SIM110 (the most common of all: a generator takes twice the time)
            if test(value):
                return True
        return False

    return passed


def none_of(tests: Sequence[Test]) -> Test:
    """Return the test that is passed where none is."""
    return lambda value: not any(test(value) for test in tests)


def one_of(tests: Sequence[Test]) -> Test:
    """Return the test that is passed where exactly one is."""
    return lambda value: sum(test(value) for test in tests) == 1


def has_datatype(wanted: NamedNode) -> Test:
    """sh:datatype."""
    return lambda value: value.__class__ is Literal and of_datatype(value, wanted)


_KINDS = {
    "IRI": (NamedNode,),
    "BlankNode": (BlankNode,),
    "Literal": (Literal,),
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}


def has_kind(name: str) -> Test | None:
    """sh:nodeKind; None for a kind that there is not."""
    kinds = _KINDS.get(name)
    return None if kinds is None else lambda value: value.__class__ in kinds


def in_range(bound: Literal, fits: Callable[[int], bool]) -> Test:
    """sh:minInclusive and its three sisters."""

    def test(value: Term) -> bool:
        order = less(value, bound)
        return order is not None and fits(order)

    return test


def has_length(fits: Callable[[int], bool]) -> Test:
    """sh:minLength, sh:maxLength."""
    return lambda value: value.__class__ is not BlankNode and fits(len(value.value))


def matches(pattern: re.Pattern[str]) -> Test:
    """sh:pattern."""
    search = pattern.search
    return lambda value: value.__class__ is not BlankNode and search(value.value) is not None


def is_one_of(listed: frozenset[Term]) -> Test:
    """sh:in."""
    return listed.__contains__


def in_languages(ranges: Sequence[str]) -> Test:
    """sh:languageIn, by basic language ranges (RFC 4647 section 3.3.1)."""
    wanted = {each.lower() for each in ranges}
    any_ = "*" in wanted

    def test(value: Term) -> bool:
        if value.__class__ is not Literal or not (tag := value.language):
            return False
        if any_ or tag in wanted:
            return True
        parts = tag.lower().split("-")
        return any("-".join(parts[:end]) in wanted for end in range(1, len(parts) + 1))

    return test

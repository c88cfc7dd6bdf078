"""Demands on all value nodes together: how many, which languages, what stands beside them.

SHACL sections 4.2, 4.4.5, 4.5, 4.7.2, 4.7.3, 4.8.1 and 4.8.2.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from wsisgraph.graph.checker.data import Data, Term
from wsisgraph.graph.checker.results import Result
from wsisgraph.graph.checker.shape import Holds, Pairs, Shape
from wsisgraph.graph.checker.values import less


class Counted:
    """sh:minCount, sh:maxCount."""

    def __init__(self, component: NamedNode, fits: Callable[[int], bool]) -> None:
        self._component = component
        self._fits = fits

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each focus node with too few or too many value nodes."""
        fits = self._fits
        for focus, values in pairs:
            if not fits(len(values)):
                yield shape.result(focus, self._component)

    def holds(self, data: Data) -> Holds:
        """See Constraint."""
        fits = self._fits
        return lambda focus, values: fits(len(values))


class Qualified:
    """sh:qualifiedMinCount, sh:qualifiedMaxCount."""

    def __init__(
        self,
        component: NamedNode,
        qualified: Shape,
        siblings: Sequence[Shape],
        fits: Callable[[int], bool],
    ) -> None:
        self._component = component
        self._qualified = qualified
        self._siblings = siblings
        self._fits = fits

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each focus node with too few or too many values of the kind."""
        passes, fits = self._qualified.test(data), self._fits
        siblings = [each.test(data) for each in self._siblings]
        for focus, values in pairs:
            count = 0
            for value in values:
                if passes(value) and not any(sibling(value) for sibling in siblings):
                    count += 1
            if not fits(count):
                yield shape.result(focus, self._component)


class UniqueLanguages:
    """sh:uniqueLang."""

    def __init__(self, component: NamedNode) -> None:
        self._component = component

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each language that several value nodes share."""
        for focus, values in pairs:
            if len(values) < 2:
                continue
            tags = [v.language.lower() for v in values if v.__class__ is Literal and v.language]
            if len(tags) == len(set(tags)):
                continue
            for count in Counter(tags).values():
                if count > 1:
                    yield shape.result(focus, self._component)


class HasValue:
    """sh:hasValue."""

    def __init__(self, component: NamedNode, value: Term) -> None:
        self._component = component
        self._value = value

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each focus node without the value."""
        for focus, values in pairs:
            if self._value not in values:
                yield shape.result(focus, self._component)

    def holds(self, data: Data) -> Holds:
        """See Constraint."""
        return lambda focus, values: self._value in values


class Equals:
    """sh:equals."""

    def __init__(self, component: NamedNode, other: NamedNode) -> None:
        self._component = component
        self._other = other

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each value that stands on one side only."""
        for focus, values in pairs:
            for value in set(values) ^ set(data.objects(focus, self._other)):
                yield shape.result(focus, self._component, value)


class Disjoint:
    """sh:disjoint."""

    def __init__(self, component: NamedNode, other: NamedNode) -> None:
        self._component = component
        self._other = other

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each value that stands on both sides."""
        for focus, values in pairs:
            for value in set(values) & set(data.objects(focus, self._other)):
                yield shape.result(focus, self._component, value)


class Less:
    """sh:lessThan, sh:lessThanOrEquals."""

    def __init__(self, component: NamedNode, other: NamedNode, fits: Callable[[int], bool]) -> None:
        self._component = component
        self._other = other
        self._fits = fits

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each pair that is not in order or cannot be compared."""
        for focus, values in pairs:
            if not values:
                continue
            others = data.objects(focus, self._other)
            for value in values:
                for other in others:
                    order = less(value, other)
                    if order is None or not self._fits(order):
                        yield shape.result(focus, self._component, value)


class Closed:
    """sh:closed, with sh:ignoredProperties."""

    def __init__(self, component: NamedNode, allowed: frozenset[Term]) -> None:
        self._component = component
        self._allowed = allowed

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield a result for each property that the shape does not name, and each value of it."""
        for focus, values in pairs:
            for value in values:
                for predicate, found in data.description(value):
                    if predicate not in self._allowed:
                        yield shape.result(focus, self._component, found, predicate)


class Property:
    """sh:property: the results are those of the property shape, for each value node."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def results(self, data: Data, shape: Shape, pairs: Pairs) -> Iterator[Result]:
        """Yield what the value nodes break."""
        yield from self._shape.results(data, [each for _, values in pairs for each in values])

    def holds(self, data: Data) -> Holds:
        """See Constraint."""
        test = self._shape.test(data)
        return lambda focus, values: all(map(test, values))

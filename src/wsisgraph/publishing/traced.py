"""From a changed statement to what a question would have to be asked of to notice it.

A statement is part of a solution only where it fits a pattern and the patterns beside that one hold
too. So from its subject and object the other patterns are followed, step by step, through what the
data hold now or held before. Where they lead nowhere, no answer has changed; where they lead to the
parameter by which answers are told apart, only those for these values can have. What is found may
be more than there is, since each step is taken by itself, but not less.
"""

from collections.abc import Sequence
from functools import cache
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from wsisgraph.questions.patterns import Pattern, patterns

_MOST_QUADS = 400
"""Changed statements that are followed; of more most questions have to be asked again anyway."""

_MOST = 1_000
"""Things that a step may lead to; beyond them it tells little."""

_Bound = dict[str, set[NamedNode]]

_read = cache(patterns)


class Traces:
    """Follows the statements of a change.

    Where a literal or a blank node stands, nothing is concluded from which one it is: the engine
    keeps literals by their value, and may name blank nodes as it likes.
    """

    def __init__(self, quads: Sequence[Quad], store: Store) -> None:
        """Take the statements that came or went.

        Args:
            quads: these.
            store: the data with what came, and without what went.
        """
        self._quads = quads
        self._store = store
        self._steps: dict[tuple[NamedNode, str, bool], frozenset[object] | None] = {}
        self._can_tell = len(quads) <= _MOST_QUADS and not any(
            isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)
        )

    def of(self, text: str, key: str) -> frozenset[str] | None:
        """Return the values of a parameter for which the answer of a question can have changed.

        Returns None where it can have for any; nothing where it cannot, whatever it is asked of.

        Args:
            text: the question.
            key: the name of the parameter; "" to know only whether any answer can have changed.
        """
        known = _read(text) if self._can_tell else None
        if known is None:
            return None
        found: set[str] = set()
        for pattern in known:
            for quad in self._quads:
                names = pattern.predicates
                if names is not None and quad.predicate.value not in names:
                    continue
                if not pattern.plain:
                    return None
                bound = _fitted(pattern, quad)
                if bound is None or not self._holds(bound, pattern):
                    continue
                if f"?{key}" not in bound:
                    return None
                found.update(node.value for node in bound[f"?{key}"])
        return frozenset(found)

    def _holds(self, bound: _Bound, pattern: Pattern) -> bool:
        """Tell whether what stands beside a pattern can hold; binds what it leads to."""
        left = [other for other in pattern.beside if other.plain and other.predicates is not None]
        while True:
            # Backwards there is often more than one wants to know.
            ready = [other for other in left if other.subject in bound]
            ready = ready or [other for other in left if other.object in bound]
            if not ready:
                return True
            left.remove(ready[0])
            if not self._step(bound, ready[0]):
                return False

    def _step(self, bound: _Bound, pattern: Pattern) -> bool:
        assert pattern.predicates is not None
        back = pattern.subject not in bound
        here, there = pattern.subject, pattern.object
        if back:
            here, there = there, here
        led: set[object] = set()
        vague = False
        staying = set()
        for node in bound[here]:
            for name in pattern.predicates:
                found = self._led(node, name, back)
                if found is None:
                    vague = True
                    staying.add(node)
                elif found:
                    led |= found
                    staying.add(node)
        if not staying:
            return False
        bound[here] = staying
        nodes = {node for node in led if isinstance(node, NamedNode)}
        if vague or len(nodes) < len(led) or len(nodes) > _MOST:
            return True
        if there in bound:
            bound[there] = bound[there] & nodes
            return bool(bound[there])
        if there.startswith("?"):
            bound[there] = nodes
            return True
        return not there or NamedNode(there) in nodes

    def _led(self, node: NamedNode, name: str, back: bool) -> frozenset[object] | None:
        """Return what statements with a predicate lead to from a node; None for too much."""
        at = node, name, back
        if at not in self._steps:
            predicate = NamedNode(name)
            pattern = (None, predicate, node) if back else (node, predicate, None)
            quads = list(islice(self._store.quads_for_pattern(*pattern), 4 * _MOST))
            if len(quads) == 4 * _MOST:
                self._steps[at] = None
            else:
                quads += [
                    quad
                    for quad in self._quads
                    if quad.predicate == predicate
                    and (quad.object if back else quad.subject) == node
                ]
                self._steps[at] = frozenset(quad.subject if back else quad.object for quad in quads)
        return self._steps[at]


def _fitted(pattern: Pattern, quad: Quad) -> _Bound | None:
    """Return what the variables of a pattern are where a statement fits it; None where not."""
    bound: _Bound = {}
    for place, term in ((pattern.subject, quad.subject), (pattern.object, quad.object)):
        if isinstance(term, Literal):
            if place and not place.startswith("?"):
                return None
            continue
        if not isinstance(term, NamedNode):
            # A statement about a statement: what it is about is not followed.
            continue
        if not place:
            return None
        if not place.startswith("?"):
            if place != term.value:
                return None
        elif bound.setdefault(place, {term}) != {term}:
            return None
    return bound

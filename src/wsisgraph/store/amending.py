"""What follows otherwise when things that stand are changed or go, without deriving all anew.

What rests on a thing that changes is computed twice: from what was said of it, and from what will
be. What followed and follows no more may still rest on other things, which are asked for it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Protocol

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from wsisgraph.store.following import PART
from wsisgraph.store.following import Portions as Following

MOST = 400_000
"""So many quads of a change that rules read are held in memory, of those that come and that go."""

Find = Callable[[NamedNode | None, NamedNode], Iterable[Quad]]


class Portions(Following, Protocol):
    """Rules that can be run on parts of a change; see `graph.portions`."""

    def sources(
        self, thing: NamedNode, predicate: str, find: Find, users: Find
    ) -> set[NamedNode] | None:
        """Return on what a conclusion about a thing may rest; None if that is not known."""


class Amending:
    """Computes what a change of some things changes in what follows."""

    def __init__(
        self,
        rules: Portions,
        store: Store,
        graph: NamedNode,
        is_accepted: Callable[[NamedNode], bool],
    ) -> None:
        """Begin.

        Args:
            rules: what follows from what.
            store: the dataset as it is.
            graph: what follows is there.
            is_accepted: tells of a graph whether rules may read it.
        """
        self._rules = rules
        self._store = store
        self._graph = graph
        self._is_accepted = is_accepted
        self._premises: dict[object, bool] = {graph: False}

    def run(
        self, coming: Collection[Quad], going: Collection[Quad]
    ) -> tuple[set[Quad], set[Quad]] | None:
        """Return what the graph gains and loses; None where that takes running all the rules.

        Args:
            coming: the quads of accepted graphs that come and are read.
            going: those that go.
        """
        if len(coming) + len(going) > MOST:
            return None
        things = dict.fromkeys(quad.subject for quad in (*coming, *going))
        named = [thing for thing in things if isinstance(thing, NamedNode)]
        if len(named) < len(things):
            return None
        before = {thing: set(self._read(thing)) for thing in named}
        after = {thing: set(said) for thing, said in before.items()}
        for quad in going:
            after[quad.subject].discard(quad)  # type: ignore[index]  # all are named
        for quad in coming:
            after[quad.subject].add(quad)  # type: ignore[index]
        for said in (*before.values(), *after.values()):
            for quad in said:
                self._rules.note(quad)
        if not self._rules.prepare(self._by_subject):
            return None
        followed, follows = self._conclusions(before.values()), self._conclusions(after.values())
        others = self._elsewhere(followed - follows, things)
        if others is None:
            return None
        lost = {quad for quad in self._quads(followed - follows - others) if quad in self._store}
        gained = {quad for quad in self._quads(follows - followed) if not self._stands(quad)}
        return gained, lost

    def _elsewhere(self, lines: set[bytes], things: Collection[object]) -> set[bytes] | None:
        """Return what other things conclude that some conclusions may rest on as well."""
        asked: set[tuple[NamedNode, str]] = set()
        for quad in self._quads(lines):
            if not isinstance(quad.subject, NamedNode):
                return None
            asked.add((quad.subject, quad.predicate.value))
        sources: set[NamedNode] = set()
        for thing, predicate in asked:
            some = self._rules.sources(thing, predicate, self._by_subject, self._by_value)
            if some is None:
                return None
            sources.update(each for each in some if each not in things)
        return self._conclusions(map(self._read, sources))

    def _conclusions(self, descriptions: Iterable[Iterable[Quad]]) -> set[bytes]:
        """Return what follows from what is said of things, as lines of N-Triples."""
        found: set[bytes] = set()
        part: list[Quad] = []
        for said in descriptions:
            part += said
            if len(part) >= PART:
                found |= self._rules.conclude(part)
                part.clear()
        return found | self._rules.conclude(part) if part else found

    def _quads(self, lines: Iterable[bytes]) -> Iterator[Quad]:
        for triple in parse(b"".join(lines), format=RdfFormat.N_TRIPLES, lenient=True):
            yield Quad(triple.subject, triple.predicate, triple.object, self._graph)

    def _stands(self, quad: Quad) -> bool:
        """Tell whether a conclusion is there already, or stated."""
        found = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
        return any(each.graph_name == self._graph or self._is_premise(each) for each in found)

    def _read(self, thing: NamedNode) -> Iterator[Quad]:
        for quad in self._store.quads_for_pattern(thing, None, None):
            if self._is_premise(quad) and self._rules.reads(quad):
                yield quad

    def _by_subject(self, thing: NamedNode | None, predicate: NamedNode) -> Iterator[Quad]:
        return filter(self._is_premise, self._store.quads_for_pattern(thing, predicate, None))

    def _by_value(self, thing: NamedNode | None, predicate: NamedNode) -> Iterator[Quad]:
        return filter(self._is_premise, self._store.quads_for_pattern(None, predicate, thing))

    def _is_premise(self, quad: Quad) -> bool:
        """Tell whether a quad is in a graph that rules may read."""
        graph = quad.graph_name
        known = self._premises.get(graph)
        if known is None:
            known = isinstance(graph, NamedNode) and self._is_accepted(graph)
            self._premises[graph] = known
        return known

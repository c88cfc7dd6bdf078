"""What follows otherwise when things that stand are changed or go, without deriving all anew.

What rests on a thing that changes is computed twice: from what was said of it, and from what will
be. What followed and follows no more may still rest on other things, which are asked for it.
"""

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from wsisgraph.store.following import PART
from wsisgraph.store.rules import Portions, Premises

MOST = 400_000
"""So many quads of a change that rules read are held in memory, of those that come and that go."""


class Amending:
    """Computes what a change of some things changes in what follows."""

    def __init__(self, rules: Portions, premises: Premises) -> None:
        """Begin.

        Args:
            rules: what follows from what.
            premises: the dataset as it is.
        """
        self._rules = rules
        self._premises = premises

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
        if not self._rules.prepare(self._premises.of):
            return None
        followed, follows = self._conclusions(before.values()), self._conclusions(after.values())
        others = self._elsewhere(followed - follows, things)
        if others is None:
            return None
        gone = self._quads(followed - follows - others)
        lost = {quad for quad in gone if quad in self._premises.store}
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
            find, users = self._premises.of, self._premises.with_value
            some = self._rules.sources(thing, predicate, find, users)
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
        graph = self._premises.conclusions
        for triple in parse(b"".join(lines), format=RdfFormat.N_TRIPLES, lenient=True):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)

    def _stands(self, quad: Quad) -> bool:
        """Tell whether a conclusion is there already, or stated."""
        found = self._premises.store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
        return any(map(self._premises.hold_or_conclude, found))

    def _read(self, thing: NamedNode) -> Iterator[Quad]:
        return filter(self._rules.reads, self._premises.of(thing, None))

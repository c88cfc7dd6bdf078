"""What follows from much that is new: the rules are run on it part by part, in bounded memory.

Whether they can be is found in their patterns (`patterns`). Each part is put together with what
the rules may need of that which stands, and what follows from it is told as text.
"""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Store

from wsisgraph.graph.patterns import Pattern, Patterns, Plan, Variable

Find = Callable[[NamedNode | None, NamedNode], Iterable[Quad]]
"""Gives the accepted quads that stand, by subject, if one is given, and predicate."""

Ask = Callable[[Store, int], QueryTriples]
"""Runs a rule, by its number."""


class Portions:
    """The rules, for one change: for what is new, or for things before it and after it."""

    def __init__(self, patterns: Patterns, ask: Ask) -> None:
        """Begin with a change.

        Args:
            patterns: those of the rules.
            ask: runs one of them.
        """
        self._patterns = patterns
        self._ask = ask
        self._live: set[Pattern] = set()
        self._plan: Plan | None = None
        self._around: list[Quad] = []
        self._is_hindered = False

    def reads(self, quad: Quad) -> bool:
        """Tell whether a rule reads a quad of an accepted graph."""
        return bool(self._patterns.matching(quad))

    def note(self, quad: Quad) -> bool:
        """Take note of a new quad of an accepted graph; tell whether a rule reads it."""
        if quad.predicate.value in self._patterns.concluded:
            # What is stated need not follow: whether it does is not looked for in all parts.
            self._is_hindered = True
        matching = self._patterns.matching(quad)
        self._live.update(matching)
        return bool(matching)

    def prepare(self, find: Find) -> bool:
        """Gather what the rules need of that which stands; tell whether there can be portions.

        All that is new was noted, and no rule reads anything that stands on a subject of a new quad
        that it reads.
        """
        self._plan = None if self._is_hindered else self._patterns.plan(self._live)
        if self._plan is None:
            return False
        around: dict[Quad, None] = {}
        for pattern in self._plan.around:
            seed = self._plan.seeds.get(pattern.subject) if pattern.subject else None
            for quad in self._standing(pattern, seed, find):
                around[Quad(quad.subject, quad.predicate, quad.object)] = None
        self._around = list(around)
        return all(map(self._binds_only_new, self._plan.centres.items()))

    def _binds_only_new(self, centre: tuple[int, Variable]) -> bool:
        """Tell whether a centre is bound to nothing that stands: not all of that is at hand."""
        rule, variable = centre
        return any(
            not any(
                quad.predicate.value in each.predicates and each.matches(quad)
                for quad in self._around
            )
            for each in self._patterns.required(rule, variable)
        )

    def conclude(self, quads: Iterable[Quad]) -> set[bytes]:
        """Return what follows from some of the new quads, as lines of N-Triples.

        All that the rules read of a subject are among them.
        """
        if self._plan is None:
            return set()
        premises = Store()
        premises.extend(self._around)
        premises.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        found: set[bytes] = set()
        for rule in self._plan.centres:
            lines = self._ask(premises, rule).serialize(format=RdfFormat.N_TRIPLES) or b""
            found.update(lines.splitlines(keepends=True))
        return found

    def sources(
        self, thing: NamedNode, predicate: str, find: Find, users: Find
    ) -> set[NamedNode] | None:
        """Return the things on which a conclusion about a thing may rest; None if it is not known.

        Args:
            thing: the subject of the conclusion.
            predicate: its predicate.
            find: gives the accepted quads that stand, by subject and predicate.
            users: the same, by value and predicate.
        """
        found: set[NamedNode] = set()
        for rule, concluded in enumerate(self._patterns.conclusions):
            for subject, predicates in concluded:
                if predicate not in predicates:
                    continue
                some = self._sources_by(rule, subject, thing, find, users)
                if some is None:
                    return None
                found |= some
        return found

    def _sources_by(
        self, rule: int, subject: Variable | None, thing: NamedNode, find: Find, users: Find
    ) -> set[NamedNode] | None:
        """Return the same for one rule, whose conclusion has that subject."""
        centre = self._plan.centres.get(rule) if self._plan is not None else None
        if subject is None:
            return None
        if centre is None:
            # Nothing that changed plays a part in it; it must have no part in the thing either.
            pattern = self._patterns.about(rule, subject)
            if pattern is None:
                return None
            look = find if pattern.subject == subject else users
            standing = self._matching(pattern, thing, look)
            return None if next(standing, None) is not None else set()
        if centre == subject:
            return {thing}
        pattern = self._patterns.leading_to(rule, subject, centre)
        if pattern is None:
            return None
        subjects = {quad.subject for quad in self._matching(pattern, thing, users)}
        named = {each for each in subjects if isinstance(each, NamedNode)}
        return named if len(named) == len(subjects) else None

    @staticmethod
    def _matching(pattern: Pattern, thing: NamedNode, look: Find) -> Iterator[Quad]:
        for predicate in sorted(pattern.predicates):
            yield from (each for each in look(thing, NamedNode(predicate)) if pattern.matches(each))

    @staticmethod
    def _standing(pattern: Pattern, seed: Pattern | None, find: Find) -> Iterator[Quad]:
        """Give what a pattern matches; only of things that the seed matches, if there is one."""
        predicates = [NamedNode(each) for each in sorted(pattern.predicates)]
        if seed is None or seed == pattern:
            subjects: list[NamedNode | None] = [None]
        else:
            subjects = list(
                dict.fromkeys(
                    quad.subject
                    for predicate in sorted(seed.predicates)
                    for quad in find(None, NamedNode(predicate))
                    if seed.matches(quad) and isinstance(quad.subject, NamedNode)
                )
            )
        for subject in subjects:
            for predicate in predicates:
                yield from (quad for quad in find(subject, predicate) if pattern.matches(quad))

"""Names in a folded text, found by how they begin.

An automaton (Aho-Corasick) of all names in all their forms takes long to build, the longer the
names. So it has only their beginnings; where one stands, the forms of the lengths that so begin
are looked up.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

Thing = TypeVar("Thing")

BEGINNING = 10
"""Letters of a name that the automaton has."""


class Spelled(Generic[Thing]):
    """Things by the forms of their names.

    Attributes:
        things: by form.
    """

    def __init__(self, things: dict[str, Thing]) -> None:
        """Learn the forms, which are folded."""
        self.things = things
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in things:
            lengths[form[:BEGINNING]].add(len(form))
        self._lengths: list[Iterable[int]] = [tuple(some) for some in lengths.values()]
        self._automaton = AhoCorasick(list(lengths), matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Return the forms that stand in a text, with where; those within others, too."""
        things, lengths = self.things, self._lengths
        found: list[tuple[str, int, int]] = []
        for number, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for length in lengths[number]:
                form = text[start : start + length]
                # At the end of the text it is a shorter one, which has been found.
                if form in things and len(form) == length:
                    found.append((form, start, start + length))
        return found

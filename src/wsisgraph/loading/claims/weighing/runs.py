"""Things of one class that stand in a list: “C3, C8 and C9” are one run, and near as one.

Of “UNESCO leads C3, C8 and C9, FAO C7”, C9 is as near to UNESCO as C3, though FAO stands nearer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from wsisgraph.loading.claims.office_words import Item, joins
from wsisgraph.loading.claims.weighing.things import Thing

_PAUSES = ",،、;؛ /"


@dataclass(frozen=True, slots=True)
class Run:
    """A list of things.

    Attributes:
        first, last: the places of its first and last thing.
    """

    first: int
    last: int
    size: int

    def gap(self, other: "Run") -> int:
        """Return how far another one is; 0 if they stand in one another."""
        return max(other.first - self.last, self.first - other.last, 0)

    def far(self, item: Item) -> int:
        """Return how far a word of a role is."""
        return max(item.start - self.last, self.first - item.end, 0)


def runs(text: str, things: Iterable[Thing]) -> dict[int, Run]:
    """Return the runs of some things of a masked text, by the place of each thing."""
    placed = sorted({one.place: one for one in things if one.place >= 0}.values(), key=_place)
    held: list[list[Thing]] = [placed[:1]] if placed else []
    for one, other in pairwise(placed):
        if one.name == other.name and _joined(text[one.place + 1 : other.place]):
            held[-1].append(other)
        else:
            held.append([other])
    found = [(group, Run(group[0].place, group[-1].place, len(group))) for group in held]
    return {one.place: run for group, run in found for one in group}


def _place(thing: Thing) -> int:
    return thing.place


def _joined(between: str) -> bool:
    return not between.strip(_PAUSES) or joins(between)

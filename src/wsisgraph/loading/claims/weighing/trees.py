"""Trees that gold documents taught: how likely it is that what is told means a statement.

A file of them is made by `python -m bench.extraction.learn`: the names that are asked for, and
trees whose nodes are `[name, bound, left, right]`, with the number of a name. Left is what is no
more than the bound. Leaves are numbers; their sum over all trees is the logarithm of the odds.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_CLEARLY_NOT = -3.5
"""A sum that the trees that are left hardly ever make good: one in thirty."""

Node = list[Any] | float


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees, and where the value of each name stands that they ask for."""

    places: Mapping[str, int]
    trees: tuple[Node, ...]

    def chance(self, *told: Mapping[str, float]) -> float:
        """Return how likely it is, from 0 to 1; a name that is not told is zero."""
        values = self.values({})
        for part in told:
            values = self.values(part, values)
        return self.chance_of(values)

    def values(self, told: Mapping[str, float], of: Sequence[float] = ()) -> list[float]:
        """Return the values that the trees ask for, beside those that were told before."""
        places = self.places
        values = list(of) or [0.0] * len(places)
        for name, value in told.items():
            place = places.get(name)
            if place is not None:
                values[place] = value
        return values

    def chance_of(self, values: Sequence[float]) -> float:
        """Return how likely what has some values is; the unlikely is not weighed to the end."""
        total = 0.0
        node: Any
        for node in self.trees:
            while type(node) is list:
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node
            if total < _CLEARLY_NOT:
                break
        return 1 / (1 + math.exp(-total))


@cache
def trees(name: str) -> Trees:
    """Return the trees of a name: `pairs` or `choices`."""
    path = resources.files(__package__) / f"{name}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return Trees({name: n for n, name in enumerate(data["names"])}, tuple(data["trees"]))

"""The names of organisations that stand in one cell."""

import re
from functools import lru_cache

from wsisgraph.loading.known_bodies import KnownBodies

_SEPARATOR = re.compile(r"[;|\n；؛]")
# What may join two bodies, and may as well be part of the name of one.
_JOINT = re.compile(r"\s*[,/&+、，]\s*(?:and\s+)?|\s+(?:and|et|y|e|и|和|و)\s+")
_SLASH = re.compile(r"\s+/\s+")
_REMEMBERED = 20_000


def separated(cell: str, separator: str = "") -> list[str]:
    """Return the parts of a cell, by what its mapping says or by what always separates."""
    parts = cell.split(separator) if separator else _SEPARATOR.split(cell)
    return [name for part in parts if (name := " ".join(part.split()))]


class BodyNames:
    """Tells several bodies in a cell from one with a long name."""

    def __init__(self, known: KnownBodies) -> None:
        """Begin; `known` are the bodies that this graph has."""
        self._known = known
        # Most names come again and again.
        self.apart = lru_cache(maxsize=_REMEMBERED)(self._apart)

    def _apart(self, name: str) -> tuple[str, ...]:
        """Return the bodies that a name without a separator names; itself where it is one.

        `ITU, UNESCO and FAO` are three, since the graph has each; `Village Trust / Rain Board` are
        two; `Ministry of Trade, Industry and Energy` is one.
        """
        parts = tuple(part for part in _JOINT.split(name) if part)
        find = self._known.find
        if len(parts) > 1 and all(find(part) for part in parts):
            return (name,) if find(name) else parts
        slashed = tuple(part for part in _SLASH.split(name) if part) if "/" in name else ()
        return (name,) if len(slashed) < 2 or find(name) else slashed

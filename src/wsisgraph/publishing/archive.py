"""What the pages of a whole site were made of, in parts that are read one at a time.

A part tells of some pages that follow each other in the plan of the site: see `memory`. Parts are
kept as they lie in the file, packed, so that a site of any size takes little memory. Which pages
belong to a part depends on the plan alone, and so the bytes are the same for the same site, however
many processes made it and in however many builds.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from wsisgraph.publishing.memory import Memory
from wsisgraph.publishing.sheets import Sheet

AT_ONCE = 60
"""Pages of one kind that a part tells of."""

_LENGTH = struct.Struct("<Q")

Parts = Mapping[int, bytes]
"""Packed parts by their number; each of these tells of some of its pages."""


def numbered(sheets: Iterable[Sheet]) -> dict[str, int]:
    """Return the number of the part that tells of each page, by its name."""
    found: dict[str, int] = {}
    number = -1
    for _, same in groupby(sheets, key=lambda sheet: sheet.kind):
        for at, sheet in enumerate(same):
            number += at % AT_ONCE == 0
            found[sheet.name] = number
    return found


def packed(memory: Memory, numbers: Mapping[str, int]) -> dict[int, bytes]:
    """Return a memory as packed parts."""
    names: dict[int, list[str]] = {}
    for name in memory.sheets:
        names.setdefault(numbers[name], []).append(name)
    return {number: memory.only(some).dump() for number, some in names.items()}


class Archive:
    """The parts of a site."""

    def __init__(self, parts: Sequence[bytes] = ()) -> None:
        self._parts = parts
        self._pages: dict[int, tuple[str, ...]] = {}

    @classmethod
    def load(cls, body: bytes) -> "Archive":
        """Return what `dump` wrote.

        Raises:
            ValueError: it is something else.
        """
        parts = []
        at = 0
        while at < len(body):
            if len(body) < at + _LENGTH.size:
                raise ValueError("it ends within a length")
            (length,) = _LENGTH.unpack_from(body, at)
            at += _LENGTH.size
            parts.append(body[at : at + length])
            at += length
        if at > len(body):
            raise ValueError("it ends within a part")
        return cls(parts)

    def dump(self) -> bytes:
        """Return it as bytes."""
        return b"".join(piece for part in self._parts for piece in (_LENGTH.pack(len(part)), part))

    def memories(self) -> Iterator[Memory]:
        """Give the parts one by one.

        Raises:
            ValueError: one is damaged.
        """
        return map(self.part, range(len(self._parts)))

    def part(self, at: int) -> Memory:
        """Return one of the parts, by its place.

        Raises:
            ValueError: it is damaged.
        """
        memory = Memory.load(self._parts[at])
        self._pages[at] = tuple(memory.sheets)
        return memory

    def _pages_of(self, at: int) -> tuple[str, ...]:
        return self._pages[at] if at in self._pages else tuple(self.part(at).sheets)

    def updated(
        self, numbers: Mapping[str, int], kept: Iterable[str], made: Iterable[Parts]
    ) -> "Archive":
        """Return the archive of a site of which some pages are kept and the others were made.

        Args:
            numbers: the part of each page of the site.
            kept: the pages of which this one tells what is still true.
            made: tells of all others.
        """
        coming: dict[int, list[bytes]] = {}
        for parts in made:
            for number, part in parts.items():
                coming.setdefault(number, []).append(part)
        wanted = set(kept)
        for at, part in enumerate(self._parts if wanted else ()):
            pages = self._pages_of(at)
            of: dict[int, list[str]] = {}
            for name in pages:
                if name in wanted:
                    of.setdefault(numbers[name], []).append(name)
            if len(of) == 1 and wanted.issuperset(pages):
                coming.setdefault(next(iter(of)), []).append(part)
            elif of:
                here = self.part(at)
                for number, names in of.items():
                    coming.setdefault(number, []).append(here.only(names).dump())
        return Archive([_one(coming[number]) for number in sorted(coming)])


def _one(parts: Sequence[bytes]) -> bytes:
    """Return several parts as one."""
    return parts[0] if len(parts) == 1 else Memory.joined(map(Memory.load, parts)).dump()

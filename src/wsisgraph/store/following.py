"""What follows from a change, part by part, onto the disk instead of into memory."""

from collections.abc import Iterator
from typing import IO

from pyoxigraph import BlankNode, NamedNode, Quad

from wsisgraph.store.rules import Portions, Premises
from wsisgraph.store.seen import Seen

PART = 50_000
"""Quads that the rules are given at once."""

_MOST_SCATTERED = 100_000
_CONCLUSIONS = 2
"""So many follow from a quad, or about so many."""


class Following:
    """Computes what follows from quads that come, when nothing goes that the rules read."""

    def __init__(self, rules: Portions, premises: Premises, about: int) -> None:
        """Begin.

        Args:
            rules: what follows from what.
            premises: the dataset as it is.
            about: how many quads come.
        """
        self._rules = rules
        self._premises = premises
        self._about = about
        self._is_new = Seen(about).is_new
        self._scattered: set[object] = set()
        self._last: object = None
        self._is_possible = True

    def note(self, quad: Quad) -> None:
        """Take note of a quad of an accepted graph that comes."""
        if not self._is_possible or not self._rules.note(quad) or quad.subject == self._last:
            return
        self._last = subject = quad.subject
        if not isinstance(subject, NamedNode):
            self._is_possible = False
        elif not self._is_new(subject.value):
            self._scattered.add(subject)
            self._is_possible = len(self._scattered) <= _MOST_SCATTERED
        elif any(map(self._rules.reads, self._premises.of(subject, None))):
            # What follows from what it was before might follow no more.
            self._is_possible = False

    def prepare(self) -> bool:
        """Tell whether what follows can be computed so, when all quads are noted."""
        return self._is_possible and self._rules.prepare(self._premises.of)

    def write(self, quads: Iterator[Quad], out: IO[bytes]) -> int:
        """Write what follows from the quads that were noted, and was not there; return how many.

        Args:
            quads: the same quads, those that nobody reads among them.
            out: takes N-Quads; can be read.
        """
        end = f" {self._premises.conclusions} .\n".encode()
        is_new = Seen(_CONCLUSIONS * self._about).is_new
        number = 0
        unsure: set[bytes] = set()
        for part in self._parts(quads):
            for line in self._unstated(self._rules.conclude(part)):
                if is_new(line):
                    out.write(line[:-3] + end)
                    number += 1
                else:
                    unsure.add(line[:-3] + end)
        if unsure:
            out.seek(0)
            unsure.difference_update(line for line in out if line in unsure)
            out.writelines(sorted(unsure))
        out.flush()
        return number + len(unsure)

    def _parts(self, quads: Iterator[Quad]) -> Iterator[list[Quad]]:
        """Give the quads that are read in parts, all on one subject in the same."""
        part: list[Quad] = []
        scattered: list[Quad] = []
        last: object = None
        for quad in quads:
            if not self._is_read(quad):
                continue
            if quad.subject in self._scattered:
                scattered.append(quad)
                continue
            if quad.subject != last:
                last = quad.subject
                if len(part) >= PART:
                    yield part
                    part = []
            part.append(quad)
        yield from (some for some in (part, scattered) if some)

    def _unstated(self, lines: set[bytes]) -> Iterator[bytes]:
        """Give those lines of N-Triples that do not stand in an accepted graph already."""
        stated: dict[tuple[bytes, bytes], set[str]] = {}
        for line in sorted(lines):
            subject, predicate, value = line[:-3].split(b" ", 2)
            key = subject, predicate
            known = stated.get(key)
            if known is None:
                found = self._premises.store.quads_for_pattern(
                    _node(subject.decode()), NamedNode(predicate[1:-1].decode()), None
                )
                known = stated[key] = {
                    str(quad.object) for quad in found if self._premises.hold_or_conclude(quad)
                }
            if not known or value.decode() not in known:
                yield line

    def _is_read(self, quad: Quad) -> bool:
        return self._premises.hold(quad) and self._rules.reads(quad)


def _node(text: str) -> NamedNode | BlankNode:
    return BlankNode(text[2:]) if text.startswith("_:") else NamedNode(text[1:-1])

"""What records of the journal change all in all, graph by graph, told from their lines alone.

The front process, which parses nothing foreign, reads here what our own writer wrote: one quad of
N-Quads a line, with its four terms as SPARQL writes them too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_QUAD = re.compile(
    rb"""
    (?P<subject> <[^>]*> | _:\S+ ) [ \t]+
    (?P<predicate> <[^>]*> ) [ \t]+
    (?P<object> <[^<>]*> | _:\S+ | <<\(.*\)>>
      | "(?:[^"\\]|\\.)*" (?: \^\^<[^>]*> | @[A-Za-z0-9-]+ )? )
    (?: [ \t]+ (?P<graph> <[^>]*> | _:\S+ ) )?
    [ \t]* \. [ \t]*
    """,
    re.VERBOSE,
)

_NUMBER = re.compile(
    rb'(?<!\\)"([+-]?)0*(\d*)(?:\.(\d*?)0*)?"'
    rb"(\^\^<http://www\.w3\.org/2001/XMLSchema#(?:decimal|integer)>)"
)

WHOLE_BEYOND = 5_000
"""Changed triples from which a graph is sent anew as a whole."""

DEFAULT = ""
"""Stands for the default graph, which has no name."""


@dataclass(slots=True)
class Net:
    """What comes to a graph and what goes.

    Attributes:
        whole: whether it is better sent anew: what changes is much, or has no name.
        added: triples, as lines without the full stop.
        removed: likewise.
    """

    whole: bool = False
    added: dict[str, None] = field(default_factory=dict)
    removed: dict[str, None] = field(default_factory=dict)

    def see(self, triple: str, *, comes: bool, has_blank: bool) -> None:
        """Take a triple that comes or goes."""
        if self.whole:
            return
        # A blank node can be named in no later request.
        if has_blank or len(self.added) + len(self.removed) >= WHOLE_BEYOND:
            self.whole = True
            self.added.clear()
            self.removed.clear()
            return
        to, undone = (self.added, self.removed) if comes else (self.removed, self.added)
        undone.pop(triple, None)
        to[triple] = None


def plain(lines: bytes) -> bytes:
    """Return statements with their decimals and integers as our own store has them.

    The journal keeps 3.10 as it was sent, and takes 3.1 away; to Fuseki these are two.
    """
    return _NUMBER.sub(_plain, lines)


def _plain(found: re.Match[bytes]) -> bytes:
    sign, whole, part = found[1], found[2] or b"0", found[3] or b""
    if not (found[2] or found[3] or b"0" in found[0].partition(b"^^")[0]):
        return found[0]
    minus = b"-" if sign == b"-" and (whole != b"0" or part) else b""
    return b'"' + minus + whole + (b"." + part if part else b"") + b'"' + found[4]


def quads(lines: Iterable[bytes]) -> Iterator[tuple[str, str, bool]]:
    """Give graph, triple and whether it has a blank node, for each line.

    Raises:
        ValueError: a line is no quad.
    """
    for line in lines:
        if not line.strip():
            continue
        found = _QUAD.fullmatch(plain(line.strip()))
        if found is None:
            raise ValueError(f"This line is no quad: {line[:200]!r}")
        subject, predicate, object_ = found["subject"], found["predicate"], found["object"]
        graph = found["graph"] or b""
        blank = subject.startswith(b"_:") or object_.startswith((b"_:", b"<<"))
        triple = b" ".join((subject, predicate, object_)).decode()
        name = graph.decode()
        yield name[1:-1] if name.startswith("<") else name, triple, blank


class Nets(dict[str, Net]):
    """What changes in each graph, by its name; `DEFAULT` for the default graph."""

    def see(self, lines: Iterable[bytes], *, comes: bool) -> None:
        """Take the lines of what comes, or of what goes."""
        for graph, triple, has_blank in quads(lines):
            if graph not in self:
                self[graph] = Net()
            self[graph].see(triple, comes=comes, has_blank=has_blank)

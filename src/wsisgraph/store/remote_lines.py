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


def quads(lines: Iterable[bytes]) -> Iterator[tuple[str, str, bool]]:
    """Give graph, triple and whether it has a blank node, for each line.

    Raises:
        ValueError: a line is no quad.
    """
    for line in lines:
        if not line.strip():
            continue
        found = _QUAD.fullmatch(line.strip())
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

"""The merged default graph on the disk, for data that readers do not hold in memory.

As `snapshot` does in memory: a triple of several accepted graphs is there once, and leaves only
when the last of them lets it go. Here that is looked up when one leaves. The default graph of a
store that is merged holds nothing else: what was written into it itself cannot be told apart.
"""

import re
from collections.abc import Callable, Iterable
from typing import IO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from wsisgraph.store import nquads
from wsisgraph.store.changes import OWN
from wsisgraph.store.names import DEFAULT, GraphNode
from wsisgraph.terms import iris

_PIECE = 16 << 20

# The end of a line of N-Quads, with the name of its graph where that is an IRI.
_GRAPH = re.compile(rb"(?:[ \t]*<([^<>\n]*)>)?[ \t]*\.[ \t]*\n")


def is_accepted(graph: GraphNode) -> bool:
    """Tell whether a graph is merged into the default graph."""
    return isinstance(graph, NamedNode) and _is_accepted(graph.value)


def merge_all(store: Store) -> None:
    """Put the triples of all accepted graphs into the default graph; doing it again harms not."""
    for graph in list(store.named_graphs()):
        if is_accepted(graph):
            pieces = _Pieces(lambda lines: nquads.fill(store, lines))
            store.dump(cast(IO[bytes], pieces), format=RdfFormat.N_TRIPLES, from_graph=graph)
            pieces.end()


def merge(store: Store, quads: Iterable[Quad]) -> None:
    """Put the triples of those quads that are in accepted graphs into the default graph."""
    store.extend(_in_default(quad) for quad in quads if is_accepted(quad.graph_name))


def merge_lines(store: Store, lines: bytes) -> None:
    """Do as `merge`, for whole lines of N-Quads, all in named graphs; some megabytes."""
    known: dict[bytes, bool] = {}
    kept: list[bytes] = []
    start = 0
    for end in _GRAPH.finditer(lines if lines.endswith(b"\n") else lines + b"\n"):
        name = end[1] or b""
        accepted = known.get(name)
        if accepted is None:
            accepted = known[name] = bool(name) and _is_accepted(name.decode())
        if accepted:
            kept.append(lines[start : end.start()])
            kept.append(b" .\n")
        start = end.end()
    if kept:
        nquads.fill(store, b"".join(kept))


def let_go(store: Store, quads: Iterable[Quad]) -> None:
    """Take out the triples of quads that are gone, unless an accepted graph still holds them."""
    for quad in quads:
        if not is_accepted(quad.graph_name):
            continue
        same = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if not any(is_accepted(other.graph_name) for other in same):
            store.remove(_in_default(quad))


def _is_accepted(name: str) -> bool:
    return iris.is_accepted(name) and not name.startswith(OWN)


def _in_default(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DEFAULT)


class _Pieces:
    """A file to the engine, which hands on whole lines, many at a time."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take
        self._waiting = bytearray()

    def write(self, piece: bytes) -> int:
        self._waiting += piece
        if len(self._waiting) >= _PIECE and (cut := self._waiting.rfind(b"\n") + 1):
            self._hand_on(cut)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: lines are handed on when there are many, and at the end."""

    def end(self) -> None:
        if self._waiting:
            self._hand_on(len(self._waiting))

    def _hand_on(self, cut: int) -> None:
        lines = bytes(self._waiting[:cut])
        del self._waiting[:cut]
        self._take(lines)

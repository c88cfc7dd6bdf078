"""Quads in files, in pieces that memory holds, and in graphs of a store."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse, serialize

_AT_ONCE = 5000
_PIECE = 8 << 20


def write(quads: Iterable[Quad], out: IO[bytes]) -> None:
    """Write quads as N-Quads, some thousands at a time."""
    rest = iter(quads)
    while some := list(islice(rest, _AT_ONCE)):
        out.write(serialize(some, format=RdfFormat.N_QUADS) or b"")


def parsed(quads: IO[bytes], pieces: Iterable[tuple[int, int]]) -> Iterator[Quad]:
    """Yield the quads of pieces of a file of N-Quads."""
    for start, stop in pieces:
        while start < stop:
            quads.seek(start)
            lines = quads.read(min(stop - start, _PIECE))
            if start + len(lines) < stop:
                lines = lines[: lines.rindex(b"\n") + 1]
            start += len(lines)
            yield from parse(lines, format=RdfFormat.N_QUADS)


def copy_piece(quads: IO[bytes], start: int, stop: int, out: IO[bytes]) -> None:
    """Copy a piece of a file."""
    quads.seek(start)
    while start < stop:
        piece = quads.read(min(stop - start, 1 << 20))
        start += len(piece)
        out.write(piece)


def is_empty(store: Store, graph: str) -> bool:
    """Tell whether a graph has no quad."""
    return next(iter(store.quads_for_pattern(None, None, None, NamedNode(graph))), None) is None


def number_of(store: Store, graphs: Iterable[str]) -> int:
    """Return how many quads there are in graphs."""
    names = " ".join(f"<{graph}>" for graph in graphs)
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return sum(int(each["n"].value) for each in found)

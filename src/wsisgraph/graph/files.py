"""The data as files to take away: the same bytes for the same data, whoever asks and when.

N-Quads are canonical (RDFC-1.0), one quad a line, sorted. The other forms tell the graphs in the
order of their names and the quads of each in the order of their lines. Nothing is held whole in
memory but what has blank nodes: of these RDFC-1.0 needs no other quads, since a quad without any
tells nothing about them (RDF Dataset Canonicalization, section 4.6).

A program of its own too (`python -m wsisgraph.graph.files`), so that a service can have its files
made beside it and without an engine of its own.
"""

import argparse
import hashlib
import heapq
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PREFIXES

_BATCH = 5_000
_IN_MEMORY = 100_000
"""Lines that are sorted at once; a line has some two hundred bytes."""

_KEY = re.compile(r"(?=.{1,120}$)[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*")

NAME = "wsisgraph"
LIST = "files.json"


@dataclass(frozen=True, slots=True)
class File:
    """One file.

    Attributes:
        name: its path below the folder, `graphs/itu-council.ttl`.
        form: nq, trig, jsonld, ttl.
        size: its bytes.
        sha256: their hash.
        graph: the graph that it holds; "" for all of them.
    """

    name: str
    form: str
    size: int
    sha256: str
    graph: str = ""


class Sorted:
    """Quads in the one order, on disk while there are many; a context manager."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="wsisgraph-files-")
        self._chunks: list[Path] = []
        self._lines: list[bytes] = []
        with_blank_nodes = Dataset()
        for batch in _batches(quads):
            ground = []
            for quad in batch:
                if _has_blank_node(quad):
                    with_blank_nodes.add(quad)
                else:
                    ground.append(quad)
            self._take(ground)
        with_blank_nodes.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        self._take(list(with_blank_nodes))

    def __enter__(self) -> "Sorted":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def lines(self) -> Iterator[bytes]:
        """Give the lines of canonical N-Quads."""
        return (line for line, _ in groupby(heapq.merge(*self._parts(b""))))

    def graphs(self) -> Iterator[tuple[str, Iterator[Quad]]]:
        """Give each graph by name with its quads, the default graph first under ""."""
        merged = (line for line, _ in groupby(heapq.merge(*self._parts(b".by-graph"))))
        for name, lines in groupby(merged, key=lambda line: line.partition(b"\t")[0]):
            yield name.decode(), _quads(line.partition(b"\t")[2] for line in lines)

    def _take(self, quads: Sequence[Quad]) -> None:
        text = serialize(quads, format=RdfFormat.N_QUADS) or b""
        self._lines += text.splitlines(keepends=True)
        if len(self._lines) >= _IN_MEMORY:
            self._spill()

    def _spill(self) -> None:
        """Write what is gathered, in both orders."""
        chunk = Path(self._folder.name) / str(len(self._chunks))
        chunk.write_bytes(b"".join(sorted(set(self._lines))))
        by_graph = sorted(
            _named(quad) for quad in zip(_quads(self._lines), self._lines, strict=True)
        )
        chunk.with_suffix(".by-graph").write_bytes(b"".join(by_graph))
        self._chunks.append(chunk)
        self._lines = []

    def _parts(self, suffix: bytes) -> list[Iterator[bytes]]:
        if self._lines:
            self._spill()
        return [_read(chunk.with_suffix(suffix.decode())) for chunk in self._chunks]


def write(quads: Sorted, form: str, out: BinaryIO) -> None:
    """Write all graphs in one form: nq, trig or jsonld."""
    if form == "nq":
        out.writelines(quads.lines())
        return
    every = (quad for _, graph in quads.graphs() for quad in graph)
    if form == "trig":
        serialize(every, out, format=RdfFormat.TRIG, prefixes=dict(PREFIXES))
    else:
        serialize(every, out, format=RdfFormat.JSON_LD, prefixes=dict(PREFIXES))


def write_graph(quads: Iterable[Quad], out: BinaryIO) -> None:
    """Write one graph as Turtle."""
    serialize(
        (Triple(quad.subject, quad.predicate, quad.object) for quad in quads),
        out,
        format=RdfFormat.TURTLE,
        prefixes=dict(PREFIXES),
    )


def make(quads: Iterable[Quad], into: Path) -> list[File]:
    """Write every file into a folder, and at last the list of them."""
    made = []
    with Sorted(quads) as ordered:
        for form in ("nq", "trig", "jsonld"):
            path = into / f"{NAME}.{form}"
            with path.open("wb") as out:
                write(ordered, form, out)
            made.append(_file(path, into, form))
        for name, graph in ordered.graphs():
            path = into / "graphs" / f"{key(name)}.ttl"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                write_graph(graph, out)
            made.append(_file(path, into, "ttl", name))
    text = json.dumps([asdict(file) for file in made], indent=1)
    (into / LIST).write_text(text, encoding="utf-8")
    return made


def key(graph: str) -> str:
    """Return what the file of a graph is called: the end of its name where that is ours."""
    own = graph.removeprefix(iris.base_iri() + "graph/")
    if own != graph and _KEY.fullmatch(own):
        return own
    return "other-" + hashlib.sha256(graph.encode()).hexdigest()[:16] if graph else "default"


def _file(path: Path, folder: Path, form: str, graph: str = "") -> File:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = path.relative_to(folder).as_posix()
    return File(name, form, path.stat().st_size, digest, graph)


def _batches(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    left = iter(quads)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _has_blank_node(quad: Quad) -> bool:
    return any(_is_blank(node) for node in (quad.subject, quad.object, quad.graph_name))


def _is_blank(node: object) -> bool:
    if isinstance(node, Triple):
        return _is_blank(node.subject) or _is_blank(node.object)
    return isinstance(node, BlankNode)


def _named(told: tuple[Quad, bytes]) -> bytes:
    """Return a line with the name of its graph before it, to be sorted by."""
    quad, line = told
    graph = quad.graph_name
    if isinstance(graph, DefaultGraph):
        return b"\t" + line
    name = graph.value if isinstance(graph, NamedNode) else f"_:{graph.value}"
    return name.encode() + b"\t" + line


def _quads(lines: Iterable[bytes]) -> Iterator[Quad]:
    left = iter(lines)
    while batch := b"".join(islice(left, _BATCH)):
        yield from parse(batch, format=RdfFormat.N_QUADS)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files of the N-Quads in a file."""
    parser = argparse.ArgumentParser(prog="wsisgraph files")
    parser.add_argument("source", type=Path)
    parser.add_argument("into", type=Path)
    given = parser.parse_args(arguments)
    with given.source.open("rb") as source:
        make(parse(source, format=RdfFormat.N_QUADS), given.into)
    return 0


if __name__ == "__main__":
    # Whoever asks a question goes first.
    os.nice(10)
    sys.exit(main())

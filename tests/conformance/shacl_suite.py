"""The W3C suite of SHACL: what to send, and which report must come back.

Each file of the suite holds its data, its shapes and the report that they must give
(https://w3c.github.io/data-shapes/data-shapes-test-suite/). Two reports are the same when what the
suite demands of them is, as graphs: whether the data conform, and of each result the focus node,
path, value, severity, constraint component and shape.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

SH = "http://www.w3.org/ns/shacl#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FAILURE = NamedNode(f"{SHT}Failure")

CORE, SPARQL = 98, 22
"""How many tests there are."""

# The folder is named by the address that it has on the web: relative IRIs resolve against that.
BASE = "http://www.w3.org/data-shapes-test-suite/tests/"

_OF_A_RESULT = (
    *("focusNode", "resultPath", "value", "resultSeverity", "sourceConstraintComponent"),
    "sourceShape",
)

Term = NamedNode | BlankNode | Triple | object
Graph = list[Quad]


@dataclass(frozen=True)
class ShaclTest:
    """One test.

    Attributes:
        id: its file without the ending, below the folder of the suite.
        data: the document with the data.
        shapes: the document with the shapes.
        expected: what the report must say, in a form that is equal for equal reports; None where a
            failure is expected.
    """

    id: str
    data: bytes
    shapes: bytes
    expected: frozenset[str] | None


def tests(shared: Path) -> list[ShaclTest]:
    """Return every test of the suite."""
    return list(_tests(shared / "w3c" / "shacl-tests", "manifest.ttl"))


def _tests(folder: Path, name: str) -> Iterator[ShaclTest]:
    graph = _read((folder / name).read_bytes(), name)
    for quad in graph:
        if quad.predicate.value == f"{MF}include":
            yield from _tests(folder, _path(quad.object))
    for quad in graph:
        if quad.predicate.value == f"{MF}entries":
            for entry in _items(graph, quad.object):
                yield _test(folder, graph, entry)


def _test(folder: Path, graph: Graph, entry: Term) -> ShaclTest:
    action, result = _one(graph, entry, f"{MF}action"), _one(graph, entry, f"{MF}result")
    data, shapes = (_path(_one(graph, action, SHT + name)) for name in ("dataGraph", "shapesGraph"))
    return ShaclTest(
        id=_path(entry),
        data=_sent(folder, data),
        shapes=_sent(folder, shapes),
        expected=None if result == FAILURE else _demanded(graph, result),
    )


def _sent(folder: Path, path: str) -> bytes:
    return f"@base <{BASE}{path}> .\n".encode() + (folder / path).read_bytes()


def demanded(report: bytes) -> frozenset[str]:
    """Return what the suite demands of a report in Turtle, equal for equal reports."""
    graph = list(parse(report, format=RdfFormat.TURTLE))
    (node,) = {
        quad.subject
        for quad in graph
        if quad.predicate.value == f"{RDF}type"
        and quad.object == NamedNode(f"{SH}ValidationReport")
    }
    return _demanded(graph, node)


def _demanded(graph: Graph, report: Term) -> frozenset[str]:
    kept: set[Quad] = set(_of(graph, report, "conforms", "result"))
    for result in _all(graph, report, f"{SH}result"):
        kept.update(_of(graph, result, *_OF_A_RESULT))
        for path in _all(graph, result, f"{SH}resultPath"):
            kept.update(_below(graph, path))
    dataset = Dataset(kept)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def _below(graph: Graph, node: Term) -> Iterator[Quad]:
    """Give what is said of a path, and of the paths it is made of."""
    if isinstance(node, BlankNode):
        for quad in graph:
            if quad.subject == node:
                yield quad
                yield from _below(graph, quad.object)


def _of(graph: Graph, subject: Term, *names: str) -> Iterator[Quad]:
    wanted = {SH + name for name in names}
    return (q for q in graph if q.subject == subject and q.predicate.value in wanted)


def _all(graph: Graph, subject: Term, predicate: str) -> list[Term]:
    return [q.object for q in graph if q.subject == subject and q.predicate.value == predicate]


def _one(graph: Graph, subject: Term, predicate: str) -> Term:
    (found,) = _all(graph, subject, predicate)
    return found


def _items(graph: Graph, head: Term) -> Iterator[Term]:
    while head != NamedNode(f"{RDF}nil"):
        yield _one(graph, head, f"{RDF}first")
        head = _one(graph, head, f"{RDF}rest")


def _read(document: bytes, path: str) -> Graph:
    return list(parse(document, format=RdfFormat.TURTLE, base_iri=BASE + path))


def _path(node: Term) -> str:
    assert isinstance(node, NamedNode)
    return node.value.removeprefix(BASE)

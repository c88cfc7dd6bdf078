"""The W3C manifests, read into tests: what to send, and what must come back.

One vocabulary serves the SPARQL suites of 1.0, 1.1 and 1.2 and the suites of the RDF formats
(http://www.w3.org/2001/sw/DataAccess/tests/README). A file of a suite is named by the address that
the suite has on the web, not by its place on this disk: relative IRIs resolve against that.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from rdflib import RDF, RDFS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
DAWG = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")
ASSUMED_BASE = MF.assumedTestBase


@dataclass(frozen=True)
class File:
    """A file of a suite.

    Attributes:
        path: where it is here.
        url: what it is called.
    """

    path: Path
    url: str

    def text(self) -> str:
        # Not `read_text`: that would make one kind of line end of all, and strings hold them.
        return self.path.read_bytes().decode()


@dataclass(frozen=True)
class Dataset:
    """Data to put into a server, or to find there: (graph or None for the default graph, file)."""

    files: frozenset[tuple[str | None, File]] = frozenset()


@dataclass(frozen=True)
class Exchange:
    """One request of a protocol test, and what is expected of its response."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: tuple[str, ...]
    expected_boolean: bool | None
    expected_format: str | None
    expected_location: str | None
    expected_type: str | None
    expected_body: str | None


@dataclass(frozen=True)
class Entry:
    """One test of a suite; which of the attributes are given depends on its kind."""

    iri: str
    kind: str
    name: str
    folder: str
    approval: str
    query: File | None = None
    dataset: Dataset = Dataset()
    result: File | None = None
    after: Dataset | None = None
    lax: bool = False
    base: str | None = None
    federated: bool = False
    exchanges: tuple[Exchange, ...] = field(default=())

    @property
    def id(self) -> str:
        """A name that is short and still unique: folder and fragment."""
        return f"{self.folder}/{self.iri.rpartition('#')[2].rpartition('/')[2]}"


class Suite:
    """A folder of manifests.

    Args:
        folder: where it is here; below it, each folder may have manifests.
        url: the address that stands for the folder.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url if url.endswith("/") else url + "/"

    def tests(self) -> Iterator[Entry]:
        """Give every test that a `mf:entries` lists, once, in the order of folders and lists."""
        seen: set[tuple[str, str]] = set()
        for path in sorted(self.folder.rglob("manifest*.ttl")):
            for test in self.tests_of(path):
                if (test.folder, test.iri) not in seen:
                    seen.add((test.folder, test.iri))
                    yield test

    def tests_of(self, path: Path) -> Iterator[Entry]:
        """Give the tests of one manifest."""
        graph = Graph()
        graph.parse(path, format="turtle", publicID=self._url(path))
        assumed = next(graph.objects(None, ASSUMED_BASE), None)
        for listed in graph.objects(None, MF.entries):
            for entry in Collection(graph, cast(BNode, listed)):
                yield self._test(graph, entry, path, None if assumed is None else str(assumed))

    def _url(self, path: Path) -> str:
        return self.url + path.relative_to(self.folder).as_posix()

    def _file(self, node: Node | None) -> File | None:
        if not isinstance(node, URIRef):
            return None
        assert node.startswith(self.url), f"{node} is no file of the suite {self.url}"
        return File(self.folder / str(node)[len(self.url) :].partition("#")[0], str(node))

    def _test(self, graph: Graph, entry: Node, path: Path, assumed: str | None) -> Entry:
        action = graph.value(entry, MF.action)
        result = graph.value(entry, MF.result)
        given: dict[str, Any] = {}
        if isinstance(action, URIRef):
            given["query"] = self._file(action)
        elif action is not None and (action, HT.requests, None) in graph:
            given["exchanges"] = tuple(_exchanges(graph, action))
        elif action is not None:
            request = graph.value(action, UT.request)
            given["query"] = self._file(request or graph.value(action, QT.query))
            given["federated"] = (action, QT.serviceData, None) in graph
        files = self._dataset(graph, action) if isinstance(action, BNode) else Dataset()
        if (entry, UT.graphData, None) in graph:
            files = Dataset(files.files | self._dataset(graph, entry).files)
        if isinstance(result, BNode):
            given["after"] = self._dataset(graph, result)
        relative = path.parent.relative_to(self.folder).as_posix()
        query = given.get("query")
        base = None
        if assumed is not None and query is not None:
            base = assumed + query.url.removeprefix(_parent(self._url(path)))
        return Entry(
            iri=str(entry),
            kind=_local(graph.value(entry, RDF.type)),
            name=str(graph.value(entry, MF.name) or entry),
            folder=self.folder.name if relative == "." else relative,
            approval=_local(graph.value(entry, DAWG.approval)),
            dataset=files,
            result=self._file(result),
            lax=(entry, MF.resultCardinality, MF.LaxCardinality) in graph,
            base=base,
            **given,
        )

    def _dataset(self, graph: Graph, node: Node) -> Dataset:
        files: set[tuple[str | None, File]] = set()
        for plain in (*graph.objects(node, QT.data), *graph.objects(node, UT.data)):
            if (file := self._file(plain)) is not None:
                files.add((None, file))
        for named in (*graph.objects(node, QT.graphData), *graph.objects(node, UT.graphData)):
            inner = graph.value(named, UT.graph) or graph.value(named, QT.graph)
            if (file := self._file(inner or named)) is not None:
                files.add((str(graph.value(named, RDFS.label) or file.url), file))
        return Dataset(frozenset(files))


def _exchanges(graph: Graph, action: Node) -> Iterator[Exchange]:
    for request in _items(graph, graph.value(action, HT.requests)):
        response = graph.value(request, HT.resp)
        assert response is not None
        boolean = graph.value(response, MF.expectedBoolean)
        body = graph.value(request, HT.body)
        headers = _headers(graph, request)
        yield Exchange(
            method=str(graph.value(request, HT.methodName)),
            path=str(graph.value(request, HT.absolutePath)),
            headers=headers,
            body=None if body is None else _content(graph, body),
            statuses=tuple(sorted(map(_local, graph.objects(response, MF.expectedStatus)))),
            expected_boolean=None if boolean is None else bool(boolean.toPython()),  # type: ignore[attr-defined]
            expected_format=_text(graph.value(response, MF.expectedFormat)),
            expected_location=_text(graph.value(response, MF.expectedLocation)),
            expected_type=dict(_headers(graph, response)).get("content-type"),
            expected_body=_text(_value(graph, graph.value(response, HT.body), CNT.chars)),
        )


def _content(graph: Graph, body: Node) -> bytes:
    text = graph.value(body, CNT.chars)
    encoding = graph.value(body, CNT.characterEncoding)
    return str(text).encode(str(encoding))


def _headers(graph: Graph, node: Node) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue)))
        for header in _items(graph, graph.value(node, HT.headers))
    )


def _items(graph: Graph, head: Node | None) -> list[Node]:
    return [] if head is None else list(graph.items(head))


def _value(graph: Graph, node: Node | None, predicate: URIRef) -> Node | None:
    return None if node is None else graph.value(node, predicate)


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)


def _parent(url: str) -> str:
    return url.rpartition("/")[0] + "/"


def _local(node: Node | None) -> str:
    return "" if node is None else str(node).rpartition("#")[2]

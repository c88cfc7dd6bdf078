"""The Store protocol over an Oxigraph store in this process: no workers, no deadline, for tests."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field

import pyoxigraph as ox

from wsisgraph.errors import (
    DataSyntaxError,
    Forbidden,
    GraphNotFound,
    NotAcceptable,
    QuerySyntaxError,
    RevisionMismatch,
    WriteNotAllowed,
)
from wsisgraph.store.protocol import (
    GRAPH_MEDIA_TYPES,
    RESULT_MEDIA_TYPES,
    Author,
    Data,
    Kind,
    Revision,
    Scope,
    Written,
)

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


@dataclass
class SmallAnswer:
    kind: Kind
    format: str
    media_type: str
    revision: Revision
    truncated: bool
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.body

    async def read(self) -> bytes:
        return self.body

    async def aclose(self) -> None:
        return None


@dataclass
class SmallStore:
    data: ox.Store
    revision: Revision = field(default_factory=lambda: Revision(7, "7-0123456789ab"))
    asked: list[dict[str, object]] = field(default_factory=list)
    fails_with: Exception | None = None

    def hold(self) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def query(
        self,
        text: str,
        *,
        formats: Sequence[str],
        timeout: float | None = None,
        max_rows: int | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        graph_prefixes: Mapping[str, str] = {},
        base: str | None = None,
        own: bool = False,
    ) -> SmallAnswer:
        self.asked.append({"text": text, "timeout": timeout, "formats": list(formats)})
        if self.fails_with is not None:
            raise self.fails_with
        if "SERVICE" in text:
            raise Forbidden("The query calls SERVICE", mend="ask without it")
        dataset: dict[str, object] = {}
        if default_graphs or named_graphs:
            dataset["default_graph"] = [ox.NamedNode(graph) for graph in default_graphs]
            dataset["named_graphs"] = [ox.NamedNode(graph) for graph in named_graphs]
        try:
            found = self.data.query(text, base_iri=base, **dataset)
        except SyntaxError as error:
            raise QuerySyntaxError(str(error), line=1, column=1) from error
        truncated = False
        if isinstance(found, ox.QueryTriples):
            key = _first(formats, _GRAPHS)
            # A set, as a real store gives it: rows of CONSTRUCT may repeat a triple.
            body = ox.serialize(
                list(dict.fromkeys(found)), format=_GRAPHS[key], prefixes=dict(graph_prefixes)
            )
            return SmallAnswer("graph", key, GRAPH_MEDIA_TYPES[key], self.revision, False, body)
        key = _first(formats, _RESULTS)
        body = found.serialize(format=_RESULTS[key])
        kind: Kind = "boolean" if isinstance(found, ox.QueryBoolean) else "solutions"
        if max_rows is not None and key == "csv":
            lines = body.splitlines(keepends=True)
            truncated = len(lines) > max_rows + 1
            body = b"".join(lines[: max_rows + 1])
        return SmallAnswer(kind, key, RESULT_MEDIA_TYPES[key], self.revision, truncated, body)

    async def update(
        self,
        text: str,
        *,
        author: Author,
        base: str | None = None,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        timeout: float | None = None,
        expected: Revision | None = None,
    ) -> Written:
        self.asked.append({"text": text, "using": using, "using_named": using_named, "base": base})
        self._check(expected)
        copy = self._copy()
        try:
            copy.update(text, base_iri=base)
        except SyntaxError as error:
            raise QuerySyntaxError(str(error), line=1, column=1) from error
        return self._become(copy, author)

    async def graph(
        self,
        name: str | Scope,
        *,
        formats: Sequence[str],
        graph_prefixes: Mapping[str, str] = {},
    ) -> SmallAnswer:
        if name is Scope.DATASET:
            found = list(self.data)
        else:
            node = _node(name)
            if isinstance(node, ox.NamedNode) and not self.data.contains_named_graph(node):
                raise GraphNotFound("There is no such graph", where=str(name))
            found = [quad.triple for quad in self.data.quads_for_pattern(None, None, None, node)]
        key = _first(formats, _GRAPHS)
        body = ox.serialize(found, format=_GRAPHS[key]) or b""
        return SmallAnswer("graph", key, GRAPH_MEDIA_TYPES[key], self.revision, False, body)

    async def write_graph(
        self,
        name: str | Scope,
        data: Sequence[Data],
        *,
        replace: bool,
        author: Author,
        expected: Revision | None = None,
    ) -> Written:
        self.asked.append({"name": name, "data": data, "author": author})
        self._check(expected)
        copy = self._copy()
        if replace and name is Scope.DATASET:
            copy.clear()
        elif replace:
            copy.clear_graph(_node(name))
        if isinstance(name, str):
            copy.add_graph(ox.NamedNode(name))
        for each in data:
            into = {} if name is Scope.DATASET else {"to_graph": _node(name)}
            try:
                copy.load(each.body, _GRAPHS[each.format], base_iri=each.base, **into)
            except SyntaxError as error:
                raise DataSyntaxError(str(error), line=1, column=1) from error
        return self._become(copy, author)

    async def delete_graph(
        self, name: str | Scope, *, author: Author, expected: Revision | None = None
    ) -> Written:
        self._check(expected)
        copy = self._copy()
        node = _node(name)
        if isinstance(node, ox.NamedNode) and not copy.contains_named_graph(node):
            raise GraphNotFound("There is no such graph", where=str(name))
        copy.remove_graph(node)
        return self._become(copy, author)

    def _check(self, expected: Revision | None) -> None:
        if self.fails_with is not None:
            raise self.fails_with
        if expected is not None and expected != self.revision:
            raise RevisionMismatch("The data are at another revision")

    def _copy(self) -> ox.Store:
        copy = ox.Store()
        copy.extend(self.data)
        for graph in self.data.named_graphs():
            copy.add_graph(graph)
        return copy

    def _become(self, copy: ox.Store, author: Author) -> Written:
        before, after = set(self.data), set(copy)
        old = {graph.value for graph in self.data.named_graphs()}
        new = {graph.value for graph in copy.named_graphs()}
        touched = {quad.graph_name for quad in before ^ after}
        names = {None if isinstance(g, ox.DefaultGraph) else g.value for g in touched}
        if refused := [name for name in names | (old ^ new) if not author.may_write(name)]:
            raise WriteNotAllowed("This token may not write there", graphs=refused)
        self.data = copy
        number = self.revision.sequence + 1
        self.revision = Revision(number, f"{number}-0123456789ab")
        return Written(
            self.revision,
            len(after - before),
            len(before - after),
            tuple(new - old),
            tuple(old - new),
        )


def _node(name: str | Scope) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(name) if isinstance(name, str) else ox.DefaultGraph()


def _first(formats: Sequence[str], known: Mapping[str, object]) -> str:
    for key in formats:
        if key in known:
            return key
    raise NotAcceptable("None of the formats fits", mend=f"ask for one of: {', '.join(known)}")

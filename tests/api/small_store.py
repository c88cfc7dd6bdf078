"""The Store protocol over an Oxigraph store in this process: no workers, no deadline, for tests."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from wsisgraph.errors import Forbidden, NotAcceptable, QuerySyntaxError
from wsisgraph.store.protocol import (
    GRAPH_MEDIA_TYPES,
    RESULT_MEDIA_TYPES,
    Kind,
    Revision,
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
            found = self.data.query(text, **dataset)
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


def _first(formats: Sequence[str], known: Mapping[str, object]) -> str:
    for key in formats:
        if key in known:
            return key
    raise NotAcceptable("None of the formats fits", mend="ask for another")

"""A worker: answers one query at a time from the snapshot it was forked with.

It lives in the sandbox, reads requests from its one socket and writes frames to it. It may be
killed at any moment, and a query may kill it (the engine aborts when memory runs out and overflows
the stack on deep nesting): nothing but the query at hand is lost. It never sees a newer revision:
when one comes, the worker is let go and another is forked.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import IO, Any, cast

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from wsisgraph.store import frames
from wsisgraph.store.protocol import GRAPH_MEDIA_TYPES, RESULT_MEDIA_TYPES
from wsisgraph.store.rows import Cut, RowLimit

_RESULT_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPH_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
_TAKES_PREFIXES = {"turtle", "trig", "rdfxml"}

_FRAME = 1 << 16
_LONGEST_FRAME = 1 << 20
_MERGE = NamedNode("urn:wsisgraph:merge")

# "error at 2:32: expected one of ABS, "?", ['0'..='9'], …": the engine's parser.
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r'"(?:\\.|[^"\\])*"|[^,]+')
_CHARACTER_CLASS = re.compile(r"\[[^\]]*\]")
_MOST_EXPECTED = 12


class Worker:
    """Answers queries on a store."""

    def __init__(self, store: Store, socket_fd: int) -> None:
        self._store = store
        self._fd = socket_fd

    def serve(self) -> None:
        """Answer requests until the other side closes the socket."""
        while (received := frames.read_frame(self._fd)) is not None:
            self._answer(frames.decode(received[1]))

    def _answer(self, request: Mapping[str, Any]) -> None:
        try:
            self._run(request)
        except SyntaxError as error:
            self._fail("QuerySyntaxError", **_explain(str(error)))
        except MemoryError:
            # As the engine does when it runs out of memory: the front tells the rest.
            os.abort()
        except _Unfit as error:
            self._fail("NotAcceptable", message=str(error), mend=error.mend)
        except BaseException as error:
            # Whatever the engine cannot do with this query is the query's answer; a panic of the
            # engine is no Exception, yet no reason to leave the asker without one.
            self._fail("QueryFailed", message=f"The query failed: {_sentence(str(error))}")

    def _run(self, request: Mapping[str, Any]) -> None:
        dataset, foreign = self._dataset(request["default_graphs"], request["named_graphs"])
        results = self._store.query(request["query"], **dataset)
        name = _choose(results, request["formats"])
        graph = isinstance(results, QueryTriples)
        media_type = (GRAPH_MEDIA_TYPES if graph else RESULT_MEDIA_TYPES)[name]
        kind = "graph" if graph else "boolean" if isinstance(results, QueryBoolean) else "solutions"
        sink = _Sink(self._fd, {"kind": kind, "format": name, "media_type": media_type})
        rows = request["max_rows"]
        if isinstance(results, QueryTriples):
            truncated = _write_graph(results, name, sink, request["prefixes"], rows)
        elif rows is None or isinstance(results, QueryBoolean):
            results.serialize(cast(IO[bytes], sink), _RESULT_FORMATS[name])
            truncated = False
        else:
            truncated = _write_rows(results, name, sink, rows)
        sink.end({"truncated": truncated, "retire": foreign})

    def _dataset(
        self, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> tuple[dict[str, Any], bool]:
        """Return the engine's dataset arguments, and whether the store was changed for them."""
        if not default_graphs and not named_graphs:
            return {}, False
        default = [NamedNode(iri) for iri in default_graphs]
        named = [NamedNode(iri) for iri in named_graphs]
        if len(default) < 2:
            return {"default_graph": default, "named_graphs": named}, False
        # The engine gives a triple of two default graphs twice, and counts it twice: merge them
        # into one here. This copy of the store is the worker's own; it is let go afterwards.
        self._store.bulk_extend(
            Quad(quad.subject, quad.predicate, quad.object, _MERGE)
            for graph in dict.fromkeys(default)
            for quad in self._store.quads_for_pattern(None, None, None, graph)
        )
        return {"default_graph": [_MERGE], "named_graphs": named}, True

    def _fail(self, error: str, **told: Any) -> None:
        content = {"error": error, "where": None, "mend": None, **told}
        frames.write_all(self._fd, frames.message(frames.FAILURE, content))


class _Unfit(Exception):
    """No asked format fits the kind of the answer."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


class _Sink:
    """A file to the engine: gathers what is written into frames."""

    def __init__(self, fd: int, head: dict[str, Any]) -> None:
        self._fd = fd
        self._parts: list[bytes] = [frames.message(frames.HEAD, head)]
        self._gathered: list[bytes] = []
        self._size = 0

    def write(self, piece: bytes) -> int:
        """Take some bytes."""
        piece = bytes(piece)
        self._gathered.append(piece)
        self._size += len(piece)
        if self._size >= _FRAME:
            self._send()
        return len(piece)

    def flush(self) -> None:
        """Do nothing: frames go out when they are full, and at the end."""

    def end(self, told: dict[str, Any]) -> None:
        """Send what is left and say that the answer is whole."""
        self._send(frames.message(frames.END, told))

    def _send(self, last: bytes = b"") -> None:
        gathered = b"".join(self._gathered)
        for start in range(0, len(gathered), _LONGEST_FRAME):
            piece = gathered[start : start + _LONGEST_FRAME]
            self._parts.append(frames.frame(frames.DATA, piece))
        self._parts.append(last)
        frames.write_all(self._fd, b"".join(self._parts))
        self._parts.clear()
        self._gathered.clear()
        self._size = 0


class _Watched:
    """A file to the engine that ends the result after so many rows."""

    def __init__(self, limit: RowLimit) -> None:
        self._limit = limit

    def write(self, piece: bytes) -> int:
        """Take some bytes."""
        self._limit.feed(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: the sink behind it sends when it is full."""


def _choose(results: QuerySolutions | QueryBoolean | QueryTriples, formats: Sequence[str]) -> str:
    fitting = _GRAPH_FORMATS if isinstance(results, QueryTriples) else _RESULT_FORMATS
    for name in formats:
        if name in fitting:
            return name
    kind = "CONSTRUCT or DESCRIBE" if fitting is _GRAPH_FORMATS else "SELECT or ASK"
    raise _Unfit(
        f"A {kind} query cannot be answered as {', '.join(formats) or 'nothing'}",
        f"ask for one of: {', '.join(fitting)}",
    )


def _write_graph(
    triples: QueryTriples, name: str, sink: _Sink, prefixes: dict[str, str], rows: int | None
) -> bool:
    chosen = prefixes if name in _TAKES_PREFIXES else None
    shown = triples if rows is None else islice(triples, rows)
    serialize(shown, cast(IO[bytes], sink), _GRAPH_FORMATS[name], prefixes=chosen)
    return next(iter(triples), None) is not None


def _write_rows(solutions: QuerySolutions, name: str, sink: _Sink, rows: int) -> bool:
    limit = RowLimit(name, rows, sink.write)
    try:
        solutions.serialize(cast(IO[bytes], _Watched(limit)), _RESULT_FORMATS[name])
    except Cut:
        return True
    limit.finish()
    return False


# Words of the engine's grammar that are of no use here: refused, or not of SPARQL 1.1.
_NOT_HERE = frozenset({"SERVICE", "LATERAL"})


def _explain(error: str) -> dict[str, Any]:
    """Return message, line and column of a syntax error, in words."""
    found = _PLACE.match(error)
    if not found:
        return {"message": f"The query is not SPARQL: {_sentence(error)}"}
    line, column, rest = found.groups()
    rest = _CHARACTER_CLASS.sub("", rest.removeprefix("one of "))
    listed = (part.strip() for part in _EXPECTED.findall(rest))
    expected = [part for part in listed if part and part not in _NOT_HERE]
    message = "The query is not SPARQL"
    for reason in ("Prefix not found", "IRI parsing failed"):
        if reason in expected:
            expected = []
            message = {
                "Prefix not found": "A prefix is used that no PREFIX line declares",
                "IRI parsing failed": "An IRI is not well-formed, or relative without BASE",
            }[reason]
    sentences = [part for part in expected if " " in part]
    if sentences:
        message = f"{message}: {_sentence(sentences[0])}"
    elif expected:
        # Keywords tell more than quotation marks.
        shown = ", ".join(sorted(expected, key=lambda e: (e[0] == '"', e))[:_MOST_EXPECTED])
        more = ", …" if len(expected) > _MOST_EXPECTED else ""
        message = f"{message}: here it would go on with {shown}{more}"
    return {"message": message, "line": int(line), "column": int(column)}


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def run(store: Store, socket_fd: int, confine: Callable[[], None]) -> None:
    """Be a worker from here on; never returns."""
    status = 1
    try:
        confine()
        Worker(store, socket_fd).serve()
        status = 0
    finally:
        os._exit(status)

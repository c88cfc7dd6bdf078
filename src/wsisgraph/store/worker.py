"""A worker: does one thing at a time with the snapshot it was forked with.

It answers a query, gives out a graph, or computes what a write would change.

It lives in the sandbox, reads requests from its one socket and writes frames to it. It may be
killed at any moment, and a query may kill it (the engine aborts when memory runs out and overflows
the stack on deep nesting): nothing but the query at hand is lost. It never sees a newer revision:
when one comes, the worker is let go and another is forked. A write is carried out on the worker's
own copy of the data, which is let go with it; what it would change goes out as N-Quads, and it is
the writer who changes anything.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import IO, Any, cast

from pyoxigraph import (
    BlankNode,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    serialize,
)

from wsisgraph.errors import Forbidden, NotAcceptable, QueryTooLarge, WsisgraphError
from wsisgraph.store import corrections, escapes, frames, guard, loading, updating
from wsisgraph.store.changes import OWN, as_message
from wsisgraph.store.difference import Difference
from wsisgraph.store.judging import Judge
from wsisgraph.store.names import DEFAULT, GraphNode, named
from wsisgraph.store.overlay import Overlay, as_store
from wsisgraph.store.parsing import FORMATS
from wsisgraph.store.protocol import GRAPH_MEDIA_TYPES, RESULT_MEDIA_TYPES
from wsisgraph.store.remote_work import look_through, write_anew
from wsisgraph.store.rows import Cut, RowLimit
from wsisgraph.store.sinks import Sink, Watched, open_sink
from wsisgraph.store.snapshot import Beyond, Snapshot, chunks
from wsisgraph.store.spellings import spelt
from wsisgraph.store.trespass import Watch

_RESULT_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_TAKES_PREFIXES = {"turtle", "trig", "rdfxml"}
_TAKES_DATASETS = {"nquads", "trig", "jsonld"}

_CALLED = {name: "query" for name in ("query", "graph", "look through", "write anew")} | {
    "update": "update"
}

_MERGE = NamedNode(f"{OWN}merge")
_MOST_REMEMBERED = 8
_MOST_COPIED = 200_000

# "error at 2:32: expected one of ABS, "?", ['0'..='9'], …": the engine's parser.
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r'"(?:\\.|[^"\\])*"|[^,]+')
_CHARACTER_CLASS = re.compile(r"\[[^\]]*\]")
_MOST_EXPECTED = 12


class Worker:
    """Does what it is asked, on a snapshot; once it changed its copy, that was the last."""

    def __init__(self, snapshot: Snapshot, socket_fd: int, judge: Judge | None = None) -> None:
        self._snapshot = snapshot
        self._judge = judge
        self._store = self._asked = snapshot.store
        self._fd = socket_fd
        self._changed = False
        self._merging = False
        self._beyond: dict[frozenset[NamedNode], Beyond | None] = {}

    def serve(self) -> None:
        """Answer requests until the other side closes the socket."""
        while (received := frames.read_frame(self._fd)) is not None:
            # What comes after the last request are documents that it need not read: they are taken
            # all the same, or whoever sends them would see that nobody is there, and not why.
            if not self._changed:
                self._answer(frames.decode(received[1]))

    def _answer(self, request: Mapping[str, Any]) -> None:
        what = _CALLED.get(request["do"], "write")
        try:
            match request["do"]:
                case "query":
                    self._query(request)
                case "graph":
                    self._graph(request)
                case "look through":
                    look_through(self._fd, request, _choose)
                case "write anew":
                    write_anew(self._fd, request, frames.read_bodies(self._fd))
                case _:
                    self._write(request)
        except SyntaxError as error:
            self._fail("QuerySyntaxError", **_explain(str(error), what))
        except MemoryError:
            # As the engine does when it runs out of memory: the front tells the rest.
            os.abort()
        except WsisgraphError as error:
            self._fail(**as_message(error))
        except BaseException as error:
            # Whatever the engine cannot do with this query is the query's answer; a panic of the
            # engine is no Exception, yet no reason to leave the asker without one.
            self._fail("QueryFailed", message=f"The {what} failed: {_sentence(str(error))}")
        finally:
            if self._merging:
                self._store.remove_graph(_MERGE)
                self._merging = False

    def _query(self, request: Mapping[str, Any]) -> None:
        default_graphs, named_graphs = request["default_graphs"], request["named_graphs"]
        text = escapes.read(request["query"])
        if request["inspect"] or text != request["query"]:
            findings = guard.inspect(text, most=request.get("longest"))
            if not default_graphs and not named_graphs:
                default_graphs, named_graphs = findings.dataset
        self._asked = self._store
        dataset = self._dataset(default_graphs, named_graphs)
        text = self._corrected(text, request["base"], dataset)
        results = self._asked.query(text, base_iri=request["base"], **dataset)
        name = _choose(results, request["formats"])
        graph = isinstance(results, QueryTriples)
        media_type = (GRAPH_MEDIA_TYPES if graph else RESULT_MEDIA_TYPES)[name]
        kind = "graph" if graph else "boolean" if isinstance(results, QueryBoolean) else "solutions"
        sink = open_sink(self._fd, {"kind": kind, "format": name, "media_type": media_type})
        rows = request["max_rows"]
        if isinstance(results, QueryTriples):
            truncated = _write_graph(results, name, sink, request["prefixes"], rows)
        elif rows is None or isinstance(results, QueryBoolean):
            results.serialize(cast(IO[bytes], sink), _RESULT_FORMATS[name])
            truncated = False
        else:
            truncated = _write_rows(results, name, sink, rows)
        sink.end({"truncated": truncated, "retire": self._changed})

    def _graph(self, request: Mapping[str, Any]) -> None:
        scope = request["scope"]
        offered = _TAKES_DATASETS if scope == "dataset" else FORMATS.keys()
        name = next((name for name in request["formats"] if name in offered), None)
        if name is None:
            raise NotAcceptable(
                f"{'The dataset' if scope == 'dataset' else 'A graph'} cannot be given as"
                f" {', '.join(request['formats']) or 'nothing'}",
                mend=f"ask for one of: {', '.join(sorted(offered))}",
            )
        quads: Iterable[Quad] | Iterable[Triple]
        if scope == "dataset":
            quads = spelt(self._snapshot.quads(), self._snapshot.spellings, anywhere=False)
        else:
            graph = named(request["graph"]) if scope is None else DEFAULT
            loading.find(self._snapshot, graph)
            held = self._store.quads_for_pattern(None, None, None, graph)
            merged = self._snapshot.merged and graph == DEFAULT
            sent = spelt(held, self._snapshot.spellings, anywhere=merged)
            quads = (quad.triple for quad in sent)
        media_type = GRAPH_MEDIA_TYPES[name]
        sink = open_sink(self._fd, {"kind": "graph", "format": name, "media_type": media_type})
        _serialize(quads, name, sink, request["prefixes"])
        sink.end({"truncated": False, "retire": self._changed})

    def _write(self, request: Mapping[str, Any]) -> None:
        if request["do"] == "update":
            sent, request = request, {**request, "update": escapes.read(request["update"])}
            if request["inspect"] or request["update"] != sent["update"]:
                self._inspect_update(request)
        self._changed = True
        if self._snapshot.on_disk:
            over = as_store(Overlay(self._store))
            self._snapshot = self._snapshot.with_store(over)
            self._store = over
        sink = Sink(self._fd, {"kind": "difference", "format": "nquads", "media_type": ""})
        watch = Watch(request["bounds"]) if request.get("bounds") else None
        difference = Difference(sink, self._store, merged=self._snapshot.merged, watch=watch)
        match request["do"]:
            case "update":
                updating.update(self._snapshot, request, difference)
            case "write":
                loading.write(self._snapshot, request, frames.read_bodies(self._fd), difference)
            case _:
                loading.delete(self._snapshot, request, difference)
        told = difference.send()
        broken = difference.things.broken(self._judge, self._store) if self._judge else []
        sink.end(
            {"truncated": False, "retire": self._changed, "written": {**told, "broken": broken}}
        )

    def _inspect_update(self, request: Mapping[str, Any]) -> None:
        try:
            guard.inspect(request["update"], "update")
        except Forbidden:
            # What is no SPARQL at all is told first.
            updating.check_syntax(request["update"], request["base"])
            raise

    def _dataset(
        self, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> dict[str, Any]:
        """Return the engine's dataset arguments."""
        if not default_graphs and not named_graphs:
            return {}
        default = [NamedNode(iri) for iri in default_graphs]
        named_ones = [NamedNode(iri) for iri in named_graphs]
        if len(default) < 2:
            return {"default_graph": default, "named_graphs": named_ones}
        # The engine gives a triple of two default graphs twice, and counts it twice: merge them
        # into one here, unless the merged graph holds most of them already.
        key = frozenset(default)
        if key not in self._beyond:
            if len(self._beyond) >= _MOST_REMEMBERED:
                self._beyond.clear()
            self._beyond[key] = self._snapshot.beyond_merged(default)
        if (beyond := self._beyond[key]) is not None:
            if beyond.triples is None:
                return {"default_graph": [DEFAULT, *beyond.graphs], "named_graphs": named_ones}
            if self._snapshot.on_disk:
                return self._copied([DEFAULT, *beyond.graphs], named_ones)
            self._merging = True
            self._store.bulk_extend(
                Quad(triple.subject, triple.predicate, triple.object, _MERGE)
                for triple in beyond.triples
            )
            return {"default_graph": [DEFAULT, _MERGE], "named_graphs": named_ones}
        if self._snapshot.on_disk:
            return self._copied(default, named_ones)
        # This copy of the store is the worker's own; it is let go afterwards.
        self._changed = True
        self._store.bulk_extend(
            Quad(quad.subject, quad.predicate, quad.object, _MERGE)
            for graph in dict.fromkeys(default)
            for quad in self._store.quads_for_pattern(None, None, None, graph)
        )
        return {"default_graph": [_MERGE], "named_graphs": named_ones}

    def _copied(self, default: Iterable[GraphNode], named_ones: list[NamedNode]) -> dict[str, Any]:
        """Have the query answered over a copy in memory, its default graphs merged into one.

        Raises:
            QueryTooLarge: they are too many for that.
        """
        copy = Store()
        number = 0
        for graph, into in [(one, DEFAULT) for one in default] + [(one, one) for one in named_ones]:
            for some in chunks(self._store.quads_for_pattern(None, None, None, graph), 5000):
                number += len(some)
                if number > _MOST_COPIED:
                    raise QueryTooLarge(
                        "The query names several default graphs (FROM) that have triples in common,"
                        f" and together more than {_MOST_COPIED:,}: too many to be merged for it",
                        mend="ask each of them by GRAPH, or leave out FROM: the default graph is"
                        " the merge of the accepted ones",
                    )
                copy.extend(Quad(q.subject, q.predicate, q.object, into) for q in some)
        self._asked = copy
        return {}

    def _corrected(self, text: str, base: str | None, dataset: Mapping[str, Any]) -> str:
        """Return the query, written anew where the engine departs from the standard."""
        if not corrections.is_suspect(text):
            return text
        # What is no SPARQL stays none, and is told with the places of who sent it.
        Store().query(text, base_iri=base)
        graphs = dataset.get("named_graphs")
        graphs = list(self._asked.named_graphs()) if graphs is None else graphs
        names = sorted(graph.value for graph in graphs if not graph.value.startswith(OWN))
        blank = any(isinstance(graph, BlankNode) for graph in graphs)
        return corrections.corrected(
            text,
            None if blank else names,
            lambda ask: bool(self._asked.query(ask, base_iri=base, **dataset)),
        )

    def _fail(self, error: str, **told: Any) -> None:
        content = {"error": error, "where": None, "mend": None, "retire": self._changed, **told}
        frames.write_all(self._fd, frames.message(frames.FAILURE, content))


def _choose(results: QuerySolutions | QueryBoolean | QueryTriples, formats: Sequence[str]) -> str:
    fitting: Mapping[str, Any]
    fitting = FORMATS if isinstance(results, QueryTriples) else _RESULT_FORMATS
    for name in formats:
        if name in fitting:
            return name
    kind = "CONSTRUCT or DESCRIBE" if fitting is FORMATS else "SELECT or ASK"
    raise NotAcceptable(
        f"A {kind} query cannot be answered as {', '.join(formats) or 'nothing'}",
        mend=f"ask for one of: {', '.join(fitting)}",
    )


def _write_graph(
    triples: QueryTriples, name: str, sink: Sink, prefixes: dict[str, str], rows: int | None
) -> bool:
    shown = triples if rows is None else islice(triples, rows)
    _serialize(shown, name, sink, prefixes)
    return next(iter(triples), None) is not None


def _serialize(
    statements: Iterable[Triple] | Iterable[Quad], name: str, sink: Sink, prefixes: dict[str, str]
) -> None:
    chosen = prefixes if name in _TAKES_PREFIXES else None
    try:
        serialize(statements, cast(IO[bytes], sink), FORMATS[name], prefixes=chosen)
    except OSError as error:
        raise NotAcceptable(
            f"The answer holds what {name} cannot write ({_sentence(str(error))})",
            mend="ask for Turtle, N-Triples or JSON-LD",
        ) from error


def _write_rows(solutions: QuerySolutions, name: str, sink: Sink, rows: int) -> bool:
    limit = RowLimit(name, rows, sink.write)
    try:
        solutions.serialize(cast(IO[bytes], Watched(limit)), _RESULT_FORMATS[name])
    except Cut:
        return True
    limit.finish()
    return False


# Words of the engine's grammar that are of no use here: refused, or not of SPARQL 1.1.
_NOT_HERE = frozenset({"SERVICE", "LATERAL"})


def _explain(error: str, what: str) -> dict[str, Any]:
    """Return message, line and column of a syntax error, in words."""
    found = _PLACE.match(error)
    if not found:
        return {"message": f"The {what} is not SPARQL: {_sentence(error)}"}
    line, column, rest = found.groups()
    rest = _CHARACTER_CLASS.sub("", rest.removeprefix("one of "))
    listed = (part.strip() for part in _EXPECTED.findall(rest))
    expected = [part for part in listed if part and part not in _NOT_HERE]
    message = f"The {what} is not SPARQL"
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


def run(
    snapshot: Callable[[], Snapshot],
    socket_fd: int,
    confine: Callable[[], None],
    judge: Judge | None = None,
) -> None:
    """Be a worker from here on; never returns."""
    status = 1
    try:
        confine()
        Worker(snapshot(), socket_fd, judge).serve()
        status = 0
    finally:
        os._exit(status)

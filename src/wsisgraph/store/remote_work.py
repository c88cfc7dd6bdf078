"""What workers do for a store that is elsewhere: they read queries, and answers, in its stead.

A stranger's query is looked through, and parsed, before it is sent on; what a server answers is
parsed, and written in the format that was asked for, before it is handed on. Both are foreign
bytes, and belong into the sandbox.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import IO, Any, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
    serialize,
)

from wsisgraph.errors import Forbidden, NotAcceptable, QueryFailed
from wsisgraph.store import escapes, guard
from wsisgraph.store.parsing import FORMATS
from wsisgraph.store.protocol import GRAPH_MEDIA_TYPES, RESULT_MEDIA_TYPES
from wsisgraph.store.remote_dialects import mended
from wsisgraph.store.rows import Cut, RowLimit
from wsisgraph.store.sinks import Sink, Watched, open_sink

# Names that servers take for functions of their own: of their machine, of their database.
_THEIR_OWN = ("bif:", "sql:", "java:", "javascript:")

_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_TAKES_PREFIXES = {"turtle", "trig", "rdfxml"}

Choose = Callable[[Any, Any], str]


def look_through(fd: int, request: Mapping[str, Any], choose: Choose) -> None:
    """Tell what a query is, in which format it is answered, and which dataset it names.

    Raises:
        QueryRefused: it is not to be sent on.
        SyntaxError: it is no SPARQL.
    """
    text = escapes.read(request["query"])
    findings = guard.inspect(text, most=request["longest"])
    # The engine's parser takes what the standard does; there is nothing here to answer it from.
    results = Store().query(text, base_iri=request["base"])
    for token in guard.TOKEN.finditer(text):
        if token.lastgroup == "iri" and guard.decoded(token.group()[1:]).casefold().startswith(
            _THEIR_OWN
        ):
            raise Forbidden(
                f"{token.group()} may name what belongs to the machine of the SPARQL server",
                mend="use what the standard has",
            )
    name = choose(results, request["formats"])
    graph = isinstance(results, QueryTriples)
    kind = "graph" if graph else "boolean" if isinstance(results, QueryBoolean) else "solutions"
    media_type = (GRAPH_MEDIA_TYPES if graph else RESULT_MEDIA_TYPES)[name]
    bare = without_dataset(text)
    known = bool(findings.default_graphs or findings.named_graphs)
    sink = Sink(fd, {"kind": kind, "format": name, "media_type": media_type})
    sink.write((bare if known or request["overrides"] else text).encode())
    sink.end(
        {
            "truncated": False,
            "retire": False,
            "repeatable": findings.repeatable,
            "default_graphs": list(findings.default_graphs),
            "named_graphs": list(findings.named_graphs),
            # A name that is relative: the server knows what it stands for.
            "says": bare != text and not known,
        }
    )


def without_dataset(text: str) -> str:
    """Return a query without its FROM clauses: some servers add them to the dataset they get."""
    kept = []
    done = depth = 0
    begun: int | None = None
    for token in guard.TOKEN.finditer(text):
        kind = token.lastgroup
        if kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
        if depth or kind == "comment":
            continue
        word = token.group().casefold() if kind == "word" else ""
        if begun is None:
            if word == "from":
                begun = token.start()
        elif word != "named":
            kept.append(text[done:begun])
            done, begun = token.end(), None
    return " ".join([*kept, text[done:]])


def write_anew(fd: int, request: Mapping[str, Any], bodies: Iterator[IO[bytes]]) -> None:
    """Write an answer of a server in the format that was asked for, and cut it where asked.

    Raises:
        QueryFailed: it is not what it should be.
        NotAcceptable: the format cannot say it.
    """
    kind, name, rows = request["kind"], request["format"], request["max_rows"]
    body = next(bodies).read()
    if request["mends"]:
        body = mended(body, kind)
    media_type = (GRAPH_MEDIA_TYPES if kind == "graph" else RESULT_MEDIA_TYPES)[name]
    sink = open_sink(fd, {"kind": kind, "format": name, "media_type": media_type})
    try:
        if kind == "graph":
            truncated = _graph(body, name, sink, request["prefixes"], rows, request["graphs"])
        else:
            truncated = _results(body, name, sink, rows)
    except (SyntaxError, ValueError) as error:
        raise QueryFailed(
            f"The SPARQL server gave what is no answer ({' '.join(str(error).split())[:200]})"
        ) from error
    sink.end({"truncated": truncated, "retire": False})


def _graph(
    body: bytes,
    name: str,
    sink: Sink,
    prefixes: Mapping[str, str],
    rows: int | None,
    graphs: bool,
) -> bool:
    given = RdfFormat.N_QUADS if graphs else RdfFormat.N_TRIPLES
    triples = parse(io.BytesIO(body), format=given, lenient=True)
    read = (quad if graphs else quad.triple for quad in triples)
    shown = read if rows is None else islice(read, rows)
    chosen = dict(prefixes) if name in _TAKES_PREFIXES else None
    try:
        serialize(cast(Any, shown), cast(IO[bytes], sink), FORMATS[name], prefixes=chosen)
    except OSError as error:
        raise NotAcceptable(
            f"The answer holds what {name} cannot write ({error})",
            mend="ask for Turtle, N-Triples or JSON-LD",
        ) from error
    return next(read, None) is not None


def _results(body: bytes, name: str, sink: Sink, rows: int | None) -> bool:
    results = parse_query_results(io.BytesIO(body), format=QueryResultsFormat.JSON)
    if rows is None or not isinstance(results, QuerySolutions):
        results.serialize(cast(IO[bytes], sink), _RESULTS[name])
        return False
    limit = RowLimit(name, rows, sink.write)
    try:
        results.serialize(cast(IO[bytes], Watched(limit)), _RESULTS[name])
    except Cut:
        return True
    limit.finish()
    return False

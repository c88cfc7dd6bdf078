"""What SPARQL servers do in ways of their own: the one place that knows it.

Everything else speaks SPARQL 1.1. `docs/how-to/remote-store.md` tells the same to people.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MERGED = "urn:wsisgraph:default"
"""The merged graph, where it is a named one."""

ITS_DEFAULT = "urn:x-arq:DefaultGraph"
"""Jena's name for the default graph that a server has of its own."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a server departs from what the standards say, or leave open.

    Attributes:
        name: what it is called in messages.
        merges: whether it gives a triple of two default graphs once, as the standard wants it.
        at_once: the most triples of one INSERT DATA or DELETE DATA.
        own_graphs: graphs that it has of itself, which hold none of the data.
        mends: whether its answers have to be mended before they are SPARQL results.
        cut: a header by which it tells that an answer was cut, "" where it cuts none.
        cap: a query for the number of rows at which it cuts, "" where it cuts none.
        largest_piece: the most bytes of one request of the Graph Store Protocol.
        merged: the graph that holds the accepted graphs as one.
        trusted: whether it answers our own questions rightly. One that does not is asked what
            strangers ask, and holds the data for all; ours are answered beside it.
    """

    name: str
    merges: bool = False
    at_once: int = 2_000
    own_graphs: frozenset[str] = frozenset()
    mends: bool = False
    cut: str = ""
    cap: str = ""
    largest_piece: int = 4 << 20
    merged: str = MERGED
    trusted: bool = True

    @property
    def is_native(self) -> bool:
        """Whether the merged graph is the server's own default graph."""
        return self.merged == ITS_DEFAULT


STANDARD = Dialect("a SPARQL server")
"""Whatever is not known: nothing is taken for granted."""

OXIGRAPH = Dialect("Oxigraph", at_once=5_000)

FUSEKI = Dialect(
    "Fuseki",
    merges=True,
    at_once=5_000,
    # It writes the decimal 16 as 16.0.
    mends=True,
    # A dataset that is named with the query costs it four times the time.
    merged=ITS_DEFAULT,
)

VIRTUOSO = Dialect(
    "Virtuoso",
    # Its compiler ends with “memory exhausted” below 5,000 lines.
    at_once=1_000,
    own_graphs=frozenset(
        {
            "http://www.openlinksw.com/schemas/virtrdf#",
            "http://www.openlinksw.com/schemas/oplweb#",
            "http://www.w3.org/ns/ldp#",
            "http://www.w3.org/2002/07/owl#",
            "http://localuriqaserver/sparql",
            "urn:activitystreams-owl:map",
            "urn:core:services:sparql",
            "b3sonto",
            "b3sifp",
            "dbprdf-label",
            "facets",
            "virtrdf-label",
        }
    ),
    mends=True,
    # ResultSetMaxRows of virtuoso.ini, 10,000 unless it is raised. It tells of it for SELECT only.
    cut="x-sparql-maxrows",
    cap="SELECT (bif:cfg_item_value(bif:virtuoso_ini_path(), 'SPARQL', 'ResultSetMaxRows') AS ?n)"
    " {}",
    # Of 160 questions 7.2.5 answers some twenty wrongly, or not at all: OPTIONAL and UNION with
    # VALUES, subqueries, MINUS. tests/store/remote has some of them.
    trusted=False,
)


def recognised(headers: Mapping[str, str]) -> Dialect:
    """Return the dialect of a server by the headers of one of its answers."""
    server = headers.get("server", "").lower()
    if "virtuoso" in server:
        return VIRTUOSO
    if "oxigraph" in server:
        return OXIGRAPH
    if "fuseki-request-id" in headers:
        return FUSEKI
    return STANDARD


# Virtuoso writes truth values as 0 and 1, and blank nodes with a scheme of its own. The quotation
# marks around these cannot stand inside a string of JSON.
_BOOLEAN = re.compile(
    rb'("datatype" *: *"http://www\.w3\.org/2001/XMLSchema#boolean", *"value" *: *)"([01])"'
)
_BLANK = re.compile(rb'"type" *: *"(?:bnode|uri)", *"value" *: *"(?:nodeID://|_:v?)(b?\w+)"')
_DECIMAL = re.compile(
    rb'("datatype" *: *"http://www\.w3\.org/2001/XMLSchema#decimal" *, *"value" *: *"[+-]?\d+)\.0+"'
)
_DECIMAL_TERM = re.compile(rb'("[+-]?\d+)\.0+("\^\^<http://www\.w3\.org/2001/XMLSchema#decimal>)')
_ASKED = re.compile(rb'"__ASK_RETVAL" *: *\{[^}]*"value" *: *"([01])"')

_TRUTH: Mapping[bytes, bytes] = {b"0": b"false", b"1": b"true"}


def _truth(found: re.Match[bytes]) -> bytes:
    return found[1] + b'"' + _TRUTH[found[2]] + b'"'


def mended(body: bytes, kind: str) -> bytes:
    """Return an answer as results that any parser takes, and numbers as our own store has them.

    Args:
        body: results in JSON, or N-Triples.
        kind: `solutions`, `boolean` or `graph`.
    """
    if kind == "graph":
        return _DECIMAL_TERM.sub(rb"\1\2", body)
    if kind == "boolean":
        # ASK is answered with a table of one row, or of none.
        asked = _ASKED.search(body)
        if b'"boolean"' in body:
            return body
        truth = b"true" if asked is not None and asked[1] == b"1" else b"false"
        return b'{"head":{},"boolean":' + truth + b"}"
    body = _DECIMAL.sub(rb'\1"', body)
    body = _BOOLEAN.sub(_truth, body)
    return _BLANK.sub(rb'"type":"bnode","value":"\1"', body)

"""What a store is to the rest of the program: queries in, serialised answers out.

`EmbeddedStore` (design §4) keeps this protocol; so can any other SPARQL server behind an adapter.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["solutions", "boolean", "graph"]

RESULT_MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
"""Formats of solutions (SELECT) and of a boolean (ASK): SPARQL 1.1 Query Results."""

GRAPH_MEDIA_TYPES: Mapping[str, str] = {
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples; charset=utf-8",
    "nquads": "application/n-quads; charset=utf-8",
    "trig": "application/trig; charset=utf-8",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""Formats of a graph (CONSTRUCT, DESCRIBE)."""


@dataclass(frozen=True, slots=True, order=True)
class Revision:
    """One state of the data: `sequence` counts commits, `id` is `<sequence>-<12 hex of hash>`.

    The id is derived from the journal's hash chain: equal ids mean equal histories.
    """

    sequence: int
    id: str


EMPTY = Revision(0, "0-000000000000")
"""The revision before the first commit."""


class Answer(Protocol):
    """A query's answer, serialised; whole unless iteration raises.

    Iterating gives the bytes. An answer is handed out once it is complete, or once its first
    megabyte is there; a failure after that raises from the iteration, so that whoever sends it on
    can break off: a short answer is never passed off as a whole one.
    """

    @property
    def kind(self) -> Kind:
        """`solutions` (SELECT), `boolean` (ASK) or `graph` (CONSTRUCT, DESCRIBE)."""
        ...

    @property
    def format(self) -> str:
        """The chosen one of the asked formats."""
        ...

    @property
    def media_type(self) -> str:
        """The media type of the bytes, with charset where the type takes one."""
        ...

    @property
    def revision(self) -> Revision:
        """The one revision that was read."""
        ...

    @property
    def truncated(self) -> bool:
        """True when `max_rows` cut it; certain once the last bytes were given."""
        ...

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def read(self) -> bytes:
        """Return all bytes."""
        ...

    async def aclose(self) -> None:
        """Give up the rest; frees the worker at once. Harmless when called again."""
        ...


class Store(Protocol):
    """Something that answers SPARQL queries over immutable revisions."""

    @property
    def revision(self) -> Revision:
        """The revision that the next query will read."""
        ...

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
    ) -> Answer:
        """Answer a SPARQL 1.1 query.

        Args:
            text: the query.
            formats: keys of the two tables above, best first; the first that fits is taken.
            timeout: seconds until it is ended; can only shorten the store's own deadline.
            max_rows: cut solutions or triples beyond this number; `truncated` tells.
            default_graphs: `default-graph-uri` of the SPARQL protocol: merged, without doubles.
            named_graphs: `named-graph-uri`; giving either list replaces the query's own FROM.
            graph_prefixes: prefix → IRI, for Turtle, TriG and RDF/XML.

        Raises:
            QuerySyntaxError, QueryTooDeep, QueryTooLong, Forbidden, NotAcceptable: never works.
            QueryTimeout, QueryTooLarge: ended before it was whole.
            QueueFull, StoreUnavailable: worth another try.
        """
        ...

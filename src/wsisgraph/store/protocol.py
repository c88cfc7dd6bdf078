"""What a store is to the rest of the program: queries and writes in, serialised answers out.

`EmbeddedStore` (design §4) keeps this protocol; so can any other SPARQL server behind an adapter.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, Protocol

from wsisgraph.store.bounds import Bounds

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
"""Formats of a graph (CONSTRUCT, DESCRIBE) and of data that are written."""


@dataclass(frozen=True, slots=True, order=True)
class Revision:
    """One state of the data: `sequence` counts commits, `id` is `<sequence>-<12 hex of hash>`.

    The id is derived from the journal's hash chain: equal ids mean equal histories.
    """

    sequence: int
    id: str


EMPTY = Revision(0, "0-000000000000")
"""The revision before the first commit."""


class Scope(Enum):
    """What the Graph Store Protocol names without an IRI: the default graph, or all graphs."""

    DEFAULT = "default"
    DATASET = "dataset"


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, and why; kept in the journal.

    Attributes:
        agent: who writes.
        message: why, in a few words.
        may_write: asked before the commit for each graph that it would change, create or drop;
            None stands for the default graph. What the rules derive is not asked for.
        key: the request by its Idempotency-Key, "" without: what was written is kept with it.
        request: what was asked under that key, as a hash.
        bounds: what may be said, and how much; None where nothing bounds the author.
        agency: key of the agency that is written for, which the journal keeps; "" for none.
        rehearses: True to have the write computed and judged, and not committed.
    """

    agent: str
    message: str
    may_write: Callable[[str | None], bool]
    key: str = ""
    request: str = ""
    bounds: Bounds | None = None
    agency: str = ""
    rehearses: bool = False


@dataclass(frozen=True, slots=True)
class Data:
    """Statements to write.

    Attributes:
        body: the bytes.
        format: a key of GRAPH_MEDIA_TYPES.
        base: the IRI that relative IRIs are resolved against.
    """

    body: bytes
    format: str
    base: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a write would do, where it was only rehearsed.

    Attributes:
        added: the quads that would come, as N-Quads; the first of them where they are many.
        removed: those that would go, likewise.
        cut: whether there are more than these.
        broken: what the data would break of the shapes (see `ShapesBroken`).
        derives: whether rules would add to it what follows, which is not counted.
    """

    added: str
    removed: str
    cut: bool
    broken: tuple[Mapping[str, Any], ...] = ()
    derives: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did; all zero and empty when everything was so already.

    Attributes:
        revision: the revision that now stands; whoever asks from now on reads it, or a later one.
        added: quads that came, with those that the rules derived from them.
        removed: quads that went.
        created: graphs that were not there before.
        dropped: graphs that are there no more.
        rehearsed: for a rehearsal what would be so; then nothing was written.
    """

    revision: Revision
    added: int
    removed: int
    created: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    rehearsed: Rehearsed | None = None


class Answer(Protocol):
    """A query's answer, serialised; whole unless iteration raises.

    Iterating gives the bytes. An answer is handed out once it is complete; should its bytes be
    lost after that, iteration raises, so that whoever sends it on can break off: a short answer is
    never passed off as a whole one.
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
    def size(self) -> int:
        """How many bytes it has."""
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
    """Something that answers SPARQL queries over immutable revisions, and takes writes.

    A write is whole or not at all, and is answered once queries read it.
    """

    @property
    def revision(self) -> Revision:
        """The revision that the next query will read."""
        ...

    def hold(self) -> AbstractAsyncContextManager[None]:
        """Answer what this task asks from the revision that stands now, whatever is written.

        For what is put together from many questions while somebody writes all the time. A store
        that cannot hold a revision goes on as ever.
        """
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
        base: str | None = None,
        own: bool = False,
        longest: int | None = None,
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
            base: the IRI that relative IRIs are resolved against, unless the query names its own.
            own: True for a question of the service itself, whose cost is known: it need not wait
                in one line with what strangers ask.
            longest: bytes that the text may have, where the service itself put it together.

        Raises:
            QuerySyntaxError, QueryTooDeep, QueryTooLong, Forbidden, NotAcceptable: never works.
            QueryTimeout, QueryTooLarge: ended before it was whole.
            QueueFull, StoreUnavailable: worth another try.
        """
        ...

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
        """Carry out a SPARQL 1.1 update, all of its operations or none.

        Args:
            text: the update.
            author: who asks for it, and may write what.
            base: the IRI that relative IRIs are resolved against, unless the update names its own.
            using: `using-graph-uri` of the SPARQL protocol (§2.2.3).
            using_named: `using-named-graph-uri`; the text must then have no USING or WITH.
            timeout: seconds until it is ended; can only shorten the store's own deadline.
            expected: the revision that must still be the current one.

        Raises:
            QuerySyntaxError, QueryTooDeep, QueryTooLong, Forbidden, QueryFailed: never works.
            WriteNotAllowed, DefaultGraphDerived, GraphNotFound, RevisionMismatch: not so.
            QueryTimeout, QueryTooLarge: ended before it was whole.
            QueueFull, StoreUnavailable: worth another try.
        """
        ...

    async def graph(
        self,
        name: str | Scope,
        *,
        formats: Sequence[str],
        graph_prefixes: Mapping[str, str] = {},
    ) -> Answer:
        """Give a graph whole; for `Scope.DATASET` all of them (`nquads`, `trig`, `jsonld`).

        Args:
            name: the graph.
            formats: keys of GRAPH_MEDIA_TYPES, best first; the first that fits is taken.
            graph_prefixes: prefix → IRI, for Turtle, TriG and RDF/XML.

        Raises:
            GraphNotFound: there is no graph of that name.
            NotAcceptable: none of the formats can say what the graph holds.
            QueryTimeout, QueryTooLarge, QueueFull, StoreUnavailable: as for queries.
        """
        ...

    async def write_graph(
        self,
        name: str | Scope,
        data: Sequence[Data],
        *,
        replace: bool,
        author: Author,
        expected: Revision | None = None,
    ) -> Written:
        """Replace the contents of a graph, or merge data into it; make it if it is not there.

        Args:
            name: the graph.
            data: what to write; several are merged, their blank nodes kept apart.
            replace: True to take out what was there (PUT), False to keep it (POST).
            author: who writes.
            expected: the revision that must still be the current one.

        Raises:
            DataSyntaxError, DataTooLarge: the data cannot be taken.
            Others: as for `update`.
        """
        ...

    async def delete_graph(
        self, name: str | Scope, *, author: Author, expected: Revision | None = None
    ) -> Written:
        """Remove a graph with all it holds; for `Scope.DATASET` all of them.

        Raises:
            GraphNotFound: there is no graph of that name.
            Others: as for `update`.
        """
        ...

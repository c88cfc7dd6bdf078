"""One reading of the store: every query of one answer sees the same revision.

The queries are files of `queries/api/`; this module runs them and gives rows of terms.
"""

import asyncio
import json
from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Hashable,
    Iterable,
    Mapping,
    Sequence,
)
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar

from wsisgraph.api.links import href
from wsisgraph.api.pages import Concept, Passage, PeerTold, Status, Term, Text
from wsisgraph.questions import Catalogue, Question, serialise
from wsisgraph.settings import Settings
from wsisgraph.store.protocol import Answer, Revision
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, PREFIXES, RDFS, SKOS
from wsisgraph.terms.polyglot import in_each

_AT_ONCE = 500
_LABELS = (SKOS.prefLabel, RDFS.label, DCT.title)
"""Predicates of names, the best first."""

_QUERIES_AT_ONCE = 4

_Made = TypeVar("_Made")


class RevisionMoved(Exception):
    """Another revision was published while an answer was put together; begin again."""


class Node(NamedTuple):
    """An RDF term of a result row."""

    kind: str
    value: str
    lang: str = ""
    datatype: str = ""


Row = Mapping[str, Node]
Values = Mapping[str, str | Sequence[str] | None]


class Queries(Protocol):
    """The part of a store that a reading needs; see `store.protocol.Store`."""

    @property
    def revision(self) -> Revision:
        """The revision that the next query will read."""
        ...

    async def query(
        self,
        text: str,
        *,
        formats: Sequence[str],
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        graph_prefixes: Mapping[str, str] = {},
        own: bool = False,
    ) -> Answer:
        """Answer a query."""
        ...


class Named(NamedTuple):
    """The code of a thing, and its names by language."""

    code: str
    labels: Mapping[str, str]


NAMELESS = Named("", {})


class Reading:
    """Runs the queries of one answer over one revision, with labels in one language.

    Attributes:
        peers: the peers that are heard beside our own facts, by name.
    """

    peers: Mapping[str, PeerTold] = {}

    def __init__(self, store: Queries, catalogue: Catalogue, settings: Settings, lang: str) -> None:
        self.revision: Revision = store.revision
        self.lang = lang
        # One page must not fill the queue that all clients share.
        self._turns = asyncio.Semaphore(_QUERIES_AT_ONCE)
        self.issued = ""
        """When the data set was issued, where a page is to tell it."""
        self.missing_labels: set[str] = set()
        self._store = store
        self._catalogue = catalogue
        self._settings = settings
        self._titles: dict[str, str] | None = None

    def anew(self) -> "Reading":
        """Begin to read the revision that stands now."""
        return Reading(self._store, self._catalogue, self._settings, self.lang)

    @property
    def heard(self) -> "Reading":
        """The same with what peers say, where they are heard at all."""
        return self

    @property
    def alone(self) -> "Reading":
        """The same without what peers say.

        Raises:
            RevisionMoved: another revision was published meanwhile.
        """
        return self

    def question(self, name: str) -> Question:
        """Return a question of the catalogue."""
        return self._catalogue[name]

    @property
    def catalogue(self) -> Catalogue:
        """The questions, those that only we ask among them."""
        return self._catalogue

    def questions(self) -> Iterable[Question]:
        """Return the public questions in the order of their names."""
        return self._catalogue.values()

    def text(self, name: str, values: Values | None = None) -> str:
        """Return a query of the catalogue with its values bound."""
        return self._catalogue[name].bind(values or {})

    async def rows(
        self, name: str, values: Values | None = None, *, statuses: Sequence[str] = ("accepted",)
    ) -> Sequence[Row]:
        """Return the solutions of a query of the catalogue.

        With other statuses than `accepted` the graphs apart that hold them are read as well.
        """
        return parse(await self.ask(self.text(name, values), ["json"], statuses=statuses))

    async def together(self, *awaited: Coroutine[Any, Any, Any]) -> list[Any]:
        """Return what does not depend on each other, in order; the store is asked all at once."""
        return await asyncio.gather(*awaited)

    async def once(self, key: Hashable, make: Callable[["Reading"], Awaitable[_Made]]) -> _Made:
        """Return what `make` makes of a reading: data that are the same in every language.

        Args:
            key: what the result depends on.
            make: reads what it needs of the reading it is given, and no names.
        """
        return await make(self)

    async def ask(
        self, text: str, formats: Sequence[str], *, statuses: Sequence[str] = ("accepted",)
    ) -> bytes:
        """Return the answer of a query, whole.

        Raises:
            RevisionMoved: another revision was published since this reading began.
        """
        graphs = await self._graphs(statuses)
        named = tuple(await self.graphs()) if graphs else ()
        async with self._turns:
            answer = await self._store.query(
                text,
                formats=formats,
                default_graphs=graphs,
                named_graphs=named,
                graph_prefixes=PREFIXES,
                own=True,
            )
            return await self._same(answer)

    async def graphs(self) -> Mapping[str, str]:
        """Return every named graph with its title ("" for none)."""
        if self._titles is None:
            query = self._store.query(self.text("api/graphs"), formats=["json"], own=True)
            self._titles = titles(parse(await self._same(await query)))
        return self._titles

    async def names(self, wanted: Sequence[str]) -> Mapping[str, Named]:
        """Return the codes and names of these IRIs, in our language at least; some have none."""
        found: dict[str, Named] = {}
        parts = [wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE)]
        asked = (self.rows("api/labels", {"thing": part, "lang": self.lang}) for part in parts)
        for rows in await self.together(*asked):
            found.update(named(rows))
        return found

    async def concepts(
        self, wanted: Iterable[str], *, nameless: Collection[str] = ()
    ) -> dict[str, Concept]:
        """Return code and label of these IRIs, in our language or else in English.

        What has no label is named by the end of its IRI. A label that is there in English alone is
        counted as missing, except for what is `nameless`: a statement need not have one.
        """
        asked = sorted(set(wanted))
        # An IRI that a query cannot name has no label either.
        known = await self.names([iri for iri in asked if iri.startswith(("http://", "https://"))])
        found = {iri: self._concept(iri, known.get(iri, NAMELESS)) for iri in asked}
        if self.lang != "en":
            self.missing_labels.update(
                iri
                for iri, concept in found.items()
                if concept.label.lang == "en" and iri not in nameless
            )
        return found

    def _concept(self, iri: str, named: Named) -> Concept:
        return Concept(iri, self.place(iri), named.code, name_in(self.lang, iri, named))

    def place(self, iri: str) -> str:
        """Return the path of the page of a thing, "" where it has none."""
        return href(iri)

    async def passages(
        self, statements: Iterable[str], *, statuses: Sequence[str] = ("accepted",)
    ) -> dict[str, tuple[Passage, ...]]:
        """Return the passages of each statement, in the order of their documents."""
        asked = sorted(set(statements))
        parts = [asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE)]
        answers = await self.together(
            *(self.rows("api/passages-of", {"statement": part}) for part in parts)
        )
        rows = [
            row for answer in answers for row in answer if status_of(row["graph"].value) in statuses
        ]
        documents = await self.concepts({row["document"].value for row in rows})
        found: dict[str, dict[str, Passage]] = {statement: {} for statement in asked}
        for same in alike(rows, "statement", "passage"):
            row = same[0]
            iri = row["passage"].value
            found[row["statement"].value][iri] = Passage(
                iri,
                self.place(iri),
                documents[row["document"].value],
                row["locator"].value,
                self.chosen(row.get("abstract") for row in same),
                proposed=key(row, "documentStatus") == "proposed",
            )
        return {statement: tuple(passages.values()) for statement, passages in found.items()}

    def chosen(self, nodes: Iterable[Node | None]) -> Text | None:
        """Return the text in our language among these, or else the English one."""
        by_lang = {node.lang: node.value for node in nodes if node is not None}
        return text_in(self.lang, by_lang) if by_lang else None

    async def _same(self, answer: Answer) -> bytes:
        if answer.revision != self.revision:
            await answer.aclose()
            raise RevisionMoved
        return await answer.read()

    async def _graphs(self, statuses: Sequence[str]) -> tuple[str, ...]:
        apart = [status for status in statuses if status != "accepted"]
        if not apart and self._settings.default_graph == "accepted":
            return ()
        return read_graphs(await self.graphs(), statuses)


@in_each
def name_in(lang: str, iri: str, named: Named) -> Text:
    """Return what a thing is called in a language, else in English, else the end of its IRI."""
    for wanted in (lang, "en", ""):
        if wanted in named.labels:
            return Text(named.labels[wanted], wanted)
    return Text(ending(iri))


@in_each
def text_in(lang: str, by_lang: Mapping[str, str]) -> Text | None:
    """Return the text in a language, or else the English one."""
    for wanted in (lang, "en"):
        if wanted in by_lang:
            return Text(by_lang[wanted], wanted)
    return None


def read_graphs(graphs: Iterable[str], statuses: Sequence[str]) -> tuple[str, ...]:
    """Return those of the named graphs that hold statements of these standings."""
    apart = [status for status in statuses if status != "accepted"]
    return tuple(graph for graph in graphs if iris.is_accepted(graph) or status_of(graph) in apart)


def titles(rows: Iterable[Row]) -> dict[str, str]:
    """Return every named graph with its title, out of the rows of `api/graphs`."""
    found: dict[str, str] = {}
    for row in rows:
        title = row["title"].value if "title" in row else ""
        found[row["graph"].value] = found.get(row["graph"].value) or title
    return found


def named(rows: Iterable[Row]) -> dict[str, Named]:
    """Return codes and names by IRI, out of the rows of `api/labels`, which come thing by thing.

    Of several names in one language the preferred label is taken, and then the first.
    """
    codes: dict[str, str] = {}
    best: dict[str, dict[str, tuple[int, str]]] = {}
    for row in rows:
        thing, predicate, found = row["thing"].value, row["property"].value, row["value"]
        labels = best.setdefault(thing, {})
        if predicate == SKOS.notation:
            codes[thing] = min(codes.get(thing, found.value), found.value)
        else:
            rank = (_LABELS.index(predicate), found.value)
            labels[found.lang] = min(labels.get(found.lang, rank), rank)
    return {
        thing: Named(codes.get(thing, ""), {lang: label for lang, (_, label) in labels.items()})
        for thing, labels in best.items()
    }


def ending(iri: str) -> str:
    """Return the end of an IRI, by which a thing without a label is named."""
    return iri.rstrip("/").rpartition("#")[2].rpartition("/")[2] or iri


def alike(rows: Iterable[Row], *columns: str) -> list[list[Row]]:
    """Group rows by their values in these columns, in the order of their first."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[column].value for column in columns), []).append(row)
    return list(found.values())


def parse(body: bytes) -> list[Row]:
    """Return the rows of SPARQL 1.1 results in JSON; one node for all places of an IRI."""
    iris: dict[str, Node] = {}

    def node(term: Mapping[str, Any]) -> Node:
        given = term["value"]
        if term["type"] == "uri":
            return iris.get(given) or iris.setdefault(given, Node("iri", given))
        return Node(
            term["type"].removeprefix("typed-"),
            written(term) if term["type"] == "triple" else given,
            term.get("xml:lang", ""),
            term.get("datatype", ""),
        )

    return [
        {name: node(term) for name, term in binding.items()}
        for binding in json.loads(body)["results"]["bindings"]
    ]


def written(term: Mapping[str, Any]) -> str:
    """Return a term as Turtle 1.2 writes it; a triple that is a term holds others in turn."""
    given = term["value"]
    if term["type"] == "triple":
        parts = " ".join(written(given[part]) for part in ("subject", "predicate", "object"))
        return f"<<( {parts} )>>"
    if term["type"] == "uri":
        return f"<{given}>"
    if term["type"] == "bnode":
        return f"_:{given}"
    quoted = serialise.string(given)
    if lang := term.get("xml:lang"):
        direction = f"--{term['its:dir']}" if "its:dir" in term else ""
        return f"{quoted}@{lang}{direction}"
    return quoted + (f"^^<{term['datatype']}>" if "datatype" in term else "")


def head(body: bytes) -> tuple[str, ...]:
    """Return the variables of SPARQL 1.1 results in JSON."""
    return tuple(json.loads(body)["head"].get("vars", ()))


@lru_cache(maxsize=4096)
def status_of(graph: str) -> Status:
    """Return the standing of what a graph holds, from its name (design §3.13)."""
    for status in ("unconfirmed", "proposed", "rejected"):
        if f"/graph/{status}/" in graph:
            return status
    return "accepted"


def text(node: Node | None) -> Text | None:
    """Return a literal as a text of a page."""
    return None if node is None else Text(node.value, node.lang)


def term(node: Node, concepts: Mapping[str, Concept]) -> Term:
    """Return a node as a page shows it, with label and code where they are known."""
    if node.kind == "iri":
        known = concepts.get(node.value)
        if known is None:
            return Term("iri", node.value, href=href(node.value))
        document = None if known.label.lang else concepts.get(document_of(node.value))
        return Term(
            "iri",
            node.value,
            href=known.href,
            label=known.label,
            code=known.code,
            within=document.label if document else None,
        )
    return Term(
        # A triple that is a term stands as it is written.
        "bnode" if node.kind == "bnode" else "literal",
        node.value,
        node.lang,
        node.datatype,
    )


def document_of(iri: str) -> str:
    """Return the document that an IRI names a passage of, "" where it is none of a passage."""
    document, sign, _ = iri.partition("/p/")
    return document if sign and "/id/document/" in document else ""


def value(row: Row, name: str) -> str:
    """Return the text of a column, "" where it is unbound."""
    return row[name].value if name in row else ""


def key(row: Row, name: str) -> str:
    """Return the key of a concept of a closed list: `asserted` of …/vocab/basis/asserted."""
    return value(row, name).rpartition("/")[2]

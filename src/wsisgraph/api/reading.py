"""One reading of the store: every query of one answer sees the same revision.

The queries are files of `queries/api/`; this module runs them and gives rows of terms.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wsisgraph.api.links import href
from wsisgraph.api.pages import Concept, Passage, Status, Term, Text
from wsisgraph.questions import Catalogue, Question, serialise
from wsisgraph.settings import Settings
from wsisgraph.store.protocol import Answer, Revision, Store
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PREFIXES


class RevisionMoved(Exception):
    """Another revision was published while an answer was put together; begin again."""


@dataclass(frozen=True, slots=True)
class Node:
    """An RDF term of a result row."""

    kind: str
    value: str
    lang: str = ""
    datatype: str = ""


Row = Mapping[str, Node]
Values = Mapping[str, str | Sequence[str] | None]


class Reading:
    """Runs the queries of one answer over one revision, with labels in one language."""

    def __init__(self, store: Store, catalogue: Catalogue, settings: Settings, lang: str) -> None:
        self.revision: Revision = store.revision
        self.lang = lang
        self.missing_labels: set[str] = set()
        self._store = store
        self._catalogue = catalogue
        self._settings = settings

    def question(self, name: str) -> Question:
        """Return a question of the catalogue."""
        return self._catalogue[name]

    def text(self, name: str, values: Values | None = None) -> str:
        """Return a query of the catalogue with its values bound."""
        return self._catalogue[name].bind(values or {})

    async def rows(
        self, name: str, values: Values | None = None, *, statuses: Sequence[str] = ("accepted",)
    ) -> list[Row]:
        """Return the solutions of a query of the catalogue.

        With other statuses than `accepted` the graphs apart that hold them are read as well.
        """
        return parse(await self.ask(self.text(name, values), ["json"], statuses=statuses))

    async def ask(
        self, text: str, formats: Sequence[str], *, statuses: Sequence[str] = ("accepted",)
    ) -> bytes:
        """Return the answer of a query, whole.

        Raises:
            RevisionMoved: another revision was published since this reading began.
        """
        graphs = await self._graphs(statuses)
        named = tuple(await self.graphs()) if graphs else ()
        answer = await self._store.query(
            text,
            formats=formats,
            default_graphs=graphs,
            named_graphs=named,
            graph_prefixes=PREFIXES,
        )
        return await self._same(answer)

    async def graphs(self) -> dict[str, str]:
        """Return every named graph with its title ("" for none)."""
        body = await self._same(await self._store.query(self.text("api/graphs"), formats=["json"]))
        titles: dict[str, str] = {}
        for row in parse(body):
            title = row["title"].value if "title" in row else ""
            titles[row["graph"].value] = titles.get(row["graph"].value) or title
        return titles

    async def concepts(self, wanted: Iterable[str]) -> dict[str, Concept]:
        """Return code and label of these IRIs, in our language or else in English.

        What has no label is named by the end of its IRI; both are counted as missing.
        """
        asked = sorted(set(wanted))
        labels: dict[str, dict[str, str]] = {iri: {} for iri in asked}
        codes: dict[str, str] = {}
        # An IRI that a query cannot name has no label either.
        named = [iri for iri in asked if iri.startswith(("http://", "https://"))]
        for start in range(0, len(named), 500):
            some = named[start : start + 500]
            for row in await self.rows("api/labels", {"thing": some, "lang": self.lang}):
                thing = row["thing"].value
                if "code" in row:
                    codes[thing] = row["code"].value
                if "label" in row:
                    labels[thing][row["label"].lang] = row["label"].value
        return {iri: self._concept(iri, codes.get(iri, ""), labels[iri]) for iri in asked}

    def _concept(self, iri: str, code: str, labels: Mapping[str, str]) -> Concept:
        for lang in (self.lang, "en", ""):
            if lang in labels:
                if lang == "en" and self.lang != "en":
                    self.missing_labels.add(iri)
                return Concept(iri, href(iri), code, Text(labels[lang], lang))
        name = iri.rstrip("/").rpartition("#")[2].rpartition("/")[2] or iri
        return Concept(iri, href(iri), code, Text(name))

    async def passages(
        self, statements: Iterable[str], *, statuses: Sequence[str] = ("accepted",)
    ) -> dict[str, tuple[Passage, ...]]:
        """Return the passages of each statement, in the order of their documents."""
        asked = sorted(set(statements))
        rows: list[Row] = []
        for start in range(0, len(asked), 500):
            rows += await self.rows(
                "api/passages-of",
                {"statement": asked[start : start + 500], "lang": self.lang},
                statuses=statuses,
            )
        documents = await self.concepts(row["document"].value for row in rows)
        found: dict[str, dict[str, Passage]] = {statement: {} for statement in asked}
        for row in rows:
            iri = row["passage"].value
            found[row["statement"].value].setdefault(
                iri,
                Passage(
                    iri,
                    href(iri),
                    documents[row["document"].value],
                    row["locator"].value,
                    text(row.get("abstract")),
                    proposed=key(row, "documentStatus") == "proposed",
                ),
            )
        return {statement: tuple(passages.values()) for statement, passages in found.items()}

    async def _same(self, answer: Answer) -> bytes:
        if answer.revision != self.revision:
            await answer.aclose()
            raise RevisionMoved
        return await answer.read()

    async def _graphs(self, statuses: Sequence[str]) -> tuple[str, ...]:
        apart = [status for status in statuses if status != "accepted"]
        if not apart and self._settings.default_graph == "accepted":
            return ()
        return tuple(
            graph
            for graph in await self.graphs()
            if iris.is_accepted(graph) or status_of(graph) in apart
        )


def parse(body: bytes) -> list[Row]:
    """Return the rows of SPARQL 1.1 results in JSON."""
    return [
        {
            name: Node(
                "iri" if term["type"] == "uri" else term["type"].removeprefix("typed-"),
                _written(term) if term["type"] == "triple" else term["value"],
                term.get("xml:lang", ""),
                term.get("datatype", ""),
            )
            for name, term in binding.items()
        }
        for binding in json.loads(body)["results"]["bindings"]
    ]


def _written(term: Mapping[str, Any]) -> str:
    """Return a term as Turtle 1.2 writes it; a triple that is a term holds others in turn."""
    given = term["value"]
    if term["type"] == "triple":
        parts = " ".join(_written(given[part]) for part in ("subject", "predicate", "object"))
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
        return Term(
            "iri",
            node.value,
            href=href(node.value),
            label=known.label if known else None,
            code=known.code if known else "",
        )
    return Term(
        # A triple that is a term stands as it is written.
        "bnode" if node.kind == "bnode" else "literal",
        node.value,
        node.lang,
        node.datatype,
    )


def value(row: Row, name: str) -> str:
    """Return the text of a column, "" where it is unbound."""
    return row[name].value if name in row else ""


def key(row: Row, name: str) -> str:
    """Return the key of a concept of a closed list: `asserted` of …/vocab/basis/asserted."""
    return value(row, name).rpartition("/")[2]

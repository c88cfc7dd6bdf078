"""/api/path: the shortest chains of evidence between two things, each step with its passages.

The statements of a revision make one undirected graph, kept until the next revision. Documents
hold everything together, so a chain passes from a passage to its document only where that document
is asked for; nor does it go through the passage of a linkage, which says no more than the linkage.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.envelope import Json, envelope, passages, thing
from wsisgraph.api.known import check_known
from wsisgraph.api.links import href, iri_of
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import Concept, Passage, Text
from wsisgraph.api.problems import bad_parameter
from wsisgraph.api.reading import Reading, Row, key, text, value
from wsisgraph.api.service import COMMON, Service, json_of, number, parameters
from wsisgraph.errors import UnknownCode
from wsisgraph.questions import serialise
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, WSIS

if TYPE_CHECKING:
    from networkx import Graph

LONGEST = 6
MOST = 5

_WRITTEN = "a code (C2, 9.c), a key (itu, giga), a path (id/body/itu-council) or an IRI"
PARAMETERS = {
    "from": f"one end: {_WRITTEN}",
    "to": "the other end, written likewise",
    "length": f"most steps of a chain, {LONGEST} by default and at most",
    "number": f"most chains, {MOST} by default and at most",
    **COMMON,
}

_QUERY = "api/path-edges"
# Where a bare key may live; one that lives in several places is refused with all of them.
_KINDS = (
    *("agency", "body", "activity", "resolution", "instrument"),
    *("document", "series", "event", "meeting", "person"),
)
# To stand in one passage joins less than to be joined by what it says: of chains of one length
# those of statements come first.
_LOOSE = frozenset({WSIS.mentions, WSIS.statedIn})
_STEP, _LOOSE_STEP = 1.0, 1.01
_MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Edge:
    """One fact that joins two things.

    Attributes:
        statement: the node that states it, "" where it is a property of the subject itself.
        role: the role that a statement of a role gives, else "".
    """

    subject: str
    predicate: str
    object: str
    statement: str = ""
    role: str = ""

    @property
    def evidence(self) -> str:
        """What the passages of this fact are told of: its statement, else its subject."""
        return self.object if self.predicate == WSIS.statedIn else self.statement or self.subject


@dataclass(frozen=True, slots=True)
class Evidence:
    """The graph of one revision.

    Attributes:
        revision: its id.
        graph: things joined by facts.
        parts: the passages of each document, and what the statements of a passage are about; both
            join only where that document or passage is asked for.
    """

    revision: str
    graph: "Graph[str]"
    parts: Mapping[str, Sequence[Edge]]

    def inside(self, name: str) -> Iterator[Edge]:
        """Yield the parts of a document or passage, and theirs."""
        for edge in self.parts.get(name, ()):
            yield edge
            if edge.predicate == DCT.isPartOf:
                yield from self.parts.get(edge.subject, ())


async def path(service: Service, request: Request) -> Response:
    """Answer /api/path."""
    given = parameters(request, PARAMETERS)
    form = chosen_format(request, ("json",))
    longest = number(given, "length", LONGEST, 1, LONGEST)
    most = number(given, "number", MOST, 1, MOST)

    async def build(reading: Reading) -> Response:
        ends = [await _end(reading, given, name) for name in ("from", "to")]
        if ends[0] == ends[1]:
            raise bad_parameter(
                "to", "Both ends are the same thing", mend="name two different things"
            )
        evidence = await _evidence(reading, request)
        found = await asyncio.to_thread(chains, evidence, ends[0], ends[1], longest, most)
        items = await _items(reading, ends[0], found)
        body = envelope(
            items,
            reading=reading,
            total=len(items),
            limit=most,
            offset=0,
            next_path="",
            question=_QUERY,
            parameters=given,
            query=reading.text(_QUERY),
        )
        return json_of(body)

    return await service.answer(request, form, build)


def assemble(revision: str, edges: Iterable[Edge]) -> Evidence:
    """Return the graph of these facts; what is part of a document or passage stays apart."""
    # Loaded by the first request that needs it: every call of the command line would wait for it.
    from networkx import Graph

    graph: Graph[str] = Graph()
    parts: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.subject == edge.object:
            continue
        if whole := _whole(edge):
            parts.setdefault(whole, []).append(edge)
        else:
            _join(graph, edge)
    return Evidence(revision, graph, parts)


def chains(
    evidence: Evidence, start: str, end: str, longest: int, most: int
) -> list[list[list[Edge]]]:
    """Return the shortest chains between two things, each a list of steps, each step its facts."""
    from networkx import NetworkXNoPath, NodeNotFound, shortest_simple_paths

    graph = evidence.graph
    if ends := [name for name in (start, end) if name in evidence.parts]:
        graph = graph.copy()
        for edge in [edge for name in ends for edge in evidence.inside(name)]:
            _join(graph, edge)
    found: list[list[list[Edge]]] = []
    try:
        for nodes in shortest_simple_paths(graph, start, end, weight="weight"):
            if len(nodes) - 1 > longest or len(found) == most:
                break
            found.append([graph.edges[pair]["facts"] for pair in pairwise(nodes)])
    except (NetworkXNoPath, NodeNotFound):
        return []
    return found


def _join(graph: "Graph[str]", edge: Edge) -> None:
    weight = _LOOSE_STEP if edge.predicate in _LOOSE else _STEP
    if graph.has_edge(edge.subject, edge.object):
        joined = graph.edges[edge.subject, edge.object]
        joined["facts"] = [*joined["facts"], edge]
        joined["weight"] = min(joined["weight"], weight)
    else:
        graph.add_edge(edge.subject, edge.object, weight=weight, facts=[edge])


def _whole(edge: Edge) -> str:
    """Return the document or passage that a fact is only a part of, "" for any other fact."""
    in_document = _is_passage(edge.subject) and edge.predicate == DCT.isPartOf
    if in_document or (edge.statement and edge.predicate == WSIS.statedIn):
        return edge.object
    # A document cites what its passages cite.
    is_document = edge.subject.startswith(_documents()) and not _is_passage(edge.subject)
    return edge.subject if is_document and edge.predicate == WSIS.cites else ""


def _documents() -> str:
    return f"{iris.base_iri()}id/document/"


def _is_passage(name: str) -> bool:
    return name.startswith(_documents()) and "/p/" in name


async def _evidence(reading: Reading, request: Request) -> Evidence:
    state = request.app.state
    kept: Evidence | None = getattr(state, "evidence", None)
    if kept is not None and kept.revision == reading.revision.id:
        return kept
    rows = await reading.rows(_QUERY)
    made = await asyncio.to_thread(assemble, reading.revision.id, _edges(rows))
    state.evidence = made
    return made


def _edges(rows: Iterable[Row]) -> Iterator[Edge]:
    for row in rows:
        yield Edge(
            value(row, "subject"),
            value(row, "predicate"),
            value(row, "object"),
            value(row, "statement"),
            value(row, "role"),
        )


async def _end(reading: Reading, given: Mapping[str, str], name: str) -> str:
    """Return the IRI that one end names.

    Raises:
        HttpProblem: 400, it is not given, or a key that several things have.
        BadParameter: nothing is known of it.
    """
    written = given.get(name)
    if written is None:
        raise bad_parameter(name, f"No {name} is given", mend=f"give {_WRITTEN}")
    candidates = _candidates(name, written)
    rows = await reading.rows("api/known", {"thing": candidates})
    known = {value(row, "thing") for row in rows}
    found = [iri for iri in candidates if iri in known]
    if len(found) > 1:
        raise bad_parameter(
            name,
            f"“{written}” is the key of several things",
            valid_values=[href(iri).removeprefix("/") for iri in found],
        )
    if not found:
        await check_known(reading, name, candidates[:1], "wsis:Body")
    return found[0]


def _candidates(name: str, written: str) -> list[str]:
    if written.startswith(("http://", "https://")):
        try:
            serialise.iri(written)
        except ValueError as error:
            raise bad_parameter(name, str(error), mend="give a whole IRI") from None
        return [written]
    if written.lstrip("/").startswith(("id/", "vocab/", "sdg/", "graph/")) or written == "sdg":
        return _candidates(name, iri_of(written))
    try:
        found = codes.parse_code(written).iri
    except UnknownCode as error:
        # Nearly a code, such as C12 or 9.z; with no list of what would be valid it is none at all.
        if error.valid_values:
            raise UnknownCode(
                error.message,
                where=f"parameter {name}",
                mend=error.mend,
                valid_values=error.valid_values,
            ) from error
        found = None
    if found is not None:
        return [found]
    key_ = written.lower()
    if not (key_.isascii() and key_.replace("-", "").replace(".", "").isalnum()):
        raise bad_parameter(name, f"“{written}” is no code or key", mend=f"give {_WRITTEN}")
    return [iris.individual(kind, key_) for kind in _KINDS]


async def _items(
    reading: Reading, start: str, found: Sequence[Sequence[Sequence[Edge]]]
) -> list[Json]:
    facts = [edge for chain in found for step in chain for edge in step]
    ends = {name for edge in facts for name in (edge.subject, edge.object, edge.role) if name}
    said_in, said = await _said(reading, ends | {edge.evidence for edge in facts})
    concepts = await reading.concepts(name for name in ends if not _is_passage(name))
    # A passage is called by its document and locator, a claim by what it says: that they have no
    # label of their own is no gap.
    missing = {
        name
        for name in reading.missing_labels
        if name not in said or (name in concepts and concepts[name].label.lang)
    }
    others = {name for edge in facts for name in (edge.predicate, edge.statement) if name}
    concepts |= await reading.concepts((ends | others) - set(concepts))
    reading.missing_labels = missing
    for name, label in said.items():
        if not concepts[name].label.lang:
            concepts[name] = replace(concepts[name], label=label)
    for name in filter(_is_passage, ends):
        for passage in said_in.get(name, ()):
            label = passage.document.label
            concepts[name] = replace(
                concepts[name], label=replace(label, value=f"{label.value}, {passage.locator}")
            )
    return [_item(start, chain, concepts, said_in) for chain in found]


def _item(
    start: str,
    chain: Sequence[Sequence[Edge]],
    concepts: Mapping[str, Concept],
    said_in: Mapping[str, tuple[Passage, ...]],
) -> Json:
    nodes = [start]
    for step in chain:
        ends = {step[0].subject, step[0].object}
        nodes += ends - {nodes[-1]}
    return {
        "length": len(chain),
        "nodes": [thing(concepts[node]) for node in nodes],
        "steps": [
            [
                {
                    "subject": thing(concepts[edge.subject]),
                    "predicate": thing(concepts[edge.predicate]),
                    "object": thing(concepts[edge.object]),
                    "statement": _statement(edge, concepts),
                    "passages": passages(said_in.get(edge.evidence, ())),
                }
                for edge in step
            ]
            for step in chain
        ],
    }


def _statement(edge: Edge, concepts: Mapping[str, Concept]) -> Json | None:
    """Return the node that states a fact; a statement of a role is called by the role."""
    if not edge.statement:
        return None
    named = concepts[edge.statement]
    return thing(replace(named, label=concepts[edge.role].label) if edge.role else named)


async def _said(
    reading: Reading, things: set[str]
) -> tuple[dict[str, tuple[Passage, ...]], dict[str, Text]]:
    """Return the passages of each of these things, and the words of those that are claims."""
    rows: list[Row] = []
    asked = sorted(things)
    for start in range(0, len(asked), _MOST_AT_ONCE):
        values: dict[str, str | Sequence[str] | None] = {
            "thing": asked[start : start + _MOST_AT_ONCE],
            "lang": reading.lang,
        }
        rows += await reading.rows("api/path-passages", values)
    documents = await reading.concepts(value(row, "document") for row in rows)
    found: dict[str, dict[str, Passage]] = {}
    said: dict[str, Text] = {}
    for row in rows:
        name, iri = value(row, "thing"), value(row, "passage")
        if (words := text(row.get("description"))) is not None:
            said[name] = words
        found.setdefault(name, {})[iri] = Passage(
            iri,
            href(iri),
            documents[value(row, "document")],
            value(row, "locator"),
            text(row.get("abstract")),
            proposed=key(row, "documentStatus") == "proposed",
        )
    return {name: tuple(held.values()) for name, held in found.items()}, said

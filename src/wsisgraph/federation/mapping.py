"""What a peer sent, as statements in our words; runs in the sandbox."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from wsisgraph.errors import DataSyntaxError
from wsisgraph.federation import tables
from wsisgraph.store import parsing
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, SKOS

_WSIS = iris.DEF
_ACTIVITY = NamedNode(f"{_WSIS}Activity")
_LINK = NamedNode(f"{_WSIS}ActivityLink")
_BODY = NamedNode(f"{_WSIS}Body")
_CARRIED = NamedNode(f"{_WSIS}carriedOutBy")
_TYPE = NamedNode(RDF.type)
_STATUS, _BASIS = NamedNode(f"{_WSIS}status"), NamedNode(f"{_WSIS}basis")
_OLD_SCHEMA, _SCHEMA = "http://schema.org/", "https://schema.org/"
_KEYWORDS = f"{_SCHEMA}keywords"


def mapped(
    body: bytes, format: str, base: str, queries: Sequence[str], name: str, agency: str
) -> list[Triple]:
    """Return what a peer says, in our words, each statement once and in a stable order.

    Args:
        body: what it sent.
        format: a key of `parsing.FORMATS`, or csv or xlsx.
        base: the IRI that relative ones are resolved against.
        queries: CONSTRUCT queries, each over what the one before made.
        name: what the peer is called.
        agency: key of the agency that carries out what names no other; "" for none.

    Raises:
        DataSyntaxError, QueryTooDeep: it cannot be read.
    """
    if format in ("csv", "xlsx"):
        quads = tables.read(body, format, _own(name))
    else:
        quads = parsing.read(io.BytesIO(body), format, base)
    triples: Iterable[Triple] = _named(quads, name)
    for query in queries:
        store = Store()
        store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
        _complete(store, name, agency)
        found = store.query(query)
        if not isinstance(found, QueryTriples):
            raise DataSyntaxError("The mapping is no CONSTRUCT query", mend="write CONSTRUCT {…}")
        triples = list(dict.fromkeys(found))
    return sorted({_webbed(triple, name) for triple in triples}, key=str)


def written(triples: Iterable[Triple]) -> bytes:
    """Return triples as N-Triples."""
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def counted(triples: Iterable[Triple]) -> dict[str, int]:
    """Return how many activities, links and linkages there are among triples."""
    kinds = [triple.object for triple in triples if triple.predicate == _TYPE]
    return {
        "activities": kinds.count(_ACTIVITY),
        "links": kinds.count(_LINK),
        "linkages": kinds.count(NamedNode(f"{_WSIS}Linkage")),
    }


def _named(quads: Iterable[Quad], name: str) -> Iterator[Triple]:
    """Give the triples with IRIs for blank nodes, and with one spelling of schema.org."""
    numbers: dict[str, int] = {}

    def node(found: BlankNode) -> NamedNode:
        number = numbers.setdefault(found.value, len(numbers))
        return NamedNode(f"{_own(name)}node-{number}")

    def one(found: NamedNode | BlankNode) -> NamedNode:
        if isinstance(found, BlankNode):
            return node(found)
        if found.value.startswith(_OLD_SCHEMA):
            return NamedNode(_SCHEMA + found.value[len(_OLD_SCHEMA) :])
        return found

    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, Triple) or isinstance(value, Triple):
            continue
        predicate = one(quad.predicate)
        if isinstance(value, Literal):
            if predicate.value == _KEYWORDS:
                for part in value.value.replace(";", ",").split(","):
                    yield Triple(one(subject), predicate, Literal(part.strip()))
                continue
            yield Triple(one(subject), predicate, value)
        else:
            yield Triple(one(subject), predicate, one(value))


def _own(name: str) -> str:
    """Return what the IRIs begin with that we give to things of a peer."""
    return f"{iris.base_iri()}id/peer/{name}/"


def _webbed(triple: Triple, name: str) -> Triple:
    """Return a triple whose things have addresses of the web: no other can be asked for here."""

    def one(node: Any) -> Any:
        if not isinstance(node, NamedNode) or node.value.startswith(("http://", "https://")):
            return node
        return NamedNode(_own(name) + hashlib.sha256(node.value.encode()).hexdigest()[:20])

    return Triple(one(triple.subject), triple.predicate, one(triple.object))


def _complete(store: Store, name: str, agency: str) -> None:
    """Say what goes without saying: links are asserted, work is its peer's, bodies are bodies."""

    def lacks(subject: NamedNode | BlankNode, predicate: NamedNode) -> bool:
        return next(iter(store.quads_for_pattern(subject, predicate, None, None)), None) is None

    def all_of(kind: NamedNode) -> list[NamedNode]:
        found = store.quads_for_pattern(None, _TYPE, kind, None)
        return [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]

    graph = DefaultGraph()
    for link in all_of(_LINK):
        if lacks(link, _STATUS):
            store.add(Quad(link, _STATUS, NamedNode(iris.vocab("status", "accepted")), graph))
        if lacks(link, _BASIS):
            store.add(Quad(link, _BASIS, NamedNode(iris.vocab("basis", "asserted")), graph))
    for work in all_of(_ACTIVITY):
        if lacks(work, _CARRIED):
            store.add(Quad(work, _CARRIED, tables.body_of(agency or name), graph))
    for quad in list(store.quads_for_pattern(None, _CARRIED, None, None)):
        if isinstance(quad.object, NamedNode):
            store.add(Quad(quad.object, _TYPE, _BODY, graph))
            if not agency and quad.object == tables.body_of(name):
                label = Literal(name)
                store.add(Quad(quad.object, NamedNode(SKOS.prefLabel), label, graph))

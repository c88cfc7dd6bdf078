"""What a peer sent, as statements in our words; runs in the sandbox."""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

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
    parse,
)

from wsisgraph.errors import DataSyntaxError
from wsisgraph.federation import solutions, tables
from wsisgraph.store import parsing
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS

_WSIS = iris.DEF
_ACTIVITY = NamedNode(f"{_WSIS}Activity")
_LINK = NamedNode(f"{_WSIS}ActivityLink")
_BODY = NamedNode(f"{_WSIS}Body")
_CARRIED = NamedNode(f"{_WSIS}carriedOutBy")
_TYPE = NamedNode(RDF.type)
_STATUS, _BASIS = NamedNode(f"{_WSIS}status"), NamedNode(f"{_WSIS}basis")
_KIND, _LABEL = NamedNode(f"{DCT.iri}type"), NamedNode(SKOS.prefLabel)
_STATED = NamedNode(f"{_WSIS}statedIn")
_OLD_SCHEMA, _SCHEMA = "http://schema.org/", "https://schema.org/"
# A whole IRI of a line that no text holds, which would stand in quotes.
_ELSEWHERE = re.compile(rb'(?:(?<=^)|(?<= ))<((?!https?://)[^<>"]*)>(?= )', re.MULTILINE)
_ROWS_AT_ONCE = 5000
_TABLES = ("csv", "xlsx")
_MOST_COLUMNS = 40
_KEYWORDS = f"{_SCHEMA}keywords"


def mapped(
    documents: Sequence[tuple[str, bytes]],
    template: str,
    base: str,
    queries: Sequence[str],
    name: str,
    agency: str,
) -> tuple[bytes, int]:
    """Return what a peer says, as N-Triples in our words, each once and in a stable order.

    With it goes how many rows it sent, 0 where it sent no tables.

    Args:
        documents: what it sent, each with a key of `parsing.FORMATS`, or csv or xlsx; or a table
            of solutions (results-json, results-xml).
        template: what makes triples of solutions: a CONSTRUCT query without WHERE.
        base: the IRI that relative ones are resolved against.
        queries: CONSTRUCT queries, each over what the one before made.
        name: what the peer is called.
        agency: key of the agency that carries out what names no other; "" for none.

    Raises:
        DataSyntaxError, QueryTooDeep: it cannot be read.
    """
    tables_read = [
        solutions.table(body, format) for format, body in documents if format.startswith("results-")
    ]
    others = [document for document in documents if not document[0].startswith("results-")]
    quads = chain(
        chain.from_iterable(_constructed(template, *table) for table in tables_read),
        chain.from_iterable(_read(document, base, name) for document in others),
    )
    found: Iterable[Quad] = _named(quads, name)
    lines = b""
    for query in queries:
        store = Store()
        store.bulk_extend(found)
        _complete(store, name, agency)
        made = store.query(query)
        if not isinstance(made, QueryTriples):
            raise DataSyntaxError("The mapping is no CONSTRUCT query", mend="write CONSTRUCT {…}")
        # As text, since a triple takes ten times the room as an object.
        lines = made.serialize(format=RdfFormat.N_TRIPLES) or b""
        found = parse(lines, format=RdfFormat.N_TRIPLES)
    rows = sum(len(table) for _, table in tables_read)
    return b"".join(sorted(set(_webbed(lines, name).splitlines(keepends=True)))), rows


def _constructed(template: str, columns: Sequence[str], rows: Sequence[str]) -> Iterator[Quad]:
    """Give the triples that a template makes of solutions."""
    named = " ".join(f"?{column}" for column in columns)
    nothing = Store()
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = "\n".join(rows[start : start + _ROWS_AT_ONCE])
        found = nothing.query(f"{template} WHERE {{ VALUES ({named}) {{ {part} }} }}")
        assert isinstance(found, QueryTriples)
        for triple in found:
            yield Quad(triple.subject, triple.predicate, triple.object)


def _read(document: tuple[str, bytes], base: str, name: str) -> Iterator[Quad]:
    format, body = document
    if format in _TABLES:
        return tables.read(body, format, _own(name))
    return parsing.read(io.BytesIO(body), format, base)


def unread(documents: Sequence[tuple[str, bytes]]) -> list[str]:
    """Return the columns of tables that say nothing here, each once."""
    read = (tables.unread(body, format) for format, body in documents if format in _TABLES)
    return list(dict.fromkeys(chain.from_iterable(read)))[:_MOST_COLUMNS]


def counted(lines: bytes) -> dict[str, int]:
    """Return how many activities, links and linkages N-Triples tell of."""
    return {
        name: lines.count(f" {_TYPE} {kind} .\n".encode())
        for name, kind in (
            ("activities", _ACTIVITY),
            ("links", _LINK),
            ("linkages", NamedNode(f"{_WSIS}Linkage")),
        )
    }


def _named(quads: Iterable[Quad], name: str) -> Iterator[Quad]:
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
                    yield Quad(one(subject), predicate, Literal(part.strip()))
                continue
            yield Quad(one(subject), predicate, value)
        else:
            yield Quad(one(subject), predicate, one(value))


def _own(name: str) -> str:
    """Return what the IRIs begin with that we give to things of a peer."""
    return f"{iris.base_iri()}id/peer/{name}/"


def _webbed(lines: bytes, name: str) -> bytes:
    """Return N-Triples whose things have addresses of the web: no other can be asked for here."""

    def one(found: re.Match[bytes]) -> bytes:
        digest = hashlib.sha256(found[1]).hexdigest()[:20]
        return f"<{_own(name)}{digest}>".encode()

    return _ELSEWHERE.sub(one, lines)


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
        body = quad.object
        if not isinstance(body, NamedNode):
            continue
        store.add(Quad(body, _TYPE, _BODY, graph))
        if lacks(body, _KIND):
            store.add(Quad(body, _KIND, NamedNode(iris.vocab("body-kinds", "not-stated")), graph))
        if lacks(body, _LABEL):
            known = body == tables.body_of(agency or name)
            label = (agency or name) if known else body.value.rstrip("/#").rpartition("/")[2]
            store.add(Quad(body, _LABEL, Literal(label, language="en"), graph))
    for quad in list(store.quads_for_pattern(None, _LABEL, None, None)):
        label_given = quad.object
        if isinstance(label_given, Literal) and not label_given.language:
            store.remove(quad)
            store.add(Quad(quad.subject, _LABEL, Literal(label_given.value, language="en"), graph))
    _source(store, name, [*all_of(_ACTIVITY), *all_of(_LINK)])


def _source(store: Store, name: str, things: Sequence[NamedNode]) -> None:
    """Say of what names no passage that its peer says it: a passage for each activity."""
    graph = DefaultGraph()
    more: list[Quad] = []
    document = NamedNode(iris.individual("document", f"peer-{name}"))
    told: set[NamedNode] = set()
    for thing in sorted(things, key=lambda thing: thing.value):
        if any(True for _ in store.quads_for_pattern(thing, _STATED, None, None)):
            continue
        found = store.quads_for_pattern(thing, NamedNode(f"{_WSIS}activity"), None, None)
        about = next((q.object for q in found if isinstance(q.object, NamedNode)), thing)
        key = hashlib.sha256(about.value.encode()).hexdigest()[:12]
        passage = NamedNode(f"{document.value}/p/{key}")
        more.append(Quad(thing, _STATED, passage, graph))
        if passage in told:
            continue
        told.add(passage)
        labels = store.quads_for_pattern(about, _LABEL, None, None)
        called = next((q.object.value for q in labels if isinstance(q.object, Literal)), key)
        said: dict[NamedNode, tuple[NamedNode | Literal, ...]] = {
            _TYPE: (NamedNode(f"{_WSIS}Passage"),),
            NamedNode(f"{DCT.iri}isPartOf"): (document,),
            NamedNode(f"{_WSIS}locator"): (Literal(key),),
            NamedNode(f"{_WSIS}order"): (Literal(int(key[:6], 16)),),
            NamedNode(f"{_WSIS}passageKind"): (
                NamedNode(iris.vocab("passage-kinds", "table-row")),
            ),
            NamedNode(f"{DCT.iri}abstract"): (
                Literal(f"What the peer {name} says of {called}.", language="en"),
                Literal(f"数据伙伴 {name} 对“{called}”的说明。", language="zh"),
            ),
        }
        for predicate, values in said.items():
            for value in values:
                more.append(Quad(passage, predicate, value, graph))
    if told:
        described = (
            (_TYPE, NamedNode(f"{_WSIS}Document")),
            (_KIND, NamedNode(iris.vocab("document-kinds", "dataset"))),
            (_LABEL, Literal(f"Data of the peer {name}", language="en")),
            (_LABEL, Literal(f"数据伙伴 {name} 的数据", language="zh")),
            (NamedNode(f"{_WSIS}symbolNote"), Literal("data have no symbol", language="en")),
        )
        for predicate, value in described:
            more.append(Quad(document, predicate, value, graph))
    store.bulk_extend(more)

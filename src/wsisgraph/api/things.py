"""Every IRI of ours, and the UN's, as a page and as RDF.

`/id/…` and `/vocab/…` name things that are no documents: they answer 303 with the address of a
document about the thing, whose suffix says its form. `/def`, `/graph/…` and `/sdg/…` are documents
themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal, cast
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wsisgraph.api.answers import COVERED, answers
from wsisgraph.api.citations import citations, values
from wsisgraph.api.decided import decided
from wsisgraph.api.links import href, iri_of
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import MEDIA_TYPES, chosen_format
from wsisgraph.api.pages import (
    Citation,
    Concept,
    Fact,
    Graph,
    Link,
    Page,
    Passage,
    Property,
    Statement,
    Term,
    Text,
    Thing,
    Value,
)
from wsisgraph.api.partitions import is_partition, partitions
from wsisgraph.api.problems import HttpProblem, not_found
from wsisgraph.api.reading import Node, Reading, Row, alike, key, status_of, term, value
from wsisgraph.api.reading import text as text_of
from wsisgraph.api.sections import sections_of
from wsisgraph.api.service import (
    COMMON,
    RDF_FORMS,
    Headers,
    Service,
    bytes_of,
    html,
    parameters,
)
from wsisgraph.questions import serialise
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, OWL, RDF, RDFS, SKOS, WSIS

_SUFFIXES = ("html", "ttl", "jsonld", "nt", "rdf")
# Who asks for JSON alone can read JSON-LD.
_ENGINE = {**RDF_FORMS, "json": "jsonld"}
_EVERYTHING = ("accepted", "unconfirmed", "proposed", "rejected")
_STATEMENTS = frozenset(
    {
        WSIS.Linkage,
        WSIS.RoleStatement,
        WSIS.ActivityLink,
        WSIS.Figure,
        WSIS.Duty,
        WSIS.Recommendation,
        WSIS.Statement,
    }
)
_SAID_ELSEWHERE = frozenset(
    {
        RDF.type,
        SKOS.prefLabel,
        DCT.description,
        WSIS.status,
        WSIS.basis,
        WSIS.statedIn,
        # Derived to compare dates by; the printed ones are shown.
        WSIS.startEarliest,
        WSIS.startLatest,
        WSIS.endEarliest,
        WSIS.endLatest,
        WSIS.asOfEarliest,
        WSIS.asOfLatest,
    }
)
# A title beside a name of its own is the official wording, as goals and targets have it.
_DESCRIPTIONS = (DCT.abstract, SKOS.definition, DCT.description, RDFS.comment, DCT.title)


async def name(service: Service, request: Request) -> Response:
    """Answer the IRI of a thing that is no document: 303 to the document, by Accept."""
    iri, suffix = _asked(request)
    if suffix:
        return await _document(service, request, iri, suffix)
    parameters(request, COMMON)
    # Whether it is there comes before how it can be had.
    reading = service.reading()
    if not await reading.rows("api/known", {"thing": iri}):
        raise _unknown(iri)
    form = chosen_format(request, service.forms("html", *_ENGINE))
    form = "jsonld" if form == "json" else form
    lang = request.query_params.get("lang")
    place = quote(request.url.path, safe="/:@!$&'()*+,;=~") + f".{form}"
    place += f"?lang={quote(lang)}" if lang else ""
    return RedirectResponse(place, 303, headers={"Vary": "Accept", "Cache-Control": "no-cache"})


async def document(service: Service, request: Request) -> Response:
    """Answer the IRI of a document (the ontology, a graph) or of a thing of the UN's."""
    iri, suffix = _asked(request)
    return await _document(service, request, iri, suffix)


async def version(service: Service, request: Request) -> Response:
    """Answer owl:versionIRI: 303 to the ontology where that version is the one served."""
    rows = await service.reading().rows("api/known", {"thing": iri_of(request.url.path)})
    if not rows:
        raise _unknown(iri_of(request.url.path))
    return RedirectResponse("/def", 303, headers={"Cache-Control": "no-cache"})


async def _document(service: Service, request: Request, iri: str, suffix: str) -> Response:
    parameters(request, COMMON)
    offered = service.forms("html", *_ENGINE)
    if suffix and suffix not in offered:
        raise _unknown(iri)
    try:
        form = suffix or chosen_format(request, offered)
    except HttpProblem:
        if not await service.reading().rows("api/known", {"thing": iri}):
            raise _unknown(iri) from None
        raise

    async def build(reading: Reading) -> Response:
        links = _links(request.url.path.removesuffix(f".{suffix}") if suffix else request.url.path)
        if form == "html" and service.pages is not None:
            thing = await thing_page(reading, service.page(request, reading, links), iri)
            if thing is None:
                raise _unknown(iri)
            response = html(service.pages.thing(thing))
        else:
            own = await reading.rows("api/describe", {"thing": iri})
            if not own and not await reading.rows("api/known", {"thing": iri}):
                raise _unknown(iri)
            response = bytes_of(await _rdf(reading, iri, own, form), form)
        response.headers.update(_alternates(iri, links))
        return response

    return await service.answer(request, form, build)


async def _rdf(reading: Reading, iri: str, own: Sequence[Row], form: str) -> bytes:
    if iri == iris.DEF.removesuffix("#"):
        query = reading.text("api/graph-contents", {"graph": iris.graph("ontology")})
        return await reading.ask(query, [_ENGINE[form]])
    if iri.startswith(iris.graph("x").removesuffix("x")):
        query = reading.text("api/graph-contents", {"graph": iri})
        return await reading.ask(query, [_ENGINE[form]])
    # What stands only in a graph apart is described from there; its statements name their status.
    statuses = {status_of(value(row, "graph")) for row in own}
    apart = () if "accepted" in statuses or not own else tuple(statuses)
    query = reading.text("api/describe-graph", {"thing": iri})
    return await reading.ask(query, [_ENGINE[form]], statuses=("accepted", *apart))


async def thing_page(reading: Reading, page: Page, iri: str) -> Thing | None:
    """Return what the page of an IRI shows; None where no graph knows it."""
    own = await reading.rows("api/describe", {"thing": iri})
    if not own and not await reading.rows("api/known", {"thing": iri}):
        return None
    return described(await describe(reading, page, iri, own))


async def describe(reading: Reading, page: Page, iri: str, own: Sequence[Row]) -> Thing:
    """Return everything the graphs say of one IRI, and what points to it."""
    types = [value(row, "value") for row in own if value(row, "property") == RDF.type]
    graphs = {graph: _graph(graph, title) for graph, title in (await reading.graphs()).items()}
    # What does not depend on each other is asked for at once.
    (
        incoming,
        statements,
        contents,
        said_in,
        sections,
        facts,
        citation,
        answered,
        parts,
        decisions,
    ) = await reading.together(
        _incoming(reading, iri),
        _statements(reading, iri, types, graphs),
        _contents(reading, iri, types),
        reading.passages([iri], statuses=_EVERYTHING),
        sections_of(reading, iri, types),
        _facts(reading, iri, types),
        _citation(reading, iri, types, own),
        answers(reading, iri, types),
        partitions(reading, iri, own),
        decided(reading, [iri]),
    )
    own = [row for row in own if not (parts and is_partition(row))]
    wanted = {iri, *_nodes(own, ("property", "value"))}
    for predicate, rows, _ in incoming:
        wanted |= {predicate, *_nodes(rows, ("subject",))}
    concepts = await reading.concepts(wanted)
    standing = {status_of(value(row, "graph")) for row in own} or {"accepted"}
    return Thing(
        page=page,
        iri=iri,
        code=concepts[iri].code,
        label=concepts[iri].label,
        labels=_labels(own),
        types=tuple(dict.fromkeys(term(Node("iri", type_), concepts) for type_ in types)),
        description=_description(own, reading.lang),
        status=next(status for status in _EVERYTHING if status in standing),
        properties=_properties(own, concepts, graphs),
        incoming=tuple(
            Property(
                term(Node("iri", predicate), concepts),
                _values(rows, "subject", concepts, graphs),
                total,
            )
            for predicate, rows, total in incoming
        ),
        passages=said_in[iri],
        decisions=decisions.get(iri, ()),
        statements=statements,
        totals=await _totals(reading, iri, types, statements),
        contents=contents,
        facts=facts,
        citation=citation,
        answers=answered,
        opened=sections.opened,
        table=sections.table,
        asserted=sections.asserted,
        potential=sections.potential,
        activities_href=sections.activities_href,
        before=sections.before,
        after=sections.after,
        above=sections.above,
        partitions=parts,
    )


def _asked(request: Request) -> tuple[str, str]:
    """Return the IRI that is asked for and the suffix of the form.

    Raises:
        HttpProblem: 404, the path has a character that no IRI has.
    """
    iri, suffix = _split(request.url.path)
    try:
        serialise.iri(iri)
    except ValueError:
        raise _unknown(iri) from None
    return iri, suffix


def _split(path: str) -> tuple[str, str]:
    stem, dot, suffix = path.rpartition(".")
    if dot and suffix in _SUFFIXES:
        return iri_of(stem), suffix
    return iri_of(path), ""


def _unknown(iri: str) -> Exception:
    return not_found(
        f"No graph here says anything of <{iri}>",
        mend="look for it by its code or name at /find",
    )


def _links(path: str) -> tuple[Link, ...]:
    return tuple(
        Link(f"{path}.{suffix}", suffix, MEDIA_TYPES[suffix][0])
        for suffix in _SUFFIXES
        if suffix != "html"
    )


def _alternates(iri: str, links: Sequence[Link]) -> Headers:
    # A header is ASCII; the paths of ours are, an IRI of a peer may not be.
    target = quote(iri, safe="/:@!$&'()*+,;=~#.-_%")
    parts = [f'<{target}>; rel="describes"']
    parts += [
        f'<{quote(link.href, safe="/.-_~:")}>; rel="alternate"; type="{link.media_type}"'
        for link in links
    ]
    return {"Link": ", ".join(parts)}


@lru_cache(maxsize=4096)
def _graph(graph: str, title: str) -> Graph:
    return Graph(graph, href(graph), _title(graph, title), status_of(graph))


def _title(graph: str, title: str) -> Text:
    return Text(title, "en") if title else Text(graph.rpartition("/graph/")[2] or graph)


async def _incoming(reading: Reading, iri: str) -> list[tuple[str, Sequence[Row], int]]:
    counts = {
        value(row, "property"): int(value(row, "number"))
        for row in await reading.rows("api/incoming-counts", {"thing": iri})
    }
    asked = (
        reading.rows("api/incoming", {"thing": iri, "property": predicate}) for predicate in counts
    )
    answered = await reading.together(*asked)
    return [
        (predicate, rows, number)
        for (predicate, number), rows in zip(counts.items(), answered, strict=True)
    ]


async def _statements(
    reading: Reading, iri: str, types: Sequence[str], graphs: Mapping[str, Graph]
) -> tuple[Statement, ...]:
    if _STATEMENTS & set(types):
        return ()
    if WSIS.Passage in types:
        rows = await reading.rows("api/facts-of-passage", {"passage": iri})
    else:
        rows = await reading.rows("api/statements-about", {"thing": iri, "told": _told(types)})
    kinds: dict[str, str] = {}
    for row in rows:
        # Of several classes the narrow one says more than Statement.
        if kinds.get(value(row, "statement"), WSIS.Statement) == WSIS.Statement:
            kinds[value(row, "statement")] = value(row, "class")
    if not kinds:
        return ()
    described, said_in, decisions = await reading.together(
        reading.rows("api/describe", {"thing": list(kinds)}),
        reading.passages(kinds, statuses=_EVERYTHING),
        decided(reading, kinds),
    )
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in described:
        parts[value(row, "thing")].append(row)
    wanted = {*kinds, *kinds.values()}
    for rows in parts.values():
        wanted |= _nodes(rows, ("property", "value"))
    concepts = await reading.concepts(wanted, nameless=kinds)
    return tuple(
        replace(
            _statement(iri, kind, parts[iri], said_in[iri], concepts, graphs),
            decisions=decisions.get(iri, ()),
        )
        for iri, kind in kinds.items()
    )


def _statement(
    iri: str,
    kind: str,
    rows: Sequence[Row],
    said_in: tuple[Passage, ...],
    concepts: Mapping[str, Concept],
    graphs: Mapping[str, Graph],
) -> Statement:
    lang = concepts[iri].label.lang
    standing = {status_of(value(row, "graph")) for row in rows} or {"accepted"}
    bases = [key(row, "value") for row in rows if value(row, "property") == WSIS.basis]
    said = [row for row in rows if value(row, "property") not in _SAID_ELSEWHERE]
    return Statement(
        statement=concepts[iri],
        kind=term(Node("iri", kind), concepts),
        description=_description(rows, lang or "en"),
        parts=_properties(said, concepts, graphs),
        status=next(status for status in _EVERYTHING if status in standing),
        basis=cast(Literal["asserted", "roadmap", "matrix", ""], bases[0] if bases else ""),
        passages=said_in,
    )


async def _totals(
    reading: Reading, iri: str, types: Sequence[str], shown: Sequence[Statement]
) -> dict[str, int]:
    """Return how many accepted statements of each class there are, {} where all are shown."""
    # Of 200 rows each two may be of one statement, by its class and by the wide one.
    if WSIS.Passage in types or len(shown) < 100:
        return {}
    totals: dict[str, int] = defaultdict(int)
    asked = {"thing": iri, "told": _told(types)}
    for row in await reading.rows("api/statement-counts", asked):
        if status_of(value(row, "graph")) == "accepted":
            totals[value(row, "class")] += int(value(row, "number"))
    return totals if sum(totals.values()) > len(shown) else {}


async def _contents(reading: Reading, iri: str, types: Sequence[str]) -> tuple[Passage, ...]:
    if WSIS.Document not in types:
        return ()
    rows, concepts = await reading.together(
        reading.rows("api/contents", {"document": iri}), reading.concepts([iri])
    )
    return tuple(
        Passage(
            value(same[0], "passage"),
            href(value(same[0], "passage")),
            concepts[iri],
            value(same[0], "locator"),
            reading.chosen(row.get("abstract") for row in same),
        )
        for same in alike(rows, "passage")
    )


async def _citation(
    reading: Reading, iri: str, types: Sequence[str], own: Sequence[Row]
) -> Citation | None:
    """Return how to cite a document or a passage; None for anything else (design §3.11)."""
    locator = ""
    if WSIS.Passage in types:
        locator = next(iter(values(own, WSIS.locator)), "")
        [iri, *_] = [*values(own, DCT.isPartOf), iri]
    elif WSIS.Document not in types:
        return None
    return replace((await citations(reading, [iri]))[iri], locator=locator)


async def _facts(reading: Reading, iri: str, types: Sequence[str]) -> dict[str, tuple[Fact, ...]]:
    """Return what was read from each passage of a document, by passage."""
    if WSIS.Document not in types:
        return {}
    asked = {"document": iri, "lang": reading.lang}
    rows = await reading.rows("documents/passages-with-facts", asked)
    rows = [row for row in rows if "fact" in row]
    concepts = await reading.concepts(
        iri for row in rows for iri in (value(row, "fact"), value(row, "class"))
    )
    found: dict[str, dict[str, Fact]] = defaultdict(dict)
    for row in rows:
        fact = value(row, "fact")
        found[value(row, "passage")].setdefault(
            fact,
            Fact(
                concepts[fact],
                term(Node("iri", value(row, "class")), concepts),
                text_of(row.get("title")),
            ),
        )
    return {passage: tuple(facts.values()) for passage, facts in found.items()}


def _told(types: Sequence[str]) -> list[str]:
    """Return the classes of accepted statements that the sections of a page tell."""
    return sorted({kind for type_ in types for kind in COVERED.get(type_, ())}) or [
        OWL.iri + "Nothing"
    ]


def _nodes(rows: Iterable[Row], columns: Sequence[str]) -> set[str]:
    return {
        row[column].value
        for row in rows
        for column in columns
        if column in row and row[column].kind == "iri"
    }


def _labels(own: Iterable[Row]) -> tuple[Text, ...]:
    found = {
        Text(row["value"].value, row["value"].lang)
        for row in own
        if value(row, "property") == SKOS.prefLabel
    }
    return tuple(sorted(found, key=lambda label: (label.lang, label.value)))


def _description(own: Sequence[Row], lang: str) -> Text | None:
    for wanted in (lang, "en", ""):
        for predicate in _DESCRIPTIONS:
            for row in own:
                if value(row, "property") == predicate and row["value"].lang == wanted:
                    return Text(row["value"].value, wanted)
    return None


def _properties(
    own: Sequence[Row], concepts: Mapping[str, Concept], graphs: Mapping[str, Graph]
) -> tuple[Property, ...]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in own:
        grouped[value(row, "property")].append(row)
    found = []
    for predicate, rows in grouped.items():
        values = _values(rows, "value", concepts, graphs)
        found.append(Property(term(Node("iri", predicate), concepts), values, len(values)))
    return tuple(found)


def _values(
    rows: Sequence[Row],
    column: str,
    concepts: Mapping[str, Concept],
    graphs: Mapping[str, Graph],
) -> tuple[Value, ...]:
    said: dict[Term, dict[str, Graph]] = defaultdict(dict)
    for row in rows:
        graph = row["graph"].value
        said[term(row[column], concepts)][graph] = graphs.get(graph) or _graph(graph, "")
    return tuple(Value(found, tuple(where.values())) for found, where in said.items())

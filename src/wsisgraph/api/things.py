"""Every IRI of ours, and the UN's, as a page and as RDF.

`/id/…` and `/vocab/…` name things that are no documents: they answer 303 with the address of a
document about the thing, whose suffix says its form. `/def`, `/graph/…` and `/sdg/…` are documents
themselves.
"""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wsisgraph.api import feeds
from wsisgraph.api.answers import answers
from wsisgraph.api.contents import citation_of, contents_of, facts_of
from wsisgraph.api.decided import decided
from wsisgraph.api.links import iri_of
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import MEDIA_TYPES, chosen_format
from wsisgraph.api.pages import (
    Link,
    Page,
    Property,
    Thing,
)
from wsisgraph.api.partitions import is_partition, partitions
from wsisgraph.api.pictures import pictures_of
from wsisgraph.api.problems import HttpProblem, not_found
from wsisgraph.api.reading import Node, Reading, Row, document_of, status_of, term, value
from wsisgraph.api.saying import (
    EVERYTHING,
    description_of,
    graph_of,
    incoming_of,
    names_of,
    nodes_in,
    properties_of,
    values_of,
)
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
from wsisgraph.api.statements import statements_about, totals_of
from wsisgraph.questions import serialise
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF

_SUFFIXES = ("html", "ttl", "jsonld", "nt", "rdf")

# Who asks for JSON alone can read JSON-LD.
_ENGINE = {**RDF_FORMS, "json": "jsonld"}


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


async def thing_page(reading: Reading, page: Page, iri: str) -> Thing | None:
    """Return what the page of an IRI shows; None where no graph knows it."""
    own = await reading.rows("api/describe", {"thing": iri})
    if not own and not await reading.rows("api/known", {"thing": iri}):
        return None
    return described(await describe(reading, page, iri, own))


async def describe(reading: Reading, page: Page, iri: str, own: Sequence[Row]) -> Thing:
    """Return everything the graphs say of one IRI, and what points to it."""
    types = [value(row, "value") for row in own if value(row, "property") == RDF.type]
    graphs = {graph: graph_of(graph, title) for graph, title in (await reading.graphs()).items()}
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
        pictures,
    ) = await reading.together(
        incoming_of(reading, iri),
        statements_about(reading, iri, types, graphs),
        contents_of(reading, iri, types),
        reading.passages([iri], statuses=EVERYTHING),
        sections_of(reading, iri, types),
        facts_of(reading, iri, types),
        citation_of(reading, iri, types, own),
        answers(reading, iri, types),
        partitions(reading, iri, own),
        decided(reading, [iri]),
        pictures_of(reading, iri, types),
    )
    own = [row for row in own if not (parts and is_partition(row))]
    wanted = {iri, *nodes_in(own, ("property", "value"))}
    for predicate, rows, _ in incoming:
        wanted |= {predicate, *nodes_in(rows, ("subject",))}
    # A passage has no name but its place in a document.
    wanted |= {document_of(node) for node in wanted} - {""}
    concepts = await reading.concepts(wanted)
    standing = {status_of(value(row, "graph")) for row in own} or {"accepted"}
    return Thing(
        page=page,
        iri=iri,
        code=concepts[iri].code,
        label=concepts[iri].label,
        labels=names_of(own),
        types=tuple(dict.fromkeys(term(Node("iri", type_), concepts) for type_ in types)),
        description=description_of(own, reading.lang),
        status=next(status for status in EVERYTHING if status in standing),
        properties=properties_of(own, concepts, graphs),
        incoming=tuple(
            Property(
                term(Node("iri", predicate), concepts),
                values_of(rows, "subject", concepts, graphs),
                total,
            )
            for predicate, rows, total in incoming
        ),
        passages=said_in[iri],
        decisions=decisions.get(iri, ()),
        statements=statements,
        totals=await totals_of(reading, iri, types, statements),
        contents=contents,
        facts=facts,
        citation=citation,
        answers=answered,
        opened=sections.opened,
        table=sections.table,
        asserted=sections.asserted,
        stated=sections.stated,
        potential=sections.potential,
        activities_href=sections.activities_href,
        before=sections.before,
        after=sections.after,
        above=sections.above,
        partitions=parts,
        pictures=pictures,
    )


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
            page = replace(service.page(request, reading, links), feed=feeds.path_of(iri))
            thing = await thing_page(reading, page, iri)
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

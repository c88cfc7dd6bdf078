"""Documents that are a page to people and RDF to programs, at one address or with a suffix."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.negotiation import MEDIA_TYPES, chosen_format
from wsisgraph.api.pages import Link, Page, Pages
from wsisgraph.api.problems import HttpProblem, not_found
from wsisgraph.api.reading import Reading
from wsisgraph.api.service import COMMON, RDF_FORMS, Service, bytes_of, html, parameters
from wsisgraph.terms import iris

Draw = Callable[[Pages, Reading, Page], Awaitable[str | None]]
"""Draws the page out of the data; None where they do not hold the document."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document: where it is, what it is called, and the graph that it is.

    Attributes:
        path: its path without a suffix.
        iri: its IRI.
        source: the last part of the name of the graph whose statements are its RDF.
    """

    path: str
    iri: str
    source: str


async def page_or_rdf(
    service: Service, request: Request, document: Document, draw: Draw
) -> Response:
    """Answer the page of a document, or its graph as RDF, by suffix or Accept.

    Raises:
        HttpProblem: 404, the data do not hold the document.
    """
    parameters(request, COMMON)
    suffix = request.path_params.get("suffix", "")
    offered = service.forms("html", *RDF_FORMS, "json")
    if suffix and suffix not in offered:
        raise _not_here(document.iri)
    form = suffix or chosen_format(request, offered)
    form = "jsonld" if form == "json" else form
    forms = links(document.path)

    async def build(reading: Reading) -> Response:
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, forms)
            drawn = await draw(service.pages, reading, page)
            if drawn is None:
                raise _not_here(document.iri)
            response = html(drawn)
        else:
            graph = iris.graph(document.source)
            if graph not in await reading.graphs():
                raise _not_here(document.iri)
            query = reading.text("api/graph-contents", {"graph": graph})
            response = bytes_of(await reading.ask(query, [RDF_FORMS[form]]), form)
        response.headers["Link"] = header(document.iri, forms)
        return response

    return await service.answer(request, form, build)


def _not_here(iri: str) -> HttpProblem:
    return not_found(f"The data hold no <{iri}>", mend="build the graph: wsisgraph build")


def links(path: str) -> tuple[Link, ...]:
    """Return where a document is to be had as RDF."""
    return tuple(Link(f"{path}.{key}", key, MEDIA_TYPES[key][0]) for key in RDF_FORMS)


def header(iri: str, forms: Sequence[Link]) -> str:
    """Return the header that names what the page describes, and its other forms."""
    target = quote(iri, safe="/:@!$&'()*+,;=~#.-_%")
    parts = [f'<{target}>; rel="describes"']
    parts += [f'<{form.href}>; rel="alternate"; type="{form.media_type}"' for form in forms]
    return ", ".join(parts)

"""The first page, the search for codes and names, and the routes of operation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wsisgraph.api import feeds, links, peers, problems
from wsisgraph.api.activities import choices, read
from wsisgraph.api.asking import described as told
from wsisgraph.api.asking import shown
from wsisgraph.api.context import CONTEXT
from wsisgraph.api.documentation import operations
from wsisgraph.api.envelope import envelope, next_path, thing
from wsisgraph.api.filters import STATUSES, fields
from wsisgraph.api.machine import described
from wsisgraph.api.matrix import OF_ACTIVITIES, Measure, left_out, measure_of, read_table
from wsisgraph.api.matrix import PARAMETERS as MATRIX_PARAMETERS
from wsisgraph.api.negotiation import MEDIA_TYPES, chosen_format
from wsisgraph.api.pages import Docs, Home, Link, Page, Results
from wsisgraph.api.reading import Reading, value
from wsisgraph.api.service import (
    COMMON,
    PAGING,
    RDF_FORMS,
    Service,
    fixed,
    html,
    json_of,
    number,
    parameters,
)
from wsisgraph.errors import StoreError, StoreUnavailable, UnknownCode
from wsisgraph.questions import serialise
from wsisgraph.terms import codes, iris

FILTERS = (*OF_ACTIVITIES, "status")
PARAMETERS = {
    name: text for name, text in MATRIX_PARAMETERS.items() if name not in ("rows", "columns")
}
FIND_PARAMETERS = {
    "q": "a code (9.C, “C7 e-gov”), the key of an agency, or words",
    **PAGING,
    **COMMON,
}

_LONGEST_SEARCH = 200


async def home(service: Service, request: Request) -> Response:
    """Answer /: the first page, or for programs where to go."""
    given = parameters(request, PARAMETERS)
    filters, measure, _ = _narrowed(given)
    with_peers = peers.names(service, given)
    form = chosen_format(request, service.forms("html", "json"))

    async def build(reading: Reading) -> Response:
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, _matrix_links(measure, filters, given))
            page = replace(page, feed=feeds.ALL)
            data = await home_page(reading, page, given)
            data = replace(data, beside=peers.beside(service, reading, given))
            return html(service.pages.home(data))
        return json_of(
            {
                "title": "wsisgraph",
                "revision": reading.revision.id,
                "counts": dict(await _counts(reading)),
                "links": {
                    "sparql": "/sparql",
                    "activities": "/api/activities",
                    "matrix": "/api/matrix",
                    "roles": "/api/roles",
                    "questions": "/api/questions",
                    "openapi": "/openapi.json",
                    "void": "/.well-known/void",
                },
            }
        )

    if with_peers is not None and form == "html":
        return await peers.answer(service, request, form, with_peers, build, given)
    return await service.answer(request, form, build)


async def home_page(reading: Reading, page: Page, given: Mapping[str, str]) -> Home:
    """Return what the first page shows.

    Args:
        reading: reads the revision.
        page: the frame.
        given: the parameters: what is counted, and what it is narrowed to.

    Raises:
        BadParameter, UnknownCode, HttpProblem: a value that is not known.
    """
    filters, measure, statuses = _narrowed(given)
    asked = await read(reading, filters)
    matrix, counts, form, apart = await reading.together(
        read_table(reading, measure, statuses=statuses, asked=asked),
        _counts(reading.alone),
        fields(reading, given, FILTERS if measure == "activities" else ()),
        left_out(reading, measure, statuses, asked),
    )
    return described(
        Home(
            page=page,
            matrix=matrix,
            questions=tuple(told(question, reading.lang) for question in reading.questions()),
            counts=counts,
            fields=form,
            filters=tuple(filters.items()),
            left_out=apart,
        )
    )


def _narrowed(given: Mapping[str, str]) -> tuple[dict[str, str], Measure, tuple[str, ...]]:
    """Return the filters that were given, what is counted, and of which standing."""
    filters = {name: text for name, text in given.items() if name in FILTERS}
    # Only activities have an agency, a place and a time: to ask for these is to ask for them.
    of_activities = any(name in OF_ACTIVITIES for name in filters)
    measure = measure_of({"measure": "activities"} if of_activities else given)
    return filters, measure, choices(given, "status", STATUSES) or ("accepted",)


async def find(service: Service, request: Request) -> Response:
    """Answer /find: a code or key goes to its page, words list what has them in its name."""
    given = parameters(request, FIND_PARAMETERS)
    words = given.get("q", "")
    if not words:
        raise problems.bad_parameter(
            "q", "Nothing is asked for", mend="give a code or a word: ?q=9.c"
        )
    if len(words) > _LONGEST_SEARCH:
        raise problems.bad_parameter(
            "q", "The text is too long", mend=f"give {_LONGEST_SEARCH} signs"
        )
    form = chosen_format(request, service.forms("json", "html"))
    limit = number(given, "limit", 50, 1, 1000)
    offset = number(given, "offset", 0, 0, 10**9 - 1)
    reading = service.reading()
    if (place := await _place(reading, words)) is not None:
        if lang := given.get("lang"):
            place += f"?lang={lang}"
        return RedirectResponse(place, 303, headers={"Cache-Control": "no-cache"})

    async def build(reading: Reading) -> Response:
        try:
            serialise.string(words)
        except ValueError as error:
            raise problems.bad_parameter("q", str(error), mend="give plain text") from None
        values = {"text": words.lower()}
        rows = await reading.rows("api/find", values)
        things = list(dict.fromkeys(value(row, "thing") for row in rows))
        concepts = await reading.concepts(things)
        query = reading.text("api/find", values)
        if form == "html" and service.pages is not None:
            data = Results(
                page=service.page(request, reading),
                question=None,
                query=query,
                head=("thing", "label"),
                rows=shown(rows, ("thing", "label"), concepts),
            )
            return html(service.pages.results(described(data)))
        page = things[offset : offset + limit]
        return json_of(
            envelope(
                [thing(concepts[iri]) for iri in page],
                reading=reading,
                total=len(things),
                limit=limit,
                offset=offset,
                next_path=next_path(request, offset, limit, len(things)),
                question="api/find",
                parameters=given,
                query=query,
            )
        )

    return await service.answer(request, form, build)


async def context(service: Service, request: Request) -> Response:
    """Answer /context.jsonld, the JSON-LD context that every list names."""
    return fixed(request, {"@context": CONTEXT}, MEDIA_TYPES["jsonld"][0])


async def openapi(service: Service, request: Request) -> Response:
    """Answer /openapi.json, the description of the interface."""
    return fixed(request, request.app.openapi(), MEDIA_TYPES["json"][0])


async def docs(service: Service, request: Request) -> Response:
    """Answer /docs: the interface for people, or for programs where its description is."""
    parameters(request, COMMON)
    form = chosen_format(request, service.forms("html", "json"))
    if form != "html" or service.pages is None:
        return RedirectResponse("/openapi.json", 303, headers={"Vary": "Accept"})
    pages = service.pages

    async def build(reading: Reading) -> Response:
        page = service.page(request, reading)
        return html(pages.docs(docs_page(page, request.app.openapi())))

    return await service.answer(request, form, build)


def docs_page(page: Page, openapi: Mapping[str, Any]) -> Docs:
    """Return what the page of the interface shows, out of its description."""
    return described(Docs(page, operations(openapi)))


async def health(service: Service, request: Request) -> Response:
    """Answer /health: this process is alive."""
    return json_of({"status": "ok"})


async def ready(service: Service, request: Request) -> Response:
    """Answer /ready: the store answers a query.

    Raises:
        StoreError: it does not.
    """
    try:
        answer = await service.store.query("ASK {}", formats=["json"], own=True)
        await answer.read()
    except StoreError:
        raise
    except OSError as error:
        raise StoreUnavailable(f"The store does not answer ({error})") from error
    return json_of({"status": "ready", "revision": answer.revision.id})


def _matrix_links(
    measure: str, filters: Mapping[str, str], given: Mapping[str, str]
) -> tuple[Link, ...]:
    """Return where the same matrix is to be had as data."""
    asked = {"measure": measure, **filters}
    forms: tuple[str, ...] = ("csv", "json", *RDF_FORMS)
    if "peers" in given:
        asked["peers"], forms = given["peers"], ("csv", "json")
    return tuple(
        Link(f"/api/matrix?{urlencode({**asked, 'format': key})}", key, MEDIA_TYPES[key][0])
        for key in forms
    )


async def _place(reading: Reading, words: str) -> str | None:
    """Return the page that a text names: a code, a pair of codes, the key of an agency."""
    try:
        found = codes.parse_codes(words)
    except UnknownCode:
        found = []
    if len(found) == 1 and found[0].iri is not None:
        return links.href(found[0].iri)
    if len(found) == 2 and found[0].kind == "action-line" and found[1].kind in ("goal", "target"):
        return links.cell(found[0].notation, found[1].notation)
    key = words.lower()
    if key.isascii() and key.replace("-", "").isalnum():
        agency = iris.individual("agency", key)
        if await reading.rows("api/known", {"thing": agency}):
            return links.href(agency)
    return None


async def _counts(reading: Reading) -> tuple[tuple[str, int], ...]:
    rows = await reading.rows("api/counts")
    counts = [(value(row, "kind"), int(value(row, "number"))) for row in rows]
    [apart] = await reading.rows("api/unconfirmed")
    return (*counts, ("unconfirmed", int(value(apart, "number"))))


async def problem_type(service: Service, request: Request) -> Response:
    """Answer the type IRI of a problem: what it means, and what to do (RFC 9457 section 3.1.1)."""
    parameters(request, COMMON)
    kind = problems.KINDS.get(request.path_params["slug"])
    if kind is None:
        known = ", ".join(sorted(problems.KINDS))
        raise problems.not_found("There is no such kind of problem", mend=f"the kinds are {known}")
    told = {"type": kind.type, "title": kind.title, "status": kind.status, "hint": kind.hint}
    return json_of({name: value for name, value in told.items() if value})

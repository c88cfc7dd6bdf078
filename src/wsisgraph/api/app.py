"""Wiring the routes: what is asked where, and by whom it is answered."""

import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from wsisgraph import __version__
from wsisgraph.access import Tokens
from wsisgraph.api import (
    activities,
    asking,
    assets,
    cataloguing,
    cells,
    changes,
    contributions,
    dataset,
    editor,
    feeds,
    graphs,
    home,
    languages,
    matrix,
    metrics,
    ontology,
    openapi,
    path,
    peers,
    pictures,
    problems,
    refusals,
    roles,
    search,
    shapes,
    sitemap,
    sparql,
    things,
    update,
    validate,
    views,
)
from wsisgraph.api.audit import Audit
from wsisgraph.api.downloads import PATH as DOWNLOADS
from wsisgraph.api.downloads import Downloads
from wsisgraph.api.front import addresses
from wsisgraph.api.front.layers import surround
from wsisgraph.api.front.watch import Watch
from wsisgraph.api.idempotency import Keys
from wsisgraph.api.indexes import Indexes
from wsisgraph.api.negotiation import LANGUAGES, MEDIA_TYPES, chosen_language, ranked
from wsisgraph.api.openapi import Route, form
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.pages import Problem as ProblemPage
from wsisgraph.api.parts import MULTIPART
from wsisgraph.api.pictures import routes
from wsisgraph.api.protocol import FORM
from wsisgraph.api.reading import RevisionMoved
from wsisgraph.api.report import PATH as REPORTS
from wsisgraph.api.report import routes as reviews
from wsisgraph.api.service import (
    COMMON,
    LIST_FORMS,
    PAGING,
    RDF_FORMS,
    Handler,
    Service,
    html,
)
from wsisgraph.api.tables import Tables
from wsisgraph.errors import QuotaSpent, ShapesBroken, StoreUnavailable, WsisgraphError
from wsisgraph.federation.federation import Federation
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.store.archive import Archive
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.protocol import Store
from wsisgraph.validation.validators import Validators

_log = logging.getLogger(__name__)

_MOST_TRIES = 5

_PAGE_AND_RDF = ("html", *RDF_FORMS)
_RESULTS = ("srj", "srx", "csv", "tsv", "html", "ttl", "nt", "nq", "trig", "jsonld", "rdf")
_CELL = {"row": "C2", "column": "9"}
_A_QUERY = "SELECT ?line ?goal { ?line <https://w3id.org/wsis-sdg/def#serves> ?goal } LIMIT 5"


def _graph_routes(path: str, naming: Mapping[str, str]) -> tuple[Route, ...]:
    """Return the operations of the Graph Store Protocol, named by parameters or by the path."""
    data: dict[str, dict[str, Any]] = {MEDIA_TYPES[key][0]: {} for key in graphs.FORMS}
    several = {MULTIPART: {"type": "object", "minProperties": 1}}
    created, changed = "The graph was not there before", "The graph was there before"
    return (
        Route(
            path,
            graphs.get,
            "A graph of the store, or all of them",
            {**naming, **graphs.FORMAT},
            tuple(graphs.FORMS),
        ),
        Route(
            path,
            graphs.put,
            "Replace a graph",
            {**naming, **graphs.REHEARSAL},
            (),
            method="PUT",
            sends=data,
            done={201: created, 204: changed},
            writes=True,
        ),
        Route(
            path,
            graphs.post,
            "Merge data into a graph, or make a new one",
            {**naming, **graphs.REHEARSAL},
            (),
            method="POST",
            sends=data | several,
            done={201: created, 204: changed},
            writes=True,
        ),
        Route(
            path,
            graphs.delete,
            "Delete a graph",
            {**naming, **graphs.REHEARSAL},
            (),
            method="DELETE",
            done={204: "It is there no more"},
            writes=True,
        ),
    )


ROUTES = (
    Route("/", home.home, "The first page", home.PARAMETERS, ("html", "json")),
    Route("/goals", views.by_goal, "The matrix by goal", COMMON, ("html",)),
    Route("/lines", views.by_line, "The matrix by line", COMMON, ("html",)),
    Route("/matrix/targets", views.targets, "Lines and the 169 targets", COMMON, ("html",)),
    Route(
        "/find",
        home.find,
        "Find by code, key or words",
        home.FIND_PARAMETERS,
        ("json", "html"),
        {"q": "broadband"},
        "list",
    ),
    Route(
        "/sparql",
        sparql.get,
        "SPARQL 1.1 query; without a query, the description of the service",
        sparql.PARAMETERS,
        _RESULTS,
        {"query": _A_QUERY},
    ),
    Route(
        "/sparql",
        sparql.post,
        "SPARQL 1.1 query by POST",
        {name: text for name, text in sparql.PARAMETERS.items() if name != "query"},
        _RESULTS,
        method="POST",
        sends={sparql.DIRECT: {}, FORM: form("query", sparql.PARAMETERS)},
    ),
    Route(
        "/update",
        update.post,
        "SPARQL 1.1 update",
        {name: text for name, text in update.PARAMETERS.items() if name != "update"},
        (),
        method="POST",
        sends={update.DIRECT: {}, FORM: form("update", update.PARAMETERS)},
        done={204: "It was carried out"},
        writes=True,
    ),
    *_graph_routes(graphs.PATH, graphs.NAMING),
    *_graph_routes(graphs.PATH + "/{path:path}", {}),
    Route(
        validate.PATH,
        validate.post,
        "Check data by our shapes, or with a token by shapes that come with them",
        validate.PARAMETERS,
        validate.REPORTS,
        method="POST",
        sends={MEDIA_TYPES[key][0]: {} for key in graphs.FORMS}
        | {MULTIPART: validate.MULTIPART_FORM},
    ),
    Route(
        contributions.PATH,
        contributions.post,
        "Contribute data or a table to the graphs of an agency",
        contributions.SENDING,
        ("json",),
        method="POST",
        sends={type_: {} for type_ in contributions.TAKEN}
        | {MULTIPART: contributions.MULTIPART_FORM},
        done={201: "It was taken"},
        writes=True,
    ),
    Route(
        contributions.PATH,
        contributions.listed,
        "Who wrote what when for which agency",
        contributions.LISTING,
    ),
    Route(
        contributions.PATH + "/{revision}",
        contributions.one,
        "What one contribution changed",
        listed=False,
    ),
    Route(
        "/api/activities",
        activities.activities,
        "Activities that serve a goal or target, are under a line, or both",
        activities.PARAMETERS,
        LIST_FORMS,
        {"agency": "itu", "goal": "9"},
        "list",
    ),
    Route(
        "/api/matrix",
        matrix.matrix,
        "The matrix of lines and goals",
        matrix.PARAMETERS,
        ("json", "csv", *RDF_FORMS),
        {"measure": "linkages"},
    ),
    Route("/api/peers", peers.listed, "The peers, and how they answered last", {}, ("json",)),
    Route(
        "/api/matrix/{row}/{column}",
        cells.cell,
        "The evidence behind one cell",
        cells.PARAMETERS,
        LIST_FORMS,
        _CELL,
        "list",
    ),
    Route(
        "/m/{row}/{column}",
        cells.cell,
        "The page of a cell",
        cells.PARAMETERS,
        LIST_FORMS,
        _CELL,
        "list",
    ),
    Route(
        "/api/roles",
        roles.roles,
        "Who held which role when, and who says so",
        roles.PARAMETERS,
        LIST_FORMS,
        {"action_line": "C6", "on": "2007-01-01"},
        "list",
    ),
    Route(
        search.API,
        search.search,
        "Things by the words of their texts, by code and by name",
        search.PARAMETERS,
        LIST_FORMS,
        {"q": "broadband"},
        "list",
    ),
    Route(search.PATH, search.search, "The page of a search", search.PARAMETERS, listed=False),
    Route(
        "/api/path",
        path.path,
        "The shortest chains of evidence between two things",
        path.PARAMETERS,
        examples={"from": "giga", "to": "9.c"},
        body="list",
    ),
    Route(
        "/api/questions",
        cataloguing.questions,
        "The catalogue of questions",
        {**PAGING, **COMMON},
        ("json", "html"),
        body="list",
    ),
    # The questions themselves are described one by one.
    Route("/api/questions/{folder}/{name}", asking.ask, "One question", listed=False),
    Route(pictures.PATH, routes.pictures, "The list of pictures", COMMON, ("html",)),
    Route(
        pictures.PATH + "/{path:path}",
        routes.picture,
        "A picture of the graph, its rows as CSV, itself as SVG",
        COMMON,
        routes.FORMS,
        {"path": "network"},
    ),
    Route(
        REPORTS,
        reviews.reports,
        "The yearly reviews of the lines",
        reviews.LIST_PARAMETERS,
        ("html",),
        {"agency": "itu"},
    ),
    Route(
        REPORTS + "/{line}",
        reviews.report,
        "The yearly review of a line, filled from the graph",
        reviews.PARAMETERS,
        ("html",),
        {"line": "c5", "year": "2024"},
    ),
    Route("/docs", home.docs, "The interface, explained", COMMON, ("html",)),
    Route("/languages", languages.languages, "What is said in which language", listed=False),
    Route(editor.PATH, editor.editor, "What the query editor offers", listed=False),
    Route(feeds.PATH + "/{path:path}", feeds.feed, "What changed, as Atom", listed=False),
    Route(
        changes.PATH,
        changes.root,
        "Every revision, as a Linked Data Event Stream",
        changes.ROOT_PARAMETERS,
        ("ttl", "html", "jsonld", "nt"),
    ),
    Route(changes.PATH + "/pages/{number}", changes.one_page, "A page of it", listed=False),
    Route(changes.PATH + "/{name}", changes.one, "One revision, or its RDF Patch", listed=False),
    Route("/openapi.json", home.openapi, "The interface, described for programs"),
    Route("/context.jsonld", home.context, "The JSON-LD context of the lists", forms=("jsonld",)),
    Route(sitemap.PATH, sitemap.sitemap, "Every page, for search engines", listed=False),
    Route(sitemap.PART, sitemap.part, "A part of a long map", listed=False),
    Route(sitemap.ROBOTS, sitemap.robots, "What search engines may walk", listed=False),
    Route("/health", home.health, "Whether this process is alive"),
    Route("/ready", home.ready, "Whether the store answers"),
    Route("/metrics", metrics.metrics, "Figures of the service, for Prometheus", listed=False),
    Route(
        "/.well-known/void", dataset.void, "What the graphs hold (VoID)", COMMON, tuple(RDF_FORMS)
    ),
    Route(
        "/id/{path:path}",
        things.name,
        "A thing: 303 to a document about it, whose suffix says its form",
        COMMON,
        _PAGE_AND_RDF,
        {"path": "agency/itu"},
    ),
    Route(
        "/vocab/{path:path}",
        things.name,
        "A concept: 303 to a document about it, whose suffix says its form",
        COMMON,
        _PAGE_AND_RDF,
        {"path": "action-lines/c2"},
    ),
    Route(dataset.PATH, dataset.dataset, "The data set: licences, files", COMMON, listed=False),
    Route("/dataset.{suffix}", dataset.dataset, "It in one form", COMMON, listed=False),
    Route(DOWNLOADS + "/{name:path}", dataset.download, "A file of the data", listed=False),
    Route(shapes.PATH, shapes.shapes, "The rules that the data keep", COMMON, listed=False),
    Route("/shapes.{suffix}", shapes.shapes, "The shapes in one form", COMMON, listed=False),
    Route("/problems/{slug}", home.problem_type, "A kind of problem", COMMON, listed=False),
    Route("/def/{version}", things.version, "A version of the ontology", COMMON, listed=False),
    Route(ontology.PATH, ontology.ontology, "The ontology", COMMON, _PAGE_AND_RDF),
    Route("/def.{suffix}", ontology.ontology, "The ontology in one form", COMMON, listed=False),
    Route(
        "/graph/{path:path}",
        things.document,
        "A named graph",
        COMMON,
        _PAGE_AND_RDF,
        {"path": "itu-council"},
    ),
    Route("/sdg", things.document, "The scheme of the goals", COMMON, _PAGE_AND_RDF),
    Route("/sdg.{suffix}", things.document, "The scheme in one form", COMMON, listed=False),
    Route(
        "/sdg/{path:path}",
        things.document,
        "A goal, target, indicator or area",
        COMMON,
        _PAGE_AND_RDF,
        {"path": "9.c"},
    ),
)


def create_app(
    store: Store,
    catalogue: Catalogue,
    settings: Settings,
    pages: Pages | None = None,
    watch: Watch | None = None,
    validators: Validators | None = None,
    federation: Federation | None = None,
) -> FastAPI:
    """Return the service.

    Args:
        store: answers queries and takes writes.
        catalogue: the questions.
        settings: the settings of the program.
        pages: draws pages; without them the service speaks JSON, CSV and RDF and no HTML.
        watch: is told what happens; without one nobody looks.
        validators: check data; without them nothing is validated.
        federation: asks peers; without it nobody is asked.
    """
    tokens = Tokens(settings.data, settings.admin_token)
    service = Service(
        store,
        catalogue,
        settings,
        tokens,
        Keys(DataFolder(settings.data).journal),
        Audit(DataFolder(settings.data).journal),
        Tables(settings),
        pages,
        validators,
        federation=federation,
        watch=watch or Watch(),
        downloads=Downloads(settings.data),
        indexes=Indexes(settings.data, with_texts=settings.document_texts),
        archive=Archive(DataFolder(settings.data).journal),
    )
    app = FastAPI(
        title="wsisgraph",
        version=__version__,
        description="How the WSIS action lines serve the Sustainable Development Goals.",
        # The usual pages load scripts from elsewhere, which our policy forbids.
        docs_url=None,
        redoc_url=None,
        # Ours has an ETag, as everything that is read.
        openapi_url=None,
    )
    for route in ROUTES:
        app.add_api_route(
            route.path,
            _endpoint(service, route.handler),
            methods=[route.method],
            summary=route.summary,
            name=f"{route.method} {route.path}",
            response_class=Response,
            include_in_schema=False,
        )
    if pages is not None:
        app.add_route("/assets/{name:path}", assets.assets(pages.files), ["GET"], name="assets")
    description = openapi.describe(ROUTES, catalogue)
    app.openapi = lambda: description  # type: ignore[method-assign]
    app.add_exception_handler(WsisgraphError, _problem_handler(service))
    app.add_exception_handler(HTTPException, _problem_handler(service))
    surround(
        app, service, lambda request, error: _problem(service, request, _known(request, error))
    )
    return app


def _endpoint(service: Service, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        """Answer from one revision: when another is published meanwhile, begin again, and hold it.

        Raises:
            StoreUnavailable: revisions follow each other faster than an answer can be made.
        """
        with contextlib.suppress(RevisionMoved):
            return await handler(service, request)
        for _ in range(_MOST_TRIES):
            with contextlib.suppress(RevisionMoved):
                async with service.store.hold():
                    return await handler(service, request)
        raise StoreUnavailable(
            "The data changed again and again while the answer was put together",
            mend="ask again in a moment",
        )

    return endpoint


def _problem_handler(
    service: Service,
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        known = _known(request, error)
        if request.method == "OPTIONS" and problems.kind_of(known) is problems.METHOD:
            return Response(status_code=204, headers=getattr(known, "headers", {}))
        return _problem(service, request, known)

    return handle


def _allowed(request: Request) -> tuple[str, ...]:
    """Return the methods that the path of a request takes; HEAD goes wherever GET does."""
    found = {
        method
        for route in request.app.routes
        if route.matches(request.scope)[0] is not Match.NONE
        for method in getattr(route, "methods", None) or ("GET",)
    }
    return tuple(sorted({*found, "OPTIONS", *(("HEAD",) if "GET" in found else ())}))


def _known(request: Request, error: Exception) -> WsisgraphError:
    if isinstance(error, WsisgraphError):
        return error
    if isinstance(error, HTTPException):
        if error.status_code == 405:
            allowed = _allowed(request)
            return problems.HttpProblem(
                problems.METHOD,
                f"{request.method} is not allowed at {request.url.path}",
                where="the method of the request",
                mend=f"use {', '.join(allowed)}",
                valid_values=allowed,
                headers={"Allow": ", ".join(allowed)},
            )
        return problems.not_found(f"Nothing is at {request.url.path}", mend="begin at /")
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problems.HttpProblem(
        problems.INTERNAL,
        "The answer could not be made; the error was written down",
        mend="ask again, and report it if it stays",
    )


def _problem(service: Service, request: Request, error: WsisgraphError) -> Response:
    kind = problems.kind_of(error)
    if isinstance(error, ShapesBroken) and (told := refusals.refusal(request, error)) is not None:
        return told
    body = problems.document(error, _language(request))
    headers = dict(getattr(error, "headers", {}))
    if kind.slug in problems.RETRY_AFTER:
        headers["Retry-After"] = "1"
    if isinstance(error, QuotaSpent) and error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    headers["Cache-Control"] = "no-store"
    if service.pages is not None and _wants_page(request):
        response = html(
            service.pages.problem(
                ProblemPage(
                    page=_page(service, request),
                    type=kind.type,
                    title=kind.title,
                    status=kind.status,
                    detail=str(body["detail"]),
                    where=str(body.get("where", "")),
                    hint=str(body.get("hint", "")),
                    valid_values=tuple(getattr(error, "valid_values", ())),
                    query=request.query_params.get("query", ""),
                )
            ),
            kind.status,
        )
        response.headers.update(headers)
        return response
    return JSONResponse(body, kind.status, headers, problems.MEDIA_TYPE)


def _wants_page(request: Request) -> bool:
    asked = request.query_params.get("format")
    if request.url.path.endswith(".html") or asked == "html":
        return True
    return not asked and ranked(request, ("json", "html"))[:1] == ["html"]


def _language(request: Request) -> str:
    try:
        return chosen_language(request)
    except problems.HttpProblem:
        return LANGUAGES[0]


def _page(service: Service, request: Request) -> Page:
    lang = _language(request)
    # A page that refuses an address with a token does not lead back to it.
    path = "/" if addresses.holds_token(request.url.path.encode()) else request.url.path
    return Page(lang=lang, path=path, revision=service.store.revision.id)

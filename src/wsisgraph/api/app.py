"""Wiring the routes: what is asked where, and by whom it is answered."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wsisgraph import __version__
from wsisgraph.api import activities, asking, home, matrix, problems, roles, sparql, things
from wsisgraph.api.negotiation import LANGUAGES, chosen_language, ranked
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.pages import Problem as ProblemPage
from wsisgraph.api.service import COMMON, PAGING, Service, html
from wsisgraph.errors import StoreError, WsisgraphError
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.store.protocol import Store

_log = logging.getLogger(__name__)

Handler = Callable[[Service, Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the interface; `parameters` are name and meaning, for OpenAPI."""

    path: str
    handler: Handler
    summary: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    listed: bool = True


ROUTES = (
    Route("/", home.home, "The first page", COMMON),
    Route("/find", home.find, "Find by code, key or words", home.FIND_PARAMETERS),
    Route("/sparql", sparql.get, "SPARQL 1.1 query", sparql.PARAMETERS),
    Route("/sparql", sparql.post, "SPARQL 1.1 query by POST", sparql.PARAMETERS, "POST"),
    Route("/api/activities", activities.activities, "Activities", activities.PARAMETERS),
    Route("/api/matrix", matrix.matrix, "The matrix of lines and goals", matrix.PARAMETERS),
    Route(
        "/api/matrix/{row}/{column}",
        matrix.cell,
        "The evidence behind one cell",
        matrix.CELL_PARAMETERS,
    ),
    Route("/m/{row}/{column}", matrix.cell, "The page of a cell", matrix.CELL_PARAMETERS),
    Route("/api/roles", roles.roles, "Who held which role when", roles.PARAMETERS),
    Route("/api/questions", asking.questions, "The catalogue of questions", {**PAGING, **COMMON}),
    # The questions themselves are listed one by one in OpenAPI.
    Route("/api/questions/{folder}/{name}", asking.ask, "One question", listed=False),
    Route("/docs", home.docs, "Where the interface is described", listed=False),
    Route("/context.jsonld", home.context, "The JSON-LD context of the lists"),
    Route("/health", home.health, "Whether this process is alive"),
    Route("/ready", home.ready, "Whether the store answers"),
    Route("/.well-known/void", home.void, "What the graphs hold (VoID)", COMMON),
    Route("/id/{path:path}", things.name, "A thing: 303 to a document about it", COMMON),
    Route("/vocab/{path:path}", things.name, "A concept: 303 to a document about it", COMMON),
    Route("/def", things.document, "The ontology", COMMON),
    Route("/def.{suffix}", things.document, "The ontology in one form", COMMON, listed=False),
    Route("/graph/{path:path}", things.document, "A named graph", COMMON),
    Route("/sdg", things.document, "The scheme of the goals", COMMON),
    Route("/sdg.{suffix}", things.document, "The scheme in one form", COMMON, listed=False),
    Route("/sdg/{path:path}", things.document, "A goal, target, indicator or area", COMMON),
)


def create_app(
    store: Store, catalogue: Catalogue, settings: Settings, pages: Pages | None = None
) -> FastAPI:
    """Return the service; without `pages` it speaks JSON, CSV and RDF and no HTML."""
    service = Service(store, catalogue, settings, pages)
    app = FastAPI(
        title="wsisgraph",
        version=__version__,
        description="How the WSIS action lines serve the Sustainable Development Goals.",
        # The usual pages load scripts from elsewhere, which our policy forbids.
        docs_url=None,
        redoc_url=None,
    )
    for route in ROUTES:
        app.add_api_route(
            route.path,
            _endpoint(service, route.handler),
            methods=[route.method],
            summary=route.summary,
            name=f"{route.method} {route.path}",
            operation_id=_operation(route.method, route.path),
            response_class=Response,
            include_in_schema=route.listed,
            openapi_extra={"parameters": _parameters(route.path, route.parameters)},
        )
    if pages is not None and pages.assets is not None:
        app.mount("/assets", StaticFiles(directory=pages.assets), name="assets")
    app.openapi = lambda: _openapi(app, catalogue)  # type: ignore[method-assign]
    app.add_exception_handler(WsisgraphError, _problem_handler(service))
    app.add_exception_handler(HTTPException, _problem_handler(service))
    app.add_exception_handler(Exception, _problem_handler(service))
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["ETag", "Link", "X-Truncated"],
    )
    app.add_middleware(_Frame)
    return app


class _Frame:
    """HEAD as GET without its body, the headers of every answer, and the end of a failed one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        started = False

        async def framed(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-content-type-options", b"nosniff"),
                ]
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app({**scope, "method": "GET"} if is_head else scope, receive, framed)
        except RuntimeError as error:
            # A query that fails after its first megabyte was sent. Ending without the last chunk
            # makes the server cut the connection: never a short answer that looks whole.
            if not (started and isinstance(error.__cause__, StoreError)):
                raise
            _log.warning("%s %s cut: %s", scope["method"], scope["path"], error.__cause__)


def _endpoint(service: Service, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await handler(service, request)

    return endpoint


def _problem_handler(
    service: Service,
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        known = _known(request, error)
        return _problem(service, request, known)

    return handle


def _known(request: Request, error: Exception) -> WsisgraphError:
    if isinstance(error, WsisgraphError):
        return error
    if isinstance(error, HTTPException):
        if error.status_code == 405:
            return problems.HttpProblem(
                problems.METHOD,
                f"{request.method} is not allowed at {request.url.path}",
                mend="see /openapi.json for what is",
                headers=dict(error.headers or {}),
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
    body = problems.document(error)
    headers = dict(getattr(error, "headers", {}))
    if kind.slug in problems.RETRY_AFTER:
        headers["Retry-After"] = "1"
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


def _page(service: Service, request: Request) -> Page:
    try:
        lang = chosen_language(request)
    except problems.HttpProblem:
        lang = LANGUAGES[0]
    return Page(lang=lang, path=request.url.path, revision=service.store.revision.id)


def _parameters(path: str, known: Mapping[str, str]) -> list[dict[str, Any]]:
    in_path = [name.partition(":")[0] for name in re.findall(r"{([^}]+)}", path)]
    string = {"type": "string"}
    return [
        *({"name": name, "in": "path", "required": True, "schema": string} for name in in_path),
        *(
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": meaning,
                "schema": string,
            }
            for name, meaning in known.items()
        ),
    ]


def _operation(method: str, path: str) -> str:
    words = re.sub(r"[^a-z]+", "_", path.lower()).strip("_") or "home"
    return f"{method.lower()}_{words}"


def _openapi(app: FastAPI, catalogue: Catalogue) -> dict[str, Any]:
    """Return the description of the interface, with a path for every question."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
        )
        for question in catalogue.values():
            own = [
                {
                    "name": name,
                    "in": "query",
                    "required": param.required,
                    "description": f"{param.label}: {param.accepts}",
                    "schema": {"type": "string"},
                    **({"example": param.example} if param.example else {}),
                }
                for name, param in question.params.items()
                if name not in COMMON
            ]
            path = f"/api/questions/{question.name}"
            schema["paths"][path] = {
                "get": {
                    "summary": question.summary,
                    "description": question.question.get("en", ""),
                    "operationId": _operation("GET", path),
                    "tags": ["questions"],
                    "parameters": [*own, *_parameters(path, {**PAGING, **COMMON})],
                    "responses": {"200": {"description": "Answer"}},
                }
            }
        problem = {
            "description": "What went wrong, where, and how to mend it (RFC 9457)",
            "content": {problems.MEDIA_TYPE: {"schema": {"type": "object"}}},
        }
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"].pop("422", None)
                operation["responses"]["default"] = problem
        app.openapi_schema = schema
    return app.openapi_schema

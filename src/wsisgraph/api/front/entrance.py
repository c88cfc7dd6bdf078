"""The entrance: every request passes here first, and every answer last.

What happens here happens to all of them, errors and refusals too: a name for the request, who
asks, a line in the log, the headers, HEAD as GET without its body, and a problem for what failed.
"""

import logging
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wsisgraph.api.credentials import bearer
from wsisgraph.api.front import addresses
from wsisgraph.api.front.clients import client_of, is_among, read
from wsisgraph.api.front.headers import PREFLIGHT, complete, is_preflight
from wsisgraph.api.front.heads import METHODS
from wsisgraph.api.front.visit import GONE, Visit, known_method, request_id
from wsisgraph.api.service import Service
from wsisgraph.errors import StoreError, WsisgraphError
from wsisgraph.store.metering import charged

Refuse = Callable[[Request, Exception], Response]
"""Makes a problem of an error, in the form that the request accepts."""

_log = logging.getLogger(__name__)


class Entrance:
    """The outermost layer of the service."""

    def __init__(self, app: ASGIApp, service: Service, refuse: Refuse) -> None:
        """Wrap an app.

        Args:
            app: everything within.
            service: knows tokens, settings and the revision; its watch is told what happens.
            refuse: makes the answer to what failed within.
        """
        self._app = app
        self._service = service
        self._watch = service.watch
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, visit = self._received(scope)
        is_head = scope["method"] == "HEAD"
        answer = _Answer(send, visit, is_head=is_head, has_token=_has_token(scope))
        inner = {**scope, "method": "GET"} if is_head else scope
        meter = charged.set(visit.meter)
        self._watch.arrived()
        try:
            await self._answer(inner, receive, answer)
        finally:
            charged.reset(meter)
            visit.status = visit.status or GONE
            self._watch.finished(visit, _route(inner), self._service.store.revision.id)

    async def _answer(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            addresses.check(scope)
            if scope["method"] == "OPTIONS" and is_preflight(Headers(scope=scope)):
                await Response(status_code=204, headers=PREFLIGHT)(scope, receive, answer.send)
                return
            if scope["path"] == "*":
                # Asked of the service as a whole (RFC 9110 §9.3.7).
                allow = {"Allow": ", ".join(METHODS)}
                await Response(status_code=204, headers=allow)(scope, receive, answer.send)
                return
            await self._app(scope, receive, answer.send)
        except ClientDisconnect:
            # Nobody is there to be answered.
            return
        except Exception as error:
            if answer.is_begun:
                # Ending without the last chunk makes the server cut the connection: never a
                # short answer that looks whole.
                _log.warning("%s %s cut: %s", scope["method"], scope["path"], _cause(error))
                return
            refusal = self._refuse(Request(scope, receive), error)
            await refusal(scope, receive, answer.send)

    def _received(self, scope: Scope) -> tuple[Scope, Visit]:
        """Return the request as it was before the proxies that are trusted, and what it is."""
        headers = Headers(scope=scope)
        trusted = self._service.settings.trusted_proxies
        address = client_of(scope, trusted)
        peer = read(scope["client"][0]) if scope.get("client") else None
        token = bearer(headers.getlist("authorization"))
        visit = Visit(
            method=known_method(scope["method"]),
            path=scope["path"],
            address=address,
            identity=self._service.tokens.identify(token) if token else None,
            id=request_id(headers.get("x-request-id", "")),
        )
        scheme = scope["scheme"]
        if peer is not None and is_among(peer, trusted):
            told = headers.get("x-forwarded-proto", scheme).strip().lower()
            scheme = told if told in ("http", "https") else scheme
        state = {**scope.get("state", {}), "visit": visit}
        return {**scope, "scheme": scheme, "state": state}, visit


class _Answer:
    """An answer on its way out."""

    def __init__(self, send: Send, visit: Visit, *, is_head: bool, has_token: bool) -> None:
        self.is_begun = False
        self._send = send
        self._visit = visit
        self._is_head = is_head
        self._has_token = has_token

    async def send(self, message: Message) -> None:
        """Send a part of it."""
        visit = self._visit
        if message["type"] == "http.response.start":
            self.is_begun = True
            visit.status = message["status"]
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            complete(headers, method=visit.method, status=visit.status, has_token=self._has_token)
            headers["X-Request-Id"] = visit.id
            if visit.meter.seconds:
                headers["Server-Timing"] = f"engine;dur={visit.meter.seconds * 1000:.1f}"
            message = {**message, "headers": headers.raw}
        elif message["type"] == "http.response.body":
            if self._is_head:
                message = {**message, "body": b""}
            visit.sent += len(message.get("body", b""))
        await self._send(message)


def _has_token(scope: Scope) -> bool:
    return any(name == b"authorization" for name, _ in scope["headers"])


def _route(scope: Scope) -> str:
    """Return the pattern of the path; what nobody answers is one of them."""
    route = scope.get("route")
    if path := getattr(route, "path", ""):
        return str(path)
    return "/assets" if scope["path"].startswith("/assets/") else "none"


def _cause(error: Exception) -> BaseException:
    cause = error.__cause__
    return cause if isinstance(cause, StoreError | WsisgraphError) else error

"""Answers made shorter for whoever takes gzip (RFC 9110 §12.5.3).

Starlette's own compresses whatever it is given, at the highest level, in the loop that answers
everybody, and leaves the ETag as it was: a megabyte of results took 49 ms. At level 3 it took 8, in
another thread, for a tenth more bytes. An answer and its shorter form have different tags, as
strong tags must.
"""

import asyncio
import re
import zlib
from collections.abc import Callable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SHORTEST = 1024
_LEVEL = 3
_GZIP = 16 + zlib.MAX_WBITS
_LONG = 32 << 10
"""Bytes that are compressed in another thread: a hop there costs as much as some kilobytes here."""

_FITS = re.compile(
    r"(text/|application/([a-z.-]+\+)?(json|xml)|application/(n-|trig|sparql-|javascript|wasm)"
    r"|image/svg)"
)
_MARK = "-gzip"
_MARKED = re.compile(_MARK + '"')


class Compression:
    """Sends answers in gzip where that is taken and worth it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; tags that came with it are those of the answers as they are made."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        marked = any(_MARKED.search(value.decode("latin-1")) for _, value in _tags(scope))
        if marked:
            unmarked = [
                (name, _MARKED.sub('"', value.decode("latin-1")).encode("latin-1"))
                for name, value in _tags(scope)
            ]
            others = [pair for pair in scope["headers"] if pair not in _tags(scope)]
            # The entrance made this scope, and reads the route from it when all is done.
            scope["headers"] = [*others, *unmarked]
        takes = takes_gzip(Headers(scope=scope))
        await self._app(scope, receive, _Shorter(send, takes=takes, marked=marked).send)


class _Shorter:
    def __init__(self, send: Send, *, takes: bool, marked: bool) -> None:
        self._send = send
        self._takes = takes
        self._marked = marked
        self._start: Message | None = None
        self._squeeze: Any = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is not None:
            await self._first(self._start, message)
        elif self._squeeze is not None:
            await self._go_on(message)
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(raw=message["headers"])
        fits = _FITS.match(headers.get("content-type", "")) is not None
        if message["status"] == 304 and self._marked:
            _mark(headers)
        if fits or message["status"] == 304:
            headers.add_vary_header("Accept-Encoding")
        message = {**message, "headers": headers.raw}
        if fits and self._takes and "content-encoding" not in headers:
            self._start = message
        else:
            await self._send(message)

    async def _first(self, start: Message, message: Message) -> None:
        self._start = None
        body = message.get("body", b"")
        if not message.get("more_body") and len(body) < _SHORTEST:
            await self._send(start)
            await self._send(message)
            return
        headers = MutableHeaders(raw=start["headers"])
        headers["Content-Encoding"] = "gzip"
        _mark(headers)
        self._squeeze = zlib.compressobj(_LEVEL, wbits=_GZIP)
        if message.get("more_body"):
            if "content-length" in headers:
                del headers["Content-Length"]
            await self._send({**start, "headers": headers.raw})
            await self._go_on(message)
            return
        shorter = await self._squeezed(body, is_last=True)
        headers["Content-Length"] = str(len(shorter))
        await self._send({**start, "headers": headers.raw})
        await self._send({**message, "body": shorter})

    async def _go_on(self, message: Message) -> None:
        more = message.get("more_body", False)
        shorter = await self._squeezed(message.get("body", b""), is_last=not more)
        if shorter or not more:
            await self._send({**message, "body": shorter})

    async def _squeezed(self, body: bytes, *, is_last: bool) -> bytes:
        squeeze = self._squeeze
        assert squeeze is not None
        compress: Callable[[bytes], bytes] = squeeze.compress
        shorter = compress(body) if len(body) < _LONG else await asyncio.to_thread(compress, body)
        return shorter + bytes(squeeze.flush()) if is_last else shorter


def takes_gzip(headers: Headers) -> bool:
    """Tell whether Accept-Encoding allows gzip, and does not prefer the answer as it is."""
    weights: dict[str, float] = {}
    for part in ",".join(headers.getlist("accept-encoding")).split(","):
        coding, _, parameter = part.partition(";")
        name, _, given = parameter.partition("=")
        try:
            weights[coding.strip().lower()] = float(given) if name.strip() == "q" else 1.0
        except ValueError:
            weights[coding.strip().lower()] = 0.0
    weight = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return weight > 0 and weight >= weights.get("identity", 0.0)


def _tags(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [pair for pair in scope["headers"] if pair[0] in (b"if-none-match", b"if-match")]


def _mark(headers: MutableHeaders) -> None:
    tag = headers.get("etag", "")
    if tag.endswith('"'):
        headers["ETag"] = f'{tag[:-1]}{_MARK}"'

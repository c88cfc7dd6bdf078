"""A SPARQL server, as this program speaks to it: over HTTP, with credentials and deadlines.

What goes wrong over there becomes an error of the store. Addresses and credentials of the server
are told to nobody: they stand in no error, no answer and no log.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from wsisgraph.errors import (
    Forbidden,
    QueryFailed,
    QueryTimeout,
    QueryTooLarge,
    StoreError,
    StoreUnavailable,
)
from wsisgraph.settings import Settings
from wsisgraph.store.pool import LARGEST_ANSWER
from wsisgraph.store.remote_dialects import STANDARD, Dialect, recognised

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"

_CONNECT = 5.0
_LONGEST_DETAIL = 300
_SHORTEST = 0.05
_WRITE_TRIES = 3
_NO_GRAPH = "urn:wsisgraph:none"
_AWAY = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is, and by what name it is spoken to.

    Attributes:
        query: where queries go.
        update: where updates go; "" where nothing is to be written.
        graphs: the Graph Store Protocol; "" where large changes go as updates as well.
        user: "" for none.
        password: likewise.
    """

    query: str
    update: str = ""
    graphs: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Place":
        """Take it from the settings of the program."""
        return cls(
            settings.store,
            settings.store_update,
            settings.store_graphs,
            settings.store_user,
            settings.store_password or "",
        )


class Credentials(httpx.Auth):
    """Shows name and password in the way that the server asks for, and only once it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, and again with credentials where they are asked for."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            asked = response.headers.get("www-authenticate", "").lower()
            self._chosen = self._digest if "digest" in asked else self._basic
        yield from self._chosen.auth_flow(request)


class Engine:
    """A SPARQL server; to be closed."""

    def __init__(self, place: Place, *, connections: int = 16) -> None:
        """Describe it; nothing is asked yet.

        Args:
            place: where it is.
            connections: how many requests there may be at a time; others wait.
        """
        self.dialect: Dialect = STANDARD
        self.cap: int | None = None
        self._place = place
        # No proxy and no .netrc of this machine's user has a say, and nothing is sent elsewhere.
        self._client = httpx.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=_CONNECT),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        )
        self._auth = {
            address: Credentials(place.user, place.password) if place.user else None
            for address in (place.query, place.update, place.graphs)
        }

    @property
    def takes_writes(self) -> bool:
        """Whether it was told where to write."""
        return bool(self._place.update)

    @property
    def takes_graphs(self) -> bool:
        """Whether whole graphs can be sent."""
        return bool(self._place.graphs)

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()

    async def meet(self, seconds: float) -> None:
        """Find out what kind of server it is.

        Raises:
            StoreUnavailable: it is not there, or lets nobody in.
        """
        async with self._sent(
            self._place.query,
            seconds,
            content=urlencode({"query": "ASK {}"}),
            headers=_FORM | {"Accept": RESULTS},
        ) as response:
            await response.aread()
            self.dialect = recognised(response.headers)
        if self.dialect.cap:
            self.cap = await self._cap(seconds)
        if self._place.update:
            await self._introduce(seconds)

    async def _introduce(self, seconds: float) -> None:
        """Show the credentials with requests that bring nothing.

        Who is not known yet is refused before a long body is read, and the connection breaks.
        """
        if not self._place.user:
            return
        async with self._sent(
            self._place.update,
            seconds,
            content=f"DROP SILENT GRAPH <{_NO_GRAPH}>".encode(),
            headers=_UPDATE,
        ) as response:
            await response.aread()
        if self._place.graphs:
            async with self._sent(
                f"{self._place.graphs}?{urlencode({'graph': _NO_GRAPH})}",
                seconds,
                method="GET",
                content=b"",
                headers={"Accept": TRIPLES},
                auth=self._auth[self._place.graphs],
                fine=frozenset({404}),
            ) as response:
                await response.aread()

    async def _cap(self, seconds: float) -> int | None:
        """Return the number of rows at which it cuts answers, where it tells."""
        import json

        body = bytearray()
        try:
            await self.query(self.dialect.cap, RESULTS, body.extend, seconds=seconds)
            (row,) = json.loads(body)["results"]["bindings"]
            return int(row["n"]["value"])
        except (QueryFailed, ValueError, KeyError):
            return None

    async def query(
        self,
        text: str,
        accept: str,
        take: Callable[[bytes], object],
        *,
        seconds: float,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> None:
        """Have a query answered, and hand its bytes to `take`, piece by piece.

        Raises:
            QueryFailed: it does not answer that.
            QueryTimeout, QueryTooLarge: ended before it was whole.
            StoreUnavailable: it is not there, or lets nobody in.
        """
        form = [
            ("query", text),
            *(("default-graph-uri", iri) for iri in default_graphs),
            *(("named-graph-uri", iri) for iri in named_graphs),
        ]
        size = lines = 0
        async with self._sent(
            self._place.query,
            seconds,
            content=urlencode(form),
            headers=_FORM | {"Accept": accept},
        ) as response:
            if self.dialect.cut and self.dialect.cut in response.headers:
                raise _cut(response.headers[self.dialect.cut])
            async for piece in response.aiter_bytes():
                size += len(piece)
                lines += piece.count(b"\n") if self.cap else 0
                if size > LARGEST_ANSWER:
                    raise QueryTooLarge(
                        f"The answer is larger than {LARGEST_ANSWER >> 20} MiB",
                        mend="ask for less at a time, with LIMIT and OFFSET",
                    )
                take(piece)
        if self.cap and accept == TRIPLES and lines >= self.cap:
            raise _cut(str(self.cap))

    async def update(self, text: str, *, seconds: float) -> None:
        """Have an update carried out.

        Raises:
            QueryFailed: it does not do that.
            QueryTimeout: it did not end in time; it may yet be carried out.
            StoreUnavailable: it is not there, or lets nobody write.
        """
        await self._write(
            self._place.update,
            seconds,
            content=text.encode(),
            headers=_UPDATE,
        )

    async def send_graph(
        self, graph: str, triples: bytes, *, replace: bool, seconds: float
    ) -> None:
        """Let a graph hold these N-Triples, or these as well; see `update` for what is raised."""
        await self._write(
            f"{self._place.graphs}?{urlencode({'graph': graph})}",
            seconds,
            method="PUT" if replace else "POST",
            content=triples,
            headers={"Content-Type": TRIPLES, "Accept": "*/*"},
            auth=self._auth[self._place.graphs],
        )

    async def _write(self, address: str, seconds: float, **told: Any) -> None:
        """Send a change, and again where the connection breaks: to do it twice does no harm."""
        for left in reversed(range(_WRITE_TRIES)):
            try:
                async with self._sent(address, seconds, **told) as response:
                    await response.aread()
                return
            except _BrokenOff:
                if not left:
                    raise
                await self._introduce(seconds)

    @contextlib.asynccontextmanager
    async def _sent(
        self,
        address: str,
        seconds: float,
        *,
        content: str | bytes,
        headers: dict[str, str],
        method: str = "POST",
        auth: Credentials | None = None,
        fine: frozenset[int] = frozenset(),
    ) -> AsyncIterator[httpx.Response]:
        """Send a request and give the answer, unless it is an error."""
        try:
            async with (
                asyncio.timeout(max(seconds, _SHORTEST)),
                self._client.stream(
                    method,
                    address,
                    content=content,
                    headers=headers,
                    auth=auth or self._auth.get(address),
                ) as response,
            ):
                if not response.is_success and response.status_code not in fine:
                    raise _refused(response.status_code, await _begin(response))
                yield response
        except TimeoutError:
            raise QueryTimeout(
                f"The SPARQL server did not answer within {seconds:g} seconds",
                mend="narrow the query, or give it more time (WSISGRAPH_QUERY_TIMEOUT)",
            ) from None
        except httpx.HTTPError as error:
            kind = StoreUnavailable if isinstance(error, _NOBODY) else _BrokenOff
            # Its own words would tell the address.
            raise away(kind) from _Silent(type(error).__name__)


class _BrokenOff(StoreUnavailable):
    """The connection broke while a request was sent, or answered."""


class _Silent(Exception):
    """What kind of error it was, without its words."""


_UPDATE = {"Content-Type": "application/sparql-update", "Accept": "*/*"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


_NOBODY = (httpx.ConnectError, httpx.ConnectTimeout)


def away(kind: type[StoreUnavailable] = StoreUnavailable) -> StoreUnavailable:
    """Return what is said while the server is not there."""
    return kind(
        "The SPARQL server that holds the data does not answer", mend="ask again in a moment"
    )


async def _begin(response: httpx.Response) -> str:
    """Return the first lines of an answer."""
    read = b""
    async for piece in response.aiter_bytes():
        read += piece
        if len(read) > 4 * _LONGEST_DETAIL:
            break
    text = read.decode(errors="replace")
    if "<html" in text[:200].lower():
        return ""
    text = " ".join(text.partition("\n\n")[0].split())
    return text[:_LONGEST_DETAIL]


def _refused(status: int, detail: str) -> StoreError:
    """Return what an answer of another kind than success means."""
    if status in (401, 403):
        return StoreUnavailable(
            "The SPARQL server that holds the data does not let this service in",
            mend="whoever runs it: see WSISGRAPH_STORE_USER and WSISGRAPH_STORE_PASSWORD",
        )
    if status in (404, 405):
        return StoreUnavailable(
            f"Where the SPARQL server should be, the answer is {status}",
            mend="whoever runs it: see WSISGRAPH_STORE, …_UPDATE and …_GRAPHS",
        )
    if status in _AWAY:
        return away()
    return QueryFailed(
        "The SPARQL server cannot do it" + (f" ({detail.rstrip('. ')})" if detail else ""),
        mend="write it in another way",
    )


def _cut(rows: str) -> QueryTooLarge:
    return QueryTooLarge(
        f"The SPARQL server gives no more than {rows} rows, and this answer has more",
        mend="ask for less at a time, with ORDER BY, LIMIT and OFFSET; or let whoever runs it raise"
        " its limit (ResultSetMaxRows)",
    )


def read_only() -> Forbidden:
    """Return what is said to whoever writes where only queries are sent on."""
    return Forbidden(
        "This service reads a SPARQL server and writes nothing",
        mend="whoever runs it can set WSISGRAPH_STORE_UPDATE",
    )

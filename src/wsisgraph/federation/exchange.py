"""One exchange over HTTP with one peer, on a connection to an address that was looked at before.

The name is resolved once; what is connected to is the address that came out. Nothing else is ever
asked: no proxy of the environment, no cookie, no redirect to another origin, no compressed answer.
"""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from wsisgraph.errors import PeerFailed
from wsisgraph.federation import addresses
from wsisgraph.federation.peers import Reach

_MOST_REDIRECTS = 3
_PIECE = 1 << 16
_LONGEST_GET = 1800
_CUT = ("x-sparql-maxrows", "x-truncated")
AGENT = "wsisgraph (+https://w3id.org/wsis-sdg/)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask.

    Attributes:
        url: whom; the listed address, or one of its origin.
        accept: the media types that can be read.
        query: a SPARQL query; "" to get the document itself.
        tag: ETag of what is known already, "" for nothing.
        deadline: when all must be there, by the monotonic clock.
        most: bytes of the largest answer.
        reach: the kind of address that the peer was listed with.
        whole: whether an answer that the peer says it cut is none.
    """

    url: str
    accept: str
    query: str
    tag: str
    deadline: float
    most: int
    reach: Reach
    whole: bool = True


@dataclass(slots=True)
class Told:
    """What a peer answered: the head; the body is read from `pieces`."""

    status: int
    media_type: str
    tag: str = ""
    modified: str = ""
    retry_after: str = ""
    lasts: bool = False
    """It says that it never changes (Cache-Control: immutable)."""
    pieces: Iterator[bytes] = field(default_factory=lambda: iter(()))


@contextlib.contextmanager
def exchanged(wanted: Wanted) -> Iterator[Told]:
    """Ask, and give the answer; its body must be read inside the block.

    Raises:
        PeerFailed: whatever went wrong, as the end of a sentence that begins with the peer's name.
    """
    url = wanted.url
    for _ in range(_MOST_REDIRECTS + 1):
        with _connection(url, wanted) as (connection, clock):
            response = _sent(connection, url, wanted, clock)
            if response.status in (301, 302, 303, 307, 308):
                location = response.getheader("Location") or ""
                if not location:
                    raise PeerFailed("it sends on, and does not say where")
                url = addresses.redirected(url, location)
                continue
            yield _told(response, wanted, clock)
            return
    raise PeerFailed(f"it sends on more than {_MOST_REDIRECTS} times")


class _Clock:
    """Shuts a connection at its deadline, however slowly bytes drip in."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self.over = False
        self._socket = connected
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._end)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        self.over = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """Let the connection be."""
        self._timer.cancel()


@contextlib.contextmanager
def _connection(url: str, wanted: Wanted) -> Iterator[tuple[http.client.HTTPConnection, _Clock]]:
    place = addresses.origin(url)
    connected = _connected(place, wanted)
    clock = _Clock(connected, wanted.deadline)
    try:
        if place.scheme == "https":
            context = ssl.create_default_context()
            connected = context.wrap_socket(connected, server_hostname=place.host)
        connection = http.client.HTTPConnection(place.host, place.port)
        connection.sock = connected
        # Once this connection is gone there is no other: a new one would resolve the name again.
        connection.auto_open = 0
        yield connection, clock
    except ssl.SSLError as error:
        raise _late(clock) or PeerFailed(f"its certificate or TLS is refused ({error})") from error
    except (OSError, http.client.HTTPException) as error:
        raise _late(clock) or PeerFailed(
            f"the connection broke before the answer was whole ({_named(error)})"
        ) from error
    finally:
        clock.stop()
        connected.close()


def _connected(place: addresses.Origin, wanted: Wanted) -> socket.socket:
    failed: OSError | None = None
    for family, address in addresses.resolved(place.host, place.port):
        if addresses.reach(address) != wanted.reach:
            raise PeerFailed(
                f"its name now stands for an address of another kind than when it was listed"
                f" ({wanted.reach})",
                mend="list it anew if that is meant",
            )
        left = wanted.deadline - time.monotonic()
        if left <= 0:
            raise _too_late()
        connected = socket.socket(family, socket.SOCK_STREAM)
        connected.settimeout(left)
        try:
            connected.connect((address, place.port))
        except OSError as error:
            connected.close()
            failed = error
            continue
        return connected
    if isinstance(failed, TimeoutError):
        raise _too_late() from failed
    raise PeerFailed(f"it cannot be connected to ({_named(failed)})") from failed


def _sent(
    connection: http.client.HTTPConnection, url: str, wanted: Wanted, clock: _Clock
) -> http.client.HTTPResponse:
    parts = urlsplit(url)
    path = parts.path or "/"
    query, body = parts.query, None
    headers = {
        "Accept": wanted.accept,
        "Accept-Encoding": "identity",
        "User-Agent": AGENT,
        "Connection": "close",
    }
    if wanted.tag:
        headers["If-None-Match"] = wanted.tag
    if wanted.query:
        form = urlencode({"query": wanted.query})
        if len(form) <= _LONGEST_GET:
            query = f"{query}&{form}" if query else form
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = form.encode()
    target = f"{path}?{query}" if query else path
    connection.request("POST" if body else "GET", target, body=body, headers=headers)
    response = connection.getresponse()
    if clock.over:
        raise _too_late()
    return response


def _told(response: http.client.HTTPResponse, wanted: Wanted, clock: _Clock) -> Told:
    media_type = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    told = Told(
        response.status,
        media_type,
        tag=response.getheader("ETag") or "",
        modified=response.getheader("Last-Modified") or "",
        retry_after=response.getheader("Retry-After") or "",
        lasts="immutable" in (response.getheader("Cache-Control") or "").lower(),
    )
    if response.status != 200:
        return told
    if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise PeerFailed("it sends a compressed answer, which was not asked for")
    if wanted.whole and any(response.getheader(name) for name in _CUT):
        raise PeerFailed(
            "it says that it cut its answer, so what would be counted is not all there is",
            mend="ask its keeper for a higher limit of rows, harvest it, or join by a file",
        )
    length = response.getheader("Content-Length") or ""
    if length.isdigit() and int(length) > wanted.most:
        raise _too_large(wanted.most)
    told.pieces = _pieces(response, wanted.most, clock)
    return told


def _pieces(response: http.client.HTTPResponse, most: int, clock: _Clock) -> Iterator[bytes]:
    taken = 0
    while True:
        piece = response.read1(_PIECE) if not response.chunked else response.read(_PIECE)
        if clock.over:
            raise _too_late()
        if not piece:
            # The library does not tell that a body of known length ended early.
            if response.length:
                raise http.client.IncompleteRead(b"", response.length)
            return
        taken += len(piece)
        if taken > most:
            raise _too_large(most)
        yield piece


def _late(clock: _Clock) -> PeerFailed | None:
    return _too_late() if clock.over else None


def _too_late() -> PeerFailed:
    return PeerFailed("it did not answer in time")


def _too_large(most: int) -> PeerFailed:
    return PeerFailed(f"its answer is larger than {most >> 20} MiB")


def _named(error: BaseException | None) -> str:
    strerror = getattr(error, "strerror", None)
    return str(strerror or type(error).__name__)

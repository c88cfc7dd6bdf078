"""One connection: uvicorn's, with an end to everything that a client could draw out.

What is watched, by a look a second at every connection: a head that does not come to its end, a
body that comes too slowly, an answer that is not taken, a client that does not leave.
"""

import asyncio
import contextlib
import json
import socket
import struct
import time
from enum import Enum, auto
from typing import Any, ClassVar, cast

import h11
from starlette.types import Message, Receive, Scope, Send
from uvicorn._types import ASGI3Application
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol
from uvicorn.server import ServerState

from wsisgraph.api import problems
from wsisgraph.api.front.heads import StrictConnection
from wsisgraph.api.front.leaving import LeavingTransport
from wsisgraph.api.front.limits import Limits
from wsisgraph.api.front.watch import Watch
from wsisgraph.api.problems import HttpProblem

_HALF_CLOSED = 0.5
"""Seconds that a client which only stopped sending is still answered."""

_GOES_OF = 16
"""One of so many connections goes where there is one too many."""

_SMALL_HEAD = 8 << 10
_RESET = struct.pack("ii", 1, 0)


class _Phase(Enum):
    IDLE = auto()
    HEAD = auto()
    BODY = auto()
    ANSWER = auto()


class Crowd:
    """What the connections of one server hold together.

    Attributes:
        heads: bytes of heads that are not whole yet.
        evicted: connections that were made to go, and are still counted by the server.
        stuck: connections whose clients do not take their answers, the longest stuck first.
    """

    def __init__(self) -> None:
        self.heads = 0
        self.evicted: set[Connection] = set()
        self.stuck: dict[Connection, float] = {}


class Connection(H11Protocol):
    """A connection under limits.

    Attributes:
        limits: the limits; set by `connections`.
        crowd: what all of them hold.
        watch: is told what was refused before any handler saw it.
    """

    limits: ClassVar[Limits]
    crowd: ClassVar[Crowd]
    watch: ClassVar[Watch]

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn: StrictConnection = StrictConnection(self.limits)
        self._answer = self.app
        self.app = cast(ASGI3Application, self._run)
        self._phase = _Phase.IDLE
        self._since = time.monotonic()
        self._received = 0
        self._is_refused = False
        self._leaving_since: float | None = None

    # What the transport says.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection; where there are too many, an idle one makes room."""
        super().connection_made(LeavingTransport(transport, self._is_sending))
        if len(self.connections) - len(self.crowd.evicted) > self.limits.connections:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take bytes; those of a client whose request was refused are thrown away."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        self._mark(is_head=True)
        self._received += len(data)
        if self._phase is _Phase.HEAD:
            self.crowd.heads += len(data)
            if self.crowd.heads > self.limits.heads and self._received > _SMALL_HEAD:
                self._refuse(HttpProblem(problems.BUSY, "There are too many long requests"))

    def eof_received(self) -> bool:  # type: ignore[override]
        """The client stopped sending; whoever waits for an answer still gets a quick one.

        A client that hung up looks the same, so the work is not kept up for long.
        """
        cycle = self.cycle
        if self.transport.is_closing() or not self._is_answering() or cycle.more_body:
            return False
        cycle.keep_alive = False
        self.loop.call_later(_HALF_CLOSED, self._give_up)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self._mark(is_new=True)
        self.crowd.stuck.pop(self, None)
        self.crowd.evicted.discard(self)

    def pause_writing(self) -> None:
        """The client takes less than it is sent."""
        super().pause_writing()
        stuck = self.crowd.stuck
        stuck[self] = time.monotonic()
        untaken = sum(other.transport.get_write_buffer_size() for other in stuck)
        for other in list(stuck):
            if untaken <= self.limits.untaken:
                break
            untaken -= other.transport.get_write_buffer_size()
            other.transport.abort()

    def resume_writing(self) -> None:
        """The client takes what it is sent."""
        super().resume_writing()
        self.crowd.stuck.pop(self, None)

    # What uvicorn asks for.

    def send_400_response(self, msg: str) -> None:
        """Refuse what was sent, with the reason that the parser gave."""
        self._refuse(self.conn.refusal or HttpProblem(problems.BAD_REQUEST, msg))

    def on_response_complete(self) -> None:
        """An answer was given whole; the next request may be there already."""
        super().on_response_complete()
        self._mark(is_new=True)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; an answer that is not whole must not look as if it were."""
        cycle = self.cycle
        transport = cast(LeavingTransport, self.transport)

        async def send_together(message: Message) -> None:
            """Send the head of an answer with the first of its body, if that comes at once."""
            if message["type"] == "http.response.start":
                transport.hold()
                self.loop.call_soon(transport.release)
                await send(message)
            else:
                await send(message)
                transport.release()

        try:
            await cast(Any, self._answer)(scope, receive, send_together)
        except asyncio.CancelledError:
            # The service is being stopped, and its grace is over.
            self._refuse(HttpProblem(problems.UNAVAILABLE, "The service is being stopped"))
        if cycle.response_started and not cycle.response_complete and not cycle.disconnected:
            self._break_off(scope)

    # Looking after it.

    def look(self, now: float) -> None:
        """End the connection when its client drew something out for too long."""
        limits = self.limits
        if self.transport.is_closing():
            self._leaving_since = self._leaving_since or now
            patience = limits.leaving_seconds
            if self.transport.get_write_buffer_size():
                patience = limits.taking_seconds
            if now - self._leaving_since > patience:
                self.transport.abort()
        elif self in self.crowd.stuck:
            if now - self.crowd.stuck[self] > limits.taking_seconds:
                self.transport.abort()
        elif self._phase is _Phase.HEAD:
            if now - self._since > limits.head_seconds:
                self._refuse(_too_slow("head", limits.head_seconds))
        elif self._phase is _Phase.IDLE:
            patience = limits.head_seconds if self.cycle is None else limits.idle_seconds
            if now - self._since > patience:
                self.transport.close()
        elif self._phase is _Phase.BODY:
            self._look_at_body(now)

    def _look_at_body(self, now: float) -> None:
        passed = now - self._since
        if self.conn.our_state is h11.DONE:
            # It was answered before its end, most likely because it is too long.
            if passed > self.limits.leaving_seconds:
                self.transport.abort()
        elif self.flow.read_paused:
            # We are the slow ones.
            self._mark(is_new=True)
        elif passed > self.limits.body_seconds + self._received / self.limits.body_rate:
            self._refuse(_too_slow("body", passed))

    def _mark(self, *, is_head: bool = False, is_new: bool = False) -> None:
        """Note what the client is at, and since when."""
        phase = _Phase.ANSWER
        if self.conn.their_state is h11.IDLE:
            phase = _Phase.HEAD if is_head else _Phase.IDLE
        elif self.conn.their_state is h11.SEND_BODY:
            phase = _Phase.BODY
        if is_new or phase is not self._phase:
            if self._phase is _Phase.HEAD:
                self.crowd.heads -= self._received
            self._phase, self._since, self._received = phase, time.monotonic(), 0

    @property
    def idle_since(self) -> float | None:
        """When it began to do nothing; None while a request is answered or its body comes."""
        if self.transport.is_closing():
            return 0.0
        is_idle = self._phase in (_Phase.IDLE, _Phase.HEAD) and not self._is_answering()
        return self._since if is_idle else None

    def _make_room(self) -> None:
        """Close those that did nothing longest, some at once; else this one."""
        others = cast("set[Connection]", self.connections) - self.crowd.evicted - {self}
        idle = [(since, other) for other in others if (since := other.idle_since) is not None]
        idle.sort(key=lambda pair: pair[0])
        # Several at once, so that a flood of connections is looked through only now and then.
        for _, other in idle[: 1 + self.limits.connections // _GOES_OF]:
            self.crowd.evicted.add(other)
            other.transport.abort()
        if not idle:
            self._refuse(
                HttpProblem(problems.BUSY, "There are too many connections", mend="come back soon")
            )

    def _is_sending(self) -> bool:
        """Tell whether the client may still be sending a request that nobody will read."""
        return self._is_refused or self.conn.their_state in (h11.SEND_BODY, h11.ERROR)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _give_up(self) -> None:
        if self._is_answering() and not self.cycle.response_started:
            self.transport.abort()

    def _break_off(self, scope: Scope) -> None:
        """End an answer that cannot be made whole, so that nobody takes it for one."""
        if scope["http_version"] == "1.0":
            # The end of the connection is the end of the answer: only a reset says otherwise.
            connection = self.transport.get_extra_info("socket")
            with contextlib.suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.transport.abort()
        self.transport.close()
        self.cycle.disconnected = True

    def _refuse(self, problem: HttpProblem) -> None:
        """Answer with a problem, as far as anything can still be answered, and close."""
        self._is_refused = True
        if self._is_answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            status = problem.kind.status
            self.watch.refused(status, self.client)
            body = json.dumps(problems.document(problem), ensure_ascii=False).encode()
            headers = [
                *self.server_state.default_headers,
                (b"content-type", problems.MEDIA_TYPE.encode()),
                (b"content-length", str(len(body)).encode()),
                (b"cache-control", b"no-store"),
                (b"x-content-type-options", b"nosniff"),
                (b"access-control-allow-origin", b"*"),
                *((name.lower().encode(), text.encode()) for name, text in problem.headers.items()),
                (b"connection", b"close"),
            ]
            for event in (
                h11.Response(status_code=status, headers=headers, reason=STATUS_PHRASES[status]),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def connections(limits: Limits, watch: Watch) -> type[Connection]:
    """Return the protocol of a server's connections."""
    bound = {"limits": limits, "crowd": Crowd(), "watch": watch}
    return cast(type[Connection], type("BoundConnection", (Connection,), bound))


def _too_slow(part: str, seconds: float) -> HttpProblem:
    return HttpProblem(
        problems.REQUEST_TIMEOUT,
        f"The {part} of the request was not there after {seconds:g} seconds",
        mend="send it faster",
    )

"""A server in a thread, over raw sockets: what it says to whoever does not keep to HTTP."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from wsisgraph.api.front.limits import Limits
from wsisgraph.api.front.server import Server, make_server
from wsisgraph.api.front.watch import Watch

HEAD = b"Host: here\r\nConnection: close\r\n"
MEGABYTE = 1 << 20


class App:
    """Answers by the path; remembers what became of its requests."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await getattr(self, scope["path"].strip("/").replace("/", "_") or "plain")(
            scope, receive, send
        )

    async def plain(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = f"{scope['method']} {scope['path']}?{scope['query_string'].decode()}".encode()
        await _answer(send, body)

    async def echo(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.told.append("disconnected")
                return
            body += message["body"]
            if not message["more_body"]:
                break
        await _answer(send, body)

    async def refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await _answer(send, b"too much", 413)

    async def slow(self, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.7)
        await _answer(send, b"slow")

    async def endless(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            for _ in range(4000):
                await send(
                    {"type": "http.response.body", "body": b"x" * (1 << 18), "more_body": True}
                )
                # A server that threw the client out takes whatever is sent, and says nothing.
                await asyncio.sleep(0)
        finally:
            self.told.append("ended")

    async def broken(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})
        # It ends without an end.


async def _answer(send: Send, body: bytes, status: int = 200) -> None:
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@dataclass
class Running:
    port: int
    app: App
    watch: Watch
    server: Server

    def connect(self, timeout: float = 10) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def ask(self, sent: bytes, *, timeout: float = 10) -> bytes:
        """Send bytes, and return everything that comes until the connection is closed."""
        with self.connect(timeout) as connection:
            connection.sendall(sent)
            return read(connection)

    def open_connections(self) -> int:
        return len(self.server.server_state.connections)


@contextmanager
def running(limits: Limits, *, grace: float = 3) -> Iterator[Running]:
    """Run a server of `App` until the block ends."""
    app, watch = App(), Watch()
    server = make_server(app, watch, grace=grace, limits=limits)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
        thread.start()
        try:
            wait_until(lambda: server.started)
            yield Running(port, app, watch, server)
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


def read(connection: socket.socket) -> bytes:
    """Return everything until the other side closes."""
    found = b""
    while piece := connection.recv(1 << 16):
        found += piece
    return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def wait_until(is_so: Callable[[], object], seconds: float = 10) -> None:
    ended = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ended
        time.sleep(0.02)

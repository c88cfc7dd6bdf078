"""Noticing that a client hung up: whatever was being done for it is cancelled.

A server tells an application of it only when asked (`http.disconnect`, ASGI specification, HTTP),
and a handler that waits for a query does not ask. So somebody else does, once the request's body
was read and the answer takes a moment.
"""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATIENCE = 0.05
"""Seconds that an answer may take before anybody looks whether it is still awaited."""


class Hangup:
    """Cancels the application under it when the client is gone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, unless its client goes away before."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        work = asyncio.current_task()
        assert work is not None
        call = _Call(work, receive, send, has_body=_has_body(scope))
        timer = asyncio.get_running_loop().call_later(PATIENCE, call.watch)
        try:
            await self._app(scope, call.receive, call.send)
        except asyncio.CancelledError:
            if not call.hung_up:
                raise
            work.uncancel()
        finally:
            timer.cancel()
            call.leave()


class _Call:
    def __init__(
        self, work: asyncio.Task[object], receive: Receive, send: Send, *, has_body: bool
    ) -> None:
        self.hung_up = False
        self._work = work
        self._receive = receive
        self._send = send
        self._body_read = asyncio.Event()
        self._kept: list[Message] = []
        self._answered = False
        self._watching: asyncio.Task[None] | None = None
        if not has_body:
            self._body_read.set()

    async def receive(self) -> Message:
        if self._kept:
            return self._kept.pop()
        message = await self._receive()
        if not message.get("more_body"):
            self._body_read.set()
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self._answered = True
        await self._send(message)

    def watch(self) -> None:
        self._watching = asyncio.get_running_loop().create_task(self._listen())

    def leave(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    async def _listen(self) -> None:
        await self._body_read.wait()
        while (message := await self._receive())["type"] != "http.disconnect":
            # The empty body of a request without one, for whoever may still ask for it.
            self._kept.append(message)
        if not self._answered:
            self.hung_up = True
            self._work.cancel()


def _has_body(scope: Scope) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value.strip() != b"0")
        for name, value in scope["headers"]
    )

"""A client that goes away takes what was done for it along."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest

from wsisgraph.api.hangup import Hangup

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

EMPTY: Message = {"type": "http.request", "body": b"", "more_body": False}
GONE: Message = {"type": "http.disconnect"}


def scope(*headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"type": "http", "method": "POST", "path": "/", "headers": list(headers)}


class Client:
    """What a server passes on of a client: messages now, and its leaving when told."""

    def __init__(self, *messages: Message) -> None:
        self.messages = list(messages)
        self.left = asyncio.Event()
        self.got: list[Message] = []

    async def receive(self) -> Message:
        if self.messages:
            return self.messages.pop(0)
        await self.left.wait()
        return GONE

    async def send(self, message: Message) -> None:
        self.got.append(message)


async def endless(_: Any, receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(30)


@pytest.mark.parametrize("headers", [(), ((b"content-length", b"1"),)], ids=["empty", "body"])
def test_work_ends_when_the_client_leaves(headers: tuple[tuple[bytes, bytes], ...]) -> None:
    async def work() -> None:
        client = Client(EMPTY)
        call = asyncio.create_task(Hangup(endless)(scope(*headers), client.receive, client.send))
        await asyncio.sleep(0.1)
        assert not call.done()
        client.left.set()
        await asyncio.wait_for(call, 1)
        assert client.got == []

    asyncio.run(work())


def test_a_body_is_read_by_the_handler_alone() -> None:
    bodies: list[bytes] = []

    async def slow(_: Any, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.2)
        more = True
        while more:
            message = await receive()
            bodies.append(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.body"})

    async def work() -> None:
        client = Client(
            {"type": "http.request", "body": b"a", "more_body": True},
            {"type": "http.request", "body": b"b", "more_body": False},
        )
        said = scope((b"transfer-encoding", b"chunked"))
        await Hangup(slow)(said, client.receive, client.send)
        assert bodies == [b"a", b"b"]

    asyncio.run(work())


def test_a_late_reader_still_gets_the_empty_body() -> None:
    async def slow(_: Any, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.2)
        assert await receive() == EMPTY
        await send({"type": "http.response.body"})

    async def work() -> None:
        client = Client(EMPTY)
        await Hangup(slow)(scope(), client.receive, client.send)
        assert len(client.got) == 1

    asyncio.run(work())


def test_what_follows_an_answer_is_not_cut() -> None:
    async def work() -> list[str]:
        client = Client(EMPTY)
        after: list[str] = []

        async def app(_: Any, receive: Receive, send: Send) -> None:
            await asyncio.sleep(0.1)
            await send({"type": "http.response.body"})
            client.left.set()
            await asyncio.sleep(0.1)
            after.append("logged")

        await Hangup(app)(scope(), client.receive, client.send)
        return after

    assert asyncio.run(work()) == ["logged"]


def test_other_cancellations_pass() -> None:
    async def work() -> None:
        client = Client(EMPTY)
        call = asyncio.create_task(Hangup(endless)(scope(), client.receive, client.send))
        await asyncio.sleep(0.1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    asyncio.run(work())

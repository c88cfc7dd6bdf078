"""The front of federation: asks the fetcher for answers, and has them read in the sandbox.

Nothing is started before it is needed, and nothing here reads a byte of what a peer sent.
"""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wsisgraph.errors import (
    PeerFailed,
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    StoreUnavailable,
    WsisgraphError,
)
from wsisgraph.federation.peers import Peer
from wsisgraph.store import frames
from wsisgraph.store.changes import revived
from wsisgraph.store.processes import Parent

RDF = "text/turtle, application/n-triples;q=0.9, application/ld+json;q=0.7, "
RDF += "application/rdf+xml;q=0.6"
RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
FILES = f"{RDF}, application/n-quads;q=0.5, application/trig;q=0.5, text/csv;q=0.5, "
FILES += "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;q=0.5, */*;q=0.1"

LARGEST = 32 << 20
"""Bytes of the largest answer of a peer that is taken."""

MEMORY = 768 << 20
"""Bytes that reading one answer may take."""

_READERS_AT_ONCE = 2
_LONGEST_READING = 60.0
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a peer sent: HTTP status, and the body as it came."""

    status: int
    media_type: str
    body: bytes
    tag: str = ""
    modified: str = ""
    retry_after: str = ""
    lasts: bool = False
    """It says that it never changes."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a sandboxed worker made of its task."""

    told: Mapping[str, Any]
    body: bytes


class Processes:
    """The fetcher and the parent of the readers; an async context manager."""

    def __init__(self, data: Path, *, sandbox: bool = True) -> None:
        self._data = data
        self._sandbox = sandbox
        self._parents: dict[str, Parent] = {}
        self._starting = asyncio.Lock()
        self._readers = asyncio.Semaphore(_READERS_AT_ONCE)

    async def __aenter__(self) -> "Processes":
        return self

    async def __aexit__(self, *_: object) -> None:
        for parent in list(self._parents.values()):
            await parent.close()
        self._parents.clear()

    async def fetch(
        self,
        peer: Peer,
        *,
        query: str = "",
        accept: str = FILES,
        tag: str = "",
        seconds: float | None = None,
        most: int = LARGEST,
        path: str = "",
        whole: bool = True,
    ) -> Fetched:
        """Return what a peer answers; `whole=False` takes what it says it cut.

        Raises:
            PeerFailed: it did not, not in time, or not so that it can be taken.
        """
        seconds = peer.timeout if seconds is None else seconds
        asked = {
            "peer": peer.name,
            "query": query,
            "accept": accept,
            "tag": tag,
            "seconds": seconds,
            "most": most,
            "path": path,
            "whole": whole,
        }
        fetcher = await self._parent("fetcher", ["--data", str(self._data)])
        try:
            # The fetcher keeps to the deadline itself; this one is for a name that is never found.
            async with asyncio.timeout(seconds + 1.0):
                _, connection = await fetcher.hire()
                return await _received(connection, asked, most)
        except TimeoutError as error:
            raise PeerFailed("it did not answer in time") from error
        except (EOFError, OSError, ValueError, KeyError) as error:
            raise PeerFailed("the process that asks it ended unexpectedly") from error

    async def read(self, task: Mapping[str, Any], *bodies: bytes) -> Read:
        """Have a sandboxed worker do a task; see `worker`.

        Raises:
            StoreError: what the worker says; QueryTooLarge, QueryTooDeep when it died of it.
        """
        async with self._readers:
            arguments = ["--memory", str(MEMORY)]
            arguments += [] if self._sandbox else ["--no-sandbox"]
            parent = await self._parent("process", arguments)
            told, connection = await parent.hire()
            try:
                async with asyncio.timeout(_LONGEST_READING):
                    return await _conversed(connection, task, bodies)
            except TimeoutError as error:
                raise PeerFailed("its answer takes too long to read") from error
            except (EOFError, OSError, ValueError, KeyError) as error:
                status = await parent.reap(told["pid"])
                raise _cause(status) from error
            finally:
                with contextlib.suppress(WsisgraphError):
                    await parent.reap(told["pid"])

    async def union(self, task: Mapping[str, Any], *bodies: bytes) -> "Union":
        """Return a worker that holds what several say, and answers queries over it.

        Raises:
            StoreError: it cannot be held.
        """
        arguments = ["--memory", str(MEMORY)]
        arguments += [] if self._sandbox else ["--no-sandbox"]
        parent = await self._parent("process", arguments)
        told, connection = await parent.hire()
        connection.setblocking(False)
        reader, writer = await asyncio.open_unix_connection(sock=connection)
        held = Union(parent, told["pid"], reader, writer)
        try:
            held.told = await held.begin({**task, "do": "union"}, bodies)
        except BaseException:
            await held.close()
            raise
        return held

    async def _parent(self, module: str, arguments: Sequence[str]) -> Parent:
        async with self._starting:
            if (found := self._parents.get(module)) is not None:
                return found
            parent = Parent(
                f"wsisgraph.federation.{module}", arguments, on_lost=self._forget(module)
            )
            try:
                await parent.ready()
            except BaseException:
                await parent.close()
                raise
            self._parents[module] = parent
            return parent

    def _forget(self, module: str) -> Callable[[], None]:
        def forget() -> None:
            self._parents.pop(module, None)

        return forget


class Union:
    """A sandboxed worker that holds the statements of several.

    Attributes:
        told: what it told of them.
    """

    def __init__(
        self,
        parent: Parent,
        pid: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.told: Mapping[str, Any] = {}
        self._parent = parent
        self._pid = pid
        self._reader = reader
        self._writer = writer
        self._turn = asyncio.Lock()

    @property
    def is_there(self) -> bool:
        """Whether it can be asked."""
        return not self._writer.transport.is_closing()

    async def begin(self, task: Mapping[str, Any], bodies: Sequence[bytes]) -> Mapping[str, Any]:
        """Give it its task."""
        return (await self._exchange(_pieces(task, bodies))).told

    async def solutions(self, query: str) -> bytes:
        """Return the solutions of a query of ours, as SPARQL results in JSON.

        Raises:
            StoreError: it cannot be answered; the worker is gone.
        """
        request = [frames.message(frames.REQUEST, {"query": query})]
        return (await self._exchange(request)).body

    async def close(self) -> None:
        """End it."""
        self._writer.transport.abort()
        with contextlib.suppress(WsisgraphError):
            await self._parent.reap(self._pid)

    async def _exchange(self, pieces: Iterable[bytes]) -> Read:
        async with self._turn:
            try:
                async with asyncio.timeout(_LONGEST_READING):
                    for piece in pieces:
                        self._writer.write(piece)
                        await self._writer.drain()
                    return await _answered(self._reader)
            except TimeoutError as error:
                await self.close()
                raise QueryTimeout("Counting what peers say takes too long") from error
            except (EOFError, OSError, ValueError, KeyError) as error:
                self._writer.transport.abort()
                raise _cause(await self._parent.reap(self._pid)) from error


async def _received(connection: socket.socket, asked: Mapping[str, Any], most: int) -> Fetched:
    async with _opened(connection) as (reader, writer):
        writer.write(frames.message(frames.REQUEST, dict(asked)))
        await writer.drain()
        head: dict[str, Any] = {}
        body = bytearray()
        while True:
            letter, payload = await _frame(reader)
            if letter == frames.FAILURE:
                raise revived(frames.decode(payload))
            if letter == frames.HEAD:
                head = frames.decode(payload)
            elif letter == frames.DATA:
                body += payload
                if len(body) > most:
                    raise PeerFailed(f"its answer is larger than {most >> 20} MiB")
            else:
                return Fetched(
                    head["status"],
                    head["media_type"],
                    bytes(body),
                    head["tag"],
                    head["modified"],
                    head["retry_after"],
                    head["lasts"],
                )


async def _conversed(
    connection: socket.socket, task: Mapping[str, Any], bodies: Sequence[bytes]
) -> Read:
    async with _opened(connection) as (reader, writer):
        for piece in _pieces(task, bodies):
            writer.write(piece)
            await writer.drain()
        return await _answered(reader)


def _pieces(task: Mapping[str, Any], bodies: Sequence[bytes]) -> Iterator[bytes]:
    yield frames.message(frames.REQUEST, {**task, "bodies": len(bodies)})
    for body in bodies:
        yield frames.HEADER.pack(frames.DATA, len(body))
        for start in range(0, len(body), _PIECE):
            yield body[start : start + _PIECE]


async def _answered(reader: asyncio.StreamReader) -> Read:
    told: dict[str, Any] = {}
    while True:
        letter, payload = await _frame(reader)
        if letter == frames.FAILURE:
            raise revived(frames.decode(payload))
        if letter == frames.HEAD:
            told = frames.decode(payload)
        else:
            return Read(told, payload)


async def _frame(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    letter, length = frames.HEADER.unpack(await reader.readexactly(frames.HEADER.size))
    if length > 4 * LARGEST:
        raise PeerFailed("what was made of its answer is too large")
    return letter, await reader.readexactly(length)


@contextlib.asynccontextmanager
async def _opened(
    connection: socket.socket,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    connection.setblocking(False)
    reader, writer = await asyncio.open_unix_connection(sock=connection)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


def _cause(status: int | None) -> WsisgraphError:
    if status == -signal.SIGSEGV:
        return QueryTooDeep("It nests deeper than the parser can bear", mend="write it flatter")
    if status in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGBUS):
        return QueryTooLarge(
            f"Reading it needs more memory than it gets ({MEMORY >> 20} MiB)",
            mend="ask for less at once",
        )
    return StoreUnavailable(
        "The process that reads for peers ended unexpectedly", mend="ask again in a moment"
    )

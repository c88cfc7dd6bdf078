"""Following what a peer's document leads to: dumps that a description names, or a feed of changes.

What was fetched is kept in the peer's folder, document by document, so that a harvest that was
killed goes on where it was, and the next one asks only for what is new: a node that never changes
is not asked for again, another with the ETag that is known. Patches are applied to what is held.
Only addresses of the peer's own origin are asked.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from wsisgraph.errors import PeerFailed, PeerRefused
from wsisgraph.federation.addresses import origin
from wsisgraph.federation.client import Fetched, Processes
from wsisgraph.federation.peers import Peer, kept_json, level_of, write

MOST = 5000
"""Documents that a harvest is made of."""

_AT_ONCE = 20
"""Patches that are applied together."""


class Fetch(Protocol):
    """Fetches a document of a peer, politely; see `harvesting`."""

    def __call__(self, address: str, tag: str) -> Awaitable[tuple[Fetched, str]]:
        """Return it with its format; 304 where it is the one of this ETag."""
        ...


@dataclass(frozen=True, slots=True)
class Followed:
    """What a document led to.

    Attributes:
        documents: what the peer says: formats and bodies.
        asked: how many documents were fetched now.
        kept: how many were there, from before or from a harvest that was broken off.
        mark: changes whenever what it says does.
        feed: whether it was a feed, and not dumps.
    """

    documents: Sequence[tuple[str, bytes]]
    asked: int
    kept: int
    mark: str
    feed: bool


class Follower:
    """Follows a feed or a description; what it knows stands in a folder."""

    def __init__(
        self,
        folder: Path,
        peer: Peer,
        processes: Processes,
        fetch: Fetch,
        tell: Callable[[int], None],
    ) -> None:
        """Begin where it was left.

        Args:
            folder: takes what is fetched; made where it is missing.
            peer: whom it is fetched from.
            processes: has what came read in the sandbox.
            fetch: fetches a document.
            tell: is told how many were fetched.
        """
        self._folder = folder
        self._peer = peer
        self._processes = processes
        self._fetch = fetch
        self._tell = tell
        self._asked = self._kept = 0
        self._is_feed = False
        folder.mkdir(parents=True, exist_ok=True)
        self._state: dict[str, Any] = {"nodes": {}, "round": [], "after": 0}
        self._state |= kept_json(folder / "state.json")

    async def follow(self, first: Fetched, format: str) -> Followed | None:
        """Return what a document leads to; None where it is no feed and names no dumps.

        Raises:
            PeerFailed: something on the way cannot be fetched; what came is kept.
            StoreError: something cannot be read.
        """
        told = await self._led((format, first.body), self._peer.url)
        if told["feed"]:
            self._is_feed = True
            self._take(self._peer.url, first, format)
            return await self._feed(told)
        if told["dumps"]:
            documents = [await self._document(address) for address in told["dumps"]]
            self._end()
            return self._followed([await self._plain(*one) for one in documents])
        return None

    async def _feed(self, first: dict[str, Any]) -> Followed:
        """Visit every node; what the first one says is known."""
        todo, seen = [self._peer.url, *first["nodes"]], set[str]()
        documents: list[tuple[str, bytes]] = []
        patches: dict[int, str] = {}
        while todo:
            address = todo.pop(0).partition("#")[0]
            if address in seen:
                continue
            seen.add(address)
            if len(seen) > MOST:
                raise PeerFailed(f"its feed has more than {MOST:,} nodes")
            document = await self._document(address)
            told = await self._led(document, address)
            todo += told["nodes"]
            patches |= dict(told["patches"])
            documents.append(document)
        if patches:
            return await self._patched(patches)
        told_, lines = await self._read({"do": "members", "base": self._peer.url}, documents)
        self._end()
        if not told_["members"]:
            raise PeerFailed("its feed has no members")
        return self._followed([("ntriples", lines)], documents)

    async def _patched(self, patches: dict[int, str]) -> Followed:
        """Apply the patches that are new to what is held."""
        held = self._folder / "held.nq"
        wanted = sorted(number for number in patches if number > self._state["after"])
        while wanted:
            some, wanted = wanted[:_AT_ONCE], wanted[_AT_ONCE:]
            bodies = []
            for number in some:
                body = self._folder / f"patch-{number}"
                if body.is_file():
                    self._kept += 1
                else:
                    fetched, _ = await self._fetch(self._own(patches[number]), "")
                    write(body, fetched.body)
                    self._count()
                bodies.append(body.read_bytes())
            before = held.read_bytes() if held.is_file() else b""
            task = {"do": "patched", "after": self._state["after"]}
            read = await self._processes.read(task, before, *bodies)
            write(held, read.body)
            # Killed here, the same patches are applied again, which changes nothing: the last row
            # of each quad decides.
            self._state["after"] = read.told["after"]
            self._save()
            for number in some:
                (self._folder / f"patch-{number}").unlink(missing_ok=True)
        self._end()
        read = await self._processes.read({"do": "accepted"}, held.read_bytes())
        return self._followed([("nquads", read.body)])

    async def _document(self, address: str) -> tuple[str, bytes]:
        """Return a document, out of the folder where it cannot have changed or is of this round."""
        known = self._state["nodes"].get(address, {})
        file = self._file(address)
        if known and file.is_file() and (known["lasts"] or address in self._state["round"]):
            self._kept += 1
            return known["format"], await asyncio.to_thread(file.read_bytes)
        tag = known.get("tag", "") if file.is_file() else ""
        fetched, format = await self._fetch(self._own(address), tag)
        if fetched.status == 304 and known:
            format = known["format"]
        else:
            self._take(address, fetched, format)
        self._state["round"].append(address)
        self._save()
        self._count()
        return format, await asyncio.to_thread(file.read_bytes)

    def _take(self, address: str, fetched: Fetched, format: str) -> None:
        write(self._file(address), fetched.body)
        told = {"format": format, "tag": fetched.tag, "lasts": fetched.lasts}
        self._state["nodes"][address] = told
        if address == self._peer.url and address not in self._state["round"]:
            self._state["round"].append(address)
            self._save()
            self._count()

    def _file(self, address: str) -> Path:
        return self._folder / hashlib.sha256(address.encode()).hexdigest()[:24]

    async def _plain(self, format: str, body: bytes) -> tuple[str, bytes]:
        if format != "nquads":
            return format, body
        return format, (await self._processes.read({"do": "accepted"}, body)).body

    async def _led(self, document: tuple[str, bytes], base: str) -> dict[str, Any]:
        task = {"do": "led", "format": document[0], "base": base}
        return dict((await self._processes.read(task, document[1])).told)

    async def _read(
        self, task: dict[str, Any], documents: Sequence[tuple[str, bytes]]
    ) -> tuple[dict[str, Any], bytes]:
        formats = [format for format, _ in documents]
        read = await self._processes.read(
            {**task, "formats": formats}, *(body for _, body in documents)
        )
        return dict(read.told), read.body

    def _own(self, address: str) -> str:
        """Return an address of the peer's own.

        Raises:
            PeerFailed: it is another's, who was not listed.
        """
        try:
            own = origin(address) == origin(self._peer.url)
        except PeerRefused:
            own = False
        if not own:
            raise PeerFailed(
                f"it leads to {address[:200]}, which is not listed",
                mend="list that address as a peer, and harvest it",
            )
        return address

    def _count(self) -> None:
        self._asked += 1
        self._tell(self._asked)

    def _end(self) -> None:
        """Take note that this round is whole: the next asks again for what may have changed."""
        self._state["round"] = []
        self._save()

    def _save(self) -> None:
        write(self._folder / "state.json", json.dumps(self._state).encode())

    def _followed(
        self, documents: Sequence[tuple[str, bytes]], made_of: Sequence[tuple[str, bytes]] = ()
    ) -> Followed:
        mark = hashlib.sha256()
        for format, body in made_of or documents:
            mark.update(format.encode() + b"\0" + body)
        return Followed(documents, self._asked, self._kept, mark.hexdigest(), self._is_feed)


def format_by_name(address: str) -> str:
    """Return the format that the end of an address tells, "" where it tells none."""
    return level_of(address)[1]

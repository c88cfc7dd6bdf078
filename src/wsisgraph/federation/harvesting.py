"""Harvesting: fetching all that a peer says, page by page, so that it can stand in a graph of ours.

Pages are kept in the peer's folder until the harvest is whole, and a harvest that was broken off
goes on after the last of them. A peer is asked no faster than agreed, left alone for as long as it
says (Retry-After), and not at all where its robots.txt says so (RFC 9309). A document that leads to
others, as a description (VoID) or a feed does, is followed (see `feeds`).
"""

import asyncio
import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from wsisgraph.errors import PeerFailed
from wsisgraph.federation.client import FILES, RESULTS, Fetched, Processes
from wsisgraph.federation.feeds import Follower, format_by_name
from wsisgraph.federation.gathering import asked, count, format_of, revision_of, task_of
from wsisgraph.federation.kept import now
from wsisgraph.federation.leading import may_lead
from wsisgraph.federation.peers import Peer, Peers, kept_json, write

PAGE = 2000
"""Rows that one page is made of."""

_MOST_PAGES = 5000
_MOST_TRIES = 5
_LONGEST_WAIT = 120.0
_STALE = timedelta(hours=24)
_LARGEST_ROBOTS = 1 << 19
_FEED = "feed"
_PATCH = "application/rdf-patch"

Tell = Callable[[int], None]
"""Is told how many pages are there."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that a peer says.

    Attributes:
        statements: in our words, as N-Triples; None where nothing is new since the last time.
        pages: how many pages it came in.
        resumed: how many of those were there from a harvest that was broken off.
        revision: what the peer told of its revision.
        tag: ETag of the first page.
        mark: of a feed or of dumps: changes whenever what they say does.
        feed: whether it came by a feed.
    """

    statements: bytes | None
    pages: int
    resumed: int
    revision: str = ""
    tag: str = ""
    mark: str = ""
    feed: bool = False


class Harvester:
    """Harvests peers."""

    def __init__(self, peers: Peers, processes: Processes, *, pause: float = 0.5) -> None:
        """Ask with `pause` seconds between two requests."""
        self._peers = peers
        self._processes = processes
        self._pause = pause
        self._robots: dict[str, bytes] = {}

    async def harvest(
        self, peer: Peer, tell: Tell, *, anew: bool = False, whole: bool = False
    ) -> Harvest:
        """Fetch all that a peer says.

        Args:
            peer: the peer.
            tell: is told how far it is.
            anew: True to fetch even what has not changed since the last time.
            whole: True to return what it says even where nothing of it is new.

        Raises:
            PeerFailed: it does not answer, or does not want to be asked; what came is kept.
            StoreError: what it sent cannot be read.
        """
        folder = self._peers.folder(peer.name) / "harvest"
        if not peer.url:
            return await self._of_file(peer)
        await self._check_robots(peer)
        folder.mkdir(parents=True, exist_ok=True)
        state = kept_json(folder / "state.json")
        key = hashlib.sha256(f"{peer.url}\0{_query(peer)}".encode()).hexdigest()
        if state.get("key") != key or _is_stale(state.get("begun", "")) or anew:
            shutil.rmtree(folder)
            folder.mkdir(parents=True)
            last = self.last(peer)
            tag = "" if anew or whole or last.get("key") != key else last.get("tag", "")
            state = {"key": key, "begun": now(), "pages": [], "known": tag}
            state |= {"size": PAGE, "rows": 0}
        resumed = len(state["pages"])
        while not state.get("whole"):
            if state["pages"]:
                await asyncio.sleep(self._pause)
            number = len(state["pages"])
            if number >= _MOST_PAGES:
                raise PeerFailed(f"it says more than {_MOST_PAGES} pages hold")
            known = state["known"] if number == 0 else ""
            fetched = await self._fetched(peer, number, state["size"], known)
            if fetched.status == 304:
                if (self._peers.folder(peer.name) / _FEED).is_dir():
                    # What it leads to may have changed.
                    state["known"] = ""
                    continue
                shutil.rmtree(folder)
                return Harvest(None, 0, 0, tag=state["known"])
            format = format_of(peer, fetched)
            if peer.level == "file" and may_lead(fetched.body):
                followed = await self._followed(peer, fetched, format, tell, anew=anew, whole=whole)
                if followed is not None:
                    return followed
            if number == 0:
                state["tag"] = fetched.tag
                state["revision"] = revision_of(fetched)
            elif fetched.tag and state.get("tag") and _moved(peer, fetched, state):
                raise PeerFailed(
                    "its data changed while they were fetched", mend="harvest it again"
                )
            write(folder / f"page-{number:05}", fetched.body)
            state["pages"].append(format)
            if peer.level == "file":
                state["whole"] = True
            else:
                await self._measure(peer, state, fetched.body, format)
            write(folder / "state.json", json.dumps(state).encode())
            tell(len(state["pages"]))
        formats: Sequence[str] = state["pages"]
        bodies = [(folder / f"page-{at:05}").read_bytes() for at in range(len(formats))]
        read = await self._processes.read(task_of(peer, formats), *bodies)
        return Harvest(
            read.body, len(formats), resumed, state.get("revision", ""), state.get("tag", "")
        )

    async def _followed(
        self, peer: Peer, first: Fetched, format: str, tell: Tell, *, anew: bool, whole: bool
    ) -> Harvest | None:
        """Return what a document leads to; None where it is the data itself."""
        folder = self._peers.folder(peer.name) / _FEED
        if anew:
            shutil.rmtree(folder, ignore_errors=True)

        async def fetch(address: str, tag: str) -> tuple[Fetched, str]:
            await asyncio.sleep(self._pause)
            await self._check_robots(peer, address)
            fetched = await self._fetched(peer, 0, 0, tag, address)
            if fetched.status == 304:
                return fetched, ""
            if fetched.media_type == _PATCH:
                return fetched, "patch"
            return fetched, format_of(replace(peer, format=format_by_name(address)), fetched)

        follower = Follower(folder, peer, self._processes, fetch, tell)
        followed = await follower.follow(first, format)
        if followed is None:
            shutil.rmtree(folder, ignore_errors=True)
            return None
        if not (anew or whole) and self.last(peer).get("mark") == followed.mark:
            return Harvest(None, followed.asked, followed.kept, tag=first.tag)
        formats = [format for format, _ in followed.documents]
        bodies = [body for _, body in followed.documents]
        read = await self._processes.read(task_of(peer, formats), *bodies)
        return Harvest(
            read.body,
            followed.asked,
            followed.kept,
            revision_of(first),
            first.tag,
            followed.mark,
            followed.feed,
        )

    def finish(self, peer: Peer, harvest: Harvest) -> None:
        """Take note that a harvest was taken in: the next one fetches what is new since."""
        folder = self._peers.folder(peer.name)
        key = kept_json(folder / "harvest" / "state.json").get("key", "")
        shutil.rmtree(folder / "harvest", ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        last = {"key": key, "tag": harvest.tag, "revision": harvest.revision, "taken": now()}
        last |= {"mark": harvest.mark}
        write(folder / "harvested.json", json.dumps(last).encode())

    def last(self, peer: Peer) -> dict[str, str]:
        """Return what is known of the last harvest that was taken in."""
        return kept_json(self._peers.folder(peer.name) / "harvested.json")

    async def _of_file(self, peer: Peer) -> Harvest:
        path = self._peers.folder(peer.name) / "given"
        try:
            body = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise PeerFailed("its file is gone", mend="list it anew") from error
        read = await self._processes.read(task_of(peer, [peer.format]), body)
        return Harvest(read.body, 1, 0)

    async def _measure(self, peer: Peer, state: dict[str, Any], body: bytes, format: str) -> None:
        """Take note of how many rows a page has; what all have must be what the peer counts.

        Raises:
            PeerFailed: pages are shorter than asked for, and it is not at its end.
        """
        read = await self._processes.read({"do": "count", "format": format}, body)
        rows: int = read.told["rows"]
        if len(state["pages"]) == 1:
            state["count"] = await count(self._processes, peer)
            # Where it gives less than was asked for, as much as it gives is a page.
            if rows < min(state["size"], state["count"]) and rows:
                state["size"] = rows
        state["rows"] += rows
        state["whole"] = state["rows"] >= state["count"]
        if (not state["whole"] and rows < state["size"]) or state["rows"] > state["count"]:
            shutil.rmtree(self._peers.folder(peer.name) / "harvest")
            raise PeerFailed(
                f"it has {state['count']:,} rows and sent {state['rows']:,}: its data changed, or"
                " it leaves some out",
                mend="harvest it again",
            )

    async def _fetched(
        self, peer: Peer, number: int, size: int, tag: str, address: str = ""
    ) -> Fetched:
        query = asked(peer).page(size, number) if peer.level == "sparql" else ""
        for attempt in range(1, _MOST_TRIES + 1):
            accept = RESULTS if query else FILES
            # Whether pages are whole is counted.
            fetched = await self._processes.fetch(
                peer, query=query, tag=tag, accept=accept, path=address, whole=False
            )
            if fetched.status in (200, 304):
                return fetched
            if fetched.status not in (429, 503) or attempt == _MOST_TRIES:
                raise PeerFailed(f"it answers {fetched.status}", mend="harvest it again later")
            later = fetched.retry_after
            wait = float(later) if later.isdigit() else 2.0**attempt
            if wait > _LONGEST_WAIT:
                raise PeerFailed(
                    f"it asks to be left alone for {wait:g} s", mend="harvest it again then"
                )
            await asyncio.sleep(max(wait, self._pause))
        raise AssertionError("unreachable")

    async def _check_robots(self, peer: Peer, address: str = "") -> None:
        if peer.name not in self._robots:
            self._robots[peer.name] = await self._rules(peer)
        rules = self._robots[peer.name]
        if not rules:
            return
        task = {"do": "robots", "url": address or peer.url}
        if not (await self._processes.read(task, rules)).told["allowed"]:
            raise PeerFailed(
                "its robots.txt does not let programs fetch that address",
                mend="ask its keeper to allow “wsisgraph” there",
            )

    async def _rules(self, peer: Peer) -> bytes:
        """Return the peer's robots.txt, nothing where it has none."""
        try:
            fetched = await self._processes.fetch(
                peer, path="/robots.txt", accept="text/plain", most=_LARGEST_ROBOTS
            )
        except PeerFailed:
            # Whoever cannot be asked for rules will say so when asked for data.
            return b""
        is_text = fetched.status == 200 and fetched.media_type != "text/html"
        return fetched.body if is_text else b""


def _query(peer: Peer) -> str:
    return asked(peer).table() if peer.level == "sparql" else ""


def _moved(peer: Peer, fetched: Fetched, state: dict[str, str]) -> bool:
    """Tell whether two pages of an instance of ours are of two revisions."""
    if peer.vocabulary != "wsis":
        return False

    def revision(tag: str) -> str:
        return tag.removeprefix("W/").strip('"').partition(".")[0]

    return revision(fetched.tag) != revision(state["tag"])


def _is_stale(begun: str) -> bool:
    return not begun or datetime.now(UTC) - datetime.fromisoformat(begun) > _STALE

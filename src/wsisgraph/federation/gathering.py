"""Asking peers for what they say of activities and linkages, all at once, each in its own time.

What a peer said last is kept. One that does not answer is never left out in silence: it is told,
with the reason and since when, and what it said last is counted with its age, where there is any.
"""

import asyncio
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wsisgraph import content
from wsisgraph.errors import PeerFailed, StoreError, WsisgraphError
from wsisgraph.federation.asking import Asking, asking
from wsisgraph.federation.client import FILES, RESULTS, Fetched, Processes
from wsisgraph.federation.kept import Kept, after, answer_of, now, rest
from wsisgraph.federation.peers import FILE_FORMATS, Peer, Peers

_MEDIA_TYPES = {
    "application/sparql-results+json": "results-json",
    "application/sparql-results+xml": "results-xml",
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "text/n3": "turtle",
    "application/n-triples": "ntriples",
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "text/csv": "csv",
    "application/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
_VAGUE = (
    "", "text/plain", "application/octet-stream", "binary/octet-stream", "application/json",
    "text/xml", "application/xml", "application/zip", "application/vnd.ms-excel",
)  # fmt: skip
_OURS = re.compile(r"(\d+-[0-9a-f]{12})\.")
_READING = 30.0
"""Seconds that may pass, beyond a peer's own, until what it sent is read."""

_BUSY = (429, 503)
"""Statuses by which a server says that it has too much to do (RFC 6585 §4, RFC 9110 §15.6.4)."""

_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a peer's statements at a moment.

    Attributes:
        peer: the peer.
        kept: when it said them, and how much; why it does not answer now, if so.
        statements: what it says, as N-Triples; None where it never answered.
        fresh: whether it answered just now.
    """

    peer: Peer
    kept: Kept
    statements: bytes | None
    fresh: bool

    @property
    def age(self) -> int | None:
        """Seconds since it said it; None where it never did."""
        if not self.kept.asked:
            return None
        passed = datetime.fromisoformat(now()) - datetime.fromisoformat(self.kept.asked)
        return max(0, int(passed.total_seconds()))


class Gathering:
    """Asks peers; who is being asked already is not asked twice."""

    def __init__(self, peers: Peers, processes: Processes) -> None:
        self._peers = peers
        self._processes = processes
        self._asking: dict[Peer, asyncio.Task[Said]] = {}

    async def gather(self, peers: Iterable[Peer]) -> list[Said]:
        """Return what these peers say, in their order; none of their failures is raised."""
        return list(await asyncio.gather(*(self._shared(peer) for peer in peers)))

    async def _shared(self, peer: Peer) -> Said:
        task = self._asking.get(peer)
        if task is None:
            task = asyncio.ensure_future(self.ask(peer))
            self._asking[peer] = task
            task.add_done_callback(lambda _: self._asking.pop(peer, None))
        # Who goes away does not take the answer from the others.
        return await asyncio.shield(task)

    async def ask(self, peer: Peer) -> Said:
        """Return what a peer says now, or said last."""
        folder = self._peers.folder(peer.name)
        kept = Kept.read(folder)
        known = await asyncio.to_thread(answer_of, folder)
        if known is None or kept.mapping != _digest(peer, b""):
            # What was mapped another way has to come anew.
            kept = replace(kept, tag="", digest="")
        if kept.is_left_alone:
            return Said(peer, kept, known, fresh=False)
        try:
            async with asyncio.timeout(peer.timeout + _READING):
                fetched = await self._fetched(peer, kept.tag)
                if fetched.status == 304 and known is not None:
                    kept = replace(kept, asked=now(), since="", reason="", until="")
                    await asyncio.to_thread(kept.write, folder)
                    return Said(peer, kept, known, fresh=True)
                kept, known = await self._read(peer, kept, known, fetched)
            return Said(peer, kept, known, fresh=True)
        except (StoreError, TimeoutError) as error:
            reason = "it takes too long"
            if isinstance(error, WsisgraphError):
                # With row and column, and how to mend it: who keeps the peer reads it.
                reason = str(error).rstrip(".")
            kept = kept.failing(reason, error.until if isinstance(error, _Busy) else "")
            await asyncio.to_thread(kept.write, folder)
            return Said(peer, kept, known, fresh=False)

    async def raw(self, peer: Peer) -> tuple[bytes, str]:
        """Return what a peer sent for its statements, and in which format.

        Raises:
            PeerFailed: it does not answer, or not with data.
        """
        fetched = await self._fetched(peer, "")
        return fetched.body, format_of(peer, fetched)

    async def mapped(self, peer: Peer, body: bytes, format: str) -> tuple[bytes, Kept]:
        """Return in our words what a peer sent, and how much it is.

        Raises:
            StoreError: it cannot be read.
        """
        read = await self._processes.read(task_of(peer, [format]), body)
        told = read.told
        if peer.level == "sparql" and (there := await count(self._processes, peer)) != told["rows"]:
            raise PeerFailed(
                f"it sends {told['rows']:,} of {there:,} rows: it cut its answer",
                mend="ask its keeper for a higher limit of rows, harvest it, or join by a file",
            )
        return read.body, Kept(
            asked=now(),
            activities=int(told["activities"]),
            links=int(told["links"]),
            linkages=int(told["linkages"]),
            triples=int(told["triples"]),
            feed=bool(told["feed"]),
            unread_columns=tuple(told["unread_columns"]),
        )

    async def _read(
        self, peer: Peer, kept: Kept, known: bytes | None, fetched: Fetched
    ) -> tuple[Kept, bytes]:
        format = format_of(peer, fetched)
        digest = _digest(peer, fetched.body)
        folder = self._peers.folder(peer.name)
        told = {
            "asked": now(),
            "revision": revision_of(fetched),
            "tag": fetched.tag,
            "digest": digest,
            "mapping": _digest(peer, b""),
            "since": "",
            "reason": "",
            "until": "",
        }
        if known is not None and kept.digest == digest:
            kept = replace(kept, **told, heard=kept.heard or kept.asked)  # type: ignore[arg-type]
            await asyncio.to_thread(kept.write, folder)
            return kept, known
        statements, found = await self.mapped(peer, fetched.body, format)
        # The same in another order is the same.
        heard = kept.heard or kept.asked if statements == known else told["asked"]
        found = replace(found, **told, heard=heard)  # type: ignore[arg-type]
        await asyncio.to_thread(found.write, folder, statements)
        return found, statements

    async def _fetched(self, peer: Peer, tag: str) -> Fetched:
        """Return what a peer sends; a status other than 200 and 304 is a failure."""
        if not peer.url:
            try:
                body = await asyncio.to_thread((self._peers.folder(peer.name) / "given").read_bytes)
            except OSError as error:
                raise PeerFailed("its file is gone", mend="list it anew") from error
            return Fetched(200, "", body)
        query = asked(peer).table() if peer.level == "sparql" else ""
        accept = RESULTS if query else FILES
        fetched = await self._processes.fetch(peer, query=query, accept=accept, tag=tag)
        if fetched.status in (200, 304):
            return fetched
        raise refusal(fetched)


class _Busy(PeerFailed):
    """A peer asked to be left alone until a moment."""

    def __init__(self, message: str, until: str) -> None:
        super().__init__(message)
        self.until = until


def refusal(fetched: Fetched) -> PeerFailed:
    """Return what an answer of a status other than 200 means."""
    told = f"it answers {fetched.status}"
    seconds = rest(fetched.retry_after)
    if not seconds or fetched.status not in _BUSY:
        return PeerFailed(told)
    until = after(seconds)
    return _Busy(f"{told}, and asks to be left alone until {until}", until)


async def count(processes: Processes, peer: Peer) -> int:
    """Return how many rows there are at a peer.

    Raises:
        PeerFailed: it does not tell.
    """
    fetched = await processes.fetch(peer, query=asked(peer).count(), accept=RESULTS)
    if fetched.status in _BUSY:
        raise refusal(fetched)
    if fetched.status != 200:
        raise PeerFailed(f"asked how much it says, it answers {fetched.status}")
    read = await processes.read({"do": "number", "format": format_of(peer, fetched)}, fetched.body)
    return int(read.told["number"])


def revision_of(fetched: Fetched) -> str:
    """Return what a peer tells of its revision: an instance of ours names it in its ETag."""
    tag = fetched.tag.removeprefix("W/").strip('"')
    ours = _OURS.match(tag)
    return ours[1] if ours else tag or fetched.modified


def task_of(peer: Peer, formats: Sequence[str]) -> dict[str, Any]:
    """Return the task of mapping what a peer sent, in one document or several."""
    return {
        "do": "map",
        "formats": list(formats),
        "base": peer.url or f"urn:x-wsis-peer:{peer.name}:",
        "queries": list(_mappings(peer)),
        "name": peer.name,
        "agency": peer.agency,
        "template": asked(peer).template if peer.level == "sparql" else "",
    }


def asked(peer: Peer) -> Asking:
    """Return what a SPARQL peer is asked."""
    if peer.query:
        return asking(peer.query)
    return asking(_text("wsis" if peer.vocabulary == "wsis" else f"{peer.vocabulary}-extract"))


def format_of(peer: Peer, fetched: Fetched) -> str:
    """Return the format of what a peer sent.

    Raises:
        PeerFailed: it is a page, or nothing that is read here.
    """
    media_type = fetched.media_type
    if media_type in _PAGES:
        raise PeerFailed("it answers with a web page, not with data")
    format = _MEDIA_TYPES.get(media_type, "")
    if peer.level == "sparql":
        if media_type in ("application/json", "application/xml", "text/xml"):
            format = "results-json" if media_type == "application/json" else "results-xml"
        if not format.startswith("results"):
            raise PeerFailed(f"it sends {media_type or 'no media type'}, no table of solutions")
        return format
    if format and not format.startswith("results"):
        return format
    if media_type in _VAGUE and peer.format:
        return peer.format
    if media_type == "application/json":
        return "jsonld"
    raise PeerFailed(
        f"it sends {media_type or 'no media type'}, which is not read here",
        mend=f"send one of {', '.join(sorted(set(FILE_FORMATS.values())))}",
    )


def _mappings(peer: Peer) -> Sequence[str]:
    """Return the queries that put what a peer sent in our words."""
    ours = _text("wsis")
    if peer.query:
        # An endpoint has carried it out already.
        return [ours] if peer.level == "sparql" else [peer.query, ours]
    return [ours] if peer.vocabulary == "wsis" else [_text(peer.vocabulary), ours]


def _text(name: str) -> str:
    return (content.folder("queries") / "peers" / f"{name}.rq").read_text(encoding="utf-8")


def _digest(peer: Peer, body: bytes) -> str:
    found = hashlib.sha256(body)
    for text in (*_mappings(peer), peer.agency, peer.name):
        found.update(b"\0" + text.encode())
    return found.hexdigest()

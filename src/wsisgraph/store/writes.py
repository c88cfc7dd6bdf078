"""Writes, as the front sees them: computed by a worker on one revision, committed while it stands.

A write that is soon computed has its turn to itself, so that short ones never disturb one another.
One that takes longer lets others go first; when they changed the data under it, it is computed
again, and at last with the turn kept to its end. Nothing is written before the whole difference is
known and its author may make it.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Protocol

from wsisgraph.errors import (
    QueueFull,
    QuotaSpent,
    RevisionMismatch,
    ShapesBroken,
    StoreUnavailable,
    WriteNotAllowed,
)
from wsisgraph.store.answers import HELD_BACK, StreamedAnswer
from wsisgraph.store.changes import Change, Outcome, Step
from wsisgraph.store.protocol import Author, Rehearsed, Revision, Written
from wsisgraph.terms import iris

PATIENCE = 0.25
"""Seconds that a write keeps its turn while it is computed."""

FOR_THE_WRITER = 15.0
"""Seconds beyond its deadline that a commit may take: once begun, it is better awaited."""

_ATTEMPTS = 4
_LARGE = 2 << 20
_MOST_WAITING = 256
_MOST_SHOWN = 256 << 10
_MOST_GRAPHS = 100
_LAG = 0.02


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be computed.

    Attributes:
        request: for the worker.
        bodies: documents that belong to it.
        what: what it is called in messages.
        seconds: until it is ended.
    """

    request: Mapping[str, Any]
    bodies: Sequence[bytes]
    what: str
    seconds: float


class Side(Protocol):
    """The rest of the store, as writes need it."""

    @property
    def revision(self) -> Revision:
        """The revision that is read now."""
        ...

    async def compute(self, work: Work) -> StreamedAnswer:
        """Have a worker compute a difference."""
        ...

    async def make_room(self) -> None:
        """Wait until there is room for much that is new."""
        ...

    async def commit(self, change: Change, *, agent: str, message: str) -> Outcome:
        """Commit a change; queries read it when this returns."""
        ...


class Writes:
    """Takes writes in turn."""

    def __init__(self, side: Side, spool: Path, *, derived: bool) -> None:
        """Prepare to take writes.

        Args:
            side: computes and commits.
            spool: folder for differences that do not stay in memory.
            derived: whether rules write `graph/inferred`, which then nobody else may.
        """
        self._side = side
        self._spool = spool
        self._derived = iris.graph("inferred") if derived else None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._outlived: set[str] = set()

    async def write(
        self, work: Work, *, author: Author, expected: Revision | None = None
    ) -> Written:
        """Compute and commit a write; see `Store.update` for what is raised."""
        if self._waiting >= _MOST_WAITING:
            raise QueueFull(
                f"{self._waiting} writes are waiting already", mend="write again in a moment"
            )
        if author.key in self._outlived:
            raise StoreUnavailable(
                "The same request was begun before, and may yet be committed",
                mend="send it again in a moment, with its key: what was done is answered then",
            )
        if author.bounds is not None:
            bounded = {**work.request, "bounds": author.bounds.as_request()}
            work = replace(work, request=bounded)
        deadline = time.monotonic() + work.seconds
        self._waiting += 1
        try:
            for attempt in range(1, _ATTEMPTS + 1):
                patience = PATIENCE if attempt < _ATTEMPTS else None
                before = self._side.revision
                written = await self._try(work, author, expected, deadline, patience)
                if written is not None:
                    return written
                # Readers that still take in what another wrote would compute the same again.
                while self._side.revision == before and time.monotonic() < deadline:
                    await asyncio.sleep(_LAG)
        finally:
            self._waiting -= 1
        raise StoreUnavailable(
            "Others wrote again and again while this write was computed",
            mend="write again in a moment",
        )

    async def _try(
        self,
        work: Work,
        author: Author,
        expected: Revision | None,
        deadline: float,
        patience: float | None,
    ) -> Written | None:
        """Write once; None when somebody else wrote in the meantime."""
        if sum(map(len, work.bodies)) > _LARGE:
            await self._make_room(deadline)
        await self._take_turn(deadline)
        mine = True
        computing = asyncio.ensure_future(self._side.compute(work))
        try:
            self._expect(expected, self._side.revision)
            await asyncio.wait({computing}, timeout=patience)
            if not computing.done():
                self._turn.release()
                mine = False
            answer = await computing
            if not mine:
                await self._make_room(deadline, answer)
                await self._take_turn(deadline)
                mine = True
            self._expect(expected, answer.revision)
            if answer.revision != self._side.revision:
                answer.discard()
                return None
            committing = asyncio.ensure_future(self._commit(answer, author))
            # Once begun it goes to its end, whoever may have gone away, and the turn with it.
            mine = False
            committing.add_done_callback(self._end_turn)
            return await self._outcome(committing, deadline, author.key)
        finally:
            computing.cancel()
            if mine:
                self._turn.release()

    async def _outcome(
        self, committing: "asyncio.Future[Written | None]", deadline: float, key: str
    ) -> Written | None:
        """Wait for a commit, though not for a writer that hangs."""
        patience = max(0.0, deadline - time.monotonic()) + FOR_THE_WRITER
        try:
            done, _ = await asyncio.wait({committing}, timeout=patience)
        except asyncio.CancelledError:
            # Whoever went away may send it again at once. As long as it is under way, it is known
            # to be, and neither done twice for one key nor left out where writes are counted.
            await asyncio.wait({committing}, timeout=patience)
            raise
        if not done:
            if key:
                self._outlived.add(key)
                committing.add_done_callback(lambda over: self._end_outlived(over, key))
            raise StoreUnavailable(
                "The process that writes the data does not answer; the change may yet be committed",
                mend="look whether it was, and write it again if not",
            )
        return committing.result()

    async def _commit(self, answer: StreamedAnswer, author: Author) -> Written | None:
        told = answer.told["written"]
        self._authorise(author, told)
        hold_to_bounds(author, told.get("bounds"))
        if author.rehearses:
            return await _rehearsed(answer, derives=self._derived is not None)
        if broken := told.get("broken"):
            answer.discard()
            raise broken_shapes(broken)
        if not any(told[name] for name in ("added", "removed", "created", "dropped")):
            return Written(answer.revision, 0, 0)
        with await self._as_file(answer) as quads:
            step = Step(
                base=answer.revision,
                quads=quads,
                added=told["added"],
                removed=told["removed"],
                added_bytes=told["added_bytes"],
                empty=told["empty"],
                dropped=told["bare_dropped"],
                key=_key(author, told["created"]),
                about=_about(author, told["graphs"]),
            )
            try:
                outcome = await self._side.commit(step, agent=author.agent, message=author.message)
            except RevisionMismatch:
                return None
        return Written(
            outcome.revision,
            outcome.added,
            outcome.removed,
            tuple(told["created"]),
            tuple(told["dropped"]),
        )

    def _authorise(self, author: Author, told: Mapping[str, Any]) -> None:
        names: dict[str | None, None] = dict.fromkeys(
            [*told["graphs"], *told["created"], *told["dropped"]]
        )
        if told["default"]:
            names[None] = None
        if self._derived is not None and self._derived in names:
            raise WriteNotAllowed(
                f"<{self._derived}> holds what the rules derive",
                mend="write the facts that it follows from",
                graphs=[self._derived],
            )
        authorise(author, names)

    async def _as_file(self, answer: StreamedAnswer) -> IO[bytes]:
        if answer.size <= HELD_BACK:
            file = os.fdopen(os.memfd_create("difference"), "w+b", buffering=0)
            file.write(answer.content)
            return file
        # Closed by whoever asked for it.
        file = tempfile.TemporaryFile(dir=self._spool, buffering=0)  # noqa: SIM115
        async for chunk in answer:
            await asyncio.to_thread(file.write, chunk)
        return file

    async def _make_room(self, deadline: float, answer: StreamedAnswer | None = None) -> None:
        """Wait, before much is written, until what large writes left behind is cleared away."""
        if answer is not None and answer.size <= _LARGE:
            return
        try:
            async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                await self._side.make_room()
        except TimeoutError:
            raise QueueFull(
                "The memory that large writes took was not cleared away before the deadline",
                mend="write again in a moment",
            ) from None

    async def _take_turn(self, deadline: float) -> None:
        try:
            async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                await self._turn.acquire()
        except TimeoutError:
            raise QueueFull(
                "Other writes were not finished before the deadline",
                mend="write again in a moment",
            ) from None

    def _end_outlived(self, committing: "asyncio.Future[Written | None]", key: str) -> None:
        """Let a request be sent again whose commit was given up, if nothing came of it.

        Else its key stands in the journal: whoever looked there before it did is sent away.
        """
        if committing.cancelled() or committing.exception() or committing.result() is None:
            self._outlived.discard(key)

    def _end_turn(self, committing: "asyncio.Future[Any]") -> None:
        self._turn.release()
        if not committing.cancelled():
            # Nobody may be waiting for it any more; then its end is no one's error.
            committing.exception()

    def _expect(self, expected: Revision | None, found: Revision) -> None:
        if expected is not None and found != expected:
            raise RevisionMismatch(
                f"The data are at revision {found.id}, not at {expected.id} as expected",
                mend="look at the data as they are now, then write again",
            )


def _key(author: Author, created: Sequence[str]) -> dict[str, Any] | None:
    """Return what the journal keeps of a request that may be sent again."""
    if not author.key:
        return None
    return {"id": author.key, "request": author.request, "created": list(created)}


def _about(author: Author, graphs: Sequence[str]) -> dict[str, Any] | None:
    """Return what the journal keeps of whom was written for."""
    if not author.agency:
        return None
    return {"agency": author.agency, "graphs": list(graphs)[:_MOST_GRAPHS]}


async def _rehearsed(answer: StreamedAnswer, *, derives: bool) -> Written:
    """Return what would be written, the difference as far as it can be shown."""
    told = answer.told["written"]
    whole, cut = answer.size, told["added_bytes"]
    added, removed = bytearray(), bytearray()
    place = 0
    async for chunk in answer:
        here = max(0, cut - place)
        added += chunk[:here] if len(added) < _MOST_SHOWN else b""
        removed += chunk[here:] if len(removed) < _MOST_SHOWN else b""
        place += len(chunk)
    shown = [_lines(added, cut), _lines(removed, whole - cut)]
    rehearsed = Rehearsed(
        shown[0].decode(),
        shown[1].decode(),
        cut=sum(map(len, shown)) < whole,
        broken=tuple(told.get("broken", ())),
        derives=derives,
    )
    return Written(
        answer.revision,
        told["added"],
        told["removed"],
        tuple(told["created"]),
        tuple(told["dropped"]),
        rehearsed,
    )


def _lines(read: bytearray, whole: int) -> bytes:
    """Return what is shown of a part: all of it, or whole lines of its beginning."""
    if whole <= _MOST_SHOWN:
        return bytes(read)
    return bytes(read[: read.rfind(b"\n", 0, _MOST_SHOWN) + 1])


def hold_to_bounds(author: Author, told: Mapping[str, Any] | None) -> None:
    """Refuse what is not the author's to say, or too much.

    Args:
        author: who writes.
        told: what `trespass.Watch` told of the write; None where nobody watched.

    Raises:
        WriteNotAllowed: names the things, and whose they are.
        QuotaSpent: the graphs of the agency would hold too much.
    """
    if told is None or author.bounds is None:
        return
    agency = author.bounds.agency
    own = f"{iris.base_iri()}id/activity/{agency}/…"
    if others := told["others"]:
        shown = "; ".join(f"<{thing}> ({why})" for thing, why in others)
        raise WriteNotAllowed(
            f"“{author.agent}” describes what is not {agency}’s to describe: {shown}",
            mend=f"name your own things below {own}, and speak of those of others in statements of"
            " your own, such as a wsis:ActivityLink, or a wsis:Statement with wsis:disputes",
        )
    if words := told["words"]:
        raise WriteNotAllowed(
            f"“{author.agent}” gives words a meaning ({', '.join(words)}), which agencies’ graphs"
            " may not",
            mend="leave it out; docs/governance.md tells who changes terms, and how",
        )
    if same := told["same"]:
        shown = "; ".join(f"<{thing}> ({why})" for thing, why in same)
        raise WriteNotAllowed(
            f"“{author.agent}” says that something of {agency} is the same as {shown}",
            mend="use the name of that thing instead of a name of your own, or skos:closeMatch",
        )
    most = author.bounds.statements
    if most is not None and told["held"] > most:
        raise QuotaSpent(
            f"The graphs of {agency} would hold more than {most:,} statements",
            mend="take out what is outdated, or ask whoever runs this service for more room",
        )


def authorise(author: Author, graphs: Iterable[str | None]) -> None:
    """Refuse a write to graphs that its author may not change.

    Raises:
        WriteNotAllowed: names them.
    """
    denied = [graph for graph in graphs if not author.may_write(graph)]
    if denied:
        shown = ", ".join("the default graph" if g is None else f"<{g}>" for g in denied[:5])
        more = f" and {len(denied) - 5} more" if len(denied) > 5 else ""
        raise WriteNotAllowed(
            f"“{author.agent}” may not change {shown}{more}",
            mend="write to graphs of your own, or ask whoever keeps these",
            graphs=denied,
        )


def broken_shapes(findings: Sequence[Mapping[str, Any]]) -> ShapesBroken:
    """Return the refusal of data that break the shapes."""
    first = findings[0]
    value = f" (found “{first['value']}”)" if first["value"] else ""
    return ShapesBroken(
        f"What is said of <{first['focus']}>{value} would break a rule of the shapes",
        where=first["path"] or None,
        mend=str(first["message"]).replace("<GRAPH>", f"<{first['focus']}>").rstrip("."),
        findings=findings,
    )

"""Idempotency-Key: a write that is sent twice is done once (draft-ietf-httpapi-idempotency-key).

Whoever does not know whether a write arrived, because the connection broke or the service was
killed, sends it again with the same key: what was done is answered, and nothing is done twice. The
key stands in the journal with what it wrote, so a service that begins anew knows it still.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.requests import Request

from wsisgraph.api import problems
from wsisgraph.store.headers import Headers
from wsisgraph.store.protocol import Author, Revision, Written
from wsisgraph.store.record import revision_of

HEADER = "Idempotency-Key"
_KEPT_FOR = 24 * 3600.0
_MOST_KEPT = 100_000
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class _Done:
    """What was asked under a key, as a hash, and what came of it."""

    request: str
    written: Written


class Keys:
    """The keys of the last day, at most a hundred thousand of them."""

    def __init__(self, journal: Path) -> None:
        """Know those that a journal keeps."""
        self._headers = Headers(journal, seconds=_KEPT_FOR)
        self._done: OrderedDict[str, _Done] = OrderedDict()
        self._under_way: set[str] = set()
        self._one_at_a_time = asyncio.Lock()

    async def once(
        self,
        request: Request,
        by: Author,
        asked: Sequence[bytes],
        write: Callable[[Author], Awaitable[Written]],
    ) -> Written:
        """Write, unless the same request was carried out before: then tell what it did.

        Args:
            request: may bear a key.
            by: who writes; a key is theirs alone.
            asked: what is asked, beside method and address.
            write: carries it out.

        Raises:
            HttpProblem: 400 for a key that is none, 409 while the first request is under way, 422
                for a key that another request had.
        """
        if HEADER not in request.headers:
            return await write(by)
        key = _key(request, by)
        sent = _hash(request.method.encode(), str(request.url.path).encode(), *asked)
        if key in self._under_way:
            raise problems.HttpProblem(
                problems.UNDER_WAY,
                "The first request with this key is being carried out",
                where=f"header {HEADER}",
            )
        self._under_way.add(key)
        try:
            done = await self._find(key)
            if done is None:
                written = await write(replace(by, key=key, request=sent))
                self._keep(key, _Done(sent, written))
                return written
        finally:
            self._under_way.discard(key)
        if done.request != sent:
            raise problems.HttpProblem(
                problems.KEY_REUSED,
                "Another request was sent with this key",
                where=f"header {HEADER}",
            )
        return done.written

    async def _find(self, key: str) -> _Done | None:
        async with self._one_at_a_time:
            for header in await asyncio.to_thread(self._headers.new):
                if kept := header.get("key"):
                    revision: Revision = revision_of(header["sequence"], header["hash"])
                    counts = header["added_quads"], header["removed_quads"]
                    written = Written(revision, *counts, created=tuple(kept["created"]))
                    self._keep(kept["id"], _Done(kept["request"], written))
        return self._done.get(key)

    def _keep(self, key: str, done: _Done) -> None:
        self._done.setdefault(key, done)
        while len(self._done) > _MOST_KEPT:
            self._done.popitem(last=False)


def _key(request: Request, by: Author) -> str:
    given = request.headers.getlist(HEADER)
    key = given[0].strip()
    if len(given) > 1 or not 0 < len(key) <= _LONGEST:
        raise problems.HttpProblem(
            problems.BAD_REQUEST,
            f"{HEADER} is not one key of 1 to {_LONGEST} characters",
            where=f"header {HEADER}",
            mend="send a new UUID with each new write, and the same one when you send it again",
        )
    return _hash(by.agent.encode(), key.encode())


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d:" % len(part) + part)
    return digest.hexdigest()

"""What every write has in common: who writes, on which condition, and what is answered."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.access import Identity
from wsisgraph.api import rehearsals
from wsisgraph.api.service import Service
from wsisgraph.errors import GraphNotFound, RevisionMismatch, StoreUnavailable
from wsisgraph.store.protocol import Author, Revision, Scope, Written

Write = Callable[[Revision | None], Awaitable[Written]]

_MOST_TRIES = 5


def author(identity: Identity, request: Request, *, rehearses: bool = False) -> Author:
    """Return the author of a write: the journal keeps the token's name and what was asked."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Author(
        identity.name,
        f"{request.method} {asked[:500]}",
        identity.may_write,
        bounds=identity.bounds,
        agency=identity.agency or "",
        rehearses=rehearses,
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A write that somebody asks for.

    Attributes:
        name: the graph that is written, or what of the dataset.
        asked: what is asked, beside method and address.
        write: carries it out.
        rehearses: whether it is only to be rehearsed.
    """

    name: str | Scope
    asked: Sequence[bytes]
    write: Callable[[Author, Revision | None], Awaitable[Written]]
    rehearses: bool = False


async def carry_out(
    service: Service, request: Request, identity: Identity, wanted: Wanted
) -> Written:
    """Carry out a write: once for its Idempotency-Key, under its condition, within its quota.

    Raises:
        QuotaSpent: the token has made as many writes as it may in a day.
        Others: as `Keys.once` and `conditional`, and what the write raises.
    """
    by = author(identity, request, rehearses=wanted.rehearses)

    async def write(by: Author) -> Written:
        return await conditional(service, request, wanted.name, partial(wanted.write, by))

    if wanted.rehearses:
        return await write(by)

    async def within_quota(by: Author) -> Written:
        async with service.audit.counting(identity):
            return await write(by)

    return await service.keys.once(request, by, wanted.asked, within_quota)


async def conditional(
    service: Service, request: Request, name: str | Scope, write: Write
) -> Written:
    """Write on the condition that If-Match and If-None-Match make (RFC 9110 §13.1).

    An ETag is one of this service, of any form of any answer: what counts is its revision, which
    is that of all data. The condition holds at the very commit.

    Raises:
        RevisionMismatch: 412, the condition does not hold; nothing was written.
        StoreUnavailable: others write so fast that it cannot be found out.
    """
    wanted = _tags(request, "if-match")
    unwanted = _tags(request, "if-none-match")
    if not wanted and not unwanted:
        return await write(None)
    for _ in range(_MOST_TRIES):
        # Taken before it is looked: had another written in between, "not there" would be of the
        # revision before and would be written under the one after.
        before = service.store.revision
        revision = await _revision(service, name)
        now = before if revision is None else revision
        _check(wanted, unwanted, revision)
        try:
            return await write(now)
        except RevisionMismatch:
            # Whether a graph is there may be so still; a revision that was named has passed.
            if wanted and wanted != ["*"]:
                raise
    raise StoreUnavailable(
        "The data changed again and again while the condition was checked",
        mend="try again in a moment",
    )


def done(
    request: Request, written: Written, location: str | None = None, *, created: bool = False
) -> Response:
    """Return the answer to a write: 201 for a graph that was not there before, else 204.

    A rehearsal is answered by what would be so.
    """
    if written.rehearsed is not None:
        return rehearsals.told(request, written, written.rehearsed)
    headers = {
        "ETag": f'"{written.revision.id}"',
        "X-Revision": written.revision.id,
        "X-Added": str(written.added),
        "X-Removed": str(written.removed),
        "Cache-Control": "no-store",
    }
    if location is not None:
        headers["Location"] = location
    return Response(status_code=201 if created else 204, headers=headers)


def _tags(request: Request, header: str) -> list[str]:
    given = ",".join(request.headers.getlist(header))
    return [tag.strip() for tag in given.split(",") if tag.strip()]


async def _revision(service: Service, name: str | Scope) -> Revision | None:
    """Return the revision at which a graph is there; None where it is not."""
    if isinstance(name, Scope):
        return service.store.revision
    try:
        answer = await service.store.graph(name, formats=["nquads", "ntriples"])
    except GraphNotFound:
        return None
    await answer.aclose()
    return answer.revision


def _check(wanted: list[str], unwanted: list[str], revision: Revision | None) -> None:
    if wanted and (revision is None or not _names(wanted, revision, weakly=False)):
        state = "is not there" if revision is None else f"is at revision {revision.id}"
        raise RevisionMismatch(
            f"The graph {state}, and not as If-Match says", where="header If-Match"
        )
    if revision is not None and _names(unwanted, revision, weakly=True):
        raise RevisionMismatch(
            "The graph is there as If-None-Match says", where="header If-None-Match"
        )


def _names(tags: list[str], revision: Revision, *, weakly: bool) -> bool:
    """Tell whether one of these tags is of a revision; weak ones only match weakly (§8.8.3.2)."""
    if tags == ["*"]:
        return True
    strong = [tag.removeprefix("W/") if weakly else tag for tag in tags]
    return any(
        tag.startswith('"') and tag.strip('"').partition(".")[0] == revision.id for tag in strong
    )

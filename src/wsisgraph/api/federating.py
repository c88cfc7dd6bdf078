"""Queries with SERVICE: carried out for listed peers, refused where none is listed."""

from typing import Any

from starlette.requests import Request

from wsisgraph.api.service import Service
from wsisgraph.errors import Forbidden, StoreUnavailable
from wsisgraph.federation.service import LONGEST, Moved
from wsisgraph.store.protocol import Answer

_MOST_TRIES = 5


async def query(service: Service, request: Request, text: str, **how: Any) -> Answer:
    """Answer a query as `Store.query` does, its SERVICE blocks by the peers they name.

    Raises:
        Forbidden: it names who is not listed; nothing was asked of anybody.
        PeerFailed: a peer did not answer as it should.
    """
    try:
        return await service.store.query(text, **how)
    except Forbidden as error:
        federation = service.federation
        # LOAD is never carried out, and SERVICE only where somebody is listed.
        if not error.message.startswith("SERVICE") or federation is None:
            raise
        if not federation.has_endpoints:
            raise
    kept = {name: how[name] for name in ("default_graphs", "named_graphs", "timeout")}
    base: str = how["base"]

    async def ask(context: str, rows: int) -> Answer:
        return await service.store.query(
            context, formats=["json"], max_rows=rows, base=base, longest=LONGEST, **kept
        )

    request.state.with_peers = True
    for _ in range(_MOST_TRIES):
        try:
            found = await federation.without_service(text, base, ask)
        except Moved:
            continue
        answer = await service.store.query(found.text, longest=LONGEST, **how)
        if found.revision in (None, answer.revision):
            return answer
        await answer.aclose()
    raise StoreUnavailable("The data change faster than peers answer", mend="ask again in a moment")


def has_peers(request: Request) -> bool:
    """Tell whether peers have a part in what a request was answered."""
    return bool(getattr(request.state, "with_peers", False))

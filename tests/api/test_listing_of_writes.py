"""The list of contributions while others contribute."""

import asyncio
import json
from types import SimpleNamespace
from typing import cast

from starlette.requests import Request

from wsisgraph.api import contributions
from wsisgraph.api.service import Service
from wsisgraph.store.protocol import EMPTY, Revision


def test_the_list_names_no_revision_of_which_it_has_not_the_entry() -> None:
    store = SimpleNamespace(revision=EMPTY)

    async def entries() -> list[object]:
        found: list[object] = []
        # Another contributes once the journal is read.
        store.revision = Revision(1, "1-abcdefabcdef")
        return found

    service = cast(Service, SimpleNamespace(store=store, audit=SimpleNamespace(entries=entries)))
    request = Request(
        {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    )
    told = json.loads(bytes(asyncio.run(contributions.listed(service, request)).body))
    assert told["items"] == []
    assert told["revision"] == EMPTY.id

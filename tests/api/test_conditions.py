"""What `conditional` does when another writes while the condition is looked at."""

from types import SimpleNamespace
from typing import cast

import anyio
import pytest
from starlette.requests import Request

from wsisgraph.api.service import Service
from wsisgraph.api.writing import conditional
from wsisgraph.errors import GraphNotFound, RevisionMismatch
from wsisgraph.store.protocol import EMPTY, Revision, Written

NEXT = Revision(1, "1-abcdefabcdef")


class Raced:
    """A store in which another makes the graph after it was found missing, and before we write."""

    def __init__(self) -> None:
        self.revision = EMPTY

    async def graph(self, name: str, *, formats: list[str]) -> object:
        if self.revision == EMPTY:
            self.revision = NEXT
            raise GraphNotFound(f"There is no graph <{name}>")

        async def aclose() -> None:
            return None

        return SimpleNamespace(revision=self.revision, aclose=aclose)


def test_a_graph_that_another_made_meanwhile_is_not_made_again() -> None:
    store = Raced()

    async def write(at: Revision | None) -> Written:
        if at != store.revision:
            raise RevisionMismatch("The data changed meanwhile")
        raise AssertionError("written although the graph was there")

    request = Request(
        {"type": "http", "method": "PUT", "path": "/", "headers": [(b"if-none-match", b"*")]}
    )
    service = cast(Service, SimpleNamespace(store=store))
    with pytest.raises(RevisionMismatch, match="The graph is there"):
        anyio.run(conditional, service, request, "x:made", write)

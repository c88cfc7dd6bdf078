"""Updates over a small store, and what is there after them."""

from collections import Counter
from typing import Any

import pytest
from tests.store.tiny import A, rows

from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.protocol import Author, Scope, Written

ANYBODY = Author("test", "because", lambda graph: True)
P = "PREFIX : <http://example.org/> PREFIX g: <https://w3id.org/wsis-sdg/graph/> "

modes = pytest.mark.parametrize("strict", [False, True], ids=["merged", "strict"])


async def update(store: EmbeddedStore, text: str, **arguments: Any) -> Written:
    return await store.update(P + text, **{"author": ANYBODY, **arguments})


async def graphs(store: EmbeddedStore) -> set[str]:
    return {row["g"] for row in await rows(store, "SELECT ?g { GRAPH ?g {} }")}


async def dump(store: EmbeddedStore) -> Counter[str]:
    answer = await store.graph(Scope.DATASET, formats=["nquads"])
    return Counter((await answer.read()).decode().splitlines())


async def values(store: EmbeddedStore, graph: str = A) -> set[str]:
    found = await rows(store, f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return {row["o"] for row in found}

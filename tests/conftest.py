"""What tests share: the built graph, asked in memory, and the service, running for real."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from wsisgraph.graph import Built

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def built() -> Built:
    """The dataset of the bundled sources, built once for all tests."""
    from wsisgraph.cli.building import build_all

    return build_all()


@pytest.fixture(scope="session")
def built_query(built: Built) -> Callable[[str], Rows]:
    """Ask the built graph: SPARQL to rows of text, over the merged accepted graphs."""
    from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse

    from wsisgraph.store.snapshot import Snapshot

    snapshot = Snapshot()
    snapshot.apply(added=parse(built.nquads, format=RdfFormat.N_QUADS))

    def ask(sparql: str) -> Rows:
        answer = snapshot.store.query(sparql)
        assert isinstance(answer, QuerySolutions)
        told = json.loads(answer.serialize(format=QueryResultsFormat.JSON) or b"")
        return [
            {name: term["value"] for name, term in binding.items()}
            for binding in told["results"]["bindings"]
        ]

    return ask

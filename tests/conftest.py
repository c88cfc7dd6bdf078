"""What tests share: the built graph, asked in memory, and the service, running for real."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests import needs
from tests.service import Service, serving

if TYPE_CHECKING:
    from wsisgraph.graph import Built

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright: of one module, since a loop runs in it."""
    executable = needs.browser()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        needs.missing("playwright is not installed (pip install playwright; no browser download)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield chromium
        chromium.close()


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


@pytest.fixture(scope="session")
def built_data(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the built graph as its first revision; not to be changed."""
    from wsisgraph.store.writer import Writer

    folder = tmp_path_factory.mktemp("built")
    quads = folder / "dataset.nq"
    quads.write_bytes(built.nquads)
    with Writer(folder / "data") as writer, quads.open("rb") as file:
        writer.replace(built.graphs, file, agent="tests", message="the bundled sources")
    return folder / "data"


@pytest.fixture(scope="session")
def service(built_data: Path) -> Iterator[Service]:
    """The service over the built graph, shared by tests that only read."""
    with serving(built_data) as running:
        yield running

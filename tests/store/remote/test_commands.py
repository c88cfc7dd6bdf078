"""The command line over SPARQL servers."""

import json
from pathlib import Path

import pytest
from tests import engines
from tests.store.remote.servers import started

from wsisgraph.cli.asking import run_query
from wsisgraph.store import client
from wsisgraph.store.changes import Difference

A = "http://example.org/a"
QUADS = f'<x:s> <x:p> "a" <{A}> .\n<x:s> <x:q> <x:o> <{A}> .\n'.encode()
LISTED = f"SELECT ?g {{ VALUES ?g {{ <{A}> }} GRAPH ?g {{}} }}"


@pytest.mark.parametrize("name", engines.NAMES)
def test_our_questions_are_answered_rightly_whatever_the_server_makes_of_them(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(name, tmp_path / "server") as server:
        settings = server.settings(tmp_path / "data")
        for key, value in {**server.engine.settings, "WSISGRAPH_DATA": str(settings.data)}.items():
            monkeypatch.setenv(key, value)
        client.commit(settings, Difference(added=QUADS), agent="a test", message="some")
        rows = json.loads(run_query(LISTED, ["json"], own=True))["results"]["bindings"]
        assert [row["g"]["value"] for row in rows] == [A]
        # What others wrote there is known, too.
        server.update(f"INSERT DATA {{ GRAPH <{A}> {{ <x:outside> <x:p> 1 }} }}")
        text = "SELECT ?o { GRAPH ?g { <x:outside> ?p ?o } }"
        (row,) = json.loads(run_query(text, ["json"], own=True))["results"]["bindings"]
        assert row["o"]["value"] == "1"

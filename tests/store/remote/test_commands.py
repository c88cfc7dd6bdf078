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


@pytest.mark.parametrize("name", engines.NAMES)
def test_our_questions_are_answered_rightly_whatever_the_server_makes_of_them(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(name, tmp_path / "server") as server:
        settings = server.settings(tmp_path / "data")
        told = {**server.engine.settings, "WSISGRAPH_DATA": str(settings.data)}

        def answered(text: str) -> list[str]:
            # A command forgets the password once it is read.
            for key, value in told.items():
                monkeypatch.setenv(key, value)
            rows = json.loads(run_query(text, ["json"], own=True))["results"]["bindings"]
            return [row["x"]["value"] for row in rows]

        client.commit(settings, Difference(added=QUADS), agent="a test", message="some")
        assert answered(f"SELECT ?x {{ VALUES ?x {{ <{A}> }} GRAPH ?x {{}} }}") == [A]
        # What others wrote there is known, too.
        server.update(f"INSERT DATA {{ GRAPH <{A}> {{ <x:outside> <x:p> 1 }} }}")
        assert answered("SELECT ?x { GRAPH ?g { <x:outside> ?p ?x } }") == ["1"]

"""Real foreign engines as peers: Oxigraph with our words, Virtuoso with schema.org."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests import engines
from tests.engines import Engine
from tests.federation.test_harvest import harvest, held
from tests.federation.worlds import BASE, ESCAP, UNESCO, built
from tests.service import copy_of, serving

from wsisgraph.federation.peers import Peer, Peers

PREFIXES = "PREFIX s: <http://schema.org/> PREFIX wsis: <https://w3id.org/wsis-sdg/def#> "


@dataclass
class World:
    data: Path
    oxigraph: Engine
    virtuoso: Engine


def fill(engine: Engine, turtle: str) -> None:
    answer = httpx.put(
        engine.graphs,
        params={"graph": "http://peer.example/data"},
        content=turtle.encode(),
        headers={"Content-Type": "text/turtle"},
        auth=httpx.DigestAuth(engine.user, engine.password) if engine.user else None,
        timeout=60,
    )
    assert answer.is_success, answer.text


def list_both(data: Path, world: World) -> None:
    add = Peers(data).add
    # Oxigraph keeps named graphs out of its default graph unless it is told to merge them.
    union = f"{world.oxigraph.query}?union-default-graph"
    add(Peer("escap", union, "sparql", reach="loopback", timeout=20))
    add(
        Peer(
            "unesco",
            world.virtuoso.query,
            "sparql",
            vocabulary="schema",
            agency="unesco",
            reach="loopback",
            timeout=20,
        )
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("engines")
    with ExitStack() as stack:
        oxigraph = stack.enter_context(engines.running("oxigraph", folder / "oxigraph"))
        virtuoso = stack.enter_context(engines.running("virtuoso", folder / "virtuoso", rows=200))
        fill(oxigraph, ESCAP)
        fill(virtuoso, UNESCO)
        found = World(built(folder), oxigraph, virtuoso)
        list_both(found.data, found)
        yield found


def test_their_activities_stand_beside_ours(world: World, tmp_path: Path) -> None:
    with serving(copy_of(world.data, tmp_path)) as service:
        asked = {"goal": "9", "basis": "asserted", "peers": "all"}
        told = httpx.get(f"{service.url}/api/activities", params=asked, timeout=60).json()
        assert told["missing"] == []
        assert {item["activity"]["iri"] for item in told["items"]} == {
            f"{BASE}id/activity/sdg9-at-wsis",
            f"{BASE}id/activity/ict4sdg",
            f"{BASE}id/activity/giga",
            "https://escap.example/apis",
            "https://unesco.example/codes",
            "https://unesco.example/lines",
        }
        virtuoso, oxigraph = world.virtuoso.query, f"{world.oxigraph.query}?union-default-graph"
        query = (
            f"{PREFIXES} SELECT ?work ?name ?other {{"
            f" SERVICE <{oxigraph}> {{ ?other wsis:linksTo ?goal }}"
            f" SERVICE <{virtuoso}> {{ ?work s:about ?goal ; s:name ?name }}"
            " ?goal <http://www.w3.org/2004/02/skos/core#notation> ?code }"
        )
        answer = httpx.post(
            f"{service.url}/sparql",
            data={"query": query},
            headers={"Accept": "application/sparql-results+json"},
            timeout=60,
        )
        assert answer.status_code == 200, answer.text
        rows = answer.json()["results"]["bindings"]
        assert {(row["name"]["value"], row["other"]["value"]) for row in rows} == {
            ("Superhighway, seen from Paris", "https://escap.example/l3"),
            ("Superhighway, seen from Paris", "https://escap.example/l4"),
        }


def test_virtuoso_is_harvested(world: World, tmp_path: Path) -> None:
    data = copy_of(world.data, tmp_path)
    done = harvest(data, "unesco")
    assert done.returncode == 0, done.stderr
    assert len(held(data, "unesco")) == 3


def test_an_answer_that_virtuoso_cuts_is_not_taken_for_whole(world: World, tmp_path: Path) -> None:
    works = "".join(f":m{n} a s:Project ; s:name 'M{n}' ; s:about 'SDG 9' .\n" for n in range(200))
    text = f"@prefix s: <http://schema.org/> . @prefix : <https://m.example/> .\n{works}"
    fill(world.virtuoso, text)
    try:
        with serving(copy_of(world.data, tmp_path)) as service:
            asked = {"goal": "9", "peers": "unesco"}
            answer = httpx.get(f"{service.url}/api/activities", params=asked, timeout=60)
            told = answer.json()
            [missing] = told["missing"]
            assert "cut its answer" in json.dumps(missing), missing
            assert told["complete"] is False
        # Page by page it is had whole.
        data = copy_of(world.data, tmp_path / "harvested")
        done = harvest(data, "unesco")
        assert done.returncode == 0, done.stderr
        assert len(held(data, "unesco")) == 200
    finally:
        fill(world.virtuoso, UNESCO)

"""`wsisgraph harvest`: whole, through the shapes, in a graph of its own, politely, resumable."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.federation.places import Place, place
from tests.federation.worlds import BASE, ESCAP, SHEET, UNESCO, built
from tests.service import copy_of

from wsisgraph.federation.harvesting import PAGE
from wsisgraph.federation.peers import Peer, Peers
from wsisgraph.settings import Settings
from wsisgraph.store.local import open_local

# Of three rows each: they fill three pages.
WORKS = 5 * PAGE // 6
GRAPH = f"{BASE}graph/peer/"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("harvest"))


@pytest.fixture
def data(once: Path, tmp_path: Path) -> Path:
    return copy_of(once, tmp_path)


def harvest(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", "harvest", *arguments, "--pause", "0.01"],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def held(data: Path, name: str) -> set[str]:
    """Return the activities in the graph of a peer."""
    store = open_local(Settings(data=data)).snapshot.store
    query = f"SELECT ?a {{ GRAPH <{GRAPH}{name}> {{ ?a a <{BASE}def#Activity> }} }}"
    return {row["a"].value for row in store.query(query)}


def unesco(data: Path, server: Place) -> None:
    peer = Peer(
        "unesco", server.url, "sparql", vocabulary="schema", agency="unesco", reach="loopback"
    )
    Peers(data).add(peer)


def test_what_a_peer_says_stands_in_a_graph_of_its_own(data: Path) -> None:
    before = open_local(Settings(data=data)).snapshot.store
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    counted = next(iter(before.query(count)))["n"].value
    with place(UNESCO) as server:
        unesco(data, server)
        assert harvest(data, "unesco", "--dry-run").returncode == 0
        assert held(data, "unesco") == set()
        done = harvest(data, "unesco")
        assert done.returncode == 0, done.stderr
        assert len(held(data, "unesco")) == 3
        # Nothing of it is counted unasked.
        after = open_local(Settings(data=data)).snapshot.store
        assert next(iter(after.query(count)))["n"].value == counted
        # Again, with one statement more: only what differs is written.
        server.store.update(
            "INSERT DATA { <https://unesco.example/new> a <http://schema.org/Project> ;"
            " <http://schema.org/name> 'New' ; <http://schema.org/about> 'SDG 5' }"
        )
        again = harvest(data, "unesco")
        assert "0 went" in again.stderr, again.stderr
        assert len(held(data, "unesco")) == 4


def test_what_breaks_a_rule_is_refused_or_left_out(data: Path, tmp_path: Path) -> None:
    good = ESCAP.replace("e:apis a wsis:Activity ;", "e:apis a wsis:Activity ; dct:type v:k ;")
    good = good.replace("v:k", "<vocab/activity-kinds/programme>").replace("wsis:statedIn e:p1", "")
    Peers(data).add(Peer("escap", "", "file", format="turtle"), good.encode())
    done = harvest(data, "escap")
    assert done.returncode == 3
    assert "escap.example/draft" in done.stderr
    assert held(data, "escap") == set()
    done = harvest(data, "escap", "--keep-good")
    assert done.returncode == 0, done.stderr
    assert "https://escap.example/apis" in held(data, "escap")
    assert "https://escap.example/draft" not in held(data, "escap")


def test_a_harvest_that_was_broken_off_goes_on(data: Path) -> None:
    works = "".join(
        f":w{number} a s:Project ; s:name 'W{number}' ; s:about 'SDG 9' .\n"
        for number in range(WORKS)
    )
    text = f"@prefix s: <http://schema.org/> . @prefix : <https://u.example/> .\n{works}"
    with place(text) as server:
        unesco(data, server)
        # It fails at the third page, once; the second query counts.
        server.fails_at = 4
        first = harvest(data, "unesco")
        assert first.returncode == 4
        assert "what came is kept" in first.stderr
        asked = len(server.asked)
        server.fails_at = 0
        second = harvest(data, "unesco")
        assert second.returncode == 0, second.stderr
        assert "Went on after 2 pages" in second.stderr
        pages = [query for _, _, query in server.asked[asked:] if "OFFSET 0" in query]
        assert pages == []
        assert len(held(data, "unesco")) == WORKS


def test_a_peer_that_asks_for_a_pause_gets_it(data: Path) -> None:
    with place(UNESCO) as server:
        unesco(data, server)
        server.busy = 1
        began = time.monotonic()
        assert harvest(data, "unesco").returncode == 0
        assert time.monotonic() - began >= 1.0
        assert len(held(data, "unesco")) == 3


def test_who_does_not_want_programs_is_left_alone(data: Path) -> None:
    with place(UNESCO) as server:
        unesco(data, server)
        server.files["/robots.txt"] = ("text/plain", b"User-agent: *\nDisallow: /sparql\n")
        done = harvest(data, "unesco")
        assert done.returncode == 4
        assert "robots.txt" in done.stderr
        assert [path for _, path, _ in server.asked] == ["/robots.txt"]


def test_a_file_that_did_not_change_is_not_read_again(data: Path) -> None:
    with place() as server:
        server.files["/data.csv"] = ("text/csv", SHEET.encode())
        server.tag = '"one"'
        url = server.url.replace("/sparql", "/data.csv")
        Peers(data).add(Peer("habitat", url, "file", format="csv", reach="loopback"))
        assert harvest(data, "habitat").returncode == 0
        assert len(held(data, "habitat")) == 2
        assert "nothing new" in harvest(data, "habitat").stderr


def test_purged_nothing_of_a_peer_is_left(data: Path) -> None:
    Peers(data).add(Peer("habitat", "", "file", format="csv"), SHEET.encode())
    assert harvest(data, "habitat").returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "wsisgraph", "peers", "remove", "habitat", "--purge"],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert held(data, "habitat") == set()
    # What was once in the graph stays in its history, and nobody is to think otherwise.
    assert "wsisgraph redact takes it out" in " ".join(done.stderr.split())

"""Hostile data and updates over HTTP: they end in time, and nothing of them is left behind."""

import gzip
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.drills import loads
from tests.drills.canary import Canary, listening
from tests.drills.test_full_disk import writer_of
from tests.drills.watching import Answer, Watch, memory, send, stay
from tests.service import Service, copy_of, serving

DEADLINE = 2.0
GRACE = 1.0
OTHERS_WITHIN = 0.5
MEBIBYTE = 1 << 20
ADMIN = "a-token-for-drills-of-thirty-two-characters"
UPDATE = "application/sparql-update"
ODD = "http://example.org/odd"


@dataclass(frozen=True)
class Attacked:
    """A service that takes writing, and what watches it."""

    service: Service
    watch: Watch
    canary: Canary

    def write(
        self, path: str, body: bytes, media_type: str, method: str = "POST", **headers: str
    ) -> Answer:
        token = f"Bearer {ADMIN}"
        return send(
            self.service.url + path, body, media_type, method, Authorization=token, **headers
        )

    def revision(self) -> str:
        return str(json.loads(send(f"{self.service.url}/ready", b"", "", "GET").body)["revision"])

    def settled(self) -> str:
        """The revision once nothing is on its way to the readers any more."""
        seen, now = "", self.revision()
        while seen != now:
            time.sleep(1)
            seen, now = now, self.revision()
        return now


@pytest.fixture(scope="module")
def attacked(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    data = copy_of(built_data, tmp_path_factory.mktemp("attacked"))
    environment = {
        "WSISGRAPH_QUERY_TIMEOUT": str(DEADLINE),
        "WSISGRAPH_ADMIN_TOKEN": ADMIN,
    }
    with serving(data, environment=environment) as service:
        pid = service.process.pid
        writer = writer_of(service)
        with listening() as canary, Watch(service.url, pid) as watch:
            yield Attacked(service, watch, canary)
        # Readers may begin anew when much was removed.
        assert {pid, writer} <= set(stay(pid))
        for took in (watch.small, watch.health):
            # A large commit may cost one of a hundred others a moment.
            assert sorted(took)[-1 - len(took) // 100] < OTHERS_WITHIN
            assert max(took) < 2 * OTHERS_WITHIN
        # What they take between two looks at them comes on top of what they may take, and the looks
        # of a busy machine come late: there, 570 to 675 MiB were seen.
        assert watch.peak - watch.idle < 900 * MEBIBYTE
        # It is given back once the last large write has settled and the readers began anew; what
        # idle readers have copied of the data, and what the writer keeps, is little.
        give_up = time.monotonic() + 30
        while memory(pid) - watch.idle >= 100 * MEBIBYTE:
            assert time.monotonic() < give_up
            time.sleep(0.5)
        assert canary.heard == []


def told(answer: Answer) -> str:
    assert answer.media_type == "application/problem+json", (answer.status, answer.body[:200])
    return str(json.loads(answer.body)["detail"])


@pytest.mark.parametrize("name", loads.PARSER_BOMBS)
def test_hostile_data_are_refused_or_taken_whole_in_time(attacked: Attacked, name: str) -> None:
    load = loads.PARSER_BOMBS[name]
    body = load.body.replace(b"CANARY", attacked.canary.url.encode())
    graph = f"/graphs?graph={quote(ODD)}"
    before = attacked.revision()
    answer = attacked.write(graph, body, load.media_type)
    if answer.status in {200, 201, 204}:
        # What is well-formed may be taken, and takes the time of writing it down.
        assert not load.refused
        assert attacked.write(graph, b"", "", "DELETE").status == 204
    else:
        assert answer.seconds < DEADLINE + GRACE
        assert answer.status in {400, 403, 413, 415, 422, 503}
        assert told(answer)
        assert attacked.revision() == before


def test_hostile_updates_end_at_the_deadline_and_change_nothing(attacked: Attacked) -> None:
    before = attacked.settled()

    def update(text: str) -> Answer:
        return attacked.write("/update", text.encode(), UPDATE)

    # A write waits for its turn; so these go one after the other, with a bomb of queries beside.
    for name, text in loads.UPDATE_BOMBS.items():
        answer = update(text)
        assert answer.status in {413, 503}, (name, answer)
        assert told(answer)
        assert answer.seconds < DEADLINE + GRACE, name
    assert attacked.revision() == before


def test_hostile_updates_at_once_end_in_an_error(attacked: Attacked) -> None:
    before = attacked.settled()
    with ThreadPoolExecutor(8) as pool:
        texts = [text.encode() for text in list(loads.UPDATE_BOMBS.values())[:8]]
        answers = list(pool.map(lambda text: attacked.write("/update", text, UPDATE), texts))
    for answer in answers:
        assert answer.status in {413, 503}
        assert told(answer)
        # They wait for their turn on the deadline's time, and all end together.
        assert answer.seconds < DEADLINE + 2 * GRACE
    assert attacked.revision() == before


@pytest.mark.parametrize("name", loads.UPDATES_REFUSED)
def test_updates_that_never_work_are_refused(attacked: Attacked, name: str) -> None:
    before = attacked.revision()
    text = loads.UPDATES_REFUSED[name].replace("CANARY", attacked.canary.url)
    answer = attacked.write("/update", text.encode(), UPDATE)
    assert answer.status in {400, 403, 413}
    assert told(answer)
    assert answer.seconds < DEADLINE + GRACE
    assert attacked.revision() == before
    if "CANARY" in loads.UPDATES_REFUSED[name] and "escaped" not in name:
        assert answer.status == 403


def test_large_graphs_in_a_row_are_taken_one_after_the_other(attacked: Attacked) -> None:
    graph = f"/graphs?graph={quote(ODD)}"
    for number in range(3):
        body = "".join(f'<x:s{i // 9}> <x:p{i % 9}> "{number} {i}" .\n' for i in range(60_000))
        answer = attacked.write(graph, body.encode(), loads.TRIPLES, "PUT")
        # Each waits until memory is there for it; who waits too long is told to come again.
        assert answer.status in {201, 204, 503}
    give_up = time.monotonic() + 60
    while (status := attacked.write(graph, b"", "", "DELETE").status) == 503:
        assert time.monotonic() < give_up
        time.sleep(0.5)
    assert status in {204, 404}


def test_a_compressed_body_is_refused_before_it_is_unpacked(attacked: Attacked) -> None:
    bomb = gzip.compress(b"#" * (256 << 20), 1)
    for path, media_type in (("/graphs?default", loads.TURTLE), ("/update", UPDATE)):
        answer = attacked.write(path, bomb, media_type, Content_Encoding="gzip")
        assert answer.status == 415
        assert told(answer)


def test_writing_goes_on_afterwards(attacked: Attacked) -> None:
    answer = attacked.write("/update", b"INSERT DATA { GRAPH <x:g> { <x:a> <x:p> 1 } }", UPDATE)
    assert answer.status in {200, 204}
    # On a busy machine the readers may still be taking in what was written before.
    give_up = time.monotonic() + 30
    asking = b"ASK { GRAPH <x:g> { <x:a> <x:p> 1 } }"
    while not json.loads(send(f"{attacked.service.url}/sparql", asking).body)["boolean"]:
        assert time.monotonic() < give_up
        time.sleep(0.5)

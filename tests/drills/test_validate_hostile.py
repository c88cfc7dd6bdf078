"""Hostile data and shapes over HTTP against the real service, eight at once, beside small ones."""

import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from tests.drills import hostile_documents as documents
from tests.drills.hostile_documents import Pair
from tests.drills.watching import Watch, memory, stay
from tests.service import Service, copy_of, serving

DEADLINE = 2.0
GRACE = 1.0
AT_ONCE = 8
OTHERS_WITHIN = 0.5
MEBIBYTE = 1 << 20
TOKEN = secrets.token_urlsafe(32)

ALL: Mapping[str, Pair] = {**documents.COSTLY, **documents.REFUSED, **documents.ODD}
assert len(ALL) == len(documents.COSTLY) + len(documents.REFUSED) + len(documents.ODD)


def validate(service: Service, pair: Pair, client: httpx.Client | None = None) -> httpx.Response:
    files = {"data": ("data", pair.data.encode(), pair.media_type)}
    if pair.shapes is not None:
        files["shapes"] = ("shapes", pair.shapes.encode(), "text/turtle")
    return (client or httpx).post(
        f"{service.url}/validate",
        files=files,
        headers={"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"},
        timeout=60,
    )


@dataclass
class Small:
    """Validates small things while something else goes on.

    Attributes:
        took: seconds that each took; a failed one took forever.
    """

    service: Service
    took: list[float] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        with httpx.Client() as client:
            while not self.over.is_set():
                began = time.monotonic()
                answer = validate(self.service, Pair(documents.DATA), client)
                took = time.monotonic() - began
                self.took.append(took if answer.status_code == 200 else float("inf"))
                self.over.wait(0.01)


@dataclass(frozen=True)
class Attack:
    """Everything was sent: what it got and when, what others saw, what became of the service."""

    answers: Mapping[str, tuple[httpx.Response, float]]
    watch: Watch
    small: list[float]
    stayed: bool
    after: int


@pytest.fixture(scope="module")
def hurried(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = copy_of(built_data, tmp_path_factory.mktemp("hurried"))
    environment = {
        "WSISGRAPH_QUERY_TIMEOUT": str(DEADLINE),
        "WSISGRAPH_ADMIN_TOKEN": TOKEN,
        "WSISGRAPH_FAIR_USE": "off",
    }
    with serving(data, environment=environment) as service:
        # The first one waits until the validators are there.
        assert validate(service, Pair(documents.DATA)).status_code == 200
        yield service


@pytest.fixture(scope="module")
def attacked(hurried: Service) -> Attack:
    pid = hurried.process.pid
    before = stay(pid)

    client = httpx.Client()

    def ask(pair: Pair) -> tuple[httpx.Response, float]:
        began = time.monotonic()
        return validate(hurried, pair, client), time.monotonic() - began

    small = Small(hurried)
    beside = threading.Thread(target=small.run)
    with client, Watch(hurried.url, pid) as watch:
        beside.start()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = dict(zip(ALL, pool.map(ask, ALL.values()), strict=True))
        small.over.set()
        beside.join()
    time.sleep(5)
    return Attack(answers, watch, small.took, stay(pid) == before, memory(pid))


def told(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text[:200]
    return str(json.loads(answer.content)["detail"])


@pytest.mark.parametrize("name", documents.COSTLY)
def test_what_costs_too_much_ends_in_an_error_at_the_deadline(attacked: Attack, name: str) -> None:
    answer, took = attacked.answers[name]
    assert answer.status_code == 503, answer.text[:300]
    assert told(answer)
    assert took < DEADLINE + GRACE


@pytest.mark.parametrize("name", documents.REFUSED)
def test_what_is_none_or_never_done_is_refused(attacked: Attack, name: str) -> None:
    answer, took = attacked.answers[name]
    assert answer.status_code in {400, 403}, answer.text[:300]
    assert told(answer).endswith(".")
    assert took < DEADLINE + GRACE


@pytest.mark.parametrize("name", documents.ODD)
def test_what_is_only_odd_is_answered_or_refused(attacked: Attack, name: str) -> None:
    answer, took = attacked.answers[name]
    if answer.status_code == 200:
        assert isinstance(answer.json()["conforms"], bool)
    else:
        assert answer.status_code in {400, 503}
        assert told(answer)
    assert took < DEADLINE + GRACE


def test_others_were_answered_meanwhile(attacked: Attack) -> None:
    assert len(attacked.watch.small) > 20
    assert max(attacked.watch.small) < OTHERS_WITHIN
    assert max(attacked.watch.health) < OTHERS_WITHIN


def test_small_things_were_validated_meanwhile(attacked: Attack) -> None:
    assert len(attacked.small) > 20
    assert max(attacked.small) < OTHERS_WITHIN


def test_the_service_took_no_more_memory_than_it_may(attacked: Attack) -> None:
    assert attacked.watch.peak - attacked.watch.idle < 600 * MEBIBYTE
    assert attacked.after - attacked.watch.idle < 100 * MEBIBYTE


def test_front_writer_and_parents_of_workers_are_the_same_as_before(attacked: Attack) -> None:
    assert attacked.stayed


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """An address on loopback that must hear nothing."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                heard.append(str(address))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/x", heard
        finally:
            stop.set()
            thread.join()


@pytest.mark.parametrize("name", documents.calls(""))
def test_nothing_sends_the_server_anywhere(
    hurried: Service, canary: tuple[str, list[str]], name: str
) -> None:
    url, heard = canary
    answer = validate(hurried, documents.calls(url)[name])
    assert answer.status_code in {200, 400, 403}, answer.text[:300]
    if answer.status_code != 200:
        assert told(answer).endswith(".")
    time.sleep(0.15)
    assert heard == []


def test_a_local_file_is_never_read(hurried: Service, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://example.org/a> <http://example.org/of> 'hidden-words' .")
    for pair in documents.calls(secret.as_uri()).values():
        assert "hidden-words" not in validate(hurried, pair).text


def test_who_goes_away_frees_the_place(hurried: Service) -> None:
    bomb = documents.COSTLY["a regular expression with choices"]

    def leave(_: int) -> None:
        files = {"data": ("d.ttl", bomb.data), "shapes": ("s.ttl", bomb.shapes or "")}
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(
                f"{hurried.url}/validate",
                files=files,
                headers={"Authorization": f"Bearer {TOKEN}"},
                timeout=0.3,
            )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(leave, range(AT_ONCE)))
    began = time.monotonic()
    assert validate(hurried, Pair(documents.DATA)).status_code == 200
    assert time.monotonic() - began < OTHERS_WITHIN

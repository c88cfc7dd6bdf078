"""The whole service under many connections, with fair use, with a log nobody reads, at its end."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.service import Service, copy_of, serving

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
IDLE = 2000
LIMITED = {"WSISGRAPH_FAIR_USE": "on", "WSISGRAPH_QUERY_TIMEOUT": "3"}


@pytest.fixture(scope="module")
def own(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = copy_of(built_data, tmp_path_factory.mktemp("own"))
    with serving(data, environment=LIMITED | {"WSISGRAPH_HOST": "0.0.0.0"}) as running:
        port = urlsplit(running.url).port
        yield Service(f"http://127.0.0.1:{port}", data, running.process)


def bomb(url: str, number: int, timeout: float = 30) -> httpx.Response:
    return httpx.get(f"{url}/sparql", params={"query": f"{BOMB} # {number}"}, timeout=timeout)


def figures(url: str) -> dict[str, float]:
    lines = httpx.get(f"{url}/metrics").text.splitlines()
    return {
        name: float(value)
        for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")
    }


def test_two_thousand_idle_connections_hinder_nobody(own: Service) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(IDLE + 500, hard), hard))
    address = ("127.0.0.1", urlsplit(own.url).port)
    idle = []
    try:
        for _ in range(IDLE):
            idle.append(socket.create_connection(address, 5))
        assert httpx.get(f"{own.url}/health", timeout=10).status_code == 200
        assert httpx.get(f"{own.url}/api/matrix", timeout=10).status_code == 200
    finally:
        for connection in idle:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_who_computes_too_much_waits_while_others_are_answered(own: Service) -> None:
    before = figures(own.url)
    assert before["wsisgraph_engine_seconds_total"] < 30
    answers: list[httpx.Response] = []
    bombs = [
        threading.Thread(target=lambda n=n: answers.append(bomb(own.url, n))) for n in range(40)
    ]
    for thread in bombs:
        thread.start()
    for thread in bombs:
        thread.join()
    kinds = [answer.status_code for answer in answers]
    # More at once than one client may have; the deadline for the others.
    assert 429 in kinds
    assert set(kinds) <= {429, 503}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert int(refused.headers["retry-after"]) >= 1
    told = figures(own.url)
    assert told['wsisgraph_unfair_total{reason="concurrency"}'] >= 1
    assert told['wsisgraph_queries_ended_total{reason="deadline"}'] >= 1
    # What was computed is what processors computed: two of them for some seconds, not all
    # queries for three seconds each.
    spent = told["wsisgraph_engine_seconds_total"] - before["wsisgraph_engine_seconds_total"]
    assert 1 < spent < 4 * (os.cpu_count() or 1)
    assert told["wsisgraph_queries_running"] == 0
    # Another address of this machine is another client.
    with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.2")) as other:
        assert other.get(f"{own.url}/api/matrix").status_code == 200


def test_the_figures_are_not_for_everybody(own: Service) -> None:
    through_proxy = {"X-Forwarded-For": "203.0.113.9"}
    assert httpx.get(f"{own.url}/metrics", headers=through_proxy).status_code == 401


def test_a_log_that_nobody_reads_stops_nothing(built_data: Path, tmp_path: Path) -> None:
    data = copy_of(built_data, tmp_path)
    # Nothing takes what is written to this pipe, which holds 64 KiB.
    reading, writing = os.pipe()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "wsisgraph", "serve", "--port", str(port)],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        stderr=writing,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: is_up(url))
        with httpx.Client(timeout=5) as client:
            for _ in range(700):
                assert client.get(f"{url}/health").status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        process.kill()
        os.close(reading)
        os.close(writing)


def test_every_line_of_the_log_is_json_and_holds_no_query(built_data: Path, tmp_path: Path) -> None:
    data = copy_of(built_data, tmp_path)
    log = tmp_path / "log"
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "wsisgraph", "serve", "--port", str(port)],
            env={**os.environ, "WSISGRAPH_DATA": str(data)},
            stderr=file,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            until(lambda: is_up(url))
            asked = {"query": "SELECT ?private { ?private a ?x } LIMIT 1"}
            name = "0123456789abcdef"
            assert httpx.get(f"{url}/sparql", params=asked, headers={"X-Request-Id": name})
            assert httpx.get(f"{url}/nothing").status_code == 404
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(15)
    first, *lines = log.read_text().splitlines()
    assert first.startswith("Serving revision ")
    told = {line.get("id"): line for line in map(json.loads, lines)}
    assert told[name]["path"] == "/sparql"
    assert told[name]["engine_ms"] > 0
    assert "private" not in log.read_text()


@pytest.mark.parametrize("stopping", [signal.SIGTERM, signal.SIGINT], ids=lambda told: told.name)
def test_a_service_that_stops_finishes_what_it_began(
    built_data: Path, tmp_path: Path, stopping: signal.Signals
) -> None:
    data = copy_of(built_data, tmp_path)
    with serving(data, environment={"WSISGRAPH_QUERY_TIMEOUT": "2"}) as running:
        answers: list[httpx.Response] = []
        thread = threading.Thread(target=lambda: answers.append(bomb(running.url, 0)))
        thread.start()
        until(lambda: figures(running.url)["wsisgraph_queries_running"] == 1)
        running.process.send_signal(stopping)
        until(lambda: not is_up(running.url))
        thread.join()
        assert answers[0].status_code == 503
        assert answers[0].json()["type"].endswith("/query-timeout")
        assert running.process.wait(10) == 0


def is_up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=1).status_code == 200
    except httpx.TransportError:
        return False


def until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    ended = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ended
        time.sleep(0.05)

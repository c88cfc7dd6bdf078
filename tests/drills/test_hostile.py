"""Hostile requests, over HTTP, against the real service: others are answered meanwhile."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.service import Service, copy_of, serving

DEADLINE = 2.0
GRACE = 1.0
OTHERS_WITHIN = 0.5

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BOMBS = {
    "a product": PRODUCT,
    "a closure": "SELECT * { ?a (!<x:y>|^!<x:y>)* ?b . ?c (!<x:y>|^!<x:y>)* ?d }",
    "an ordered product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?f",
    "one long text": "SELECT (GROUP_CONCAT(STR(?a)) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "a text doubled and doubled": "SELECT ?k { BIND('aaaaaaaaaa' AS ?a) "
    + " ".join(
        f"BIND(CONCAT({', '.join([f'?{old}'] * 10)}) AS ?{new})"
        for old, new in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    + "}",
}


@pytest.fixture(scope="module")
def hurried(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service with a short deadline."""
    data = copy_of(built_data, tmp_path_factory.mktemp("hurried"))
    with serving(data, environment={"WSISGRAPH_QUERY_TIMEOUT": str(DEADLINE)}) as running:
        yield running


def ask(service: Service, query: str) -> tuple[httpx.Response, float]:
    began = time.monotonic()
    answer = httpx.post(
        f"{service.url}/sparql",
        content=query.encode(),
        headers={"Content-Type": "application/sparql-query"},
        timeout=DEADLINE + 20,
    )
    return answer, time.monotonic() - began


def small(service: Service, number: int) -> float:
    """Ask something small that no cache has, and return how long it took."""
    answer, took = ask(
        service,
        "SELECT ?label { <http://metadata.un.org/sdg/9> "
        f"<http://www.w3.org/2004/02/skos/core#prefLabel> ?label }} # {number}",
    )
    assert answer.status_code == 200
    return took


def test_bombs_end_in_an_error_at_the_deadline_while_others_are_answered(hurried: Service) -> None:
    with ThreadPoolExecutor(len(BOMBS)) as pool:
        running = {name: pool.submit(ask, hurried, bomb) for name, bomb in BOMBS.items()}
        took: list[float] = []
        while not all(future.done() for future in running.values()):
            took.append(small(hurried, len(took)))
            began = time.monotonic()
            assert httpx.get(f"{hurried.url}/health").status_code == 200
            assert time.monotonic() - began < OTHERS_WITHIN
            time.sleep(0.05)
    assert took
    assert max(took) < OTHERS_WITHIN
    for name, future in running.items():
        answer, lasted = future.result()
        assert answer.status_code == 503, (name, answer.text[:200])
        assert answer.headers["content-type"] == "application/problem+json"
        assert lasted < DEADLINE + GRACE, (name, lasted)
    kinds = {future.result()[0].json()["type"].rpartition("/")[2] for future in running.values()}
    assert kinds == {"query-timeout", "query-too-large"}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE " + "{" * 10_000 + "}" * 10_000,
        "SELECT * { ?s ?p ?o FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
        "SELECT * { ?s ?p " + "(" * 10_000 + ")" * 10_000 + " }",
        "SELECT * { ?s " + "!(" * 10_000 + "<x:y>" + ")" * 10_000 + " ?o }",
        "SELECT * { FILTER(" + "!" * 100_000 + "true) }",
        "SELECT * { ?s " + "^" * 100_000 + "<x:y> ?o }",
        "SELECT * { FILTER(1" + "+1" * 100_000 + " = 2) }",
    ],
    ids=["groups", "brackets", "lists", "paths", "nots", "inverses", "sums"],
)
def test_deep_nesting_harms_nobody(hurried: Service, query: str) -> None:
    answer, took = ask(hurried, query)
    assert answer.status_code in {400, 413, 503}, answer.text[:200]
    assert answer.headers["content-type"] == "application/problem+json"
    assert took < DEADLINE + GRACE
    assert small(hurried, len(query)) < OTHERS_WITHIN


@pytest.fixture
def canary() -> Iterator[tuple[int, list[str]]]:
    """A listener on loopback that must hear nothing."""
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
            yield server.getsockname()[1], heard
        finally:
            stop.set()
            thread.join()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ service silent <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SER\\u0056ICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE# a comment\n<{url}> {{ ?s ?p ?o }} }}",
        "BASE <{url}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
        "PREFIX c: <{url}> SELECT * {{ SERVICE c: {{ ?s ?p ?o }} }}",
        "SELECT * {{ VALUES ?u {{ <{url}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?a ?b ?c FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
        "SELECT * {{ {{ SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}",
        "LOAD <{url}>",
        "LOAD SILENT <{url}> INTO GRAPH <x:g>",
    ],
)
def test_no_query_sends_the_server_anywhere(
    hurried: Service, canary: tuple[int, list[str]], query: str
) -> None:
    port, heard = canary
    answer, _ = ask(hurried, query.format(url=f"http://127.0.0.1:{port}/"))
    assert answer.status_code == 403
    assert answer.json()["detail"].endswith(".")
    time.sleep(0.15)
    assert heard == []


def test_words_that_only_look_like_it_are_answered(hurried: Service) -> None:
    answer, _ = ask(hurried, 'SELECT ?service { VALUES ?service { "SERVICE <http://x>" } } # LOAD')
    assert answer.status_code == 200


def test_local_files_are_no_graphs(hurried: Service) -> None:
    answer, _ = ask(hurried, "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }")
    assert answer.status_code == 200
    assert answer.json()["results"]["bindings"] == []

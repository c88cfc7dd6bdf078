"""A write that is sent again with its Idempotency-Key is done once, also after kill -9."""

import os
import signal
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.service import Service, serving

from wsisgraph.access import Role, Tokens

ADMIN = "an-administrators-token-for-a-test"
UPDATE = {"Content-Type": "application/sparql-update"}
OURS = "https://w3id.org/wsis-sdg/graph/agency/itu"


def client(url: str, token: str = ADMIN) -> httpx.Client:
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30)


def insert(name: str) -> str:
    return f"INSERT DATA {{ GRAPH <{OURS}> {{ <x:{name}> <x:p> 1 }} }}"


def update(api: httpx.Client, text: str, key: str) -> httpx.Response:
    return api.post("/update", content=text, headers={**UPDATE, "Idempotency-Key": key})


def told(answer: httpx.Response) -> tuple[int, str, str, str]:
    headers = (answer.headers[name] for name in ("X-Revision", "X-Added", "X-Removed"))
    return answer.status_code, *headers


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("keys")
    with serving(data, "--empty", environment={"WSISGRAPH_ADMIN_TOKEN": ADMIN}) as running:
        yield running


def test_the_same_request_is_done_once(service: Service) -> None:
    key = str(uuid.uuid4())
    with client(service.url) as api:
        first = update(api, insert("a"), key)
        assert told(first)[0] == 204
        api.post("/update", content="CLEAR NAMED", headers=UPDATE)
        again = update(api, insert("a"), key)
        # Done again it would bring back what was cleared.
        assert told(again) == told(first)
        assert told(update(api, insert("a"), str(uuid.uuid4())))[2] == "1"


def test_a_new_graph_that_is_posted_again_is_the_same_graph(service: Service) -> None:
    headers = {"Content-Type": "text/turtle", "Idempotency-Key": str(uuid.uuid4())}
    with client(service.url) as api:
        answers = [
            api.post("/graphs", content="<x:a> <x:b> 1 .", headers=headers) for _ in range(2)
        ]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        put = {**headers, "Idempotency-Key": str(uuid.uuid4())}
        graph = {"graph": OURS + "/put"}
        statuses = [
            api.put("/graphs", params=graph, content="<x:a> <x:b> 1 .", headers=put).status_code
            for _ in range(2)
        ]
        assert statuses == [201, 201]
        assert api.delete("/graphs", params=graph).status_code == 204


def test_what_changes_nothing_is_remembered_too(service: Service) -> None:
    key = str(uuid.uuid4())
    delete = f"DELETE DATA {{ GRAPH <{OURS}> {{ <x:later> <x:p> 1 }} }}"
    with client(service.url) as api:
        assert told(update(api, delete, key))[3] == "0"
        update(api, insert("later"), str(uuid.uuid4()))
        assert told(update(api, delete, key))[3] == "0"


def test_a_key_that_another_request_had_is_refused(service: Service) -> None:
    key = str(uuid.uuid4())
    with client(service.url) as api:
        update(api, insert("b"), key)
        other = update(api, insert("c"), key)
        assert other.status_code == 422
        assert other.json()["type"].endswith("/problems/key-reused")


def test_a_request_that_failed_may_be_mended_under_its_key(service: Service) -> None:
    key = str(uuid.uuid4())
    with client(service.url) as api:
        assert update(api, "INSERT NONSENSE", key).status_code == 400
        assert update(api, insert("mended"), key).status_code == 204


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_what_is_no_key_is_refused(service: Service, key: str) -> None:
    with client(service.url) as api:
        assert update(api, insert("d"), key).status_code == 400


def test_keys_of_others_are_others(service: Service) -> None:
    token = Tokens(service.data).create("desk", Role.CONTRIBUTOR, "itu")
    key = str(uuid.uuid4())
    with client(service.url) as api, client(service.url, token) as other:
        assert update(api, insert("e"), key).status_code == 204
        assert update(other, insert("f"), key).headers["X-Added"] == "1"


def test_of_many_at_once_one_is_done(service: Service) -> None:
    key = str(uuid.uuid4())
    counter = f"""DELETE {{ GRAPH <{OURS}> {{ <x:count> <x:is> ?n }} }}
        INSERT {{ GRAPH <{OURS}> {{ <x:count> <x:is> ?m }} }}
        WHERE {{ OPTIONAL {{ GRAPH <{OURS}> {{ <x:count> <x:is> ?n }} }}
            BIND(COALESCE(?n, 0) + 1 AS ?m) }}"""
    with client(service.url) as api:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: update(api, counter, key), range(8)))
        assert {answer.status_code for answer in answers} <= {204, 409}
        ask = f"SELECT ?n {{ GRAPH <{OURS}> {{ <x:count> <x:is> ?n }} }}"
        found = api.get("/sparql", params={"query": ask}, headers={"Accept": "text/csv"})
        assert found.text.split() == ["n", "1"]


def test_a_service_that_was_killed_knows_what_it_did(tmp_path: Path) -> None:
    key = str(uuid.uuid4())
    environment = {"WSISGRAPH_ADMIN_TOKEN": ADMIN}
    with serving(tmp_path, "--empty", environment=environment) as running:
        with client(running.url) as api:
            first = told(update(api, insert("a"), key))
            update(api, insert("b"), str(uuid.uuid4()))
        os.kill(running.process.pid, signal.SIGKILL)
    with (
        serving(tmp_path, "--empty", environment=environment) as running,
        client(running.url) as api,
    ):
        assert told(update(api, insert("a"), key)) == first

"""Pages, lists and search while somebody writes without a pause: answered, and of one revision."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.drills.test_kill import ADMIN, ENVIRONMENT, insert
from tests.drills.watching import send
from tests.service import Service, copy_of, serving

PAGES = ["/", "/dataset", "/m/C2/9", "/id/agency/itu.html", "/vocab/action-lines/c5.html", "/def"]
LISTS = ["/api/matrix", "/api/activities?goal=9", "/api/search?q=school", "/dataset.ttl"]


@pytest.fixture(scope="module")
def service(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = copy_of(built_data, tmp_path_factory.mktemp("written"))
    with serving(data, environment=ENVIRONMENT) as running:
        wait_for_an_index(running.url)
        yield running


def wait_for_an_index(url: str) -> None:
    """Wait until there is an index from which searches can be answered while others are made."""
    give_up = time.monotonic() + 60
    while httpx.get(f"{url}/api/search?q=school", timeout=60).status_code != 200:
        assert time.monotonic() < give_up, "the first index is never made"
        time.sleep(0.2)


@contextmanager
def written(url: str) -> Iterator[list[int]]:
    """Write without a pause, two at a time; gives the statuses."""
    over = threading.Event()
    statuses: list[int] = []

    def keep_writing(number: int) -> None:
        while not over.is_set():
            body = insert(number).encode()
            kind = "application/sparql-update"
            answer = send(f"{url}/update", body, kind, Authorization=f"Bearer {ADMIN}")
            statuses.append(answer.status)
            number += 2

    threads = [threading.Thread(target=keep_writing, args=(start,)) for start in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_what_is_put_together_is_answered_though_data_change_all_the_time(
    service: Service,
) -> None:
    with (
        httpx.Client(base_url=service.url, timeout=60) as client,
        written(service.url) as statuses,
    ):
        revisions = set()
        for path in (*PAGES, *LISTS):
            accept = "text/html" if path in PAGES else "*/*"
            answer = client.get(path, headers={"Accept": accept}, follow_redirects=True)
            assert answer.status_code == 200, (path, answer.text[:300])
            revisions.add(answer.headers.get("etag", "").partition(".")[0])
        count = len(statuses)
        assert count > 20
        assert len(revisions) > 3, "the data did not change between the answers"
    assert set(statuses) == {204}

"""An answer is whole or an error: what comes too late, or grows too large, is no short success."""

from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import RdfFormat, serialize
from tests import world
from tests.service import serving

from wsisgraph.store.writer import Writer

# Both give rows from the first moment on, and more of them than the deadline has room for.
QUERIES = {
    "rows": ("SELECT DISTINCT ?a ?e ?i ?l { %s }", "text/csv"),
    "triples": (
        "CONSTRUCT { ?new ?e ?l } WHERE { %s BIND(UUID() AS ?new) }",
        "application/n-triples",
    ),
}
PRODUCT = " . ".join(("?a ?b ?c", "?d ?e ?f", "?g ?h ?i", "?j ?k ?l"))
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real service over the tiny world."""
    folder = tmp_path_factory.mktemp("late")
    quads = world.quads()
    file = folder / "world.nq"
    file.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    graphs = sorted({quad.graph_name.value for quad in quads})
    with Writer(folder / "data") as writer, file.open("rb") as data:
        writer.replace(graphs, data, agent="tests", message="the tiny world")
    with serving(folder / "data") as running:
        yield running.url


def ask(url: str, query: str, accept: str, **parameters: str) -> httpx.Response:
    return httpx.post(
        f"{url}/sparql",
        params=parameters,
        content=query.encode(),
        headers={"Content-Type": "application/sparql-query", "Accept": accept},
        timeout=30,
    )


@pytest.mark.parametrize("kind", sorted(QUERIES))
def test_megabytes_that_come_too_late_are_an_error(url: str, kind: str) -> None:
    query, accept = QUERIES[kind]
    answer = ask(url, query % PRODUCT, accept, timeout="1")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    # Whichever limit it meets first.
    assert answer.json()["type"].rpartition("/")[2] in {"query-timeout", "query-too-large"}


def test_megabytes_that_come_in_time_are_whole(url: str) -> None:
    answer = ask(url, "SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/csv", **{"max-rows": "30000"})
    assert answer.status_code == 200
    assert answer.headers["x-truncated"] == "rows"
    assert len(answer.content) > MEGABYTE
    assert answer.content.count(b"\r\n") == 30_001


def test_a_count_that_comes_too_late_is_an_error(url: str) -> None:
    counting = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} . ?m ?n1 ?o }}"
    answer = ask(url, counting, "application/json", timeout="1")
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("/query-timeout")

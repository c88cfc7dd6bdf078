"""An answer that fails after its first megabyte was sent must not look whole."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import httpx
import pytest
from pyoxigraph import RdfFormat, serialize
from tests import world

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
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The real service over the tiny world: its address, and the file of its log."""
    folder = tmp_path_factory.mktemp("logged")
    quads = world.quads()
    file = folder / "world.nq"
    file.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    graphs = sorted({quad.graph_name.value for quad in quads})
    with Writer(folder / "data") as writer, file.open("rb") as data:
        writer.replace(graphs, data, agent="tests", message="the tiny world")
    log = folder / "log"
    with log.open("wb") as said:
        process = _serve(folder / "data", said)
        try:
            yield _address(log, process), log
        finally:
            process.terminate()
            process.wait(15)


def _serve(data: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "wsisgraph", "serve", "--port", "0"]
    environment = {**os.environ, "WSISGRAPH_DATA": str(data)}
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        if (match := re.search(r"http://[\d.]+:\d+", log.read_text())) is not None:
            return match[0]
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(f"the service did not start:\n{log.read_text()}")


@pytest.mark.parametrize("kind", sorted(QUERIES))
def test_an_answer_cut_at_the_deadline_breaks_off_and_is_logged_in_one_line(
    logged: tuple[str, Path], kind: str
) -> None:
    url, log = logged
    query, accept = QUERIES[kind]
    before = len(log.read_text())
    received = bytearray()

    def receive() -> None:
        with httpx.stream(
            "POST",
            f"{url}/sparql?timeout=1",
            content=(query % PRODUCT).encode(),
            headers={"Content-Type": "application/sparql-query", "Accept": accept},
            timeout=30,
        ) as answer:
            assert answer.status_code == 200
            for chunk in answer.iter_raw():
                received.extend(chunk)

    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        receive()
    assert len(received) >= MEGABYTE
    said = log.read_text()[before:]
    assert said.count("POST /sparql cut: ") == 1
    # Whichever limit it meets first.
    assert "not finished after 1 second" in said or "more memory" in said
    assert "Traceback" not in said


def test_the_service_answers_after_a_broken_transfer(logged: tuple[str, Path]) -> None:
    url, _ = logged
    answer = httpx.get(f"{url}/sparql", params={"query": "ASK { ?s ?p ?o }"}, timeout=10)
    assert answer.json()["boolean"] is True


def test_a_failure_within_the_first_megabyte_is_an_error(logged: tuple[str, Path]) -> None:
    url, _ = logged
    counting = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} . ?m ?n1 ?o }}"
    answer = httpx.get(
        f"{url}/sparql",
        params={"query": counting, "timeout": "1"},
        headers={"Accept": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("/query-timeout")

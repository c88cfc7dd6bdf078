"""A replica of a running service: in step, after kill -9, after a redaction, beside readers."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from tests.drills.test_kill import ADMIN, ENVIRONMENT, held, insert
from tests.drills.watching import send
from tests.service import Service, serving
from tests.store.tiny import add, quads

from wsisgraph.store import journal
from wsisgraph.store.changes import Difference
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.writer import Writer

_PATIENCE = 60.0


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Service]:
    with serving(tmp_path / "source", "--empty", environment=ENVIRONMENT) as service:
        yield service


def write(service: Service, *numbers: int) -> None:
    for number in numbers:
        answer = send(
            f"{service.url}/update",
            insert(number).encode(),
            "application/sparql-update",
            Authorization=f"Bearer {ADMIN}",
        )
        assert answer.status == 204, answer.body


def wsisgraph(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", *arguments],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
    )


def replicate(data: Path, url: str, *arguments: str) -> str:
    done = wsisgraph(data, "replicate", url, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def revision(url: str) -> str:
    return str(httpx.get(f"{url}/ready").json()["revision"])


def test_a_replica_is_its_source(source: Service, tmp_path: Path) -> None:
    replica = tmp_path / "replica"
    write(source, 1, 2, 3)
    assert replicate(replica, source.url, "--once") == revision(source.url)
    write(source, 4)
    # Whatever the time between, only what is new is asked for.
    assert replicate(replica, f"{source.url}/changes", "--digest") == revision(source.url)
    here, there = DataFolder(replica).journal, DataFolder(source.data).journal
    assert [f.read_bytes() for f in journal.files_of(here)] == [
        f.read_bytes() for f in journal.files_of(there)
    ]
    assert journal.verify(here).records == 4


def test_who_reads_a_replica_sees_what_is_written_to_its_source(
    source: Service, tmp_path: Path
) -> None:
    replica = tmp_path / "replica"
    write(source, 1)
    replicate(replica, source.url, "--once")
    environment = {**ENVIRONMENT, "WSISGRAPH_DATA": str(replica)}
    command = [sys.executable, "-m", "wsisgraph", "replicate", source.url, "--every", "0.1"]
    with serving(replica, "--empty", environment=ENVIRONMENT) as reader:
        assert held(reader.url) == (3, {1})
        follower = subprocess.Popen(
            command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL
        )
        try:
            write(source, 2, 3)
            follower.send_signal(signal.SIGKILL)
            follower.wait()
            write(source, 4, 5)
            follower = subprocess.Popen(
                command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL
            )
            give_up = time.monotonic() + _PATIENCE
            while revision(reader.url) != revision(source.url):
                assert time.monotonic() < give_up
                time.sleep(0.05)
        finally:
            follower.kill()
            follower.wait()
        assert held(reader.url) == held(source.url) == (15, {1, 2, 3, 4, 5})
        refused = send(
            f"{reader.url}/update",
            insert(6).encode(),
            "application/sparql-update",
            Authorization=f"Bearer {ADMIN}",
        )
        assert refused.status == 400, refused.body
        assert f"replica of {source.url}" in json.loads(refused.body)["detail"]


def test_what_its_source_redacts_a_replica_forgets(tmp_path: Path) -> None:
    data, replica = tmp_path / "source", tmp_path / "replica"
    with serving(data, "--empty", environment=ENVIRONMENT) as source:
        write(source, 1, 2, 3)
        replicate(replica, source.url, "--once")
    done = wsisgraph(data, "redact", "--about", "x:2", "--reason", "a test")
    assert done.returncode == 0, done.stderr
    with serving(data, "--empty", environment=ENVIRONMENT) as source:
        assert b'"2"^^' in b"".join(f.read_bytes() for f in (replica / "journal").iterdir())
        replicate(replica, source.url, "--digest")
        assert b'"2"^^' not in b"".join(f.read_bytes() for f in (replica / "journal").iterdir())
        assert revision(source.url) == wsisgraph(replica, "journal", "verify").stdout.strip()
        with serving(replica, "--empty", environment=ENVIRONMENT) as reader:
            assert held(reader.url) == held(source.url) == (6, {1, 3})


def test_another_history_is_refused(source: Service, tmp_path: Path) -> None:
    write(source, 1, 2)
    replicate(tmp_path / "replica", source.url, "--once")
    with serving(tmp_path / "other", "--empty", environment=ENVIRONMENT) as other:
        write(other, 1)
        shorter = wsisgraph(tmp_path / "replica", "replicate", other.url, "--once")
        assert "ends before record 2" in shorter.stderr
        write(other, 2, 3)
        refused = wsisgraph(tmp_path / "replica", "replicate", other.url, "--once")
        kept = revision(other.url)
    # A folder with a graph of its own is not overwritten.
    own = wsisgraph(tmp_path / "other", "replicate", source.url, "--once")
    assert own.returncode in (3, 4)
    assert "graph of its own" in own.stderr
    assert wsisgraph(tmp_path / "other", "journal", "verify").stdout.strip() == kept
    assert refused.returncode in (3, 4)
    assert "record 2 is another there" in refused.stderr


@pytest.mark.parametrize("path", ["/nothing", "/health"])
def test_what_is_no_feed_is_told(source: Service, tmp_path: Path, path: str) -> None:
    refused = wsisgraph(tmp_path / "replica", "replicate", source.url + path, "--once")
    assert refused.returncode == 4
    assert "not with a feed of ours" in refused.stderr
    assert not (tmp_path / "replica").exists()


def test_files_are_followed_like_a_service(tmp_path: Path) -> None:
    data, public = tmp_path / "data", tmp_path / "public"
    with Writer(data) as writer:
        for number in range(103):
            writer.commit(Difference(quads([number])), agent="test", message="one more")
    handler = partial(SimpleHTTPRequestHandler, directory=str(public))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        at = f"http://127.0.0.1:{server.server_address[1]}/changes"
        written = wsisgraph(data, "changes", str(public / "changes"), "--at", at)
        assert written.stdout.strip() == "103", written.stderr
        full = public / "changes" / "pages" / "1.ttl"
        before = full.stat().st_mtime_ns, (public / "changes" / "7.rdfp").stat().st_mtime_ns
        end = add(data, quads([103]))
        wsisgraph(data, "changes", str(public / "changes"), "--at", at)
        assert before == (
            full.stat().st_mtime_ns,
            (public / "changes" / "7.rdfp").stat().st_mtime_ns,
        )
        assert replicate(tmp_path / "replica", at, "--once") == end.revision.id
    finally:
        server.shutdown()
        server.server_close()

"""A disk that takes no more: writing is refused in a sentence, reading goes on, nothing is lost."""

import json
import resource
from pathlib import Path

from tests.drills.test_kill import ADMIN, ENVIRONMENT, GRAPH, held, insert
from tests.drills.watching import Answer, send, stay
from tests.service import Service, serving

from wsisgraph.store import journal
from wsisgraph.store.folder import DataFolder

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def update(service: Service, text: str) -> Answer:
    return send(
        f"{service.url}/update",
        text.encode(),
        "application/sparql-update",
        Authorization=f"Bearer {ADMIN}",
    )


def writer_of(service: Service) -> int:
    (found,) = (
        pid
        for pid in stay(service.process.pid)
        if b"writer_process" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    return found


def test_a_full_disk_refuses_writes_and_keeps_the_rest(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with serving(tmp_path, "--empty", environment=ENVIRONMENT) as service:
        assert update(service, insert(1)).status == 204
        (file,) = journal.files_of(folder.journal)
        writer = writer_of(service)
        # No file of the writer may grow beyond that: the next record breaks off half-way.
        room = file.stat().st_size + 300
        resource.prlimit(writer, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        for number in (2, 3):
            refused = update(service, insert(number))
            assert refused.status == 503
            assert "cannot be written" in json.loads(refused.body)["detail"]
            assert held(service.url) == (3, {1})
        resource.prlimit(writer, resource.RLIMIT_FSIZE, UNLIMITED)
        assert update(service, insert(4)).status == 204
        assert held(service.url) == (6, {1, 4})
        assert writer_of(service) == writer
    assert journal.verify(folder.journal).records == 2
    with serving(tmp_path, "--empty", environment=ENVIRONMENT) as service:
        assert held(service.url) == (6, {1, 4})


def test_a_store_that_cannot_follow_the_journal_does_so_later(tmp_path: Path) -> None:
    """What stands in the journal is acknowledged; the engine's own files come after."""
    folder = DataFolder(tmp_path)
    triples = " ".join(f"<x:{number}> <x:p> '{'x' * 90}' ." for number in range(6000))
    with serving(tmp_path, "--empty", environment=ENVIRONMENT) as service:
        assert update(service, insert(1)).status == 204
        writer = writer_of(service)
        limit = folder.journal.stat().st_size + (2 << 20)
        resource.prlimit(writer, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        assert update(
            service, f"INSERT DATA {{ GRAPH <{GRAPH}/much> {{ {triples} }} }}"
        ).status in {
            204,
            503,
        }
        resource.prlimit(writer, resource.RLIMIT_FSIZE, UNLIMITED)
        assert update(service, insert(2)).status == 204
        assert held(service.url) == (6, {1, 2})
    journal.verify(folder.journal)

"""kill -9 and a power cut while clients write: what was acknowledged is there, and nothing by half.

`WSISGRAPH_DRILL_ROUNDS=100` runs as many rounds; without it there are twenty.
"""

import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from tests.drills.watching import stay, tree
from tests.service import Service, serving

from wsisgraph.store import journal
from wsisgraph.store.folder import DataFolder

ROUNDS = int(os.environ.get("WSISGRAPH_DRILL_ROUNDS", "20"))
ADMIN = "a-token-for-drills-of-thirty-two-characters"
GRAPH = "http://example.org/kept"
TRIPLES = 3
"""Each write has so many: a number of triples that it does not divide is half a write."""

_WRITERS = 3
_BUSY = (0.1, 0.4)
_UP_AGAIN = 30.0
ENVIRONMENT = {"WSISGRAPH_ADMIN_TOKEN": ADMIN, "WSISGRAPH_FAIR_USE": "off"}


@dataclass
class Ledger:
    """What clients were told, and what readers saw."""

    sent: int = 0
    acknowledged: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def number(self) -> int:
        with self.lock:
            self.sent += 1
            return self.sent


def insert(number: int) -> str:
    triples = " ".join(f"<x:{number}> <x:{part}> {number} ." for part in range(TRIPLES))
    return f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {triples} }} }}"


def held(url: str) -> tuple[int, set[int]]:
    """How many triples there are, and which writes they are of."""
    query = f"SELECT ?o (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} GROUP BY ?o"
    answer = httpx.get(
        f"{url}/sparql",
        params={"query": query},
        headers={"Accept": "application/sparql-results+json", "Cache-Control": "no-cache"},
        timeout=_UP_AGAIN,
    )
    answer.raise_for_status()
    rows = json.loads(answer.content)["results"]["bindings"]
    counts = {int(row["o"]["value"]): int(row["n"]["value"]) for row in rows}
    return sum(counts.values()), set(counts)


def write(url: str, ledger: Ledger, over: threading.Event) -> None:
    headers = {"Authorization": f"Bearer {ADMIN}", "Content-Type": "application/sparql-update"}
    with httpx.Client(base_url=url, headers=headers, timeout=_UP_AGAIN) as client:
        while not over.is_set():
            number = ledger.number()
            with suppress(httpx.TransportError):
                answer = client.post("/update", content=insert(number))
                if answer.status_code == 204:
                    ledger.acknowledged.add(number)
                elif answer.status_code != 503:
                    ledger.wrong.append(f"a write was answered {answer.status_code}")


def read(url: str, ledger: Ledger, over: threading.Event) -> None:
    while not over.is_set():
        before = set(ledger.acknowledged)
        with suppress(httpx.TransportError, httpx.HTTPStatusError):
            triples, numbers = held(url)
            if triples != TRIPLES * len(numbers):
                ledger.wrong.append(f"{triples} triples of {len(numbers)} writes")
            if before - numbers:
                ledger.wrong.append(f"{len(before - numbers)} acknowledged writes not seen")


@contextmanager
def busy(url: str, ledger: Ledger) -> Iterator[None]:
    """Let clients write and read until the block ends."""
    over = threading.Event()
    work: list[Callable[[str, Ledger, threading.Event], None]] = [*[write] * _WRITERS, read]
    threads = [threading.Thread(target=one, args=(url, ledger, over)) for one in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def wait_until_whole(url: str, ledger: Ledger) -> None:
    """Wait until the service answers, and see that all is there that was acknowledged."""
    give_up = time.monotonic() + _UP_AGAIN
    while True:
        with suppress(httpx.HTTPError):
            triples, numbers = held(url)
            if ledger.acknowledged <= numbers:
                break
        assert time.monotonic() < give_up, "acknowledged writes are lost"
        time.sleep(0.05)
    assert triples == TRIPLES * len(numbers)
    assert numbers <= set(range(1, ledger.sent + 1))
    assert not ledger.wrong


def wait_for_a_write(ledger: Ledger) -> None:
    """Wait until one more write is acknowledged: there is something to lose then."""
    before, give_up = len(ledger.acknowledged), time.monotonic() + _UP_AGAIN
    while len(ledger.acknowledged) == before:
        assert time.monotonic() < give_up, "no write is acknowledged"
        time.sleep(0.02)


def kill_all(service: Service) -> None:
    for pid in tree(service.process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    service.process.wait()


def test_kill_9_of_any_process_loses_no_acknowledged_write(tmp_path: Path) -> None:
    """The writer, the parents of readers, the readers: the service goes on by itself."""
    choose = random.Random(9)
    ledger = Ledger()
    with serving(tmp_path, "--empty", environment=ENVIRONMENT) as service:
        front = service.process.pid
        for _ in range(ROUNDS):
            with busy(service.url, ledger):
                time.sleep(choose.uniform(*_BUSY))
                kept = [pid for pid in stay(front) if pid != front]
                others = [pid for pid in tree(front) if pid != front and pid not in kept]
                victims = kept if choose.random() < 0.7 or not others else others
                with suppress(ProcessLookupError):
                    os.kill(choose.choice(victims), signal.SIGKILL)
                time.sleep(choose.uniform(*_BUSY))
            wait_until_whole(service.url, ledger)
    assert len(ledger.acknowledged) >= ROUNDS
    journal.verify(DataFolder(tmp_path).journal)


@pytest.mark.parametrize("lost", [0, 64 << 10, 1 << 20])
def test_a_killed_service_begins_anew_whole_whatever_was_not_yet_on_the_disk(
    tmp_path: Path, lost: int
) -> None:
    """A stand-in for a power cut: what was never synced is gone, from store and checkpoints.

    A record that was being written when it happened is there in part.
    """
    choose = random.Random(lost)
    ledger = Ledger()
    folder = DataFolder(tmp_path)
    for _ in range(max(1, ROUNDS // 10)):
        with serving(tmp_path, "--empty", environment=ENVIRONMENT) as service:
            wait_until_whole(service.url, ledger)
            with busy(service.url, ledger):
                wait_for_a_write(ledger)
                time.sleep(choose.uniform(*_BUSY))
                kill_all(service)
        if lost:
            for path in (folder.store, *folder.all_checkpoints()):
                for file in path.iterdir():
                    os.truncate(file, max(0, file.stat().st_size - lost))
            with journal.files_of(folder.journal)[-1].open("ab") as file:
                file.write(b'{"sequence":' + b"9" * choose.randrange(lost))
            folder.current.write_bytes(b"")
    with serving(tmp_path, "--empty", environment=ENVIRONMENT) as service:
        wait_until_whole(service.url, ledger)
    assert ledger.acknowledged
    journal.verify(folder.journal)

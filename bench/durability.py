"""What lasting costs: acknowledged writes, starting again after kill -9, restoring a backup.

python -m bench.durability [--writes 500] [--clients 1] [--restored 1000000]

A write brings 40 triples, five passages of a document, into an accepted graph of the bundled build:
judged by the shapes, written to the journal, synced, and read by queries when it is answered.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
from bench.data import data
from bench.servers import _free_port
from tests.drills.watching import tree

from wsisgraph.store.changes import Difference
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris

ADMIN = "a-token-for-benches-of-thirty-two-characters"
_PATIENCE = 120
_PREFIXES = """PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
PREFIX dct: <http://purl.org/dc/terms/>
"""


def passages(number: int) -> str:
    """An update of 40 triples that keeps the shapes."""
    note = iris.individual("document", f"bench-{number}")
    document = iris.individual("document", "itu-council-000")
    kind = iris.vocab("passage-kinds", "note")
    triples = "".join(
        f"<{note}/{place}> a wsis:Passage ; dct:isPartOf <{document}>"
        f' ; wsis:locator "{number}.{place}" ; wsis:order {place} ; wsis:passageKind <{kind}> ;'
        f' dct:abstract "Note {number}.{place}."@en , "注{number}.{place}。"@zh ;'
        f' dct:identifier "{number}-{place}" .\n'
        for place in range(1, 6)
    )
    return f"{_PREFIXES}INSERT DATA {{ GRAPH <{iris.graph('bench')}> {{ {triples} }} }}"


@contextmanager
def service(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """Run the service over a data folder; also gives the seconds until it answered a query."""
    port = _free_port()
    settings = {
        "WSISGRAPH_DATA": str(folder),
        "WSISGRAPH_ADMIN_TOKEN": ADMIN,
        "WSISGRAPH_LOG": "off",
        "WSISGRAPH_FAIR_USE": "off",
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "wsisgraph", "serve", "--port", str(port)],
        env={**os.environ, **settings},
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                if httpx.get(f"{url}/ready").status_code == 200:
                    break
            except httpx.TransportError:
                pass
            if time.perf_counter() - began > _PATIENCE or process.poll() is not None:
                raise SystemExit("the service did not start")
            time.sleep(0.01)
        yield url, process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def writes(url: str, number: int, clients: int) -> list[float]:
    """Return the seconds of each acknowledged write."""
    headers = {"Authorization": f"Bearer {ADMIN}", "Content-Type": "application/sparql-update"}

    def some(first: int) -> list[float]:
        took = []
        with httpx.Client(base_url=url, headers=headers, timeout=_PATIENCE) as client:
            for one in range(first, number, clients):
                began = time.perf_counter()
                answer = client.post("/update", content=passages(one))
                took.append(time.perf_counter() - began)
                if answer.status_code != 204:
                    raise SystemExit(f"a write was answered {answer.status_code}: {answer.text}")
        return took

    with ThreadPoolExecutor(clients) as pool:
        return [one for part in pool.map(some, range(clients)) for one in part]


def syncs(folder: Path, rounds: int = 200) -> float:
    """Return the median seconds of appending 8 KiB to a file and syncing it, in that folder."""
    took = []
    with (folder / "sync").open("ab", buffering=0) as file:
        for _ in range(rounds):
            began = time.perf_counter()
            file.write(b"x" * 8192)
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took)


def filled(folder: Path, quads: int) -> None:
    """Fill a data folder with so many quads of made-up things."""
    size = 250_000
    with Writer(folder) as writer:
        for first in range(0, quads, size):
            lines = "".join(
                f'<http://example.org/s{n // 9}> <http://example.org/p{n % 9}> "{n}"'
                f" <{iris.graph('made-up')}> .\n"
                for n in range(first, min(quads, first + size))
            )
            writer.commit(Difference(lines.encode()), agent="bench", message="made up")


def wsisgraph(folder: Path, *arguments: str) -> float:
    """Run a command over a data folder; return its seconds."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "wsisgraph", *arguments],
        env={**os.environ, "WSISGRAPH_DATA": str(folder)},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def main() -> None:
    """Measure all three, and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.durability")
    parser.add_argument("--writes", type=int, default=500)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--restored", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wsisgraph-bench-") as place:
        folder = Path(place)
        print(f"append and sync 8 KiB        {1000 * syncs(folder):.1f} ms (median)")
        with data() as shared, service(shared.folder) as (url, _, _):
            began = time.perf_counter()
            took = sorted(writes(url, given.writes, given.clients))
            total = time.perf_counter() - began
        print(
            f"write of 40 triples          p50 {1000 * took[len(took) // 2]:.0f} ms,"
            f" p99 {1000 * took[len(took) * 99 // 100]:.0f} ms, longest {1000 * took[-1]:.0f} ms;"
            f" {given.clients} at a time, {len(took) / total:.0f} a second"
        )
        filled(folder / "hundred", 100_000)
        with service(folder / "hundred") as (_, process, _):
            for pid in tree(process.pid):
                os.kill(pid, signal.SIGKILL)
        with service(folder / "hundred") as (_, _, seconds):
            print(f"ready after kill -9          {seconds:.2f} s with 100,000 triples")
        filled(folder / "million", given.restored)
        saved = wsisgraph(folder / "million", "backup", str(folder / "backup"))
        made = wsisgraph(folder / "restored", "journal", "restore", str(folder / "backup"))
        with service(folder / "restored") as (_, _, up):
            print(
                f"{given.restored:,} quads             backup {saved:.1f} s, restore {made:.1f} s,"
                f" served {up:.1f} s later"
            )


if __name__ == "__main__":
    main()

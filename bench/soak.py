"""An hour of mixed load on the service: does anything grow?

python -m bench.soak [--minutes 60] [--every 30]

Pages, questions, small and heavy queries, searches, writes that stay, come and go, are refused or
broken off, and clients that hang up, all at once on the bundled data. Every now and then it prints
what the processes of the service take, and at the end the middle of the first third after warming
up beside the last third, and how many requests were answered how.
"""

import argparse
import collections
import os
import random
import socket
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from bench.data import data
from bench.durability import ADMIN, passages, service
from tests.drills.watching import memory, tree

from wsisgraph.terms import iris

_HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?a != ?d) }"
_PAGES = (
    "/", "/m/C2/9.c", "/id/agency/itu", "/vocab/action-lines/c5?lang=ar", "/dataset",
    "/sdg/9?lang=zh", "/search?q=school", "/api/matrix", "/api/activities?goal=9",
    "/api/roles?action_line=C5", "/api/questions", "/def", "/feeds/sdg/9.atom",
)  # fmt: skip
_KEPT = 200


class Load:
    """What clients do, and what they were answered."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answered: collections.Counter[str] = collections.Counter()
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._number = 0

    def run(self, work: Callable[[httpx.Client, random.Random], str], seed: int) -> None:
        """Do one kind of work again and again, on a connection of its own."""
        chance = random.Random(seed)
        with httpx.Client(base_url=self.url, timeout=60) as client:
            while not self.over.is_set():
                try:
                    told = work(client, chance)
                except httpx.TransportError as error:
                    told = f"{work.__name__} {type(error).__name__}"
                with self._lock:
                    self.answered[told] += 1
                self.over.wait(chance.random() * 0.05)

    def number(self) -> int:
        """Return the next number."""
        with self._lock:
            self._number += 1
            return self._number

    def page(self, client: httpx.Client, chance: random.Random) -> str:
        """Read a page or an answer of the API."""
        asked = chance.choice(_PAGES)
        status = client.get(asked, follow_redirects=True).status_code
        return f"page {status}" if status == 200 else f"page {status} {asked}"

    def small(self, client: httpx.Client, chance: random.Random) -> str:
        """Ask something small that no cache holds."""
        goal = chance.randint(1, 17)
        query = f"SELECT * {{ ?s ?p <http://metadata.un.org/sdg/{goal}> }} LIMIT {self.number()}"
        return f"small {client.get('/sparql', params={'query': query}).status_code}"

    def heavy(self, client: httpx.Client, chance: random.Random) -> str:
        """Ask something that has no end."""
        asked = {"query": f"{_HEAVY} # {self.number()}", "timeout": "3"}
        return f"heavy {client.get('/sparql', params=asked).status_code}"

    def hang_up(self, client: httpx.Client, chance: random.Random) -> str:
        """Ask, and go away before the answer, or in the middle of the question."""
        parts = urlsplit(self.url)
        with socket.create_connection((parts.hostname, parts.port), 10) as here:
            whole = f"GET /m/C{chance.randint(1, 11)}/9 HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            here.sendall(whole[: chance.choice((10, len(whole)))])
            time.sleep(chance.random() * 0.02)
        return "hang up"

    def write(self, client: httpx.Client, chance: random.Random) -> str:
        """Put 40 triples where 40 others were, so that the data stays as large."""
        graph = iris.graph("bench")
        number = self.number() % _KEPT
        document = iris.individual("document", f"bench-{number}")
        old = (
            f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o"
            f' FILTER(STRSTARTS(STR(?s), "{document}/")) }} }}'
        )
        text = f"{old} ; {passages(number)}" if chance.random() < 0.5 else passages(number)
        return f"write {self._update(client, text).status_code}"

    def refused(self, client: httpx.Client, chance: random.Random) -> str:
        """Write what breaks the shapes, or is no update, or is nobody's to write."""
        text = chance.choice(
            (
                f"INSERT DATA {{ GRAPH <{iris.graph('bench')}>"
                f" {{ <{iris.individual('activity', 'x')}> a"
                " <https://w3id.org/wsis-sdg/def#Linkage> } }",
                "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> } }",
                "LOAD <http://127.0.0.1:1/x>",
            )
        )
        return f"refused {self._update(client, text).status_code}"

    def _update(self, client: httpx.Client, text: str) -> httpx.Response:
        return client.post(
            "/update",
            content=text,
            headers={
                "Authorization": f"Bearer {ADMIN}",
                "Content-Type": "application/sparql-update",
            },
        )


def taken(pid: int) -> dict[str, int]:
    """Return what the processes of the service take now."""
    zombies = descriptors = 0
    processes = tree(pid)
    for process in processes:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
            zombies += state == "Z"
            descriptors += len(os.listdir(f"/proc/{process}/fd"))
        except OSError:
            continue
    return {
        "MiB": memory(pid) >> 20,
        "processes": len(processes),
        "descriptors": descriptors,
        "zombies": zombies,
    }


def main() -> None:
    """Run the load, print the samples, and the beginning beside the end."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=float, default=30, help="seconds between two samples")
    given = parser.parse_args()
    samples: list[dict[str, int]] = []
    with data() as shared, service(shared.folder) as (url, process, _):
        load = Load(url)
        kinds = (load.page, load.page, load.small, load.small, load.heavy)
        kinds = (*kinds, load.hang_up, load.write, load.write, load.refused)
        threads = [
            threading.Thread(target=load.run, args=(kind, seed), daemon=True)
            for seed, kind in enumerate(kinds)
        ]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        while time.monotonic() - began < 60 * given.minutes:
            time.sleep(given.every)
            samples.append(taken(process.pid))
            minutes = (time.monotonic() - began) / 60
            print(f"{minutes:6.1f} min  {samples[-1]}  {sum(load.answered.values())}", flush=True)
        load.over.set()
        for thread in threads:
            thread.join(60)
        time.sleep(5)
        print(f"at rest     {taken(process.pid)}")
    third = max(1, len(samples) // 3)
    for name in samples[0]:
        early = statistics.median(one[name] for one in samples[third // 2 : third // 2 + third])
        late = statistics.median(one[name] for one in samples[-third:])
        print(f"{name:12} early {early:g}, late {late:g}")
    for told, times in sorted(load.answered.items()):
        print(f"{told:24} {times}")


if __name__ == "__main__":
    main()

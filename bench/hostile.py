"""The hostile queries, one at a time, against three servers: how many end or hang each of them.

    python -m bench.hostile [--only wsisgraph] [--grep WORD]

A server is *ended* when its process is gone afterwards, or takes more than 4 GiB and is ended here;
*hung* when it computes on 5 s after the deadline; *wrong* when it said 200 and broke the answer
off. It is then started again for the next one.
"""

import argparse
import os
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.data import Data, data
from bench.servers import SERVERS, Server
from tests.drills import bombs
from tests.drills.canary import Canary, listening
from tests.drills.test_no_way_out import ADDRESSES, SERVICES
from tests.drills.watching import memory, send, tree

_MOST = 4 << 30
_DEADLINE = 2
_PATIENCE = 5.0
_BUSY = 0.5

_REQUESTS: Mapping[str, str | bytes] = {
    **bombs.COSTLY,
    **bombs.MALFORMED,
    **bombs.ODD,
    **{f"SERVICE, {name}": text for name, text in SERVICES.items()},
    **{
        f"SERVICE, {name}": f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}"
        for name, address in ADDRESSES.items()
    },
}


@dataclass
class Found:
    """What the requests did to one server."""

    name: str
    outcomes: Counter[str]
    calls: int = 0


class Subject:
    """A server that is started again when a request took it down."""

    def __init__(self, name: str, shared: Data) -> None:
        self._name = name
        self._data = shared
        self._running: Iterator[Server] | None = None
        self._server: Server | None = None

    @property
    def server(self) -> Server:
        """The running server, started if need be."""
        if self._server is None:
            self._running = self._run()
            self._server = next(self._running)
        return self._server

    def stop(self) -> None:
        """Stop it."""
        if self._running is not None:
            self._server = None
            next(self._running, None)

    def _run(self) -> Iterator[Server]:
        with SERVERS[self._name](self._data, _DEADLINE) as server:
            yield server


def attack(subject: Subject, query: str | bytes) -> str:
    """Send one request; returns what became of it and of the server."""
    server = subject.server
    pid = server.process.pid
    with _kept_from_the_machine(pid):
        body = query.encode() if isinstance(query, str) else query
        answer = send(server.endpoint, body, timeout=_DEADLINE + _PATIENCE)
        # A server may compute on although its client has left.
        outcome = _judged(server, answer.status, answer.body)
    if outcome in {"ended", "hung"}:
        os.kill(pid, signal.SIGKILL)
        subject.stop()
    return outcome


def _judged(server: Server, status: int, body: bytes) -> str:
    if not server.is_running:
        return "ended"
    before, began = _computed(server.process.pid), time.monotonic()
    time.sleep(0.2)
    busy = (_computed(server.process.pid) - before) / (time.monotonic() - began) > _BUSY
    if not server.is_running:
        return "ended"
    if busy and status == 0:
        return "hung"
    if status == 0:
        return "wrong" if b"IncompleteRead" in body else "hung"
    return "answered" if status == 200 else "refused"


def _computed(pid: int) -> float:
    """Return the seconds that a process and all below it have computed."""
    total = 0
    for process in tree(pid):
        try:
            told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(told[11]) + int(told[12])
    return total / os.sysconf("SC_CLK_TCK")


@contextmanager
def _kept_from_the_machine(pid: int) -> Iterator[None]:
    """End a server that takes more memory than a small machine has."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            if memory(pid) > _MOST:
                os.kill(pid, signal.SIGKILL)
                return

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def run(name: str, shared: Data, requests: Mapping[str, str | bytes], canary: Canary) -> Found:
    """Send all requests to one server."""
    subject = Subject(name, shared)
    found = Found(name, Counter())
    try:
        for title, request in requests.items():
            canary.heard.clear()
            text = request
            if isinstance(text, str):
                text = text.replace("URL", canary.url).replace("PORT", str(canary.port))
            outcome = attack(subject, text)
            time.sleep(0.02)
            found.outcomes[outcome] += 1
            found.calls += bool(canary.heard)
            if outcome in {"ended", "hung", "wrong"} or canary.heard:
                called = ", called the canary" if canary.heard else ""
                print(f"{name}: {title}: {outcome}{called}", flush=True)
    finally:
        subject.stop()
    return found


def main() -> None:
    """Attack, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile")
    parser.add_argument("--only", nargs="*", choices=list(SERVERS))
    parser.add_argument("--grep", default="", help="only requests whose name matches")
    options = parser.parse_args()
    requests = {name: text for name, text in _REQUESTS.items() if re.search(options.grep, name)}
    kinds = ("refused", "answered", "wrong", "hung", "ended")
    with data() as shared, listening() as canary:
        found = [run(name, shared, requests, canary) for name in options.only or SERVERS]
    print(f"\n{len(requests)} requests\n\n| server | {' | '.join(kinds)} | called the canary |")
    print("| --- " * (len(kinds) + 2) + "|")
    for each in found:
        numbers = " | ".join(str(each.outcomes[kind]) for kind in kinds)
        print(f"| {each.name} | {numbers} | {each.calls} |")


if __name__ == "__main__":
    main()

"""Watching a service from outside: its processes, their memory, and how others are answered."""

import http.client
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SMALL = (
    "SELECT ?label {{ <http://metadata.un.org/sdg/9> "
    "<http://www.w3.org/2004/02/skos/core#prefLabel> ?label }} # {}"
)
QUERY = "application/sparql-query"
_PAUSE = 0.05
_LOOK_EVERY = 0.2
_PIECE = 1 << 20


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += tree(int(child))
    except OSError:
        pass
    return found


def memory(pid: int) -> int:
    """Bytes that a process and all below it take of the machine; what they share counts once."""
    total = 0
    for process in tree(pid):
        try:
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) << 10
        except OSError:
            continue
    return total


def stay(pid: int) -> list[int]:
    """The processes that no request may end: the front, the writer, the parents of workers."""
    children = [
        child
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return sorted([pid, *map(int, children)])


@dataclass(frozen=True)
class Answer:
    """What one request got: a status of 0 when the connection broke, and the seconds it took."""

    status: int
    body: bytes
    seconds: float
    media_type: str = ""


def send(
    url: str,
    body: bytes = b"",
    media_type: str = QUERY,
    method: str = "POST",
    timeout: float = 60,
    **headers: str,
) -> Answer:
    """Send one request on a connection of its own, and read the whole answer."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.netloc, timeout=timeout)
    began = time.monotonic()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if media_type:
        named["Content-Type"] = media_type
    try:
        connection.request(method, target, body, named)
        answer = connection.getresponse()
        told = answer.headers.get("Content-Type", "")
        body = bytearray()
        while piece := answer.read(_PIECE):
            body += piece
            if time.monotonic() - began > timeout:
                raise TimeoutError("the answer has no end")
        return Answer(answer.status, bytes(body), time.monotonic() - began, told)
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, repr(error).encode(), time.monotonic() - began)
    finally:
        connection.close()


@dataclass
class Watch:
    """Asks small things of a service while something else goes on, and looks at its memory.

    Attributes:
        url: the address of the service.
        pid: its first process.
        small: seconds that each small query took; a failed one took forever.
        health: seconds that `/health` took each time.
        idle: bytes taken when the watch began.
        peak: the most bytes taken.
    """

    url: str
    pid: int
    small: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    idle: int = 0
    peak: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Watch":
        self.idle = memory(self.pid)
        for work in (self._ask, self._ask_health, self._weigh):
            thread = threading.Thread(target=work)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        self._repeat(
            lambda: send(f"{self.url}/sparql", SMALL.format(time.monotonic()).encode()),
            self.small,
        )

    def _ask_health(self) -> None:
        self._repeat(lambda: send(f"{self.url}/health", media_type="", method="GET"), self.health)

    def _repeat(self, ask: Callable[[], Answer], took: list[float]) -> None:
        while not self._over.is_set():
            answer = ask()
            took.append(answer.seconds if answer.status == 200 else float("inf"))
            self._over.wait(_PAUSE)

    def _weigh(self) -> None:
        while not self._over.is_set():
            self.peak = max(self.peak, memory(self.pid))
            self._over.wait(_LOOK_EVERY)


def is_running(pid: int) -> bool:
    """Tell whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

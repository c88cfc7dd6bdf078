"""The servers that are compared: each started for real, over the same data, and always stopped."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from bench.data import Data
from tests.drills.watching import tree

DEADLINE = 10
"""Seconds that a query may take, where a server has such a limit."""
_PATIENCE = 90


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        name: what it is.
        endpoint: the URL that takes queries by POST.
        process: its first process.
    """

    name: str
    endpoint: str
    process: subprocess.Popen[bytes]

    @property
    def is_running(self) -> bool:
        """Tell whether its first process is still there."""
        return self.process.poll() is None


@contextmanager
def wsisgraph(data: Data, deadline: int = DEADLINE) -> Iterator[Server]:
    """Run ours, with fair use off: what is measured is isolation, not refusing."""
    port = _free_port()
    command = [sys.executable, "-m", "wsisgraph", "serve", "--port", str(port)]
    # A service keeps a socket and a lock in its folder: each run gets a copy.
    folder = data.folder.with_name(f"served-{port}")
    shutil.copytree(data.folder, folder, ignore=shutil.ignore_patterns("*.sock"))
    settings = {
        "WSISGRAPH_DATA": str(folder),
        "WSISGRAPH_QUERY_TIMEOUT": str(deadline),
        "WSISGRAPH_FAIR_USE": "off",
    }
    try:
        with _run("wsisgraph", command, port, "/sparql", settings) as server:
            yield server
    finally:
        shutil.rmtree(folder)


@contextmanager
def oxigraph(data: Data, deadline: int = DEADLINE) -> Iterator[Server]:
    """Run the Oxigraph server."""
    port = _free_port()
    program = str(Path(sys.executable).with_name("oxigraph"))
    place = data.triples.with_name(f"oxigraph-{port}")
    loading = [program, "load", "--location", str(place), "--file", str(data.triples)]
    subprocess.run(loading, check=True, capture_output=True)
    command = [program, "serve", "--location", str(place), "--bind", f"127.0.0.1:{port}"]
    command += ["--timeout-s", str(deadline)]
    try:
        with _run("Oxigraph server", command, port, "/query") as server:
            yield server
    finally:
        shutil.rmtree(place)


@contextmanager
def rdflib_endpoint(data: Data, deadline: int = DEADLINE) -> Iterator[Server]:
    """Run rdflib-endpoint, over its memory store; it knows no deadline."""
    port = _free_port()
    command = [
        str(Path(sys.executable).with_name("rdflib-endpoint")),
        *("serve", "--host", "127.0.0.1", "--port", str(port), str(data.triples)),
    ]
    with _run("rdflib-endpoint", command, port, "/") as server:
        yield server


SERVERS: Mapping[str, Callable[[Data, int], AbstractContextManager[Server]]] = {
    "wsisgraph": wsisgraph,
    "oxigraph": oxigraph,
    "rdflib": rdflib_endpoint,
}


@contextmanager
def _run(
    name: str,
    command: list[str],
    port: int,
    path: str,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(name, f"http://127.0.0.1:{port}{path}", process)
    try:
        _wait(server)
        yield server
    finally:
        below = tree(process.pid)[1:]
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pid in below:
            _bury(pid)


def _wait(server: Server) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if not server.is_running:
            raise RuntimeError(f"{server.name} ended with {server.process.returncode}")
        try:
            answer = httpx.post(server.endpoint, data={"query": "ASK { ?s ?p ?o }"}, timeout=5)
            if answer.status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{server.name} did not begin to answer")


def _bury(pid: int) -> None:
    """Wait a moment for what a server leaves behind to end by itself."""
    until = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

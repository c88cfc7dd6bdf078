"""The fetcher: the one process that opens sockets, and only to listed peers.

A program of its own (`python -m wsisgraph.federation.fetcher`). It reads the list itself, so that
what it is asked for is a peer by name and never an address. Each request comes over a socket of its
own (passed over the control socket, see `store.nursery`): a message, then for the answer a head,
its bytes, and an end; or a failure.
"""

import argparse
import contextlib
import json
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from wsisgraph.errors import PeerFailed, PeerRefused
from wsisgraph.federation import addresses
from wsisgraph.federation.exchange import Wanted, exchanged
from wsisgraph.federation.peers import Peer, Peers
from wsisgraph.store import frames
from wsisgraph.store.changes import as_message
from wsisgraph.store.nursery import Reply, serve

AT_ONCE = 32
"""Requests under way at once; more wait for their turn, and their deadlines go on."""

_ROBOTS = "/robots.txt"


class Fetcher:
    """Answers requests, each in a thread."""

    def __init__(self, data: Path) -> None:
        self._peers = Peers(data)
        self._reading = threading.Lock()
        self._turns = threading.Semaphore(AT_ONCE)

    def answer(self, message: dict[str, Any]) -> Reply:
        """Open a socket for a request; the message is always the same."""
        ours, theirs = socket.socketpair()
        threading.Thread(target=self._serve, args=[ours], daemon=True).start()
        return {}, [theirs.detach()]

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            received = frames.read_frame(connection.fileno())
            if received is None:
                return
            asked = frames.decode(received[1])
            try:
                self._fetch(asked, connection.fileno())
            except (PeerFailed, PeerRefused) as error:
                told = PeerFailed(error.message, mend=error.mend)
                frames.write_all(
                    connection.fileno(), frames.message(frames.FAILURE, as_message(told))
                )

    def _fetch(self, asked: dict[str, Any], fd: int) -> None:
        with self._reading:
            peer = self._peers.of(asked["peer"])
        deadline = time.monotonic() + min(asked["seconds"], 3600.0)
        if not self._turns.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise PeerFailed("too many others are being asked")
        try:
            wanted = Wanted(
                url=_url(peer, asked.get("path", "")),
                accept=asked["accept"],
                query=asked["query"],
                tag=asked["tag"],
                deadline=deadline,
                most=asked["most"],
                reach=peer.reach,
                whole=asked["whole"],
            )
            with exchanged(wanted) as told:
                head = {
                    "status": told.status,
                    "media_type": told.media_type,
                    "tag": told.tag,
                    "modified": told.modified,
                    "retry_after": told.retry_after,
                    "lasts": told.lasts,
                }
                frames.write_all(fd, frames.message(frames.HEAD, head))
                for piece in told.pieces:
                    frames.write_all(fd, frames.frame(frames.DATA, piece))
                frames.write_all(fd, frames.message(frames.END, {}))
        finally:
            self._turns.release()


def _url(peer: Peer, path: str) -> str:
    """Return what to ask of a peer: its address, one of its origin, or the rules for robots.

    Raises:
        PeerRefused: it has no address, or that is another's.
    """
    place = addresses.origin(peer.url)
    if not path:
        return peer.url
    if path != _ROBOTS:
        if addresses.origin(path) != place:
            raise PeerRefused(
                f"{path[:200]} is no address of the peer {peer.name}", mend="list it as a peer"
            )
        return path
    host = f"[{place.host}]" if ":" in place.host else place.host
    return f"{place.scheme}://{host}:{place.port}{_ROBOTS}"


def main(arguments: list[str] | None = None) -> int:
    """Run the fetcher; returns the exit code."""
    parser = argparse.ArgumentParser(prog="wsisgraph fetcher")
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    fetcher = Fetcher(given.data)
    with socket.socket(fileno=given.control) as control, contextlib.suppress(BrokenPipeError):
        control.send(json.dumps({}).encode())
        serve(control, fetcher.answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())

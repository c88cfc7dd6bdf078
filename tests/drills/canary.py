"""A canary: a listener on this machine that must hear nothing."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Canary:
    """A listener on all addresses of this machine.

    Attributes:
        port: where it listens.
        heard: who called.
    """

    port: int
    heard: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def listening() -> Iterator[Canary]:
    """Listen until the block ends."""
    over = threading.Event()
    with socket.create_server(("0.0.0.0", 0)) as server:
        server.settimeout(0.1)
        canary = Canary(server.getsockname()[1])

        def listen() -> None:
            while not over.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                canary.heard.append(str(address))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield canary
        finally:
            over.set()
            thread.join()

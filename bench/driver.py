"""The driver: many clients in one process of its own, each asking one query after the other.

    python -m bench.driver URL < plan.json > told.json

It speaks just enough HTTP/1.1 over asyncio's streams to be far cheaper than any server it drives:
about 0.1 ms a request.
"""

import asyncio
import itertools
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 20.0
"""Seconds after which a client takes its request for lost."""

BOMB_PATIENCE = 15.0
"""Seconds after which a sender of bombs hangs up."""


@dataclass
class Told:
    """What the clients of one kind saw.

    Attributes:
        seconds: how long each good answer took.
        wrong: what was no good answer, and how often.
    """

    seconds: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)


class Client:
    """One connection, opened again whenever it breaks."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            "Content-Type: application/sparql-query\r\n"
            "Accept: application/sparql-results+json, text/turtle\r\nContent-Length: "
        ).encode()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, query: bytes) -> int:
        """Send a query and read its whole answer; returns the status."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port, limit=1 << 20)
        reader, writer = self._streams
        writer.write(self._head + str(len(query)).encode() + b"\r\n\r\n" + query)
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        lowered = head.lower()
        if b"\r\ntransfer-encoding: chunked" in lowered:
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        else:
            at = lowered.index(b"\r\ncontent-length:") + 17
            await reader.readexactly(int(lowered[at : lowered.index(b"\r\n", at)]))
        if b"\r\nconnection: close" in lowered:
            self.close()
        return status

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def drive(
    url: str, queries: list[str], until: float, told: Told, patience: float, seed: int
) -> None:
    """Ask, one query after the other, in an order of one's own, each as nobody asked it before."""
    client = Client(url)
    order = random.Random(seed)
    for number in itertools.count():
        if (began := time.monotonic()) >= until:
            break
        query = f"{order.choice(queries)}\n# {seed} {number}"
        try:
            status = await asyncio.wait_for(client.ask(query.encode()), patience)
            if status == 200:
                told.seconds.append(time.monotonic() - began)
            else:
                told.wrong[str(status)] += 1
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            client.close()
            told.wrong[type(error).__name__] += 1
            await asyncio.sleep(0.05)
    client.close()


async def main(url: str) -> None:
    """Read the plan, carry it out, and tell what happened."""
    plan = json.load(sys.stdin)
    good, hostile = Told(), Told()
    until = time.monotonic() + plan["seconds"]
    bombers = plan["clients"] // plan["one_hostile_in"] if plan["one_hostile_in"] else 0
    async with asyncio.TaskGroup() as group:
        for number in range(plan["clients"]):
            is_hostile = number < bombers
            group.create_task(
                drive(
                    url,
                    plan["bombs"] if is_hostile else plan["queries"],
                    until,
                    hostile if is_hostile else good,
                    BOMB_PATIENCE if is_hostile else PATIENCE,
                    number,
                )
            )
    json.dump({"good": vars(good), "hostile": vars(hostile)}, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))

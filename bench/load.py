"""Fifty clients for thirty seconds, one in ten sending bombs: ours and its peers in one run.

    python -m bench.load [--only wsisgraph] [--copies 8] [--seconds 30] [--walks]

Prints for each server what the clients that asked small things got, what the bombs got, memory,
and what is left afterwards; then the ratios between ours and the Oxigraph server.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

from bench.data import Data, data
from bench.queries import LOAD_BOMBS, QUERIES, WALKS, service_call
from bench.servers import DEADLINE, SERVERS, Server
from tests.drills.canary import listening
from tests.drills.watching import memory, send

_MEBIBYTE = 1 << 20
_LOOK_EVERY = 0.25


@dataclass(frozen=True)
class Measured:
    """What one server did under load; times in milliseconds, memory in MiB over idle."""

    name: str
    errors: str
    good: float
    p50: float
    p99: float
    longest: float
    bombs: str
    peak: int
    later: int
    alive: bool
    canary: int

    def row(self) -> str:
        """Return it as a row of a table."""
        return (
            f"| {self.name} | {self.errors} | {self.good:.0f} | {self.p50:.0f} | {self.p99:.0f} |"
            f" {self.longest:.0f} | {self.bombs} | {self.peak} | {self.later} |"
            f" {'yes' if self.alive else 'no'} | {self.canary} |"
        )


HEADER = (
    "| server | errors | good answers a second | p50 ms | p99 ms | longest ms | bombs got |"
    " peak MiB | 5 s later MiB | alive | canary |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def measure(server: Server, options: argparse.Namespace) -> Measured:
    """Drive one server and watch it."""
    pid = server.process.pid
    with listening() as canary:
        plan = {
            "seconds": options.seconds,
            "clients": options.clients,
            "one_hostile_in": options.one_hostile_in,
            "queries": QUERIES + (WALKS * 10 if options.walks else []),
            "bombs": [*LOAD_BOMBS, service_call(canary.url)],
        }
        sent = json.dumps(plan)
        time.sleep(2)
        idle = peak = memory(pid)
        driver = subprocess.Popen(
            [sys.executable, "-m", "bench.driver", server.endpoint],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        told: list[str] = []
        driving = threading.Thread(target=lambda: told.append(driver.communicate(sent)[0]))
        driving.start()
        while driving.is_alive():
            peak = max(peak, memory(pid))
            driving.join(_LOOK_EVERY)
        time.sleep(5)
        later = memory(pid)
        answer = send(server.endpoint, b"ASK { ?s ?p ?o }", timeout=10)
        alive = server.is_running and answer.status == 200
        return _summed(
            server.name, json.loads(told[0]), options.seconds, peak - idle, later - idle, alive,
            len(canary.heard),
        )  # fmt: skip


def _summed(
    name: str, told: dict[str, Any], seconds: float, peak: int, later: int, alive: bool, calls: int
) -> Measured:
    took = sorted(told["good"]["seconds"]) or [float("nan")]
    got = {"200": len(told["hostile"]["seconds"]), **told["hostile"]["wrong"]}
    return Measured(
        name,
        errors=", ".join(f"{n} × {what}" for what, n in told["good"]["wrong"].items()) or "0",
        good=len(told["good"]["seconds"]) / seconds,
        p50=1000 * took[len(took) // 2],
        p99=1000 * took[int(len(took) * 0.99)],
        longest=1000 * took[-1],
        bombs=", ".join(f"{number} × {what}" for what, number in got.items() if number),
        peak=peak // _MEBIBYTE,
        later=later // _MEBIBYTE,
        alive=alive,
        canary=calls,
    )


def run(options: argparse.Namespace, shared: Data) -> list[Measured]:
    """Measure the chosen servers, one after the other."""
    measured = []
    for name, start in SERVERS.items():
        if not options.only or name in options.only:
            with start(shared, DEADLINE) as server:
                measured.append(measure(server, options))
                print(measured[-1].row(), flush=True)
    return measured


def main() -> None:
    """Measure, and print the table and the ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench.load")
    parser.add_argument("--only", nargs="*", choices=list(SERVERS), help="servers to measure")
    parser.add_argument("--copies", type=int, default=1, help="how many times the bundled data")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--one-hostile-in", type=int, default=10, help="0 for none")
    parser.add_argument("--walks", action="store_true", help="some queries walk over all data")
    options = parser.parse_args()
    with data(options.copies) as shared:
        print(f"{shared.quads:,} quads, {options.clients} clients, {options.seconds:g} s\n")
        print(HEADER)
        measured = {each.name: each for each in run(options, shared)}
    ours = measured.get("wsisgraph")
    for name, peer in measured.items():
        if ours is not None and peer is not ours:
            print(
                f"\n{name}: p99 {peer.p99 / ours.p99:.1f} times ours,"
                f" {peer.good / ours.good:.2f} times our good answers"
            )


if __name__ == "__main__":
    main()

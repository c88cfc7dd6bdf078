"""What it costs to load a newer export of a list again, beside what loading it first did.

    python -m bench.reload [--rows 50000] [--changes 500] [--served]

A made-up stocktaking list is loaded, and then an export of it in which `--changes` entries are new,
as many have another text, and as many are gone, all over the list. Each step runs as a person runs
it, `wsisgraph load`, and is told with its seconds of a processor and the memory of all its
processes together (proportional set size) at its peak: the load that only looks (`--dry-run`), the
load, the same once more, which changes nothing. `--served` does it beside a running service, whose
own seconds and memory are told too.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bench.data import Data
from bench.intake import COUNTRIES, KINDS, built, family, taken
from bench.servers import wsisgraph

HEADER = (
    *("ID", "Project title", "Organisation", "Country", "Stakeholder type", "Action line"),
    *("SDGs", "Description", "Start date", "Website"),
)
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Step:
    """What one command took.

    Attributes:
        name: what was done.
        seconds: on the clock.
        computed: of a processor, with all processes of the command.
        mebibytes: memory of these at its peak.
        said: what it said at its end.
        served: seconds of a processor that the service took meanwhile, and its memory at its peak.
    """

    name: str
    seconds: float
    computed: float
    mebibytes: int
    said: str
    served: tuple[float, int] | None


def main() -> int:
    """Measure; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--changes", type=int, default=500)
    parser.add_argument("--served", action="store_true", help="beside a running service")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wsisgraph-reload-") as name:
        folder = Path(name)
        write(folder / "list.csv", given.rows, 0)
        write(folder / "newer.csv", given.rows, given.changes)
        world = built(folder)
        data = Data(world.data, folder / "dataset.nq", 0)
        with wsisgraph(data) if given.served else nullcontext() as server:
            place = folder / f"served-{_port(server.endpoint)}" if server else world.data
            service = server.process.pid if server else None
            print(f"{given.rows:,} rows, load average {os.getloadavg()[0]:.1f}")
            print("| step | seconds | of a processor | MiB | service: processor, MiB | said |")
            print("| --- | --- | --- | --- | --- | --- |", flush=True)
            for step in measured(folder, place, service):
                beside = f"{step.served[0]:.1f}, {step.served[1]}" if step.served else "–"
                print(
                    f"| {step.name} | {step.seconds:.1f} | {step.computed:.1f} | {step.mebibytes}"
                    f" | {beside} | {step.said} |",
                    flush=True,
                )
    return 0


def measured(folder: Path, data: Path, service: int | None) -> Iterator[Step]:
    """Load the list, look at the newer export, load it, and once more."""
    first, newer = folder / "list.csv", folder / "newer.csv"
    yield run("the list, first", [str(first)], data, service)
    yield run("the newer export, --dry-run", [str(newer), "--dry-run"], data, service)
    yield run("the newer export", [str(newer)], data, service)
    yield run("the same once more", [str(newer)], data, service)


def run(name: str, arguments: list[str], data: Path, service: int | None) -> Step:
    """Run `wsisgraph load stocktaking` and measure it."""
    command = [sys.executable, "-m", "wsisgraph", "load", "stocktaking", *arguments]
    environment = {**os.environ, "WSISGRAPH_DATA": str(data)}
    before = computed(service) if service else 0.0
    began, own = time.perf_counter(), _of_children()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    with watched(process.pid) as peak, watched(service) as beside:
        assert process.stderr is not None
        lines = process.stderr.read().splitlines()
        if process.wait() > 1:
            raise SystemExit("\n".join(lines[-20:]))
    seconds = time.perf_counter() - began
    said = next((line for line in lines if line.startswith("Entries:")), "nothing changes")
    served = (computed(service) - before, beside[0]) if service else None
    return Step(name, seconds, _of_children() - own, peak[0], said, served)


def write(path: Path, rows: int, changes: int) -> None:
    """Write the list; with `changes`, that many entries are new, others changed, others gone."""
    step = rows // changes if changes else 0
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for n in range(1, rows + 1):
            turn = n % step if step else 0
            if step and turn == 1:
                continue
            out.writerow(row(n, " It has a second phase." if step and turn == step // 3 else ""))
            if step and turn == step // 2:
                out.writerow(row(rows + n, ""))


def row(n: int, more: str) -> list[object]:
    """Return one row of the list."""
    text = f"A project that brings access to village {n}, its schools and health centres.{more}"
    return [
        *(n, f"Project number {n} of the list", f"Organisation {n % 500} for Development"),
        *(list(COUNTRIES)[n % 5], KINDS[n % 3], f"C{n % 6 + 1}", n % 17 + 1, text),
        *(f"20{10 + n % 15}-0{n % 9 + 1}-15", f"https://example.org/p/{n}"),
    ]


@contextmanager
def watched(process: int | None) -> Iterator[list[int]]:
    """Watch the memory of a process and those that it started; gives its peak, in MiB."""
    peak, ends = [0], threading.Event()

    def look() -> None:
        while process and not ends.wait(0.25):
            peak[0] = max(peak[0], sum(map(taken, family(process))) >> 10)

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield peak
    finally:
        ends.set()
        watch.join()


def computed(process: int) -> float:
    """Return the seconds of a processor of a process, those it started, and those that ended."""
    ticks = 0
    for each in family(process):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        # proc(5): utime, stime, cutime and cstime are fields 14 to 17, of which two are cut off.
        ticks += sum(map(int, fields[11:15]))
    return ticks / _TICKS


def _of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _port(endpoint: str) -> str:
    return endpoint.partition("127.0.0.1:")[2].partition("/")[0]


if __name__ == "__main__":
    sys.exit(main())

"""What the embedded store takes as data grow: loading, memory, disk, answers, writes.

    python -m bench.capacity [--quads 500000 5000000] [--place memory disk] [--rounds 60]

and, on a machine that does nothing else and has 60 GB of disk to spare,

    python -m bench.capacity --quads 50000000 --place disk --folder /a/large/disk

The data are the bundled build and made-up activities under action lines, each a dozen quads long,
with a link that a passage states; what follows from them the rules derive. They are committed as a
load commits them, from a file, with no service; then served, once with all data in memory and once
from the disk (`WSISGRAPH_MEMORY_QUADS`). What is asked differs each time, so that no cache answers:

- *point*: one activity by its IRI, over HTTP;
- *matrix*: `/api/activities` under one line and for one goal;
- *page*: the page of one cell of the matrix;
- *revision*: 40 triples by SPARQL Update, until the answer, which is when they can be read.

Memory is proportional (PSS, what no file backs), of all processes together, before the first
question and after the last.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from bench.durability import ADMIN, passages
from bench.servers import _free_port
from tests.drills.watching import tree

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import WSIS

_PATIENCE = 4 * 3600
_LINES = [f"C{n}" for n in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11)]
_EACH = 30
_EVERYTHING = 10**12
_MIB = 1 << 20

_LOAD = """
import sys
from pathlib import Path
from wsisgraph.graph.rules import derived
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Step
from wsisgraph.store.client import commit
from wsisgraph.store.folder import DataFolder

settings = Settings.from_environment()
with open(sys.argv[1], "rb") as quads:
    size = Path(sys.argv[1]).stat().st_size
    step = Step(DataFolder(settings.data).revision(), quads, int(sys.argv[2]), 0, size)
    print(commit(settings, step, agent="bench", message="made up", derive=derived).added)
"""


@dataclass(slots=True)
class Measured:
    """What was measured of one size in one place; seconds and bytes."""

    quads: int
    place: str
    figures: dict[str, float] = field(default_factory=dict)


def activity(number: int) -> str:
    """Return the N-Quads of an activity, its link and the passage that states it."""
    graph = iris.graph("made-up")
    thing = iris.individual("activity", f"made-up-{number}")
    link = iris.individual("activity-link", f"made-up-{number}")
    said = iris.individual("document", "made-up") + f"/p/{number}"
    line = iris.vocab("action-lines", _LINES[number % len(_LINES)].lower())
    rdf, dct = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://purl.org/dc/terms/"
    told = [
        (thing, rdf, f"<{WSIS.Activity}>"),
        (thing, f"{dct}title", f'"Project number {number} for villages and schools"@en'),
        (thing, f"{dct}description", f'"It brings access to place {number}."@en'),
        (thing, f"{dct}identifier", f'"made-up-{number}"'),
        (thing, WSIS.carriedOutBy, f"<{iris.individual('agency', 'itu')}>"),
        (link, rdf, f"<{WSIS.ActivityLink}>"),
        (link, WSIS.activity, f"<{thing}>"),
        (link, WSIS.linksTo, f"<{line}>"),
        (link, WSIS.basis, f"<{iris.vocab('basis', 'asserted')}>"),
        (link, WSIS.statedIn, f"<{said}>"),
        (said, rdf, f"<{WSIS.Passage}>"),
        (said, WSIS.locator, f'"{number}"'),
    ]
    return "".join(f"<{s}> <{p}> {o} <{graph}> .\n" for s, p, o in told)


def write_quads(file: Path, activities: int) -> int:
    """Write so many activities to a file; return how many quads that are."""
    with file.open("w", encoding="utf-8") as out:
        for number in range(activities):
            out.write(activity(number))
    return activities * activity(0).count("\n")


def environment(folder: Path, memory_quads: int) -> dict[str, str]:
    """Return the variables of a program that works on a data folder."""
    return {
        **os.environ,
        "WSISGRAPH_DATA": str(folder),
        "WSISGRAPH_MEMORY_QUADS": str(memory_quads),
        "WSISGRAPH_ADMIN_TOKEN": ADMIN,
        "WSISGRAPH_LOG": "off",
        "WSISGRAPH_FAIR_USE": "off",
        "WSISGRAPH_QUERY_TIMEOUT": "60",
    }


class Peak:
    """The most memory that a process and its children took together."""

    def __init__(self, process: int) -> None:
        self.bytes = 0
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.5):
            self.bytes = max(self.bytes, sum(map(private, tree(self._process))))


def private(process: int) -> int:
    """Return the proportional memory of a process that no file backs."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in told.splitlines() if "Pss_Anon" in line)


def computed(process: int) -> float:
    """Return the seconds that a process and its children spent on processors, dead ones too."""
    ticks = 0
    for one in tree(process):
        try:
            told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        # utime, stime, and those of children that were waited for (proc(5), fields 14 to 17).
        ticks += sum(map(int, told[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def load(folder: Path, quads: int, measured: Measured, memory_quads: int) -> None:
    """Fill a data folder with about so many quads, with what follows from them."""
    told = environment(folder, memory_quads)
    command = [sys.executable, "-m", "wsisgraph", "build"]
    subprocess.run(command, env=told, check=True, capture_output=True)
    file = folder.with_suffix(".nq")
    # From the twelve of an activity 18 follow, about: the goals and targets of its line among them.
    number = write_quads(file, quads // _EACH)
    began, before = time.perf_counter(), os.times()
    process = subprocess.Popen(
        [sys.executable, "-c", _LOAD, str(file), str(number)], env=told, stdout=subprocess.PIPE
    )
    with Peak(process.pid) as peak:
        answer, _ = process.communicate(timeout=_PATIENCE)
    if process.returncode:
        raise SystemExit("the load failed")
    after = os.times()
    file.unlink()
    measured.quads = int(answer)
    measured.figures |= {
        "load s": time.perf_counter() - began,
        "load processor s": (after[2] + after[3]) - (before[2] + before[3]),
        "load memory MiB": peak.bytes / _MIB,
        "disk MiB": sum(_size(one) for one in _files(folder)) / _MIB,
    }


def _files(folder: Path) -> list[Path]:
    """Return the files below a folder, each once however many names it has."""
    found = {one.stat().st_ino: one for one in folder.rglob("*") if one.is_file()}
    return list(found.values())


def _size(file: Path) -> int:
    return file.stat().st_blocks * 512


@contextmanager
def service(folder: Path, memory_quads: int) -> Iterator[tuple[httpx.Client, int, float]]:
    """Serve a folder; gives a client, the process, and the seconds until it was ready."""
    port = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "wsisgraph", "serve", "--port", str(port)],
        env=environment(folder, memory_quads),
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=300) as client:
            while True:
                try:
                    if client.get("/ready").status_code == 200:
                        break
                except httpx.TransportError:
                    pass
                if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                    raise SystemExit("the service did not start")
                time.sleep(0.02)
            yield client, process.pid, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def asked(ask: Callable[[int], httpx.Response], rounds: int) -> tuple[list[float], int]:
    """Return the milliseconds of some questions, in order of length, and how many hit a deadline.

    One that hits a deadline counts with the time until that was told.
    """
    took, late = [], 0
    for number in range(rounds):
        began = time.perf_counter()
        answer = ask(number)
        took.append(1000 * (time.perf_counter() - began))
        if answer.status_code in (503, 504):
            late += 1
        elif answer.status_code not in (200, 204):
            raise SystemExit(f"{answer.url} was answered {answer.status_code}: {answer.text[:300]}")
    return sorted(took), late


def serve(
    folder: Path, measured: Measured, activities: int, memory_quads: int, rounds: int
) -> None:
    """Serve the data, and measure what answers and writes take."""
    chance = random.Random(7)
    with service(folder, memory_quads) as (client, process, ready):
        figures = measured.figures
        figures["ready s"] = ready
        figures["memory MiB"] = sum(map(private, tree(process))) / _MIB

        def point(_: int) -> httpx.Response:
            thing = iris.individual("activity", f"made-up-{chance.randrange(activities)}")
            return client.get("/sparql", params={"query": f"SELECT ?p ?o {{ <{thing}> ?p ?o }}"})

        def matrix(number: int) -> httpx.Response:
            line, goal = _LINES[number % len(_LINES)], number % 17 + 1
            told = {"action_line": line, "goal": str(goal), "limit": "50"}
            return client.get("/api/activities", params=told)

        def page(number: int) -> httpx.Response:
            cell = f"/m/{_LINES[number % len(_LINES)]}/{number % 17 + 1}"
            return client.get(cell, params={"lang": "en"}, follow_redirects=True)

        def write(number: int) -> httpx.Response:
            return client.post(
                "/update",
                content=passages(number),
                headers={
                    "Authorization": f"Bearer {ADMIN}",
                    "Content-Type": "application/sparql-update",
                },
            )

        kinds: list[tuple[str, Callable[[int], httpx.Response], int]] = [
            ("point", point, 5 * rounds),
            ("matrix", matrix, rounds),
            ("page", page, rounds),
            ("revision", write, max(2, rounds // 2)),
        ]
        for name, ask, times in kinds:
            before = computed(process)
            took, late = asked(ask, times)
            figures[f"{name} p50 ms"] = took[len(took) // 2]
            figures[f"{name} p99 ms"] = took[len(took) * 99 // 100]
            figures[f"{name} at deadline"] = late
            print(
                f"{name}: p50 {figures[f'{name} p50 ms']:.0f} ms, {late} of {len(took)} late",
                file=sys.stderr,
                flush=True,
            )
            figures[f"{name} processor ms"] = 1000 * (computed(process) - before) / len(took)
        figures["memory after MiB"] = sum(map(private, tree(process))) / _MIB


def main() -> None:
    """Measure, and print a table: a row for each figure, a column for each size and place."""
    parser = argparse.ArgumentParser(prog="python -m bench.capacity", description=__doc__)
    parser.add_argument("--quads", type=int, nargs="+", default=[500_000, 5_000_000])
    parser.add_argument("--place", nargs="+", default=["memory", "disk"])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    columns: list[Measured] = []
    for quads in given.quads:
        with tempfile.TemporaryDirectory(prefix="wsisgraph-bench-", dir=given.folder) as place:
            for name in given.place:
                folder = Path(place) / name
                most = _EVERYTHING if name == "memory" else 0
                column = Measured(quads, name)
                load(folder, quads, column, most)
                serve(folder, column, quads // _EACH, most, given.rounds)
                columns.append(column)
                show(columns)
                shutil.rmtree(folder)


def show(columns: list[Measured]) -> None:
    """Print what is measured so far."""
    print(f"\nload average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    print("| | " + " | ".join(f"{one.quads:,} quads, {one.place}" for one in columns) + " |")
    print("| --- |" + " --- |" * len(columns))
    for name in columns[0].figures:
        values = (f"{one.figures.get(name, float('nan')):,.4g}" for one in columns)
        print(f"| {name} | " + " | ".join(values) + " |")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

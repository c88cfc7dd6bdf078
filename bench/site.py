"""What building the site costs: from nothing, again, after one changed fact, with more activities.

Run it from the checkout on a machine that does nothing else:

    python -m bench.site [--lang en,fr,…] [--activities 15000]

Time is wall-clock; beside it stand the seconds of a processor that all processes took, which tell
versions apart on a machine that does other things too. Memory is what all processes of a build have
together, what several share counted once (the proportional set of Linux), looked at twice a second.
"""

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from os import environ
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from wsisgraph.cli.building import build_all
from wsisgraph.store.changes import Difference
from wsisgraph.store.writer import Writer

LOOK = 0.5
"""Seconds from one look at the memory to the next."""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", default="en,ar,es,fr,ru,zh")
    parser.add_argument("--activities", type=int, default=0, help="how many to add by copying")
    given = parser.parse_args()
    quads = build_all().nquads.decode()
    if given.activities:
        quads += many_activities(quads, given.activities)
    with tempfile.TemporaryDirectory(prefix="wsisgraph-bench-") as place:
        folder = Path(place)
        commit(folder / "data", added=quads)
        run = site_builder(folder, given.lang)
        print(f"{quads.count(chr(10)):,} quads, languages {given.lang}\n")
        print(
            "| build | s | of a processor | MiB | what it says |\n| --- | --- | --- | --- | --- |"
        )
        row("from nothing", run)
        row("nothing changed", run)
        old = next(line for line in quads.splitlines(True) if 'def#confidence> "' in line)
        commit(folder / "data", added=re.sub(r'"[0-9.]+"', '"0.123"', old), removed=old)
        row("one figure changed", run)


def row(name: str, run: Callable[[], tuple[str, int]]) -> None:
    """Measure one build and print its row."""
    start, before = time.perf_counter(), of_a_processor()
    said, most = run()
    took, busy = time.perf_counter() - start, of_a_processor() - before
    print(f"| {name} | {took:.1f} | {busy:.1f} | {most >> 10:,} | {said} |", flush=True)


def proportional(process: int) -> int:
    """Return the KiB that a process has with all that it began, 0 where it is not there."""
    place = Path(f"/proc/{process}")
    found = 0
    try:
        told = (place / "smaps_rollup").read_text()
        found += sum(int(line.split()[1]) for line in told.splitlines() if line[:4] == "Pss:")
        for children in place.glob("task/*/children"):
            found += sum(proportional(int(child)) for child in children.read_text().split())
    except OSError:
        # It has just ended.
        return found
    return found


def of_a_processor() -> float:
    """Return the seconds of a processor that programs run from here have taken so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def site_builder(folder: Path, lang: str) -> Callable[[], tuple[str, int]]:
    """Return what builds the site of a folder, as a person does, and tells the most memory."""
    command = [sys.executable, "-m", "wsisgraph", "site", "build", "--lang", lang]
    command += ["--out", str(folder / "site")]
    told = {**environ, "WSISGRAPH_DATA": str(folder / "data")}

    def run() -> tuple[str, int]:
        most = 0
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            with subprocess.Popen(command, env=told, stdout=said, stderr=said) as process:
                while process.poll() is None:
                    most = max(most, proportional(process.pid))
                    time.sleep(LOOK)
            said.seek(0)
            lines = said.read().strip().splitlines()
        if process.returncode:
            raise SystemExit(lines[-1])
        return lines[-1].partition(" at ")[0], most

    return run


def commit(data: Path, added: str, removed: str = "") -> None:
    """Commit quads to a data folder."""
    with Writer(data) as writer:
        change = Difference(added.encode(), removed.encode())
        writer.commit(change, agent="bench", message="a change")


def many_activities(quads: str, number: int) -> str:
    """Return copies of the activities and their links, until there are this many."""
    kinds = re.compile(r"/id/(activity|activity-link)/")
    own = [
        f"{quad} .\n"
        for quad in parse(quads.encode(), format=RdfFormat.N_QUADS)
        if kinds.search(str(quad.subject))
    ]
    each = len({line.split(" ")[0] for line in own if "/id/activity/" in line.split(" ")[0]})
    copies = -(-number // each)
    text = "".join(own)
    return "".join(
        kinds.sub(lambda found, at=at: f"/id/{found[1]}/copy-{at}-", text) for at in range(copies)
    )


if __name__ == "__main__":
    main()

"""How many rows a second become triples: `wsisgraph load`, morph-kgc and rdflib, in one run.

    python bench/intake.py [--rows 20000] [--rounds 2] [--environment FOLDER] [--only dry-run]

The same made-up stocktaking list goes through three ways, in turns, and the best round counts:

- ours: the loader `stocktaking`, from the file as people have it (names of countries, codes in one
  cell, bodies to be told apart) to N-Quads on disk; then the whole gate (`--dry-run`), which also
  checks every fact by the shapes and computes the difference; and, once, the whole load, whose
  commit runs the rules, writes the journal and brings the store up. Memory of these two is that of
  all their processes together (proportional set size), looked at twice a second;
- morph-kgc, in a virtual environment that is made for the run (or kept, with `--environment`), with
  an RML mapping of the same things; its table has been prepared, so that it need only fill
  templates;
- rdflib, which is handed the very triples of ours, and makes its terms, a graph and N-Triples.
"""

import argparse
import contextlib
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse

from wsisgraph.intake import Report, Wishes, take
from wsisgraph.intake.reading import read
from wsisgraph.loading import Options, discover
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Replacement
from wsisgraph.store.client import commit

COUNTRIES = {"Kenya": "404", "France": "250", "Brazil": "076", "India": "356", "Japan": "392"}
KINDS = ("Government", "Civil society", "Private sector")
_BASE = "https://w3id.org/wsis-sdg/"
_COMMITTED = "wsisgraph load"

_MORPH = """
import resource, sys, time
import morph_kgc

def computed():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)

began, before = time.perf_counter(), computed()
graph = morph_kgc.materialize_set(sys.argv[1])
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for triple in graph:
        out.write(triple + " .\\n")
print(time.perf_counter() - began, computed() - before, len(graph))
"""

_RML = """
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix wsis: <https://w3id.org/wsis-sdg/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One way through: seconds on the clock and of a processor, the triples it gave, its memory."""

    seconds: float
    computed: float
    triples: int
    mebibytes: int | None = None


def main() -> int:
    """Run the comparison; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument(
        "--environment", type=Path, help="where morph-kgc is, or is to be installed, and stays"
    )
    parser.add_argument("--only", default="", help="only the ways that have this in their name")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wsisgraph-intake-") as name:
        environment = given.environment or Path(name) / "morph"
        compare(Path(name), environment.resolve(), given.rows, given.rounds, given.only)
    return 0


def compare(folder: Path, environment: Path, rows: int, rounds: int, only: str) -> None:
    """Measure each way in turns, and print the best of each."""
    _say(f"{rows:,} rows are made up, the graph is built, and morph-kgc is installed")
    table, prepared = (folder / f"{name}.csv" for name in ("list", "prepared"))
    write_tables(table, prepared, rows)
    world = built(folder)
    python = morph_environment(environment) if only in "morph-kgc" else environment
    ways: dict[str, Callable[[Path], Measured]] = {
        "wsisgraph, into N-Quads": lambda place: ours(table, place),
        "wsisgraph load --dry-run": lambda place: gate(table, world, place / "dry", dry=True),
        _COMMITTED: lambda place: gate(table, world, place / "wet", dry=False),
        "morph-kgc": lambda place: morph(python, prepared, place),
        "rdflib": lambda place: apart(with_rdflib, place),
    }
    best: dict[str, Measured] = {}
    for number in range(rounds):
        # rdflib writes what ours of the same round read.
        place = folder / f"round-{number}"
        place.mkdir()
        for name, way in ways.items():
            if only not in name or (name == _COMMITTED and number):
                continue
            done = way(place)
            _say(f"round {number + 1}: {name} took {done.seconds:.2f} s")
            if name not in best or done.seconds < best[name].seconds:
                best[name] = done
    print(f"{rows:,} rows; the best of {rounds} rounds; load average {os.getloadavg()[0]:.1f}")
    print(
        "| way | seconds | of a processor | rows a second | rows a second of a processor | triples"
        " | MiB |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, done in best.items():
        print(
            f"| {name} | {done.seconds:.2f} | {done.computed:.2f} | {rows / done.seconds:,.0f}"
            f" | {rows / done.computed:,.0f} | {done.triples:,} | {done.mebibytes or '–'} |"
        )
    first = best.get("wsisgraph, into N-Quads")
    for name in ("morph-kgc", "rdflib"):
        if first is None or (done := best.get(name)) is None:
            continue
        triples = first.triples / first.seconds / (done.triples / done.seconds)
        print(
            f"{name} takes {done.seconds / first.seconds:.1f} times as long as wsisgraph, into"
            f" N-Quads ({done.computed / first.computed:.1f} times as much of a processor);"
            f" triple for triple {triples:.1f} times"
        )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def write_tables(table: Path, prepared: Path, rows: int) -> None:
    """Write the list as people have it, and as it is prepared for templates."""
    with (
        table.open("w", encoding="utf-8", newline="") as one,
        prepared.open("w", encoding="utf-8", newline="") as other,
    ):
        people, templates = csv.writer(one), csv.writer(other)
        people.writerow(
            [
                "ID",
                "Project title",
                "Organisation",
                "Country",
                "Stakeholder type",
                "Action line",
                "SDGs",
                "Description",
                "Start date",
                "Website",
            ]
        )
        templates.writerow(
            [
                "ID",
                "title",
                "body",
                "organisation",
                "m49",
                "stakeholder",
                "line",
                "goal",
                "description",
                "start",
                "url",
                "row",
            ]
        )
        for n in range(1, rows + 1):
            country = list(COUNTRIES)[n % 5]
            body, kind, line, goal = n % 500, KINDS[n % 3], n % 6 + 1, n % 17 + 1
            title, start = f"Project number {n} of the list", f"20{10 + n % 15}-0{n % 9 + 1}-15"
            text = f"A project that brings access to village {n}, its schools and health centres."
            url = f"https://example.org/p/{n}"
            name = f"Organisation {body} for Development"
            people.writerow([n, title, name, country, kind, f"C{line}", goal, text, start, url])
            templates.writerow(
                [
                    *(n, title, f"organisation-{body}", name, COUNTRIES[country]),
                    *(kind.lower().replace(" ", "-"), f"c{line}", goal, text, start, url, n + 1),
                ]
            )


def built(folder: Path) -> Settings:
    """Return settings of a data folder that holds the bundled sources."""
    from wsisgraph.cli.building import build_all

    settings = Settings(data=folder / "data")
    made = build_all()
    quads = folder / "dataset.nq"
    quads.write_bytes(made.nquads)
    commit(settings, Replacement(made.graphs, quads), agent="bench", message="built")
    return settings


def timed(way: Callable[[], object]) -> tuple[float, float]:
    """Return how long something takes, on the clock and of a processor, children included."""
    computed, began = _computed(), time.perf_counter()
    way()
    return time.perf_counter() - began, _computed() - computed


def _computed() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def ours(table: Path, place: Path) -> Measured:
    """Read the list into N-Quads on disk."""
    source = discover()["stocktaking"]
    seconds, computed = timed(lambda: read(source, [table], Options(), place))
    with (place / "quads.nq").open("rb") as quads:
        return Measured(seconds, computed, sum(1 for _ in quads))


def gate(table: Path, world: Settings, place: Path, *, dry: bool) -> Measured:
    """Take the list through the whole gate, into a copy of the graph as it was built."""
    source = discover()["stocktaking"]
    shutil.copytree(world.data, place)
    settings = replace(world, data=place)
    wishes = Wishes(dry=dry)
    reports: list[Report] = []
    with Peak() as peak:
        seconds, computed = timed(lambda: reports.append(take(source, [table], wishes, settings)))
    (done,) = reports
    if done.refused or done.difference is None:
        raise SystemExit("\n".join(str(remark) for remark in done.remarks[:10]))
    return Measured(seconds, computed, done.difference.added, peak.mebibytes)


class Peak:
    """The most memory that this process and those it started take together; a context manager."""

    def __init__(self) -> None:
        self.mebibytes = 0
        self._ends = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Peak":
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._ends.wait(0.5):
            self.mebibytes = max(self.mebibytes, sum(map(taken, family(os.getpid()))) >> 10)


def family(process: int) -> Iterator[int]:
    """Give a process, and those that it started, and those that these did."""
    yield process
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                yield from family(int(child))


def taken(process: int) -> int:
    """Return the proportional set size of a process in KiB; none of one that has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def morph_environment(place: Path) -> Path:
    """Make a virtual environment with morph-kgc, unless it is there; return its Python."""
    python = place / "bin" / "python"
    if python.exists():
        return python
    venv.create(place, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "morph-kgc"], check=True)
    return python


def morph(python: Path, prepared: Path, place: Path) -> Measured:
    """Let morph-kgc fill the templates; its start-up is not counted."""
    mapping, config, program = place / "map.ttl", place / "config.ini", place / "morph.py"
    mapping.write_text(_RML + "".join(maps(prepared)), encoding="utf-8")
    config.write_text(
        f"[CONFIGURATION]\nlogging_level: ERROR\n[list]\nmappings: {mapping}\n", encoding="utf-8"
    )
    program.write_text(_MORPH, encoding="utf-8")
    done = subprocess.run(
        [python, program, config, place / "morph.nt"], capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, computed, triples = done.stdout.split()[-3:]
    return Measured(float(seconds), float(computed), int(triples))


def maps(prepared: Path) -> Iterator[str]:
    """Give the triples maps: activity, body, row, and a link to the line and to the goal."""
    activity, body = "id/activity/stocktaking/{ID}", "id/body/stocktaking/{body}"
    row = "id/document/stocktaking/p/{ID}"
    yield triples_map(
        prepared,
        "activity",
        activity,
        "wsis:Activity",
        {
            "skos:prefLabel": 'rml:reference "title" ; rr:language "en"',
            "dct:description": 'rml:reference "description" ; rr:language "en"',
            "dct:type": f"rr:constant <{_BASE}vocab/activity-kinds/project>",
            "wsis:carriedOutBy": f'rr:template "{_BASE}{body}"',
            "wsis:inRegion": 'rr:template "http://metadata.un.org/sdg/codes/geoArea/{m49}"',
            "wsis:stakeholderType": f'rr:template "{_BASE}vocab/stakeholder-types/{{stakeholder}}"',
            "schema:startDate": 'rml:reference "start" ; rr:datatype xsd:date',
            "schema:url": 'rml:reference "url" ; rr:datatype xsd:anyURI',
            "wsis:statedIn": f'rr:template "{_BASE}{row}"',
        },
    )
    yield triples_map(
        prepared,
        "body",
        body,
        "wsis:Body",
        {
            "skos:prefLabel": 'rml:reference "organisation" ; rr:language "en"',
            "dct:type": f"rr:constant <{_BASE}vocab/body-kinds/other-organization>",
        },
    )
    yield triples_map(
        prepared,
        "row",
        row,
        "wsis:Passage",
        {
            "dct:isPartOf": f"rr:constant <{_BASE}id/document/stocktaking>",
            "wsis:locator": 'rr:template "row-{row}" ; rr:termType rr:Literal',
            "wsis:order": 'rml:reference "row" ; rr:datatype xsd:integer',
            "wsis:passageKind": f"rr:constant <{_BASE}vocab/passage-kinds/table-row>",
            "dct:abstract": 'rml:reference "title" ; rr:language "en"',
        },
    )
    for key, target in (
        ("line", f"{_BASE}vocab/action-lines/{{line}}"),
        ("goal", "http://metadata.un.org/sdg/{goal}"),
    ):
        yield triples_map(
            prepared,
            key,
            f"id/activity-link/stocktaking/{{ID}}/{{{key}}}",
            "wsis:ActivityLink",
            {
                "wsis:activity": f'rr:template "{_BASE}{activity}"',
                "wsis:linksTo": f'rr:template "{target}"',
                "wsis:basis": f"rr:constant <{_BASE}vocab/basis/asserted>",
                "wsis:statedIn": f'rr:template "{_BASE}{row}"',
                "wsis:status": f"rr:constant <{_BASE}vocab/status/accepted>",
            },
        )


def triples_map(
    prepared: Path, name: str, subject: str, class_: str, objects: dict[str, str]
) -> str:
    """Return one triples map in RML."""
    said = "".join(
        f" ;\n  rr:predicateObjectMap [ rr:predicate {predicate} ; rr:objectMap [ {object_} ] ]"
        for predicate, object_ in objects.items()
    )
    return (
        f'<#{name}> rml:logicalSource [ rml:source "{prepared}" ;'
        f" rml:referenceFormulation ql:CSV ] ;\n"
        f'  rr:subjectMap [ rr:template "{_BASE}{subject}" ; rr:class {class_} ]{said} .\n'
    )


def apart(way: Callable[[Path], Measured], place: Path) -> Measured:
    """Measure something in a process of its own, which takes its memory along."""
    with ProcessPoolExecutor(1, get_context("spawn")) as one:
        return one.submit(way, place).result()


def with_rdflib(place: Path) -> Measured:
    """Let rdflib write the triples that ours read."""
    said: list[tuple[str, str, str, bool, str | None, str]] = []
    for quad in parse(path=str(place / "quads.nq"), format=RdfFormat.N_QUADS):
        subject, predicate, term = quad.subject.value, quad.predicate.value, quad.object
        if isinstance(term, NamedNode):
            said.append((subject, predicate, term.value, True, None, ""))
        else:
            datatype = "" if term.language else term.datatype.value
            said.append((subject, predicate, term.value, False, term.language, datatype))
    graph = rdflib.Graph()

    def write() -> None:
        for subject, predicate, value, is_node, language, datatype in said:
            term: rdflib.term.Node
            if is_node:
                term = rdflib.URIRef(value)
            elif language:
                term = rdflib.Literal(value, lang=language)
            else:
                term = rdflib.Literal(value, datatype=rdflib.URIRef(datatype), normalize=False)
            graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), term))
        graph.serialize(place / "rdflib.nt", format="nt", encoding="utf-8")

    seconds, computed = timed(write)
    return Measured(seconds, computed, len(graph))


if __name__ == "__main__":
    sys.exit(main())

"""Check the same made-up entries by our shapes with several engines: time, memory, findings.

    python -m bench.validation
    python -m bench.validation --entries 1500 15000 --reference-up-to 15000

Each engine runs in a process of its own, one after another. `check` is what it takes once data and
shapes are loaded, compiling the shapes included; `processor` is the same in processor time, which
other work on the machine disturbs less, and what the ratio is of. `shacl` and `pyrudof` are run
where they are installed. pyshacl is the reference of the findings; where it is left out, because it
takes long, the checker is.
"""

import argparse
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from bench.entries import activity, entries, link, vocabularies

Key = tuple[str, ...]
"""Focus node, path, shape and component of a finding."""


@dataclass(frozen=True)
class Run:
    """What one engine took, and found."""

    engine: str
    load: float
    check: float
    processor: float
    memory: int
    found: Counter[Key]


def _ours(count: int) -> Iterator[Any]:
    from pyoxigraph import Store

    from wsisgraph.graph.assemble import read_shapes
    from wsisgraph.graph.checker import Checker

    shapes = read_shapes()[1]
    store = Store()
    store.bulk_extend(_quads(count))
    yield
    findings = Checker(shapes).check(store)
    yield
    yield Counter((each.focus, each.path, each.shape, each.component) for each in findings)


def _pyshacl(count: int) -> Iterator[Any]:
    from wsisgraph.graph.assemble import read_shapes
    from wsisgraph.graph.shacl import as_rdflib, check
    from wsisgraph.graph.validation import read_report

    data, shapes = as_rdflib(_quads(count)), as_rdflib(read_shapes()[1])
    yield
    report = check(data, shapes)
    yield
    yield Counter((f.focus, f.path, f.shape, f.component) for f in read_report(report))


def _shacl(count: int) -> Iterator[Any]:
    import shacl

    data, shapes = _ntriples(count)
    yield
    report = shacl.Shapes.from_text(shapes, "nt").validate_text(data, "nt")
    yield
    yield Counter(
        (_bare(r.focus_node), _bare(r.path), _bare(r.source_shape), _bare(r.component_iri))
        for r in report.results
    )


def _pyrudof(count: int) -> Iterator[Any]:
    from pyrudof import RDFFormat, Rudof, RudofConfig, ShaclFormat

    data, shapes = _ntriples(count)
    rudof = Rudof(RudofConfig())
    rudof.read_data(data, format=RDFFormat.NTriples)
    yield
    rudof.read_shacl(shapes, format=ShaclFormat.NTriples)
    report = rudof.validate_shacl()
    yield
    yield Counter(
        (_bare(r.focus_node), _bare(r.path), _bare(r.source_shape), _bare(r.constraint_component))
        for r in report.violations
    )


ENGINES: dict[str, Callable[[int], Iterator[Any]]] = {
    "wsisgraph": _ours,
    "pyshacl": _pyshacl,
    "shacl": _shacl,
    "pyrudof": _pyrudof,
}


def _quads(count: int) -> Iterator[Any]:
    yield from vocabularies()
    yield from entries(count)


def _ntriples(count: int) -> tuple[str, str]:
    from wsisgraph.graph.assemble import read_shapes

    quads = dict.fromkeys(str(quad.triple) for quad in _quads(count))
    shapes = dict.fromkeys(str(quad.triple) for quad in read_shapes()[1])
    return "".join(f"{each} .\n" for each in quads), "".join(f"{each} .\n" for each in shapes)


def _bare(term: Any) -> str:
    return "" if term is None else str(term).removeprefix("<").removesuffix(">")


def _run(engine: str, count: int, told: Any) -> None:
    try:
        steps = ENGINES[engine](count)
        began = time.perf_counter()
        next(steps)
        loaded, before = time.perf_counter(), time.process_time()
        next(steps)
        checked, after = time.perf_counter(), time.process_time()
        found = next(steps)
    except ImportError:
        told.send(None)
        return
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told.send(Run(engine, loaded - began, checked - loaded, after - before, memory, found))


def run(engine: str, count: int) -> Run | None:
    """Run an engine in a process of its own; None where it is not installed or gives up."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(engine, count, there))
    process.start()
    there.close()
    try:
        result: Run | None = here.recv()
    except EOFError:
        result = None
    process.join()
    return result


def one_contribution(count: int, rounds: int = 500) -> float:
    """Return the median time to check one activity and its link among `count`, in milliseconds."""
    from pyoxigraph import Store

    from wsisgraph.graph.assemble import read_shapes
    from wsisgraph.graph.checker import Checker

    checker, store = Checker(read_shapes()[1]), Store()
    store.bulk_extend(_quads(count))
    times = []
    for number in range(rounds):
        entry = number * 7919 % count
        began = time.perf_counter()
        checker.check(store, focus=[activity(entry), link(entry)])
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print a table for each number of entries."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--entries", type=int, nargs="+", default=[1500, 15_000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--reference-up-to", type=int, default=1500)
    options = parser.parse_args()
    for count in options.entries:
        print(f"\n{count:,} entries\n")
        print("| engine | load s | check s | processor s | times ours | peak MiB | findings |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        engines = [
            name
            for name in options.engines
            if name != "pyshacl" or count <= options.reference_up_to
        ]
        runs = {name: run(name, count) for name in engines}
        reference = runs.get("pyshacl") or runs.get("wsisgraph")
        ours = runs.get("wsisgraph")
        for name, done in runs.items():
            if done is None:
                print(f"| {name} | – | – | – | – | – | not installed, or gave up |")
                continue
            ratio = f"{done.processor / ours.processor:.1f}" if ours else "–"
            print(
                f"| {name} | {done.load:.2f} | {done.check:.2f} | {done.processor:.2f} | {ratio}"
                f" | {done.memory:,} | {_compared(done, reference)} |",
                flush=True,
            )
        print(f"\none contribution (median): {one_contribution(count):.2f} ms", flush=True)


def _compared(done: Run, reference: Run | None) -> str:
    total = done.found.total()
    if reference is None or reference is done:
        return f"{total}: the reference"
    missing = (reference.found - done.found).total()
    strange = (done.found - reference.found).total()
    if not missing and not strange:
        return f"{total}: the same"
    return f"{total}: {missing} missing, {strange} of its own"


if __name__ == "__main__":
    main()

"""What every source must keep, whatever it is about: the same tests for each folder of loaders/."""

import csv
import hashlib
import os
import socket
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from wsisgraph import content
from wsisgraph.loading import Context, Fact, Source
from wsisgraph.loading.manifest import read_manifest
from wsisgraph.terms import iris

FOLDERS = sorted(path.parent for path in content.folder("loaders").glob("*/source.toml"))
MANIFESTS = [read_manifest(folder) for folder in FOLDERS]
IDS = [manifest.id for manifest in MANIFESTS]

every_source = pytest.mark.parametrize("source_id", IDS)
every_bundled_source = pytest.mark.parametrize(
    "source_id", [manifest.id for manifest in MANIFESTS if manifest.is_bundled]
)

DIGEST = """
import hashlib
from wsisgraph.loading import discover
state = hashlib.sha256()
for source in discover().values():
    manifest = source.manifest
    paths = manifest.input_paths or sorted((manifest.folder / "samples").glob("*"))
    for fact in source.read(paths)[0]:
        state.update(repr(fact).encode())
print(state.hexdigest())
"""


def by_status(facts: list[Fact]) -> dict[str, set[str]]:
    graphs: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        quad = fact.quad("x")
        graphs[fact.status].add(str(Triple(quad.subject, quad.predicate, quad.object)))
    return graphs


def expected(folder: Path) -> dict[str, set[str]]:
    """Read `expected.ttl`, and `expected-STATUS.ttl` for facts that are not accepted."""
    graphs = {}
    for path in folder.glob("expected*.ttl"):
        triples = parse(path=str(path), format=RdfFormat.TURTLE, base_iri=iris.base_iri())
        _, _, status = path.stem.partition("-")
        graphs[status or "accepted"] = {
            str(Triple(quad.subject, quad.predicate, quad.object)) for quad in triples
        }
    return graphs


def test_every_folder_of_loaders_is_a_source_named_like_its_id(sources: dict[str, Source]) -> None:
    assert [folder.name.replace("_", "-") for folder in FOLDERS] == sorted(IDS)
    assert set(IDS) <= set(sources)


@every_bundled_source
def test_the_bundled_rows_are_read_without_a_problem_and_as_many_as_expected(
    sources: dict[str, Source], source_id: str
) -> None:
    facts, context = sources[source_id].read()
    assert [str(problem) for problem in context.problems] == []
    assert facts


@every_source
def test_the_samples_give_exactly_the_expected_graph(
    sources: dict[str, Source], source_id: str
) -> None:
    source = sources[source_id]
    samples = sorted((source.manifest.folder / "samples").glob("*"))
    assert samples, f"{source_id} has no samples/"
    facts, context = source.read(samples)
    assert [str(problem) for problem in context.problems] == []
    assert by_status(facts) == expected(source.manifest.folder)


@every_bundled_source
def test_every_fact_remembers_file_and_line(sources: dict[str, Source], source_id: str) -> None:
    facts, _ = sources[source_id].read()
    nowhere = [fact for fact in facts if fact.origin.line is None]
    assert nowhere == []
    inputs = {content.relative(path) for path in sources[source_id].manifest.input_paths}
    assert {fact.origin.file for fact in facts} <= inputs


@every_bundled_source
def test_no_fact_is_given_twice(sources: dict[str, Source], source_id: str) -> None:
    facts, _ = sources[source_id].read()
    quads = Counter(str(fact.quad(source_id)) for fact in facts)
    assert {quad for quad, times in quads.items() if times > 1} == set()


@every_bundled_source
def test_a_source_is_read_without_network(
    sources: dict[str, Source], source_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a loader opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    facts, _ = sources[source_id].read()
    assert facts


def test_the_same_input_gives_the_same_facts_in_the_same_order_everywhere() -> None:
    def digest(seed: str, zone: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        ran = subprocess.run(
            [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    first = digest("1", "UTC")
    assert len(first) == hashlib.sha256().digest_size * 2
    assert digest("4711", "Pacific/Kiritimati") == first


@every_bundled_source
def test_a_row_that_gets_lost_is_noticed(
    sources: dict[str, Source], source_id: str, tmp_path: Path
) -> None:
    source = sources[source_id]
    tables = [path for path in source.manifest.input_paths if path.suffix == ".csv"]
    if not tables:
        assert source.manifest.counts, f"{source_id} expects nothing of its files"
        return
    for table in tables:
        shorter = tmp_path / table.name
        with table.open(encoding="utf-8", newline="") as full, shorter.open("w") as cut:
            csv.writer(cut, lineterminator="\n").writerows(list(csv.reader(full))[:-1])
        context = Context(source.manifest)
        paths = [shorter if path == table else path for path in source.manifest.input_paths]
        list(source.load(paths, context))
        assert context.unmet_counts(), f"{table.name} may lose a row unnoticed"


@every_bundled_source
def test_every_expected_count_has_its_reason(sources: dict[str, Source], source_id: str) -> None:
    counts = sources[source_id].manifest.counts
    assert counts
    assert all(len(count.reason.split()) >= 3 for count in counts.values())

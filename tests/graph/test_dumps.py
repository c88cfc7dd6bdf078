"""Dumps: dated folders that lead from one to the next."""

import gzip
import hashlib
import json
import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from tests import world

from wsisgraph.errors import InputRefused
from wsisgraph.graph.dumps import Dumped, dump

GRAPH = "<https://w3id.org/wsis-sdg/graph/itu-council>"
LABEL = "<http://www.w3.org/2004/02/skos/core#altLabel>"
KITES = f'<urn:x> {LABEL} "Kites" {GRAPH} .\n'.encode()
RADIOS = f'<urn:x> {LABEL} "Radios" {GRAPH} .\n'.encode()
STATES = (b"", KITES, RADIOS)


def write(into: Path, number: int) -> Dumped:
    """Write the dump of one of three revisions of the small world."""
    quads = [*world.store(), *parse(STATES[number - 1], format=RdfFormat.N_QUADS)]
    time = f"2026-01-0{number}T00:00:00.000+00:00"
    return dump(quads, into, revision=f"{number}-abc", sequence=number, time=time)


def lines(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of three dumps."""
    into = tmp_path_factory.mktemp("dumps") / "dumps"
    for number in (1, 2, 3):
        assert write(into, number).is_new
    return into


def in_order(into: Path) -> list[Path]:
    found = [path.parent for path in into.glob("*/dump.json")]
    return sorted(found, key=lambda path: json.loads((path / "dump.json").read_text())["sequence"])


def test_each_dump_leads_from_the_one_before_to_itself(dumps: Path) -> None:
    first, second, third = in_order(dumps)
    assert not (first / "added.nq.gz").exists()
    for before, after in ((first, second), (second, third)):
        held = set(lines(before / "wsisgraph.nq.gz"))
        held -= set(lines(after / "removed.nq.gz"))
        held |= set(lines(after / "added.nq.gz"))
        assert sorted(held) == lines(after / "wsisgraph.nq.gz")
    assert lines(second / "added.nq.gz") == [KITES]
    assert lines(third / "difference.rdfp.gz") == [
        b"TX .\n",
        b"D " + KITES,
        b"A " + RADIOS,
        b"TC .\n",
    ]


def test_a_dump_says_what_it_is_and_its_checksums_are_true(dumps: Path) -> None:
    for folder in in_order(dumps):
        told = json.loads((folder / "dump.json").read_text())
        assert folder.name == f"{told['time'][:10]}-{told['revision']}"
        assert told["quads"] == len(lines(folder / "wsisgraph.nq.gz"))
        sums = dict(
            reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines()
        )
        assert sums == told["sha256"]
        assert set(sums) | {"SHA256SUMS", "dump.json"} == {path.name for path in folder.iterdir()}
        for name, digest in sums.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_both_forms_hold_the_same_quads(dumps: Path) -> None:
    folder = in_order(dumps)[-1]
    quads = gzip.decompress((folder / "wsisgraph.nq.gz").read_bytes())
    trig = gzip.decompress((folder / "wsisgraph.trig.gz").read_bytes())
    assert set(parse(quads, format=RdfFormat.N_QUADS)) == set(parse(trig, format=RdfFormat.TRIG))


def test_the_same_dumps_have_the_same_bytes(dumps: Path, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        write(tmp_path, number)
    for one, other in zip(in_order(dumps), in_order(tmp_path), strict=True):
        for path in one.iterdir():
            assert path.read_bytes() == (other / path.name).read_bytes()


def test_a_dump_that_is_there_is_left_alone(dumps: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in dumps.rglob("*")}
    done = write(dumps, 3)
    assert (done.is_new, done.added, done.removed) == (False, 1, 1)
    assert {path: path.stat().st_mtime_ns for path in dumps.rglob("*")} == before


def test_a_damaged_dump_is_not_compared_with(dumps: Path, tmp_path: Path) -> None:
    shutil.copytree(in_order(dumps)[1], tmp_path / "second")
    (tmp_path / "second" / "wsisgraph.nq.gz").write_bytes(b"")
    with pytest.raises(InputRefused, match="A dump is damaged"):
        write(tmp_path, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["second"]

"""A process that began to learn before it was known what to read reads as any other would."""

import os
import re
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.intake.bodies import BODIES

from wsisgraph.intake import reading
from wsisgraph.intake.awaiting import Awaiting, begin
from wsisgraph.loading import Options, Source, discover, sources

REPORT = """Document C31/9-E
5 May 2031
Report by the Secretary-General

1\tWork
1.1\tThe group met twice in the year; see General Assembly resolution 70/125.
"""


@pytest.fixture(scope="module")
def documents() -> Source:
    return discover()["itu-documents"]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, in which patterns are kept."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("WSISGRAPH_DATA", str(folder))
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def awaiting(data: Path) -> Iterator[Awaiting]:
    found = begin("itu-documents")
    assert found is not None
    yield found
    if found._orders >= 0:
        os.close(found._orders)
        os.waitpid(found.child, 0)


def read(
    source: Source, file: Path, folder: Path, awaiting: Awaiting | None
) -> tuple[reading.Reading, bytes]:
    folder.mkdir()
    options = Options(parameters={"issued": "2031-05"})
    told = reading.read(source, [file], options, folder, awaiting=awaiting)
    return told, (folder / "quads.nq").read_bytes()


def test_it_reads_as_a_process_that_is_forked_when_all_is_known(
    documents: Source, file: Path, tmp_path: Path, awaiting: Awaiting
) -> None:
    chosen = replace(documents, manifest=replace(documents.manifest, id="mine"))
    ahead = read(chosen, file, tmp_path / "ahead", awaiting)
    assert awaiting._orders < 0
    assert ahead == read(chosen, file, tmp_path / "plain", None)
    assert ahead[0].name == "mine"
    assert ahead[0].about["issued"] == "2031-05"
    assert b"/mine/p/1-1" in ahead[1]


def test_it_reads_once_and_the_next_file_is_read_by_another(
    documents: Source, file: Path, tmp_path: Path, awaiting: Awaiting
) -> None:
    first = read(documents, file, tmp_path / "first", awaiting)
    assert first == read(documents, file, tmp_path / "second", awaiting)


def test_it_is_told_nothing_of_another_source(
    file: Path, tmp_path: Path, awaiting: Awaiting
) -> None:
    table = tmp_path / "bodies.csv"
    table.write_text("key,name,kind\nx,The X,group\n", encoding="utf-8")
    assert b"The X" in read(BODIES, table, tmp_path / "spool", awaiting)[1]
    assert awaiting._orders >= 0


def test_another_reads_where_it_has_died(
    documents: Source, file: Path, tmp_path: Path, awaiting: Awaiting
) -> None:
    os.kill(awaiting.child, signal.SIGKILL)
    os.waitpid(awaiting.child, 0)
    assert b"70-125" in read(documents, file, tmp_path / "spool", awaiting)[1]


@pytest.mark.parametrize("source", ["stocktaking", "nothing-of-that-name", "../x", "--help"])
def test_it_leaves_where_a_source_has_nothing_to_learn(source: str) -> None:
    awaiting = begin(source)
    assert awaiting is not None
    assert os.waitpid(awaiting.child, 0)[0] == awaiting.child
    os.close(awaiting._orders)


def test_it_leaves_when_nobody_can_tell_it_anything_any_more() -> None:
    awaiting = begin("itu-documents")
    assert awaiting is not None
    os.close(awaiting._orders)
    assert os.waitpid(awaiting.child, 0)[0] == awaiting.child


def test_it_keeps_what_it_compiled_and_knows_no_secrets(
    documents: Source, file: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare() -> None:
        (tmp_path / "told.txt").write_text(" ".join(os.environ), encoding="utf-8")
        re.compile("a pattern of (?P<its>[own]+)|" + "its length is worth it" * 400)

    monkeypatch.setenv("WSISGRAPH_STORE_PASSWORD", "secret")
    monkeypatch.setattr(sources, "find", lambda name: replace(documents, prepare=prepare))
    awaiting = begin("itu-documents")
    read(documents, file, tmp_path / "spool", awaiting)
    told = (tmp_path / "told.txt").read_text(encoding="utf-8").split()
    assert "WSISGRAPH_DATA" in told
    assert "WSISGRAPH_STORE_PASSWORD" not in told
    (kept,) = (data / "cache").iterdir()
    assert b"a pattern of (?P<its>[own]+)|its length" in kept.read_bytes()

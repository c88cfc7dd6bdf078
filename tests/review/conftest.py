"""A small world to review: the vocabularies, and a source with statements of each status."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse, serialize

from wsisgraph.graph.assemble import assemble, own_sources
from wsisgraph.graph.rules import derived
from wsisgraph.review.docket import Docket
from wsisgraph.review.office import open_docket
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Difference
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris

FACTS = Path(__file__).with_name("facts.trig")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that nobody changes."""
    folder = tmp_path_factory.mktemp("world") / "data"
    vocabularies = assemble(own_sources().values()).store
    # The many targets and indicators would only make each test slower.
    many = re.compile(rf"<{re.escape(iris.SDG)}/\w+\.\w+>|<{re.escape(iris.SDG)}/C\w+>")
    quads: list[Quad] = [q for q in vocabularies if not many.fullmatch(str(q.subject))]
    quads += parse(path=str(FACTS), format=RdfFormat.TRIG)
    data = serialize(quads, format=RdfFormat.N_QUADS) or b""
    with Writer(folder, derive=derived) as writer:
        writer.commit(Difference(data), agent="tests", message="the world")
    return folder


@pytest.fixture
def unchanged(world: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder that nobody changes: the test fails when a command did."""
    monkeypatch.setenv("WSISGRAPH_DATA", str(world))
    before = DataFolder(world).revision()
    yield world
    assert DataFolder(world).revision() == before


@pytest.fixture
def data(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, which the commands use."""
    folder = tmp_path / "data"
    shutil.copytree(world, folder)
    monkeypatch.setenv("WSISGRAPH_DATA", str(folder))
    return folder


@pytest.fixture
def docket(data: Path) -> Callable[[], Docket]:
    """Open the docket as it stands at that moment."""
    return lambda: open_docket(Settings(data=data))[0]

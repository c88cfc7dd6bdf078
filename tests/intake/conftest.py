"""A small world to load into: the vocabularies, and files of bodies."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, serialize
from tests.intake.bodies import BODIES, load_bodies

from wsisgraph.graph.assemble import assemble, own_sources
from wsisgraph.graph.rules import derived
from wsisgraph.intake import Report, Wishes, take
from wsisgraph.loading import Source
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Difference
from wsisgraph.store.client import read_dataset
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris

Take = Callable[..., Report]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that nobody changes."""
    folder = tmp_path_factory.mktemp("world") / "data"
    quads: list[Quad] = list(assemble(own_sources().values()).store)
    data = serialize(quads, format=RdfFormat.N_QUADS) or b""
    with Writer(folder, derive=derived) as writer:
        writer.commit(Difference(data), agent="tests", message="the world")
    return folder


@pytest.fixture
def settings(world: Path, tmp_path: Path) -> Settings:
    """Settings that name a data folder of the test's own."""
    folder = tmp_path / "data"
    shutil.copytree(world, folder)
    return Settings(data=folder)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write lines to a file, below a header."""

    def write(*lines: str, name: str = "bodies.csv", header: str = "key,name,kind") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(settings: Settings) -> Take:
    """Take files in, through the source of bodies or another loader."""

    def run(
        *paths: Path, loader: object = load_bodies, source: Source = BODIES, **wishes: object
    ) -> Report:
        if loader is not load_bodies:
            source = replace(source, load=loader)  # type: ignore[arg-type]
        return take(source, paths, Wishes(**wishes), settings)  # type: ignore[arg-type]

    return run


@pytest.fixture
def held(settings: Settings) -> Callable[[str], Store]:
    """Return the quads of a graph as they stand, in a store."""

    def read(name: str) -> Store:
        store = Store()
        store.extend(read_dataset(settings, [iris.graph(name)]) or ())
        return store

    return read


@pytest.fixture
def revision(settings: Settings) -> Callable[[], str]:
    """Return the id of the revision that stands."""
    return lambda: str(json.loads((settings.data / "current").read_text())["revision"])

"""A small world to load into: the vocabularies, and a source whose rows are bodies."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, serialize

from wsisgraph.graph.assemble import assemble, own_sources
from wsisgraph.graph.rules import derived
from wsisgraph.intake import Report, Wishes, take
from wsisgraph.loading import Context, Fact, Manifest, Origin, Source, literal, node
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Difference
from wsisgraph.store.client import read_dataset
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS, WSIS

MANIFEST = Manifest(
    id="bodies",
    folder=Path(__file__).parent,
    title="Bodies of a test",
    publisher="id/agency/itu",
    licence="https://creativecommons.org/licenses/by/4.0/",
    source_terms="Ours.",
    citation="Made for a test, 2025",
    issued="2025",
    language="en",
    inputs=(),
    accepts=("csv",),
)


def load_bodies(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Columns key, name, kind, status; a name is missing: a problem; a note: unknown."""
    for path in inputs:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                origin, key = Origin(path.name, number), row["key"]
                context.count("rows")
                if not row["name"]:
                    context.problem(origin.at("name"), "there is no name", "give one")
                    continue
                if row.get("note"):
                    context.unknown(origin.at("note"), "nobody knows notes", "leave them out")
                status = row.get("status") or "accepted"
                body = iris.individual("body", f"{context.manifest.id}-{key}")
                kind = node(iris.vocab("body-kinds", row["kind"]))
                yield Fact(body, RDF.type, node(WSIS.Body), origin, status, key)
                for language in ("en", "zh"):
                    name = literal(row["name"], language=language)
                    yield Fact(body, SKOS.prefLabel, name, origin, status, key)
                yield Fact(body, DCT.type, kind, origin, status, key)


BODIES = Source(MANIFEST, load_bodies)
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

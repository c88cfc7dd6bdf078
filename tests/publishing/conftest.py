"""A data folder with the tiny world in it, and the site that is built from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import Dataset, RdfFormat, serialize
from tests import world

from wsisgraph import content
from wsisgraph.publishing import inputs
from wsisgraph.publishing.building import Built, Options, build
from wsisgraph.publishing.kinds import KINDS
from wsisgraph.publishing.sheets import Kind
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages
from wsisgraph.store.changes import Difference
from wsisgraph.store.local import open_local
from wsisgraph.store.writer import Writer

CATALOGUE = Catalogue.load(content.folder("queries"))


@pytest.fixture(scope="session", autouse=True)
def _same_program() -> Iterator[None]:
    """Take the program for the same throughout, also where somebody edits it meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "program", lambda theme=None: "program")
        yield


@dataclass(frozen=True)
class Place:
    """A data folder, and where its site goes."""

    data: Path
    site: Path

    def commit(self, added: str = "", removed: str = "") -> str:
        """Commit N-Quads; returns the id of the revision."""
        with Writer(self.data) as writer:
            change = Difference(added.encode(), removed.encode())
            return writer.commit(change, agent="test", message="a change").revision.id

    def build(
        self,
        into: Path | None = None,
        revision: str | None = None,
        kinds: Sequence[Kind] = KINDS,
        **options: object,
    ) -> Built:
        """Build the site."""
        settings = Settings(data=self.data)
        given = Options(**{"processes": 1, **options})  # type: ignore[arg-type]
        store = open_local(settings, revision)
        pages = Pages()
        return build(store, CATALOGUE, settings, pages, into or self.site, given, kinds=kinds)


def new_place(folder: Path) -> Place:
    place = Place(folder / "data", folder / "site")
    place.commit((serialize(Dataset(world.quads()), format=RdfFormat.N_QUADS) or b"").decode())
    return place


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The site of the world, built once; not to be changed."""
    place = new_place(tmp_path_factory.mktemp("built"))
    place.build()
    return place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A data folder of the test's own."""
    return new_place(tmp_path)

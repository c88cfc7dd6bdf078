"""Every picture of the bundled graph, composed as a site composes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wsisgraph import content
from wsisgraph.api import pictures
from wsisgraph.api.pages import PictureKind
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.store.local import open_local

CATALOGUE = Catalogue.load(content.folder("queries"))

Compose = Callable[..., pictures.Composed]


@pytest.fixture(scope="session")
def gathered(built_data: Path) -> Gathered:
    settings = Settings(data=built_data)
    return Gathered(open_local(settings), CATALOGUE, settings)


@pytest.fixture(scope="session")
def compose(gathered: Gathered) -> Compose:
    def composed(kind: PictureKind, iri: str = "", lang: str = "en") -> pictures.Composed:
        [found] = gathered.run([pictures.compose(gathered.reading(lang), kind, iri)])
        assert found is not None, (kind, iri)
        return found

    return composed


@pytest.fixture(scope="session")
def every(gathered: Gathered) -> list[tuple[PictureKind, str]]:
    """All pictures that the list names."""
    [found] = gathered.run([pictures.listed(gathered.reading("en"))])
    return [(kind, iri) for kind, iri, _ in found]


@pytest.fixture(scope="session")
def one_of_each(every: list[tuple[PictureKind, str]]) -> list[tuple[PictureKind, str]]:
    """The last picture of each kind, and those that tell most."""
    found = {kind: iri for kind, iri in every}
    base = "https://w3id.org/wsis-sdg/"
    told: list[tuple[PictureKind, str]] = [
        ("roles-in", base + "vocab/action-lines/c4"),
        ("roles-in", base + "vocab/action-lines/c6"),
        ("lineage", base + "id/resolution/itu-pp-140"),
        ("flow", ""),
    ]
    return [*told, *(pair for pair in found.items() if pair not in told)]

"""Reviews of the bundled sources, composed without a service."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.service import copy_of

from wsisgraph import content
from wsisgraph.publishing.review_files import Reviewer
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages
from wsisgraph.store.local import open_local

Open = Callable[[Path], Reviewer]


@pytest.fixture(scope="session")
def open_reviewer() -> Open:
    """Open a data folder to review its lines."""
    catalogue, pages = Catalogue.load(content.folder("queries")), Pages()

    def opened(data: Path) -> Reviewer:
        settings = Settings(data=data)
        return Reviewer(open_local(settings), catalogue, settings, pages)

    return opened


@pytest.fixture(scope="session")
def reviewer(built_data: Path, open_reviewer: Open) -> Reviewer:
    """Reviews the lines as the bundled sources tell of them."""
    return open_reviewer(built_data)


@pytest.fixture
def data(built_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, which commands use."""
    folder = copy_of(built_data, tmp_path)
    monkeypatch.setenv("WSISGRAPH_DATA", str(folder))
    return folder

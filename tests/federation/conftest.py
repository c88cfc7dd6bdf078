"""One service with three peers for all tests that only ask it."""

from collections.abc import Iterator

import pytest
from tests.federation.listed import World, list_three, opened


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with opened(tmp_path_factory.mktemp("matrix")) as found:
        yield found


@pytest.fixture
def listed(world: World) -> Iterator[None]:
    """List three peers, of whom nothing is known yet."""
    list_three(world)
    yield
    assert world.canary.asked == []

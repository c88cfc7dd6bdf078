"""The bundled sources, and a way to try one row."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wsisgraph.errors import Problem
from wsisgraph.loading import Fact, Source, discover


@pytest.fixture(scope="session")
def sources() -> dict[str, Source]:
    return discover()


Tried = tuple[list[Fact], list[Problem]]
Try = Callable[..., Tried]


@pytest.fixture
def attempt(sources: dict[str, Source], tmp_path: Path) -> Try:
    """Load rows given as cells by column: facts, and the problems that were reported."""

    def load(source_id: str, columns: tuple[str, ...], *rows: str, name: str = "rows") -> Tried:
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join([",".join(columns), *rows]) + "\n", encoding="utf-8")
        facts, context = sources[source_id].read([path])
        return facts, context.problems

    return load

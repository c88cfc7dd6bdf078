"""What OpenAPI says is so: requests made from it find no error, and nothing beyond it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.service import Service, serving

TOKEN = "a-token-for-the-requests-of-a-machine"
WRITING = "^/(graphs|update|validate)"
# All questions have one handler: one folder of them stands for every other.
ONE_OF_MANY = "^/api/questions/(?!matrix)"


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An empty service whose graphs may be written."""
    settings = {"WSISGRAPH_ADMIN_TOKEN": TOKEN, "WSISGRAPH_DEFAULT_GRAPH": "strict"}
    folder = tmp_path_factory.mktemp("writable")
    with serving(folder, "--empty", environment=settings) as running:
        yield running


def run(service: Service, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(str(Path(sys.executable).with_name("st")), "run", f"{service.url}/openapi.json"),
            *("--phases", "examples,coverage,fuzzing", "--max-examples", "2", "--seed", "1"),
            # It takes a 400 for an error of the description wherever a value is of the type that
            # is told. No type tells what is SPARQL, Turtle or a code.
            *("--exclude-checks", "positive_data_acceptance", "--warnings", "off"),
            *("--generation-database", "none", "--max-failures", "5", *more),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_reading_is_as_it_is_described(service: Service, tmp_path: Path) -> None:
    done = run(
        *(service, tmp_path),
        *("--exclude-path-regex", WRITING, "--exclude-path-regex", ONE_OF_MANY),
    )
    assert done.returncode == 0, done.stdout[-5000:]
    assert "passed" in done.stdout


def test_writing_is_as_it_is_described(writable: Service, tmp_path: Path) -> None:
    token = f"Authorization: Bearer {TOKEN}"
    done = run(writable, tmp_path, "--header", token, "--include-path-regex", WRITING)
    assert done.returncode == 0, done.stdout[-5000:]
    assert "passed" in done.stdout

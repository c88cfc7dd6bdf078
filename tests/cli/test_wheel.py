"""An installed wheel holds everything: it loads every source and builds the same bytes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.project import ROOT

from wsisgraph.graph import Built


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's packages, unpacked by pip; the dependencies are this venv's."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(folder), str(ROOT)], check=True)
    (wheel,) = folder.glob("wsisgraph-*.whl")
    site = folder / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(site), str(wheel)], check=True)
    return site


def run(installed: Path, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", *arguments],
        cwd=data.parent,
        env={**os.environ, "PYTHONPATH": str(installed), "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_the_wheel_builds_what_the_checkout_builds(
    installed: Path, tmp_path: Path, built: Built
) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import wsisgraph; print(wsisgraph.__file__)"],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert where.stdout.startswith(str(installed))
    done = run(installed, tmp_path / "data", "build")
    assert done.returncode == 0, done.stderr
    exported = run(installed, tmp_path / "data", "export", "dataset")
    assert exported.stdout.encode() == built.nquads


def test_the_wheel_answers_questions(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path / "data", "ask")
    assert done.returncode == 0, done.stderr
    assert "activities/by-agency-and-goal" in done.stdout


def test_the_wheel_holds_the_pages_and_says_that_it_is_typed(installed: Path) -> None:
    package = installed / "wsisgraph"
    assert (package / "py.typed").is_file()
    for folder in ("assets", "templates"):
        here = {path.name for path in (ROOT / "src/wsisgraph/site" / folder).iterdir()}
        assert {path.name for path in (package / "site" / folder).iterdir()} == here


def test_only_our_own_names_are_installed(installed: Path) -> None:
    names = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert names - {"bin"} == {"wsisgraph", "wsisgraph_loaders"}

"""The package of `docs/how-to/add-a-source.md` is built, installed and used, as it is printed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.blocks import Block, blocks
from tests.project import ROOT

PAGE = ROOT / "docs" / "how-to" / "add-a-source.md"
BLOCKS = blocks(PAGE.read_text(encoding="utf-8"))
FILES = [block for block in BLOCKS if block.verb == "create"]
CODE = [block for block in FILES if block.file and block.file.startswith("agency-projects/")]


def shown(language: str) -> list[Block]:
    return [block for block in BLOCKS if block.language == language and block.verb is None]


def test_the_code_of_the_package_has_fewer_than_sixty_lines() -> None:
    (module,) = [block for block in CODE if block.language == "python"]
    lines = [line for line in module.text.splitlines() if line.strip()]
    assert len(lines) < 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the page, and the package built and installed below `site`."""
    made = tmp_path_factory.mktemp("agency")
    for block in FILES:
        assert block.file is not None
        path = made / block.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    package = str(made / "agency-projects")
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(made), package], check=True)
    (wheel,) = made.glob("agency_projects-*.whl")
    site = str(made / "site")
    subprocess.run([*pip, "install", "--no-deps", "--target", site, str(wheel)], check=True)
    return made


def run(folder: Path, data: Path, command: str) -> subprocess.CompletedProcess[str]:
    program, *arguments = command.split()
    assert program == "wsisgraph"
    environment = {**os.environ, "PYTHONPATH": str(folder / "site"), "WSISGRAPH_DATA": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_package_loads_its_list_as_the_page_says(
    folder: Path, built_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    # The graph as it was built, by hard links: a load changes files of its own only.
    subprocess.run(["cp", "-r", str(built_data), str(data)], check=True)
    for commands, said in zip(shown("sh"), shown("text"), strict=True):
        for command in commands.text.strip().splitlines():
            if command.startswith("pip "):
                continue
            done = run(folder, data, command)
            printed = done.stdout + done.stderr
            assert "Traceback" not in printed
            for line in said.text.strip().splitlines():
                assert line.strip() in printed, printed

"""The example of `docs/how-to/load-a-table.md` is made, guessed and loaded, as it is printed."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from tests.docs.blocks import blocks
from tests.project import ROOT

from wsisgraph.loading.mapping.fields import fields_of

PAGE = ROOT / "docs" / "how-to" / "load-a-table.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = blocks(TEXT)


@pytest.fixture
def folder(tmp_path: Path, built_data: Path) -> Path:
    for block in BLOCKS:
        if block.verb == "create":
            assert block.file is not None
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
    # The graph as it was built, by hard links: a load changes files of its own only.
    subprocess.run(["cp", "-r", str(built_data), str(tmp_path / "data")], check=True)
    return tmp_path


def test_what_the_page_shows_is_what_is_printed(folder: Path) -> None:
    environment = {**os.environ, "WSISGRAPH_DATA": str(folder / "data")}
    shown = [block for block in BLOCKS if block.verb is None]
    steps = [(one, two) for one, two in pairwise(shown) if two.language == "text"]
    assert len(steps) == 2
    for command, said in steps:
        program, *arguments = command.text.split()
        assert program == "wsisgraph"
        done = subprocess.run(
            [sys.executable, "-m", "wsisgraph", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        printed = done.stdout + done.stderr
        for line in said.text.strip().splitlines():
            assert line.strip() in printed, printed


def test_every_field_that_the_page_names_exists() -> None:
    (mapping,) = [block for block in BLOCKS if block.language == "toml"]
    named = {
        line.split('field = "')[1].split('"')[0]
        for line in mapping.text.splitlines()
        if "field" in line
    }
    assert named <= set(fields_of("entries"))

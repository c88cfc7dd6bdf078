"""The example of `docs/how-to/load-documents.md` is made and loaded, as it is printed."""

import os
import subprocess
import sys
from pathlib import Path

from tests.docs.blocks import blocks
from tests.project import ROOT

PAGE = ROOT / "docs" / "how-to" / "load-documents.md"
BLOCKS = blocks(PAGE.read_text(encoding="utf-8"))


def test_what_the_page_shows_is_what_is_printed(tmp_path: Path, built_data: Path) -> None:
    (made,) = [block for block in BLOCKS if block.verb == "create"]
    command, said = [block for block in BLOCKS if block.verb is None]
    assert made.file is not None
    (tmp_path / made.file).write_text(made.text, encoding="utf-8")
    # The graph as it was built, by hard links: a load changes files of its own only.
    subprocess.run(["cp", "-r", str(built_data), str(tmp_path / "data")], check=True)
    program, *arguments = command.text.split()
    assert program == "wsisgraph"
    done = subprocess.run(
        [sys.executable, "-m", "wsisgraph", *arguments],
        cwd=tmp_path,
        env={**os.environ, "WSISGRAPH_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    for line in said.text.strip().splitlines():
        assert line.strip() in done.stderr, done.stderr

"""`wsisgraph dump`, from an empty folder."""

import os
import subprocess
import sys
from pathlib import Path


def dump(data: Path, into: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", "dump", str(into)],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_current_revision_is_dumped_once(built_data: Path, tmp_path: Path) -> None:
    done = dump(built_data, tmp_path / "dumps")
    assert done.returncode == 0, done.stderr
    [folder] = (tmp_path / "dumps").iterdir()
    assert done.stdout.strip() == str(folder)
    assert "the first dump here" in done.stderr
    checked = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder)
    assert checked.returncode == 0
    again = dump(built_data, tmp_path / "dumps")
    assert "is there already" in again.stderr
    assert list((tmp_path / "dumps").iterdir()) == [folder]


def test_without_a_graph_there_is_nothing_to_dump(tmp_path: Path) -> None:
    done = dump(tmp_path / "none", tmp_path / "dumps")
    assert done.returncode == 4
    assert not (tmp_path / "dumps").exists()

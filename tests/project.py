"""A copy of the project in another folder, to change and to run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Project:
    """A checkout of its own: content, code and data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        left_out = shutil.ignore_patterns("__pycache__")
        for name in ("ontology", "shapes", "queries", "loaders", "src"):
            shutil.copytree(ROOT / name, folder / name, ignore=left_out)
        shutil.copy(ROOT / "pyproject.toml", folder)

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.folder / "data"

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment its commands run in."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("WSISGRAPH_")}
        return {
            **kept,
            "PYTHONPATH": str(self.folder / "src"),
            "WSISGRAPH_DATA": str(self.data),
            **more,
        }

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `wsisgraph` with these arguments; `more` are environment variables."""
        return subprocess.run(
            [sys.executable, "-m", "wsisgraph", *arguments],
            cwd=self.folder,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=300,
        )

    def replace(self, file: str, old: str, new: str) -> int:
        """Replace the first occurrence of `old` in a file; return the line it stands on."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

"""Takes the query editor into the pages: `npm ci` by the lock file, then two files are copied.

What is copied is not in the repository. Without npm, or without the network, nothing is copied and
the page /sparql stays the plain form that it is without script.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parents[1] / "src" / "wsisgraph" / "site" / "assets"

_PACKAGE = Path("node_modules", "@zazuko", "yasqe", "build")
_COPIED = {"yasqe.min.js": "yasqe.js", "yasqe.min.css": "yasqe.css"}
_LOCKED = ("package.json", "package-lock.json")
_IMPATIENT = ("--fetch-retries=1", "--fetch-timeout=20000")
"""Whoever installs without a network is not to wait for minutes."""
_LONGEST = 180.0
"""Seconds that npm may take."""


def bundle(say: Callable[[str], None], into: Path = ASSETS) -> bool:
    """Lay the editor among the files of the pages, unless it is there; returns whether it is.

    Args:
        say: is told why there is no editor.
        into: the folder of those files.
    """
    mark = _mark()
    if all(_marked(into / name, mark) for name in _COPIED.values()):
        return True
    npm = shutil.which("npm")
    if npm is None:
        say("npm is not installed: /sparql stays a plain form (Debian: apt install npm)")
        return False
    with tempfile.TemporaryDirectory(prefix="wsisgraph-editor-") as folder:
        for name in _LOCKED:
            shutil.copy(HERE / name, folder)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *_IMPATIENT]
        try:
            ran = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=_LONGEST
            )
        except subprocess.TimeoutExpired:
            say(f"npm ci took more than {_LONGEST:.0f} s: /sparql stays a plain form")
            return False
        if ran.returncode != 0:
            lines = [line for line in ran.stderr.splitlines() if line.startswith("npm error")]
            say(f"npm ci failed, /sparql stays a plain form: {' '.join(lines[:3])[:300]}")
            return False
        for name, ours in _COPIED.items():
            content = (Path(folder) / _PACKAGE / name).read_bytes()
            draft = into / f".{ours}.new"
            draft.write_bytes(mark + _without_map(content))
            draft.replace(into / ours)
    return True


def _mark() -> bytes:
    """Return the first line of what is copied: whose it is, and which lock file asked for it."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in _LOCKED)).hexdigest()
    return f"/* YASQE, MIT licence, https://github.com/zazuko/Yasgui; {digest} */\n".encode()


def _marked(path: Path, mark: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(mark)) == mark
    except OSError:
        return False


def _without_map(content: bytes) -> bytes:
    """Return a file without its pointer to a source map, which is not copied."""
    text, mark, _ = content.rpartition(b"//# sourceMappingURL=")
    return text if mark else content


if __name__ == "__main__":
    sys.exit(0 if bundle(lambda text: print(text, file=sys.stderr)) else 1)

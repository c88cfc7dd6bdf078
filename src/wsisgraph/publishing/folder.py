"""The folder of a site: written file by file, each whole or not at all.

A list of the files, with checksums, lies among them. What it does not name is never touched: a
folder with files of others is refused. While a site is written the list says so, and names what was
there and what is to come, so that after an interruption the next build mends everything.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.archive import Archive

MANIFEST = ".wsisgraph-site.json"
"""Names the files of the site, and what they were made of."""


_MEMORY = ".wsisgraph-site.memory"


def digest(body: bytes) -> str:
    """Return the checksum by which the content of a file is known."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


class Folder:
    """A folder that holds a site, or is to hold one.

    Attributes:
        root: where it is.
        files: the checksum of each file that the last build made; "" for one that an interrupted
            build may have left in any state.
        inputs: what the last build was made of; empty where it was not finished.
    """

    def __init__(self, root: Path) -> None:
        """Open the folder, which is made if it is missing.

        Raises:
            WsisgraphError: it holds something else, or cannot be used.
        """
        self.root = root
        self._made: set[Path] = set()
        try:
            root.mkdir(parents=True, exist_ok=True)
            manifest = root / MANIFEST
            told = json.loads(manifest.read_bytes()) if manifest.exists() else None
            stranger = next(root.iterdir(), None) if told is None else None
        except (OSError, ValueError) as error:
            raise self._refused(error) from error
        if stranger is not None:
            raise WsisgraphError(
                f"The folder holds files of others, such as {stranger.name}",
                where=str(root),
                mend="name an empty folder, or one that wsisgraph site build filled",
            )
        self.files: Mapping[str, str] = told["files"] if told else {}
        self.inputs: Mapping[str, Any] = told["inputs"] if told else {}

    def archive(self) -> Archive | None:
        """Return what the pages were made of; None where that is not known."""
        try:
            return Archive.load((self.root / _MEMORY).read_bytes())
        except (OSError, ValueError):
            return None

    def present(self) -> set[str]:
        """Return those of the files that are there."""
        found: set[str] = set()
        for parent, _, names in os.walk(self.root):
            prefix = os.path.relpath(parent, self.root).replace(os.sep, "/") + "/"
            prefix = "" if prefix == "./" else prefix
            found.update(prefix + name for name in names)
        return found & self.files.keys()

    def begin(self, coming: Iterable[str]) -> None:
        """Note that the folder is being written, and which files may come.

        Raises:
            WsisgraphError: it cannot be written to.
        """
        names = sorted({*self.files, *coming})
        try:
            self._note(
                {name: self.files.get(name, "") if self.inputs else "" for name in names}, {}
            )
        except OSError as error:
            raise self._refused(error) from error

    def write(self, name: str, body: bytes) -> str:
        """Write a file, unless it holds just this already; returns its checksum.

        Raises:
            WsisgraphError: it cannot be written.
        """
        found = digest(body)
        path = self.root / name
        try:
            if self.files.get(name) == found and _size(path) == len(body):
                return found
            if path.parent not in self._made:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(path.parent)
            draft = path.parent / f".draft-{os.getpid()}"
            draft.write_bytes(body)
            draft.replace(path)
        except OSError as error:
            raise WsisgraphError(
                f"The file cannot be written ({error.strerror})",
                where=str(path),
                mend="see to room and permissions, and build again: what is there is used",
            ) from error
        return found

    def end(self, files: Mapping[str, str], inputs: Mapping[str, Any], memory: bytes) -> int:
        """Remove what the site has no more, and note what it has and what it was made of.

        Returns how many files were removed.
        """
        gone = [name for name in self.files if name not in files]
        for name in gone:
            (self.root / name).unlink(missing_ok=True)
        for parent in sorted({(self.root / name).parent for name in gone}, reverse=True):
            while parent != self.root and not any(parent.iterdir()):
                parent.rmdir()
                parent = parent.parent
        draft = self.root / f"{_MEMORY}.new"
        draft.write_bytes(memory)
        draft.replace(self.root / _MEMORY)
        self._note(dict(sorted(files.items())), inputs)
        return len(gone)

    def _note(self, files: Mapping[str, str], inputs: Mapping[str, Any]) -> None:
        told = {"inputs": inputs, "files": files}
        draft = self.root / f"{MANIFEST}.new"
        # One file a line, without the room and the time that an indented text takes.
        text = json.dumps(told, ensure_ascii=False, separators=(",\n", ": "))
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.root / MANIFEST)

    def _refused(self, error: Exception) -> WsisgraphError:
        return WsisgraphError(
            f"The folder cannot be used ({error})",
            where=str(self.root),
            mend="name another folder, or one that you may write to",
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1

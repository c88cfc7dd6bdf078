"""The folder of a site: written file by file, each whole or not at all.

A list of the files, with checksums, lies among them. What it does not name is never touched: a
folder with files of others is refused. While a site is written the list says so, and names what was
there and what is to come, so that after an interruption the next build mends everything.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.archive import Archive
from wsisgraph.publishing.planning import Plan

MANIFEST = ".wsisgraph-site.json"
"""Names the files of the site, and what they were made of."""

_SWIFT = 1

_MEMORY = ".wsisgraph-site.memory"
_PLAN = ".wsisgraph-site.plan"
_WRITING = ".wsisgraph-site.writing"
"""Names, while a site is written, the files that may come or be in any state."""


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
            begun = root / _WRITING
            broken = begun.read_text("utf-8").split("\0") if begun.exists() else None
            if told is None and broken is not None:
                told = {"files": {}, "inputs": {}}
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
        self._noted: list[bytes] = []
        if broken is not None:
            self._noted.append(zlib.compress("\0".join(broken).encode(), _SWIFT))
            self.files, self.inputs = {**self.files, **dict.fromkeys(filter(None, broken), "")}, {}

    def archive(self) -> Archive | None:
        """Return what the pages were made of; None where that is not known."""
        try:
            return Archive.load((self.root / _MEMORY).read_bytes())
        except (OSError, ValueError):
            return None

    def plan(self) -> Plan | None:
        """Return the plan of the last build; None where it is not known."""
        try:
            return Plan.load((self.root / _PLAN).read_bytes())
        except (OSError, ValueError):
            return None

    @cached_property
    def present(self) -> set[str]:
        """Those of the files that were there in the beginning."""
        found: set[str] = set()
        for parent, _, names in os.walk(self.root):
            prefix = os.path.relpath(parent, self.root).replace(os.sep, "/") + "/"
            prefix = "" if prefix == "./" else prefix
            found.update(prefix + name for name in names)
        return found & self.files.keys()

    def begin(self, coming: Iterable[str]) -> None:
        """Note that the folder is being written, and which files may be from now on.

        Raises:
            WsisgraphError: it cannot be written to.
        """
        # Packed, as hundreds of thousands of names would be in the memory of all processes.
        self._noted.append(zlib.compress("\0".join(sorted(coming)).encode(), _SWIFT))
        try:
            _put(self.root / _WRITING, b"\0".join(map(zlib.decompress, self._noted)))
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

    def end(
        self, files: Mapping[str, str], inputs: Mapping[str, Any], archive: Archive, plan: Plan
    ) -> int:
        """Remove what the site has no more, and note what it has and what it was made of.

        Returns how many files were removed.
        """
        gone = [name for name in self.files if name not in files]
        for name in gone:
            (self.root / name).unlink(missing_ok=True)
        for parent in sorted({(self.root / name).parent for name in gone}, reverse=True):
            while parent != self.root and parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
                parent = parent.parent
        _put(self.root / _MEMORY, archive.dump())
        _put(self.root / _PLAN, plan.dump())
        told = {"inputs": inputs, "files": dict(sorted(files.items()))}
        # One file a line, without the room and the time that an indented text takes.
        text = json.dumps(told, ensure_ascii=False, separators=(",\n", ": "))
        _put(self.root / MANIFEST, text.encode())
        (self.root / _WRITING).unlink(missing_ok=True)
        return len(gone)

    def _refused(self, error: Exception) -> WsisgraphError:
        return WsisgraphError(
            f"The folder cannot be used ({error})",
            where=str(self.root),
            mend="name another folder, or one that you may write to",
        )


def _put(path: Path, body: bytes) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(body)
    draft.replace(path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1

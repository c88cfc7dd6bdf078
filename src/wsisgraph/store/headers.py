"""The headers of a journal as it grows: who did what and when, without the quads."""

import json
import os
import time
from pathlib import Path
from typing import Any

from wsisgraph.store import journal
from wsisgraph.store.record import effective


class Headers:
    """Follows a journal; what a header vouches for is not looked at, nor is the chain.

    Whoever needs to know that the journal is whole reads it with a `JournalReader`.
    """

    def __init__(self, folder: Path, *, seconds: float) -> None:
        """Begin with the file that was written to last before so many seconds ago, or after it."""
        self._folder = folder
        self._since: float | None = time.time() - seconds
        self._path: Path | None = None
        self._place = 0

    def new(self) -> list[dict[str, Any]]:
        """Return the headers of the records that came since the last call, as far as known."""
        found: list[dict[str, Any]] = []
        for path in self._files():
            if path != self._path:
                self._path, self._place = path, 0
            found += self._read(path)
        return found

    def _files(self) -> list[Path]:
        files = journal.files_of(self._folder)
        if self._since is not None:
            files = [path for path in files if path.stat().st_mtime >= self._since]
            self._since = None
        elif self._path is not None:
            files = [path for path in files if path >= self._path]
        return files

    def _read(self, path: Path) -> list[dict[str, Any]]:
        found = []
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            while self._place < size:
                file.seek(self._place)
                line = file.readline()
                try:
                    header = effective(json.loads(line))
                    end = self._place + len(line) + header["removed"] + header["added"] + 1
                except (ValueError, KeyError, TypeError, AttributeError):
                    break
                if end > size:
                    break
                self._place = end
                found.append(header)
        return found

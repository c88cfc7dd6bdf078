"""Records of a journal by their number, as they stand there: the header's line and the quads.

What a header vouches for is not looked at, nor is the chain: whoever takes a record over checks it
(`adoption`), and `journal.verify` checks them all.
"""

import json
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wsisgraph.store import journal
from wsisgraph.store.record import effective
from wsisgraph.store.spans import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a record lies."""

    path: Path
    start: int
    length: int
    """Bytes of the header's line."""

    def line(self) -> bytes:
        """Return the header's line."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            return file.read(self.length)


@dataclass(frozen=True, slots=True)
class Raw:
    """A record: its header as it was written, and where its quads lie."""

    line: bytes
    removed: Span
    added: Span

    @property
    def header(self) -> dict[str, Any]:
        """What the header says, with the counts of what is left of the quads."""
        return effective(json.loads(self.line))


class Archive:
    """Knows where each record of a journal lies, also while the journal grows."""

    def __init__(self, folder: Path) -> None:
        """Look at nothing yet.

        Args:
            folder: the journal's; it need not exist.
        """
        self._folder = folder
        self._entries: list[Entry] = []
        self._path: Path | None = None
        self._place = 0
        self._one_at_a_time = threading.Lock()

    def last(self) -> int:
        """Return the number of the last whole record, 0 without any."""
        with self._one_at_a_time:
            self._follow()
            return len(self._entries)

    def record(self, sequence: int) -> Raw | None:
        """Return a record; None where there is none yet."""
        if not 1 <= sequence <= len(self._entries) and not 1 <= sequence <= self.last():
            return None
        entry = self._entries[sequence - 1]
        line = entry.line()
        told = effective(json.loads(line))
        quads = entry.start + entry.length
        removed = Span(entry.path, quads, told["removed"])
        return Raw(line, removed, Span(entry.path, quads + removed.size, told["added"]))

    def headers(self, sequences: Iterable[int]) -> list[dict[str, Any]]:
        """Return the headers of records that are there."""
        return [json.loads(self._entries[sequence - 1].line()) for sequence in sequences]

    def _follow(self) -> None:
        files = journal.files_of(self._folder) if self._folder.is_dir() else []
        for path in files:
            if self._path is None or path > self._path:
                self._path, self._place = path, 0
            if path == self._path:
                self._read(path)

    def _read(self, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            while self._place < size:
                file.seek(self._place)
                line = file.readline()
                try:
                    told = effective(json.loads(line))
                    end = self._place + len(line) + told["removed"] + told["added"] + 1
                except (ValueError, KeyError, TypeError, AttributeError):
                    return
                if end > size:
                    return
                self._entries.append(Entry(path, self._place, len(line)))
                self._place = end

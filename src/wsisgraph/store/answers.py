"""Answers on their way: bytes that come from a worker and wait for whoever reads them.

A worker is never held up by a slow client: what it gives is taken at once, the first megabyte
into memory, the rest into a file without a name. So a worker's time is the query's own. An answer
is handed out when its last byte is there: what ends before is an error, never a short answer.
"""

import os
import tempfile
import weakref
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import IO, Any

from wsisgraph.store.protocol import Kind, Revision

HELD_BACK = 1 << 20
"""Bytes of an answer that stay in memory."""

_CHUNK = 1 << 18


class Spool:
    """The folder where large answers wait for their readers."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which must be there when the first large answer comes."""
        self._folder = folder
        self._answers: weakref.WeakSet[StreamedAnswer] = weakref.WeakSet()

    @property
    def used(self) -> int:
        """Bytes of all files that wait."""
        return sum(answer.size for answer in self._answers)

    def open(self, answer: "StreamedAnswer") -> IO[bytes]:
        """Return a new file without a name for an answer, which closes it."""
        self._answers.add(answer)
        return tempfile.TemporaryFile(dir=self._folder, buffering=0)


class StreamedAnswer:
    """An `Answer` (see `protocol`): it grows until its worker has told all, and is read after.

    Attributes:
        told: what the worker said at its end.
    """

    def __init__(
        self, kind: Kind, format: str, media_type: str, revision: Revision, *, spool: Spool
    ) -> None:
        """Begin an empty answer.

        Args:
            kind: what the query's form gives.
            format: the chosen format.
            media_type: its media type.
            revision: the revision that is read.
            spool: where it keeps what does not stay in memory.
        """
        self.kind: Kind = kind
        self.format = format
        self.media_type = media_type
        self.revision = revision
        self.truncated = False
        self.told: Mapping[str, Any] = {}
        self.size = 0
        self._spool = spool
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self._gone = False

    @property
    def content(self) -> bytes:
        """The bytes held in memory: all of them as long as `size` is at most HELD_BACK."""
        return bytes(self._memory)

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        self.size += len(piece)
        if self._file is None and self.size <= HELD_BACK:
            self._memory += piece
            return
        if self._file is None:
            self._file = self._spool.open(self)
        self._file.write(piece)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes."""
        given = 0
        try:
            while given < self.size or self._gone:
                chunk = self._read(given)
                given += len(chunk)
                yield chunk
        finally:
            await self.aclose()

    async def read(self) -> bytes:
        """Return all bytes."""
        return b"".join([chunk async for chunk in self])

    async def aclose(self) -> None:
        """Let go of the file."""
        self.discard()

    def discard(self) -> None:
        """Let go of the file; a large answer cannot be read afterwards."""
        if self._file is not None:
            self._file.close()
            self._file = None
            self.size = 0
            self._gone = True

    def _read(self, start: int) -> bytes:
        if self._gone:
            raise RuntimeError("This answer was read or given up, and its bytes are gone")
        held = len(self._memory)
        if start < held:
            return bytes(memoryview(self._memory)[start : start + _CHUNK])
        assert self._file is not None
        return os.pread(self._file.fileno(), _CHUNK, start - held)

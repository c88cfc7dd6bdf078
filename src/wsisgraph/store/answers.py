"""Answers on their way: bytes that come from a worker and wait for whoever reads them.

A worker is never held up by a slow client: what it gives is taken at once, the first megabyte
into memory, the rest into a file without a name. So a worker's time is the query's own.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import IO

from wsisgraph.store.protocol import Kind, Revision

HELD_BACK = 1 << 20
"""Bytes that must be there, or the whole answer, before any of it is handed out."""

_CHUNK = 1 << 18


class StreamedAnswer:
    """An `Answer` (see `protocol`) that may still be growing."""

    def __init__(
        self,
        kind: Kind,
        format: str,
        media_type: str,
        revision: Revision,
        *,
        spool: Path,
        give_up: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin an empty answer.

        Args:
            kind: what the query's form gives.
            format: the chosen format.
            media_type: its media type.
            revision: the revision that is read.
            spool: folder for what does not stay in memory.
            give_up: called when the reader goes away before the end.
        """
        self.kind: Kind = kind
        self.format = format
        self.media_type = media_type
        self.revision = revision
        self.truncated = False
        self.size = 0
        self._spool = spool
        self._give_up = give_up
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self._whole = False
        self._error: BaseException | None = None
        self._more = asyncio.Event()

    @property
    def is_whole(self) -> bool:
        """True when the last byte is there."""
        return self._whole

    @property
    def content(self) -> bytes:
        """The bytes held in memory: all of them as long as `size` is at most HELD_BACK."""
        return bytes(self._memory)

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        self.size += len(piece)
        if self._file is None and self.size <= HELD_BACK:
            self._memory += piece
        else:
            if self._file is None:
                # Closed by `aclose`, which every iteration ends with.
                self._file = tempfile.TemporaryFile(dir=self._spool, buffering=0)  # noqa: SIM115
            self._file.write(piece)
        self._more.set()

    def finish(self, *, truncated: bool) -> None:
        """Say that the last byte is there."""
        self.truncated = truncated
        self._whole = True
        self._more.set()

    def fail(self, error: BaseException) -> None:
        """Say that no more bytes come, and why: reading on raises `error`."""
        self._error = error
        self._more.set()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes as they come.

        Raises:
            QueryStopped, StoreUnavailable: the query was ended before its answer was whole.
        """
        given = 0
        try:
            while True:
                while given < self.size:
                    chunk = self._read(given)
                    given += len(chunk)
                    yield chunk
                if self._error is not None:
                    raise self._error
                if self._whole:
                    return
                self._more.clear()
                await self._more.wait()
        finally:
            await self.aclose()

    async def read(self) -> bytes:
        """Return all bytes; raises as iteration does."""
        return b"".join([chunk async for chunk in self])

    async def aclose(self) -> None:
        """Give up the rest, and let go of the file."""
        if not self._whole and self._error is None:
            self._give_up()
            self._error = RuntimeError("This answer was given up")
        if self._file is not None:
            self._file.close()
            self._file = None
            self.size = 0
            if self._error is None:
                self._error = RuntimeError("This answer was read, and its bytes are gone")

    def _read(self, start: int) -> bytes:
        held = len(self._memory)
        if start < held:
            return bytes(memoryview(self._memory)[start : start + _CHUNK])
        assert self._file is not None
        return os.pread(self._file.fileno(), _CHUNK, start - held)

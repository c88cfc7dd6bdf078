"""Spans: bytes that lie in a file, and are read piece by piece when somebody asks for them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Span:
    """Some bytes of a file.

    Attributes:
        file: its path, or an open descriptor of it.
        start: the place of the first byte.
        size: how many there are.
    """

    file: Path | int
    start: int
    size: int

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Give them as a file of their own, to be read once."""
        fd = self.file if isinstance(self.file, int) else os.open(self.file, os.O_RDONLY)
        try:
            # All that readers ask of a file is `read`.
            yield cast(IO[bytes], _Part(fd, self.start, self.start + self.size))
        finally:
            if not isinstance(self.file, int):
                os.close(fd)

    def pieces(self) -> Iterator[bytes]:
        """Give them in pieces.

        Raises:
            OSError: the file ends before they do, or cannot be read.
        """
        with self.open() as part:
            left = self.size
            while left:
                piece = part.read(_PIECE)
                if not piece:
                    raise OSError(f"the file {self.file} ends {left} bytes too soon")
                left -= len(piece)
                yield piece

    def read(self) -> bytes:
        """Return them all; raises as `pieces`."""
        return b"".join(self.pieces())


class _Part:
    """What lies between two places of a file; where others read in it does not matter."""

    def __init__(self, fd: int, start: int, end: int) -> None:
        self._fd = fd
        self._at = start
        self._end = end

    def read(self, size: int = -1) -> bytes:
        most = self._end - self._at
        piece = os.pread(self._fd, most if size < 0 else min(size, most), self._at)
        self._at += len(piece)
        return piece


Quads = bytes | Span | tuple[bytes | Span, ...]
"""N-Quads, held in memory, lying in a file, or several of these in a row."""


def size_of(quads: Quads) -> int:
    """Return how many bytes there are."""
    if isinstance(quads, tuple):
        return sum(map(size_of, quads))
    return len(quads) if isinstance(quads, bytes) else quads.size


def pieces_of(quads: Quads) -> Iterator[bytes]:
    """Give the bytes in pieces."""
    for part in quads if isinstance(quads, tuple) else (quads,):
        if isinstance(part, bytes):
            yield part
        else:
            yield from part.pieces()

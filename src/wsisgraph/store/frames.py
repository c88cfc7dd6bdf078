"""Frames: how processes of the store talk over a stream.

A frame is one letter (what it is), the payload's length in four bytes, and the payload. Messages
are JSON objects; data is bytes of an answer.
"""

import json
import os
import struct
from collections.abc import Iterator
from typing import IO, Any, cast

HEADER = struct.Struct(">cI")

REQUEST = b"Q"
"""To a worker: what to do."""
BODY = b"B"
"""To a worker: a document that belongs to the request; its parts follow one another, and an empty
one ends it."""
HEAD = b"H"
"""From a worker: kind and format of the answer that follows."""
DATA = b"D"
"""From a worker: bytes of the answer."""
END = b"E"
"""From a worker: the answer is whole."""
FAILURE = b"X"
"""Either direction ends here: what went wrong."""
CHANGE = b"C"
"""To the writer: a change to commit; a file may travel with it."""
OUTCOME = b"O"
"""From the writer: the change is committed."""


def message(letter: bytes, content: dict[str, Any]) -> bytes:
    """Return a frame that holds a JSON object."""
    return frame(letter, json.dumps(content, separators=(",", ":")).encode())


def frame(letter: bytes, payload: bytes) -> bytes:
    """Return a frame that holds bytes."""
    return HEADER.pack(letter, len(payload)) + payload


def decode(payload: bytes) -> dict[str, Any]:
    """Return the JSON object of a message's payload."""
    content: dict[str, Any] = json.loads(payload)
    return content


def write_all(fd: int, content: bytes) -> None:
    """Write all bytes, however often the kernel takes only some."""
    view = memoryview(content)
    while view:
        view = view[os.write(fd, view) :]


def read_frame(fd: int) -> tuple[bytes, bytes] | None:
    """Read one frame from a blocking descriptor; None at the end of the stream."""
    header = _read_exactly(fd, HEADER.size)
    if header is None:
        return None
    letter, length = HEADER.unpack(header)
    payload = _read_exactly(fd, length)
    return None if payload is None else (letter, payload)


class _Body:
    """A document that arrives in frames, as a file to read from once."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._piece = memoryview(b"")
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`; without it, all that are left."""
        if size < 0:
            parts = []
            while piece := self.read(1 << 20):
                parts.append(piece)
            return b"".join(parts)
        if not self._piece and not self._ended:
            received = read_frame(self._fd)
            if received is None:
                raise EOFError("the front went away in the middle of a document")
            self._piece = memoryview(received[1])
            self._ended = not self._piece
        taken = bytes(self._piece[:size])
        self._piece = self._piece[size:]
        return taken


def read_bodies(fd: int) -> Iterator[IO[bytes]]:
    """Give the documents that follow a request, each to be read to its end before the next."""
    while True:
        # All that readers of documents ask of a file is `read`.
        yield cast(IO[bytes], _Body(fd))


def _read_exactly(fd: int, length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        part = os.read(fd, min(length, 1 << 20))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


class Reassembly:
    """Gives whole frames out of the pieces in which they arrive."""

    def __init__(self, longest: int = 1 << 24) -> None:
        """Expect frames of at most `longest` bytes."""
        self._longest = longest
        self._pending = bytearray()

    def feed(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Take a piece, give the frames that it completes.

        Raises:
            ValueError: a frame is announced that is longer than any of ours.
        """
        self._pending += piece
        start = 0
        while len(self._pending) - start >= HEADER.size:
            letter, length = HEADER.unpack_from(self._pending, start)
            if length > self._longest:
                raise ValueError(f"a frame of {length} bytes")
            end = start + HEADER.size + length
            if len(self._pending) < end:
                break
            yield letter, bytes(memoryview(self._pending)[start + HEADER.size : end])
            start = end
        del self._pending[:start]

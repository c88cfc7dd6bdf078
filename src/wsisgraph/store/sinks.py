"""Sinks: files to the engine, which hand on what it writes as frames, whole or cut after rows.

An answer in XML goes through a parser of XML on its way: a literal may hold characters, and an IRI
may be a name, that XML has no way to write, and the engine writes them all the same. Such an
answer is no answer; another format is.
"""

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from wsisgraph.errors import NotAcceptable
from wsisgraph.store import frames
from wsisgraph.store.rows import RowLimit

_FRAME = 1 << 16
_LONGEST_FRAME = 1 << 20


class Sink:
    """Gathers what is written into frames."""

    def __init__(self, fd: int, head: dict[str, Any]) -> None:
        """Begin an answer with `head`, which goes out with its first bytes."""
        self._fd = fd
        self._parts: list[bytes] = [frames.message(frames.HEAD, head)]
        self._gathered: list[bytes] = []
        self._size = 0
        self.written = 0

    def write(self, piece: bytes) -> int:
        """Take some bytes."""
        piece = bytes(piece)
        self._gathered.append(piece)
        self._size += len(piece)
        self.written += len(piece)
        if self._size >= _FRAME:
            self._send()
        return len(piece)

    def flush(self) -> None:
        """Do nothing: frames go out when they are full, and at the end."""

    def end(self, told: dict[str, Any]) -> None:
        """Send what is left and say that the answer is whole."""
        self._send(frames.message(frames.END, told))

    def _send(self, last: bytes = b"") -> None:
        gathered = b"".join(self._gathered)
        for start in range(0, len(gathered), _LONGEST_FRAME):
            piece = gathered[start : start + _LONGEST_FRAME]
            self._parts.append(frames.frame(frames.DATA, piece))
        self._parts.append(last)
        frames.write_all(self._fd, b"".join(self._parts))
        self._parts.clear()
        self._gathered.clear()
        self._size = 0


class XmlSink(Sink):
    """A sink that lets only well-formed XML through."""

    def __init__(self, fd: int, head: dict[str, Any]) -> None:
        super().__init__(fd, head)
        self._parser = expat.ParserCreate(namespace_separator=" ")

    def write(self, piece: bytes) -> int:
        """Take some bytes.

        Raises:
            NotAcceptable: they cannot be XML.
        """
        # A carriage return as it is would be read as a line feed.
        escaped = bytes(piece).replace(b"\r", b"&#xD;")
        self._check(escaped)
        super().write(escaped)
        return len(piece)

    def end(self, told: dict[str, Any]) -> None:
        """Send what is left and say that the answer is whole; raises as `write`."""
        self._check(b"", last=True)
        super().end(told)

    def _check(self, piece: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise NotAcceptable(
                "The answer holds a character, or an IRI as a property or class, that XML cannot"
                f" write ({expat.errors.messages[error.code]})",
                mend="ask for JSON, CSV or TSV, and for graphs Turtle, N-Triples or JSON-LD",
            ) from error


class Watched:
    """A file to the engine that ends the result after so many rows."""

    def __init__(self, limit: RowLimit) -> None:
        self._limit = limit

    def write(self, piece: bytes) -> int:
        """Take some bytes."""
        self._limit.feed(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: the sink behind it sends when it is full."""


def open_sink(fd: int, head: dict[str, Any]) -> Sink:
    """Return a sink for an answer whose `head` names its format."""
    kind: Callable[[int, dict[str, Any]], Sink]
    kind = XmlSink if head["format"] in ("xml", "rdfxml") else Sink
    return kind(fd, head)

"""The directive `VERSION "1.2"` of N-Triples and N-Quads, which the engine's parser does not know.

RDF 1.2 N-Triples §2.3: a line of its own, anywhere. No other line begins so, and nothing in these
forms goes over the end of a line: what reads so is emptied, and every other line keeps its number.
"""

import re
from typing import Protocol

_DIRECTIVE = re.compile(
    rb'(?:(?<=[\r\n])|\A)[ \t]*VERSION[ \t]*"[^"\\\r\n]*"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)'
)
_PIECE = 1 << 16
_LONGEST = 1 << 12


class Readable(Protocol):
    """What has `read`."""

    def read(self, size: int = -1) -> bytes:
        """Give some bytes, at most `size`; none at the end."""
        ...


class WithoutVersions:
    """A document of N-Triples or N-Quads without its version directives."""

    def __init__(self, body: Readable) -> None:
        self._body = body
        self._ready = b""
        self._rest = b""
        self._within = False
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Give some bytes, at most `size`; none at the end."""
        while not self._ended and (size < 0 or not self._ready):
            self._fill()
        size = len(self._ready) if size < 0 else size
        piece, self._ready = self._ready[:size], self._ready[size:]
        return piece

    def _fill(self) -> None:
        came = self._body.read(_PIECE)
        self._ended = not came
        lines, newline, rest = (self._rest + came).rpartition(b"\n")
        lines += newline
        if self._ended or len(rest) > _LONGEST:
            # A line as long as that is no directive, and need not be held.
            lines, rest = lines + rest, b""
        begun, newline, others = lines.partition(b"\n") if self._within else (b"", b"", lines)
        self._rest = rest
        if lines:
            self._within = not lines.endswith(b"\n")
        if b"VERSION" in others:
            others = _DIRECTIVE.sub(b"", others)
        self._ready += begun + newline + others

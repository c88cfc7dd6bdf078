"""A file of N-Quads in windows that cut nothing which follows on one subject."""

import re
from collections.abc import Iterator
from pathlib import Path

WINDOW = 1 << 20
"""Bytes of quads that are looked at together: some thousand lines."""

RUN = re.compile(rb"^(<[^<>\\]*> ).*\n(?:\1.*\n)*", re.MULTILINE)
"""Lines that follow each other on one subject, as they are written here."""

# Lines on one subject that a window is made longer by.
_MOST_LINES = 2_000


def windows(path: Path) -> Iterator[tuple[int, bytes]]:
    """Give a file in windows, each with the place where it begins."""
    start = 0
    rest = b""
    with path.open("rb") as file:
        while True:
            piece = file.read(WINDOW)
            data = rest + piece
            if not data:
                return
            cut = _cut(data) if piece else len(data)
            if cut:
                yield start, data[:cut]
            start += cut
            rest = data[cut:]


def _cut(data: bytes) -> int:
    """Return where the last lines on one subject begin; the end of the last line, if too many."""
    end = data.rfind(b"\n") + 1
    line = data.rfind(b"\n", 0, max(0, end - 1)) + 1
    subject = data[line : data.find(b" ", line, end) + 1]
    if not subject:
        return end
    for _ in range(_MOST_LINES):
        before = data.rfind(b"\n", 0, max(0, line - 1)) + 1
        if line == 0:
            return 0 if len(data) < 8 * WINDOW else end
        if not data.startswith(subject, before):
            return line
        line = before
    return end

"""Lines of N-Quads in shares that memory holds, those on one subject in the same share."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from zlib import crc32

SHARE = 8 << 20
"""Bytes of lines that a share is to have, about."""

_MOST = 256
# So many bytes wait for a file, of all shares together.
_WAITING = 4 << 20


class Shares:
    """Lines, dealt out by their subjects to files; a context manager that removes them.

    Attributes:
        number: how many shares there are. Two of one number have the same subjects in each share.
    """

    def __init__(self, folder: Path, name: str, number: int) -> None:
        """Begin, with no line; files are made in `folder`, and called after `name`."""
        self.number = number
        self._paths = [folder / f"{name}-{each}.nq" for each in range(number)]
        self._waiting: list[list[bytes]] = [[] for _ in self._paths]
        self._bytes = 0

    def deal(self, lines: list[bytes]) -> None:
        """Give each line to the share of its subject."""
        waiting, number = self._waiting, self.number
        if number == 1:
            waiting[0] += lines
        else:
            for line in lines:
                waiting[crc32(line[: line.find(b" ")]) % number].append(line)
        self._bytes += sum(map(len, lines))
        if self._bytes > _WAITING:
            self._write()

    def lines(self, share: int) -> list[bytes]:
        """Return the lines of a share; not to be asked for before all are dealt out."""
        path = self._paths[share]
        written = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        return written + self._waiting[share]

    def __enter__(self) -> "Shares":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for path in self._paths:
            path.unlink(missing_ok=True)

    def _write(self) -> None:
        for path, lines in zip(self._paths, self._waiting, strict=True):
            if lines:
                with path.open("ab") as file:
                    file.writelines(lines)
                lines.clear()
        self._bytes = 0


def number_for(size: int) -> int:
    """Return how many shares are to be made of so many bytes."""
    return min(size // SHARE + 1, _MOST)


def pieces(path: Path) -> Iterator[list[bytes]]:
    """Give the lines of a file, many at a time."""
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            yield (data + file.readline()).splitlines(keepends=True)

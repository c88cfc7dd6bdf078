"""A process that is to read files begins before it is known which, and learns meanwhile.

To learn what documents are read with takes longer than all that the command line does before it
knows what to read. So the command begins by forking a process, which learns, and then waits to be
told.
"""

import json
import mmap
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wsisgraph.errors import BadSetting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wsisgraph.loading import Options, Source

COUNTERS = 16
"""Bytes that a reading process shares with who waits for it."""

_PIECE = 1 << 16
# Whoever reads strangers' files need not know them.
_SECRETS = ("WSISGRAPH_ADMIN_TOKEN", "WSISGRAPH_STORE_PASSWORD")


@dataclass(slots=True)
class Awaiting:
    """A process that waits to be told what to read.

    Attributes:
        source: the id of the source that it reads by.
        child: the process.
        counters: memory that both share.
    """

    source: str
    child: int
    counters: mmap.mmap
    _orders: int

    def _is_for(self, source: "Source") -> bool:
        """Tell whether it can read by a source, and was told nothing yet."""
        from wsisgraph.loading.sources import find

        if self._orders < 0 or source.prepare is None:
            return False
        mine = find(self.source)
        return mine is not None and mine.manifest.folder == source.manifest.folder

    def read(
        self,
        source: "Source",
        paths: "Sequence[Path]",
        options: "Options",
        folder: Path,
        memory: int,
        filtered: bool,
    ) -> bool:
        """Tell it to read files, as `reading` does; False if it cannot."""
        if not self._is_for(source):
            return False
        order = {
            "id": source.manifest.id,
            "paths": [str(path) for path in paths],
            "strict": options.strict,
            "language": options.language,
            "mapping": str(options.mapping) if options.mapping is not None else None,
            "parameters": dict(options.parameters),
            "with_texts": options.with_texts,
            "folder": str(folder),
            "memory": memory,
            "filtered": filtered,
        }
        orders, self._orders = self._orders, -1
        try:
            os.write(orders, json.dumps(order).encode())
        except BrokenPipeError:
            return False
        finally:
            os.close(orders)
        return True


def begin(source: str) -> Awaiting | None:
    """Begin a process that learns what a source reads with; None where none can be begun.

    It leaves by itself where the source has nothing to learn, and where it is told nothing.
    """
    counters = mmap.mmap(-1, COUNTERS)
    orders, ours = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(orders)
        os.close(ours)
        return None
    if child == 0:
        os.close(ours)
        _live(source, orders, counters)
    os.close(orders)
    return Awaiting(source, child, counters, ours)


def _live(name: str, orders: int, counters: mmap.mmap) -> None:
    """Be the child: learn, hear what to read, read it, and leave."""
    status = 1
    try:
        for secret in _SECRETS:
            os.environ.pop(secret, None)
        # Whoever interrupts the command ends this with it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        from wsisgraph.loading.sources import find

        source = find(name)
        if source is None or source.prepare is None:
            return
        _use_what_is_kept()
        from wsisgraph.intake.reading import read_here
        from wsisgraph.intake.wishes import named

        with suppress(Exception):
            # What is wrong here is wrong when it reads, too, and is told there.
            source.prepare()
        if not (told := _all_of(orders)):
            return
        order: dict[str, Any] = json.loads(told)
        status = read_here(
            named(source, order["id"]),
            [Path(path) for path in order["paths"]],
            _options(order),
            Path(order["folder"]),
            counters,
            order["memory"],
            order["filtered"],
        )
    finally:
        os._exit(status)


def _use_what_is_kept() -> None:
    """Take up what patterns were compiled to before, where the data folder is known."""
    from wsisgraph.loading.compiled import Compiled
    from wsisgraph.settings import Settings
    from wsisgraph.store.folder import DataFolder

    with suppress(BadSetting):
        Compiled(DataFolder(Settings.from_environment().data).cache).use()


def _options(order: dict[str, Any]) -> "Options":
    from wsisgraph.loading import Options

    mapping = Path(order["mapping"]) if order["mapping"] is not None else None
    return Options(
        order["strict"], order["language"], mapping, order["parameters"], order["with_texts"]
    )


def _all_of(pipe: int) -> bytes:
    parts: list[bytes] = []
    with suppress(OSError):
        while part := os.read(pipe, _PIECE):
            parts.append(part)
    return b"".join(parts)

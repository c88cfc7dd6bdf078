"""Answers that were given before, as long as they are small and nothing has changed."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from wsisgraph.store.protocol import Kind


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer."""

    kind: Kind
    format: str
    media_type: str
    truncated: bool
    content: bytes


class AnswerCache:
    """The answers used last, up to so many bytes."""

    def __init__(self, limit: int = 32 << 20) -> None:
        """Make an empty cache that holds at most `limit` bytes."""
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def get(self, key: Hashable) -> Kept | None:
        """Return the answer kept under `key`."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer, forgetting those not used for longest."""
        self._drop(key)
        self._kept[key] = answer
        self._size += len(answer.content)
        while self._size > self._limit:
            self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._size = 0

    def _drop(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._size -= len(gone.content)

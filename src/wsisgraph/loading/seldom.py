"""Garbage looked for less often while much is made that stays.

What a text is read into is made in hundreds of thousands of small pieces, next to none of them
garbage that only a search would find; searching for it at Python's own pace takes a twentieth of
the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Pieces made between two searches; so many take some ten MiB.
_PIECES = 100_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have Python look for garbage less often, until this ends."""
    before = gc.get_threshold()
    if not 0 < before[0] < _PIECES:
        # It is switched off, or is looked for as seldom already.
        yield
        return
    gc.set_threshold(_PIECES, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)

"""Memory that a process freed and still holds."""

import ctypes

MANY_QUADS = 10_000
"""Quads of a change after which giving back is worth the moment it takes."""


def give_back() -> None:
    """Return freed memory to the kernel: others may have it, and forks do not copy it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)

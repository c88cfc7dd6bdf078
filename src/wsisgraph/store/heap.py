"""Memory that a process freed and still holds."""

import ctypes

MANY_QUADS = 10_000
"""Quads of a change after which giving back is worth the moment it takes."""

# From glibc's malloc.h.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_LARGE = 256 << 10


def be_lean() -> None:
    """Have this process return what is large to the kernel as soon as it is freed.

    Left to itself, glibc's malloc raises its thresholds to 32 MiB by and by, and keeps a heap for
    each thread: a process that once held much holds it for good. Where malloc is another one,
    nothing happens.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE)
        mallopt(_TRIM_THRESHOLD, 2 * _LARGE)
        mallopt(_ARENA_MAX, 2)


def give_back() -> None:
    """Return freed memory to the kernel: others may have it, and forks do not copy it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)

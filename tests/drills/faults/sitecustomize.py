"""Faults of disk and clock for every Python process that has this folder on PYTHONPATH.

`WSISGRAPH_DRILL_FAULTS` names a folder. A file `fsync` or `write` in it makes that call fail with
the errno that it holds, where the descriptor is a file of the journal; a file `clock` moves the
clock by the seconds that it holds. No file, no fault.
"""

import datetime as module
import os
import time
from pathlib import Path

FAULTS = Path(os.environ["WSISGRAPH_DRILL_FAULTS"])
_fsync, _write, _time = os.fsync, os.write, time.time
_Datetime = module.datetime


def _told(fault: str) -> int:
    try:
        return int((FAULTS / fault).read_text())
    except (OSError, ValueError):
        return 0


def _fail(fault: str, fd: int) -> None:
    if (number := _told(fault)) and "/journal" in os.readlink(f"/proc/self/fd/{fd}"):
        raise OSError(number, os.strerror(number))


def fsync(fd: int) -> None:
    """Have the bytes written, and fail to say that they last."""
    _fsync(fd)
    _fail("fsync", fd)


def write(fd: int, data: bytes) -> int:
    """Write half of what was asked for, then fail."""
    try:
        _fail("write", fd)
    except OSError:
        _write(fd, bytes(data)[: len(data) // 2])
        raise
    return _write(fd, data)


class Moved(_Datetime):
    """The time of a clock that somebody moves."""

    @classmethod
    def now(cls, tz: module.tzinfo | None = None) -> "Moved":
        """Return what the moved clock says."""
        return cls.fromtimestamp(time.time(), tz)


os.fsync, os.write = fsync, write
time.time = lambda: _time() + _told("clock")
module.datetime = Moved  # type: ignore[misc]

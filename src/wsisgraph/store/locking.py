"""The lock of a data folder: one process at a time writes there."""

import fcntl
import os
from pathlib import Path

from wsisgraph.errors import StoreLocked


def lock(path: Path) -> int:
    """Take the lock of a data folder; return the descriptor that holds it.

    Raises:
        StoreLocked: another process has it.
    """
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(fd, 32, 0).decode("ascii", "replace").strip()
        os.close(fd)
        raise StoreLocked(
            f"Another process ({holder or 'unknown'}) writes to this data folder",
            where=str(path.parent),
            mend="wait for it, stop it, or set WSISGRAPH_DATA to another folder",
        ) from error
    os.ftruncate(fd, 0)
    os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
    return fd
